/* SPDX-License-Identifier: MIT */
/*
 * Fields of a received line: from text behind the keyword to a typed struct.
 * One reader serves every line of every dialect; what differs is const data
 * (struct atb_record). It is tolerant where modems are: blanks, missing or extra
 * quotes, more fields than documented, numbers nobody documented. It is strict
 * where an application would come to harm: numbers too large, ids and lengths
 * outside their range, required fields that are missing.
 */
#ifndef ATB_FIELDS_H
#define ATB_FIELDS_H

#include "atb_tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- lines to structs -------------------------------------------------- */

/**
 * Reads `length` characters behind the keyword into the struct at `out`, which is
 * zeroed first. Texts in it point into the line. ATB_OK or ATB_MALFORMED.
 */
int atb_decode(const struct atb_record *record, const char *fields, size_t length, void *out);

/**
 * As atb_decode(), but returns why it failed (ATB_MISSING, ATB_BAD_VALUE, ATB_BAD_RANGE) and
 * in which of the record's fields; `failed` is untouched on success.
 */
int atb_decode_field(const struct atb_record *record, const char *fields, size_t length, void *out,
                     uint8_t *failed);

/**
 * Copies the texts of a decoded struct into its own character array, so that it
 * outlives the line. A text for which there is no room gets `at` NULL and keeps
 * its length.
 */
void atb_keep_texts(const struct atb_record *record, void *out);

/* ---- one field after the other ----------------------------------------- */

/** A field between two commas, without blanks and quotes. */
struct atb_token {
    const char *at;
    uint16_t length;
    bool quoted;
};

/** What is left of a line. `at` is NULL behind the last field. */
struct atb_reader {
    const char *at, *end;
};

/** A reader at the first field; text of no characters has none. */
struct atb_reader atb_reader(const char *fields, size_t length);

/** Takes the next field. False behind the last. */
bool atb_next_token(struct atb_reader *reader, struct atb_token *token);

/** Reads a decimal number. ATB_OK, ATB_MISSING, ATB_BAD_VALUE, or ATB_BAD_RANGE where it overflows.
 */
int atb_token_number(const struct atb_token *token, int32_t *number);

/** Reads the number in field `index`, counted by commas from 0. A negative status as
 * atb_token_number(). */
int atb_number_at(const char *fields, size_t length, unsigned index, int32_t *number);

#ifdef __cplusplus
}
#endif
#endif
