/* SPDX-License-Identifier: MIT */
/*
 * What can be wrong with a command before it is sent, beside each value (atb_kind.h):
 * how they stand together, its payload.
 */
#ifndef ATB_VALIDATE_H
#define ATB_VALIDATE_H

#include "atb_tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A coding of the runtime's own: Ctrl-Z, ESC and ETX are preceded by ETX. */
enum { ATB_ETX_CODED = ATB_BY_SETTING + 1, ATB_CTRL_Z = 0x1A, ATB_ESC = 0x1B, ATB_ETX = 0x03 };

/* What a form may name for atb_form_checks.check: rules between its parameters; payload behind a
 * prompt, or inside the line; rules and payload. */
int atb_check_rules(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal);
int atb_check_payload(const struct atb_command *command, uint8_t coding,
                      struct atb_refusal *refusal);
int atb_check_inline(const struct atb_command *command, uint8_t coding,
                     struct atb_refusal *refusal);
int atb_check_both(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal);
int atb_check_both_inline(const struct atb_command *command, uint8_t coding,
                          struct atb_refusal *refusal);

/** Fills `refusal` for a parameter and its place from 1 on (NULL and 0: the command as a whole),
 * and returns the status. */
int atb_refuse(struct atb_refusal *refusal, const struct atb_parameter *parameter, unsigned place,
               int status);

/** Whether the application gave this value (neither absent nor empty); false beyond the last. */
bool atb_is_given(const struct atb_command *command, unsigned position);

/** A value as a number: itself, or the index of an enumerated word; 0 for other strings. */
int32_t atb_value_number(const struct atb_command *command, unsigned position);

/** What the form allows at a place: enum atb_place_flag; 0 beyond the last. */
uint8_t atb_place_flags(const struct atb_form *form, unsigned position);

/** Whether this is no character of the command line, but says what the place behind it allows. */
static inline bool atb_is_mark(char c)
{
    return (unsigned char)c < ' ';
}

#ifdef __cplusplus
}
#endif
#endif
