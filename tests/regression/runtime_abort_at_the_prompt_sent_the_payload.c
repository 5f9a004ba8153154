/* SPDX-License-Identifier: MIT */
/*
 * An abort from within the prompt event sent ESC, and then the payload all the same:
 * the modem took it for a command line. It sends one of them: ESC where that cancels,
 * the payload where the modem counts it.
 */
#include "bench.h"

static struct bench bench;

static void abort_now(void *app, const struct atb_event *event)
{
    (void)event;
    atb_abort(&((struct bench *)app)->session);
}

static void abort_a_counted_one(void **state)
{
    struct atb_command command = qisend(0, "hello", 5);
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_set_on_event(&bench.session, abort_now);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\n> ");
    assert_int_equal(bench.done, ATB_ABORTED);
    ASSERT_SENT(&bench, "AT+QISEND=0,5\rhello");
}

static void abort_one_ended_by_ctrl_z(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    (void)state;
    command.payload = "hello";
    command.payload_length = 5;
    bench_init(&bench, NULL, 0);
    atb_set_on_event(&bench.session, abort_now);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\n> ");
    assert_int_equal(bench.done, ATB_ABORTED);
    ASSERT_SENT(&bench, "AT+QISEND=0\r\x1b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(abort_a_counted_one),
                                       cmocka_unit_test(abort_one_ended_by_ctrl_z)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
