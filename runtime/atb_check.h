/* SPDX-License-Identifier: MIT */
/*
 * Arguments of the generated calls: checks of constant ones while the program is
 * compiled, and the way of an argument of any integer type, or a string, into a
 * struct atb_value. Each argument is evaluated once; all other uses of it are
 * unevaluated. C11 and C++11; gcc and clang.
 *
 * A generated call nested in the arguments of another multiplies the text that
 * the compiler reads by seven: four deep is fine, five takes a second, six 2 GB.
 */
#ifndef ATB_CHECK_H
#define ATB_CHECK_H

#include "atb.h"

/* ---- what may stand in place of an argument -------------------------- */

struct atb_empty; /* never defined: only pointers to it exist */
struct atb_left_out;

/** Leaves a position empty between its commas. */
#define ATB_EMPTY    ((const struct atb_empty *)0)

/* Stands in the positions behind the last argument. */
#define ATB_LEFT_OUT ((const struct atb_left_out *)0)

/* ---- values ------------------------------------------------------------ */

static inline int32_t atb_saturate(long long number)
{
    if (number > INT32_MAX) {
        return INT32_MAX;
    }
    return number < INT32_MIN ? INT32_MIN : (int32_t)number;
}

static inline struct atb_value atb_value_of_kind(enum atb_value_kind kind)
{
    struct atb_value value = {NULL, 0, (uint8_t)kind};
    return value;
}

static inline struct atb_value atb_from_signed(long long number)
{
    struct atb_value value = {NULL, atb_saturate(number), ATB_NUMBER};
    return value;
}

static inline struct atb_value atb_from_unsigned(unsigned long long number)
{
    return atb_from_signed(number > INT32_MAX ? INT32_MAX : (long long)number);
}

/* Of its own type: gcc looks through the cast of an argument `(size_t)n` otherwise. */
static inline struct atb_value atb_from_unsigned_long(unsigned long number)
{
    return atb_from_unsigned(number);
}

static inline struct atb_value atb_from_string(const char *text)
{
    struct atb_value value = {text, 0, ATB_STRING};
    return value;
}

static inline struct atb_value atb_from_empty(const struct atb_empty *empty)
{
    (void)empty;
    return atb_value_of_kind(ATB_EMPTY_POSITION);
}

static inline struct atb_value atb_from_left_out(const struct atb_left_out *left_out)
{
    (void)left_out;
    return atb_value_of_kind(ATB_ABSENT);
}

/* The following is written twice, for C and for C++:
 *
 * ATB_CHECK(condition, text)   stops the build with the text
 * ATB_TYPED(type, pointer)     the pointer, which must have this type (or be NULL)
 * ATB_VALUE(x)                 x as a struct atb_value
 * ATB_IS_NUMBER, _TEXT, _EMPTY(x)
 * ATB_IS_GIVEN(x)              neither left out nor empty
 * ATB_NUMBER_OR(x, other)      x if it is a constant number, else other
 * ATB_IF_LITERAL(x, condition) the condition if x is a string literal, else true
 * ATB_SAME(x, word)            x is this literal; false unless it is a literal
 * ATB_SIZE(x), ATB_HAS(x, c)   length and characters of a literal
 */
#ifndef __cplusplus

/* The choice leaves clang a plain 0 to complain about, instead of the whole condition. */
#define ATB_CHECK(condition, text)                                                                 \
    ((void)sizeof(struct {                                                                         \
        _Static_assert(__builtin_choose_expr((condition), 1, 0), text);                            \
        int unused;                                                                                \
    }))

/* clang-format off */
/* NOLINTNEXTLINE(bugprone-macro-parentheses): a type has none */
#define ATB_TYPED(type, pointer) _Generic((pointer), type: (pointer), void *: (pointer))

/* The conditional gives a bit-field the type int. */
#define ATB_VALUE(x)                                                                       \
    _Generic((1 ? (x) : (x)),                                                              \
        _Bool: atb_from_signed, char: atb_from_signed,                                     \
        signed char: atb_from_signed, unsigned char: atb_from_signed,                      \
        short: atb_from_signed, unsigned short: atb_from_signed,                           \
        int: atb_from_signed, unsigned: atb_from_signed,                                   \
        long: atb_from_signed, unsigned long: atb_from_unsigned_long,                      \
        long long: atb_from_signed, unsigned long long: atb_from_unsigned,                 \
        char *: atb_from_string, const char *: atb_from_string,                            \
        const struct atb_empty *: atb_from_empty,                                          \
        const struct atb_left_out *: atb_from_left_out)(x)

#define ATB_KIND(x, number, text, empty, left_out)                                         \
    _Generic((x), char *: (text), const char *: (text), const struct atb_empty *: (empty), \
             const struct atb_left_out *: (left_out), default: (number))
/* clang-format on */

