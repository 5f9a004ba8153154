/* SPDX-License-Identifier: MIT */
/*
 * Values to command line. Everything is validated before the first byte is
 * written: ranges, allowed values, lengths, characters that could break out of
 * their place, rules between parameters. A refusal says which parameter, and
 * what would be right. What differs between commands is const data (struct
 * atb_form); this is its one interpreter.
 */
#ifndef ATB_WRITER_H
#define ATB_WRITER_H

#include "atb_tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes the command line, its CR and a final NUL (which is not counted). Returns its
 * length, or a negative enum atb_status; then nothing was written and `refusal`
 * (which may be NULL) says why. Payload inside the line goes as the form's coding
 * says; where a setting decides, as it is. Payload after a prompt is not written
 * and may be NULL.
 */
int atb_encode(const struct atb_command *command, char *buffer, size_t size,
               struct atb_refusal *refusal);

/* ---- the parts of it, for the engine ----------------------------------- */

/**
 * Validates everything, with payload in this coding (enum atb_coding, not
 * ATB_BY_SETTING). ATB_OK or a negative status.
 */
int atb_validate(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal);

/**
 * Writes a valid command line with its CR, or only measures it (buffer NULL).
 * Payload inside the line is left out; `*head` is the length of what precedes it
 * (with its opening quote), or of all. The length that states escaped payload
 * counts its backslashes.
 */
size_t atb_write(const struct atb_command *command, uint8_t coding, char *buffer, size_t *head);

/** A coding of the engine's own: Ctrl-Z, ESC and ETX are preceded by ETX. */
enum { ATB_ETX_CODED = ATB_BY_SETTING + 1 };

/** How one payload byte leaves: writes 1 to 2 characters, returns how many. */
unsigned atb_code_byte(uint8_t coding, uint8_t byte, char out[2]);

/** A value as a number: itself, or the index of an enumerated word; 0 for other strings. */
int32_t atb_value_number(const struct atb_command *command, unsigned position);

/** Whether the application gave this value (neither absent nor empty). */
bool atb_is_given(const struct atb_value *value);

#ifdef __cplusplus
}
#endif
#endif
