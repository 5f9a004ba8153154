/* SPDX-License-Identifier: MIT */
/*
 * A command with two final result codes ended at the first one when a result line had
 * come before it.
 */
#include "bench.h"

static struct bench bench;

static void one_ok_ended_two(void **state)
{
    struct atb_command command = command_of(&toy_hmsend_form, 2, number(1), number(4));
    (void)state;
    command.payload = "test";
    command.payload_length = 4;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, ">");
    FEED(&bench, "\r\n+MIPPUSH: 1,0\r\nOK\r\n");
    assert_int_equal(bench.done, NOT_DONE);
    FEED(&bench, "+HMSEND: 1,0,2048\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_ok_ended_two)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
