/* SPDX-License-Identifier: MIT */
/* What a main loop asks and says: limits of its own, when a tick is needed, where to wait. */
#include "bench.h"

static struct bench bench;

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    bench.time = 1000000;
    atb_tick(&bench.session);
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

/* ---- limits of one's own --------------------------------------------------------------- */

static void ones_own_limit_runs_from_start_to_end(void **state)
{
    (void)state;
    atb_set_limit_ms(&bench.session, 1500);
    start(qiopen(0)); /* 1 s to OK, then 5 s to the result */
    bench_wait(&bench, 900);
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 590);
    assert_int_equal(bench.done, NOT_DONE);
    bench_wait(&bench, 10);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

static void the_tables_limit_holds_beside_it(void **state)
{
    (void)state;
    atb_set_limit_ms(&bench.session, 60000);
    start(at());
    bench_wait(&bench, 1000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    atb_set_limit_ms(&bench.session, 0);
    bench.session.late.stale = false;
    start(qiopen(0));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 4990);
    assert_int_equal(bench.done, NOT_DONE);
}

/* "For ever" ended a command with the next tick. */
static void a_limit_beyond_half_the_clock_is_none(void **state)
{
    static const uint32_t beyond[] = {UINT32_MAX, (uint32_t)INT32_MAX + 1};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(beyond); i++) {
        atb_set_limit_ms(&bench.session, beyond[i]);
        start(at());
        bench_wait(&bench, 990);
        assert_int_equal(bench.done, NOT_DONE);
        FEED(&bench, "OK\r\n");
        assert_int_equal(bench.done, ATB_OK);
    }
    atb_set_limit_ms(&bench.session, 0);
    const uint32_t longest = bench.session.limit_ms;
    atb_set_limit_ms(&bench.session, longest + 1);
    assert_int_equal(bench.session.limit_ms, longest);
}

static void a_mark_counts_for_it(void **state)
{
    (void)state;
    atb_set_limit_ms(&bench.session, 500);
    start(at());
    bench_wait(&bench, 500);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    bench.sent_length = 0;
    start(at());
    FEED(&bench, "ERROR\r\n");
    bench_wait(&bench, 500);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    ASSERT_SENT(&bench, "AT+CSQ\r"); /* too late for the command itself */
}

/* ---- what a main loop asks ------------------------------------------------------------------ */

static void busy_while_a_command_is_under_way(void **state)
{
    (void)state;
    assert_false(atb_busy(&bench.session));
    start(at());
    assert_true(atb_busy(&bench.session));
    FEED(&bench, "OK\r\n");
    assert_false(atb_busy(&bench.session));
}

static void the_next_tick(void **state)
{
    (void)state;
    assert_int_equal(atb_next_tick_ms(&bench.session), UINT32_MAX);
    start(at());
    assert_int_equal(atb_next_tick_ms(&bench.session), 1000);
    bench_wait(&bench, 400);
    assert_int_equal(atb_next_tick_ms(&bench.session), 600);
    bench.time += 5000;
    assert_int_equal(atb_next_tick_ms(&bench.session), 0);
    FEED(&bench, "OK\r\n");
    assert_int_equal(atb_next_tick_ms(&bench.session), 10);
    atb_tick(&bench.session);
    bench.takes = 0;
    start(at());
    assert_int_equal(atb_next_tick_ms(&bench.session), 10); /* the port is full */
}

static void ticks_at_the_moments_asked_for_are_enough(void **state)
{
    unsigned ticks = 0;
    (void)state;
    start(qiopen(0));
    FEED(&bench, "OK\r\n");
    while (bench.done == NOT_DONE) {
        bench.time += atb_next_tick_ms(&bench.session);
        atb_tick(&bench.session);
        ticks++;
    }
    assert_int_equal(bench.done, ATB_TIMEOUT);
    assert_true(ticks <= 3);
}

