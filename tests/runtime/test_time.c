/* SPDX-License-Identifier: MIT */
/* Time limits, what comes too late, blocking calls. */
#include <limits.h>

#include "course.h"

/* ---- time ------------------------------------------------------------------------------------ */

static void assert_limit(struct atb_command command, uint32_t ms)
{
    bench.session.late.stale = false;
    start(command);
    bench_wait(&bench, ms - 10);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
}

static void a_limit_runs_from_the_last_byte(void **state)
{
    (void)state;
    bench.takes = 0;
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 900);
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    bench_wait(&bench, 990);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
}

static void payload_has_its_time_from_the_prompt_on(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    bench_wait(&bench, 900);
    bench.takes = 0;
    FEED(&bench, "> ");
    bench_wait(&bench, 990);
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    FEED(&bench, "SEND OK\r\n");
    assert_done(ATB_OK);
}

static void the_longest_limit_that_is_no_longer_cut(void **state)
{
    (void)state;
    start(command_of(&toy_qping_form, 3, number(0), number(1), number(1073741)));
    FEED(&bench, "OK\r\n");
    atb_tick(&bench.session);
    assert_int_equal(atb_next_tick_ms(&bench.session), 1073741500);
}

static const struct atb_form without_a_limit = {.text = "+X", .rest = &atb_no_rest, .oks = 1};
static const struct atb_form of_four_minutes = {
    .text = "+X", .rest = &atb_no_rest, .oks = 1, .time = ATB_MINUTES(4)};

static void time_limits_of_every_kind(void **state)
{
    (void)state;
    assert_limit(command_of(&toy_at_form, 0), 1000);
    assert_limit(command_of(&toy_qiclose_form, 2, number(0), number(3)), 8000);
    assert_limit(command_of(&toy_qiclose_form, 1, number(0)), 15000);
    assert_limit(command_of(&toy_qiclose_form, 2, number(0), number(0)), 5000);
    assert_limit(command_of(&toy_cipopen_form, 2, number(0), number(1)), 2000);
    atb_set_setting(&bench.session, TOY_SETTING_OPEN_MS, 3000);
    assert_limit(command_of(&toy_cipopen_form, 2, number(0), number(1)), 3000);
    assert_limit(command_of(&without_a_limit, 0), 10000);
    assert_limit(command_of(&of_four_minutes, 0), 240000);
    bench.session.late.stale = false;
    start(command_of(&toy_qping_form, 1, number(0)));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 16490);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
    bench.session.late.stale = false;
    start(command_of(&toy_qping_form, 3, number(0), number(2), number(3)));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 6490);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
}

static void a_limit_beyond_the_clock_is_a_quarter_of_its_range(void **state)
{
    (void)state;
    start(command_of(&toy_qiclose_form, 2, number(0), number(INT32_MAX)));
    bench.time += INT32_MAX / 2 - 1u;
    atb_tick(&bench.session);
    assert_running();
    bench.time += 1u;
    atb_tick(&bench.session);
    assert_done(ATB_TIMEOUT);
}

/* "No limit of its own" lay half the clock's range ahead, which then was behind. */
static void a_clock_that_steps_back_ends_nothing(void **state)
{
    static const uint32_t steps[] = {1, 2, 70000, INT32_MAX / 2};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(steps); i++) {
        start(qiopen(0));
        bench.time -= steps[i];
        atb_tick(&bench.session);
        FEED(&bench, "OK\r\n");
        bench_wait(&bench, 4990);
        assert_running();
        FEED(&bench, "+QIOPEN: 0,0\r\n");
        assert_done(ATB_OK);
        start(qiopen(0));
        bench.time -= steps[i];
        FEED(&bench, "OK\r\n");
        bench_wait(&bench, 4990);
        assert_running(); /* what is set behind it is as long as ever */
        bench_wait(&bench, 10);
        assert_done(ATB_TIMEOUT);
        set_up(state);
    }
}

static void a_result_that_does_not_come(void **state)
{
    (void)state;
    start(qiopen(0));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 4990);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0)); /* the OK may have been somebody else's */
    ASSERT_SENT(&bench, "AT+CSQ\r");
    FEED(&bench, "+QIOPEN: 0,0\r\n+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    assert_running();
}

