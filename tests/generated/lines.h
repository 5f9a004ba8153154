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

#include "../sink.h"
#include "atb_handler.h"
#include "atb_scan.h"

/* Reads a line for its handler: behind the keyword that the scanner knows. */
typedef int reader(const char *fields, size_t length, int *count);

static inline const char *fields_of(const struct atb_chapter *chapter, const char *line,
                                    const char *with_end)
{
    const char *fields = NULL;
    unsigned keyword = atb_scan(chapter, with_end, &fields);
    if (keyword == 0) {
        print_error("unknown keyword: %s\n", line);
    }
    assert_int_not_equal(keyword, 0);
    return fields;
}

static inline int take(const struct atb_chapter *chapter, reader *read, const char *line,
                       int *count)
{
    size_t length = strlen(line);
    char *with_end = malloc(length + 1); /* ends where the line ends, for the sanitizer */
    memcpy(with_end, line, length);
    with_end[length] = '\n';
    const char *fields = fields_of(chapter, line, with_end);
    int status = read(fields, (size_t)(with_end + length - fields), count);
    free(with_end);
    return status;
}

static inline void decodes(const struct atb_chapter *chapter, reader *read, const char *line,
                           int *count)
{
    int status = take(chapter, read, line, count);
    if (status != ATB_OK) {
        print_error("%d: %s\n", status, line);
    }
    assert_int_equal(status, ATB_OK);
}

static inline void refuses(const struct atb_chapter *chapter, reader *read, const char *line,
                           int *count)
{
    int before = *count;
    assert_int_equal(take(chapter, read, line, count), ATB_MALFORMED);
    assert_int_equal(*count, before);
}

static inline void assert_text(const struct atb_text *text, const char *expected)
{
    assert_int_equal(text->length, strlen(expected));
    if (text->length > 0) {
        assert_int_equal(strncasecmp(text->at, expected, text->length), 0);
    }
}

/* ---- through a session ---------------------------------------------------------- */

#define ROWS(rows) rows, ATB_LENGTH(rows)

/* Calls the line's handler as a session does: that of the macro's last row. */
static inline void call_last(const struct atb_chapter *chapter, const struct atb_handler *rows,
                             size_t row_count, const void *values, int *count)
{
    const struct atb_handler *row = &rows[row_count - 1];
    if (row->plain) {
        ((atb_plain_handler *)row->call)(count);
    } else {
        chapter->call(count, values, row->call, row->key);
    }
}

static uint8_t line_seen;

static inline void see_line(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind <= ATB_EVENT_URC) { /* not what came of its payload */
        line_seen = event->line;
    }
}

static inline void feed_line(const struct atb_dialect *dialect, const struct atb_handler *rows,
                             size_t row_count, const char *text, int *count)
{
    struct atb_session session;
    int32_t settings[64];
    char memory[1024];
    atb_init(&session, dialect, settings, &sink, memory, sizeof memory, rows, row_count, count);
    atb_set_on_event(&session, see_line);
    line_seen = ATB_NO_LINE;
    atb_feed(&session, text, strlen(text));
    atb_feed(&session, "\r\n", 2);
}

/* A session that takes the text for this line calls its handler, once; `alone`: it must. */
static inline void hears(const struct atb_dialect *dialect, const struct atb_handler *rows,
                         size_t row_count, uint8_t line, bool alone, const char *text, int *count)
{
    const int before = *count;
    feed_line(dialect, rows, row_count, text, count);
    if (alone) {
        assert_int_equal(line_seen, line);
    }
    assert_int_equal(*count, before + (line_seen == line));
}

/* Its handler never gets what does not fit. */
static inline void hears_nothing(const struct atb_dialect *dialect, const struct atb_handler *rows,
                                 size_t row_count, const char *text, int *count)
{
    const int before = *count;
    feed_line(dialect, rows, row_count, text, count);
    assert_int_equal(*count, before);
}

/* Whatever the scanner makes of it, it stays inside the line. */
static inline void scan_inside(const struct atb_chapter *chapter, const char *text, size_t length)
{
    char *line = malloc(length + 1);
    const char *fields = line;
    memcpy(line, text, length);
    line[length] = '\n';
    (void)atb_scan(chapter, line, &fields);
    assert_true(fields >= line && fields <= line + length);
    free(line);
}

static inline void cut_short(const struct atb_chapter *chapter, const char *text)
{
    char line[512];
    for (size_t length = 0; length <= strlen(text); length++) {
        const char *fields = NULL;
        scan_inside(chapter, text, length);
        memcpy(line, text, length);
        memcpy(line + length, "~\n", 2);
        scan_inside(chapter, line, length + 1);
        line[0] = '~';
        assert_int_equal(atb_scan(chapter, line, &fields), 0);
    }
}

#endif
