/* SPDX-License-Identifier: MIT */
/*
 * A reboot gives up payload that was coming. Whoever heard of that could not start the new life's
 * first command there: it was refused where a reset had been needed, and else ended as one of the
 * old life, when its bytes had left.
 */
#include "bench.h"

static struct bench bench;

static void start_at(void *app, const struct atb_event *event)
{
    struct atb_command at = command_of(&toy_at_form, 0);
    (void)app;
    if (event->kind == ATB_EVENT_MALFORMED) {
        assert_int_equal(bench_start(&bench, &at, NULL), ATB_OK);
    }
}

static void payload_begins(void)
{
    atb_set_on_event(&bench.session, start_at);
    FEED(&bench, "+QIURC: \"recv\",0,100\r\nhel");
}

static void assert_lives(void)
{
    atb_modem_rebooted(&bench.session);
    assert_int_equal(bench.done, NOT_DONE);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void reboot_ended_what_its_callback_began(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    payload_begins();
    assert_lives();
}

static void reboot_that_was_needed(void **state)
{
    struct atb_command send = qisend(0, "AT+", 3);
    (void)state;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &send, NULL), ATB_OK);
    bench_wait(&bench, 3000); /* its prompt is lost, and it could be a command */
    assert_int_equal(bench.done, ATB_RESET_NEEDED);
    bench.done = NOT_DONE;
    bench.sent_length = 0;
    payload_begins();
    assert_lives();
}

static void abort_then_start(void *app, const struct atb_event *event)
{
    if (event->kind == ATB_EVENT_MALFORMED) {
        atb_abort(&bench.session);
        assert_int_equal(bench.done, ATB_ABORTED);
        bench.done = NOT_DONE;
        start_at(app, event);
    }
}

/* Nor is the old life's command ended twice, or another one in its place. */
static void abort_before_it(void **state)
{
    struct atb_command at = command_of(&toy_at_form, 0);
    (void)state;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &at, NULL), ATB_OK);
    bench.sent_length = 0;
    payload_begins();
    atb_set_on_event(&bench.session, abort_then_start);
    atb_modem_rebooted(&bench.session);
    assert_int_equal(bench.done, NOT_DONE);
    assert_int_equal(bench.done_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reboot_ended_what_its_callback_began),
        cmocka_unit_test(reboot_that_was_needed),
        cmocka_unit_test(abort_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
