/* SPDX-License-Identifier: MIT */
/*
 * The arguments of a typed command line -> the values of one form, and how well
 * they fit it. Private to the tool.
 */
#ifndef ATB_TOOL_MATCH_H
#define ATB_TOOL_MATCH_H

#include "atb_tool.h"
#include "atb_tool_arguments.h"

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
    struct atb_value given[ATB_VALUES_MAX]; /**< the command's values: a copy has its own */
    unsigned cost;
    enum fit fit;  /**< the first thing that is wrong in shape */
    uint8_t place; /**< where */
    uint8_t hole;  /**< 1 + the first place that is empty and must not be; 0: none */
    struct atb_tool_value values[ATB_TOOL_VALUES];
    uint32_t value_count;
};

/** How long the value is within what is dialled: D*99***<cid>#. */
size_t dialled_length(const char *typed);

/** Matches the arguments with a form. The values stay valid until the next call. */
void match_form(const struct typed_line *line, const struct atb_form_name *form, struct match *out);

/** The length that the line states for its payload; -1 where it states none, 0 is not checked. */
int32_t stated_length(const struct match *match);

/** The manual's name of a place (of two parameters that may stand there, the first), or NULL. */
const char *place_name(const struct match *match, unsigned place);

/** The name of the second parameter that may stand there, or NULL. */
const char *other_name(const struct match *match, unsigned place);

/** Whether what was typed for this place is the second parameter. */
bool is_other(const struct match *match, unsigned place);

/** The place of a position of the form, literals counted; behind the last where it has none. */
unsigned place_of(const struct match *match, unsigned position);

/** The command that a line means best, right or wrong. Returns false when no form is near. */
bool tool_command(const char *line, size_t length, struct atb_command *out);

#endif
