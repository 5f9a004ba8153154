/* SPDX-License-Identifier: MIT */
/* Names to addresses: what a lookup asks, and which lines answer it. */
#include "looking_up.h"

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

int main(void)
{
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
        ONEMO_TEST(the_bare_name_means_there_is_no_address),
        SIMCOM_TEST(an_address_of_no_characters_is_none),
        SIMCOM_TEST(an_address_that_finds_no_room_is_not_cut),
        SIMCOM_TEST(an_address_and_its_nul_fit_exactly),
        SIMCOM_TEST(a_name_that_breaks_out_of_its_quotes_is_not_asked_for),
        QUECTEL_TEST(a_port_that_fails_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
