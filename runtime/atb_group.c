/* SPDX-License-Identifier: MIT */
/* What stands in brackets within a text, group after group: the operators of AT+COPS=?. */
#include "atb_read.h"

/* The bracket that closes a group, not one between quotes; NULL: there is none. */
static const char *closing(const char *at, const char *end)
{
    bool quoted = false;
    for (; at < end && (quoted || *at != ')'); at++) {
        quoted = quoted != (*at == '"');
    }
    return at < end ? at : NULL;
}

bool atb_next_group(const struct atb_record *record, struct atb_text *left, void *out)
{
    const char *at = left->at;
    if (left->length == 0) {
        return false; /* a text that is not there stands nowhere */
    }
    const char *end = at + left->length;
    while (at < end && *at == ' ') {
        at++;
    }
    const char *close = at < end && *at == '(' ? closing(at + 1, end) : NULL;
    if (close == NULL || atb_decode(record, at + 1, (size_t)(close - at - 1), out) != ATB_OK) {
        return false;
    }
    close += close + 1 < end && close[1] == ',' ? 2 : 1;
    left->at = close;
    left->length = (uint16_t)(end - close);
    return true;
}
