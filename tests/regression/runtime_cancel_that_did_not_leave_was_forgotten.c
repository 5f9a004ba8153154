/* SPDX-License-Identifier: MIT */
/*
 * The port failed at the prompt, and once more when ESC was to cancel it: the ESC was
 * forgotten, and the peer got the next command line as payload.
 */
#include "bench.h"

static struct bench bench;

static void the_cancel_goes_before_the_next_line(void **state)
{
    struct atb_command send = command_of(&toy_qisend_ctrl_z_form, 1, number(0)), next = qiopen(0);
    (void)state;
    send.payload = "hello";
    send.payload_length = 5;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &send, NULL), ATB_OK);
    bench.sent_length = 0;
    bench.fails = true;
    FEED(&bench, "\r\n> ");
    assert_int_equal(bench.done, ATB_IO);
    bench_wait(&bench, 100);
    bench.fails = false;
    assert_int_equal(bench_start(&bench, &next, NULL), ATB_OK);
    ASSERT_SENT(&bench, "\x1B"
                        "AT+CSQ\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_cancel_goes_before_the_next_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
