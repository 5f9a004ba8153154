/* SPDX-License-Identifier: MIT */
/*
 * The keyword at the start of a line. A generated automaton reads as far as keywords
 * differ; here the rest of the one that is left is compared, and what may follow it.
 * Nothing looks behind a line feed, or behind the comma that ends a line so far.
 */
#ifndef ATB_SCAN_H
#define ATB_SCAN_H

#include "atb_lines.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Past blanks, and one quote or none: where a literal begins. */
const char *atb_literal_at(const char *cursor);

/**
 * The keyword of a line, or 0: unknown. Sets `*fields` behind it and its blanks. Some
 * firmware writes small letters: a line that no keyword begins is tried once more in capitals up
 * to a colon and in small letters behind it.
 */
unsigned atb_scan(const struct atb_chapter *chapter, const char *line, const char **fields);

#ifdef __cplusplus
}
#endif
#endif
