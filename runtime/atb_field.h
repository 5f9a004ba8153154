/* SPDX-License-Identifier: MIT */
/*
 * The text of one field, with all that modems do to it: blanks, quotes missing or added,
 * signs, commas inside. atb_read.c asks for it where the short way does not lead on.
 */
#ifndef ATB_FIELD_H
#define ATB_FIELD_H

#include "atb_character.h"
#include "atb_read.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Letters of a shape, see atb_lines.h. */
enum atb_letter {
    ATB_LETTER_NUMBER = 'n',
    ATB_LETTER_CLOSED = 'i', /**< in its range, or the line is damaged */
    ATB_LETTER_ABOUT = 'd',  /**< with a range that only helps to choose */
    ATB_LETTER_FIXED = '=',
    ATB_LETTER_QUOTED = 'q',
    ATB_LETTER_WORD = 'w',
    ATB_LETTER_SHORT = 's',
    ATB_LETTER_REST = 'r',
    ATB_LETTER_PAST = 'x',
    ATB_LETTER_OPTIONAL = '?', /**< before the next field: it may be left out, or be empty */
    ATB_LETTER_EMPTY = '~',    /**< it may be empty */
    ATB_LETTER_ABSENT = '!',   /**< another layout has it */
    ATB_LETTER_MANY = '*'      /**< it comes several times */
};

/** A number behind one flag, as a struct has it: where it is aligned. */
struct atb_flagged_number {
    bool flag;
    int32_t number;
};

/** A text, likewise. */
struct atb_flagged_text {
    bool flag;
    struct atb_text text;
};

/** At multiples of so many bytes such a value stands in a struct: 1 on a machine of 8 bits. */
enum {
    ATB_NUMBER_ALIGN = offsetof(struct atb_flagged_number, number),
    ATB_TEXT_ALIGN = offsetof(struct atb_flagged_text, text)
};

/** Where the values of a struct begin: behind so many flags (a shape's character). */
static inline char *atb_behind_flags(char *flags, char count)
{
    const size_t size = (size_t)(count - '0') + ATB_NUMBER_ALIGN - 1;
    return flags + (size & ~(size_t)(ATB_NUMBER_ALIGN - 1));
}

/** Where a text goes in a struct: numbers before it may have left a gap. */
static inline char *atb_aligned(char *value)
{
    const size_t align = ATB_TEXT_ALIGN;
    return align > ATB_NUMBER_ALIGN ? value + (-(uintptr_t)value & (align - 1)) : value;
}

/** Whether it may stand between two fields that no comma parts. */
static inline bool atb_is_split(char c)
{
    return c == ':' || c == ' ';
}

/** Of a text, which may be none: C does not define the difference of two null pointers. */
static inline uint16_t atb_length(const char *from, const char *to)
{
    return (uint16_t)((uintptr_t)to - (uintptr_t)from);
}

/** So many digits always fit. */
enum { ATB_DIGITS_MAX = 9 };

/** What stands at `at`; the end of the text reads like a line feed. */
static inline char atb_peek(const struct atb_reading *r, const char *at)
{
    return (char)(at < r->end ? *at : '\n');
}

static inline void atb_note(struct atb_reading *r, bool holds, uint8_t found)
{
    r->found = (uint8_t)(r->found | (holds ? found : 0));
}

/** Past characters that are `c`. */
const char *atb_skip(const struct atb_reading *r, const char *at, char c);

/** Whether the line ends here, or behind carriage returns. */
bool atb_is_end(const struct atb_reading *r, const char *at);

/** Where `stop` stands, or the line ends without its carriage returns. */
const char *atb_find(const struct atb_reading *r, const char *from, char stop);

/** `from` up to `to` becomes the text of the field that begins at `at`, as far as the letter wants
 * it; `at` steps behind it. At the line's end it is empty. */
void atb_cut(struct atb_reading *r, char letter);

/** The field has a number that is too large, or an id out of its range; the first one is told. */
void atb_note_beyond(struct atb_reading *r);

/** The text that was cut becomes `number`, which may have a sign or quotes; one of more than 32
 * bits is the largest of them, and noted. ATB_OK, ATB_MISSING (empty) or ATB_BAD_VALUE. */
int atb_number_cut(struct atb_reading *r);

/** The text that was cut becomes the one that the letter wants. ATB_OK, or ATB_MISSING: the field
 * is empty; ATB_BAD_VALUE: too long a word. */
int atb_text_cut(struct atb_reading *r, const char *letter);

/** A date without its quotes has commas: as the last field it extends to the line's end. */
void atb_extend(struct atb_reading *r);

/** Behind a field: over its comma, or what split it, if another one follows. */
void atb_step(struct atb_reading *r);

#ifdef __cplusplus
}
#endif
#endif
