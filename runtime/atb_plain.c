/* SPDX-License-Identifier: MIT */
/*
 * A line that is written just as its manual says: no blank too much, quotes where they belong,
 * numbers of digits. Most lines are, and most shapes have no other letters than those below; so
 * one pass with all it knows in registers reads them. Of all else atb_read() takes care.
 */
#include <string.h>

#include "atb_field.h"

/* Where both go on. All that uses it is inlined, and its members are registers. */
struct walk {
    const char *at, *shape;
    char *flag, *value;
    const char *from, *to; /* its text, where the field is one */
};

/* Nine digits at most; none, where the field is empty. */
static inline bool take_digits(struct walk *w, int32_t *number)
{
    const char *at = w->at;
    uint32_t value = 0;
    uint32_t digit;
    while ((digit = (uint32_t)*at - '0') <= 9) {
        value = value * 10 + digit;
        at++;
    }
    *number = (int32_t)value;
    bool fits = at - w->at <= ATB_DIGITS_MAX;
    w->at = at;
    return fits;
}

static inline bool read_number(struct walk *w, char letter, const struct atb_range *ranges)
{
    const char *from = w->at;
    int32_t number;
    if (!take_digits(w, &number)) {
        return false;
    }
    if (letter != ATB_LETTER_NUMBER) {
        const struct atb_range *behind = ranges + (uint8_t)*w->shape++;
        if (w->at != from && !atb_is_within(behind - 1, number)) {
            return false;
        }
    }
    memcpy(w->value, &number, sizeof number);
    w->value += sizeof number;
    return true;
}

/* Whether it may stand at the edge of a text without quotes: no blank, no quote, no comma. */
static inline bool is_edge(char c)
{
    return (uint8_t)c > '"' && c != ',';
}

/* Between quotes; what begins with none is empty, or no text. */
static inline bool take_quoted(struct walk *w)
{
    const char *end = w->at;
    if (*end != '"') {
        return true;
    }
    w->from = ++end;
    while (*end != '"' && *end != '\n') {
        end++;
    }
    w->to = end;
    w->at = end + 1;
    return *end == '"';
}

/* Up to `stop` or the line's end; nothing is at its edges to be taken off. */
static inline bool take_word(struct walk *w, char stop)
{
    const char *end = w->at;
    while (*end != stop && *end != '\n') {
        end++;
    }
    end -= end > w->at && end[-1] == '\r';
    if (end == w->at) {
        return true;
    }
    w->from = w->at;
    w->to = w->at = end;
    return is_edge(*w->from) && is_edge(end[-1]);
}

static inline bool read_text(struct walk *w, char letter)
{
    w->from = w->to = NULL;
    bool fits = letter == ATB_LETTER_QUOTED ? take_quoted(w)
                                            : take_word(w, letter == ATB_LETTER_WORD ? ',' : '\n');
    if (!fits) {
        return false;
    }
    const uint16_t length = atb_length(w->from, w->to);
    w->value = atb_aligned(w->value);
    memcpy(w->value + offsetof(struct atb_text, at), &w->from, sizeof w->from);
    memcpy(w->value + offsetof(struct atb_text, length), &length, sizeof length);
    w->value += sizeof(struct atb_text);
    return true;
}

/* Fixed numbers, short words and what few shapes have are for atb_read(). */
static inline bool read_value(struct walk *w, const struct atb_range *ranges)
{
    const char letter = *w->shape++;
    if (letter >= ATB_LETTER_ABOUT && letter <= ATB_LETTER_NUMBER) {
        return read_number(w, letter, ranges);
    }
    bool is_text =
        letter == ATB_LETTER_QUOTED || letter == ATB_LETTER_WORD || letter == ATB_LETTER_REST;
    return is_text && read_text(w, letter);
}

/* A field is there unless the shape lets it be empty: then a flag says so. */
static inline bool read_plain_field(struct walk *w, const struct atb_range *ranges)
{
    const char *from = w->at;
    const bool optional = *w->shape == ATB_LETTER_OPTIONAL;
    w->shape += optional;
    if (!read_value(w, ranges)) {
        return false;
    }
    if (optional) {
        *w->flag++ = (char)(w->at != from);
        return true;
    }
    return w->at != from;
}

/* Over the comma before the next field; one that is missing finds what may be the line's end, which
 * is looked at once, behind all. */
static inline bool step(struct walk *w)
{
    if (*w->at == ',') {
        w->at++;
        return true;
    }
    return atb_is_line_end(*w->at);
}

const char *atb_read_plain(const char *at, const char *shape, const struct atb_range *ranges,
                           char *out)
{
    struct walk w; /* its text is set where it is one */
    w.at = at;
    w.shape = shape;
    w.flag = w.value = out;
    if (atb_has_flags(shape)) {
        w.value = atb_behind_flags(out, *w.shape++);
    }
    while (*w.shape != '\0') {
        if (!read_plain_field(&w, ranges) || (*w.shape != '\0' && !step(&w))) {
            return NULL;
        }
    }
    bool ends = *w.at == '\n' || (*w.at == '\r' && w.at[1] == '\n');
    return ends ? w.at : NULL;
}
