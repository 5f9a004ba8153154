/* SPDX-License-Identifier: MIT */
/* Cards, with the lists of all four dialects, in a modem that plays itself. */
#include "played.h"

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS };

static void a_pin_that_is_asked_for_is_given_once(void **state)
{
    (void)state;
    played.card = CARD_WANTS_PIN;
    played.setup.pin = "1234";
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(count("AT+CPIN=\"1234\""), 1);
}

static void a_right_pin_is_given_again_behind_each_restart(void **state)
{
    (void)state;
    played.card = CARD_WANTS_PIN;
    played.wants_pin = true;
    played.setup.pin = "1234";
    start_bringup();
    for (unsigned lives = 1; lives <= 3; lives++) {
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        assert_int_equal(count("AT+CPIN=\"1234\""), lives);
        reboot();
        pass(2000);
    }
}

/* Its OK was lost, but the card has opened: it is as good as any. */
static void so_is_one_whose_ok_was_lost(void **state)
{
    (void)state;
    played.card = CARD_WANTS_PIN;
    played.wants_pin = true;
    played.setup.pin = "1234";
    played.deaf = "AT+CPIN=";
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    played.deaf = NULL;
    reboot();
    pass(2000);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(count("AT+CPIN=\"1234\""), 2);
}

static void a_wrong_pin_is_given_once_whatever_happens_behind_it(void **state)
{
    (void)state;
    played.card = CARD_WANTS_PIN;
    played.setup.pin = "4321";
    start_bringup();
    (void)until(ATB_STAGE_LOCKED, MINUTE_MS);
    reboot();
    pass(MINUTE_MS);
    atb_bringup_again(&played.bringup);
    pass(MINUTE_MS);
    atb_bringup_reset(&played.bringup);
    pass(HOUR_MS);
    (void)until(ATB_STAGE_LOCKED, MINUTE_MS);
    assert_int_equal(count("AT+CPIN=\""), 1);
    assert_int_equal(played.tries, 2);
}

static void so_is_one_whose_refusal_was_lost(void **state)
{
    (void)state;
    played.card = CARD_WANTS_PIN;
    played.setup.pin = "4321";
    played.deaf = "AT+CPIN=";
    start_bringup();
    (void)until(ATB_STAGE_LOCKED, MINUTE_MS);
    atb_bringup_reset(&played.bringup);
    pass(HOUR_MS);
    (void)until(ATB_STAGE_LOCKED, MINUTE_MS);
    assert_int_equal(count("AT+CPIN=\""), 1);
}

/* Its answers are those to the commands before, until something sorts them: an OK that is not the
 * PIN's must not count as such. */
static void so_it_is_by_a_modem_that_takes_its_time_for_each_command(void **state)
{
    for (uint32_t ms = 500; ms <= 1500; ms += 50) {
        (void)played_modem(state);
        played.card = CARD_WANTS_PIN;
        played.setup.pin = "4321";
        played.thinks_ms = ms;
        start_bringup();
        (void)until(ATB_STAGE_LOCKED, 10 * MINUTE_MS);
        assert_int_equal(count("AT+CPIN=\""), 1);
    }
}

/* An answer may be that to a question of before a restart, which nobody remembers. */
static void so_it_is_on_a_line_that_is_seconds_late(void **state)
{
    for (uint32_t ms = 0; ms <= 15000; ms += 250) {
        (void)played_modem(state);
        played.card = CARD_WANTS_PIN;
        played.setup.pin = "4321";
        played.hoards = true;
        played.late_ms = ms;
        start_bringup();
        pass(20 * MINUTE_MS);
        assert_in_range(played.pins, 0, 1);
    }
}

/* Where there is no network, a restart follows the other: the card has shown that it is right. */
static void a_right_pin_is_given_behind_restarts_without_a_network(void **state)
{
    (void)state;
    played.card = CARD_WANTS_PIN;
    played.wants_pin = true;
    played.setup.pin = "1234";
    played.stat[0] = played.stat[1] = played.stat[2] = 2;
    start_bringup();
    pass(5 * MINUTE_MS);
    assert_in_range(count("AT+CFUN=1,1"), 2, 4);
    assert_int_equal(count("AT+CPIN=\"1234\""), count("AT+CFUN=1,1") + 1);
}

