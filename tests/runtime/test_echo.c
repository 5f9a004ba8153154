/* SPDX-License-Identifier: MIT */
/* A modem with its echo on: what it repeats is no answer, and what only looks so is one. */
#include "course.h"

static void start_echoed(const char *payload)
{
    start(qisend(0, payload, strlen(payload)));
    char echo[] = "AT+QISEND=0,0\r\r\n> ";
    echo[sizeof "AT+QISEND=0," - 1] = (char)('0' + strlen(payload));
    bench_feed(&bench, echo, strlen(echo));
    bench.log_length = 0;
}

static void a_result_that_ends_like_the_payload_is_one(void **state)
{
    (void)state;
    start_echoed("aSEND OK");
    FEED(&bench, "SEND OK\r\n");
    assert_done(ATB_OK);
}

static void payload_that_reads_ok_is_repeated_while_it_leaves(void **state)
{
    (void)state;
    bench.takes = 4;
    start(qisend(0, "OK\r\nab", 6));
    bench.takes = 0;
    FEED(&bench, "AT+QISEND=0,6\r\r\n> ");
    bench.takes = 4;
    bench.once = true;
    bench.taken = 0;
    atb_tick(&bench.session);
    bench.log_length = 0;
    FEED(&bench, "OK\r\n");
    assert_log(&bench, "echo - OK\n");
    assert_running();
}

static void what_begins_almost_like_a_command_with_payload(void **state)
{
    struct atb_command command = command_of(&toy_mipsend_form, 3, number(0), number(5), data_here);
    (void)state;
    command.payload = "hello";
    command.payload_length = 5;
    start(command);
    FEED(&bench, "AT+MIPSEND=0,5,x\r\n");
    FEED(&bench, "AT+MIPSEND=0,5,\"hello\"\r\n");
    assert_log(&bench, "text -! AT+MIPSEND=0,5,x\necho - AT+MIPSEND=0,5,\"hello\"\n");
}

static void a_command_that_did_not_fit_is_repeated_by_nobody(void **state)
{
    struct atb_command command = qiopen(0);
    static char memory[20];
    (void)state;
    bench_init(&bench, memory, sizeof memory);
    atb_expect(&bench.session, &command);
    FEED(&bench, "ab\r\n");
    assert_log(&bench, "text -! ab\n");
}

/* What is replayed repeats lines; its payload is nobody's, and may be gone. */
static void payload_of_an_expected_command_is_no_echo(void **state)
{
    char *payload = malloc(5);
    (void)state;
    assert_non_null(payload);
    memcpy(payload, "hello", 5);
    struct atb_command command = qisend(0, payload, 5);
    atb_expect(&bench.session, &command);
    free(payload);
    FEED(&bench, "AT+QISEND=0,5\r\r\n> ");
    bench.log_length = 0;
    FEED(&bench, "hello\r\nSEND OK\r\n");
    assert_log(&bench, "text -! hello\nfinal SEND_OK \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_result_that_ends_like_the_payload_is_one),
        TEST(payload_that_reads_ok_is_repeated_while_it_leaves),
        TEST(what_begins_almost_like_a_command_with_payload),
        TEST(payload_of_an_expected_command_is_no_echo),
        TEST(a_command_that_did_not_fit_is_repeated_by_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
