/* SPDX-License-Identifier: MIT */
#include "atb_fields.h"

#include <string.h>

/* ---- one field after the other ----------------------------------------- */

struct atb_reader atb_reader(const char *fields, size_t length)
{
    struct atb_reader reader = {length == 0 ? NULL : fields, fields + length};
    return reader;
}

static const char *find(const char *at, const char *end, char wanted)
{
    const char *found = memchr(at, wanted, (size_t)(end - at));
    return found != NULL ? found : end;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && *at == ' ') {
        at++;
    }
    return at;
}

/* The quote that ends a string stands before a comma or the end; others belong to the string. */
static const char *closing_quote(const char *at, const char *end)
{
    for (; (at = find(at, end, '"')) < end; at++) {
        const char *next = skip_blanks(at + 1, end);
        if (next == end || *next == ',') {
            return at;
        }
    }
    return NULL;
}

static void set_token(struct atb_token *token, const char *at, const char *end, bool quoted)
{
    token->at = at;
    token->length = (uint16_t)(end - at);
    token->quoted = quoted;
}

/* Blanks and a quote without its partner are no part of an unquoted field. */
static void trim_token(struct atb_token *token, const char *at, const char *end)
{
    while (end > at && (end[-1] == ' ' || end[-1] == '"')) {
        end--;
    }
    if (at < end && *at == '"') {
        at++;
    }
    set_token(token, at, end, false);
}

bool atb_next_token(struct atb_reader *reader, struct atb_token *token)
{
    const char *end = reader->end;
    if (reader->at == NULL) {
        return false;
    }
    const char *at = skip_blanks(reader->at, end);
    const char *close = at < end && *at == '"' ? closing_quote(at + 1, end) : NULL;
    const char *comma = find(close != NULL ? close : at, end, ',');
    if (close != NULL) {
        set_token(token, at + 1, close, true);
    } else {
        trim_token(token, at, comma);
    }
    reader->at = comma < end ? comma + 1 : NULL;
    return true;
}

