/* SPDX-License-Identifier: MIT */
/* Bring-up of modems that hang at any moment, and on lines that lose and damage bytes: on four
 * modems that play themselves. */
#include "played.h"

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS };

static const uint32_t lengths[] = {700, 3000, 11000, 14000, 40000, 130000};

/* Nothing but time helps it; what it was asked it may answer all at once, or never. */
static void hang(bool hoards, uint32_t begin, uint32_t length)
{
    played.hoards = hoards;
    played.card = CARD_WANTS_PIN;
    played.wants_pin = true;
    played.heard[0] = played.stages[0] = '\0';
    reboot();
    start_bringup();
    pass(begin);
    played.hung = true;
    pass(length);
    played.hung = false;
    (void)until(ATB_STAGE_UP, 3 * MINUTE_MS);
    assert_int_equal(played.tries, PIN_TRIES);
}

static void hang_at_any_moment(bool hoards)
{
    played.setup.pin = "1234";
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (uint32_t begin = 0; begin < 4000; begin += 190) {
            hang(hoards, begin, lengths[i]);
        }
    }
}

static void a_modem_that_hung_at_any_moment_is_found_again(void **state)
{
    (void)state;
    hang_at_any_moment(false);
}

static void so_is_one_that_then_answers_everything_at_once(void **state)
{
    (void)state;
    hang_at_any_moment(true);
}

/* ---- no network ----------------------------------------------------------------------------- */

static void set_network(int stat)
{
    played.stat[0] = played.stat[1] = played.stat[2] = stat;
}

/* The modem may find it by itself, long before it is time for the next restart. */
static void a_network_that_comes_back_is_found_before_the_next_restart(void **state)
{
    static const uint32_t minutes[] = {5, 10, 30, 100};
    (void)state;
    for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++) {
        set_network(2);
        reboot();
        start_bringup();
        for (uint32_t passed = 0; passed < minutes[i]; passed++) {
            played.heard[0] = '\0';
            pass(MINUTE_MS);
        }
        assert_int_not_equal(played.bringup.stage, ATB_STAGE_UP);
        set_network(1);
        assert_in_range(until(ATB_STAGE_UP, 15000), 0, 15000);
    }
}

/* Networks take it ill, and refuse a card for good in the end. */
static void a_network_that_refuses_is_not_asked_again_and_again(void **state)
{
    char activate[32];
    unsigned asked = 0;
    (void)state;
    strcpy(activate, played.says->activate);
    activate[strcspn(activate, "\n")] = '\0';
    played.refuse = activate;
    start_bringup();
    for (uint32_t passed = 0; passed < 90; passed++) {
        played.heard[0] = '\0';
        pass(MINUTE_MS);
        asked += count(played.refuse);
    }
    assert_in_range(asked, 8, 50);
    played.refuse = NULL;
    assert_in_range(until(ATB_STAGE_UP, 61 * MINUTE_MS), 0, 61 * MINUTE_MS);
}

/* ---- a bad line ------------------------------------------------------------------------------ */

static void on_a_bad_line(const char *pin, unsigned seed)
{
    played.setup.pin = pin;
    played.card = CARD_WANTS_PIN;
    played.tries = PIN_TRIES;
    played.heard[0] = played.stages[0] = '\0';
    played.seed = seed;
    played.noise = 1 + seed % 60;
    played.pins = 0;
    reboot();
    start_bringup();
    for (int minutes = 0; minutes < 20; minutes++) {
        pass(MINUTE_MS);
    }
}

static void a_wrong_pin_is_sent_once_on_any_line(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 60; seed++) {
        on_a_bad_line("4321", seed);
        assert_in_range(played.pins, 0, 1);
        assert_in_range(played.tries, PIN_TRIES - 1, PIN_TRIES);
    }
}

/* Once the line is good: but where nobody knows of the PIN, and the card still asks. */
static void a_line_that_was_bad_leaves_nothing_behind(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 60; seed++) {
        on_a_bad_line("1234", seed);
        played.noise = 0;
        pass(played.bringup.resets < 4 ? 5 * MINUTE_MS : HOUR_MS + MINUTE_MS);
        if (played.bringup.stage != ATB_STAGE_LOCKED) {
            (void)until(ATB_STAGE_UP, MINUTE_MS);
        }
        assert_in_range(played.pins, 0, 1);
    }
}

/* The modem has the new speed, and nobody has heard so; there is no key. */
static void a_speed_whose_ok_was_lost_is_found(void **state)
{
    (void)state;
    played.setup.pins.speed = all_pins.speed;
    played.setup.pins.context = &played;
    played.setup.baud = 921600;
    played.deaf = "AT+IPR=";
    start_bringup();
    pass(10000);
    assert_int_equal(played.baud, 921600);
    assert_int_equal(played.port_baud, OWN_BAUD);
    played.deaf = NULL;
    (void)until(ATB_STAGE_UP, 3 * MINUTE_MS);
    assert_int_equal(played.port_baud, 921600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_modem_that_hung_at_any_moment_is_found_again),
        EACH(a_network_that_comes_back_is_found_before_the_next_restart),
        EACH(a_network_that_refuses_is_not_asked_again_and_again),
        EACH(so_is_one_that_then_answers_everything_at_once),
        EACH(a_wrong_pin_is_sent_once_on_any_line),
        EACH(a_line_that_was_bad_leaves_nothing_behind),
        EACH(a_speed_whose_ok_was_lost_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
