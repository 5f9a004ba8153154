/* SPDX-License-Identifier: MIT */
#include "atb_read.h"

#include <string.h>

/* ---- where things end -------------------------------------------------- */

/* The end of the text reads like a line feed. */
static char peek(const struct atb_reading *r, const char *at)
{
    return at < r->end ? *at : '\n';
}

static const char *skip(const struct atb_reading *r, const char *at, char c)
{
    while (peek(r, at) == c) {
        at++;
    }
    return at;
}

/* The line ends here, or behind carriage returns. */
static bool is_end(const struct atb_reading *r, const char *at)
{
    return peek(r, skip(r, at, '\r')) == '\n';
}

/* Where `stop` stands, or the line ends without its carriage returns. */
static const char *find(const struct atb_reading *r, const char *from, char stop)
{
    const char *at = from;
    while (peek(r, at) != stop && peek(r, at) != '\n') {
        at++;
    }
    if (peek(r, at) == '\n') {
        while (at > from && at[-1] == '\r') {
            at--;
        }
    }
    return at;
}

/* ---- where values go --------------------------------------------------- */

static void put_flag(struct atb_reading *r, uint8_t flag)
{
    if (r->value != NULL) {
        *r->flag++ = (char)flag;
    }
}

static void put_number(struct atb_reading *r, int32_t number)
{
    if (r->value != NULL) {
        memcpy(r->value, &number, sizeof number);
        r->value += sizeof number;
    }
}

/* Into the struct's own characters, so that it outlives the line; NULL where there is no room. */
static void keep_text(struct atb_reading *r, struct atb_text *text)
{
    if (text->length > r->room) {
        text->at = NULL;
    } else if (text->at != NULL) {
        memcpy(r->keep, text->at, text->length);
        text->at = r->keep;
        r->keep += text->length;
        r->room = (uint16_t)(r->room - text->length);
    }
}

/* Numbers before it may have left a gap. */
static char *aligned(char *value)
{
    enum { ALIGN = _Alignof(struct atb_text) };
    return ALIGN > sizeof(int32_t) ? value + (-(uintptr_t)value & (ALIGN - 1)) : value;
}

static void put_text(struct atb_reading *r, const char *from, const char *to)
{
    struct atb_text text = {from, (uint16_t)(to - from)};
    if (r->value != NULL) {
        if (r->keep != NULL) {
            keep_text(r, &text);
        }
        r->value = aligned(r->value);
        memcpy(r->value, &text, sizeof text);
        r->value += sizeof text;
    }
}

static void note(struct atb_reading *r, bool holds, uint8_t found)
{
    r->found |= holds ? found : 0;
}

/* ---- the text of a field ----------------------------------------------- */

