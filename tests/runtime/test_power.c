/* SPDX-License-Identifier: MIT */
/* Power: rest before a line, and waking a modem that sleeps. */
#include "bench.h"

static struct bench bench;
static int woken;

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    bench.time = 1000000;
    atb_tick(&bench.session);
    woken = 0;
    return 0;
}

static void start(struct atb_command command)
{
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

static struct atb_command at(void)
{
    return command_of(&toy_at_form, 0);
}

/* ---- rest and waking ---------------------------------------------------------------------- */

static void raise_dtr(void *context)
{
    (void)context;
    woken++;
}

/* The line that waits goes out behind 50 ms, and is answered. */
static void expect_line_after_quiet(void)
{
    bench_wait(&bench, 40);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void quiet_between_two_commands(void **state)
{
    static const struct atb_pace pace = {.rest_ms = atb_pace_rest, .quiet_ms = 50};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    start(at());
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    atb_tick(&bench.session);
    start(at());
    expect_line_after_quiet();
}

/* A mark goes out first. */
static void start_behind_an_abandoned(const struct atb_pace *pace)
{
    start(at());
    atb_abort(&bench.session);
    bench.sent_length = 0;
    atb_set_pace(&bench.session, pace);
    start(at());
}

/* The line that a mark holds back is one like any other. */
static void quiet_behind_a_mark(void **state)
{
    static const struct atb_pace pace = {.rest_ms = atb_pace_rest, .quiet_ms = 50};
    (void)state;
    start_behind_an_abandoned(&pace);
    ASSERT_SENT(&bench, "AT+CSQ\r");
    FEED(&bench, "+CSQ: 20,99\r\nOK\r\n");
    atb_tick(&bench.session);
    expect_line_after_quiet();
}

/* A mark was refused: behind its 3 s of silence the modem sleeps. */
static void a_modem_that_fell_asleep_behind_a_mark(void **state)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 2000, .wake_ms = 100, .wake = raise_dtr};
    (void)state;
    start_behind_an_abandoned(&pace);
    FEED(&bench, "ERROR\r\n");
    ASSERT_SENT(&bench, "AT+CSQ\r");
    bench_wait(&bench, 3000);
    ASSERT_SENT(&bench, "");
    assert_int_equal(woken, 1);
    bench_wait(&bench, 100);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void start_another(void *app, int status)
{
    struct bench *self = app;
    struct atb_command next = at();
    self->done = status;
    assert_int_equal(atb_start(&self->session, &next, NULL, NULL, NULL), ATB_OK);
}

/* The usual way without a thread: done starts the next one, inside atb_feed(). */
static void quiet_before_one_that_done_starts(void **state)
{
    static const struct atb_pace pace = {.rest_ms = atb_pace_rest, .quiet_ms = 50};
    struct atb_command first = at();
    (void)state;
    atb_set_pace(&bench.session, &pace);
    bench_wait(&bench, 1000);
    assert_int_equal(atb_start(&bench.session, &first, NULL, start_another, &bench), ATB_OK);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    atb_tick(&bench.session);
    assert_int_equal(bench.done, ATB_OK);
    bench_wait(&bench, 40);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT\r");
}

/* A URC leaves a modem whose receiver sleeps on: DTR is still low. */
static void a_modem_that_speaks_may_sleep_on(void **state)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .wake_ms = 100, .wake = raise_dtr};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    bench_wait(&bench, 6000);
    FEED(&bench, "+QIURC: \"recv\",0\r\n");
    start(at());
    ASSERT_SENT(&bench, "");
    assert_int_equal(woken, 1);
    bench_wait(&bench, 100);
    ASSERT_SENT(&bench, "AT\r");
}

/* A modem that sleeps is to be woken by a byte, for which the port has no room. */
static void start_where_nothing_leaves(void)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .wake_ms = 100, .wake_byte = "\r"};
    atb_set_pace(&bench.session, &pace);
    bench_wait(&bench, 6000);
    bench.takes = 0;
    start(at());
}

static void a_wake_byte_that_found_no_room_goes_out_later(void **state)
{
    (void)state;
    start_where_nothing_leaves();
    bench.takes = SIZE_MAX;
    bench_wait(&bench, 100);
    ASSERT_SENT(&bench, "\r");
    bench_wait(&bench, 100);
    ASSERT_SENT(&bench, "AT\r");
}

static void a_port_that_stays_full_does_not_rest_for_ever(void **state)
{
    (void)state;
    start_where_nothing_leaves();
    bench_wait(&bench, 5000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

/* The limit is from start to end: what it leaves no time for is not sent. */
static void ones_own_limit_ends_the_rest(void **state)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .wake_ms = 2000, .wake = raise_dtr};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    atb_set_limit_ms(&bench.session, 500);
    bench_wait(&bench, 6000);
    start(at());
    assert_int_equal(atb_next_tick_ms(&bench.session), 500);
    bench_wait(&bench, 500);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    bench_wait(&bench, 5000);
    ASSERT_SENT(&bench, "");
}

