/* SPDX-License-Identifier: MIT */
#include "atb_read.h"

#include <string.h>

/* ---- where things end -------------------------------------------------- */

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && *at == ' ') {
        at++;
    }
    return at;
}

/* At the end of the text: there, or before carriage returns and the line feed. */
static bool is_end(const char *at, const char *end)
{
    while (at < end && *at == '\r') {
        at++;
    }
    return at == end || *at == '\n';
}

const char *atb_text_end(const char *at, const char *end)
{
    const char *lf = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    const char *last = lf != NULL ? lf : end;
    while (lf != NULL && last > at && last[-1] == '\r') {
        last--;
    }
    return last;
}

/* Behind a field: at its comma or at the end. */
static bool ends_field(const char *at, const char *end)
{
    return at == end || *at == ',' || is_end(at, end);
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

static void put_text(struct atb_reading *r, const char *at, const char *end)
{
    struct atb_text text = {at, (uint16_t)(end - at)};
    if (r->keep != NULL) {
        keep_text(r, &text);
    }
    if (r->value != NULL) {
        uintptr_t over = (uintptr_t)r->value & (_Alignof(struct atb_text) - 1);
        r->value += over != 0 ? _Alignof(struct atb_text) - over : 0;
        memcpy(r->value, &text, sizeof text);
        r->value += sizeof text;
    }
}

static void keep_number(struct atb_reading *r, int32_t number)
{
    if (r->field < ATB_NUMBERS) {
        r->numbers[r->field] = number;
    }
}

static void note(struct atb_reading *r, bool holds, uint8_t found)
{
    r->found |= holds ? found : 0;
}

/* ---- one field --------------------------------------------------------- */

enum { MUST = 0, OPTIONAL = '?', MAY_BE_EMPTY = '~', MANY = '*' };

static bool is_number(char letter)
{
    return letter == 'n' || letter == 'i' || letter == 'd' || letter == '=';
}

static bool has_argument(char letter)
{
    return letter == 'i' || letter == 'd' || letter == '=';
}

/* The quote that ends a string stands before a comma or the end; others belong to the string. */
static const char *closing_quote(const char *at, const char *end)
{
    for (; at < end && *at != '\n'; at++) {
        if (*at == '"' && ends_field(skip_blanks(at + 1, end), end)) {
            return at;
        }
    }
    return NULL;
}

/* A text between commas, without blanks and quotes. */
struct token {
    const char *at, *end;
    bool quoted;
};

/* Blanks and a quote without its partner are no part of an unquoted field. */
static void trim(struct token *token)
{
    while (token->end > token->at && (token->end[-1] == ' ' || token->end[-1] == '"')) {
        token->end--;
    }
    if (token->at < token->end && *token->at == '"') {
        token->at++;
    }
}

static void take_token(struct atb_reading *r, struct token *token)
{
    const char *at = skip_blanks(r->at, r->end);
    const char *close = at < r->end && *at == '"' ? closing_quote(at + 1, r->end) : NULL;
    token->at = close != NULL ? at + 1 : at;
    token->quoted = close != NULL;
    if (close != NULL) {
        token->end = close;
        r->at = skip_blanks(close + 1, r->end);
        return;
    }
    while (at < r->end && *at != ',' && *at != '\n') {
        at++;
    }
    if (at < r->end && *at == '\n') {
        at = atb_text_end(token->at, at + 1);
    }
    token->end = at;
    r->at = at;
    trim(token);
}

static bool is_empty(const struct token *token)
{
    return token->at == token->end && !token->quoted;
}

/* Behind a field: over its comma, or the colon that split it, if another one follows. */
static void step(struct atb_reading *r)
{
    bool colon = r->at < r->end && *r->at == ':';
    r->field = (uint8_t)(r->field + !colon);
    r->more = colon || (r->at < r->end && *r->at == ',');
    r->at += r->more;
}

/* ---- numbers ----------------------------------------------------------- */

static int token_number(const struct token *token, int32_t *number)
{
    const char *at = token->at;
    bool negative = at < token->end && *at == '-';
    int32_t value = 0;
    at += negative || (at < token->end && *at == '+');
    if (at == token->end) {
        return at == token->at ? ATB_MISSING : ATB_BAD_VALUE;
    }
    for (; at < token->end; at++) {
        int32_t digit = *at - '0';
        if (digit < 0 || digit > 9) {
            return ATB_BAD_VALUE;
        }
        if (value > (INT32_MAX - digit) / 10) {
            return ATB_BAD_RANGE;
        }
        value = value * 10 + digit;
    }
    *number = negative ? -value : value;
    return ATB_OK;
}

/* With a sign, blanks or quotes; ATB_MISSING: empty. */
static int odd_number(struct atb_reading *r, int32_t *number)
{
    struct token token;
    take_token(r, &token);
    note(r, token.quoted, ATB_LOOSE);
    return token_number(&token, number);
}

static bool is_within(const struct atb_reading *r, char which, int32_t number)
{
    const struct atb_range *range = &r->ranges[(uint8_t)which - 1];
    return number >= range->min && number <= range->max;
}

/* What the letter wants of the number. */
static int check_number(struct atb_reading *r, char letter, char which, int32_t number)
{
    if (letter == '=') {
        note(r, true, ATB_LITERAL);
        return number == which - '0' ? ATB_OK : ATB_BAD_VALUE;
    }
    bool beyond = !is_within(r, which, number);
    note(r, beyond && r->field == 0, ATB_OUTSIDE);
    note(r, beyond && letter == 'i', ATB_BEYOND);
    return beyond && letter == 'i' && !r->choosing ? ATB_BAD_RANGE : ATB_OK;
}

/* ATB_MISSING: the field is empty. */
static int read_number(struct atb_reading *r, char letter, char which)
{
    int32_t number = ATB_UNKNOWN;
    int status = odd_number(r, &number);
    if (status == ATB_OK && letter != 'n') {
        status = check_number(r, letter, which, number);
    }
    if (status == ATB_OK) {
        keep_number(r, number);
        if (letter != '=') {
            put_number(r, number);
        }
    }
    return status;
}

/* ---- texts ------------------------------------------------------------- */

static void take_rest(struct atb_reading *r, struct token *token)
{
    token->at = skip_blanks(r->at, r->end);
    token->end = atb_text_end(token->at, r->end);
    token->quoted = false;
    r->at = token->end;
    while (token->end > token->at && token->end[-1] == ' ') {
        token->end--;
    }
}

/* A date without its quotes has commas: as the last field it extends to the line's end. */
static void extend(struct atb_reading *r, struct token *token)
{
    if (*r->shape == '\0' && !token->quoted && r->at < r->end && *r->at == ',') {
        note(r, true, ATB_LOOSE);
        token->end = atb_text_end(r->at, r->end);
        r->at = token->end;
        trim(token);
    }
}

/* "host:port": the field ends at the last colon; the next one is what follows. */
static void split(struct atb_reading *r, struct token *token)
{
    const char *colon = token->end;
    while (colon > token->at && colon[-1] != ':') {
        colon--;
    }
    if (colon > token->at) {
        token->end = colon - 1;
        r->at = token->end;
    }
}

/* ATB_MISSING: the field is empty. */
static int read_text(struct atb_reading *r, char letter, bool listed)
{
    struct token token;
    if (letter == 'r') {
        take_rest(r, &token);
    } else {
        take_token(r, &token);
    }
    if (*r->shape == ':') {
        split(r, &token);
    }
    if (is_empty(&token)) {
        return ATB_MISSING;
    }
    note(r, letter == 'q' && !token.quoted, ATB_LOOSE);
    if (!listed) {
        extend(r, &token);
    }
    if (letter != '-') {
        put_text(r, token.at, token.end);
    }
    keep_number(r, 0);
    return ATB_OK;
}

/* ---- along the shape --------------------------------------------------- */

static void put_nothing(struct atb_reading *r, char letter)
{
    if (is_number(letter)) {
        put_number(r, 0);
    } else {
        put_text(r, NULL, NULL);
    }
}

static int read_value(struct atb_reading *r, char letter, char which, bool listed)
{
    return is_number(letter) ? read_number(r, letter, which) : read_text(r, letter, listed);
}

/* One to `most` values up to the line's end; what follows them is not looked at. */
static int read_list(struct atb_reading *r, uint8_t most, char letter, char which)
{
    uint8_t count = 0;
    while (r->more && count < most) {
        int status = read_value(r, letter, which, true);
        if (status == ATB_MISSING && !is_number(letter)) {
            put_text(r, r->at, r->at);
        } else if (status != ATB_OK) {
            return status;
        }
        step(r);
        count++;
    }
    put_flag(r, count);
    if (count == 0) {
        keep_number(r, ATB_UNKNOWN);
    }
    for (; count < most; count++) {
        put_nothing(r, letter);
    }
    r->at = atb_text_end(r->at, r->end);
    r->more = false;
    return ATB_OK;
}

static int read_one(struct atb_reading *r, char lacking, char letter, char which)
{
    char *flag = r->flag;
    if (lacking != MUST) {
        put_flag(r, true);
    }
    int status = r->more ? read_value(r, letter, which, false) : ATB_MISSING;
    if (status == ATB_MISSING && (lacking == OPTIONAL || (lacking == MAY_BE_EMPTY && r->more))) {
        status = ATB_OK;
        keep_number(r, ATB_UNKNOWN);
        put_nothing(r, letter);
        if (r->value != NULL) {
            *flag = false;
        }
    }
    if (status == ATB_OK) {
        step(r);
    }
    return status;
}

/* The next field of the shape. */
static int read_field(struct atb_reading *r)
{
    char letter = *r->shape++;
    char lacking = MUST;
    uint8_t most = 0;
    if (letter == OPTIONAL || letter == MAY_BE_EMPTY) {
        lacking = letter;
        letter = *r->shape++;
    }
    if (letter == MANY) {
        most = (uint8_t)*r->shape++;
        letter = *r->shape++;
    }
    char which = '\0';
    if (has_argument(letter)) {
        which = *r->shape++;
    }
    if (most != 0) {
        return r->more || lacking == OPTIONAL ? read_list(r, most, letter, which) : ATB_MISSING;
    }
    int status = read_one(r, lacking, letter, which);
    r->shape += *r->shape == ':';
    return status;
}

/* A plain number: up to nine digits, and behind them a comma or the end. Where it ends, or NULL. */
static const char *plain_number(const char *at, const char *end, int32_t *number)
{
    const char *digit = at;
    uint32_t value = 0;
    for (; digit < end && (uint8_t)(*digit - '0') < 10; digit++) {
        value = value * 10 + (uint8_t)(*digit - '0');
    }
    *number = (int32_t)value;
    bool ends = digit == end || *digit == ',' || *digit == '\r' || *digit == '\n';
    return ends && digit > at && digit <= at + 9 ? digit : NULL;
}

/*
 * The short way: as many plain numbers as the shape has here, in one loop. What is
 * not plain, or not in its range, is left to the long way.
 */
static void read_plain(struct atb_reading *r)
{
    while (r->more) {
        const char *shape = r->shape;
        bool marked = *shape == OPTIONAL || *shape == MAY_BE_EMPTY;
        int32_t number = 0;
        shape += marked;
        const char *digit =
            *shape == 'n' || *shape == 'i' ? plain_number(r->at, r->end, &number) : NULL;
        if (digit == NULL || (*shape == 'i' && !is_within(r, shape[1], number))) {
            break;
        }
        if (marked) {
            put_flag(r, true);
        }
        keep_number(r, number);
        put_number(r, number);
        r->shape = shape + (*shape == 'i' ? 2 : 1);
        r->field++;
        r->more = digit < r->end && *digit == ',';
        r->at = digit + r->more;
    }
}

static int read_fields(struct atb_reading *r)
{
    int status = ATB_OK;
    r->more = !is_end(r->at, r->end);
    if (r->more && *r->shape == '\0') {
        return ATB_EXTRA;
    }
    read_plain(r);
    while (*r->shape != '\0' && status == ATB_OK) {
        status = read_field(r);
        read_plain(r);
    }
    return status;
}

int atb_read(struct atb_reading *r, const char *shape)
{
    r->shape = shape;
    r->field = 0;
    r->found = 0;
    int status = read_fields(r);
    if (status == ATB_OK) {
        r->at = skip_blanks(r->at, r->end);
        note(r, r->more || !is_end(r->at, r->end), ATB_LOOSE);
    }
    return status;
}

int32_t atb_number_at(const char *fields, const char *end, unsigned index)
{
    struct atb_reading r = {.at = fields, .end = end};
    struct token token;
    int32_t number = ATB_UNKNOWN;
    r.more = !is_end(fields, end);
    while (r.more) {
        take_token(&r, &token);
        if (index-- == 0) {
            (void)token_number(&token, &number);
            break;
        }
        step(&r);
    }
    return number;
}

/* ---- structs ----------------------------------------------------------- */

const char *atb_record_shape(const struct atb_record *record)
{
    return record->chapter->lines[record->line & (ATB_SHARED_LINE - 1)].shape + 1;
}

int atb_decode(const struct atb_record *record, const char *fields, size_t length, void *out)
{
    struct atb_reading r = {.at = fields, .end = fields + length};
    r.ranges = record->chapter->ranges;
    r.flag = out;
    r.value = (char *)out + record->values;
    return atb_read(&r, atb_record_shape(record)) == ATB_OK ? ATB_OK : ATB_MALFORMED;
}
