/* SPDX-License-Identifier: MIT */
/*
 * Letters of a shape that few dialects have, lists and what only another layout of the line
 * has: only a dialect or chapter that has them links them. What a letter stands for is taken and
 * stored here as atb_read.c does it.
 */
#ifndef ATB_RARE_H
#define ATB_RARE_H

#include "atb_field.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Whether the letter stands for a number: those come first in the alphabet. */
static inline bool atb_is_number(char letter)
{
    return letter <= ATB_LETTER_NUMBER;
}

/** Whether one character more stands behind the letter: a range, a fixed number, a length. */
static inline bool atb_has_argument(char letter)
{
    return letter == ATB_LETTER_SHORT || letter < ATB_LETTER_NUMBER;
}

/** What the letter wants of a number, beside that it is one: ATB_OK, or ATB_BAD_VALUE. */
int atb_check_number(struct atb_reading *r, const char *letter);

/** Cuts the next field as the letter wants it: a text becomes `from` up to `to`, a number `number`.
 * ATB_OK, ATB_MISSING: there is none, or an empty one; ATB_BAD_VALUE. One call behind the
 * other, none in the other: this is where the stack is deepest. */
static inline int atb_take_value(struct atb_reading *r, const char *letter)
{
    atb_cut(r, *letter);
    if (!atb_is_number(*letter)) {
        return atb_text_cut(r, letter);
    }
    int status = atb_number_cut(r);
    return status == ATB_OK && *letter != ATB_LETTER_NUMBER ? atb_check_number(r, letter) : status;
}

/** What is taken of a field that there is none of. */
static inline void atb_take_nothing(struct atb_reading *r)
{
    r->from = r->to = NULL;
    r->number = 0;
}

/** Puts what was taken into the struct. */
void atb_store_value(struct atb_reading *r, char letter);

/** Puts the next flag, or count. */
void atb_store_flag(struct atb_reading *r, uint8_t flag);

#ifdef __cplusplus
}
#endif
#endif
