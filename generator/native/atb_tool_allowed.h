/* SPDX-License-Identifier: MIT */
/*
 * What would be right in a place of a command line, in words. Private to the tool.
 */
#ifndef ATB_TOOL_ALLOWED_H
#define ATB_TOOL_ALLOWED_H

#include "atb_tool_match.h"

/** Appends to the message, as printf does. */
void say(struct atb_tool_command *out, const char *format, ...);

/** The parameter of a place, or the two that may stand there; NULL: none. */
const struct atb_parameter *known_at(const struct match *match, unsigned place);

/** What stands at this place in the forms of the command: its sub-commands. */
void say_literals(struct atb_tool_command *out, const struct match *match, unsigned place);

/** What the parameter of this place is in other forms of the command. */
void say_elsewhere(struct atb_tool_command *out, const struct match *match, unsigned place,
                   const char *parameter);

/** "1 to 16", or "1" where no other number is allowed. */
void say_span(struct atb_tool_command *out, int32_t least, int32_t most);

/** "1 to 16", "one of 0, 1, 2", "1 to 99 bytes" */
void say_allowed(struct atb_tool_command *out, const struct atb_parameter *parameter);

/** The same, behind what it is: "a number, 1 to 16"; of two, both. */
void say_kinds(struct atb_tool_command *out, const struct atb_parameter *known);

#endif
