/* SPDX-License-Identifier: MIT */
/*
 * A line that is written just as its manual says: no blank too much, quotes where they belong,
 * numbers of digits. Most lines are, and most shapes have no other letters than those below; so
 * one pass with all it knows in registers reads them. Of all else atb_read() takes care.
 */
#include <string.h>

#include "atb_field.h"

/* Numbers are from ABOUT to NUMBER. */
enum { ABOUT = 'd', NUMBER = 'n', OPTIONAL = '?' };

/* Where both go on. All that uses it is inlined, and its members are registers. */
struct walk {
    const char *at, *shape;
    char *value;
    bool more;             /* a field begins at `at` */
    bool there;            /* and is not empty */
    const char *from, *to; /* its text, where it is one */
};

/* A carriage return or a line feed: whether the line ends so is looked at once, behind all. */
static inline bool may_be_end(char c)
{
    return c == '\r' || c == '\n';
}

static inline bool is_within(const struct atb_range *range, int32_t number)
{
    return number >= range->min && number <= range->max;
}

/* One to nine digits. */
static inline bool take_digits(struct walk *w, int32_t *number)
{
    const char *digit = w->at;
    uint32_t value = 0;
    for (; atb_is_digit(*digit); digit++) {
        value = value * 10 + (uint32_t)(*digit - '0');
    }
    *number = (int32_t)value;
    bool fits = (size_t)(digit - w->at) - 1u < ATB_DIGITS_MAX;
    w->at = digit;
    return fits;
}

static inline bool read_number(struct walk *w, char letter, const struct atb_range *ranges)
{
    int32_t number = 0;
    if (w->there) {
        if (!take_digits(w, &number) ||
            (letter != NUMBER && !is_within(&ranges[(uint8_t)*w->shape - 1], number))) {
            return false;
        }
    }
    w->shape += letter != NUMBER;
    memcpy(w->value, &number, sizeof number);
    w->value += sizeof number;
    return true;
}

/* Whether it may stand at the edge of a text without quotes: no blank, no quote. */
static inline bool is_edge(char c)
{
    return (uint8_t)c > '"';
}

/* Between quotes. */
static inline bool take_quoted(struct walk *w)
{
    const char *end = w->at;
    if (*end++ != '"') {
        return false;
    }
    w->from = end;
    while (*end != '"' && *end != '\n') {
        end++;
    }
    w->to = end;
    w->at = end + 1;
    return *end == '"';
}

/* Up to `stop` or the line's end; there is some, and nothing at its edges to be taken off. */
static inline bool take_word(struct walk *w, char stop)
{
    const char *end = w->at;
    while (*end != stop && *end != '\n') {
        end++;
    }
    end -= end > w->at && end[-1] == '\r';
    bool fits = end > w->at && is_edge(*w->at) && is_edge(end[-1]);
    w->from = w->at;
    w->to = w->at = end;
    return fits;
}

static inline bool read_text(struct walk *w, char letter)
{
    w->from = w->to = NULL;
    if (w->there) {
        bool fits = letter == ATB_IN_QUOTES ? take_quoted(w)
                                            : take_word(w, letter == ATB_WORD ? ',' : '\n');
        if (!fits) {
            return false;
        }
    }
    const struct atb_text text = {w->from, (uint16_t)(w->to - w->from)};
    w->value = atb_aligned(w->value);
    memcpy(w->value, &text, sizeof text);
    w->value += sizeof text;
    return true;
}

static inline bool read_value(struct walk *w, const struct atb_range *ranges)
{
    const char letter = *w->shape++;
    if (letter >= ABOUT && letter <= NUMBER) {
        return read_number(w, letter, ranges);
    }
    bool is_text = letter == ATB_IN_QUOTES || letter == ATB_WORD || letter == ATB_ALL_THE_REST;
    return is_text && read_text(w, letter);
}

const char *atb_read_plain(const char *at, const char *shape, const struct atb_range *ranges,
                           char *out)
{
    struct walk w = {.at = at, .shape = shape, .value = out, .more = !may_be_end(*at)};
    if (atb_has_flags(shape)) {
        w.value = atb_behind_flags(out, *w.shape++);
    }
    while (*w.shape != '\0') {
        w.there = w.more;
        if (*w.shape == OPTIONAL) {
            w.shape++;
            w.there = w.more && *w.at != ',' && !may_be_end(*w.at);
            *out++ = (char)w.there;
        } else if (!w.more) {
            return NULL;
        }
        if (!read_value(&w, ranges)) {
            return NULL;
        }
        w.more = *w.at == ','; /* none stands where there was no more */
        w.at += w.more;
    }
    bool ends = *w.at == '\n' || (*w.at == '\r' && w.at[1] == '\n');
    return ends && !w.more ? w.at : NULL;
}
