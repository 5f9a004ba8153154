/* SPDX-License-Identifier: MIT */
/*
 * What the generated scanners share: what may stand between a keyword and its
 * fields. Nothing here looks behind a line feed or a comma.
 */
#ifndef ATB_SCAN_H
#define ATB_SCAN_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What follows a keyword. Behind all but the second the line may end. */
enum atb_behind {
    ATB_BEHIND_COLON,  /**< `+QIRD: 5`: blanks, then fields */
    ATB_BEHIND_COMMA,  /**< `+RECEIVE,0,5`: fields; nothing is looked at, the text may end here */
    ATB_BEHIND_WORD,   /**< `CONNECT 115200`: a blank, then fields */
    ATB_BEHIND_PREFIX, /**< `+IPD16`: a number */
    ATB_BEHIND_LITERAL /**< `"recv",0`: a quote or none, blanks, a comma, then fields */
};

/** Past blanks, and one quote or none: where a literal begins. */
const char *atb_literal_at(const char *cursor);

/**
 * Sets `*fields` to where they begin. False, and `*fields` untouched: the text between `line`
 * and `cursor` and what follows it is not the keyword after all. `tail` is the keyword's rest
 * behind `cursor`, bit 5 of every character set.
 */
bool atb_fields_at(const char *line, const char *cursor, const char *tail, enum atb_behind behind,
                   const char **fields);

#ifdef __cplusplus
}
#endif
#endif