/* The quote that ends a string stands before a comma or the end; others belong to the string. */
static const char *closing_quote(const struct atb_reading *r, const char *at)
{
    for (; peek(r, at) != '\n'; at++) {
        const char *behind = *at == '"' ? skip(r, at + 1, ' ') : NULL;
        if (behind != NULL && (peek(r, behind) == ',' || is_end(r, behind))) {
            return at;
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
    const char *at = skip(r, r->at, ' ');
    const char *close = peek(r, at) == '"' ? closing_quote(r, at + 1) : NULL;
    r->quoted = close != NULL;
    if (close != NULL) {
        r->from = at + 1;
        r->to = close;
        r->at = skip(r, close + 1, ' ');
    } else {
        r->from = at;
        r->to = r->at = find(r, at, ',');
        trim(r);
    }
}

/* What may stand between two fields that no comma parts. */
static bool is_split(char c)
{
    return c == ':' || c == ' ';
}

/* Behind a field: over its comma, or what split it, if another one follows. */
static void step(struct atb_reading *r)
{
    bool split = is_split(peek(r, r->at));
    r->field = (uint8_t)(r->field + !split);
    r->more = split || peek(r, r->at) == ',';
    r->at += r->more;
}

/* ---- numbers ----------------------------------------------------------- */

enum { NUMBER = 'n', CLOSED = 'i', ABOUT = 'd', LITERAL = '=', SHORT = 's' };

static bool is_number(char letter)
{
    return letter == NUMBER || letter == CLOSED || letter == ABOUT || letter == LITERAL;
}

static bool has_argument(char letter)
{
    return letter == SHORT || (letter != NUMBER && is_number(letter));
}

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* Digits that are all of a text; ATB_BAD_RANGE: too large a number. */
static int read_digits(const char *at, const char *end, int32_t *number)
{
    uint32_t value = 0;
    if (at == end) {
        return ATB_BAD_VALUE;
    }
    for (; at < end; at++) {
        if (!is_digit(*at)) {
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

/* ATB_MISSING: the field is empty. */
static int read_number(struct atb_reading *r, int32_t *number)
{
    cut(r);
    note(r, r->quoted, ATB_LOOSE);
    if (r->from == r->to) {
        return ATB_MISSING;
    }
    bool negative = *r->from == '-';
    bool sign = negative || *r->from == '+';
    int status = read_digits(r->from + sign, r->to, number);
    *number = status == ATB_OK && negative ? -*number : *number;
    return status;
}

static bool is_within(const struct atb_reading *r, char which, int32_t number)
{
    const struct atb_range *range = &r->ranges[(uint8_t)which - 1];
    return number >= range->min && number <= range->max;
}

/* What the letter wants of the number. */
static int check_number(struct atb_reading *r, const char *letter, int32_t number)
{
    if (*letter == LITERAL) {
        note(r, true, ATB_LITERAL);
        return number == letter[1] - '0' ? ATB_OK : ATB_BAD_VALUE;
    }
    if (is_within(r, letter[1], number)) {
        return ATB_OK;
    }
    note(r, r->field == 0 || *letter == ABOUT, ATB_OUTSIDE);
    note(r, *letter == CLOSED, ATB_BEYOND);
    return *letter == CLOSED && !r->choosing ? ATB_BAD_RANGE : ATB_OK;
}

static int take_number(struct atb_reading *r, const char *letter)
{
    int32_t number = 0;
    int status = read_number(r, &number);
    if (status == ATB_OK && *letter != NUMBER) {
        status = check_number(r, letter, number);
    }
    if (status == ATB_OK && *letter != LITERAL) {
        put_number(r, number);
    }
    return status;
}

/* ---- texts ------------------------------------------------------------- */

enum { QUOTED = 'q', REST = 'r', PAST = '-' };

/* All up to the line's end. */
static void cut_rest(struct atb_reading *r)
{
    r->from = skip(r, r->at, ' ');
    r->to = r->at = find(r, r->from, '\n');
    r->quoted = false;
    while (r->to > r->from && r->to[-1] == ' ') {
        r->to--;
    }
}

/* A date without its quotes has commas: as the last field it extends to the line's end. */
static void extend(struct atb_reading *r)
{
    if (!r->quoted && peek(r, r->at) == ',') {
        note(r, true, ATB_LOOSE);
        r->to = r->at = find(r, r->at, '\n');
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

/* ATB_MISSING: the field is empty. */
static int take_text(struct atb_reading *r, const char *letter, bool listed)
{
    if (*letter == REST) {
        cut_rest(r);
    } else {
        cut(r);
    }
    if (is_split(letter[1])) {
        split(r, letter[1]);
    }
    if (r->from == r->to && !r->quoted) {
        return ATB_MISSING;
    }
    if (*letter == SHORT && r->to - r->from > letter[1]) {
        return ATB_BAD_VALUE;
    }
    note(r, *letter == QUOTED && !r->quoted, ATB_LOOSE);
    if (letter[1] == '\0' && !listed) {
        extend(r);
    }
    if (*letter != PAST) {
        put_text(r, r->from, r->to);
    }
    return ATB_OK;
}

/* ---- along the shape --------------------------------------------------- */

enum { MUST = 0, OPTIONAL = '?', MAY_BE_EMPTY = '~', ABSENT = '!', MANY = '*' };

static void put_nothing(struct atb_reading *r, char letter)
{
    if (is_number(letter)) {
        put_number(r, 0);
    } else {
        put_text(r, NULL, NULL);
    }
}

static int take_value(struct atb_reading *r, const char *letter, bool listed)
{
    return is_number(*letter) ? take_number(r, letter) : take_text(r, letter, listed);
}

/* One to `most` values up to the line's end; what follows them is not looked at. */
static int read_list(struct atb_reading *r, const char *letter, uint8_t most)
{
    uint8_t count = 0;
    for (; r->more && count < most; count++) {
        int status = take_value(r, letter, true);
        if (status == ATB_MISSING && !is_number(*letter)) {
            put_text(r, r->at, r->at);
        } else if (status != ATB_OK) {
            return status;
        }
        step(r);
    }
    put_flag(r, count);
    for (; count < most; count++) {
        put_nothing(r, *letter);
    }
    r->at = find(r, r->at, '\n');
    r->more = false;
    return ATB_OK;
}

static int read_one(struct atb_reading *r, const char *letter, char lacking)
{
    char *flag = r->flag;
    if (lacking != MUST) {
        put_flag(r, true);
    }
    int status = r->more ? take_value(r, letter, false) : ATB_MISSING;
    if (status == ATB_MISSING && (lacking == OPTIONAL || (lacking == MAY_BE_EMPTY && r->more))) {
        status = ATB_OK;
        put_nothing(r, *letter);
        if (r->value != NULL) {
            *flag = false;
        }
    }
    if (status == ATB_OK) {
        step(r);
    }
    return status;
}

/* What only other layouts of the line have. */
static int read_absent(struct atb_reading *r)
{
    put_flag(r, false);
    put_nothing(r, r->shape[1]);
    r->shape += 2;
    return ATB_OK;
}

/* The next field of the shape. */
static int read_field(struct atb_reading *r)
{
    const char *letter = r->shape;
    if (*letter == ABSENT) {
        return read_absent(r);
    }
    char lacking = *letter == OPTIONAL || *letter == MAY_BE_EMPTY ? *letter++ : (char)MUST;
    uint8_t most = *letter == MANY ? (uint8_t)letter[1] : 0;
    letter += most != 0 ? 2 : 0;
    r->shape = letter + 1 + has_argument(*letter);
    r->shape += is_split(*r->shape);
    if (most == 0) {
        return read_one(r, letter, lacking);
    }
    return r->more || lacking == OPTIONAL ? read_list(r, letter, most) : ATB_MISSING;
}

/* ---- the short way ------------------------------------------------------- */

enum { DIGITS_MAX = 9 };

/* Where up to nine digits that stand in a line end; `at`: there are none, or more. */
static const char *plain_number(const char *at, int32_t *number)
{
    const char *digit = at;
    uint32_t value = 0;
    for (; is_digit(*digit); digit++) {
        value = value * 10 + (uint32_t)(*digit - '0');
    }
    *number = (int32_t)value;
    return digit - at <= DIGITS_MAX ? digit : at;
}

/*
 * Along the plain numbers that come next, as most fields are: digits up to a comma or the
 * line's end. What is not plain, or not in its range, is left to take_value().
 */
static void read_plain(struct atb_reading *r)
{
    const char *at = r->at;
    const char *shape = r->shape;
    char *value = r->value;
    while (r->more) {
        const bool marked = *shape == OPTIONAL;
        const char *letter = shape + marked;
        int32_t number;
        if (*letter != NUMBER && *letter != CLOSED) {
            break;
        }
        const char *stop = plain_number(at, &number);
        const char behind = peek(r, stop);
        if (stop == at || (behind != ',' && behind != '\r' && behind != '\n') ||
            (*letter == CLOSED && !is_within(r, letter[1], number))) {
            break;
        }
        if (value != NULL) {
            if (marked) {
                *r->flag++ = true;
            }
            memcpy(value, &number, sizeof number);
            value += sizeof number;
        }
        shape = letter + (*letter == CLOSED ? 2 : 1);
        r->field++;
        r->more = behind == ',';
        at = stop + r->more;
    }
    r->at = at;
    r->shape = shape;
    r->value = value;
}

/* All fields that the shape has. */
static int read_fields(struct atb_reading *r)
{
    int status = ATB_OK;
    do {
        if (r->in_line) {
            read_plain(r);
        }
    } while (*r->shape != '\0' && (status = read_field(r)) == ATB_OK);
    return status;
}

/* Behind the flags, if there are any: so many bytes, as a character from '4' on. */
static void place_values(struct atb_reading *r)
{
    r->value = r->flag;
    if (atb_has_flags(r->shape)) {
        r->value = r->flag != NULL ? r->flag + (*r->shape - '0') : NULL;
        r->shape++;
    }
}

int atb_read(struct atb_reading *r, const char *shape)
{
    r->shape = shape;
    r->field = 0;
    r->found = 0;
    place_values(r);
    r->more = !is_end(r, r->at);
    if (r->more && *r->shape == '\0') {
        return ATB_EXTRA;
    }
    int status = read_fields(r);
    if (status == ATB_OK) {
        r->at = skip(r, r->at, ' ');
        r->line_end = skip(r, r->at, '\r');
        note(r, r->more || peek(r, r->line_end) != '\n', ATB_LOOSE);
    }
    return status;
}

/* ---- one field, wherever it is ------------------------------------------- */

/* Cuts the field `index`. False: there is none. */
static bool find_field(struct atb_reading *r, unsigned index)
{
    r->more = !is_end(r, r->at);
    while (r->more && index-- > 0) {
        cut(r);
        step(r);
    }
    return r->more;
}

int32_t atb_number_at(const char *fields, const char *end, unsigned index)
{
    struct atb_reading r = {.at = fields, .end = end};
    int32_t number;
    return find_field(&r, index) && read_number(&r, &number) == ATB_OK ? number : ATB_UNKNOWN;
}

bool atb_is_there(const char *fields, const char *end, unsigned index)
{
    struct atb_reading r = {.at = fields, .end = end};
    return find_field(&r, index) && (cut(&r), r.from != r.to || r.quoted);
}

/* ---- structs ----------------------------------------------------------- */

const char *atb_record_shape(const struct atb_record *record)
{
    return record->chapter->lines[record->line & (ATB_SHARED_LINE - 1)].shape + 1;
}

/* Reads along one layout. True: as well as can be; `found` UINT8_MAX: not at all. */
static bool decode(const struct atb_record *record, const char *shape, struct atb_reading *r)
{
    struct atb_reading now = *r;
    now.ranges = record->chapter->ranges;
    bool reads = atb_read(&now, shape) == ATB_OK;
    r->found = reads ? now.found : UINT8_MAX;
    return (r->found & (ATB_LOOSE | ATB_OUTSIDE)) == 0;
}

int atb_decode(const struct atb_record *record, const char *fields, size_t length, void *out)
{
    struct atb_reading r = {.at = fields, .end = fields + length, .flag = out};
    const struct atb_chapter *chapter = record->chapter;
    const char *first = atb_record_shape(record);
    bool well = decode(record, first, &r);
    for (unsigned i = 0; !well && i < chapter->layout_count; i++) {
        well = chapter->layout_of[i] == record->line &&
               decode(record, chapter->lines[chapter->line_count + i].shape + 1, &r);
    }
    if (!well) {
        (void)decode(record, first, &r);
    }
    return r.found != UINT8_MAX ? ATB_OK : ATB_MALFORMED;
}
