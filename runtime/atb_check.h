/* SPDX-License-Identifier: MIT */
/*
 * Arguments of the generated calls: checks of constant ones while the program is
 * compiled, and the way of an argument of any integer type, or a string, into a
 * struct atb_value (atb_value.h). Each argument is evaluated once; all other uses of it are
 * unevaluated. C11 and C++11; gcc and clang.
 *
 * A generated call nested in the arguments of another multiplies the text that
 * the compiler reads by nine: four deep is fine, five takes seconds and 1 GB.
 */
#ifndef ATB_CHECK_H
#define ATB_CHECK_H

#include "atb_value.h"

/* The following is written twice, here for C and in atb_check_cpp.h for C++:
 *
 * ATB_CHECK(condition, text)   stops the build with the text
 * ATB_VALUE(x)                 x as a struct atb_value
 * ATB_IS_INTEGER(x), ATB_IS_TEXT(x), ATB_IS_EITHER(x)  of this kind, empty or left out
 * ATB_IS_EMPTY(x)              ATB_EMPTY
 * ATB_IS_GIVEN(x)              neither left out nor empty
 * ATB_NUMBER_OR(x, other)      x if it is a constant number, else other
 * ATB_IF_LITERAL(x, condition) the condition if x is a string literal, else true
 * ATB_SAME(x, word)            x is this literal; false unless it is a literal
 * ATB_SIZE(x), ATB_HAS(x, c)   length and characters of a literal
 * ATB_POINTS(type, x)          x is a pointer to this type, or NULL
 * ATB_POINTER(type, x)         then x, else NULL
 */
#ifdef __cplusplus
#include "atb_check_cpp.h"
#else

/** One byte; two within a call whose answer was forgotten (atb_call.h): its other arguments are
 * one place off then, and all that could be said of them would mislead. */
struct atb_answered {
    char size[1];
};
#define ATB_FORGOTTEN (sizeof(struct atb_answered) > 1)

/* The choice leaves clang a plain 0 to complain about, instead of the whole condition. */
#define ATB_CHECK(condition, text)                                                                 \
    ((void)sizeof(struct {                                                                         \
        _Static_assert(__builtin_choose_expr(ATB_FORGOTTEN || (condition), 1, 0), text);           \
        int unused;                                                                                \
    }))

/* clang-format off */
/* NOLINTBEGIN(bugprone-macro-parentheses): types, and what stands for one in _Generic */
#define ATB_POINTS(type, x)  _Generic((x), type *: 1, void *: 1, default: 0)
#define ATB_POINTER(type, x) _Generic((x), type *: (x), void *: (x), default: NULL)

/* As x, but a bit-field has the type int. It is never evaluated; the call is there because gcc may be
 * told to complain where both branches are the same. */
#define ATB_PROMOTED(x) (1 ? (x) : ((void)atb_value_of_kind(ATB_ABSENT), (x)))
#define ATB_VALUE(x)                                                                       \
    _Generic(ATB_PROMOTED(x),                                                              \
        _Bool: atb_from_signed, char: atb_from_signed,                                     \
        signed char: atb_from_signed, unsigned char: atb_from_signed,                      \
        short: atb_from_signed, unsigned short: atb_from_signed,                           \
        int: atb_from_signed, unsigned: atb_from_signed,                                   \
        long: atb_from_signed, unsigned long: atb_from_unsigned_long,                      \
        long long: atb_from_signed, unsigned long long: atb_from_unsigned,                 \
        char *: atb_from_string, const char *: atb_from_string,                            \
        const struct atb_empty *: atb_from_empty,                                          \
        const struct atb_left_out *: atb_from_left_out,                                    \
        float: atb_from_real, double: atb_from_real, default: atb_from_pointer)(x)

#define ATB_KINDS(x, number, text, other)                                                  \
    _Generic(ATB_PROMOTED(x),                                                              \
        _Bool: number, char: number, signed char: number, unsigned char: number,           \
        short: number, unsigned short: number, int: number, unsigned: number,              \
        long: number, unsigned long: number, long long: number,                            \
        unsigned long long: number, char *: text, const char *: text,                      \
        const struct atb_empty *: 1, const struct atb_left_out *: 1, default: other)
#define ATB_IS_INTEGER(x) ATB_KINDS(x, 1, 0, 0)
#define ATB_IS_TEXT(x)    ATB_KINDS(x, 0, 1, 0)
#define ATB_IS_EITHER(x)  ATB_KINDS(x, 1, 1, 0)
#define ATB_IS_EMPTY(x)   _Generic((x), const struct atb_empty *: 1, default: 0)
#define ATB_IS_GIVEN(x)                                                                    \
    _Generic((x), const struct atb_empty *: 0, const struct atb_left_out *: 0, default: 1)