static void ones_own_limit_ends_a_rest_that_never_comes(void **state)
{
    static const struct atb_pace pace = {.rest_ms = atb_pace_rest, .quiet_ms = 50};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    atb_set_limit_ms(&bench.session, 500);
    FEED(&bench, "RING\r\n");
    atb_tick(&bench.session);
    start(at());
    for (int i = 0; i < 13; i++) {
        assert_int_equal(bench.done, NOT_DONE);
        bench_wait(&bench, 40);
        FEED(&bench, "RING\r\n");
    }
    ASSERT_SENT(&bench, "");
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

static void a_sleeping_modem_is_woken(void **state)
{
    static const struct atb_pace pace = {.rest_ms = atb_pace_rest,
                                         .asleep_after_ms = 5000,
                                         .wake_ms = 100,
                                         .wake_byte = "\r",
                                         .wake = raise_dtr};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    bench_wait(&bench, 6000);
    start(at());
    ASSERT_SENT(&bench, "\r");
    assert_int_equal(woken, 1);
    bench_wait(&bench, 90);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    start(at()); /* awake */
    ASSERT_SENT(&bench, "AT\r");
    assert_int_equal(woken, 1);
}

/* It is awake behind that time, and for as long as it stays so by itself. */
static void waking_may_take_longer_than_falling_asleep(void **state)
{
    static const struct atb_pace pace = {.rest_ms = atb_pace_rest,
                                         .asleep_after_ms = 1000,
                                         .quiet_ms = 50,
                                         .wake_ms = 2000,
                                         .wake = raise_dtr};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    bench_wait(&bench, 6000);
    start(at());
    bench_wait(&bench, 1990);
    FEED(&bench, "+QIURC: \"recv\",0\r\n");
    bench_wait(&bench, 50);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT\r");
    assert_int_equal(woken, 1);
}

static void a_line_without_an_answer_keeps_it_awake(void **state)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .wake_ms = 100, .wake = raise_dtr};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    bench_wait(&bench, 6000);
    start(at());
    bench_wait(&bench, 100 + 1000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    woken = 0;
    bench_wait(&bench, 3990);
    start(at()); /* less than five seconds behind the last byte that went out */
    assert_int_equal(woken, 0);
}

/* The clock may begin anywhere: nothing was ever heard or sent. */
static void the_first_line_needs_no_rest(void **state)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .quiet_ms = 50, .wake = raise_dtr};
    (void)state;
    bench_init(&bench, NULL, 0);
    bench.time = 0;
    assert_int_equal(atb_init(&bench.session, &toy_dialect, bench.settings, &bench.port,
                              bench.memory, sizeof bench.memory, NULL, 0, &bench),
                     ATB_OK);
    assert_int_equal(bench.session.error.code, ATB_UNKNOWN);
    atb_set_pace(&bench.session, &pace);
    start(at());
    ASSERT_SENT(&bench, "AT\r");
    assert_int_equal(woken, 1); /* it may well sleep */
}

static void the_next_tick_of_one_that_rests(void **state)
{
    static const struct atb_pace pace = {.rest_ms = atb_pace_rest, .quiet_ms = 50};
    (void)state;
    bench.time = UINT32_MAX - 10000;
    FEED(&bench, "RING\r\n");
    atb_tick(&bench.session);
    atb_set_pace(&bench.session, &pace);
    start(at());
    assert_int_equal(atb_next_tick_ms(&bench.session), 50);
    bench_wait(&bench, 20);
    assert_int_equal(atb_next_tick_ms(&bench.session), 30);
}

static void an_abort_while_it_wakes_sends_nothing(void **state)
{
    static const struct atb_pace pace = {
        .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .wake_ms = 100};
    (void)state;
    atb_set_pace(&bench.session, &pace);
    bench_wait(&bench, 6000);
    start(at());
    atb_abort(&bench.session);
    assert_int_equal(bench.done, ATB_ABORTED);
    bench_wait(&bench, 200);
    start(at());
    ASSERT_SENT(&bench, "AT\r");
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(quiet_between_two_commands),
        TEST(quiet_behind_a_mark),
        TEST(a_modem_that_fell_asleep_behind_a_mark),
        TEST(quiet_before_one_that_done_starts),
        TEST(a_modem_that_speaks_may_sleep_on),
        TEST(a_wake_byte_that_found_no_room_goes_out_later),
        TEST(a_port_that_stays_full_does_not_rest_for_ever),
        TEST(ones_own_limit_ends_the_rest),
        TEST(ones_own_limit_ends_a_rest_that_never_comes),
        TEST(a_sleeping_modem_is_woken),
        TEST(waking_may_take_longer_than_falling_asleep),
        TEST(a_line_without_an_answer_keeps_it_awake),
        TEST(the_first_line_needs_no_rest),
        TEST(the_next_tick_of_one_that_rests),
        TEST(an_abort_while_it_wakes_sends_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
