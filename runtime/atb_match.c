/* SPDX-License-Identifier: MIT */
#include "atb_engine.h"

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

const struct atb_framing *atb_framing_of(const struct atb_subject *subject,
                                         const struct atb_line *line)
{
    const unsigned number = atb_more_of(subject->chapter, line)->framing;
    return number != 0 ? &subject->chapter->framings[number - 1] : NULL;
}

/* ---- the command under way ------------------------------------------------------ */

bool atb_key_agrees(const struct atb_subject *subject, const struct atb_line *line)
{
    const int32_t key = subject->session->pending.key;
    const unsigned place = atb_more_of(subject->chapter, line)->key;
    return place == 0 || key == ATB_UNKNOWN || subject->read != line ||
           atb_number_in(subject, place - 1) == key;
}

/* ---- how well a line fits ------------------------------------------------------ */

/* The more of these a line has, the better it fits; a bit weighs more than all below it. */
enum {
    INFO = 1,               /* by role: an answer that nobody asked for is the last choice, */
    NEWS = 2,               /* for a test answer still behind other information */
    FRAMED = 1,             /* of news: payload must not be taken for lines */
    IN_RANGE = ATB_OUTSIDE, /* the first field is in its documented range */
    LITERAL = ATB_LITERAL,  /* a literal field is as it must be */
    AWAITED = 16,           /* by the command under way */
    WITHIN = ATB_BEYOND,    /* ids and lengths are in their ranges */
    EXACT = ATB_LOOSE,      /* as many fields and quotes as documented, its condition is met */
    FITS = 128,
    ALL_OF_FIELDS = FITS | EXACT | WITHIN | IN_RANGE
};

/* A range in parentheses, not between quotes. */
static bool has_ranges(const char *at, const char *end)
{
    bool quoted = false;
    for (; at < end && *at != '\n'; at++) {
        if (*at == '(' && !quoted) {
            return true;
        }
        quoted = quoted != (*at == '"');
    }
    return false;
}

/* Payload is framed for the command that asked for it, or where no command could have. */
static bool may_have_payload(const struct atb_session *session, const struct atb_line *line,
                             bool listed)
{
    return listed || line->role != ATB_INFO || session->pending.state < ATB_SENDING;
}

/* What the settings leave of a fit. Payload is never framed against one that is known: a peer
 * could swallow the stream. One that is unknown does not speak against an awaited answer. */
static unsigned fit_condition(const struct atb_subject *subject, const struct atb_framing *framing,
                              bool listed, unsigned fit)
{
    const struct atb_session *session = subject->session;
    int slot =
        atb_setting_slot(session, framing->setting, atb_index_in(subject, framing->setting_index),
                         framing->setting_elements);
    int32_t value = atb_setting(session, slot);
    if (value >= 0 && value < 8 && (framing->setting_values >> value & 1) != 0) {
        return fit;
    }
    bool known = slot >= 0 && session->settings[slot] != ATB_UNKNOWN;
    if (!known && listed) {
        return fit;
    }
    return known && (fit & FRAMED) != 0 ? 0 : fit & ~(unsigned)EXACT;
}

static unsigned fit_framing(const struct atb_subject *subject, const struct atb_line *line,
                            bool listed, unsigned fit)
{
    const struct atb_framing *framing = atb_framing_of(subject, line);
    if (framing == NULL) {
        return fit;
    }
    if (framing->payload != ATB_NO_PAYLOAD) {
        if (!may_have_payload(subject->session, line, listed)) {
            return 0;
        }
        fit |= FRAMED;
    }
    return framing->setting == ATB_NO_INDEX ? fit : fit_condition(subject, framing, listed, fit);
}

bool atb_is_meant(const struct atb_subject *subject)
{
    bool listed = atb_place(subject->session, subject->index) != 0;
    return (fit_framing(subject, subject->line, listed, EXACT) & EXACT) != 0;
}

/* Reads the fields along a line's shape into the subject's values, wherever ids and lengths lie. As
 * atb_read(). */
static int try_shape(struct atb_subject *subject, const struct atb_line *line)
{
    struct atb_reading *reading = &subject->reading;
    atb_begin_reading(subject, reading, subject->values.bytes);
    const int status = atb_read(reading, atb_shape_of(subject->chapter, line));
    subject->read = status == ATB_OK ? line : NULL;
    subject->found = reading->found;
    subject->field = status == ATB_OK ? reading->beyond : reading->field;
    return status;
}

