/* SPDX-License-Identifier: MIT */
/* What the tests of a command's course share: one session on the bench, with several clocks. */
#ifndef COURSE_H
#define COURSE_H

#include "bench.h"

static struct bench bench;

static uint32_t clock_start; /* every test runs with several */

static inline int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    bench.time = clock_start;
    return 0;
}

static inline void start(struct atb_command command)
{
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

static inline void assert_done(int status)
{
    assert_int_equal(bench.done, status);
    bench.done = NOT_DONE;
}

static inline void assert_running(void)
{
    assert_int_equal(bench.done, NOT_DONE);
}

/* Its answer may still come. */
static inline void abandon(struct atb_command command)
{
    start(command);
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.sent_length = 0;
}

/* Into transparent mode. */
static inline void go_online(void)
{
    start(command_of(&toy_ato_form, 0));
    FEED(&bench, "\r\nCONNECT\r\n");
    assert_done(ATB_OK);
    assert_true(atb_is_transparent(&bench.session));
    bench.sent_length = 0;
    bench.log_length = 0;
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

/* Runs the tests once for each clock: from 0, over the sign, over the wrap. */
#define RUN_WITH_ALL_CLOCKS(tests)                                                                 \
    do {                                                                                           \
        static const uint32_t starts[] = {0, 1000000, INT32_MAX - 700u, UINT32_MAX - 700u};        \
        int failed = 0;                                                                            \
        for (size_t i = 0; i < ATB_LENGTH(starts); i++) {                                          \
            clock_start = starts[i];                                                               \
            failed += cmocka_run_group_tests(tests, NULL, NULL);                                   \
        }                                                                                          \
        return failed;                                                                             \
    } while (0)

#endif
