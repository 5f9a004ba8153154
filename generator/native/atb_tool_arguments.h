/* SPDX-License-Identifier: MIT */
/*
 * A typed command line, cut at its name and at its commas. Takes what people
 * type: small letters, blanks around '=' and behind commas. Private to the tool.
 */
#ifndef ATB_TOOL_ARGUMENTS_H
#define ATB_TOOL_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

/** The longest command line that is looked at, in bytes. */
#define ATB_TOOL_LINE_MAX 32768u

/** A command line cut at its name: `AT`, `+QIOPEN`, `=`, arguments. */
struct typed_line {
    char name[40];         /**< upper case, "" when the line is no command */
    const char *type;      /**< test, read, set, execute, data */
    const char *arguments; /**< behind the '=' */
    const char *end;
};

/** One argument: what stands between two commas, blanks and quotes taken off. */
struct argument {
    const char *at;
    size_t length;
    bool quoted;
    bool open; /**< the quote is never closed */
};

struct cursor {
    const char *at, *end;
    bool more; /**< an argument follows, perhaps an empty one */
};

/** Cuts a line at its name. Returns false when it does not begin with AT (and is not +++). */
bool typed_line_cut(const char *line, size_t length, struct typed_line *out);

/** The next argument; the cursor moves behind its comma. */
struct argument next_argument(struct cursor *cursor);

/**
 * The next argument as quoted payload of `length` characters, which may hold quotes
 * and commas. Returns false, and moves nothing, when no quote and comma follow them.
 */
bool counted_argument(struct cursor *cursor, size_t length, struct argument *out);

#endif
