/* SPDX-License-Identifier: MIT */
/* Bring-up and recovery against a modem of a few lines that a test scripts. The list is Quectel's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "quectel.h"
#include "quectel_bringup.h"

static struct quectel modem;
static struct atb_bringup bringup;
static struct atb_bringup_setup setup;
static char lines[8192], sent[1024], stages[512], keys[256];
static uint32_t now;

static int port_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    strncat(sent, bytes, length);
    return (int)length;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return now;
}

static const struct atb_port port = {.write = port_write, .now = port_now};

static void press_power(void *context, bool pressed)
{
    (void)context;
    strcat(keys, pressed ? "power " : "up ");
}

static void press_reset(void *context, bool pressed)
{
    (void)context;
    strcat(keys, pressed ? "reset " : "up ");
}

static void set_speed(void *context, uint32_t baud)
{
    size_t length = strlen(keys);
    (void)context;
    snprintf(keys + length, sizeof keys - length, "%u ", (unsigned)baud);
}

static const struct atb_pins pins = {press_power, press_reset, set_speed, NULL};

static void on_stage(void *app, int stage)
{
    static const char *const names[] = {"power",   "reset",  "set-up", "sim", "register",
                                        "context", "locked", "lost",   "up"};
    (void)app;
    strcat(strcat(stages, names[stage]), " ");
}

static int set_up(void **state)
{
    (void)state;
    memset(&setup, 0, sizeof setup);
    memset(sent, 0, sizeof sent);
    memset(stages, 0, sizeof stages);
    memset(keys, 0, sizeof keys);
    now = 1000;
    (void)quectel_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, NULL);
    return 0;
}

static void tick(uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms; passed += 10) {
        now += 10;
        (void)atb_tick(&modem.session);
    }
}

static void feed(const char *text)
{
    (void)atb_feed(&modem.session, text, strlen(text));
}

/* The next command that goes out is this one; and this is its answer. */
static void expect(const char *command, const char *answer)
{
    for (int i = 0; i < 300 && sent[0] == '\0'; i++) {
        tick(10);
    }
    assert_string_equal(sent, command);
    memset(sent, 0, sizeof sent);
    feed(answer);
}

static void assert_stages(const char *text)
{
    assert_string_equal(stages, text);
    memset(stages, 0, sizeof stages);
}

static void to_the_card(void)
{
    expect("AT\r", "\r\nOK\r\n");
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
}

