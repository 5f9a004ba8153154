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

/**
 * Reads `length` characters behind the keyword into the struct at `out`, which is
 * zeroed first. Texts in it point into the line. ATB_OK or ATB_MALFORMED.
 */
int atb_decode(const struct atb_record *record, const char *fields, size_t length, void *out);

/**
 * As atb_decode(), and says why it failed (ATB_MISSING, ATB_BAD_VALUE, ATB_BAD_RANGE) and
 * in which of the record's fields; `failed` is untouched on success.
 */
int atb_decode_field(const struct atb_record *record, const char *fields, size_t length, void *out,
                     uint8_t *failed);

#ifdef __cplusplus
}
#endif
#endif
