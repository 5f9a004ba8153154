/* SPDX-License-Identifier: MIT */
#include "atb_scan.h"

#include "atb_match.h"

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

static inline bool is_end(char c)
{
    return c == '\r' || c == '\n';
}

/* A quote or none, blanks; then a comma and fields, or none of both. */
static const char *behind_literal(const char *cursor)
{
    const char *rest = skip_blanks(cursor + (*cursor == '"'));
    if (*rest == ',') {
        return rest + 1;
    }
    return is_end(*rest) ? rest : NULL;
}

static bool begins_number(char c)
{
    return c == '-' || (c >= '0' && c <= '9');
}

/* Where the fields begin behind a keyword, or NULL: it is none after all. */
static const char *fields_at(const char *cursor, uint8_t behind)
{
    if (behind == ATB_BEHIND_LITERAL) {
        return behind_literal(cursor);
    }
    if (behind == ATB_BEHIND_COMMA) {
        return cursor;
    }
    const char *rest = skip_blanks(cursor);
    if (behind == ATB_BEHIND_COLON || is_end(*rest)) {
        return rest;
    }
    bool goes_on =
        behind == ATB_BEHIND_WORD ? rest != cursor : rest == cursor && begins_number(*rest);
    return goes_on ? rest : NULL;
}

/* Whether the rest of a keyword, which the automaton left to compare, stands there: behind it. */
static const char *behind_tail(const char *at, const char *tail)
{
    char c;
    while ((c = *tail++) != '\0') {
        if (*at++ != c) {
            return NULL;
        }
    }
    return at;
}

bool atb_knows(struct atb_subject *subject, const struct atb_chapter *chapter, const char *text)
{
    const char *at = text;
    unsigned number = chapter->scan(&at);
    const struct atb_keyword *keyword = &chapter->keywords[number];
    if (number == 0 || (at = behind_tail(at, keyword->tail)) == NULL) {
        return false;
    }
    subject->chapter = chapter;
    subject->keyword = (uint8_t)number;
    subject->fields = fields_at(at, keyword->behind);
    return subject->fields != NULL;
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

/* With what is between quotes in small letters, and with all behind the colon. */
static bool knows_folded(struct atb_subject *subject, const struct atb_chapter *chapter,
                         const char *text)
{
    char words[WORDS_MAX];
    if (!(fold(text, '"', words) && atb_knows(subject, chapter, words)) &&
        !(fold(text, ':', words) && atb_knows(subject, chapter, words))) {
        return false;
    }
    subject->fields = text + (subject->fields - words);
    return true;
}

unsigned atb_scan(const struct atb_chapter *chapter, const char *line, const char **fields)
{
    struct atb_subject subject;
    bool known = atb_knows(&subject, chapter, line) || knows_folded(&subject, chapter, line);
    *fields = known ? subject.fields : line;
    return known ? subject.keyword : 0;
}

/* ---- a session's line ----------------------------------------------------------------- */

bool atb_knows_otherwise(struct atb_subject *subject, const char *text)
{
    const struct atb_session *session = subject->session;
    return (session->shared != NULL && atb_knows(subject, session->shared, text)) ||
           knows_folded(subject, &session->dialect->own, text) ||
           (session->shared != NULL && knows_folded(subject, session->shared, text));
}