/* x as it is, and what stands for it where it is no number. */
#define ATB_AS_NUMBER(x, other)                                                            \
    _Generic((x), char *: (other), const char *: (other), const struct atb_empty *: (other), \
             const struct atb_left_out *: (other), default: (x))
#define ATB_LITERAL(x) _Generic((x), char *: (x), const char *: (x), default: "")
/* NOLINTEND(bugprone-macro-parentheses) */
/* clang-format on */

/* Only `(void *)0` makes the conditional an `int *`: that tells an integer constant. */
#define ATB_NUMBER_OR(x, other)                                                                    \
    _Generic((1 ? (void *)((intptr_t)(x)*0) : (int *)1),                         \
             int *: ATB_AS_NUMBER(x, other), default: (other))

#define ATB_IS_LITERAL(x)                                                                          \
    _Generic((x), char *: __builtin_constant_p(ATB_LITERAL(x)),                                    \
             const char *: __builtin_constant_p(ATB_LITERAL(x)), default: 0)
#define ATB_CHOOSE(x, then, otherwise) __builtin_choose_expr(ATB_IS_LITERAL(x), then, otherwise)
#define ATB_IF_LITERAL(x, condition)   ATB_CHOOSE(x, condition, 1)
#define ATB_SIZE(x)                    __builtin_strlen(ATB_LITERAL(x))
#define ATB_SAME(x, word)              ATB_CHOOSE(x, __builtin_strcmp(ATB_LITERAL(x), word) == 0, 0)
/* __builtin_expect makes clang take the comparison for an integer constant. */
#define ATB_HAS(x, c)                  __builtin_expect(__builtin_strchr(ATB_LITERAL(x), c) != (char *)0, 0)

#endif

/** Numbers in a message: "1 to 16". */
#define ATB_FROM_TO(min, max) ATB_TEXT_OF(min) " to " ATB_TEXT_OF(max)
#define ATB_TEXT_OF(number)   ATB_TEXT_OF_(number)
#define ATB_TEXT_OF_(number)  #number

/* ---- conditions -------------------------------------------------------- */

/** Known to be in min..max, or not known. */
#define ATB_IN(x, min, max)                                                                        \
    (ATB_AS(unsigned long long, ATB_NUMBER_OR(x, min)) - ATB_AS(unsigned long long, min) <=        \
     ATB_AS(unsigned long long, max) - ATB_AS(unsigned long long, min))

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

/** x is one of up to 16 words. */
#define ATB_SAME_AS_ONE(x, ...)     ATB_JOIN(ATB_SAME_, ATB_COUNT(__VA_ARGS__))(x, __VA_ARGS__)
#define ATB_SAME_1(x, word)         ATB_SAME(x, word)
#define ATB_SAME_2(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_1(x, __VA_ARGS__))
#define ATB_SAME_3(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_2(x, __VA_ARGS__))
#define ATB_SAME_4(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_3(x, __VA_ARGS__))
#define ATB_SAME_5(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_4(x, __VA_ARGS__))
#define ATB_SAME_6(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_5(x, __VA_ARGS__))
#define ATB_SAME_7(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_6(x, __VA_ARGS__))
#define ATB_SAME_8(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_7(x, __VA_ARGS__))
#define ATB_SAME_9(x, word, ...)    (ATB_SAME(x, word) || ATB_SAME_8(x, __VA_ARGS__))
#define ATB_SAME_10(x, word, ...)   (ATB_SAME(x, word) || ATB_SAME_9(x, __VA_ARGS__))
#define ATB_SAME_11(x, word, ...)   (ATB_SAME(x, word) || ATB_SAME_10(x, __VA_ARGS__))
#define ATB_SAME_12(x, word, ...)   (ATB_SAME(x, word) || ATB_SAME_11(x, __VA_ARGS__))
#define ATB_SAME_13(x, word, ...)   (ATB_SAME(x, word) || ATB_SAME_12(x, __VA_ARGS__))
#define ATB_SAME_14(x, word, ...)   (ATB_SAME(x, word) || ATB_SAME_13(x, __VA_ARGS__))
#define ATB_SAME_15(x, word, ...)   (ATB_SAME(x, word) || ATB_SAME_14(x, __VA_ARGS__))
#define ATB_SAME_16(x, word, ...)   (ATB_SAME(x, word) || ATB_SAME_15(x, __VA_ARGS__))
/** How many arguments there are: up to 32. */
#define ATB_COUNT(...)                                                                             \
    ATB_COUNT_(__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,    \
               15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define ATB_COUNT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17,     \
                   a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, n,   \
                   ...)                                                                            \
    n

/* ---- arguments ----------------------------------------------------------- */

