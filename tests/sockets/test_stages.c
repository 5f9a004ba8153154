/* SPDX-License-Identifier: MIT */
/* Bring-up whose application goes elsewhere from where it hears of a stage, or of a restart. */
#include "steps.h"

static int turning; /* the stage at which it does */

static void reset_at(void *app, int stage)
{
    on_stage(app, stage);
    if (stage == turning) {
        turning = -1;
        atb_bringup_reset(&bringup);
    }
}

static int set_up_turning(void **state)
{
    int status = set_up(state);
    bringup.on_stage = reset_at;
    setup.pins.reset = press_reset;
    return status;
}

/* Nothing of the stage that was about to begin goes out. */
static void a_reset_at_the_beginning_of_a_stage_is_made(void **state)
{
    (void)state;
    turning = ATB_STAGE_SIM;
    to_the_card();
    tick(300);
    assert_string_equal(sent, "");
    assert_stages("power set-up sim reset ");
    assert_string_equal(keys, "reset ");
    expect("AT\r", "\r\nOK\r\n");
    expect("ATE0\r", "");
}

/* A restart that has a pause keeps it: a loss does not cut it short. */
static void a_reset_at_a_loss_has_its_pause(void **state)
{
    (void)state;
    turning = -1;
    up();
    bringup.resets = 4;
    turning = ATB_STAGE_LOST;
    feed("\r\n+QIURC: \"pdpdeact\",1\r\n");
    assert_stages("lost reset ");
    tick(30000);
    assert_string_equal(keys, "");
}

static void on_raw_done(void *app, int status)
{
    (void)app;
    if (status == ATB_REBOOTED) {
        atb_bringup_reset(&bringup);
    }
}

/* Of a restart that bring-up has found, the session tells whose command it ends. */
static void a_reset_where_a_restart_is_told_is_made(void **state)
{
    (void)state;
    turning = -1;
    up();
    tick(100);
    assert_int_equal(atb_raw(&modem.session, "AT+X", NULL, on_raw_done, NULL), ATB_OK);
    expect("AT+X\r", "AT+X\r\r\n"); /* its echo is on again */
    tick(10);
    assert_string_equal(sent, "");
    assert_string_equal(keys, "reset ");
}

/* A modem held in reset for as long as the next pause would answer nobody. */
static void a_key_that_is_left_is_let_go(void **state)
{
    (void)state;
    turning = -1;
    up();
    bringup.resets = 3; /* the last that is made at once */
    atb_bringup_reset(&bringup);
    tick(10);
    assert_string_equal(keys, "reset ");
    atb_bringup_reset(&bringup);
    assert_string_equal(keys, "reset up ");
    tick(30000);
    assert_string_equal(keys, "reset up ");
    bringup.resets = 3;
    atb_bringup_reset(&bringup);
    tick(10);
    atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, keys);
    assert_string_equal(keys, "reset up reset up ");
}

int main(void)
{
#define TURNING(function) cmocka_unit_test_setup(function, set_up_turning)
    const struct CMUnitTest tests[] = {
        TURNING(a_reset_at_the_beginning_of_a_stage_is_made),
        TURNING(a_reset_at_a_loss_has_its_pause),
        TURNING(a_reset_where_a_restart_is_told_is_made),
        TURNING(a_key_that_is_left_is_let_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
