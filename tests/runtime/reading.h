/* SPDX-License-Identifier: MIT */
/* Reading fields along a shape: twice, with every tolerance and, what is as documented, plainly. */
#ifndef READING_H
#define READING_H

#include <stdio.h>

#include "bench.h"

#define IN_0_TO_11    "i\001"
#define ABOUT_0_TO_11 "d\001"

static const struct atb_range ranges[] = {{0, 11}};
static const struct atb_line line;
static char whole_shape[32];
static const struct atb_chapter chapter = {.lines = &line,
                                           .shapes = whole_shape,
                                           .ranges = ranges,
                                           .rare = atb_read_rare,
                                           .line_count = 1};

static struct atb_reading reading;
static char *behind; /* the fields, in memory that ends with them */

/* All is read twice: with every tolerance, and, what is written just as documented, in one pass. */
static bool plainly;

static inline int set_plainly(void **state)
{
    (void)state;
    plainly = true;
    return 0;
}

/* Where it ends, or NULL: it is not written so. */
static inline const char *read_plain(void *out, const char *text, const char *shape)
{
    static char in_line[600]; /* texts in `out` point there */
    size_t length = strlen(text);
    assert_true(length + 3 <= sizeof in_line);
    memcpy(in_line, text, length);
    memcpy(in_line + length, "\r\n", 3);
    const char *stop = atb_read_plain(in_line, shape, ranges, out);
    assert_true(stop == NULL || stop == in_line + length);
    return stop;
}

/* Into a struct without flags whose values begin at its start, or behind eight flags. */
static inline int read_into(void *out, size_t size, uint8_t values, const char *text,
                            const char *shape)
{
    struct atb_record record = {&chapter, (uint16_t)size, 0, 0, 0};
    size_t length = strlen(text);
    const char flags[] = {values != 0 ? (char)('0' + values) : '\0', '\0'};
    snprintf(whole_shape, sizeof whole_shape, "%s%s", flags, shape);
    free(behind);
    behind = malloc(length > 0 ? length : 1);
    assert_non_null(behind);
    memcpy(behind, text, length);
    char spoilt[400];
    assert_true(size <= sizeof spoilt);
    reading = (struct atb_reading){
        .at = behind, .end = behind + length, .chapter = &chapter, .flag = spoilt};
    int status = atb_read(&reading, shape);
    if (status == ATB_OK && (reading.found & ATB_BEYOND) != 0) {
        status = ATB_BAD_RANGE; /* it reads on, for the choice; but nobody is given what it read */
        reading.field = reading.beyond;
    }
    memset(out, 0x55, size);
    assert_int_equal(atb_decode(&record, behind, length, out),
                     status == ATB_OK ? ATB_OK : ATB_MALFORMED);
    if (plainly && read_plain(spoilt, text, whole_shape) != NULL) {
        assert_int_equal(status, ATB_OK);
        assert_int_equal(reading.found, 0);
        memset(out, 0x55, size);
        (void)read_plain(out, text, whole_shape);
    }
    return status;
}

#define READ(text, shape)                                                                          \
    read_into(&out, sizeof out, (uint8_t)((char *)&out.FIRST - (char *)&out), (text), shape)

static inline void assert_text(struct atb_text text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.at, expected, text.length);
}

static inline int free_memory(void **state)
{
    (void)state;
    free(behind);
    behind = NULL;
    return 0;
}

#define RUN_READ_TWICE(tests)                                                                      \
    (cmocka_run_group_tests(tests, NULL, free_memory) +                                            \
     cmocka_run_group_tests(tests, set_plainly, free_memory))

#endif
