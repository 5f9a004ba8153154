/* SPDX-License-Identifier: MIT */
/* Bring-up with whatever keys there are, begun anew from wherever it is heard of, and with a list
 * of the application's own: on four modems that play themselves. */
#include "played.h"

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS };

/* ---- the keys that there are ----------------------------------------------------------------- */

static void power_key_alone(void)
{
    played.setup.pins = all_pins;
    played.setup.pins.reset = NULL;
}

static void reset_alone(void)
{
    played.setup.pins = all_pins;
    played.setup.pins.power_key = NULL;
}

static void without_keys_a_modem_that_is_switched_on_later_is_found(void **state)
{
    (void)state;
    played.on = false;
    start_bringup();
    pass(HOUR_MS);
    assert_int_equal(played.heard[0], '\0');
    switch_on();
    assert_in_range(until(ATB_STAGE_UP, HOUR_MS + MINUTE_MS), 1, HOUR_MS + MINUTE_MS);
}

static void without_keys_a_modem_that_hangs_for_minutes_is_found_again(void **state)
{
    (void)state;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    played.hung = true;
    pass(5 * MINUTE_MS);
    assert_int_not_equal(played.bringup.stage, ATB_STAGE_UP);
    played.hung = false;
    (void)until(ATB_STAGE_UP, HOUR_MS + MINUTE_MS);
}

static void the_power_key_alone_switches_on_what_is_off(void **state)
{
    (void)state;
    power_key_alone();
    played.on = false;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_string_equal(played.keys, "power up ");
}

/* Off, and on again. */
static void the_power_key_alone_ends_what_hangs(void **state)
{
    (void)state;
    power_key_alone();
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    played.hung = true;
    (void)until(ATB_STAGE_POWER, 2 * MINUTE_MS);
    assert_in_range(until(ATB_STAGE_UP, 5 * MINUTE_MS), 1, 2 * MINUTE_MS);
    assert_string_equal(played.keys, "power up power up ");
}

static void reset_alone_ends_what_hangs(void **state)
{
    (void)state;
    reset_alone();
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    played.hung = true;
    (void)until(ATB_STAGE_RESET, MINUTE_MS);
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1, 10000);
    assert_string_equal(played.keys, "reset up ");
}

static void what_hangs_from_the_start_is_reset(void **state)
{
    (void)state;
    reset_alone();
    played.hung = true;
    start_bringup();
    assert_in_range(until(ATB_STAGE_UP, 2 * MINUTE_MS), 1, MINUTE_MS);
    assert_string_equal(played.keys, "reset up ");
}

/* ---- a modem that answers otherwise ---------------------------------------------------------- */

/* ATV0 of a program before us, or ATQ1: no key is pressed, for the modem is on. */
static void assert_found(const char *terse)
{
    played.setup.pins = all_pins;
    played.setup.baud = 0;
    played.terse = terse;
    start_bringup();
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1, 10000);
    assert_string_equal(played.keys, "");
    assert_int_equal(count("ATQ0V1"), 1);
    assert_int_equal(count("AT+CFUN=1,1"), 0);
}

static void one_that_answers_digits_is_taught_words(void **state)
{
    (void)state;
    assert_found("0\r");
}

static void one_that_answers_nothing_is_taught_words(void **state)
{
    (void)state;
    assert_found("");
}

/* It speaks words whatever it is told: that it does not know this one is no loss. */
static void one_that_refuses_words_is_switched_on_late(void **state)
{
    (void)state;
    power_key_alone();
    played.refuse = "ATQ0V1";
    played.on = false;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_string_equal(played.keys, "power up ");
}

/* ---- the card ------------------------------------------------------------------------------- */

/* It asks for its PIN again: of that, the question for a network hears nothing. */
static void a_card_that_was_out_is_opened_behind_a_restart(void **state)
{
    (void)state;
    played.setup.pin = "1234";
    played.card = CARD_WANTS_PIN;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    played.card = CARD_ELSE;
    played.state = "\r\n+CME ERROR: 10\r\n";
    says("\r\n+CPIN: NOT READY\r\n\r\n+CEREG: 0\r\n");
    pass(10000);
    played.card = CARD_WANTS_PIN;
    says("\r\n+CPIN: SIM PIN\r\n");
    assert_in_range(until(ATB_STAGE_UP, 3 * MINUTE_MS), 1, 2 * MINUTE_MS);
    assert_int_equal(count("AT+CPIN=\"1234\""), 2);
    assert_int_equal(count("AT+CFUN=1,1"), 1);
}

/* ---- begun anew ------------------------------------------------------------------------------ */

static int anew_at; /* the stage that it is begun anew at, once, or -1 */

static void begin_at_stage(void *app, int stage)
{
    (void)app;
    if (stage == anew_at) {
        anew_at = -1;
        start_with(played.list, begin_at_stage);
    }
}

