/* SPDX-License-Identifier: MIT */
/* Bring-up and the card: a PIN is sent where it is asked for, and never twice. */
#include "steps.h"

/* The application has one, and the card wants it. */
static void to_the_pin(void)
{
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
}

/* Behind a question whose answer can be told from any other: the next OK is the PIN's own. */
static void expect_the_pin(const char *answer)
{
    expect("AT+CSQ\r", "\r\n+CSQ: 99,99\r\n\r\nOK\r\n");
    expect("AT+CPIN=\"1234\"\r", answer);
}

static void the_pin_is_sent_when_it_is_asked_for(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("\r\nOK\r\n");
    to_the_network();
}

static void a_refused_pin_is_never_sent_again(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("\r\n+CME ERROR: 16\r\n");
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    assert_stages("power set-up sim locked ");
    feed("\r\nRDY\r\n");
    tick(600000);
    assert_string_equal(sent, "");
    assert_stages("");
}

static void assert_locked(void)
{
    tick(60000);
    assert_string_equal(sent, "");
    assert_int_equal(bringup.stage, ATB_STAGE_LOCKED);
}

static void to_the_card_behind_its_banner(void)
{
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
}

/* Behind a restart the card still wants its PIN. */
static void the_card_asks_in_vain(void)
{
    to_the_card_behind_its_banner();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    assert_locked();
}

/* Nobody was there any more to hear of it. */
static void nor_is_one_that_a_restart_overtook(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("");
    atb_bringup_reset(&bringup);
    feed("\r\n+CME ERROR: 16\r\n");
    expect("AT+CFUN=1,1\r", "\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
    the_card_asks_in_vain();
}

static void a_pin_whose_fate_nobody_knows_is_not_sent_again(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("\r\nRDY\r\n"); /* the modem has started again meanwhile */
    the_card_asks_in_vain();
}

/* An OK may be another command's: the card tells, and is given time. */
static void the_card_goes_on_asking(void)
{
    for (int i = 0; i < 20; i++) {
        expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    }
    assert_locked();
}

static void nor_is_one_behind_whose_ok_the_card_goes_on_asking(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("\r\nOK\r\n");
    the_card_goes_on_asking();
}

static void nor_is_one_behind_whose_ok_the_modem_starts_again(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("\r\nOK\r\n");
    expect("AT+CPIN?\r", "\r\nRDY\r\n");
    to_the_card_behind_its_banner();
    the_card_goes_on_asking();
}

static void a_card_that_opens_a_little_behind_its_ok_is_open(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("\r\nOK\r\n");
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    to_the_network();
    to_data();
}

static void a_pin_that_waits_for_its_turn_is_sent_all_the_same(void **state)
{
    (void)state;
    to_the_pin();
    assert_int_equal(atb_raw(&modem.session, "AT+X", NULL, NULL, NULL), ATB_OK);
    expect("AT+CSQ\r", "\r\n+CSQ: 99,99\r\n\r\nOK\r\n");
    expect("AT+X\r", "");
    tick(500);
    feed("\r\nOK\r\n");
    expect("AT+CPIN=\"1234\"\r", "\r\nOK\r\n");
    to_the_network();
}

static void a_pin_is_not_sent_to_a_card_that_wants_its_puk(void **state)
{
    (void)state;
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n");
    tick(60000);
    assert_string_equal(sent, "");
    assert_stages("power set-up sim locked ");
}

/* Its own question is over; what the card wants now is wanted of somebody else. */
static void a_pin_is_not_sent_to_a_card_that_wants_its_second(void **state)
{
    (void)state;
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN2\r\n\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
    to_data();
    assert_stages("power set-up sim register context up ");
}

static void a_state_between_quotes_is_the_same(void **state)
{
    (void)state;
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: \"SIM PIN\"\r\n\r\nOK\r\n");
    expect_the_pin("\r\nOK\r\n");
    expect("AT+CPIN?\r", "\r\n+CPIN: \"\"\r\n\r\nOK\r\n"); /* no state: asked again */
    to_the_network();
}

/* The driver of an ML307R expects it so, too. */
static void a_card_is_ready_in_small_letters(void **state)
{
    (void)state;
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: ready\r\n\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
    to_data();
}

static void a_card_that_is_not_ready_yet_is_asked_again(void **state)
{
    (void)state;
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: NOT READY\r\n\r\nOK\r\n");
    expect("AT+CPIN?\r", "\r\n+CME ERROR: 14\r\n");
    to_the_network();
}

static void without_a_pin_a_locked_card_stands_still(void **state)
{
    (void)state;
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    expect("AT+CSQ\r", "\r\n+CSQ: 99,99\r\n\r\nOK\r\n");
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"); /* nobody has answered it */
    tick(60000);
    assert_string_equal(sent, "");
    assert_stages("power set-up sim locked ");
}

/* As of one that another has unlocked meanwhile: what the card says is what counts. */
static void a_card_that_is_open_behind_a_refused_pin_is_open(void **state)
{
    (void)state;
    to_the_pin();
    expect_the_pin("\r\n+CME ERROR: 3\r\n");
    to_the_network();
    to_data();
}

static void it_stands_still_though_the_clock_wraps(void **state)
{
    (void)state;
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n");
    for (int half = 0; half < 3; half++) {
        now += INT32_MAX;
        tick(20);
    }
    assert_string_equal(sent, "");
    assert_stages("power set-up sim locked ");
}

static void started_anew_it_begins_with_the_first_step(void **state)
{
    (void)state;
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n");
    assert_stages("power set-up sim locked ");
    atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, keys);
    up(); /* another card is in */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_pin_is_sent_when_it_is_asked_for),
        TEST(a_refused_pin_is_never_sent_again),
        TEST(nor_is_one_that_a_restart_overtook),
        TEST(a_pin_whose_fate_nobody_knows_is_not_sent_again),
        TEST(nor_is_one_behind_whose_ok_the_card_goes_on_asking),
        TEST(nor_is_one_behind_whose_ok_the_modem_starts_again),
        TEST(a_card_that_opens_a_little_behind_its_ok_is_open),
        TEST(a_pin_that_waits_for_its_turn_is_sent_all_the_same),
        TEST(a_pin_is_not_sent_to_a_card_that_wants_its_puk),
        TEST(a_pin_is_not_sent_to_a_card_that_wants_its_second),
        TEST(a_state_between_quotes_is_the_same),
        TEST(a_card_is_ready_in_small_letters),
        TEST(a_card_that_is_not_ready_yet_is_asked_again),
        TEST(without_a_pin_a_locked_card_stands_still),
        TEST(a_card_that_is_open_behind_a_refused_pin_is_open),
        TEST(it_stands_still_though_the_clock_wraps),
        TEST(started_anew_it_begins_with_the_first_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