static void to_the_network(void)
{
    expect("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
}

static void to_data(void)
{
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
}

static void up(void)
{
    to_the_card();
    to_the_network();
    to_data();
    assert_stages("power set-up sim register context up ");
}

/* ---- the way up ------------------------------------------------------------------------ */

static void a_modem_that_is_on_is_up_without_a_key(void **state)
{
    (void)state;
    setup.pins = pins;
    up();
    assert_string_equal(keys, "");
}

static void a_modem_that_is_off_gets_its_power_key(void **state)
{
    (void)state;
    setup.pins = pins;
    tick(6000); /* four times AT, then the key for 2 s */
    assert_memory_equal(sent, "AT\r", 3);
    assert_string_equal(keys, "power up ");
    assert_stages("power ");
}

static void what_the_application_gives_adds_its_steps(void **state)
{
    (void)state;
    setup.pins = pins;
    setup.baud = 921600;
    setup.flow_control = true;
    setup.apn = "internet";
    to_the_card();
    expect("AT+IPR=921600\r", "\r\nOK\r\n");
    assert_string_equal(keys, "921600 ");
    expect("AT+IFC=2,2\r", "\r\nOK\r\n");
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QICSGP=1,1,\"internet\"\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
}

static void a_user_and_a_password_go_with_the_context(void **state)
{
    (void)state;
    setup.apn = "internet";
    setup.user = "me";
    setup.password = "sesame";
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QICSGP=1,1,\"internet\"\r", "\r\nOK\r\n");
    expect("AT+QICSGP=1,1,\"internet\",\"me\",\"sesame\",1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
}

static void the_network_is_asked_until_it_is_there(void **state)
{
    (void)state;
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,2\r\n\r\nOK\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 0,3\r\n\r\nOK\r\n");
    expect("AT+CREG?\r", "\r\n+CME ERROR: 30\r\n");
    to_data();
}

/* ---- registers ---------------------------------------------------------------------------- */

static void up_in_2g(void)
{
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 0,0\r\n\r\nOK\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 0,5\r\n\r\nOK\r\n");
    expect("AT+CGREG=1\r", "\r\nOK\r\n"); /* the one that is watched */
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 1,5\r\n\r\nOK\r\n");
    assert_stages("power set-up sim register context up ");
}

static void a_late_answer_is_no_loss(void **state)
{
    (void)state;
    up();
    feed("\r\n+CEREG: 0,1\r\n"); /* <n> and <stat>, or <stat> and a place? */
    assert_stages("");
    expect("AT+CEREG?\r", "\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    tick(1000);
    assert_stages("");
    feed("\r\n+CEREG: 0,\"1A2B\"\r\n");
    assert_stages("lost ");
}

static void any_register_will_do(void **state)
{
    (void)state;
    up_in_2g();
    tick(20000);
    expect("AT+CGREG?\r", "\r\n+CGREG: 1,1\r\n\r\nOK\r\n"); /* and it alone is asked */
    assert_stages("");
}

static void the_register_of_another_network_is_no_loss(void **state)
{
    (void)state;
    up_in_2g();
    feed("\r\n+CEREG: 0\r\n\r\n+CREG: 2\r\n");
    assert_stages("");
    feed("\r\n+CGREG: 2\r\n");
    assert_stages("lost ");
}

static void a_modem_that_comes_back_in_another_network_is_found_there(void **state)
{
    (void)state;
    up_in_2g();
    feed("\r\n+CGREG: 2\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 1,2\r\n\r\nOK\r\n");
    expect("AT+CREG?\r", "\r\n+CREG: 0,2\r\n\r\nOK\r\n");
    to_data();
    assert_stages("lost register context up ");
}

/* ---- the card ----------------------------------------------------------------------------- */

static void the_pin_is_sent_when_it_is_asked_for(void **state)
{
    (void)state;
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    expect("AT+CPIN=\"1234\"\r", "\r\nOK\r\n");
    to_the_network();
}

static void a_refused_pin_is_never_sent_again(void **state)
{
    (void)state;
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    expect("AT+CPIN=\"1234\"\r", "\r\n+CME ERROR: 16\r\n");
    assert_stages("power set-up sim locked ");
    feed("\r\nRDY\r\n");
    tick(600000);
    assert_string_equal(sent, "");
}

static void a_pin_whose_fate_nobody_knows_is_not_sent_again(void **state)
{
    (void)state;
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    expect("AT+CPIN=\"1234\"\r", "\r\nRDY\r\n"); /* the modem has started again meanwhile */
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    tick(60000);
    assert_string_equal(sent, "");
    assert_int_equal(bringup.stage, ATB_STAGE_LOCKED);
}

static void a_pin_that_waits_for_its_turn_is_sent_all_the_same(void **state)
{
    (void)state;
    setup.pin = "1234";
    to_the_card();
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    assert_int_equal(atb_raw(&modem.session, "AT+X", NULL, NULL, NULL), ATB_OK);
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
    expect("AT+CPIN?\r", "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n");
    assert_stages("power set-up sim locked ");
}

/* ---- losses ---------------------------------------------------------------------------------- */

static void a_banner_begins_again_behind_power(void **state)
{
    (void)state;
    up();
    feed("\r\nRDY\r\n");
    assert_stages("set-up ");
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
    to_the_network();
    to_data();
}

static void a_lost_context_is_made_anew_and_another_is_not_ours(void **state)
{
    (void)state;
    up();
    feed("\r\n+QIURC: \"pdpdeact\",16\r\n");
    assert_stages("");
    feed("\r\n+QIURC: \"pdpdeact\",1\r\n");
    assert_stages("lost ");
    tick(900);
    assert_string_equal(sent, ""); /* what has arrived can still be read */
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
    assert_stages("context ");
}

static void a_lost_registration_is_waited_for(void **state)
{
    (void)state;
    up();
    feed("\r\n+CEREG: 2\r\n");
    assert_stages("lost ");
    to_data();
    assert_stages("register context up ");
}

static void a_hung_modem_is_reset_by_its_key(void **state)
{
    (void)state;
    setup.pins = pins;
    up();
    tick(60000);
    assert_memory_equal(keys, "reset up ", 9); /* and then the power key, for it stays silent */
}

static void without_a_key_the_modem_is_asked_to_restart(void **state)
{
    (void)state;
    up();
    atb_bringup_reset(&bringup);
    assert_stages("reset ");
    expect("AT+CFUN=1,1\r", "\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
}

static void restarts_follow_each_other_more_slowly(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        atb_bringup_reset(&bringup);
        tick(20);
        assert_string_equal(sent, "AT+CFUN=1,1\r");
        memset(sent, 0, sizeof sent);
        feed("\r\nOK\r\n");
    }
    atb_bringup_reset(&bringup);
    memset(sent, 0, sizeof sent);
    tick(599000);
    assert_string_equal(sent, "");
    tick(2000);
    assert_string_equal(sent, "AT+CFUN=1,1\r");
}

static void an_echo_that_was_off_is_a_restart_that_nobody_noticed(void **state)
{
    (void)state;
    up();
    tick(20000);
    assert_string_equal(sent, "AT+CEREG?\r");
    memset(sent, 0, sizeof sent);
    feed("AT+CEREG?\r\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    assert_stages("set-up ");
    expect("ATE0\r", "\r\nOK\r\n");
}

static void the_command_of_another_is_waited_for(void **state)
{
    (void)state;
    assert_int_equal(atb_raw(&modem.session, "AT+X", NULL, NULL, NULL), ATB_OK);
    expect("AT+X\r", "");
    tick(500);
    assert_string_equal(sent, "");
    feed("\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_modem_that_is_on_is_up_without_a_key),
        TEST(a_modem_that_is_off_gets_its_power_key),
        TEST(what_the_application_gives_adds_its_steps),
        TEST(a_user_and_a_password_go_with_the_context),
        TEST(the_network_is_asked_until_it_is_there),
        TEST(a_late_answer_is_no_loss),
        TEST(any_register_will_do),
        TEST(the_register_of_another_network_is_no_loss),
        TEST(a_modem_that_comes_back_in_another_network_is_found_there),
        TEST(a_pin_that_waits_for_its_turn_is_sent_all_the_same),
        TEST(a_pin_is_not_sent_to_a_card_that_wants_its_puk),
        TEST(a_card_that_is_not_ready_yet_is_asked_again),
        TEST(the_pin_is_sent_when_it_is_asked_for),
        TEST(a_refused_pin_is_never_sent_again),
        TEST(a_pin_whose_fate_nobody_knows_is_not_sent_again),
        TEST(without_a_pin_a_locked_card_stands_still),
        TEST(a_banner_begins_again_behind_power),
        TEST(a_lost_context_is_made_anew_and_another_is_not_ours),
        TEST(a_lost_registration_is_waited_for),
        TEST(a_hung_modem_is_reset_by_its_key),
        TEST(without_a_key_the_modem_is_asked_to_restart),
        TEST(restarts_follow_each_other_more_slowly),
        TEST(an_echo_that_was_off_is_a_restart_that_nobody_noticed),
        TEST(the_command_of_another_is_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
