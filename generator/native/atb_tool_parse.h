/* SPDX-License-Identifier: MIT */
/*
 * A typed command line -> a form and its values. Private to the tool.
 */
#ifndef ATB_TOOL_PARSE_H
#define ATB_TOOL_PARSE_H

#include "atb_tool.h"

/** The longest command line that is looked at, in bytes. */
#define ATB_TOOL_LINE_MAX 32768u

/** A command line cut at its name: `AT`, `+QIOPEN`, `=`, arguments. */
struct typed_line {
    char name[40];          /**< upper case, "" when the line is no command */
    const char *type;       /**< test, read, set, execute, data */
    const char *arguments;  /**< behind the '=' */
    const char *end;
};

/** What one place of a form got. */
enum fit {
    FIT_RIGHT,
    FIT_WRONG_KIND,
    FIT_WRONG_LITERAL,
    FIT_OPEN_QUOTE,
    FIT_NOT_HEX,
    FIT_MISSING,
    FIT_EXTRA
};

/** What a misfit costs: the form with the least is the one that was meant. */
enum { COST_KIND = 5, COST_COUNT = 10, COST_LITERAL = 100 };

/** How well a line fits one form: 0 is perfect in shape; the values may still be wrong. */
struct match {
    const struct atb_form_name *form;
    struct atb_command command;
    unsigned cost;
    enum fit fit;           /**< the first thing that is wrong in shape */
    uint8_t place;          /**< where */
    struct atb_tool_value values[ATB_TOOL_VALUES];
    uint32_t value_count;
};

/** Cuts a line at its name. Returns false when it does not begin with AT (and is not +++). */
bool typed_line_cut(const char *line, size_t length, struct typed_line *out);

/** Matches the arguments with a form. The values stay valid until the next call. */
void match_form(const struct typed_line *line, const struct atb_form_name *form, struct match *out);

/** The manual's name of a place, or NULL. */
const char *place_name(const struct match *match, unsigned place);

/** The command that a line means best, right or wrong. Returns false when no form is near. */
bool tool_command(const char *line, size_t length, struct atb_command *out);

#endif