int atb_token_number(const struct atb_token *token, int32_t *number)
{
    const char *at = token->at;
    const char *end = at + token->length;
    bool negative = at < end && *at == '-';
    int32_t value = 0;

    at += negative || (at < end && *at == '+');
    if (at == end) {
        return token->length == 0 ? ATB_MISSING : ATB_BAD_VALUE;
    }
    for (; at < end; at++) {
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

int atb_number_at(const char *fields, size_t length, unsigned index, int32_t *number)
{
    struct atb_reader reader = atb_reader(fields, length);
    struct atb_token token;
    do {
        if (!atb_next_token(&reader, &token)) {
            return ATB_MISSING;
        }
    } while (index-- > 0);
    return atb_token_number(&token, number);
}

/* ---- lines to structs -------------------------------------------------- */

/* A struct being filled, and what is left of the line. */
struct decoding {
    struct atb_reader reader;
    struct atb_token token;
    struct atb_token tail; /* what follows the colon of a split token; `at` NULL: nothing */
    char *out;
};

static bool is_text(const struct atb_field *field)
{
    return field->type != ATB_INTEGER;
}

static bool outside(const struct atb_range *range, int32_t number)
{
    return range != NULL && (number < range->min || number > range->max);
}

static int store_number(const struct decoding *d, const struct atb_field *field, char *to)
{
    int32_t number = 0;
    int status = atb_token_number(&d->token, &number);
    if (status != ATB_OK) {
        return status;
    }
    if ((field->flags & ATB_FIELD_CLOSED) != 0 && outside(field->range, number)) {
        return ATB_BAD_RANGE;
    }
    memcpy(to, &number, sizeof number);
    return ATB_OK;
}

/* Puts the token where the field's value number `index` belongs. */
static int store(const struct decoding *d, const struct atb_field *field, size_t index)
{
    size_t size = is_text(field) ? sizeof(struct atb_text) : sizeof(int32_t);
    char *to = d->out + field->offset + index * size;
    struct atb_text text = {d->token.at, d->token.length};
    if (!is_text(field)) {
        return store_number(d, field, to);
    }
    memcpy(to, &text, sizeof text);
    return ATB_OK;
}

/* "host:port": the field ends at the last colon; the next one is what follows. */
static void split_at_colon(struct decoding *d)
{
    const char *end = d->token.at + d->token.length;
    const char *colon = end;
    while (colon > d->token.at && colon[-1] != ':') {
        colon--;
    }
    if (colon > d->token.at) {
        set_token(&d->tail, colon, end, false);
        d->token.length = (uint16_t)(colon - 1 - d->token.at);
    }
}

/* A date without its quotes has commas: as the last field it extends to the line's end. */
static void extend(struct decoding *d)
{
    if (!d->token.quoted && d->reader.at != NULL) {
        trim_token(&d->token, d->token.at, d->reader.end);
        d->reader.at = NULL;
    }
}

static bool take_rest(struct decoding *d)
{
    if (d->reader.at == NULL) {
        return false;
    }
    const char *at = skip_blanks(d->reader.at, d->reader.end);
    set_token(&d->token, at, d->reader.end, false);
    d->reader.at = NULL;
    return true;
}

/* Moves what belongs to the field into d->token. False: the line is over. */
static bool take(struct decoding *d, const struct atb_field *field, bool last)
{
    if (d->tail.at != NULL) {
        d->token = d->tail;
        d->tail.at = NULL;
        return true;
    }
    if (field->type == ATB_REST) {
        return take_rest(d);
    }
    if (!atb_next_token(&d->reader, &d->token)) {
        return false;
    }
    if (last && is_text(field) && (field->flags & ATB_FIELD_LIST) == 0) {
        extend(d);
    }
    if ((field->flags & ATB_FIELD_UNTIL_COLON) != 0) {
        split_at_colon(d);
    }
    return true;
}

static int read_list(struct decoding *d, const struct atb_field *field)
{
    uint8_t count = 0;
    int status = ATB_OK;
    while (status == ATB_OK && count < field->count && take(d, field, false)) {
        status = store(d, field, count++);
    }
    memcpy(d->out + field->has, &count, sizeof count);
    return count == 0 && (field->flags & ATB_FIELD_OPTIONAL) == 0 ? ATB_MISSING : status;
}

static int read_field(struct decoding *d, const struct atb_field *field, bool last)
{
    const uint8_t may_lack = field->flags & (ATB_FIELD_OPTIONAL | ATB_FIELD_EMPTY);
    const bool present = true;
    if ((field->flags & ATB_FIELD_LIST) != 0) {
        return read_list(d, field);
    }
    if (!take(d, field, last) || (d->token.length == 0 && !d->token.quoted)) {
        return may_lack != 0 ? ATB_OK : ATB_MISSING;
    }
    if ((field->flags & ATB_FIELD_SKIP) != 0) {
        return ATB_OK;
    }
    if (may_lack != 0) {
        memcpy(d->out + field->has, &present, sizeof present);
    }
    return store(d, field, 0);
}

int atb_decode_field(const struct atb_record *record, const char *fields, size_t length, void *out,
                     uint8_t *failed)
{
    struct decoding d = {.reader = atb_reader(fields, length), .out = out};
    memset(out, 0, record->size);
    for (uint8_t i = 0; i < record->field_count; i++) {
        int status = read_field(&d, &record->fields[i], i + 1 == record->field_count);
        if (status != ATB_OK) {
            *failed = i;
            return status;
        }
    }
    return ATB_OK;
}

int atb_decode(const struct atb_record *record, const char *fields, size_t length, void *out)
{
    uint8_t failed = 0;
    int status = atb_decode_field(record, fields, length, out, &failed);
    return status == ATB_OK ? ATB_OK : ATB_MALFORMED;
}

/* ---- strings of an answer ---------------------------------------------- */

/* Free room in the struct's own character array. */
struct arena {
    char *at;
    size_t left;
};

static void keep_text(struct arena *arena, char *where)
{
    struct atb_text text;
    memcpy(&text, where, sizeof text);
    if (text.at == NULL) {
        return;
    }
    if (text.length > arena->left) {
        text.at = NULL;
    } else {
        memcpy(arena->at, text.at, text.length);
        text.at = arena->at;
        arena->at += text.length;
        arena->left -= text.length;
    }
    memcpy(where, &text, sizeof text);
}

void atb_keep_texts(const struct atb_record *record, void *out)
{
    struct arena arena = {(char *)out + record->text, record->text_size};
    for (uint8_t i = 0; i < record->field_count; i++) {
        const struct atb_field *field = &record->fields[i];
        size_t count = (field->flags & ATB_FIELD_LIST) != 0 ? field->count : 1;
        count = is_text(field) && (field->flags & ATB_FIELD_SKIP) == 0 ? count : 0;
        for (size_t k = 0; k < count; k++) {
            keep_text(&arena, (char *)out + field->offset + k * sizeof(struct atb_text));
        }
    }
}
