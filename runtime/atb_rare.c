/* SPDX-License-Identifier: MIT */
#include "atb_rare.h"

int atb_read_absent(struct atb_reading *r, const char *letter, bool may_lack)
{
    (void)may_lack; /* it does, here */
    atb_store_flag(r, false);
    atb_take_nothing(r);
    atb_store_value(r, letter[1]);
    return ATB_OK;
}

/* ---- a list: one to `most` values up to the line's end --------------------- */

/* Stands before the letter of a value. */
static inline uint8_t most_of(const char *letter)
{
    return (uint8_t)letter[-1];
}

/* Behind its last value; what follows up to the line's end is not looked at. */
static int end_list(struct atb_reading *r, const char *letter)
{
    atb_store_flag(r, r->listed);
    atb_take_nothing(r);
    for (; r->listed < most_of(letter); r->listed++) {
        atb_store_value(r, *letter);
    }
    r->at = atb_find(r, r->at, '\n');
    r->more = false;
    return ATB_OK;
}

/* One value. The shape stays where it is, so that the next one is asked for here again: in a loop
 * the stack would be deeper, where it is deepest. */
static int read_listed(struct atb_reading *r, const char *letter)
{
    int status = atb_take_value(r, letter);
    if (status != ATB_OK && (status != ATB_MISSING || atb_is_number(*letter))) {
        return status;
    }
    atb_store_value(r, *letter);
    atb_step(r);
    r->listed++;
    r->shape = letter - 2;
    return ATB_OK;
}

int atb_read_rare(struct atb_reading *r, const char *letter, bool may_lack)
{
    if (*letter == ATB_LETTER_ABSENT) {
        return atb_read_absent(r, letter, may_lack);
    }
    const char *value = r->shape;
    if (r->more && r->listed < most_of(value)) {
        return read_listed(r, value);
    }
    r->shape = value + 1 + atb_has_argument(*value);
    return r->listed > 0 || may_lack ? end_list(r, value) : (int)ATB_MISSING;
}