int atb_read_line(struct atb_subject *subject)
{
    int status = ATB_OK;
    if (subject->line->role != ATB_TEST_INFO) { /* it has no fields that anybody reads */
        status = subject->read == subject->line ? (int)ATB_OK : try_shape(subject, subject->line);
        if (status == ATB_OK && (subject->found & ATB_BEYOND) != 0) {
            return ATB_BAD_RANGE;
        }
    }
    if (status == ATB_OK) {
        subject->field = (uint8_t)ATB_NO_INDEX;
    }
    return status;
}

/* What a pass found takes away what it has the place of; a literal is added. */
static unsigned fit_of_fields(struct atb_subject *subject, const struct atb_line *line)
{
    if (!subject->head && atb_read_as_documented(subject, line) != NULL) {
        return ALL_OF_FIELDS;
    }
    if (try_shape(subject, line) != ATB_OK) {
        return 0;
    }
    return ALL_OF_FIELDS ^ subject->found;
}

static unsigned fit_of(struct atb_subject *subject, const struct atb_line *line, bool listed)
{
    if (line->role == ATB_TEST_INFO) {
        bool ranges = has_ranges(subject->fields, subject->reading.end);
        return ranges ? (unsigned)(FITS | EXACT | WITHIN | LITERAL) : listed ? (unsigned)FITS : 0u;
    }
    unsigned fit = fit_of_fields(subject, line);
    return fit == 0 ? fit : fit_framing(subject, line, listed, fit);
}

/* ---- the choice ------------------------------------------------------------------ */

_Static_assert(ATB_TEST_INFO == 0 && ATB_INFO == 1, "roles weigh what they are, up to news");

static unsigned weight_of_role(uint8_t role)
{
    return role < NEWS ? role : NEWS;
}

/* Before payload inside a line, only layouts that have it at this comma, and mean it, fit. */
static bool is_head_of(const struct atb_subject *subject, const struct atb_line *line, unsigned fit)
{
    const struct atb_framing *framing = atb_framing_of(subject, line);
    return framing != NULL && framing->payload >= ATB_INLINE && (fit & EXACT) != 0;
}

/* The line whose struct a layout becomes: mostly itself. */
static uint8_t line_of_layout(const struct atb_chapter *chapter, uint8_t id)
{
    unsigned place = id & (ATB_SHARED_LINE - 1);
    return place < chapter->line_count ? id : chapter->layout_of[place - chapter->line_count];
}

/* Also of a line that does not fit, to find the nearest. */
static unsigned rank(struct atb_subject *subject, uint8_t index, const struct atb_line *line)
{
    bool listed = atb_place(subject->session, index) != 0;
    unsigned fit = fit_of(subject, line, listed);
    if (subject->head && !is_head_of(subject, line, fit)) {
        fit = 0;
    }
    bool awaited = listed && atb_key_agrees(subject, line);
    return fit | (awaited ? (unsigned)AWAITED : 0u) | weight_of_role(line->role);
}

/* Whether no line that is like this one can fit better. */
static bool is_best(const struct atb_subject *subject, unsigned fit)
{
    unsigned awaited = atb_awaits_lines(subject->session) ? AWAITED : 0;
    return (fit & ~(unsigned)(NEWS | INFO)) == (ALL_OF_FIELDS | awaited);
}

bool atb_match(struct atb_subject *subject)
{
    const struct atb_keyword *keyword = subject->keyword;
    const uint8_t *candidate = subject->chapter->candidates + keyword->first;
    unsigned best = 0;
    atb_take_for(subject, *candidate);
    for (unsigned left = keyword->count; left > 0; left--, candidate++) {
        const struct atb_line *line = &subject->chapter->lines[*candidate % ATB_SHARED_LINE];
        uint8_t index = line_of_layout(subject->chapter, *candidate);
        unsigned now = rank(subject, index, line);
        if (now > best) {
            best = now;
            atb_take_for(subject, index);
            subject->line = now >= FITS ? line : subject->line;
            if (subject->keyword->alike && is_best(subject, now)) {
                break;
            }
        }
    }
    return best >= FITS;
}

int atb_misfit(struct atb_subject *subject)
{
    int status = try_shape(subject, subject->line);
    return status == ATB_EXTRA ? (int)ATB_OK : status;
}