#define ATB_IS_NUMBER(x) ATB_KIND(x, 1, 0, 0, 1)
#define ATB_IS_TEXT(x)   ATB_KIND(x, 0, 1, 0, 1)
#define ATB_IS_EMPTY(x)  ATB_KIND(x, 0, 0, 1, 1)
#define ATB_IS_GIVEN(x)  ATB_KIND(x, 1, 1, 0, 0)

/* Only `(void *)0` makes the conditional an `int *`: that tells an integer constant. */
#define ATB_NUMBER_OR(x, other)                                                                    \
    _Generic((1 ? (void *)((intptr_t)ATB_KIND(x, x, 0, 0, 0) * 0) : (int *)0),             \
             int *: ATB_KIND(x, x, other, other, other), default: (other))

#define ATB_LITERAL(x)                 ATB_KIND(x, "", x, "", "")
#define ATB_IS_LITERAL(x)              ATB_KIND(x, 0, __builtin_constant_p(ATB_LITERAL(x)), 0, 0)
#define ATB_CHOOSE(x, then, otherwise) __builtin_choose_expr(ATB_IS_LITERAL(x), then, otherwise)
#define ATB_IF_LITERAL(x, condition)   ATB_CHOOSE(x, condition, 1)
#define ATB_SIZE(x)                    __builtin_strlen(ATB_LITERAL(x))
#define ATB_SAME(x, word)              ATB_CHOOSE(x, __builtin_strcmp(ATB_LITERAL(x), word) == 0, 0)
/* __builtin_expect makes clang take the comparison for an integer constant. */
#define ATB_HAS(x, c)                  __builtin_expect(__builtin_strchr(ATB_LITERAL(x), c) != (char *)0, 0)

#else

#ifdef __clang__
#define ATB_HOLDS(condition) atb_check<(condition)>::holds /* keeps the message short */
#else
#define ATB_HOLDS(condition) (condition)
#endif
#define ATB_CHECK(condition, text) (__extension__({ static_assert(ATB_HOLDS(condition), text); }))
#define ATB_TYPED(type, pointer)   static_cast<type>(pointer)
#define ATB_VALUE(x)               atb_value_from(x)
#define ATB_KIND(x)                sizeof(atb_kind(x))
#define ATB_IS_NUMBER(x)           (ATB_KIND(x) == 1 || ATB_KIND(x) == 4)
#define ATB_IS_TEXT(x)             (ATB_KIND(x) == 2 || ATB_KIND(x) == 4)
#define ATB_IS_EMPTY(x)            (ATB_KIND(x) >= 3)
#define ATB_IS_GIVEN(x)            (ATB_KIND(x) < 3)
#define ATB_NUMBER_OR(x, other)                                                                    \
    (ATB_KIND(x) == 1 && __builtin_constant_p(x) ? atb_number(x) : (other))
/* An array that is a constant: the value of a constant pointer cannot be used in C++. */
#define ATB_IS_LITERAL(x)            (sizeof(atb_array(x)) == 2 && __builtin_constant_p(x))
#define ATB_IF_LITERAL(x, condition) (ATB_IS_LITERAL(x) ? (condition) : true)
#define ATB_SIZE(x)                  __builtin_strlen(atb_literal(x))
#define ATB_SAME(x, word)            (ATB_IS_LITERAL(x) ? __builtin_strcmp(atb_literal(x), word) == 0 : false)
#define ATB_HAS(x, c)                atb_has(atb_literal(x), c)

template <bool Holds> struct atb_check {
    enum { holds = Holds };
};

/* Never defined: the size of the result tells the kind. */
char (&atb_kind(int))[1];
char (&atb_kind(unsigned))[1];
char (&atb_kind(long))[1];
char (&atb_kind(unsigned long))[1];
char (&atb_kind(long long))[1];
char (&atb_kind(unsigned long long))[1];
char (&atb_kind(const char *))[2];
char (&atb_kind(const struct atb_empty *))[3];
char (&atb_kind(const struct atb_left_out *))[4];
template <size_t Size> char (&atb_array(const char (&)[Size]))[2];
char (&atb_array(...))[1];

inline struct atb_value atb_value_from(int x)
{
    return atb_from_signed(x);
}
inline struct atb_value atb_value_from(unsigned x)
{
    return atb_from_signed(x);
}
inline struct atb_value atb_value_from(long x)
{
    return atb_from_signed(x);
}
inline struct atb_value atb_value_from(unsigned long x)
{
    return atb_from_unsigned(x);
}
inline struct atb_value atb_value_from(long long x)
{
    return atb_from_signed(x);
}
inline struct atb_value atb_value_from(unsigned long long x)
{
    return atb_from_unsigned(x);
}
inline struct atb_value atb_value_from(const char *x)
{
    return atb_from_string(x);
}
inline struct atb_value atb_value_from(const struct atb_empty *x)
{
    return atb_from_empty(x);
}
inline struct atb_value atb_value_from(const struct atb_left_out *x)
{
    return atb_from_left_out(x);
}

