/* SPDX-License-Identifier: MIT */
#include "atb_match.h"

#include <string.h>

#include "atb_fields.h"

/* ---- settings -------------------------------------------------------------- */

int atb_setting_slot(const struct atb_session *session, uint8_t first, int32_t index,
                     uint8_t elements)
{
    int32_t count = session->dialect->setting_count - first;
    if (elements != 0 && elements < count) {
        count = elements;
    }
    return index >= 0 && index < count ? (int)(first + index) : -1;
}

int32_t atb_setting(const struct atb_session *session, int slot)
{
    if (slot < 0) {
        return -1;
    }
    int32_t value = session->settings[slot];
    return value != ATB_UNKNOWN ? value : session->dialect->assumed[slot];
}

int32_t atb_index_at(const struct atb_subject *subject, uint8_t field)
{
    int32_t index = 0;
    if (field != ATB_NO_INDEX) {
        (void)atb_number_at(subject->fields, subject->length, field, &index);
    }
    return index;
}

/* ---- shape: number and type of the fields ------------------------------------ */

/* Bit i says something of field i, bit 15 of all from there on. */
struct shape {
    uint16_t words; /* no numbers */
    uint16_t empty;
    uint16_t quoted;
    uint8_t count;
    int32_t first; /* the first field, where it is a number */
};

static uint16_t bit(unsigned field)
{
    return (uint16_t)(1u << (field < 15 ? field : 15));
}

/* The fields before this one. */
static unsigned below(unsigned field)
{
    return field > 15 ? 0xFFFFu : (1u << field) - 1u;
}

/* A field that is no plain number: a word, nothing, or a number with sign, blanks or quotes. */
static void add_other(struct shape *shape, struct atb_reader *reader)
{
    uint16_t field = bit(shape->count);
    struct atb_token token;
    int32_t number = 0;
    (void)atb_next_token(reader, &token);
    int status = atb_token_number(&token, &number);
    if (status == ATB_OK) {
        shape->first = shape->count == 0 ? number : shape->first;
    } else if (token.length > 0) {
        shape->words |= field;
    } else if (!token.quoted) {
        shape->empty |= field; /* "" is a text without characters */
    }
    if (token.quoted) {
        shape->quoted |= field;
    }
}

/* Steps over a plain number of up to nine digits and its comma. False: the field is something else.
 */
static bool add_number(struct shape *shape, struct atb_reader *reader)
{
    const char *at = reader->at;
    uint32_t number = 0;
    for (; (uint8_t)(*at - '0') < 10; at++) {
        number = number * 10 + (uint8_t)(*at - '0');
    }
    bool last = at == reader->end;
    if (at == reader->at || at > reader->at + 9 || (!last && *at != ',')) {
        return false;
    }
    if (shape->count == 0) {
        shape->first = (int32_t)number;
    }
    reader->at = last ? NULL : at + 1;
    return true;
}

/* One pass over the fields. What stands behind them (CR, LF, comma, blank) ends a number. */
static void measure(const struct atb_subject *subject, struct shape *shape)
{
    struct atb_reader reader = {subject->length > 0 ? subject->fields : NULL,
                                subject->fields + subject->length};
    memset(shape, 0, sizeof *shape);
    for (; reader.at != NULL && shape->count < 254; shape->count++) {
        if (!add_number(shape, &reader)) {
            add_other(shape, &reader);
        }
    }
}

/* Fields that should be numbers and are not, and empty ones that must not be. */
static unsigned bad_fields(const struct atb_line *line, const struct shape *shape)
{
    unsigned required = below(line->min_fields) & ~(unsigned)line->may_be_empty;
    return (shape->words & line->integers) | (shape->empty & required);
}

static bool has_count(const struct atb_line *line, const struct shape *shape)
{
    return shape->count >= line->min_fields && (shape->count == 0 || line->max_fields > 0);
}

/* ---- how well a line fits ------------------------------------------------------ */

/* The more of these a line has, the better it fits; a bit weighs more than all below it. */
enum {
    INFO = 1,     /* by role: an answer that nobody asked for is the last choice, */
    NEWS = 2,     /* for a test answer still behind other information */
    IN_RANGE = 4, /* the first field is in its documented range */
    LITERAL = 8,  /* a literal field is as it must be */
    AWAITED = 16, /* by the command under way */
    EXACT = 32,   /* no more fields than documented, its condition is met */
    FITS = 64
};

static unsigned fit_test_answer(const struct atb_subject *subject, bool listed)
{
    bool ranges = memchr(subject->fields, '(', subject->length) != NULL;
    return ranges ? (unsigned)(FITS | EXACT | LITERAL) : listed ? (unsigned)FITS : 0u;
}

/* What the settings leave of a fit. Payload is never framed against one that is known: a peer
 * could swallow the stream. One that is unknown does not speak against an awaited answer. */
static unsigned fit_condition(const struct atb_session *session, const struct atb_line *line,
                              const struct atb_subject *subject, bool listed, unsigned fit)
{
    int32_t index = atb_index_at(subject, line->setting_index);
    int slot = atb_setting_slot(session, line->setting, index, line->setting_elements);
    int32_t value = atb_setting(session, slot);
    if (value >= 0 && value < 8 && (line->setting_values >> value & 1) != 0) {
        return fit;
    }
    bool known = slot >= 0 && session->settings[slot] != ATB_UNKNOWN;
    if (!known && listed) {
        return fit;
    }
    return known && line->payload != ATB_NO_PAYLOAD ? 0 : fit & ~(unsigned)EXACT;
}

