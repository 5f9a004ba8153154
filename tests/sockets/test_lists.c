/* SPDX-License-Identifier: MIT */
/* The lists of all four dialects, against a modem that plays itself. */
#include "played.h"

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS };

static void from_power_on_to_data(void **state)
{
    (void)state;
    played.on = false;
    played.setup.pins = all_pins;
    start_bringup();
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1, 10000);
    assert_string_equal(played.stages, "power, set up, sim, register, context, up, ");
    assert_string_equal(played.keys, "power up ");
}

/* Many have none before they know their speed; from others it comes while the UART is not ready. */
static void no_banner_is_needed(void **state)
{
    (void)state;
    played.mute = true;
    played.setup.pins = all_pins;
    for (played.boot_ms = 500; played.boot_ms < 18000; played.boot_ms += 700) {
        played.on = false;
        start_bringup();
        assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1, played.boot_ms + 10000);
        assert_int_equal(played.bringup.resets, 0);
    }
}

static void nor_behind_a_restart_that_was_asked_for(void **state)
{
    (void)state;
    played.mute = true;
    for (played.boot_ms = 500; played.boot_ms < 18000; played.boot_ms += 700) {
        start_bringup();
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        atb_bringup_reset(&played.bringup);
        assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1, played.boot_ms + 10000);
    }
}

/* An OK for each question at once: none of them is taken for the answer to a PIN. */
static void what_was_asked_while_it_started_may_be_answered_at_once(void **state)
{
    (void)state;
    played.hoards = played.mute = true;
    played.setup.pin = "1234";
    played.setup.pins = all_pins;
    for (played.boot_ms = 500; played.boot_ms < 18000; played.boot_ms += 700) {
        played.on = false;
        played.card = CARD_WANTS_PIN;
        played.heard[0] = '\0';
        start_bringup();
        assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1, played.boot_ms + 20000);
        assert_int_equal(count("AT+CPIN=\"1234\""), 1);
    }
}

/* ---- speed ----------------------------------------------------------------------------------- */

static void the_port_follows_the_modem_to_another_speed(void **state)
{
    (void)state;
    played.setup.pins = all_pins;
    played.setup.baud = 921600;
    played.setup.flow_control = true;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(played.baud, 921600);
    assert_int_equal(played.port_baud, 921600);
    assert_int_equal(count("AT+IFC=2,2"), 1);
    assert_int_equal(played.session->reboots, 0); /* what it was told before holds */
}

/* Nothing that it is asked for is left out. */
static void one_that_takes_a_moment_to_change_its_speed_is_given_it(void **state)
{
    (void)state;
    played.setup.pins = all_pins;
    played.setup.baud = 921600;
    played.setup.flow_control = true;
    played.deaf_ms = 300;
    start_bringup();
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 300, 5000);
    assert_int_equal(count("AT+IFC=2,2"), 1);
}

/* Nor where it hears the first one not at all. */
static void one_that_does_not_hear_of_flow_control_is_told_again(void **state)
{
    (void)state;
    played.setup.pins = all_pins;
    played.setup.baud = 921600;
    played.setup.flow_control = true;
    played.deaf_ms = 1000;
    start_bringup();
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1000, 15000);
    assert_int_equal(count("AT+IFC=2,2"), 1);
}

static void a_modem_that_refuses_the_speed_keeps_its_own(void **state)
{
    (void)state;
    played.setup.pins = all_pins;
    played.setup.baud = 921600;
    played.refuse = "AT+IPR=";
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(played.port_baud, OWN_BAUD);
}

/* The application has started again, the modem has not; there is no key. */
static void a_modem_at_the_other_speed_is_found(void **state)
{
    (void)state;
    played.setup.pins.speed = all_pins.speed;
    played.setup.pins.context = &played;
    played.setup.baud = played.baud = 921600;
    played.keeps_baud = true;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(played.port_baud, 921600);
    reboot();
    pass(2000);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
}

static void one_that_has_fallen_back_to_its_own_is_found(void **state)
{
    (void)state;
    played.setup.pins.speed = all_pins.speed;
    played.setup.pins.context = &played;
    played.setup.baud = 921600;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    reboot();
    pass(2000);
    assert_int_equal(played.baud, OWN_BAUD);
    pass(2 * MINUTE_MS);
    (void)until(ATB_STAGE_UP, 2 * MINUTE_MS);
    assert_int_equal(played.port_baud, 921600);
}

