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

static bool condition_holds(const struct atb_session *session, const struct atb_line *line,
                            const struct atb_subject *subject)
{
    if (line->setting == ATB_NO_INDEX) {
        return true;
    }
    int32_t index = atb_index_at(subject, line->setting_index);
    int slot = atb_setting_slot(session, line->setting, index, line->setting_elements);
    int32_t value = atb_setting(session, slot);
    return value >= 0 && value < 8 && (line->setting_values >> value & 1) != 0;
}

/* ---- shape: number and type of the fields ------------------------------------ */

/* Bit i says something of field i, bit 15 of all from there on. */
struct shape {
    uint16_t words;  /* no numbers */
    uint16_t empty;
    uint16_t quoted;
    uint8_t count;
    int32_t first;   /* the first field, where it is a number */
};

static uint16_t bit(unsigned field)
{
    return (uint16_t)(1u << (field < 15 ? field : 15));
}

/* The fields before this one. */
static uint16_t below(unsigned field)
{
    return field > 15 ? 0xFFFF : (uint16_t)((1u << field) - 1);
}

static void add_field(struct shape *shape, const struct atb_token *token)
{
    uint16_t field = bit(shape->count);
    int32_t number = 0;
    int status = atb_token_number(token, &number);
    if (status == ATB_MISSING) {
        shape->empty |= token->quoted ? 0 : field; /* "" is a text without characters */
    } else if (status != ATB_OK) {
        shape->words |= field;
    } else if (shape->count == 0) {
        shape->first = number;
    }
    if (token->quoted) {
        shape->quoted |= field;
    }
    shape->count = (uint8_t)(shape->count + (shape->count < 254));
}

static struct shape measure(const struct atb_subject *subject)
{
    struct shape shape = {0, 0, 0, 0, 0};
    struct atb_reader reader = atb_reader(subject->fields, subject->length);
    struct atb_token token;
    while (atb_next_token(&reader, &token)) {
        add_field(&shape, &token);
    }
    return shape;
}

static uint8_t lowest(uint16_t bits)
{
    uint8_t i = 0;
    while ((bits >> i & 1) == 0) {
        i++;
    }
    return i;
}

/* ATB_OK, or why the fields cannot be this line's, and which one. */
static int misfit(const struct atb_line *line, const struct atb_subject *subject,
                  const struct shape *shape, uint8_t *field)
{
    uint16_t words = shape->words & line->integers;
    uint16_t empty = shape->empty & (uint16_t)~line->may_be_empty & below(line->min_fields);
    int32_t number = 0;
    if (words != 0) {
        *field = lowest(words);
        return atb_number_at(subject->fields, subject->length, *field, &number);
    }
    if (empty != 0) {
        *field = lowest(empty);
        return ATB_MISSING;
    }
    *field = shape->count;
    if (shape->count < line->min_fields) {
        return ATB_MISSING;
    }
    return line->max_fields == 0 && shape->count > 0 ? ATB_EXTRA : ATB_OK;
}

/* ---- how well a line fits ------------------------------------------------------ */

enum fit { NOT, LOOSELY, EXACTLY, IN_RANGE, TO_THE_LETTER };

static bool first_in_range(const struct atb_line *line, const struct shape *shape)
{
    bool no_hint = line->first_min == 0 && line->first_max == 0;
    return no_hint || ((shape->words & 1) == 0 && shape->first >= line->first_min &&
                       shape->first <= line->first_max);
}

static enum fit fit_test_answer(const struct atb_subject *subject, bool listed)
{
    bool ranges = memchr(subject->fields, '(', subject->length) != NULL;
    return listed ? (ranges ? TO_THE_LETTER : EXACTLY) : (ranges ? EXACTLY : NOT);
}

