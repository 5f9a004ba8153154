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

/* Nothing has begun then, and what runs goes on. */
static void a_start_without_room_changes_nothing(void **state)
{
    (void)state;
    up();
    assert_int_equal(atb_set_line_max(&modem.session, sizeof lines - 20), ATB_OK);
    assert_int_equal(
        atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, NULL),
        ATB_NO_ROOM);
    assert_int_equal(bringup.stage, ATB_STAGE_UP);
    tick(20000);
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
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

/* What has come up may be restarted at once again. */
static void data_that_flow_end_the_row_of_restarts(void **state)
{
    (void)state;
    atb_bringup_reset(&bringup);
    expect("AT+CFUN=1,1\r", "\r\nOK\r\n");
    assert_int_equal(bringup.resets, 1);
    to_the_card();
    to_the_network();
    to_data();
    assert_int_equal(bringup.resets, 0);
}

/* ---- where it is told ----------------------------------------------------------------------- */

static int taken; /* what a tick said there */

static void tick_there(void *app, int stage)
{
    on_stage(app, stage);
    taken = atb_tick(&modem.session);
}

/* From a tick or a feed it is a callback as any; else it is part of the application's own call. */
static void a_stage_is_told_where_it_begins(void **state)
{
    (void)state;
    up();
    bringup.on_stage = tick_there;
    feed("\r\nRDY\r\n");
    assert_int_equal(taken, ATB_BUSY);
    taken = ATB_OK;
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
    expect("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    assert_int_equal(taken, ATB_BUSY);
    atb_bringup_reset(&bringup);
    assert_int_equal(taken, ATB_OK);
    taken = ATB_BUSY;
    atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, tick_there, keys);
    assert_int_equal(taken, ATB_OK);
    expect("AT\r", "\r\nOK\r\n");
}

/* ---- a refused context ------------------------------------------------------------------- */

static void to_the_context(void)
{
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
}

static void a_refused_context_is_tried_again_behind_a_deactivation(void **state)
{
    (void)state;
    to_the_context();
    expect("AT+QIACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIDEACT=1\r", "\r\nERROR\r\n"); /* there is nothing to deactivate */
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
    assert_int_equal(bringup.stage, ATB_STAGE_UP);
    assert_int_equal(bringup.resets, 0);
}

static void a_context_that_is_refused_for_good_is_a_restart(void **state)
{
    (void)state;
    to_the_context();
    expect("AT+QIACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIDEACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIDEACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIDEACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIACT=1\r", "\r\nERROR\r\n");
    expect("AT+CFUN=1,1\r", "\r\nOK\r\n");
}

/* ---- bytes that the port lost ------------------------------------------------------------- */

/* AT+QIACT has 155 s: so long nobody waits for an OK that was lost. */
static void an_answer_that_was_lost_is_waited_for_ten_seconds(void **state)
{
    (void)state;
    to_the_context();
    expect("AT+QIACT=1\r", "");
    tick(30000);
    assert_int_equal(atb_overrun(&modem.session, 0), ATB_OK);
    tick(9900);
    assert_true(atb_busy(&modem.session));
    assert_string_equal(sent, "");
    expect("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n"); /* the mark behind what was given up */
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
}

/* Bytes may be lost again and again: that is no reason to wait longer. */
static void losses_do_not_add_up(void **state)
{
    (void)state;
    to_the_context();
    expect("AT+QIACT=1\r", "");
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(atb_overrun(&modem.session, 0), ATB_OK);
        tick(2400);
    }
    assert_string_equal(sent, "");
    tick(500);
    assert_string_equal(sent, "AT+CSQ\r"); /* the mark behind what was given up */
}

static void a_shorter_limit_is_not_made_longer(void **state)
{
    (void)state;
    expect("AT\r", "");
    assert_int_equal(atb_overrun(&modem.session, 0), ATB_OK);
    tick(510);
    assert_false(atb_busy(&modem.session));
}

