/* SPDX-License-Identifier: MIT */
#include "atb_tool_arguments.h"

#include <ctype.h>
#include <string.h>

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    return at;
}

static const char *drop_blanks(const char *start, const char *end)
{
    while (end > start && strchr(" \t\r\n", end[-1]) != NULL) {
        end--;
    }
    return end;
}

static bool at_separator(const char *at, const char *end)
{
    at = skip_blanks(at, end);
    return at == end || *at == ',';
}

/* ---- the line's name --------------------------------------------------- */

static bool same_word(const char *text, size_t length, const char *word)
{
    size_t i = 0;
    while (i < length && word[i] != '\0' && toupper((unsigned char)text[i]) == word[i]) {
        i++;
    }
    return i == length && word[i] == '\0';
}

static const char *cut_name(const char *at, const char *end, char *name, size_t size)
{
    size_t length = 0;
    while (at < end && strchr("=? \t", *at) == NULL) {
        if (length + 1 < size) {
            name[length++] = (char)toupper((unsigned char)*at);
        }
        at++;
    }
    name[length] = '\0';
    return skip_blanks(at, end);
}

static bool alone(const char *at, const char *end)
{
    return skip_blanks(at, end) == end;
}

/** What follows the name: nothing, "?", "=?" or "=" with arguments. */
static const char *cut_type(const char **at, const char *end)
{
    const char *rest = *at;
    if (rest == end) {
        return "execute";
    }
    if (*rest == '?' && alone(rest + 1, end)) {
        return "read";
    }
    if (*rest != '=') {
        return NULL;
    }
    rest = skip_blanks(rest + 1, end);
    *at = rest;
    return rest < end && *rest == '?' && alone(rest + 1, end) ? "test" : "set";
}

bool typed_line_cut(const char *line, size_t length, struct typed_line *out)
{
    const char *end = drop_blanks(line, line + length);
    const char *at = skip_blanks(line, end);
    *out = (struct typed_line){.end = end, .arguments = end};
    if (same_word(at, (size_t)(end - at), "+++")) {
        memcpy(out->name, "+++", sizeof "+++");
        out->type = "data";
        return true;
    }
    if (end - at < 2 || !same_word(at, 2, "AT")) {
        return false;
    }
    out->arguments = cut_name(skip_blanks(at + 2, end), end, out->name, sizeof out->name);
    out->type = cut_type(&out->arguments, end);
    return true;
}

/* ---- arguments ---------------------------------------------------------- */

/** The end of a quoted text: the first quote with a comma or the line's end behind it. */
static const char *closing_quote(const char *at, const char *end)
{
    for (; at < end; at++) {
        if (*at == '"' && at_separator(at + 1, end)) {
            return at;
        }
    }
    return NULL;
}

static void step_over(struct cursor *cursor, const char *behind)
{
    const char *at = skip_blanks(behind, cursor->end);
    cursor->more = at < cursor->end;
    cursor->at = cursor->more ? at + 1 : at;
}

static struct argument quoted_argument(struct cursor *cursor, const char *at)
{
    const char *close = closing_quote(at, cursor->end);
    const char *end = close != NULL ? close : cursor->end;
    step_over(cursor, close != NULL ? close + 1 : cursor->end);
    return (struct argument){at, (size_t)(end - at), true, close == NULL};
}

struct argument next_argument(struct cursor *cursor)
{
    const char *at = skip_blanks(cursor->at, cursor->end);
    if (at < cursor->end && *at == '"') {
        return quoted_argument(cursor, at + 1);
    }
    const char *end = memchr(at, ',', (size_t)(cursor->end - at));
    end = end != NULL ? end : cursor->end;
    step_over(cursor, end);
    return (struct argument){at, (size_t)(drop_blanks(at, end) - at), false, false};
}

bool counted_argument(struct cursor *cursor, size_t length, struct argument *out)
{
    const char *at = skip_blanks(cursor->at, cursor->end);
    if (at == cursor->end || *at != '"' || (size_t)(cursor->end - at) < length + 2) {
        return false;
    }
    const char *close = at + 1 + length;
    if (*close != '"' || !at_separator(close + 1, cursor->end)) {
        return false;
    }
    *out = (struct argument){at + 1, length, true, false};
    step_over(cursor, close + 1);
    return true;
}
