/* SPDX-License-Identifier: MIT */
/* What the tests made from the tables call; see make_cases.py. */
#ifndef CASES_H
#define CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "atb_session.h"

#define LINE 4096

/* Bytes that could break out of a quoted string, out of one where a backslash is allowed, of a bare
 * one. */
#define CONTROLS                                                                                   \
    "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16"     \
    "\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f\""
static const char quoted_forbidden[] = CONTROLS "\\";
static const char backslash_forbidden[] = CONTROLS;
static const char bare_forbidden[] = CONTROLS "\\,;";

/* Values that the compiler cannot take for constants: they are checked at run time. */
static inline int32_t number(int32_t value)
{
    return value;
}

static inline const char *text(const char *value)
{
    return value;
}

static inline const char *payload(void)
{
    return "abc";
}

/* A buffer of the form's own constant has room for the line and its end. */
static inline void fits(size_t most, const char *expected)
{
    assert_true(strlen(expected) < most);
}

static inline void accepts(int length, char *line, const char *expected)
{
    assert_string_equal(line, expected);
    assert_int_equal(length, strlen(expected));
    memset(line, 0, LINE);
}

/* Where two parameters may stand in one place, or two forms have one text: "one/other". */
static inline bool is_one_of(const char *names, const char *name)
{
    const size_t length = strlen(name);
    const char *at = names;
    while (at != NULL && !(strncmp(at, name, length) == 0 && strchr("/", at[length]) != NULL)) {
        at = strchr(at, '/');
        at += at != NULL;
    }
    return at != NULL;
}

static inline void refuses(int status, int expected, const char *line,
                           const struct atb_refusal *refusal, unsigned place, const char *name)
{
    assert_int_equal(status, expected);
    assert_int_equal(refusal->place, place);
    assert_true(is_one_of(PARAMETER_NAME(refusal), name));
    assert_int_equal(refusal->status, expected);
    assert_int_equal(line[0], 0);
}

/* A text may also be refused because it is no address or host name any more. */
static inline void refuses_text(int status, const char *line, const struct atb_refusal *refusal,
                                unsigned place, const char *name)
{
    assert_true(status == ATB_BAD_CHARACTER || status == ATB_BAD_VALUE);
    refuses(status, status, line, refusal, place, name);
}

static inline void use_all_of_this_header(void)
{
    (void)quoted_forbidden;
    (void)backslash_forbidden;
    (void)bare_forbidden;
    (void)number;
    (void)text;
    (void)payload;
    (void)accepts;
    (void)refuses;
    (void)refuses_text;
    (void)use_all_of_this_header;
}

#endif
