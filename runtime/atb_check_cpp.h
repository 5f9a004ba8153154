/* SPDX-License-Identifier: MIT */
/*
 * The part of atb_check.h that C++ says otherwise than C: kinds of arguments by
 * overloads instead of _Generic, checks by static_assert. C++11.
 */
#ifndef ATB_CHECK_CPP_H
#define ATB_CHECK_CPP_H

#include <stddef.h> /* an AVR has no <cstddef> */

#include "atb.h"

#ifdef __clang__
#define ATB_HOLDS(condition) atb_check<(condition)>::holds /* keeps the message short */
#else
#define ATB_HOLDS(condition) (condition)
#endif
#define ATB_CHECK(condition, text) (__extension__({ static_assert(ATB_HOLDS(condition), text); }))
#define ATB_POINTS(type, x)        (sizeof(atb_pointer<type>::is(x)) == 1)
#define ATB_POINTER(type, x)       atb_pointer<type>::of(x)
#define ATB_VALUE(x)               atb_value_of(decltype(atb_kind_of(x))(), x)
#define ATB_KIND(x)                sizeof(atb_kind_of(x))
#define ATB_IS_INTEGER(x)          (ATB_KIND(x) == 1 || ATB_KIND(x) == 3 || ATB_KIND(x) == 4)
#define ATB_IS_TEXT(x)             (ATB_KIND(x) >= 2 && ATB_KIND(x) <= 4)
#define ATB_IS_EITHER(x)           (ATB_KIND(x) <= 4)
#define ATB_IS_EMPTY(x)            (ATB_KIND(x) == 3)
#define ATB_IS_GIVEN(x)            (ATB_KIND(x) != 3 && ATB_KIND(x) != 4)
#define ATB_NUMBER_OR(x, other)                                                                    \
    (ATB_KIND(x) == 1 && __builtin_constant_p(x) ? atb_number_of(decltype(atb_kind_of(x))(), x)    \
                                                 : (other))
/* An array that is a constant: the value of a constant pointer cannot be used in C++. */
#define ATB_IS_LITERAL(x)            (sizeof(atb_array(x)) == 2 && __builtin_constant_p(x))
#define ATB_IF_LITERAL(x, condition) (ATB_IS_LITERAL(x) ? (condition) : true)
#define ATB_SIZE(x)                  __builtin_strlen(atb_text_of(decltype(atb_kind_of(x))(), x))
#define ATB_SAME(x, word)                                                                          \
    (ATB_IS_LITERAL(x) ? __builtin_strcmp(atb_text_of(decltype(atb_kind_of(x))(), x), word) == 0   \
                       : false)
#define ATB_HAS(x, c) atb_has(atb_text_of(decltype(atb_kind_of(x))(), x), c)

template <bool Holds> struct atb_check {
    enum { holds = Holds };
};

/* The size tells the kind. */
template <size_t Kind> struct atb_kind_tag {
    char size[Kind];
};

/* Never defined. */
struct atb_kind_tag<1> atb_kind_of(int);
struct atb_kind_tag<1> atb_kind_of(unsigned);
struct atb_kind_tag<1> atb_kind_of(long);
struct atb_kind_tag<1> atb_kind_of(unsigned long);
struct atb_kind_tag<1> atb_kind_of(long long);
struct atb_kind_tag<1> atb_kind_of(unsigned long long);
struct atb_kind_tag<2> atb_kind_of(const char *);
struct atb_kind_tag<3> atb_kind_of(const struct atb_empty *);
struct atb_kind_tag<4> atb_kind_of(const struct atb_left_out *);
struct atb_kind_tag<5>
atb_kind_of(double); /* what is no argument: reals, other pointers, objects, enum class */
struct atb_kind_tag<5> atb_kind_of(float);
struct atb_kind_tag<5> atb_kind_of(long double);
struct atb_kind_tag<5> atb_kind_of(decltype(nullptr));
struct atb_kind_tag<5> atb_kind_of(...);
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

template <size_t Kind, typename Any>
inline struct atb_value atb_value_of(struct atb_kind_tag<Kind>, const Any &x)
{
    return atb_value_from(x);
}
/* What is no argument becomes no value: the check in front of it has said so. */
template <typename Any> inline struct atb_value atb_value_of(struct atb_kind_tag<5>, const Any &)
{
    return atb_value_of_kind(ATB_ABSENT);
}

template <typename Type> struct atb_pointer {
    static char (&is(Type *))[1];
    static char (&is(...))[2];
    static Type *of(Type *x)
    {
        return x;
    }
    template <typename Any> static Type *of(const Any &)
    {
        return nullptr;
    }
};

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
/* A constant of this kind; any other is none. */
template <size_t Kind, typename Any>
constexpr long long atb_number_of(struct atb_kind_tag<Kind>, const Any &)
{
    return 0;
}
template <typename Number> constexpr long long atb_number_of(struct atb_kind_tag<1>, Number x)
{
    return atb_number(x);
}
template <size_t Kind, typename Any>
constexpr const char *atb_text_of(struct atb_kind_tag<Kind>, const Any &)
{
    return "";
}
constexpr const char *atb_text_of(struct atb_kind_tag<2>, const char *x)
{
    return x;
}

constexpr bool atb_has(const char *text, char c)
{
    return *text != '\0' && (*text == c || atb_has(text + 1, c));
}

#endif