/*
 * Each is the argument x as a value, checked: its kind, its limits, and whether it
 * may be left empty. `name` is what a message begins with: "AT+QIOPEN <contextID>".
 */

/** min..max; the message is made of these numbers. */
#define ATB_NUMBER_IN(x, min, max, name)                                                           \
    (ATB_NOT_EMPTY(x, name), ATB_NUMBER_IN_OR_EMPTY(x, min, max, name))
#define ATB_NUMBER_IN_OR_EMPTY(x, min, max, name)                                                  \
    ATB_NUMBER_IF_OR_EMPTY(x, ATB_IN(x, min, max), ATB_FROM_TO(min, max), name)

/** A number for which the condition holds; `right` says it in words. */
#define ATB_NUMBER_IF(x, condition, right, name)                                                   \
    (ATB_NOT_EMPTY(x, name), ATB_NUMBER_IF_OR_EMPTY(x, condition, right, name))
#define ATB_NUMBER_IF_OR_EMPTY(x, condition, right, name)                                          \
    (ATB_CHECK(ATB_IS_INTEGER(x), name ": an integer"), ATB_CHECK(condition, name ": " right),     \
     ATB_VALUE(x))

/** A text of min..max bytes that stays between its quotes. */
#define ATB_TEXT_IN(x, min, max, name)                                                             \
    (ATB_NOT_EMPTY(x, name), ATB_TEXT_IN_OR_EMPTY(x, min, max, name))
#define ATB_TEXT_IN_OR_EMPTY(x, min, max, name)                                                    \
    (ATB_CHECK(ATB_IS_TEXT(x), name ": a text"), ATB_FITTING(x, min, max, name), ATB_VALUE(x))

/** One of these words. */
#define ATB_WORD_OF(x, name, ...)                                                                  \
    (ATB_NOT_EMPTY(x, name), ATB_WORD_OF_OR_EMPTY(x, name, __VA_ARGS__))
#define ATB_WORD_OF_OR_EMPTY(x, name, ...)                                                         \
    (ATB_CHECK(ATB_IS_TEXT(x), name ": a text"),                                                   \
     ATB_CHECK(ATB_IF_LITERAL(x, ATB_SAME_AS_ONE(x, __VA_ARGS__)), name ": " #__VA_ARGS__),        \
     ATB_VALUE(x))

/** A number of min..max, or a text of shortest..longest bytes. */
#define ATB_NUMBER_OR_TEXT(x, min, max, shortest, longest, name)                                   \
    (ATB_NOT_EMPTY(x, name), ATB_NUMBER_OR_TEXT_OR_EMPTY(x, min, max, shortest, longest, name))
#define ATB_NUMBER_OR_TEXT_OR_EMPTY(x, min, max, shortest, longest, name)                          \
    (ATB_CHECK(ATB_IS_EITHER(x), name ": an integer or a text"),                                   \
     ATB_CHECK(ATB_IN(x, min, max), name ": " ATB_FROM_TO(min, max)),                              \
     ATB_FITTING(x, shortest, longest, name), ATB_VALUE(x))

#define ATB_NOT_EMPTY(x, name) ATB_CHECK(!ATB_IS_EMPTY(x), name ": not to be left empty")
#define ATB_FITTING(x, min, max, name)                                                             \
    ATB_CHECK(ATB_FITS(x, min, max), name ": " ATB_FROM_TO(min, max) " bytes"),                    \
        ATB_CHECK(ATB_PLAIN(x), name ": no quotes, no line ends")

/** What the selected model lacks. */
#define ATB_LACKS(lacks, x, name) ATB_CHECK(!(lacks) || !ATB_IS_GIVEN(x), name ": not supported")

/** Room for as many bytes as the command asks for; a buffer of 0 bytes is none. */
#define ATB_ROOM_FOR(length, room, name)                                                           \
    ATB_CHECK(ATB_NUMBER_OR(room, 0) == 0 ||                                                       \
                  ATB_AS(unsigned long long, ATB_NUMBER_OR(room, 0)) >=                            \
                      ATB_AS(unsigned long long, ATB_NUMBER_OR(length, 0)),                        \
              name ": the buffer is smaller")

/** Payload that is a string literal has the bytes that are to be sent. */
#define ATB_CHECK_DATA(data, length, text)                                                         \
    ATB_CHECK(ATB_IF_LITERAL(data, ATB_UP_TO(length, sizeof(__typeof__(data))) ||                  \
                                       ATB_UP_TO(length, ATB_SIZE(data) + 1)),                     \
              text)
#define ATB_UP_TO(x, max) (ATB_AS(long long, ATB_NUMBER_OR(x, 0)) <= ATB_AS(long long, max))

#endif
