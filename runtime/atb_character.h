/* SPDX-License-Identifier: MIT */
/* Kinds of characters, as ASCII has them: <ctype.h> would ask the locale. */
#ifndef ATB_CHARACTER_H
#define ATB_CHARACTER_H

#include "atb.h"

static inline bool atb_is_digit(char c)
{
    return ATB_AS(unsigned char, c - '0') < 10;
}

static inline bool atb_is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/** A letter as a capital, all else as it is. */
static inline char atb_capital(char c)
{
    return ATB_AS(char, c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/** Carriage return or line feed. */
static inline bool atb_is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

#endif
