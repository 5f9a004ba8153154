/* SPDX-License-Identifier: MIT */
/*
 * The kinds of parameters: what a value must be before it goes into a command
 * line. Its range; a text's characters (none that could break out of its place),
 * its length, one of the documented words; an address or a name. A form's
 * constants name the kinds of its parameters, and the linker drops the others.
 */
#ifndef ATB_KIND_H
#define ATB_KIND_H

#include "atb_tables.h"

#ifdef __cplusplus
extern "C" {
#endif

extern const struct atb_kind atb_integer;      /**< a number in `span` */
extern const struct atb_kind atb_wide_integer; /**< in `range` */
extern const struct atb_kind
    atb_integers; /**< in `range`, and in one of the runs behind it, up to an empty one */
extern const struct atb_kind atb_quoted;           /**< "text" */
extern const struct atb_kind atb_quoted_backslash; /**< "text"; the manual says what '\' does */
extern const struct atb_kind atb_bare; /**< text without quotes; ',' and ';' are refused too */
extern const struct atb_kind atb_bare_backslash; /**< likewise, with '\' */
extern const struct atb_kind atb_hex_text;       /**< hex digits without quotes */
extern const struct atb_kind atb_words;          /**< one of `words`, in quotes */
extern const struct atb_kind atb_bare_words;     /**< one of `words`, without */
extern const struct atb_kind atb_ip;             /**< "IPv4 or IPv6 address" */
extern const struct atb_kind atb_ipv4;           /**< "IPv4 address" */
extern const struct atb_kind atb_ipv6;           /**< "IPv6 address" */
extern const struct atb_kind atb_host;           /**< "host name or address" */
extern const struct atb_kind atb_domain; /**< "domain name": labels with points between them */
extern const struct atb_kind atb_data;   /**< "payload", coded as the form says */
extern const struct atb_kind atb_either; /**< what one of two parameters takes */

/** Writes the value as its parameter wants it: ATB_OK, or what is wrong with it. */
int atb_put_value(struct atb_walk *walk, const struct atb_parameter *parameter,
                  const struct atb_value *value);

/** Index of the text among the words, or -1. */
int32_t atb_find_word(const char *const *words, const char *text);

/** Control characters, DEL and quotes: they could end a quoted place, or the command line. */
static inline bool atb_breaks_out(char c)
{
    return (unsigned char)c < ' ' || c == 0x7F || c == '"';
}

#ifdef __cplusplus
}
#endif
#endif
