/* SPDX-License-Identifier: MIT */
/* Names to addresses: a lookup's turn, its time, and what ends it from outside. */
#include "looking_up.h"

static void it_waits_while_another_command_is_under_way(void **state)
{
    (void)state;
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    modem_hears("ATE0\r");
    assert_int_equal(start(sizeof address), ATB_OK);
    pass(10);
    modem_hears("");
    assert_runs();
    modem_says("\r\nOK\r\n");
    assert_int_equal(atb_next_tick_ms(session), 0); /* who sleeps comes back for it */
    pass(10);
    modem_hears(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n");
    pass(10);
    assert_true(atb_next_tick_ms(session) > 50000); /* the address wakes, or the lookup's time */
    modem_says("\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    pass(10);
    assert_true(atb_next_tick_ms(session) > 1000000);
    assert_int_equal(start(sizeof address), ATB_OK);
    assert_int_equal(atb_next_tick_ms(session), 0);
}

static void the_end_of_the_last_ones_command_is_not_its_own(void **state)
{
    (void)state;
    ask(SIMCOM_ASKS);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(start(sizeof address), ATB_OK);
    modem_says("\r\nERROR\r\n");
    assert_runs();
    pass(10);
    modem_hears(SIMCOM_ASKS);
}

static void one_under_way_is_not_started_again(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    assert_int_equal(start(sizeof address), ATB_BUSY);
    modem_says("\r\nOK\r\n\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
}

static void on_the_other(struct atb_lookup *which, int status)
{
    assert_ptr_not_equal(which, &lookup);
    assert_int_equal(status, ATB_OK);
    ends++;
}

static void two_take_turns(void **state)
{
    static struct atb_lookup other;
    char its[46] = "unset";
    (void)state;
    memset(&other, 0, sizeof other);
    assert_int_equal(start(sizeof address), ATB_OK);
    assert_int_equal(
        atb_lookup_start(&other, session, resolver, "example.com", its, sizeof its, on_the_other),
        ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.com\"\r"); /* the newest first */
    modem_says("\r\n+CDNSGIP: 1,\"example.com\",\"192.0.2.8\"\r\n\r\nOK\r\n");
    pass(10);
    modem_hears(SIMCOM_ASKS);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n\r\nOK\r\n");
    assert_int_equal(ends, 2);
    assert_string_equal(its, "192.0.2.8");
    assert_string_equal(address, "192.0.2.7");
    assert_int_equal(start(sizeof address), ATB_OK); /* it is watching still, behind the other */
    pass(10);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.9\"\r\n\r\nOK\r\n");
    assert_int_equal(ends, 3);
    assert_string_equal(address, "192.0.2.9");
}

/* Both found the line taken; the second one's turn comes with the end of the first. */
static void of_two_that_waited_one_is_due(void **state)
{
    static struct atb_lookup other;
    static char its[46];
    (void)state;
    memset(&other, 0, sizeof other);
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    assert_int_equal(start(sizeof address), ATB_OK);
    assert_int_equal(
        atb_lookup_start(&other, session, resolver, "example.com", its, sizeof its, on_the_other),
        ATB_OK);
    pass(10);
    modem_says("\r\nOK\r\n");
    pass(10);
    modem_says("\r\nOK\r\n"); /* the address comes behind it */
    pass(10);
    assert_true(atb_next_tick_ms(session) > 50000);
    atb_unwatch(session, &other.watcher);
}

/* The application goes on meanwhile, and others watch. */
static void the_address_may_come_during_another_command(void **state)
{
    static struct atb_watcher watcher;
    (void)state;
    memset(&watcher, 0, sizeof watcher);
    atb_watch(session, &watcher);
    ask(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n");
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    modem_says("\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
    atb_unwatch(session, &watcher);
}

/* OneMO's modems ask for up to 90 s, and take commands meanwhile. */
static void the_line_is_free_while_the_modem_asks(void **state)
{
    (void)state;
    ask(ONEMO_ASKS);
    modem_says("\r\nOK\r\n");
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    modem_hears("ATE0\r");
    modem_says("\r\nOK\r\n");
    pass(94000);
    assert_runs();
    modem_says("\r\n+MDNSGIP: \"example.org\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

static void an_address_that_never_comes_is_given_up(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n");
    pass(59000);
    assert_runs();
    pass(6000);
    assert_ended(ATB_TIMEOUT);
    modem_says("\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n"); /* nobody waits for it any more */
    assert_int_equal(ends, 0);
    pass(60000);
    assert_int_equal(ends, 0);
}

static void a_clock_that_steps_back_ends_none(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n");
    set_clock(START_MS - 490);
    pass(10);
    assert_runs();
    pass(65000);
    pass(500);
    assert_ended(ATB_TIMEOUT);
}

/* The manual's 60 s, and 5 s, so that the modem gives up first and says so. */
static void its_time_begins_with_the_question(void **state)
{
    (void)state;
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    modem_hears("ATE0\r");
    assert_int_equal(start(sizeof address), ATB_OK);
    pass(5000);
    modem_says("\r\nOK\r\n");
    pass(10);
    modem_hears(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n");
    pass(65000 - 1);
    assert_runs();
    pass(1);
    assert_ended(ATB_TIMEOUT);
}

static void a_reboot_ends_it(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    atb_modem_rebooted(session);
    assert_ended(ATB_REBOOTED);
    assert_string_equal(address, "unset");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        QUECTEL_TEST(it_waits_while_another_command_is_under_way),
        SIMCOM_TEST(the_end_of_the_last_ones_command_is_not_its_own),
        QUECTEL_TEST(one_under_way_is_not_started_again),
        SIMCOM_TEST(two_take_turns),
        QUECTEL_TEST(of_two_that_waited_one_is_due),
        QUECTEL_TEST(the_address_may_come_during_another_command),
        ONEMO_TEST(the_line_is_free_while_the_modem_asks),
        QUECTEL_TEST(an_address_that_never_comes_is_given_up),
        QUECTEL_TEST(a_clock_that_steps_back_ends_none),
        QUECTEL_TEST(its_time_begins_with_the_question),
        QUECTEL_TEST(a_reboot_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
