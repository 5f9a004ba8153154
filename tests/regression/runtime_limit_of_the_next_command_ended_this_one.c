/* SPDX-License-Identifier: MIT */
/*
 * A limit that the application set while a command was under way, for the next one, held for that
 * command, too, and from a moment that had never been set: its next step was already too late.
 */
#include "bench.h"

static struct bench bench;

static void limit_of_the_next_command_ended_this_one(void **state)
{
    struct atb_command at = command_of(&toy_at_form, 0);
    struct atb_command open = qiopen(0); /* 1 s to OK, then 5 s to the result */
    (void)state;
    bench_init(&bench, NULL, 0);
    bench.time = 1000000;
    assert_int_equal(bench_start(&bench, &open, NULL), ATB_OK);
    atb_set_limit_ms(&bench.session, 300);
    bench_wait(&bench, 500);
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 4000);
    assert_int_equal(bench.done, NOT_DONE);
    FEED(&bench, "+QIOPEN: 0,0\r\n");
    assert_int_equal(bench.done, ATB_OK);
    assert_int_equal(bench_start(&bench, &at, NULL), ATB_OK);
    bench_wait(&bench, 290);
    assert_int_equal(bench.done, NOT_DONE);
    bench_wait(&bench, 10);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

/* Nor is a limit taken off that holds already. */
static void no_limit_of_the_next_command_freed_this_one(void **state)
{
    struct atb_command open = qiopen(0);
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_set_limit_ms(&bench.session, 1500);
    assert_int_equal(bench_start(&bench, &open, NULL), ATB_OK);
    atb_set_limit_ms(&bench.session, 0);
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 1490);
    assert_int_equal(bench.done, NOT_DONE);
    bench_wait(&bench, 10);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limit_of_the_next_command_ended_this_one),
        cmocka_unit_test(no_limit_of_the_next_command_freed_this_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