constexpr long long atb_number(int x)
{
    return x;
}
constexpr long long atb_number(unsigned x)
{
    return x;
}
constexpr long long atb_number(long x)
{
    return x;
}
constexpr long long atb_number(unsigned long x)
{
    return static_cast<long long>(x);
}
constexpr long long atb_number(long long x)
{
    return x;
}
constexpr long long atb_number(unsigned long long x)
{
    return static_cast<long long>(x);
}
constexpr long long atb_number(const void *)
{
    return 0;
}

constexpr const char *atb_literal(const char *x)
{
    return x;
}
constexpr const char *atb_literal(char *x)
{
    return x;
}
template <typename Other> constexpr const char *atb_literal(Other)
{
    return "";
}

constexpr bool atb_has(const char *text, char c)
{
    return *text != '\0' && (*text == c || atb_has(text + 1, c));
}

#endif

/** As an argument of this kind; then the condition holds for it. */
#define ATB_CHECK_NUMBER(x, condition, text) ATB_CHECK(ATB_IS_NUMBER(x) && (condition), text)
#define ATB_CHECK_TEXT(x, condition, text)   ATB_CHECK(ATB_IS_TEXT(x) && (condition), text)
#define ATB_CHECK_EITHER(x, condition, text)                                                       \
    ATB_CHECK((ATB_IS_NUMBER(x) || ATB_IS_TEXT(x)) && (condition), text)
#define ATB_CHECK_NUMBER_OR_EMPTY(x, condition, text)                                              \
    ATB_CHECK((ATB_IS_NUMBER(x) || ATB_IS_EMPTY(x)) && (condition), text)
#define ATB_CHECK_TEXT_OR_EMPTY(x, condition, text)                                                \
    ATB_CHECK((ATB_IS_TEXT(x) || ATB_IS_EMPTY(x)) && (condition), text)
#define ATB_CHECK_EITHER_OR_EMPTY(x, condition, text) ATB_CHECK(condition, text)

/** Payload that is a string literal has the bytes that are to be sent. */
#define ATB_CHECK_DATA(data, length, text)                                                         \
    ATB_CHECK(ATB_IF_LITERAL(data, ATB_UP_TO(length, sizeof(__typeof__(data))) ||                  \
                                       ATB_UP_TO(length, ATB_SIZE(data) + 1)),                     \
              text)
#define ATB_UP_TO(x, max)    ((long long)ATB_NUMBER_OR(x, 0) <= (long long)(max))

/** A number's digits in a message. */
#define ATB_TEXT_OF(number)  ATB_TEXT_OF_(number)
#define ATB_TEXT_OF_(number) #number

/* ---- conditions -------------------------------------------------------- */

/** Known to be in min..max, or not known. */
#define ATB_IN(x, min, max)                                                                        \
    ((unsigned long long)ATB_NUMBER_OR(x, min) - (unsigned long long)(min) <=                      \
     (unsigned long long)(max) - (unsigned long long)(min))

/** A literal of min..max bytes that stays between its quotes, or not a literal. */
#define ATB_FITS(x, min, max)       ATB_IF_LITERAL(x, ATB_SIZE(x) + 1u > (min) && ATB_SIZE(x) <= (max))
#define ATB_PLAIN(x)                ATB_IF_LITERAL(x, !ATB_HAS(x, '"') && !ATB_HAS(x, '\r') && !ATB_HAS(x, '\n'))

/* Of rules: IS and ISNT are true where it is known; MAY and MAYNT unless the contrary is known. */
#define ATB_IS(x, number)           (ATB_NUMBER_OR(x, (number) + 1LL) == (number))
#define ATB_MAY_BE(x, number)       (ATB_IS_GIVEN(x) && ATB_NUMBER_OR(x, number) == (number))
#define ATB_ISNT(x, number)         (!ATB_MAY_BE(x, number))
#define ATB_MAYNT_BE(x, number)     (!ATB_IS(x, number))
#define ATB_IS_WORD(x, word)        ATB_SAME(x, word)
#define ATB_MAY_BE_WORD(x, word)    (ATB_IS_GIVEN(x) && ATB_IF_LITERAL(x, ATB_SAME(x, word)))
#define ATB_ISNT_WORD(x, word)      (!ATB_MAY_BE_WORD(x, word))
#define ATB_MAYNT_BE_WORD(x, word)  (!ATB_IS_WORD(x, word))
#define ATB_IS_LEAST(x, number)     (ATB_NUMBER_OR(x, (number)-1LL) >= (number))
#define ATB_MAY_BE_LEAST(x, number) (ATB_IS_GIVEN(x) && ATB_NUMBER_OR(x, number) >= (number))
#define ATB_IS_MOST(x, number)      (ATB_NUMBER_OR(x, (number) + 1LL) <= (number))
#define ATB_MAY_BE_MOST(x, number)  (ATB_IS_GIVEN(x) && ATB_NUMBER_OR(x, number) <= (number))

#endif
