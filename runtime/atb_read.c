/* SPDX-License-Identifier: MIT */
#include "atb_rare.h"

#include <string.h>

/* ---- where values go --------------------------------------------------- */

void atb_store_flag(struct atb_reading *r, uint8_t flag)
{
    *r->flag++ = (char)flag;
}

static void store_number(struct atb_reading *r)
{
    char *value = r->value;
    memcpy(value, &r->number, sizeof r->number);
    r->value = value + sizeof r->number;
}

/* In the struct's own characters, so that it outlives the line, if it has some; NULL where there is
 * no room. */
static const char *kept(struct atb_reading *r, const char *from, uint16_t length)
{
    char *keep = r->keep;
    if (keep == NULL || from == NULL) {
        return from;
    }
    if (length > r->room) {
        return NULL;
    }
    r->keep = (char *)memcpy(keep, from, length) + length;
    r->room = (uint16_t)(r->room - length);
    return keep;
}

static void store_text(struct atb_reading *r, const char *from, const char *to)
{
    const uint16_t length = atb_length(from, to);
    const char *at = kept(r, from, length);
    char *text = atb_aligned(r->value);
    memcpy(text + offsetof(struct atb_text, at), &at, sizeof at);
    memcpy(text + offsetof(struct atb_text, length), &length, sizeof length);
    r->value = text + sizeof(struct atb_text);
}

/* ---- numbers ----------------------------------------------------------- */

int atb_check_number(struct atb_reading *r, const char *letter)
{
    if (*letter == ATB_LETTER_FIXED) {
        atb_note(r, true, ATB_LITERAL);
        return r->number == (uint8_t)letter[1] - '0' ? ATB_OK : ATB_BAD_VALUE;
    }
    const struct atb_range *behind = r->chapter->ranges + (uint8_t)letter[1];
    if (!atb_is_within(behind - 1, r->number)) {
        atb_note(r, r->field == 0 || *letter == ATB_LETTER_ABOUT, ATB_OUTSIDE);
        if (*letter == ATB_LETTER_CLOSED) {
            atb_note_beyond(r);
        }
    }
    return ATB_OK;
}

/* ---- along the shape --------------------------------------------------- */

enum { MUST = 0 }; /* no letter: the field must be there */

void atb_store_value(struct atb_reading *r, char letter)
{
    if (!atb_is_number(letter)) {
        if (letter != ATB_LETTER_PAST) {
            store_text(r, r->from, r->to);
        }
    } else if (letter != ATB_LETTER_FIXED) {
        store_number(r);
    }
}

static int read_one(struct atb_reading *r, const char *letter, char lacking)
{
    int status = atb_take_value(r, letter);
    const bool there = status == ATB_OK;
    if (!there &&
        (status != ATB_MISSING || lacking == MUST || (lacking == ATB_LETTER_EMPTY && !r->more))) {
        return status;
    }
    if (lacking != MUST) {
        atb_store_flag(r, there);
    }
    if (!there) {
        atb_take_nothing(r);
    } else if (letter[1] == '\0' && !atb_is_number(*letter)) {
        atb_extend(r);
    }
    atb_store_value(r, *letter);
    atb_step(r);
    return ATB_OK;
}

/* The next field of the shape. */
static int read_field(struct atb_reading *r)
{
    const char *letter = r->shape;
    bool may_lack = *letter == ATB_LETTER_OPTIONAL || *letter == ATB_LETTER_EMPTY;
    char lacking = (char)(may_lack ? *letter++ : MUST);
    const char *next = letter + 1 + atb_has_argument(*letter);
    const bool rare = *letter == ATB_LETTER_ABSENT || *letter == ATB_LETTER_MANY;
    r->shape = next + (!rare && atb_is_split(*next));
    return rare ? r->chapter->rare(r, letter, lacking != MUST) : read_one(r, letter, lacking);
}

/* Behind the flags, if there are any. */
static void place_values(struct atb_reading *r)
{
    r->value = r->flag;
    if (atb_has_flags(r->shape)) {
        r->value = atb_behind_flags(r->flag, *r->shape++);
    }
}

int atb_read(struct atb_reading *r, const char *shape)
{
    r->shape = shape;
    r->field = 0;
    r->found = 0;
    r->listed = 0;
    place_values(r);
    r->more = !atb_is_end(r, r->at);
    if (r->more && *shape == '\0') {
        return ATB_EXTRA;
    }
    while (*r->shape != '\0') {
        int status = read_field(r);
        if (status != ATB_OK) {
            return status;
        }
    }
    atb_note(r, r->more, ATB_LOOSE);
    return ATB_OK;
}

/* ---- structs ----------------------------------------------------------- */

const char *atb_record_shape(const struct atb_record *record)
{
    const struct atb_chapter *chapter = record->chapter;
    return atb_shape_of(chapter, &chapter->lines[record->line & (ATB_SHARED_LINE - 1)]);
}

/* How well it reads along one layout, into the same struct as along the others; 0: not at all. The
 * bits weigh as they do where a session chooses (atb_match.c). */
static unsigned fit_along(const struct atb_reading *from, const char *shape)
{
    struct atb_reading now = *from;
    bool reads = atb_read(&now, shape) == ATB_OK && (now.found & ATB_BEYOND) == 0;
    return reads ? UINT8_MAX ^ ATB_LITERAL ^ now.found : 0u;
}

/* The shape of the line's layout that fits best, the first of equals; NULL: none does. */
static const char *best_shape(const struct atb_record *record, const struct atb_reading *from)
{
    const struct atb_chapter *chapter = record->chapter;
    const char *first = atb_record_shape(record);
    unsigned most = fit_along(from, first);
    const char *best = most > 0 ? first : NULL;
    for (unsigned i = 0; i < chapter->layout_count; i++) {
        const char *shape = atb_shape_of(chapter, &chapter->lines[chapter->line_count + i]);
        const unsigned fit = chapter->layout_of[i] == record->line ? fit_along(from, shape) : 0;
        best = fit > most ? shape : best;
        most = fit > most ? fit : most;
    }
    return best;
}

int atb_decode(const struct atb_record *record, const char *fields, size_t length, void *out)
{
    struct atb_reading r = {
        .at = fields, .end = fields + length, .flag = out, .chapter = record->chapter};
    const char *shape = best_shape(record, &r);
    return shape != NULL ? atb_read(&r, shape) : ATB_MALFORMED;
}
