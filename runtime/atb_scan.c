/* SPDX-License-Identifier: MIT */
#include "atb_scan.h"

#include <stddef.h>

static bool is_end(char c)
{
    return c == '\r' || c == '\n';
}

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

/* The keyword's end, or NULL. A control character is none of the letters that bit 5 makes of it. */
static const char *end_of_keyword(const char *line, const char *cursor, const char *tail)
{
    while (*tail != '\0') {
        if ((char)(*cursor++ | 0x20) != *tail++) {
            return NULL;
        }
    }
    while (line != cursor && (unsigned char)*line >= ' ') {
        line++;
    }
    return line == cursor ? cursor : NULL;
}

static bool goes_on(const char *cursor, const char *rest, enum atb_behind behind)
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

bool atb_fields_at(const char *line, const char *cursor, const char *tail, enum atb_behind behind,
                   const char **fields)
{
    cursor = end_of_keyword(line, cursor, tail);
    if (cursor == NULL) {
        return false;
    }
    if (behind == ATB_BEHIND_COMMA) {
        *fields = cursor;
        return true;
    }
    if (behind == ATB_BEHIND_LITERAL && *cursor == '"') {
        cursor++;
    }
    const char *rest = skip_blanks(cursor);
    bool found = is_end(*rest) || goes_on(cursor, rest, behind);
    if (found) {
        *fields = behind == ATB_BEHIND_LITERAL && *rest == ',' ? rest + 1 : rest;
    }
    return found;
}
