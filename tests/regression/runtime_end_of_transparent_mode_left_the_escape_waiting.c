/* SPDX-License-Identifier: MIT */
/*
 * The application ended transparent mode while +++ waited for its silence: that was counted in
 * transparent mode alone, no time limit held, and the session was busy for ever. Once +++ had
 * left, its OK came as a line that nobody had asked for, and the command ended with a time-out.
 */
#include "bench.h"

static struct bench bench;

static void wait_for_escape(uint32_t silent_ms)
{
    struct atb_command ato = command_of(&toy_ato_form, 0);
    struct atb_command escape = command_of(&toy_escape_form, 0);
    bench_init(&bench, NULL, 0);
    atb_expect(&bench.session, &ato);
    FEED(&bench, "CONNECT\r\n");
    assert_int_equal(bench_start(&bench, &escape, NULL), ATB_OK);
    bench_wait(&bench, silent_ms);
}

static void start_at(void)
{
    struct atb_command at = command_of(&toy_at_form, 0);
    assert_int_equal(bench_start(&bench, &at, NULL), ATB_OK);
}

static void while_it_waits_for_silence(void **state)
{
    (void)state;
    wait_for_escape(500);
    atb_end_transparent(&bench.session);
    assert_int_equal(bench.done, ATB_OK);
    assert_int_equal(atb_next_tick_ms(&bench.session), UINT32_MAX);
    start_at();
    ASSERT_SENT(&bench, "AT\r");
}

static void once_it_has_left(void **state)
{
    (void)state;
    wait_for_escape(1010);
    ASSERT_SENT(&bench, "+++");
    atb_end_transparent(&bench.session);
    assert_int_equal(bench.done, ATB_OK);
    start_at();
    ASSERT_SENT(&bench, "AT+CSQ\r"); /* it may be answered still */
}

static void when_it_has_half_left(void **state)
{
    (void)state;
    wait_for_escape(990);
    bench.takes = 1;
    bench.once = true;
    bench_wait(&bench, 20);
    bench.takes = 0;
    atb_end_transparent(&bench.session);
    assert_int_equal(bench.done, ATB_OK);
    bench.takes = SIZE_MAX;
    bench.once = false;
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "\",?\"\rAT+CSQ\r");
}

static int heard;

static void feed_again(void *app, const struct atb_event *event)
{
    (void)app;
    (void)event;
    heard++;
    assert_int_equal(atb_feed(&bench.session, "x", 1), ATB_BUSY);
}

static void what_hears_of_it_is_a_callback(void **state)
{
    (void)state;
    wait_for_escape(0);
    FEED(&bench, "\r\nNO CAR");
    atb_set_on_event(&bench.session, feed_again);
    heard = 0;
    atb_end_transparent(&bench.session);
    assert_int_equal(heard, 1);
    assert_int_equal(atb_feed(&bench.session, "", 0), ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(while_it_waits_for_silence),
        cmocka_unit_test(once_it_has_left),
        cmocka_unit_test(when_it_has_half_left),
        cmocka_unit_test(what_hears_of_it_is_a_callback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
