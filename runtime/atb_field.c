/* SPDX-License-Identifier: MIT */
#include "atb_field.h"

/* ---- where things end -------------------------------------------------- */

const char *atb_skip(const struct atb_reading *r, const char *at, char c)
{
    while (atb_peek(r, at) == c) {
        at++;
    }
    return at;
}

bool atb_is_end(const struct atb_reading *r, const char *at)
{
    return atb_peek(r, atb_skip(r, at, '\r')) == '\n';
}

const char *atb_find(const struct atb_reading *r, const char *from, char stop)
{
    const char *at = from;
    while (atb_peek(r, at) != stop && atb_peek(r, at) != '\n') {
        at++;
    }
    if (atb_peek(r, at) == '\n') {
        while (at > from && at[-1] == '\r') {
            at--;
        }
    }
    return at;
}

/* ---- the text of a field ----------------------------------------------- */

/* The quote that ends a string stands before a comma or the end; others belong to the string. */
static const char *closing_quote(const struct atb_reading *r, const char *at)
{
    for (; atb_peek(r, at) != '\n'; at++) {
        if (*at == '"') {
            const char *behind = atb_skip(r, at + 1, ' ');
            if (atb_peek(r, behind) == ',' || atb_is_end(r, behind)) {
                return at;
            }
        }
    }
    return NULL;
}

/* Blanks, and quotes without their partners, are no part of it. */
static void trim(struct atb_reading *r)
{
    while (r->to > r->from && (r->to[-1] == ' ' || r->to[-1] == '"')) {
        r->to--;
    }
    r->from += r->to > r->from && *r->from == '"';
}

/* `from` up to `to` becomes the text of the field that begins at `at`, which steps behind it. */
static void cut(struct atb_reading *r)
{
    const char *at = atb_skip(r, r->at, ' ');
    const char *close = atb_peek(r, at) == '"' ? closing_quote(r, at + 1) : NULL;
    r->quoted = close != NULL;
    if (close != NULL) {
        r->from = at + 1;
        r->to = close;
        r->at = atb_skip(r, close + 1, ' ');
    } else {
        r->from = at;
        r->to = r->at = atb_find(r, at, ',');
        trim(r);
    }
}

void atb_step(struct atb_reading *r)
{
    bool split = atb_is_split(atb_peek(r, r->at));
    r->field = (uint8_t)(r->field + !split);
    r->more = split || atb_peek(r, r->at) == ',';
    r->at += r->more;
}

/* ---- what it is ---------------------------------------------------------- */

/* Digits that are all of a text; ATB_BAD_RANGE: too large a number. */
static int read_digits(const char *at, const char *end, int32_t *number)
{
    uint32_t value = 0;
    if (at == end) {
        return ATB_BAD_VALUE;
    }
    for (; at < end; at++) {
        if (!atb_is_digit(*at)) {
            return ATB_BAD_VALUE;
        }
        if (value > INT32_MAX / 10) {
            return ATB_BAD_RANGE;
        }
        value = value * 10 + (uint32_t)(*at - '0');
    }
    *number = (int32_t)value;
    return value > INT32_MAX ? (int)ATB_BAD_RANGE : (int)ATB_OK;
}

int atb_cut_number(struct atb_reading *r, int32_t *number)
{
    cut(r);
    atb_note(r, r->quoted, ATB_LOOSE);
    if (r->from == r->to) {
        return ATB_MISSING;
    }
    bool negative = *r->from == '-';
    bool sign = negative || *r->from == '+';
    int status = read_digits(r->from + sign, r->to, number);
    if (status == ATB_OK && negative) {
        *number = -*number;
    }
    return status;
}

/* All up to the line's end. */
static void cut_rest(struct atb_reading *r)
{
    r->from = atb_skip(r, r->at, ' ');
    r->to = r->at = atb_find(r, r->from, '\n');
    r->quoted = false;
    while (r->to > r->from && r->to[-1] == ' ') {
        r->to--;
    }
}

void atb_extend(struct atb_reading *r)
{
    if (!r->quoted && atb_peek(r, r->at) == ',') {
        atb_note(r, true, ATB_LOOSE);
        r->to = r->at = atb_find(r, r->at, '\n');
        trim(r);
    }
}

/* "host:port", "ME PDN ACT 1": the field ends at the last mark; the next one is what follows. */
static void split(struct atb_reading *r, char mark)
{
    const char *behind = r->to;
    while (behind > r->from && behind[-1] != mark) {
        behind--;
    }
    if (behind > r->from) {
        r->to = r->at = behind - 1;
    }
}

int atb_cut_text(struct atb_reading *r, const char *letter)
{
    if (*letter == ATB_ALL_THE_REST) {
        cut_rest(r);
    } else {
        cut(r);
    }
    if (atb_is_split(letter[1])) {
        split(r, letter[1]);
    }
    if (r->from == r->to && !r->quoted) {
        return ATB_MISSING;
    }
    if (*letter == ATB_SHORT_WORD && r->to - r->from > letter[1]) {
        return ATB_BAD_VALUE;
    }
    if (*letter == ATB_IN_QUOTES && !r->quoted) {
        r->found |= ATB_LOOSE;
    }
    return ATB_OK;
}

/* ---- one field, wherever it is ------------------------------------------- */

/* Cuts the field `index`. False: there is none. */
static bool find_field(struct atb_reading *r, unsigned index)
{
    r->more = !atb_is_end(r, r->at);
    while (r->more && index-- > 0) {
        cut(r);
        atb_step(r);
    }
    return r->more;
}

int32_t atb_number_at(const char *fields, const char *end, unsigned index)
{
    struct atb_reading r = {.at = fields, .end = end};
    int32_t number;
    return find_field(&r, index) && atb_cut_number(&r, &number) == ATB_OK ? number : ATB_UNKNOWN;
}
