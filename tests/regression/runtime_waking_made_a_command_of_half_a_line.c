/* SPDX-License-Identifier: MIT */
/*
 * The port took only the beginning of a line, and nothing more: a modem that fell asleep, with
 * flow control. Its wake byte, a carriage return, ended that line, before the engine had spoilt
 * it: AT+QICLOSE=0,1 of AT+QICLOSE=0,11.
 */
#include "bench.h"

static struct bench bench;

static void half_a_line(void)
{
    struct atb_command command = command_of(&toy_qiclose_form, 2, number(0), number(11));
    bench.takes = sizeof "AT+QICLOSE=0,1" - 1;
    bench.once = true;
    bench.taken = 0;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    bench.takes = 0;
    bench_wait(&bench, 30000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    ASSERT_SENT(&bench, "AT+QICLOSE=0,1");
    bench.once = false;
    bench.takes = SIZE_MAX;
}

static void waking_ends_no_line(void **state)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .wake_ms = 100, .wake_byte = "\r"};
    struct atb_command at = command_of(&toy_at_form, 0);
    (void)state;
    bench_init(&bench, NULL, 0);
    half_a_line();
    atb_set_pace(&bench.session, &pace);
    assert_int_equal(bench_start(&bench, &at, NULL), ATB_OK);
    ASSERT_SENT(&bench, " ");
    bench_wait(&bench, 100);
    ASSERT_SENT(&bench, "\",?\"\rAT+CSQ\r");
    FEED(&bench, "\r\nERROR\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    bench_wait(&bench, 6000);
    assert_int_equal(bench_start(&bench, &at, NULL), ATB_OK);
    ASSERT_SENT(&bench, "\r"); /* no half line any more */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(waking_ends_no_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
