/* SPDX-License-Identifier: MIT */
#include "atb_rare.h"

/* Of a field that is not there. */
static void store_nothing(struct atb_reading *r, char letter)
{
    r->from = r->to = NULL;
    atb_store_value(r, letter, 0);
}

/* One to `most` values up to the line's end; what follows them is not looked at. */
static int read_list(struct atb_reading *r, const char *letter, uint8_t most)
{
    uint8_t count = 0;
    for (; r->more && count < most; count++) {
        int32_t number = 0;
        int status = atb_take_value(r, letter, &number);
        if (status != ATB_OK && (status != ATB_MISSING || atb_is_number(*letter))) {
            return status;
        }
        atb_store_value(r, *letter, number);
        atb_step(r);
    }
    atb_store_flag(r, count);
    for (; count < most; count++) {
        store_nothing(r, *letter);
    }
    r->at = atb_find(r, r->at, '\n');
    r->more = false;
    return ATB_OK;
}

int atb_read_absent(struct atb_reading *r, const char *letter, bool may_lack)
{
    (void)may_lack; /* it does, here */
    atb_store_flag(r, false);
    store_nothing(r, letter[1]);
    return ATB_OK;
}

int atb_read_rare(struct atb_reading *r, const char *letter, bool may_lack)
{
    const char *value = letter + 2;
    if (*letter == ATB_LETTER_ABSENT) {
        return atb_read_absent(r, letter, may_lack);
    }
    r->shape = value + 1 + atb_has_argument(*value);
    return r->more || may_lack ? read_list(r, value, (uint8_t)letter[1]) : (int)ATB_MISSING;
}
