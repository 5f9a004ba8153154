/* SPDX-License-Identifier: MIT */
/*
 * Values to command line. Everything is validated before the first byte is
 * written: ranges, allowed values, lengths, characters that could break out of
 * their place, rules between parameters. A refusal says which parameter, and
 * what would be right.
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

#ifdef __cplusplus
}
#endif
#endif
