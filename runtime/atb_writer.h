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

/** One walk along a form's text: each value is judged where it is written. */
struct atb_walk {
    const struct atb_command *command;
    struct atb_refusal *refusal;           /**< out: the first that is wrong */
    const struct atb_parameter *parameter; /**< whose value is judged now */
    char *at;
    size_t size;   /**< at `at`: what is beyond is only counted */
    size_t length; /**< out: of the line, with its CR */
    size_t head;   /**< out: of what precedes payload inside it (with its quote), or of all */
    const struct atb_value *stated; /**< a number that is written as `count`, or NULL */
    int32_t count;
    uint8_t coding;
    /** Puts payload, too; NULL: it goes another way. */
    void (*payload)(struct atb_walk *walk);
};

/**
 * Writes the command line with its CR, and judges it. Payload inside the line is left
 * out; the length that states escaped payload counts its backslashes. ATB_OK, or why
 * it must not be sent: the line stands there all the same.
 */
int atb_write(struct atb_walk *walk);

/** One more character of the line. */
void atb_put_character(struct atb_walk *walk, char c);

/** How one payload byte of this form leaves: writes 1 to 2 characters, returns how many. */
static inline unsigned atb_code(const struct atb_form *form, uint8_t coding, uint8_t byte,
                                char out[2])
{
    out[0] = ATB_AS(char, byte);
    return coding == ATB_RAW ? 1 : atb_checks_of(form)->coder->code(coding, byte, out);
}

/** What a stated length counts: escapes as they stand in the line, all else in bytes. */
static inline size_t atb_counted_length(const struct atb_command *command, uint8_t coding)
{
    return coding == ATB_ESCAPED ? atb_checks_of(command->form)->coder->counted(command, coding)
                                 : command->payload_length;
}

#ifdef __cplusplus
}
#endif
#endif