static void a_late_answer_is_not_the_next_commands(void **state)
{
    (void)state;
    start(command_of(&toy_qird_form, 2, number(0), number(4)));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    bench.sent_length = 0;
    start(command_of(&toy_qird_form, 2, number(1), number(2)));
    ASSERT_SENT(&bench, "AT+CSQ\r");
    FEED(&bench, "+QIRD: 4\r\nlate\r\nOK\r\nAT+CSQ\r\r\n+CSQ: 20,99\r\n");
    ASSERT_SENT(&bench, "");
    assert_log(&bench, "info QIRD_INFO! 4\npayload QIRD_INFO! late\nfinal OK! \necho - AT+CSQ\n"
                       "text - +CSQ: 20,99\n");
    FEED(&bench, "\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT+QIRD=1,2\r");
    assert_running();
    FEED(&bench, "+QIRD: 2\r\nab\r\nOK\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_at_form, 0)); /* and all is in order again */
    ASSERT_SENT(&bench, "AT\r");
}

static void a_modem_that_stays_silent(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 3000);
    bench_wait(&bench, 3000);
    assert_done(ATB_TIMEOUT);
    ASSERT_SENT(&bench, "AT+CSQ\rAT+CFUN?\r");
    static const char *const marks[] = {"AT+CMEE?\r", "AT+CGATT?\r"};
    for (size_t i = 0; i < ATB_LENGTH(marks); i++) {
        bench.sent_length = 0;
        start(command_of(&toy_at_form, 0));
        assert_sent(&bench, marks[i], strlen(marks[i]));
        bench_wait(&bench, 2990);
        assert_running();
        bench_wait(&bench, 10);
        assert_done(ATB_TIMEOUT);
    }
}

static void a_mark_that_is_refused(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "ERROR\r\n");
    ASSERT_SENT(&bench, "AT+CSQ\r");
    bench_wait(&bench, 3000);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static void lost_payload_does_not_swallow_the_next_answer(void **state)
{
    (void)state;
    start(command_of(&toy_qird_form, 2, number(0), number(4)));
    FEED(&bench, "+QIRD: 100\r\nlost\r\nOK\r\n");
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    assert_log(&bench, "info QIRD_INFO 100\npayload QIRD_INFO! lost\\0d\\0aOK\\0d\\0a\n"
                       "malformed QIRD_INFO! -2@-1 \n");
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "+CSQ: 1,1\r\nOK\r\n");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static void what_is_expected_has_no_limit(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    atb_expect(&bench.session, &command);
    assert_int_equal(atb_next_tick_ms(&bench.session), UINT32_MAX);
    bench_wait(&bench, 60000);
    assert_true(atb_busy(&bench.session));
}

static void the_applications_limit_ends_no_payload_under_way(void **state)
{
    (void)state;
    atb_set_limit_ms(&bench.session, 500);
    start(qisend(0, "hello", 5));
    bench.takes = 1;
    bench.once = true;
    FEED(&bench, "> ");
    atb_abort(&bench.session);
    bench.once = false;
    bench_wait(&bench, 600);
    assert_done(ATB_ABORTED);
    ASSERT_SENT(&bench, "AT+QISEND=0,5\rhello");
}

/* ---- a main loop that sleeps ----------------------------------------------------------------- */

static void it_sleeps_until_a_limit_or_a_guard_time(void **state)
{
    (void)state;
    assert_int_equal(atb_next_tick_ms(&bench.session), UINT32_MAX);
    start(command_of(&toy_at_form, 0));
    assert_int_equal(atb_next_tick_ms(&bench.session), 1000);
    bench.time += 996; /* nearer than what is to be done soon */
    bench.takes = 0;
    FEED(&bench, "x");
    assert_int_equal(atb_next_tick_ms(&bench.session), 4);
    bench.time += 10;
    assert_int_equal(atb_next_tick_ms(&bench.session), 0);
    set_up(state);
    start(command_of(&toy_ato_form, 0));
    FEED(&bench, "CONNECT\r\n");
    atb_tick(&bench.session);
    start(command_of(&toy_escape_form, 0));
    assert_int_equal(atb_next_tick_ms(&bench.session), 1000);
}