static bool in_range(const struct atb_line *line, const struct shape *shape)
{
    return (line->first_min | line->first_max) == 0 ||
           ((shape->words & 1) == 0 && shape->first >= line->first_min &&
            shape->first <= line->first_max);
}

/* 0 where a literal differs. */
static unsigned fit_first(const struct atb_line *line, const struct atb_subject *subject,
                          const struct shape *shape)
{
    if (line->literal_field != 0) {
        uint8_t field = (uint8_t)(line->literal_field - 1);
        return atb_index_at(subject, field) == line->literal ? FITS | EXACT | LITERAL : 0;
    }
    if (in_range(line, shape)) {
        return FITS | EXACT | IN_RANGE;
    }
    return line->first_closed ? FITS : FITS | EXACT;
}

static unsigned fit_fields(const struct atb_session *session, const struct atb_line *line,
                           const struct atb_subject *subject, const struct shape *shape,
                           bool listed)
{
    if (!has_count(line, shape) || bad_fields(line, shape) != 0) {
        return 0;
    }
    unsigned fit = fit_first(line, subject, shape);
    if (shape->count > line->max_fields || (shape->quoted & line->integers) != 0) {
        fit &= ~(unsigned)EXACT;
    }
    return line->setting == ATB_NO_INDEX ? fit : fit_condition(session, line, subject, listed, fit);
}

/* Before payload inside a line, only layouts that have it at this comma, and mean it, fit. */
static unsigned fit_of(const struct atb_session *session, const struct atb_line *line,
                       const struct atb_subject *subject, const struct shape *shape, bool listed)
{
    unsigned fit = line->role == ATB_TEST_INFO ? fit_test_answer(subject, listed)
                                               : fit_fields(session, line, subject, shape, listed);
    bool head_of =
        line->payload >= ATB_INLINE && shape->count == line->max_fields && (fit & EXACT) != 0;
    return subject->head && !head_of ? 0 : fit;
}

/* ---- the command under way ------------------------------------------------------ */

/* A result names its connection: another one's is not this command's. */
static bool key_agrees(const struct atb_session *session, const struct atb_line *line,
                       const struct atb_subject *subject)
{
    const struct atb_pending *pending = &session->pending;
    unsigned position = pending->form->key_position;
    if (line->key_field == 0 || position == 0 || (pending->given >> (position - 1) & 1) == 0) {
        return true;
    }
    return atb_index_at(subject, (uint8_t)(line->key_field - 1)) == pending->numbers[position - 1];
}

/* ---- the choice ------------------------------------------------------------------ */

/* Also of a line that does not fit, to find the nearest. */
static unsigned rank(const struct atb_session *session, uint8_t index,
                     const struct atb_subject *subject, const struct shape *shape)
{
    static const uint8_t roles[] = {[ATB_INFO] = INFO,
                                    [ATB_RESULT] = NEWS,
                                    [ATB_URC] = NEWS,
                                    [ATB_TEST_INFO] = 0,
                                    [ATB_FINAL] = NEWS};
    const struct atb_line *line = atb_line_of(session, index);
    bool listed = atb_is_listed(session, index);
    bool awaited = listed && key_agrees(session, line, subject);
    return fit_of(session, line, subject, shape, listed) | (awaited ? AWAITED : 0u) |
           roles[line->role];
}

void atb_match(const struct atb_session *session, struct atb_subject *subject)
{
    const struct atb_keyword *keyword = &subject->chapter->keywords[subject->keyword];
    const uint8_t *candidate = subject->chapter->candidates + keyword->first;
    struct shape shape;
    unsigned best = 0;
    measure(subject, &shape);
    subject->index = *candidate;
    for (unsigned left = keyword->count; left > 0; left--, candidate++) {
        unsigned now = rank(session, *candidate, subject, &shape);
        if (now > best) {
            best = now;
            subject->index = *candidate;
        }
    }
    subject->line = best >= FITS ? atb_line_of(session, subject->index) : NULL;
    subject->awaited = (best & AWAITED) != 0;
}

/* ---- why none fits ---------------------------------------------------------------- */

static uint8_t lowest(unsigned bits)
{
    uint8_t i = 0;
    while ((bits >> i & 1) == 0) {
        i++;
    }
    return i;
}

int atb_misfit(const struct atb_session *session, const struct atb_subject *subject, uint8_t *field)
{
    const struct atb_line *line = atb_line_of(session, subject->index);
    struct shape shape;
    int32_t number = 0;
    measure(subject, &shape);
    unsigned bad = bad_fields(line, &shape);
    *field = bad != 0 ? lowest(bad) : shape.count;
    if (bad != 0) {
        int status = atb_number_at(subject->fields, subject->length, *field, &number);
        return status != ATB_OK ? status : ATB_BAD_VALUE;
    }
    if (shape.count < line->min_fields) {
        return ATB_MISSING;
    }
    if (line->literal_field != 0) {
        *field = (uint8_t)(line->literal_field - 1);
        return ATB_BAD_VALUE;
    }
    return ATB_OK;
}
