/* SPDX-License-Identifier: MIT */
/*
 * Values to command line. Everything is validated before the first byte is
 * written (atb_validate.h): ranges, allowed values, lengths, characters that
 * could break out of their place, rules between parameters. A refusal says which
 * parameter, and what would be right. What differs between commands is const data
 * (struct atb_form).
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

/** What stands for a text that is not given, in the functions of -DATB_NO_CHECKS. */
extern const char atb_no_text[];

/* ---- the parts of it, for the engine ----------------------------------- */

/**
 * Writes a valid command line with its CR, or only measures it (buffer NULL).
 * Payload inside the line is left out; `*head` is the length of what precedes it
 * (with its opening quote), or of all. The length that states escaped payload
 * counts its backslashes.
 */
size_t atb_write(const struct atb_command *command, uint8_t coding, char *buffer, size_t *head);

/** For atb_form_rest.code: writes 1 to 2 characters, returns how many. */
unsigned atb_code_byte(uint8_t coding, uint8_t byte, char out[2]);

/** How one payload byte of this form leaves: likewise. */
static inline unsigned atb_code(const struct atb_form *form, uint8_t coding, uint8_t byte,
                                char out[2])
{
    out[0] = (char)byte;
    return coding == ATB_RAW ? 1 : form->rest->code(coding, byte, out);
}

#ifdef __cplusplus
}
#endif
#endif
