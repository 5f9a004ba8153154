/* SPDX-License-Identifier: MIT */
#include "atb_scan.h"

#include "atb_character.h"
#include "atb_match.h"

static inline const char *skip_blanks(const char *cursor)
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

static bool begins_number(char c)
{
    return c == '-' || atb_is_digit(c);
}

/* Where the fields begin behind a keyword, or NULL: it is none after all. */
static inline const char *fields_at(const char *cursor, uint8_t behind)
{
    if (behind == ATB_BEHIND_COMMA) {
        return cursor;
    }
    const bool quoted = behind == ATB_BEHIND_LITERAL && *cursor == '"';
    const char *rest = skip_blanks(cursor + quoted);
    if (behind == ATB_BEHIND_COLON || atb_is_line_end(*rest)) {
        return rest;
    }
    if (behind == ATB_BEHIND_LITERAL) {
        return *rest == ',' ? rest + 1 : NULL;
    }
    const bool moved = rest != cursor;
    bool goes_on = behind == ATB_BEHIND_WORD ? moved : !moved && begins_number(*rest);
    return goes_on ? rest : NULL;
}

enum { OTHER_CASE = 0x20 };

/* Whether the rest of a keyword, which the automaton left to compare, stands there, in capitals or
 * small letters: behind it. */
static const char *behind_tail(const char *at, const char *tail)
{
    char c;
    while ((c = *tail++) != '\0') {
        char differs = (char)(*at++ ^ c);
        if (differs != 0 && (differs != OTHER_CASE || c < 'A')) {
            return NULL;
        }
    }
    return at;
}

const char *atb_knows(struct atb_subject *subject, const struct atb_chapter *chapter,
                      const char *text)
{
    const char *at = text;
    unsigned number = chapter->scan(&at);
    const struct atb_keyword *keyword = &chapter->keywords[number];
    if (number == 0 || (at = behind_tail(at, chapter->tails + keyword->tail)) == NULL) {
        return NULL;
    }
    subject->chapter = chapter;
    subject->keyword = keyword;
    subject->fields = fields_at(at, keyword->behind);
    return subject->fields;
}

/* ---- small letters ------------------------------------------------------------------ */

enum { WORDS_MAX = 47 };

/* The start of the line as the automata know it: capitals up to a colon, small letters behind it.
 */
static void fold(const char *line, char *out)
{
    char first = 'a'; /* of the letters that are turned */
    const char *end = out + WORDS_MAX;
    char c;
    do {
        c = *line++;
        if (c == ':') {
            first = 'A';
        }
        bool turned = (unsigned char)(c - first) < 26;
        *out++ = (char)(turned ? c ^ OTHER_CASE : c);
    } while (c != ',' && c != '\n' && out < end);
    *out = '\n';
}

static bool knows_folded(struct atb_subject *subject, const struct atb_chapter *own,
                         const struct atb_chapter *shared, const char *text)
{
    char words[WORDS_MAX + 1];
    fold(text, words);
    if (atb_knows(subject, own, words) == NULL &&
        (shared == NULL || atb_knows(subject, shared, words) == NULL)) {
        return false;
    }
    subject->fields = text + (subject->fields - words);
    return true;
}

unsigned atb_scan(const struct atb_chapter *chapter, const char *line, const char **fields)
{
    struct atb_subject subject;
    bool known =
        atb_knows(&subject, chapter, line) != NULL || knows_folded(&subject, chapter, NULL, line);
    *fields = known ? subject.fields : line;
    return known ? (unsigned)(subject.keyword - chapter->keywords) : 0;
}

/* ---- a session's line ----------------------------------------------------------------- */

bool atb_knows_otherwise(struct atb_subject *subject, const char *text)
{
    const struct atb_session *session = subject->session;
    return (session->shared != NULL && atb_knows(subject, session->shared, text) != NULL) ||
           knows_folded(subject, &session->dialect->own, session->shared, text);
}
