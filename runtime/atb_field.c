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
    while (at < r->end && *at != '\n') {
        if (*at == stop) {
            return at;
        }
        at++;
    }
    while (at > from && at[-1] == '\r') {
        at--;
    }
    return at;
}

/* ---- the text of a field ----------------------------------------------- */

/* The quote that ends a string stands before a comma or the end; others belong to the string. */
static bool closes(const struct atb_reading *r, const char *quote)
{
    const char *behind = atb_skip(r, quote + 1, ' ');
    return atb_peek(r, behind) == ',' || atb_is_end(r, behind);
}

/* Whether a string begins at `from`; `to` is where it ends then. */
static bool find_closing_quote(struct atb_reading *r)
{
    r->to = r->from;
    if (atb_peek(r, r->to) != '"') {
        return false;
    }
    do {
        r->to++;
        if (atb_peek(r, r->to) == '\n') {
            return false;
        }
    } while (*r->to != '"' || !closes(r, r->to));
    return true;
}

/* It goes up to `at`. Blanks, and quotes without their partners, are no part of its text; or
 * (`quote` is a blank) blanks alone. */
static void end_at(struct atb_reading *r, const char *at, char quote)
{
    r->at = at;
    while (at > r->from && (at[-1] == ' ' || at[-1] == quote)) {
        at--;
    }
    r->to = at;
    if (at > r->from && *r->from == quote) {
        r->from++;
    }
}

void atb_cut(struct atb_reading *r, char letter)
{
    const bool rest = letter == ATB_LETTER_REST; /* up to the line's end, quotes and all */
    r->from = atb_skip(r, r->at, ' ');
    r->quoted = !rest && find_closing_quote(r);
    if (r->quoted) {
        r->from++;
        r->at = atb_skip(r, r->to + 1, ' ');
    } else {
        end_at(r, atb_find(r, r->from, rest ? '\n' : ','), rest ? ' ' : '"');
    }
}

void atb_step(struct atb_reading *r)
{
    const char c = atb_peek(r, r->at);
    const bool split = atb_is_split(c);
    r->field = (uint8_t)(r->field + !split);
    r->more = split || c == ',';
    r->at += r->more;
}

/* ---- what it is ---------------------------------------------------------- */

void atb_note_beyond(struct atb_reading *r)
{
    if ((r->found & ATB_BEYOND) == 0) {
        r->found |= ATB_BEYOND;
        r->beyond = r->field;
    }
}

/* Digits that are all of the text behind a sign. Too large a number is one all the same: what has
 * it must not be taken for a line that has a text there, or fewer fields. */
static int read_digits(struct atb_reading *r, const char *at)
{
    uint32_t value = 0;
    if (at == r->to) {
        return ATB_BAD_VALUE;
    }
    for (; at < r->to; at++) {
        if (!atb_is_digit(*at)) {
            return ATB_BAD_VALUE;
        }
        value = value > INT32_MAX / 10 ? UINT32_MAX : value * 10 + (uint32_t)(*at - '0');
    }
    if (value > INT32_MAX) {
        value = INT32_MAX;
        atb_note_beyond(r);
    }
    r->number = (int32_t)value;
    return ATB_OK;
}

int atb_number_cut(struct atb_reading *r)
{
    atb_note(r, r->quoted, ATB_LOOSE);
    if (r->from == r->to) {
        return ATB_MISSING;
    }
    bool negative = *r->from == '-';
    bool sign = negative || *r->from == '+';
    int status = read_digits(r, r->from + sign);
    if (status == ATB_OK && negative) {
        r->number = -r->number;
    }
    return status;
}

void atb_extend(struct atb_reading *r)
{
    if (!r->quoted && atb_peek(r, r->at) == ',') {
        atb_note(r, true, ATB_LOOSE);
        end_at(r, atb_find(r, r->at, '\n'), '"');
    }
}

/* "host:port", "ME PDN ACT 1": the field ends at the last mark; the next one is what follows. */
static void split(struct atb_reading *r, char mark)
{
    for (const char *at = r->to; at > r->from;) {
        if (*--at == mark) {
            end_at(r, at, '"');
            return;
        }
    }
}

int atb_text_cut(struct atb_reading *r, const char *letter)
{
    if (atb_is_split(letter[1])) {
        split(r, letter[1]);
    }
    if (r->from == r->to && !r->quoted) {
        return ATB_MISSING;
    }
    if (*letter == ATB_LETTER_SHORT && r->to - r->from > letter[1]) {
        return ATB_BAD_VALUE;
    }
    if (*letter == ATB_LETTER_QUOTED && !r->quoted) {
        r->found |= ATB_LOOSE;
    }
    return ATB_OK;
}

/* ---- one field, wherever it is ------------------------------------------- */

/* Goes to the field `index`. False: there is none. */
static bool find_field(struct atb_reading *r, unsigned index)
{
    r->more = !atb_is_end(r, r->at);
    while (r->more && index-- > 0) {
        atb_cut(r, ATB_LETTER_WORD);
        atb_step(r);
    }
    return r->more;
}

int32_t atb_number_at(const char *fields, const char *end, unsigned index)
{
    struct atb_reading r; /* what is looked at here; all of it would be a call of memset() */
    r.at = fields;
    r.end = end;
    r.found = 0;
    r.field = 0;
    if (!find_field(&r, index)) {
        return ATB_UNKNOWN;
    }
    atb_cut(&r, ATB_LETTER_WORD);
    const int status = atb_number_cut(&r);
    return status == ATB_OK && (r.found & ATB_BEYOND) == 0 ? r.number : ATB_UNKNOWN;
}
