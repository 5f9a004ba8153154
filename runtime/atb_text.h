/* SPDX-License-Identifier: MIT */
/*
 * What a text may be before it goes into a command line: its characters (none
 * that could break out of its place), its length, one of the documented words,
 * an address or a name as the parameter's type asks for.
 */
#ifndef ATB_TEXT_H
#define ATB_TEXT_H

#include "atb_tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/** ATB_OK, ATB_BAD_CHARACTER, ATB_BAD_VALUE or ATB_BAD_LENGTH. */
int atb_check_text(const struct atb_parameter *parameter, const char *text);

/** Index of the text among the parameter's words, or -1. */
int atb_find_word(const struct atb_parameter *parameter, const char *text);

/** Control characters, DEL and quotes: they could end a quoted place, or the command line. */
static inline bool atb_breaks_out(char c)
{
    return (unsigned char)c < ' ' || c == 0x7F || c == '"';
}

#ifdef __cplusplus
}
#endif
#endif
