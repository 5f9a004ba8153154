/* SPDX-License-Identifier: MIT */
/*
 * A modem that is silent for long, and a program that abandons command after command: in the end
 * the last question of all is asked again and again. Two of its answers were counted. When the
 * modem spoke again the question was held for answered, asked anew, and an old answer let the next
 * command out, whose OK was another old one.
 */
#include "marks.h"

enum { ABANDONED = 20 };

static void abandon(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        start_at();
        atb_abort(&bench.session);
    }
    bench.sent_length = 0;
    bench.done = NOT_DONE;
}

static void answer_the_first_ones(void)
{
    FEED(&bench,
         "OK\r\n+CSQ: 20,99\r\nOK\r\n+CFUN: 1\r\nOK\r\n+CMEE: 1\r\nOK\r\n+CGATT: 1\r\nOK\r\n");
    FEED(&bench, "+CSQ: 20,99\r\nOK\r\n+CFUN: 1\r\nOK\r\n+CMEE: 1\r\nOK\r\n+CGATT: 1\r\nOK\r\n");
}

static void no_old_answer_lets_a_command_out(void **state)
{
    (void)state;
    abandon(ABANDONED);
    answer_the_first_ones();
    for (unsigned i = 0; i < 5; i++) {
        start_at();
        FEED(&bench, "+CGATT: 1\r\nOK\r\n");
        FEED(&bench, "+CGATT: 1\r\nOK\r\n");
        assert_int_equal(bench.done, NOT_DONE);
        atb_abort(&bench.session);
        bench.done = NOT_DONE;
    }
}

/* The answer of a question that was asked once says that all of it is over. */
static void one_that_was_asked_once_ends_it(void **state)
{
    (void)state;
    abandon(ABANDONED);
    answer_the_first_ones();
    start_at();
    ASSERT_SENT(&bench, "AT+CSQ\r");
    FEED(&bench, "+CGATT: 1\r\nOK\r\n+CGATT: 1\r\nOK\r\n+CSQ: 20,99\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

/* So does silence. */
static void silence_ends_it(void **state)
{
    (void)state;
    abandon(ABANDONED);
    start_at();
    ASSERT_SENT(&bench, "AT+CGATT?\r");
    FEED(&bench, "+CGATT: 1\r\nOK\r\n");
    bench_wait(&bench, 12000);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    start_at();
    atb_abort(&bench.session);
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_old_answer_lets_a_command_out),
        TEST(one_that_was_asked_once_ends_it),
        TEST(silence_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
