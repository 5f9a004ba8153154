/* SPDX-License-Identifier: MIT */
/* Bring-up that leaves the modem alone: for good, or between two questions for longer. */
#include "steps.h"

static int stopping; /* the stage at which it is stopped, or -1 */

static void stop_at(void *app, int stage)
{
    on_stage(app, stage);
    if (stage == stopping) {
        atb_bringup_stop(&bringup);
    }
}

static int set_up_stopping(void **state)
{
    int status = set_up(state);
    bringup.on_stage = stop_at;
    setup.pins.reset = press_reset;
    stopping = -1;
    return status;
}

/* Nothing is sent, pressed or told, whatever the modem says. */
static void assert_stands_still(void)
{
    sent[0] = keys[0] = '\0';
    atb_bringup_again(&bringup);
    tick(60000);
    atb_bringup_reset(&bringup);
    feed("\r\nRDY\r\n\r\n+CEREG: 2\r\n");
    tick(60000);
    assert_string_equal(sent, "");
    assert_string_equal(keys, "");
    assert_stages("");
    assert_int_equal(atb_next_tick_ms(&modem.session), UINT32_MAX);
}

/* ---- stopped -------------------------------------------------------------------------------- */

static void a_stop_at_the_beginning_of_a_stage_is_its_end(void **state)
{
    (void)state;
    stopping = ATB_STAGE_SIM;
    to_the_card();
    tick(300);
    assert_stages("power set-up sim ");
    assert_string_equal(sent, "");
    assert_stands_still();
}

static void a_stop_where_a_restart_begins_presses_nothing(void **state)
{
    (void)state;
    up();
    stopping = ATB_STAGE_RESET;
    atb_bringup_reset(&bringup);
    assert_stages("reset ");
    assert_stands_still();
}

static void a_stop_lets_a_pressed_key_go(void **state)
{
    (void)state;
    up();
    atb_bringup_reset(&bringup);
    tick(10);
    assert_stages("reset ");
    atb_bringup_stop(&bringup);
    assert_string_equal(keys, "reset up ");
    assert_stands_still();
}

static void a_command_under_way_goes_on_to_its_end_which_is_nobodys(void **state)
{
    (void)state;
    up();
    tick(20000);
    assert_string_equal(sent, "AT+CEREG?\r");
    atb_bringup_stop(&bringup);
    assert_true(atb_busy(&modem.session));
    feed("\r\n+CEREG: 0,2\r\n\r\nOK\r\n");
    assert_false(atb_busy(&modem.session));
    assert_stands_still();
}

static void stop_on_done(void *app, int status)
{
    (void)app;
    assert_int_equal(status, ATB_REBOOTED);
    atb_bringup_stop(&bringup);
}

static void a_stop_by_one_who_is_told_of_a_restart_is_made(void **state)
{
    (void)state;
    up();
    tick(100);
    assert_int_equal(atb_raw(&modem.session, "AT+X", NULL, stop_on_done, NULL), ATB_OK);
    expect("AT+X\r", "AT+X\r\r\n"); /* its echo is on again */
    assert_stages("set-up ");
    assert_stands_still();
}

static void one_that_was_stopped_begins_anew(void **state)
{
    (void)state;
    up();
    atb_bringup_stop(&bringup);
    assert_stands_still();
    atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, keys);
    up();
}

/* ---- what it is called ------------------------------------------------------------------------
 */

static void each_stage_has_a_word(void **state)
{
    (void)state;
    assert_string_equal(atb_stage_text(ATB_STAGE_POWER), "power");
    assert_string_equal(atb_stage_text(ATB_STAGE_SET_UP), "set up");
    assert_string_equal(atb_stage_text(ATB_STAGE_LOCKED), "locked");
    assert_string_equal(atb_stage_text(ATB_STAGE_UP), "up");
    assert_string_equal(atb_stage_text(ATB_STAGE_UP + 1), "unknown stage");
    assert_string_equal(atb_stage_text(-1), "unknown stage");
}

/* ---- asking seldom -------------------------------------------------------------------------- */

static void the_application_says_how_often_the_network_is_asked_for(void **state)
{
    (void)state;
    setup.ask_s = 3600;
    up();
    tick(3590000);
    assert_string_equal(sent, "");
    assert_in_range(atb_next_tick_ms(&modem.session), 9000, 10000);
    tick(10000);
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
    tick(3590000);
    assert_string_equal(sent, "");
    assert_stages("");
}

/* What may be wrong is asked again as soon as ever. */
static void a_question_that_failed_is_asked_again_soon(void **state)
{
    (void)state;
    setup.ask_s = 3600;
    up();
    tick(3600000);
    expect("AT+CEREG?\r", "\r\nERROR\r\n");
    tick(20000);
    expect("AT+CGREG?\r", "\r\n+CGREG: 1,1\r\n\r\nOK\r\n");
    assert_stages("");
}

#undef TEST
#define TEST(function) cmocka_unit_test_setup(function, set_up_stopping)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stop_at_the_beginning_of_a_stage_is_its_end),
        TEST(a_stop_where_a_restart_begins_presses_nothing),
        TEST(a_stop_lets_a_pressed_key_go),
        TEST(a_command_under_way_goes_on_to_its_end_which_is_nobodys),
        TEST(a_stop_by_one_who_is_told_of_a_restart_is_made),
        TEST(one_that_was_stopped_begins_anew),
        TEST(each_stage_has_a_word),
        TEST(the_application_says_how_often_the_network_is_asked_for),
        TEST(a_question_that_failed_is_asked_again_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
