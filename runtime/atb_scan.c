/* SPDX-License-Identifier: MIT */
#include "atb_scan.h"

static const char *skip_blanks(const char *cursor)
{
    while (*cursor == ' ' || *cursor == '\t') {
        cursor++;
    }
    return cursor;
}

const char *atb_literal_at(const char *cursor)
{
    cursor = skip_blanks(cursor);
    return *cursor == '"' ? cursor + 1 : cursor;
}

static bool goes_on(const char *cursor, const char *rest, uint8_t behind)
{
    switch (behind) {
    case ATB_BEHIND_COLON:
        return true;
    case ATB_BEHIND_WORD:
        return rest != cursor;
    case ATB_BEHIND_PREFIX:
        return rest == cursor && (*rest == '-' || (*rest >= '0' && *rest <= '9'));
    default:
        return *rest == ',';
    }
}

/* Where the fields begin behind a keyword, or NULL: it is none after all. */
static const char *fields_at(const char *cursor, uint8_t behind)
{
    if (behind == ATB_BEHIND_COMMA) {
        return cursor;
    }
    cursor += behind == ATB_BEHIND_LITERAL && *cursor == '"';
    const char *rest = skip_blanks(cursor);
    if (*rest != '\r' && *rest != '\n' && !goes_on(cursor, rest, behind)) {
        return NULL;
    }
    return behind == ATB_BEHIND_LITERAL && *rest == ',' ? rest + 1 : rest;
}

/* What the automaton left to compare, and what may follow; `*fields` behind it. */
static bool goes_with(const struct atb_keyword *keyword, const char *line, const char **fields)
{
    const char *tail = keyword->tail;
    for (; *tail != '\0'; tail++) {
        if (*line++ != *tail) {
            return false;
        }
    }
    *fields = fields_at(line, keyword->behind);
    return *fields != NULL;
}

/* ---- small letters ------------------------------------------------------------------ */

enum { WORDS_MAX = 48 };

static char folded(char c, bool small)
{
    char low = small ? 'A' : 'a';
    if (c >= low && c <= low + 25) {
        c = (char)(c ^ 0x20);
    }
    return c;
}

/* The start of the line as the manuals write it: words in capitals, and in small letters what is
 * between quotes, or, where `from` is a colon, all behind it. False: it is written so. */
static bool fold(const char *line, char from, char *out)
{
    bool changed = false;
    bool small = false;
    unsigned i = 0;
    for (; i < WORDS_MAX - 1 && (i == 0 || line[i - 1] != ',') && line[i] != '\n'; i++) {
        small = line[i] == from ? from == ':' || !small : small;
        out[i] = folded(line[i], small);
        changed = changed || out[i] != line[i];
    }
    out[i] = '\n';
    return changed;
}

/* As it is; with what is between quotes small, and with all behind the colon. */
static const char ways[] = {'=', '"', ':'};

unsigned atb_scan(const struct atb_chapter *chapter, const char *line, const char **fields)
{
    char words[WORDS_MAX];
    const char *text = line;
    for (unsigned i = 0; i < sizeof ways; i++) {
        if (i > 0 && !fold(line, ways[i], words)) {
            continue;
        }
        const char *at = text;
        const char *found = NULL;
        unsigned number = chapter->scan(&at);
        if (number != 0 && goes_with(&chapter->keywords[number], at, &found)) {
            *fields = line + (found - text);
            return number;
        }
        text = words;
    }
    return 0;
}