static void the_power_key_alone_brings_it_up_at_any_speed(void **state)
{
    (void)state;
    played.setup.pins = all_pins;
    played.setup.pins.reset = NULL;
    played.setup.baud = 921600;
    for (int how = 0; how < 8; how++) { /* on or off, at this speed or that, kept or not */
        played.on = how & 1;
        played.keeps_baud = how & 2;
        played.baud = how & 4 ? 921600 : OWN_BAUD;
        played.port_baud = OWN_BAUD;
        start_bringup();
        (void)until(ATB_STAGE_UP, 3 * MINUTE_MS);
        assert_int_equal(played.port_baud, 921600);
    }
}

/* ---- registration ---------------------------------------------------------------------------- */

static void register_at(int lte, int packets, int calls)
{
    played.stat[0] = lte;
    played.stat[1] = packets;
    played.stat[2] = calls;
}

static void roaming_is_as_good_as_home(void **state)
{
    (void)state;
    register_at(5, 5, 5);
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_int_equal(count("AT+CEREG?"), 2);
}

/* Not searching, searching, denied, unknown, messages only, emergency calls only, RLOS, 5G's. */
static void nothing_else_is_registered_for_data(void **state)
{
    static const int states[] = {0, 2, 3, 4, 6, 7, 8, 9, 10, 11, 90, -1};
    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        register_at(states[i], states[i], states[i]);
        start_bringup();
        pass(10000);
        assert_int_equal(played.bringup.stage, ATB_STAGE_REGISTER);
        register_at(1, 1, 1);
        (void)until(ATB_STAGE_UP, MINUTE_MS);
    }
}

static void a_registration_denied_for_good_is_a_restart_at_last(void **state)
{
    (void)state;
    register_at(3, 3, 3);
    start_bringup();
    (void)until(ATB_STAGE_RESET, 3 * MINUTE_MS);
    pass(HOUR_MS);
    assert_in_range(count("AT+CFUN=1,1"), 3, 8);
    register_at(1, 1, 1);
    (void)until(ATB_STAGE_UP, HOUR_MS + MINUTE_MS);
}

static void the_register_for_packets_alone_will_do(void **state)
{
    (void)state;
    register_at(played.says->lte_alone ? 1 : 0, 1, 0);
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
}

static void so_will_that_for_calls(void **state)
{
    (void)state;
    register_at(played.says->lte_alone ? 1 : -1, -1, 5);
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
}

/* ---- losses ---------------------------------------------------------------------------------- */

static void each_way_out_leads_back(void **state)
{
    static const char *const lost[] = {"\r\n+CEREG: 0\r\n", "\r\n+CEREG: 3\r\n",
                                       "\r\n+CEREG: 8\r\n", "\r\n+CEREG: 3,,,,0,15\r\n",
                                       "\r\n+CEREG: 4\r\n", NULL};
    (void)state;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    for (size_t i = 0; i < sizeof lost / sizeof lost[0]; i++) {
        says(lost[i] != NULL ? lost[i] : played.says->lost_context);
        assert_int_equal(played.bringup.stage, ATB_STAGE_LOST);
        assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1000, 15000);
    }
    assert_int_equal(count("AT+CFUN"), 0);
}

/* A socket would hear of it by its own line; with none open nothing else tells. */
static void a_context_that_onemo_says_is_lost_is_made_anew(void **state)
{
    (void)state;
    if (strcmp(played.says->name, "onemo") != 0) {
        return;
    }
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    says("\r\n+MIPCALL: 1,1,\"10.0.0.2\"\r\n");
    assert_int_equal(played.bringup.stage, ATB_STAGE_UP);
    says("\r\n+MIPCALL: 1,0\r\n");
    assert_int_equal(played.bringup.stage, ATB_STAGE_LOST);
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1000, 15000);
    assert_int_equal(count("AT+CGACT=1,1"), 2);
}

/* <stat> with a place of digits alone, or <n> and <stat>, late? */
static void a_line_that_may_be_an_answer_is_asked_about(void **state)
{
    (void)state;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    says("\r\n+CEREG: 2,\"0000\",\"00000000\",0\r\n");
    pass(30000);
    assert_int_equal(played.bringup.stage, ATB_STAGE_UP);
    register_at(2, 2, 2);
    says("\r\n+CEREG: 2,\"0000\",\"00000000\",0\r\n");
    (void)until(ATB_STAGE_REGISTER, 30000);
    register_at(1, 1, 1);
    (void)until(ATB_STAGE_UP, 15000);
}

