/* SPDX-License-Identifier: MIT */
/*
 * Two abandoned commands in a row left two AT+CSQ, which could not be told apart: every
 * later command got its predecessor's answer. A final result code at 2.95 s spoilt the
 * mark's 3 s, and an abandoned AT+CSQ was taken for the mark. A fifth mark was the first
 * question again, and its first answer was taken for the second: at once, and, when the fifth
 * was abandoned, too, behind the next mark.
 */
#include "marks.h"

static void abandon_at(uint32_t ms)
{
    start_at();
    bench_wait(&bench, ms);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

/* Its mark has left, and is open. */
static void abandon_behind_a_mark(void)
{
    start_at();
    atb_abort(&bench.session);
    assert_int_equal(bench.done, ATB_ABORTED);
}

static void two_abandoned_in_a_row(void **state)
{
    (void)state;
    abandon_at(1000);        /* AT */
    abandon_behind_a_mark(); /* AT+CSQ, and nothing came */
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CFUN?\r");
    FEED(&bench, "OK\r\n+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, ""); /* that was the first mark */
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    assert_int_equal(bench.done, NOT_DONE);
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    start_at();
    ASSERT_SENT(&bench, "AT\r");
}

static void a_line_that_begins_as_the_answer_is_not_it(void **state)
{
    (void)state;
    abandon_at(1000);
    start_at();
    bench.sent_length = 0;
    FEED(&bench, "+CSQX: 9,9\r\nOK\r\n+CSQ\r\nOK\r\n");
    ASSERT_SENT(&bench, "");
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
}

static void a_mark_answered_when_nobody_waits_any_more(void **state)
{
    (void)state;
    abandon_at(1000);
    start_at();
    FEED(&bench, "ERROR\r\n"); /* of the abandoned one */
    bench_wait(&bench, 3000);
    bench.sent_length = 0;
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    assert_int_equal(bench.done, NOT_DONE); /* the mark's, not this command's */
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void a_final_just_before_the_marks_limit(void **state)
{
    (void)state;
    abandon_at(1000);
    start_at();
    bench_wait(&bench, 2950);
    bench.sent_length = 0;
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 2950);
    ASSERT_SENT(&bench, ""); /* it speaks: the mark's answer may well come */
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
}

static void an_abandoned_question_counts_as_its_mark(void **state)
{
    (void)state;
    assert_int_equal(atb_raw(&bench.session, "AT+CSQ", NULL, bench_done, &bench), ATB_OK);
    bench_wait(&bench, 10000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CFUN?\r");
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "");
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
}

/* All four questions are open, and the fifth start asks one of them again. */
static void leave_four_marks_open(void)
{
    abandon_at(1000);
    for (unsigned i = 0; i < 4; i++) {
        abandon_behind_a_mark();
    }
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void a_slow_modem_answers_all_of_them(void **state)
{
    (void)state;
    leave_four_marks_open();
    FEED(&bench, "OK\r\n+CSQ: 9,9\r\nOK\r\n");
    bench_wait(&bench, 4000);
    FEED(&bench, "+CFUN: 1\r\nOK\r\n+CMEE: 2\r\nOK\r\n");
    bench_wait(&bench, 4000);
    FEED(&bench, "+CGATT: 1\r\nOK\r\n");
    bench_wait(&bench, 4000);
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    bench_wait(&bench, 11990);
    ASSERT_SENT(&bench, "");
    assert_int_equal(bench.done, NOT_DONE);
    bench_wait(&bench, 10); /* silence for so long: nothing is left */
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

/* A question that was asked twice is open until its second answer. */
static void a_question_asked_twice_is_answered_twice(void **state)
{
    (void)state;
    leave_four_marks_open();
    atb_abort(&bench.session);
    assert_int_equal(bench.done, ATB_ABORTED);
    FEED(&bench, "OK\r\n+CSQ: 9,9\r\nOK\r\n+CFUN: 1\r\nOK\r\n+CMEE: 2\r\nOK\r\n");
    start_at();
    ASSERT_SENT(&bench, "AT+CFUN?\r");
    FEED(&bench, "+CGATT: 1\r\nOK\r\n+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "");
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

/* The sixth asks the next one again, and so on up to the last, which stays. */
static void each_question_is_asked_again_in_its_turn(void **state)
{
    static const char *const asked[] = {"AT+CFUN?\r", "AT+CMEE?\r", "AT+CGATT?\r", "AT+CGATT?\r"};
    (void)state;
    leave_four_marks_open();
    for (size_t i = 0; i < ATB_LENGTH(asked); i++) {
        atb_abort(&bench.session);
        bench.sent_length = 0;
        start_at();
        assert_sent(&bench, asked[i], strlen(asked[i]));
    }
}

static void a_modem_that_was_off_answers_the_last(void **state)
{
    (void)state;
    leave_four_marks_open();
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 12000);
    ASSERT_SENT(&bench, "AT\r");
    bench_wait(&bench, 1000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CSQ\r"); /* one is free again */
    FEED(&bench, "OK\r\n+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

/* Its refusals are counted anew then. */
static void a_modem_that_refuses_marks_is_silent_once_only(void **state)
{
    (void)state;
    leave_four_marks_open();
    FEED(&bench, "ERROR\r\n");
    bench_wait(&bench, 12000);
    ASSERT_SENT(&bench, "AT\r");
    bench_wait(&bench, 1000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    bench.sent_length = 0;
    start_at();
    FEED(&bench, "OK\r\nERROR\r\n");
    bench_wait(&bench, 3000);
    ASSERT_SENT(&bench, "AT+CSQ\rAT\r");
}

/* What came before it was asked again says nothing of whether the modem listens. */
static void a_final_before_the_mark_is_no_answer_to_it(void **state)
{
    (void)state;
    leave_four_marks_open();
    FEED(&bench, "ERROR\r\n");
    atb_abort(&bench.session);
    assert_int_equal(bench.done, ATB_ABORTED);
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CFUN?\r");
    bench_wait(&bench, 12000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    ASSERT_SENT(&bench, "");
}

/* One answered question is not open any more, while another is. */
static void an_answer_that_nobody_asked_for_is_a_line(void **state)
{
    (void)state;
    abandon_at(1000);
    abandon_behind_a_mark();
    start_at();
    FEED(&bench, "OK\r\n+CSQ: 9,9\r\nOK\r\n");
    bench.log_length = 0;
    FEED(&bench, "+CSQ: 8,8\r\n");
    assert_log(&bench, "text -! +CSQ: 8,8\n");
}

static void a_modem_that_stays_silent_ends_each(void **state)
{
    (void)state;
    leave_four_marks_open();
    bench_wait(&bench, 11990);
    assert_int_equal(bench.done, NOT_DONE);
    bench_wait(&bench, 10);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    ASSERT_SENT(&bench, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_abandoned_in_a_row),
        TEST(a_line_that_begins_as_the_answer_is_not_it),
        TEST(a_mark_answered_when_nobody_waits_any_more),
        TEST(a_final_just_before_the_marks_limit),
        TEST(an_abandoned_question_counts_as_its_mark),
        TEST(a_slow_modem_answers_all_of_them),
        TEST(a_question_asked_twice_is_answered_twice),
        TEST(each_question_is_asked_again_in_its_turn),
        TEST(a_modem_that_was_off_answers_the_last),
        TEST(a_modem_that_refuses_marks_is_silent_once_only),
        TEST(a_final_before_the_mark_is_no_answer_to_it),
        TEST(an_answer_that_nobody_asked_for_is_a_line),
        TEST(a_modem_that_stays_silent_ends_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