static void bytes_the_port_did_not_take(void **state)
{
    struct atb_command command = command_of(&toy_mipsend_form, 3, number(2), number(2), data_here);
    (void)state;
    command.payload = "ab";
    command.payload_length = 2;
    atb_set_setting(&bench.session, TOY_SETTING_FORMAT + 2, 1);
    assert_int_equal(atb_unsent(&bench.session), 0);
    bench.takes = 1;
    bench.once = true;
    start(command);
    size_t left = sizeof "AT+MIPSEND=2,2,\"6162\"\r" - 1;
    for (; left > 0; left--) {
        assert_int_equal(atb_unsent(&bench.session), left - 1);
        bench.once = true;
        bench.taken = 0;
        atb_tick(&bench.session);
    }
    ASSERT_SENT(&bench, "AT+MIPSEND=2,2,\"6162\"\r");
}

static void an_overrun_is_an_event(void **state)
{
    (void)state;
    start(at());
    FEED(&bench, "+QIURC: \"re");
    assert_int_equal(atb_overrun(&bench.session, 7), ATB_OK);
    FEED(&bench, "\r\nOK\r\n");
    assert_log(&bench, "text -! +QIURC: \"re\noverrun -! \nfinal OK \n");
    assert_int_equal(bench.done, ATB_MALFORMED);
}

/* Behind an abandoned command the next one waits for a mark: nothing can be lost of its answer. */
static void a_command_that_has_not_left_loses_nothing(void **state)
{
    (void)state;
    start(at());
    atb_abort(&bench.session);
    start(at());
    assert_int_equal(atb_overrun(&bench.session, 7), ATB_OK);
    FEED(&bench, "+CSQ: 20,99\r\nOK\r\n");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

/* Bytes of it that came alone wait for the tick. */
static void payload_before_a_gap_is_told_before_it(void **state)
{
    (void)state;
    FEED(&bench, "+QIURC: \"recv\",0,4\r\n");
    FEED(&bench, "a");
    FEED(&bench, "b");
    assert_int_equal(atb_overrun(&bench.session, 1), ATB_OK);
    FEED(&bench, "cd");
    assert_log(&bench, "urc RECV_DATA! 0,4\npayload RECV_DATA! ab\noverrun -! \n"
                       "payload RECV_DATA! cd\n");
}

/* ---- waiting in the port's own way ----------------------------------------------------------- */

static void wait_on_a_semaphore(void *context, uint32_t ms)
{
    struct bench *self = context;
    self->waits++;
    self->time += self->input_length > 0 ? 0 : ms;
}

static void a_blocked_call_sleeps_in_the_port(void **state)
{
    struct atb_command command = at();
    (void)state;
    bench.port.wait = wait_on_a_semaphore;
    bench.input = "\r\nOK\r\n";
    bench.input_length = 6;
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_OK);
    assert_int_equal(bench.waits, 1);
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_TIMEOUT);
    assert_true(bench.waits <= 4); /* not every 10 ms */
}

/* A main loop of polls, too: it wakes when a tick is needed, and not before. */
static void a_poll_sleeps_in_the_port(void **state)
{
    (void)state;
    bench.port.wait = wait_on_a_semaphore;
    start(at());
    assert_int_equal(atb_poll(&bench.session, 300), ATB_OK);
    assert_int_equal(bench.waits, 1);
    assert_int_equal(atb_next_tick_ms(&bench.session), 700);
    assert_int_equal(atb_poll(&bench.session, 0), ATB_OK);
    assert_int_equal(bench.waits, 1);
    assert_int_equal(atb_poll(&bench.session, 60000), ATB_OK);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

static void a_poll_that_reads_wakes_for_a_tick(void **state)
{
    uint32_t before = bench.time;
    (void)state;
    start(at());
    assert_int_equal(atb_poll(&bench.session, 60000), ATB_OK);
    assert_int_equal(bench.time - before, 1000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ones_own_limit_runs_from_start_to_end),
        TEST(the_tables_limit_holds_beside_it),
        TEST(a_limit_beyond_half_the_clock_is_none),
        TEST(a_mark_counts_for_it),
        TEST(busy_while_a_command_is_under_way),
        TEST(the_next_tick),
        TEST(ticks_at_the_moments_asked_for_are_enough),
        TEST(bytes_the_port_did_not_take),
        TEST(an_overrun_is_an_event),
        TEST(a_command_that_has_not_left_loses_nothing),
        TEST(payload_before_a_gap_is_told_before_it),
        TEST(a_blocked_call_sleeps_in_the_port),
        TEST(a_poll_sleeps_in_the_port),
        TEST(a_poll_that_reads_wakes_for_a_tick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
