/* SPDX-License-Identifier: MIT */
/*
 * A clock that steps back makes limits longer. It ended two at once: a millisecond less than when
 * bytes last came was taken for weeks of silence, which gave up payload that was coming in, and
 * handed the beginning of NO CARRIER out as the peer's data.
 */
#include "bench.h"

static struct bench bench;

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    bench.time = 1000000;
    return 0;
}

static void tick_in_the_past(void)
{
    assert_int_equal(atb_tick(&bench.session), ATB_OK);
    bench.time -= 1;
    assert_int_equal(atb_tick(&bench.session), ATB_OK);
}

static void payload_goes_on(void **state)
{
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(64));
    (void)state;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\n+QIRD: 5\r\nOK");
    tick_in_the_past();
    FEED(&bench, "\r\nx\r\n\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void the_end_of_transparent_mode_is_heard(void **state)
{
    struct atb_command command = command_of(&toy_ato_form, 0);
    (void)state;
    atb_allow_transparent(&bench.session);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\nCONNECT\r\n");
    assert_true(atb_is_transparent(&bench.session));
    FEED(&bench, "data\r\nNO CARR");
    tick_in_the_past();
    FEED(&bench, "IER\r\n");
    assert_false(atb_is_transparent(&bench.session));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(payload_goes_on, set_up),
        cmocka_unit_test_setup(the_end_of_transparent_mode_is_heard, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