static void registered_elsewhere_is_no_loss(void **state)
{
    static const char *const still[] = {
        "\r\n+CEREG: 1\r\n", "\r\n+CEREG: 5,\"1A2B\",\"01234567\",7\r\n",
        "\r\n+CEREG: 5,1A2B,01234567,9\r\n",
        "\r\n+CEREG: 1,\"1A2B\",\"01234567\",9,,,\"00000100\",\"11000001\"\r\n",
        "\r\n+CEREG: 1,\"1A2B\",\"01234567\",7,0,0\r\n"};
    (void)state;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    for (size_t i = 0; i < sizeof still / sizeof still[0]; i++) {
        says(still[i]);
        pass(5000);
        assert_int_equal(played.bringup.stage, ATB_STAGE_UP);
    }
    assert_string_equal(played.stages, "power, set up, sim, register, context, up, ");
}

/* In whatever order a modem tells of its start. */
static void lines_of_a_start_may_come_in_any_order(void **state)
{
    static const char *const told[] = {
        "\r\nPB DONE\r\n",  "\r\n+CPIN: READY\r\n", "\r\nSMS DONE\r\n",  "\r\n+QIND: SMS DONE\r\n",
        "\r\n+CFUN: 1\r\n", "\r\n+CEREG: 2\r\n",    "\r\n+CEREG: 1\r\n", "\r\nCall Ready\r\n"};
    (void)state;
    for (size_t first = 0; first < sizeof told / sizeof told[0]; first++) {
        reboot();
        start_bringup();
        pass(BOOT_MS);
        for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
            says(told[(first + i * 3) % (sizeof told / sizeof told[0])]);
            pass(30);
        }
        (void)until(ATB_STAGE_UP, MINUTE_MS);
    }
    assert_int_equal(count("AT+CFUN"), 0);
}

/* ---- a context that does not stay ------------------------------------------------------------ */

/* How long until data flows, which ends then. */
static uint32_t flows_and_ends(uint32_t flows_ms)
{
    played.heard[0] = played.stages[0] = '\0';
    const uint32_t ms = until(ATB_STAGE_UP, 10 * MINUTE_MS);
    pass(flows_ms);
    says(played.says->lost_context);
    assert_int_equal(played.bringup.stage, ATB_STAGE_LOST);
    return ms;
}

/* As of a card without credit: networks bar devices that go on and on. */
static void a_context_that_goes_at_once_is_made_later_and_later(void **state)
{
    unsigned lives = 0;
    (void)state;
    start_bringup();
    for (uint32_t ms = 0; ms < HOUR_MS; lives++) {
        ms += flows_and_ends(100) + 100;
    }
    assert_in_range(lives, 10, 25);
}

static void once_it_has_stayed_it_is_made_at_once_again(void **state)
{
    (void)state;
    start_bringup();
    for (int lives = 0; lives < 12; lives++) {
        (void)flows_and_ends(100);
    }
    assert_in_range(flows_and_ends(15000), 4 * MINUTE_MS, 5 * MINUTE_MS);
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1000, 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(from_power_on_to_data),
        EACH(no_banner_is_needed),
        EACH(nor_behind_a_restart_that_was_asked_for),
        EACH(what_was_asked_while_it_started_may_be_answered_at_once),
        EACH(the_port_follows_the_modem_to_another_speed),
        EACH(one_that_takes_a_moment_to_change_its_speed_is_given_it),
        EACH(one_that_does_not_hear_of_flow_control_is_told_again),
        EACH(a_modem_that_refuses_the_speed_keeps_its_own),
        EACH(a_modem_at_the_other_speed_is_found),
        EACH(one_that_has_fallen_back_to_its_own_is_found),
        EACH(the_power_key_alone_brings_it_up_at_any_speed),
        EACH(roaming_is_as_good_as_home),
        EACH(nothing_else_is_registered_for_data),
        EACH(a_registration_denied_for_good_is_a_restart_at_last),
        EACH(the_register_for_packets_alone_will_do),
        EACH(so_will_that_for_calls),
        EACH(each_way_out_leads_back),
        EACH(a_context_that_onemo_says_is_lost_is_made_anew),
        EACH(a_line_that_may_be_an_answer_is_asked_about),
        EACH(registered_elsewhere_is_no_loss),
        EACH(lines_of_a_start_may_come_in_any_order),
        EACH(a_context_that_goes_at_once_is_made_later_and_later),
        EACH(once_it_has_stayed_it_is_made_at_once_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
