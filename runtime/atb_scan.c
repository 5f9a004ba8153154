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

/* What the automaton left to compare, and what may follow it. */
static unsigned scan(const struct atb_chapter *chapter, const char *line, const char **fields)
{
    unsigned number = chapter->scan(&line);
    const struct atb_keyword *keyword = &chapter->keywords[number];
    const char *at = line;
    if (number == 0) {
        return 0;
    }
    for (const char *tail = keyword->tail; *tail != '\0'; tail++) {
        if (*at++ != *tail) {
            return 0;
        }
    }
    *fields = fields_at(at, keyword->behind);
    return *fields != NULL ? number : 0;
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
static unsigned scan_folded(const struct atb_chapter *chapter, const char *line,
                            const char **fields)
{
    char words[WORDS_MAX];
    unsigned number = fold(line, '"', words) ? scan(chapter, words, fields) : 0;
    if (number == 0 && fold(line, ':', words)) {
        number = scan(chapter, words, fields);
    }
    *fields = number != 0 ? line + (*fields - words) : line;
    return number;
}

unsigned atb_scan(const struct atb_chapter *chapter, const char *line, const char **fields)
{
    unsigned number = scan(chapter, line, fields);
    return number != 0 ? number : scan_folded(chapter, line, fields);
}

/* ---- a session's line ----------------------------------------------------------------- */

static bool knows(struct atb_subject *subject, const struct atb_chapter *chapter, const char *text)
{
    subject->chapter = chapter;
    subject->keyword = (uint8_t)scan(chapter, text, &subject->fields);
    return subject->keyword != 0;
}

/* In the shared chapter, or in small letters. */
static bool recognise_other(struct atb_subject *subject, const char *text)
{
    const struct atb_chapter *shared = subject->session->shared;
    if (shared != NULL && knows(subject, shared, text)) {
        return true;
    }
    subject->chapter = &subject->session->dialect->own;
    subject->keyword = (uint8_t)scan_folded(subject->chapter, text, &subject->fields);
    if (subject->keyword == 0 && shared != NULL) {
        subject->chapter = shared;
        subject->keyword = (uint8_t)scan_folded(shared, text, &subject->fields);
    }
    return subject->keyword != 0;
}

bool atb_recognise(struct atb_subject *subject, struct atb_session *session, const char *text,
                   const char *end)
{
    subject->session = session;
    subject->end = end;
    subject->head = false;
    subject->failed = false;
    return knows(subject, &session->dialect->own, text) || recognise_other(subject, text);
}
