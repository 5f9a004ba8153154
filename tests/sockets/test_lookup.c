/* SPDX-License-Identifier: MIT */
/* Names to addresses: what a lookup asks, which lines answer it, and every way in which it ends. */
#include "bench.h"

#include "atb_lookup.h"

enum { UNTOLD = 1 };

static const struct atb_resolver *resolver;
static struct atb_lookup lookup;
static char address[46];
static int ended, ends;

static int begin(const struct atb_resolver *how)
{
    atb_net_up(&net, false); /* nothing but lookups here */
    resolver = how;
    ended = UNTOLD;
    ends = 0;
    memset(&lookup, 0, sizeof lookup);
    strcpy(address, "unset");
    return 0;
}

static int set_up_quectel(void **state)
{
    (void)on_quectel(state);
    return begin(&quectel_resolve);
}

static int set_up_simcom(void **state)
{
    (void)on_simcom(state);
    return begin(&simcom_resolve);
}

static int set_up_onemo(void **state)
{
    (void)on_onemo(state);
    return begin(&onemo_resolve);
}

static void on_lookup(struct atb_lookup *which, int status)
{
    assert_ptr_equal(which, &lookup);
    ended = status;
    ends++;
}

static int start(size_t size)
{
    return atb_lookup_start(&lookup, session, resolver, "example.org", address, size, on_lookup);
}

/* Once, and with this. */
static void assert_ended(int status)
{
    assert_int_equal(ended, status);
    assert_int_equal(ends, 1);
    ended = UNTOLD;
    ends = 0;
}

static void assert_runs(void)
{
    assert_int_equal(ends, 0);
}

/* A lookup whose command is out. */
static void ask(const char *line)
{
    assert_int_equal(start(sizeof address), ATB_OK);
    pass(10);
    modem_hears(line);
}

#define QUECTEL_ASKS "AT+QIDNSGIP=1,\"example.org\"\r"
#define SIMCOM_ASKS  "AT+CDNSGIP=\"example.org\"\r"
#define ONEMO_ASKS   "AT+MDNSGIP=\"example.org\"\r"

/* ---- resolved --------------------------------------------------------------------------- */

