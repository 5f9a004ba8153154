/* SPDX-License-Identifier: MIT */
/* What the tests of received lines call; see make_lines.py. */
#ifndef LINES_H
#define LINES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "atb_handler.h"
#include "atb_scan.h"

/* Reads a line for its handler: behind the keyword that the scanner knows. */
typedef int reader(const char *fields, size_t length, int *count);

static inline const char *fields_of(const struct atb_dialect *dialect, const char *line,
                                    const char *with_end)
{
    const char *fields = NULL;
    unsigned keyword = atb_scan(&dialect->own, with_end, &fields);
    if (keyword == 0) {
        print_error("unknown keyword: %s\n", line);
    }
    assert_int_not_equal(keyword, 0);
    return fields;
}

static inline int take(const struct atb_dialect *dialect, reader *read, const char *line,
                       int *count)
{
    size_t length = strlen(line);
    char *with_end = malloc(length + 1); /* ends where the line ends, for the sanitizer */
    memcpy(with_end, line, length);
    with_end[length] = '\n';
    const char *fields = fields_of(dialect, line, with_end);
    int status = read(fields, (size_t)(with_end + length - fields), count);
    free(with_end);
    return status;
}

static inline void decodes(const struct atb_dialect *dialect, reader *read, const char *line,
                           int *count)
{
    int status = take(dialect, read, line, count);
    if (status != ATB_OK) {
        print_error("%d: %s\n", status, line);
    }
    assert_int_equal(status, ATB_OK);
}

static inline void refuses(const struct atb_dialect *dialect, reader *read, const char *line,
                           int *count)
{
    int before = *count;
    assert_int_equal(take(dialect, read, line, count), ATB_MALFORMED);
    assert_int_equal(*count, before);
}

static inline void assert_text(const struct atb_text *text, const char *expected)
{
    assert_int_equal(text->length, strlen(expected));
    if (text->length > 0) {
        assert_int_equal(strncasecmp(text->at, expected, text->length), 0);
    }
}

/* Whatever the scanner makes of it, it stays inside the line. */
static inline void scan_inside(const struct atb_dialect *dialect, const char *text, size_t length)
{
    char *line = malloc(length + 1);
    const char *fields = line;
    memcpy(line, text, length);
    line[length] = '\n';
    (void)atb_scan(&dialect->own, line, &fields);
    assert_true(fields >= line && fields <= line + length);
    free(line);
}

static inline void cut_short(const struct atb_dialect *dialect, const char *text)
{
    char line[512];
    for (size_t length = 0; length < strlen(text); length++) {
        const char *fields = NULL;
        scan_inside(dialect, text, length);
        memcpy(line, text, length);
        memcpy(line + length, "~\n", 2);
        scan_inside(dialect, line, length + 1);
        line[0] = '~';
        assert_int_equal(atb_scan(&dialect->own, line, &fields), 0);
    }
}

#endif
