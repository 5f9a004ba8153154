/* SPDX-License-Identifier: MIT */
/*
 * Behind the silence before +++ no time limit was set yet: with some readings of
 * the clock the command ended with a time-out before +++ was sent.
 */
#include "bench.h"

static struct bench bench;

static void escape_from(uint32_t time)
{
    struct atb_command ato = command_of(&toy_ato_form, 0);
    struct atb_command escape = command_of(&toy_escape_form, 0);
    bench_init(&bench, NULL, 0);
    bench.time = time;
    atb_expect(&bench.session, &ato);
    FEED(&bench, "CONNECT\r\n");
    assert_int_equal(bench_start(&bench, &escape, NULL), ATB_OK);
    bench_wait(&bench, 1010);
    ASSERT_SENT(&bench, "+++");
    FEED(&bench, "\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void escape_timed_out_before_it_was_sent(void **state)
{
    (void)state;
    escape_from(0);
    escape_from(123456);
    escape_from(INT32_MAX - 500u);
    escape_from(UINT32_MAX - 500u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(escape_timed_out_before_it_was_sent)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
