/* SPDX-License-Identifier: MIT */
/* +++: the silences before and behind it, and what comes in place of its OK. */
#include "course.h"

#include "atb_handler.h"

static void assert_escape_waits(uint32_t ms)
{
    start(command_of(&toy_escape_form, 0));
    bench.sent_length = 0;
    bench_wait(&bench, ms - 10);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "+++");
}

static void escape_stands_between_silences(void **state)
{
    struct atb_command command = command_of(&toy_escape_form, 0);
    (void)state;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_NOT_TRANSPARENT);
    go_online();
    bench_wait(&bench, 500);
    assert_int_equal(atb_send_data(&bench.session, "x", 1), 1);
    bench.sent_length = 0;
    start(command);
    assert_int_equal(atb_send_data(&bench.session, "x", 1), ATB_BUSY);
    bench_wait(&bench, 990);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "+++");
    FEED(&bench, "data\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_false(atb_is_transparent(&bench.session));
    assert_log(&bench, "data -! data\nfinal OK \n");
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
}

/* The silence is asked of a clock of 32 bits: one that stepped back has counted nothing, and what
 * was said weeks ago is not said now. */
static void silence_by_a_clock_that_stepped_back(void **state)
{
    (void)state;
    go_online();
    bench.time -= 5000;
    start(command_of(&toy_escape_form, 0));
    bench_wait(&bench, 990);
    ASSERT_SENT(&bench, "");
    bench.time -= 5000;
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 5000);
    ASSERT_SENT(&bench, "+++");
}

static void silence_for_weeks(void **state)
{
    static const uint32_t weeks[] = {INT32_MAX - 500u, INT32_MAX, INT32_MAX + 500u, UINT32_MAX - 1};
    (void)state;
    go_online();
    for (size_t i = 0; i < ATB_LENGTH(weeks); i++) {
        bench.time += weeks[i];
        start(command_of(&toy_escape_form, 0));
        const uint32_t left = weeks[i] > INT32_MAX ? 1000 : 0;
        assert_int_equal(atb_next_tick_ms(&bench.session), left);
        bench_wait(&bench, left);
        atb_tick(&bench.session);
        ASSERT_SENT(&bench, "+++");
        atb_abort(&bench.session);
        assert_done(ATB_ABORTED);
    }
}

static void silence_counts_from_connect(void **state)
{
    (void)state;
    start(command_of(&toy_ato_form, 0));
    bench_wait(&bench, 900);
    FEED(&bench, "\r\nCONNECT\r\n");
    assert_escape_waits(1000);
}

static void what_the_port_did_not_take_broke_no_silence(void **state)
{
    (void)state;
    go_online();
    bench_wait(&bench, 600);
    bench.takes = 0;
    assert_int_equal(atb_send_data(&bench.session, "x", 1), 0);
    bench.takes = SIZE_MAX;
    assert_escape_waits(400);
}

static void escape_without_an_answer(void **state)
{
    struct atb_command command = command_of(&toy_escape_form, 0);
    (void)state;
    go_online();
    bench_wait(&bench, 1000);
    start(command);
    atb_tick(&bench.session);
    bench_wait(&bench, 1990);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
    FEED(&bench, "\r\nOK\r\n"); /* perhaps the peer's */
    assert_true(atb_is_transparent(&bench.session));
    atb_end_transparent(&bench.session);
    assert_false(atb_is_transparent(&bench.session));
}

/* The peer has the two that have left; a third, later, would be one more. The next attempt is a
 * whole one. */
static void half_an_escape_is_not_completed(void **state)
{
    struct atb_command escape = command_of(&toy_escape_form, 0);
    (void)state;
    go_online();
    bench_wait(&bench, 1000);
    start(escape);
    bench.takes = 2;
    bench.once = true;
    bench.taken = 0;
    atb_tick(&bench.session);
    bench.once = false;
    bench.takes = 0;
    bench_wait(&bench, 5000);
    assert_done(ATB_TIMEOUT);
    bench.takes = SIZE_MAX;
    assert_int_equal(atb_send_data(&bench.session, "x", 1), 1);
    ASSERT_SENT(&bench, "++x");
    assert_escape_waits(1000);
    FEED(&bench, "\r\nOK\r\n");
    assert_done(ATB_OK);
}

static void the_network_ends_it_while_escaping(void **state)
{
    struct atb_command command = command_of(&toy_escape_form, 0);
    (void)state;
    go_online();
    start(command);
    FEED(&bench, "\r\nNO CARRIER\r\n");
    assert_done(ATB_ERROR);
    assert_false(atb_is_transparent(&bench.session));
    go_online();
    bench_wait(&bench, 1000);
    start(command);
    atb_tick(&bench.session);
    FEED(&bench, "\r\nNO CARRIER\r\n");
    assert_done(ATB_ERROR);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0)); /* +++ may still be answered */
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void other_words_while_escaping_are_data(void **state)
{
    (void)state;
    go_online();
    bench_wait(&bench, 1000);
    bench.takes = 1;
    bench.once = true;
    start(command_of(&toy_escape_form, 0));
    atb_tick(&bench.session);
    FEED(&bench, "\r\nOK\r\n"); /* before the last + has left: the peer's */
    bench.once = false;
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "+++");
    FEED(&bench, "\r\nERROR\r\n\r\nCONNECT FAST\r\n");
    assert_running();
    bench_wait(&bench, 120);
    assert_log(&bench,
               "data -! \\0d\\0aOK\\0d\\0a\\0d\\0aERROR\\0d\\0a\\0d\\0aCONNECT FAST\\0d\\0a\n");
    FEED(&bench, "\r\nOK\r\n");
    assert_done(ATB_OK);
}

/* Whoever was started again alone says what a modem that may be in the mode no longer says. */
static void begin_in_the_mode(void)
{
    bench_init(&bench, NULL, 0);
    atb_allow_connect(&bench.session, true);
    FEED(&bench, "CONNECT\r\n");
    atb_allow_connect(&bench.session, false);
    assert_escape_waits(1000);
}

static void an_application_that_was_started_alone_leaves_the_mode(void **state)
{
    (void)state;
    begin_in_the_mode();
    FEED(&bench, "data\r\nOK\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
}

static void it_was_not_in_the_mode(void **state)
{
    (void)state;
    begin_in_the_mode();
    bench_wait(&bench, 60000);
    assert_done(ATB_TIMEOUT);
    atb_end_transparent(&bench.session);
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r"); /* what is heard with +++ before it may be refused */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(escape_stands_between_silences),
        TEST(silence_by_a_clock_that_stepped_back),
        TEST(silence_for_weeks),
        TEST(silence_counts_from_connect),
        TEST(what_the_port_did_not_take_broke_no_silence),
        TEST(escape_without_an_answer),
        TEST(half_an_escape_is_not_completed),
        TEST(the_network_ends_it_while_escaping),
        TEST(other_words_while_escaping_are_data),
        TEST(an_application_that_was_started_alone_leaves_the_mode),
        TEST(it_was_not_in_the_mode),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
