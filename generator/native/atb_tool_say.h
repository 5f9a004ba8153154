/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with a command line, in words: reason, parameter, and what would
 * be right. Private to the tool.
 */
#ifndef ATB_TOOL_SAY_H
#define ATB_TOOL_SAY_H

#include "atb_tool_match.h"

/** One form's judgement of a line. */
struct verdict {
    struct match match;
    struct atb_refusal refusal;
    int status;           /**< of atb_encode, once the shape fits */
    unsigned wrong_place; /**< the first place that is wrong; beyond the last when all is right */
};

/** The shape is wrong: a literal, the kind of an argument, their number. */
void explain_shape(struct atb_tool_command *out, const struct match *match);

/** The shape is right, but the generated code refuses a value. */
void explain_refusal(struct atb_tool_command *out, const struct verdict *verdict);

/** The model lacks the whole form: the manual's footnote stands at the literal that it names. */
void explain_lacking(struct atb_tool_command *out, const struct match *match);

#endif
