/* SPDX-License-Identifier: MIT */
/*
 * One OK that nobody sent (noise on the line) in front of the modem's own made every later
 * command take its predecessor's answer for ever: neither the command that waited for its
 * result in vain nor the OK that came when nobody waited was followed by a mark.
 */
#include "bench.h"

static struct bench bench;

static void behind_a_result_that_did_not_come(void **state)
{
    struct atb_command command = qiopen(0);
    (void)state;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 5000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    bench.sent_length = 0;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    ASSERT_SENT(&bench, "AT+CSQ\r");
    FEED(&bench, "OK\r\n+QIOPEN: 0,0\r\n");
    assert_int_equal(bench.done, NOT_DONE);
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    FEED(&bench, "OK\r\n+QIOPEN: 0,0\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void behind_an_ok_that_nobody_waited_for(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "OK\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    bench.sent_length = 0;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    ASSERT_SENT(&bench, "AT+CSQ\r");
    FEED(&bench, "NO CARRIER\r\n+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(behind_a_result_that_did_not_come),
        cmocka_unit_test(behind_an_ok_that_nobody_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