static void between_two_tries_nothing_was_awaited(void **state)
{
    (void)state;
    expect("AT\r", "");
    tick(510);
    assert_false(atb_busy(&modem.session));
    assert_int_equal(atb_overrun(&modem.session, 0), ATB_OK);
    assert_in_range(atb_next_tick_ms(&modem.session), 1, 500);
}

static void a_loss_that_was_lost_is_asked_for(void **state)
{
    (void)state;
    up();
    tick(1000);
    assert_string_equal(sent, "");
    assert_int_equal(atb_overrun(&modem.session, 0), ATB_OK);
    assert_int_equal(atb_next_tick_ms(&modem.session), 0);
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,0\r\n\r\nOK\r\n");
}

/* Between two questions, of which the first has failed. */
static void so_is_one_behind_a_question_that_failed(void **state)
{
    (void)state;
    up();
    tick(20000);
    expect("AT+CEREG?\r", "\r\nERROR\r\n");
    tick(1000);
    assert_string_equal(sent, "");
    assert_int_equal(atb_overrun(&modem.session, 0), ATB_OK);
    expect("AT+CGREG?\r", "\r\n+CGREG: 0,0\r\n\r\nOK\r\n");
}

/* Bring-up has its turn behind it, and no limit to set. */
static void a_command_of_another_has_all_its_time(void **state)
{
    (void)state;
    up();
    assert_int_equal(quectel_qiact_start(&modem, NULL, NULL, 1), ATB_OK);
    tick(21000);
    assert_int_equal(atb_overrun(&modem.session, 0), ATB_OK);
    tick(20000);
    assert_true(atb_busy(&modem.session));
}

/* Of another register, while the question for this one waits behind its mark. */
static void a_late_answer_is_not_the_next_ones(void **state)
{
    (void)state;
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "");
    tick(11500);
    expect("AT+CSQ\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 0,2\r\n\r\nOK\r\n");
    expect("AT+CREG?\r", "\r\n+CREG: 0,2\r\n\r\nOK\r\n");
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
}

/* ---- memory ------------------------------------------------------------------------------- */

static void a_session_too_small_for_its_commands_is_told_at_once(void **state)
{
    (void)state;
    (void)quectel_init(&modem, &port, lines, QUECTEL_BRINGUP_MEMORY - 1, NULL, 0, NULL);
    assert_int_equal(
        atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, keys),
        ATB_NO_ROOM);
    tick(100);
    assert_string_equal(sent, "");
    assert_true(QUECTEL_BRINGUP_MEMORY <= QUECTEL_MEMORY);
    (void)quectel_init(&modem, &port, lines, QUECTEL_BRINGUP_MEMORY, NULL, 0, NULL);
    assert_int_equal(
        atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, keys),
        ATB_OK);
    expect("AT\r", "\r\nOK\r\n");
}

int main(void)
{
#define TURNING(function) cmocka_unit_test_setup(function, set_up_turning)
    const struct CMUnitTest tests[] = {
        TURNING(a_reset_at_the_beginning_of_a_stage_is_made),
        TURNING(a_reset_at_a_loss_has_its_pause),
        TURNING(a_reset_where_a_restart_is_told_is_made),
        TURNING(a_key_that_is_left_is_let_go),
        TEST(a_stage_is_told_where_it_begins),
        TEST(data_that_flow_end_the_row_of_restarts),
        TEST(a_refused_context_is_tried_again_behind_a_deactivation),
        TEST(a_context_that_is_refused_for_good_is_a_restart),
        TEST(an_answer_that_was_lost_is_waited_for_ten_seconds),
        TEST(a_start_without_room_changes_nothing),
        TEST(losses_do_not_add_up),
        TEST(a_shorter_limit_is_not_made_longer),
        TEST(between_two_tries_nothing_was_awaited),
        TEST(a_loss_that_was_lost_is_asked_for),
        TEST(so_is_one_behind_a_question_that_failed),
        TEST(a_command_of_another_has_all_its_time),
        TEST(a_late_answer_is_not_the_next_ones),
        TEST(a_session_too_small_for_its_commands_is_told_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
