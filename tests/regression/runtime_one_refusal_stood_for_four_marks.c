/* SPDX-License-Identifier: MIT */
/*
 * Four marks were sent and none answered yet. One error of an abandoned command, and 3 s of
 * silence, were taken for the last one's refusal: the command went out, and took for its own what
 * the modem still had to say of the others. Each command behind it, too, for as long as none
 * was abandoned.
 */
#include "marks.h"

/* One that was sent and then three marks, all abandoned; the fourth mark is sent. */
static void ask_four_times(void)
{
    for (unsigned i = 0; i < 4; i++) {
        start_at();
        atb_abort(&bench.session);
    }
    start_at();
    ASSERT_SENT(&bench, "AT\rAT+CSQ\rAT+CFUN?\rAT+CMEE?\rAT+CGATT?\r");
}

static void one_error_is_not_four_refusals(void **state)
{
    (void)state;
    ask_four_times();
    FEED(&bench, "ERROR\r\n");
    bench_wait(&bench, 3000);
    assert_int_equal(bench.done, ATB_TIMEOUT);
    ASSERT_SENT(&bench, "");
}

static void four_errors_are(void **state)
{
    (void)state;
    ask_four_times();
    FEED(&bench, "ERROR\r\nERROR\r\nERROR\r\n+CME ERROR: 10\r\n");
    bench_wait(&bench, 2990);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void refusals_that_come_between_two_commands_count(void **state)
{
    (void)state;
    start_at();
    atb_abort(&bench.session);
    start_at();
    atb_abort(&bench.session);
    FEED(&bench, "OK\r\nERROR\r\n");
    bench.sent_length = 0;
    start_at();
    ASSERT_SENT(&bench, "AT+CFUN?\r");
    FEED(&bench, "ERROR\r\n");
    bench_wait(&bench, 3000);
    ASSERT_SENT(&bench, "AT\r");
}

/* It passes each time: what was taken for a refusal is owed no more. */
static void a_modem_that_refuses_every_mark(void **state)
{
    static const char *const sent[] = {"AT+CSQ\rAT\r", "AT+CFUN?\rAT\r", "AT+CMEE?\rAT\r",
                                       "AT+CGATT?\rAT\r"};
    (void)state;
    start_at();
    ASSERT_SENT(&bench, "AT\r");
    for (size_t i = 0; i < ATB_LENGTH(sent); i++) {
        atb_abort(&bench.session);
        start_at();
        FEED(&bench, "OK\r\nERROR\r\n");
        bench_wait(&bench, 3000);
        assert_sent(&bench, sent[i], strlen(sent[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_error_is_not_four_refusals),
        TEST(four_errors_are),
        TEST(refusals_that_come_between_two_commands_count),
        TEST(a_modem_that_refuses_every_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