static void it_may_begin_anew_wherever_a_stage_is_heard(void **state)
{
    (void)state;
    played.setup.pins = all_pins;
    for (int stage = ATB_STAGE_POWER; stage <= ATB_STAGE_UP; stage++) {
        anew_at = stage;
        played.card = stage == ATB_STAGE_LOCKED ? CARD_WANTS_PUK : CARD_READY;
        start_with(played.list, begin_at_stage);
        pass(10000);
        played.card = CARD_READY;
        atb_bringup_reset(&played.bringup);
        pass(1000);
        start_with(played.list, begin_at_stage);
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        says(played.says->lost_context);
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        pass(1000);
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        assert_int_equal(anew_at, -1);
    }
}

static void begin_on_done(void *app, int status)
{
    *(int *)app = status;
    start_bringup();
}

static void it_may_begin_anew_where_a_command_ends(void **state)
{
    int status = -1;
    (void)state;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(atb_raw(played.session, "AT+X", NULL, begin_on_done, &status), ATB_OK);
    pass(20);
    assert_int_equal(status, ATB_OK);
    assert_int_equal(played.bringup.stage, ATB_STAGE_POWER);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(atb_raw(played.session, "AT+X", NULL, begin_on_done, &status), ATB_OK);
    reboot();
    pass(2000);
    assert_int_equal(status, ATB_REBOOTED);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
}

/* What was under way ends as nobody's. */
static void it_may_begin_anew_at_any_time(void **state)
{
    (void)state;
    for (uint32_t ms = 0; ms < 3000; ms += 10) {
        played.heard[0] = played.stages[0] = '\0';
        start_bringup();
        pass(ms);
        start_bringup();
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        assert_int_equal(count("AT+CFUN"), 0);
    }
}

/* ---- a list of one's own --------------------------------------------------------------------- */

/* The dialect's, with a longer search, and pauses of an hour. */
static void another_list_takes_the_dialects_commands(void **state)
{
    struct atb_step steps[32];
    struct atb_bringup_list mine = *played.list;
    (void)state;
    memcpy(steps, mine.steps, (mine.reset + 2u) * sizeof steps[0]);
    mine.steps = steps;
    for (int i = 0; i < mine.reset; i++) {
        steps[i].tries = steps[i].stage == ATB_STAGE_REGISTER ? 255 : steps[i].tries;
    }
    memset(mine.pauses_min, 60, sizeof mine.pauses_min);
    played.stat[0] = played.stat[1] = played.stat[2] = 2;
    start_with(&mine, begin_at_stage);
    pass(4 * MINUTE_MS);
    assert_int_equal(played.bringup.stage, ATB_STAGE_REGISTER);
    pass(HOUR_MS);
    assert_int_equal(count("AT+CFUN"), 0);
    pass(5 * MINUTE_MS);
    assert_int_equal(count("AT+CFUN=1,1"), 1);
}

/* ---- a key while a command is under way ------------------------------------------------------ */

/* The question of what is up has no answer yet, when the application wants a restart. */
static void press_amid_a_question(void)
{
    played.setup.pins = all_pins;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    played.deaf = "AT+CEREG?";
    for (unsigned i = 0; i < 3000 && !atb_busy(played.session); i++) {
        pass(10);
    }
    atb_bringup_reset(&played.bringup);
    pass(10);
    assert_string_equal(played.keys, "reset ");
    assert_true(atb_busy(played.session));
    played.deaf = NULL;
}

/* It has nothing to do with the command, which may end meanwhile in any way. */
static void assert_pressed_for_its_time(void)
{
    const uint32_t pressed_ms = played.list->steps[played.list->reset].every * 100u;
    assert_false(atb_busy(played.session));
    pass(pressed_ms - 50);
    assert_string_equal(played.keys, "reset ");
    pass(100);
    assert_string_equal(played.keys, "reset up ");
    (void)until(ATB_STAGE_UP, MINUTE_MS);
}

static void an_answer_does_not_let_go_of_it(void **state)
{
    (void)state;
    press_amid_a_question();
    says("\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    assert_pressed_for_its_time();
}

static void nor_does_a_failure(void **state)
{
    (void)state;
    press_amid_a_question();
    atb_abort(played.session);
    assert_pressed_for_its_time();
}

/* Of which the application may know. */
static void nor_does_a_restart(void **state)
{
    (void)state;
    press_amid_a_question();
    atb_modem_rebooted(played.session);
    assert_pressed_for_its_time();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(without_keys_a_modem_that_is_switched_on_later_is_found),
        EACH(without_keys_a_modem_that_hangs_for_minutes_is_found_again),
        EACH(the_power_key_alone_switches_on_what_is_off),
        EACH(the_power_key_alone_ends_what_hangs),
        EACH(reset_alone_ends_what_hangs),
        EACH(what_hangs_from_the_start_is_reset),
        EACH(one_that_answers_digits_is_taught_words),
        EACH(one_that_answers_nothing_is_taught_words),
        EACH(one_that_refuses_words_is_switched_on_late),
        EACH(a_card_that_was_out_is_opened_behind_a_restart),
        EACH(it_may_begin_anew_wherever_a_stage_is_heard),
        EACH(it_may_begin_anew_where_a_command_ends),
        EACH(it_may_begin_anew_at_any_time),
        EACH(another_list_takes_the_dialects_commands),
        EACH(an_answer_does_not_let_go_of_it),
        EACH(nor_does_a_failure),
        EACH(nor_does_a_restart),
    };
    anew_at = -1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