static void it_does_not_sleep_on_what_hangs_in_the_air(void **state)
{
    (void)state;
    FEED(&bench, "+QIURC: \"recv\",0,9\r\n");
    atb_tick(&bench.session);
    assert_int_equal(atb_next_tick_ms(&bench.session), 10); /* payload that may not come */
    FEED(&bench, "123456789\r\nhalf a line");
    atb_tick(&bench.session);
    assert_int_equal(atb_next_tick_ms(&bench.session), UINT32_MAX);
    set_up(state);
    start(command_of(&toy_ato_form, 0));
    FEED(&bench, "CONNECT\r\nNO CARR");
    atb_tick(&bench.session);
    assert_int_equal(atb_next_tick_ms(&bench.session), 10); /* data that may be none */
    bench_wait(&bench, 100);
    assert_int_equal(atb_next_tick_ms(&bench.session), UINT32_MAX);
}

/* ---- waiting --------------------------------------------------------------------------------- */

static void set_input(const char *input)
{
    bench.input = input;
    bench.input_length = strlen(input);
}

static void run_waits_for_the_end(void **state)
{
    struct toy_qiopen_result opened = {0};
    struct atb_answer answer = {
        .record = &toy_qiopen_result_record, .items = &opened, .capacity = 1};
    struct atb_command command = qiopen(1);
    (void)state;
    bench.reads_at_once = 3;
    set_input("\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n");
    assert_int_equal(atb_run(&bench.session, &command, &answer), ATB_OK);
    assert_int_equal(answer.count, 1);
    assert_int_equal(opened.connect_id, 1);
    command.values[0] = number(0);
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_BAD_RANGE);
}

static void run_ends_with_the_time_limit(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    uint32_t begun = bench.time;
    (void)state;
    set_input("");
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_TIMEOUT);
    assert_int_equal(bench.time - begun, 1000);
}

static void run_without_a_readable_port(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    bench.read_fails = true;
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_IO);
    bench.port.read = NULL;
    assert_int_equal(atb_poll(&bench.session, 0), ATB_IO);
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_IO);
}

static bool begins_another;

static void prepare_anew(void *app, const struct atb_event *event)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)app;
    (void)event;
    bench_handlers(&bench, NULL, 0);
    if (begins_another) {
        assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    }
}

/* Where a banner comes, say: nobody is told of the command that was under way. */
static void run_does_not_wait_for_what_was_forgotten(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    for (int i = 0; i < 2; i++) {
        begins_another = i > 0;
        atb_set_on_event(&bench.session, prepare_anew);
        set_input("\r\nHello\r\n");
        assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_ABORTED);
        assert_int_equal(atb_busy(&bench.session), begins_another);
    }
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void every_status_has_a_text(void **state)
{
    (void)state;
    assert_string_equal(atb_status_text(ATB_OK), "all right");
    assert_string_equal(atb_status_text(3), "all right");
    assert_string_equal(atb_status_text(ATB_NOT_TRANSPARENT), "not in transparent mode");
    assert_string_equal(atb_status_text(ATB_TRUNCATED), "answer longer than its memory");
    assert_string_equal(atb_status_text(ATB_CLOSED), "connection closed");
    assert_string_equal(atb_status_text(ATB_INCOMPLETE), "information missing");
    assert_string_equal(atb_status_text(ATB_INCOMPLETE - 1), "unknown status");
    assert_string_equal(atb_status_text(INT_MIN), "unknown status");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(time_limits_of_every_kind),
        TEST(a_limit_runs_from_the_last_byte),
        TEST(payload_has_its_time_from_the_prompt_on),
        TEST(the_longest_limit_that_is_no_longer_cut),
        TEST(a_limit_beyond_the_clock_is_a_quarter_of_its_range),
        TEST(a_clock_that_steps_back_ends_nothing),
        TEST(a_result_that_does_not_come),
        TEST(a_late_answer_is_not_the_next_commands),
        TEST(a_modem_that_stays_silent),
        TEST(a_mark_that_is_refused),
        TEST(lost_payload_does_not_swallow_the_next_answer),
        TEST(what_is_expected_has_no_limit),
        TEST(the_applications_limit_ends_no_payload_under_way),
        TEST(it_sleeps_until_a_limit_or_a_guard_time),
        TEST(it_does_not_sleep_on_what_hangs_in_the_air),
        TEST(run_waits_for_the_end),
        TEST(run_ends_with_the_time_limit),
        TEST(run_without_a_readable_port),
        TEST(run_does_not_wait_for_what_was_forgotten),
        TEST(every_status_has_a_text),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