static void the_address_comes_behind_ok(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n");
    assert_runs();
    modem_says("\r\n+QIURC: \"dnsgip\",0,1,600\r\n");
    assert_runs();
    modem_says("\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

static void the_address_comes_before_ok(void **state)
{
    (void)state;
    ask(SIMCOM_ASKS);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
    modem_says("\r\nOK\r\n");
    assert_runs();
}

static void of_two_addresses_the_first_is_taken(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n\r\n+QIURC: \"dnsgip\",0,2,600\r\n"
               "\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n\r\n+QIURC: \"dnsgip\",\"192.0.2.8\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

static void a_lookup_that_has_ended_can_be_started_again(void **state)
{
    (void)state;
    ask(SIMCOM_ASKS);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    ask(SIMCOM_ASKS);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.9\"\r\n\r\nOK\r\n");
    assert_ended(ATB_OK); /* once: it watches the session once */
    assert_string_equal(address, "192.0.2.9");
}

static void other_lines_say_nothing_about_it(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n\r\n+QIURC: \"recv\",0\r\n\r\n+UNHEARD: 1\r\n\r\n+QIURC: \"dnsgip\"\r\n");
    assert_runs();
}

static void what_came_before_it_asked_is_anothers(void **state)
{
    (void)state;
    assert_int_equal(start(sizeof address), ATB_OK);
    modem_says("\r\n+QIURC: \"dnsgip\",\"192.0.2.8\"\r\n");
    assert_runs();
    assert_string_equal(address, "unset");
}

static void blanks_and_quotes_do_not_count(void **state)
{
    (void)state;
    ask(SIMCOM_ASKS);
    modem_says("\r\n+CDNSGIP: 1, \"a,b\", 192.0.2.7 \r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

/* ---- not resolved ------------------------------------------------------------------------- */

static void a_result_that_is_not_0_means_there_is_no_address(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    modem_says("\r\nOK\r\n\r\n+QIURC: \"dnsgip\",565\r\n");
    assert_ended(ATB_ERROR);
    assert_string_equal(address, "unset");
}

static void a_refused_command_ends_it(void **state)
{
    (void)state;
    ask(QUECTEL_ASKS);
    modem_says("\r\nERROR\r\n");
    assert_ended(ATB_ERROR);
}

static void an_address_of_no_characters_is_none(void **state)
{
    (void)state;
    ask(SIMCOM_ASKS);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"\"\r\n");
    assert_ended(ATB_ERROR);
}

static void an_address_that_finds_no_room_is_not_cut(void **state)
{
    (void)state;
    assert_int_equal(start(sizeof "192.0.2.7" - 1), ATB_OK);
    pass(10);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_NO_ROOM);
    assert_string_equal(address, "unset");
}

static void an_address_and_its_nul_fit_exactly(void **state)
{
    (void)state;
    assert_int_equal(start(sizeof "192.0.2.7"), ATB_OK);
    pass(10);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

static void a_name_that_breaks_out_of_its_quotes_is_not_asked_for(void **state)
{
    (void)state;
    assert_int_equal(atb_lookup_start(&lookup, session, resolver, "a\"\rATZ", address,
                                      sizeof address, on_lookup),
                     ATB_OK);
    pass(10);
    assert_ended(ATB_BAD_CHARACTER);
    modem_hears("");
}

static void a_port_that_fails_ends_it(void **state)
{
    (void)state;
    break_port();
    assert_int_equal(start(sizeof address), ATB_OK);
    pass(10);
    pass(10);
    assert_ended(ATB_IO);
}

/* ---- time, others, reboot ------------------------------------------------------------------- */

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

/* Behind 90 s the modem says it; the next name may be asked then. */
static void the_bare_name_means_there_is_no_address(void **state)
{
    (void)state;
    ask(ONEMO_ASKS);
    modem_says("\r\nOK\r\n");
    pass(95000 - 1);
    assert_runs();
    modem_says("\r\n+MDNSGIP: example.org\r\n");
    assert_ended(ATB_ERROR);
    ask(ONEMO_ASKS);
    modem_says("\r\nOK\r\n");
    pass(95000);
    assert_ended(ATB_TIMEOUT);
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
#define QUECTEL_TEST(name) cmocka_unit_test_setup(name, set_up_quectel)
#define SIMCOM_TEST(name)  cmocka_unit_test_setup(name, set_up_simcom)
#define ONEMO_TEST(name)   cmocka_unit_test_setup(name, set_up_onemo)
    const struct CMUnitTest tests[] = {
        QUECTEL_TEST(the_address_comes_behind_ok),
        SIMCOM_TEST(the_address_comes_before_ok),
        QUECTEL_TEST(of_two_addresses_the_first_is_taken),
        SIMCOM_TEST(a_lookup_that_has_ended_can_be_started_again),
        QUECTEL_TEST(other_lines_say_nothing_about_it),
        SIMCOM_TEST(blanks_and_quotes_do_not_count),
        QUECTEL_TEST(what_came_before_it_asked_is_anothers),
        QUECTEL_TEST(a_result_that_is_not_0_means_there_is_no_address),
        QUECTEL_TEST(a_refused_command_ends_it),
        SIMCOM_TEST(an_address_of_no_characters_is_none),
        SIMCOM_TEST(an_address_that_finds_no_room_is_not_cut),
        SIMCOM_TEST(an_address_and_its_nul_fit_exactly),
        SIMCOM_TEST(a_name_that_breaks_out_of_its_quotes_is_not_asked_for),
        QUECTEL_TEST(a_port_that_fails_ends_it),
        QUECTEL_TEST(it_waits_while_another_command_is_under_way),
        SIMCOM_TEST(the_end_of_the_last_ones_command_is_not_its_own),
        QUECTEL_TEST(one_under_way_is_not_started_again),
        SIMCOM_TEST(two_take_turns),
        QUECTEL_TEST(of_two_that_waited_one_is_due),
        QUECTEL_TEST(the_address_may_come_during_another_command),
        ONEMO_TEST(the_line_is_free_while_the_modem_asks),
        ONEMO_TEST(the_bare_name_means_there_is_no_address),
        QUECTEL_TEST(an_address_that_never_comes_is_given_up),
        QUECTEL_TEST(a_clock_that_steps_back_ends_none),
        QUECTEL_TEST(its_time_begins_with_the_question),
        QUECTEL_TEST(a_reboot_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