static enum fit fit_of(const struct atb_session *session, const struct atb_line *line,
                       const struct atb_subject *subject, const struct shape *shape)
{
    bool many = shape->count > line->max_fields && line->max_fields != 255;
    if (many || (shape->quoted & line->integers) != 0 || !condition_holds(session, line, subject)) {
        return LOOSELY;
    }
    if (line->literal_field != 0) {
        return TO_THE_LETTER;
    }
    return first_in_range(line, shape) ? IN_RANGE : EXACTLY;
}

static bool literal_differs(const struct atb_line *line, const struct atb_subject *subject)
{
    return line->literal_field != 0 &&
           atb_index_at(subject, (uint8_t)(line->literal_field - 1)) != line->literal;
}

/* Payload begins at this comma: only lines that have it here, and mean it, fit. */
static bool is_head_of(const struct atb_line *line, const struct shape *shape, enum fit fit)
{
    return line->payload >= ATB_INLINE && shape->count == line->max_fields && fit >= EXACTLY;
}

/* ---- the command under way ------------------------------------------------------ */

bool atb_is_listed(const struct atb_session *session, uint8_t index)
{
    const struct atb_form *form = session->pending.form;
    if (form == NULL || session->pending.state < ATB_SENDING) {
        return false;
    }
    bool late = session->pending.state == ATB_AFTER_OK;
    const uint8_t *lines = form->lines + (late ? form->info_count : 0);
    for (unsigned i = 0; i < (late ? form->result_count : form->info_count); i++) {
        if (lines[i] == index) {
            return true;
        }
    }
    return false;
}

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

/* Between lines that fit equally: the awaited one, then by role. */
static unsigned preference(const struct atb_line *line, bool awaited)
{
    if (awaited) {
        return 3;
    }
    switch (line->role) {
    case ATB_TEST_INFO:
        return 0;
    case ATB_INFO:
        return 1;
    default:
        return 2;
    }
}

/* ---- the choice ------------------------------------------------------------------ */

/* 0: the line does not fit; found->status and found->field say why, for the nearest one. */
static unsigned rank(const struct atb_session *session, uint8_t index,
                     const struct atb_subject *subject, const struct shape *shape,
                     struct atb_found *found)
{
    const struct atb_line *line = &session->dialect->lines[index];
    bool listed = atb_is_listed(session, index);
    bool awaited = listed && key_agrees(session, line, subject);
    enum fit fit = NOT;
    uint8_t field = ATB_NO_INDEX;
    int status = ATB_OK;
    if (line->role == ATB_TEST_INFO) {
        fit = fit_test_answer(subject, listed);
    } else {
        status = misfit(line, subject, shape, &field);
        fit = status == ATB_OK && !literal_differs(line, subject)
                  ? fit_of(session, line, subject, shape)
                  : NOT;
    }
    if (subject->head && !is_head_of(line, shape, fit)) {
        fit = NOT;
    }
    if (fit == NOT && found->line == NULL && (found->status == ATB_OK || listed)) {
        found->index = index;
        found->status = (int8_t)(status != ATB_OK ? status : ATB_BAD_VALUE);
        found->field = field;
    }
    return fit == NOT ? 0 : fit * 4u + preference(line, awaited);
}

void atb_match(const struct atb_session *session, const struct atb_subject *subject,
               struct atb_found *found)
{
    const struct atb_dialect *dialect = session->dialect;
    const struct atb_keyword *keyword = &dialect->keywords[subject->keyword];
    const struct shape shape = measure(subject);
    unsigned best = 0;
    memset(found, 0, sizeof *found);
    found->text = true;
    for (unsigned i = 0; i < keyword->count; i++) {
        uint8_t index = dialect->candidates[keyword->first + i];
        unsigned now = rank(session, index, subject, &shape, found);
        found->text = found->text && dialect->lines[index].max_fields == 0;
        if (now > best) {
            best = now;
            found->line = &dialect->lines[index];
            found->index = index;
        }
    }
    found->awaited = found->line != NULL && atb_is_listed(session, found->index) &&
                     key_agrees(session, found->line, subject);
}
