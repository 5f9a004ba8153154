/* SPDX-License-Identifier: MIT */
/* Answers that hold other things than the command asked for: numbers, echoes, lines, payload. */
#include "course.h"

/* ---- numbers that no manual knows ------------------------------------------------------------ */

static void a_connection_below_zero_has_no_settings(void **state)
{
    (void)state;
    FEED(&bench, "+MIPURC: \"rtcp\",-1,3,abc\r\nRING\r\n");
    assert_log(&bench, "malformed RTCP! -5@1 -1,3,abc\ntext -! RING\n");
}

/* ---- lines beside echoes --------------------------------------------------------------------- */

static void only_lines_of_the_payload_are_its_echo(void **state)
{
    (void)state;
    start(qisend(0, "one\ntwo", 7));
    FEED(&bench, "AT+QISEND=0,7\r\r\nring\r\n> ");
    FEED(&bench, "six\r\ntwo\r\n");
    assert_log(&bench, "echo - AT+QISEND=0,7\ntext -! ring\nprompt - >\ntext -! six\necho - two\n");
    FEED(&bench, "SEND OK\r\n");
    assert_done(ATB_OK);
}

/* ---- more than was asked for ----------------------------------------------------------------- */

static void the_statistics_before_the_only_ping(void **state)
{
    (void)state;
    start(command_of(&toy_mping_form, 3, number(1), number(1), number(1)));
    FEED(&bench, "OK\r\n+QPING: 2,4,4\r\n");
    assert_done(ATB_OK);
}

static void the_first_failure_is_the_commands(void **state)
{
    (void)state;
    start(command_of(&toy_cipopen_form, 2, number(1), number(5000)));
    FEED(&bench, "+CIPOPEN: 1\r\n+CIPOPEN: 1,4\r\nOK\r\n");
    assert_done(ATB_MALFORMED);
    start(command_of(&toy_qird_form, 2, number(0), number(5)));
    FEED(&bench, "+QIRD: x\r\n+QIRD: y\r\nOK\r\n");
    assert_done(ATB_MALFORMED);
}

static void more_payload_than_can_be_counted(void **state)
{
    static char payload[65000];
    char data[4];
    struct atb_answer answer = {.data = data, .data_size = sizeof data};
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(1460));
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_set_on_event(&bench.session, NULL);
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    memset(payload, 'x', sizeof payload);
    FEED(&bench, "+QIRD: 65000\r\n");
    bench_feed(&bench, payload, 65000);
    FEED(&bench, "\r\n+QIRD: 5000\r\n");
    bench_feed(&bench, payload, 5000);
    FEED(&bench, "\r\nOK\r\n");
    assert_done(ATB_TRUNCATED);
    assert_int_equal(bench.session.answer.data_length, 4);
    assert_int_equal(bench.session.answer.data_total, UINT16_MAX);
}

static void an_answer_that_this_command_does_not_list_has_no_payload(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "+QIRD: 4\r\nOK\r\n"); /* as payload it would swallow the OK */
    assert_done(ATB_OK);
    FEED(&bench, "+QIRD: 4\r\nOK\r\n"); /* nobody waits: of a command that was given up */
    assert_log(&bench,
               "text -! +QIRD: 4\nfinal OK \ninfo QIRD_INFO! 4\npayload QIRD_INFO! OK\\0d\\0a\n");
}

static void bytes_lost_twice(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    assert_int_equal(atb_overrun(&bench.session, 1), ATB_OK);
    assert_int_equal(atb_overrun(&bench.session, 0), ATB_OK);
    FEED(&bench, "OK\r\n");
    assert_done(ATB_MALFORMED);
}

static void abort_malformed(void *app, const struct atb_event *event)
{
    struct bench *self = app;
    if (event->kind == ATB_EVENT_MALFORMED) {
        atb_abort(&self->session);
        struct atb_command command = command_of(&toy_at_form, 0);
        assert_int_equal(bench_start(self, &command, NULL), ATB_OK);
    }
}

static void a_malformed_answer_ends_its_own_command_only(void **state)
{
    (void)state;
    atb_set_on_event(&bench.session, abort_malformed);
    start(qiopen(0));
    FEED(&bench, "OK\r\n+QIOPEN: 0\r\n");
    assert_running(); /* the one that was started when the event came */
    FEED(&bench, "+CSQ: 1,1\r\nOK\r\n");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_connection_below_zero_has_no_settings),
        TEST(only_lines_of_the_payload_are_its_echo),
        TEST(the_statistics_before_the_only_ping),
        TEST(the_first_failure_is_the_commands),
        TEST(more_payload_than_can_be_counted),
        TEST(an_answer_that_this_command_does_not_list_has_no_payload),
        TEST(bytes_lost_twice),
        TEST(a_malformed_answer_ends_its_own_command_only),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
