/* SPDX-License-Identifier: MIT */
/*
 * An abort from within the prompt event sent ESC, and then the payload all the same:
 * the modem took it for a command line.
 */
#include "bench.h"

static struct bench bench;

static void abort_now(void *app, const struct atb_event *event)
{
    (void)event;
    atb_abort(&((struct bench *)app)->session);
}

static void abort_at_the_prompt_sent_the_payload(void **state)
{
    struct atb_command command = qisend(0, "hello", 5);
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_set_on_event(&bench.session, abort_now);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\n> ");
    assert_int_equal(bench.done, ATB_ABORTED);
    ASSERT_SENT(&bench, "AT+QISEND=0,5\r\x1b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(abort_at_the_prompt_sent_the_payload)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
