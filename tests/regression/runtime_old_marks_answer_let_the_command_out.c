/* SPDX-License-Identifier: MIT */
/*
 * A modem that is slow for 20 s: an error of the abandoned command, and 3 s of silence, let the
 * next one out, which was abandoned, too. Then the first mark was answered, and its OK, with 3 s
 * of silence, let a third one out, which took the second one's answer for its own.
 */
#include "marks.h"

/* One abandoned; one that went out behind an error and silence, its mark still open. */
static void leave_two_open(void)
{
    start_at();
    atb_abort(&bench.session);
    start_at();
    FEED(&bench, "ERROR\r\n");
    bench_wait(&bench, 3000);
    atb_abort(&bench.session);
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CFUN?\r");
}

static void the_first_marks_answer_says_nothing_of_the_second(void **state)
{
    (void)state;
    leave_two_open();
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    bench_wait(&bench, 2990);
    ASSERT_SENT(&bench, "");
    FEED(&bench, "OK\r\n"); /* of the second command */
    assert_int_equal(bench.done, NOT_DONE);
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void silence_behind_it_is_a_time_out(void **state)
{
    (void)state;
    leave_two_open();
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\n");
    bench_wait(&bench, 3000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    ASSERT_SENT(&bench, "");
}

static void an_error_before_it_is_older_still(void **state)
{
    (void)state;
    leave_two_open();
    FEED(&bench, "ERROR\r\n+CSQ: 9,9\r\nOK\r\n");
    bench_wait(&bench, 3000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    ASSERT_SENT(&bench, "");
}

static void a_refused_second_mark_lets_it_out(void **state)
{
    (void)state;
    leave_two_open();
    FEED(&bench, "+CSQ: 9,9\r\nOK\r\nOK\r\nERROR\r\n");
    bench_wait(&bench, 3000);
    ASSERT_SENT(&bench, "AT\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_marks_answer_says_nothing_of_the_second),
        TEST(silence_behind_it_is_a_time_out),
        TEST(an_error_before_it_is_older_still),
        TEST(a_refused_second_mark_lets_it_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