static void what_wants_a_puk_stands_still(void **state)
{
    (void)state;
    played.card = CARD_WANTS_PUK;
    played.setup.pin = "1234";
    start_bringup();
    (void)until(ATB_STAGE_LOCKED, MINUTE_MS);
    pass(HOUR_MS);
    assert_int_equal(count("AT+CPIN="), 0);
    assert_int_equal(count("AT+CPIN?"), 1);
    assert_string_equal(played.stages, "power, set up, sim, locked, ");
}

/* All that 27.007 8.3 has of them; their PUKs, too. */
static void so_does_a_phone_that_wants_a_code_of_its_own(void **state)
{
    static const char *const codes[] = {
        "SIM PUK",     "PH-SIM PIN",    "PH-FSIM PIN",   "PH-FSIM PUK", "PH-NET PIN",
        "PH-NET PUK",  "PH-NETSUB PIN", "PH-NETSUB PUK", "PH-SP PIN",   "PH-SP PUK",
        "PH-CORP PIN", "PH-CORP PUK",   "\"PH-NET PIN\""};
    (void)state;
    played.card = CARD_ELSE;
    played.setup.pin = "1234";
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        char answer[64];
        snprintf(answer, sizeof answer, "\r\n+CPIN: %s\r\n\r\nOK\r\n", codes[i]);
        played.state = answer;
        start_bringup();
        (void)until(ATB_STAGE_LOCKED, MINUTE_MS);
    }
    assert_int_equal(count("AT+CPIN="), 0);
}

static void a_card_that_is_late_is_waited_for(void **state)
{
    static const char *const answers[] = {"\r\n+CME ERROR: 10\r\n",
                                          "\r\n+CME ERROR: 14\r\n",
                                          "\r\n+CME ERROR: SIM busy\r\n",
                                          "\r\nERROR\r\n",
                                          "\r\n+CPIN: NOT READY\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: NOT INSERTED\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: SIM REMOVED\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: SIM not inserted\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: SIM BUSY\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: BUSY\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: BLOCKED\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: BLOCK\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: NO SIM\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: REMOVED\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: UNKNOWN\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: INSERTED\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: R\r\n\r\nOK\r\n",
                                          "\r\n+CPIN: \"\"\r\n\r\nOK\r\n"};
    (void)state;
    played.card = CARD_ELSE;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        played.state = answers[i];
        if (i == 0) {
            start_bringup();
        }
        pass(1000);
        assert_int_equal(played.bringup.stage, ATB_STAGE_SIM);
    }
    played.card = CARD_READY;
    (void)until(ATB_STAGE_UP, 5000);
    assert_int_equal(played.bringup.resets, 0);
}

static void one_that_is_missing_is_looked_for_behind_restarts(void **state)
{
    (void)state;
    played.card = CARD_ELSE;
    played.state = "\r\n+CME ERROR: 10\r\n";
    start_bringup();
    pass(2 * HOUR_MS);
    assert_in_range(count("AT+CFUN=1,1"), 4, 8);
    played.card = CARD_READY;
    (void)until(ATB_STAGE_UP, HOUR_MS + MINUTE_MS);
}

/* The next restart is an hour away. */
static void one_that_was_out_for_hours_is_given_its_pin_at_once(void **state)
{
    (void)state;
    played.setup.pin = "1234";
    played.card = CARD_WANTS_PIN;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    played.card = CARD_ELSE;
    played.state = "\r\n+CME ERROR: 10\r\n";
    says("\r\n+CEREG: 0\r\n");
    for (int minutes = 0; minutes < 180; minutes++) {
        pass(MINUTE_MS);
        played.heard[0] = '\0';
    }
    played.card = CARD_WANTS_PIN;
    (void)until(ATB_STAGE_UP, 5000);
    assert_int_equal(count("AT+CPIN=\"1234\""), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_pin_that_is_asked_for_is_given_once),
        EACH(a_right_pin_is_given_again_behind_each_restart),
        EACH(so_is_one_whose_ok_was_lost),
        EACH(a_wrong_pin_is_given_once_whatever_happens_behind_it),
        EACH(so_is_one_whose_refusal_was_lost),
        EACH(so_it_is_by_a_modem_that_takes_its_time_for_each_command),
        EACH(so_it_is_on_a_line_that_is_seconds_late),
        EACH(a_right_pin_is_given_behind_restarts_without_a_network),
        EACH(what_wants_a_puk_stands_still),
        EACH(so_does_a_phone_that_wants_a_code_of_its_own),
        EACH(a_card_that_is_late_is_waited_for),
        EACH(one_that_is_missing_is_looked_for_behind_restarts),
        EACH(one_that_was_out_for_hours_is_given_its_pin_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
