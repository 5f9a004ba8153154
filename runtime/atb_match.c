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
                            const struct atb_subject *subject, bool *known)
{
    if (line->setting == ATB_NO_INDEX) {
        return true;
    }
    int32_t index = atb_index_at(subject, line->setting_index);
    int slot = atb_setting_slot(session, line->setting, index, line->setting_elements);
    int32_t value = atb_setting(session, slot);
    *known = slot >= 0 && session->settings[slot] != ATB_UNKNOWN;
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
    return (uint16_t)(field > 15 ? 0xFFFFu : (1u << field) - 1u);
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
    if (!ranges) {
        return listed ? LOOSELY : NOT;
    }
    return listed ? TO_THE_LETTER : EXACTLY;
}

static enum fit fit_of(const struct atb_line *line, const struct shape *shape, bool met)
{
    bool in_range = first_in_range(line, shape);
    bool many = shape->count > line->max_fields && line->max_fields != 255;
    if (!met || many || (shape->quoted & line->integers) != 0 || (line->first_closed && !in_range)) {
        return LOOSELY;
    }
    if (line->literal_field != 0) {
        return TO_THE_LETTER;
    }
    return in_range ? IN_RANGE : EXACTLY;
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
    bool either = (form->flags & ATB_TWO_OKS) != 0; /* what stands between two OKs is both */
    unsigned first = late && !either ? form->info_count : 0u;
    unsigned end = late || either ? form->info_count + form->result_count : form->info_count;
    for (unsigned i = first; i < end; i++) {
        if (form->lines[i] == index) {
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

/* By role: an answer that nobody asked for is the last choice. */
static unsigned preference(const struct atb_line *line)
{
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

/* One candidate, judged. */
struct candidate {
    const struct atb_line *line;
    uint8_t index;
    uint8_t field; /* that does not fit */
    int8_t status; /* why */
    bool awaited;
    bool unmet;    /* all would fit but the settings, which are known to be others */
    enum fit fit;
};

/* Payload is never framed against a setting that is known: a peer could swallow the stream. */
static enum fit judge_fields(const struct atb_session *session, const struct atb_subject *subject,
                             const struct shape *shape, struct candidate *candidate)
{
    const struct atb_line *line = candidate->line;
    bool known = true;
    candidate->status = (int8_t)misfit(line, subject, shape, &candidate->field);
    if (candidate->status == ATB_OK && literal_differs(line, subject)) {
        candidate->status = ATB_BAD_VALUE;
    }
    if (candidate->status != ATB_OK) {
        return NOT;
    }
    bool met = condition_holds(session, line, subject, &known);
    candidate->unmet = !met && known && line->payload != ATB_NO_PAYLOAD;
    return candidate->unmet ? NOT : fit_of(line, shape, met);
}

static struct candidate judge(const struct atb_session *session, uint8_t index,
                              const struct atb_subject *subject, const struct shape *shape)
{
    struct candidate candidate = {.line = &session->dialect->lines[index], .index = index};
    bool listed = atb_is_listed(session, index);
    candidate.field = (uint8_t)ATB_NO_INDEX;
    candidate.awaited = listed && key_agrees(session, candidate.line, subject);
    if (candidate.line->role == ATB_TEST_INFO) {
        candidate.status = ATB_BAD_VALUE;
        candidate.fit = fit_test_answer(subject, listed);
    } else {
        candidate.fit = judge_fields(session, subject, shape, &candidate);
    }
    if (subject->head && !is_head_of(candidate.line, shape, candidate.fit)) {
        candidate.fit = NOT;
    }
    return candidate;
}

/* Exact fits before loose ones, the awaited line before others, then the better fit, then the role. */
static unsigned rank(const struct candidate *candidate)
{
    unsigned exact = candidate->fit >= EXACTLY;
    unsigned fits = candidate->fit != NOT;
    return fits << 7 | exact << 6 | (unsigned)candidate->awaited << 5 |
           (unsigned)candidate->fit << 2 | preference(candidate->line);
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
        struct candidate candidate =
            judge(session, dialect->candidates[keyword->first + i], subject, &shape);
        unsigned now = rank(&candidate);
        found->text = found->text && (candidate.line->max_fields == 0 || candidate.unmet);
        if (i == 0 || now > best) {
            best = now;
            found->line = candidate.fit != NOT ? candidate.line : NULL;
            found->index = candidate.index;
            found->awaited = candidate.awaited;
            found->status = candidate.status;
            found->field = candidate.field;
        }
    }
}
