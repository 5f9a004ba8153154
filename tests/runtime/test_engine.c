/* SPDX-License-Identifier: MIT */
/* One command from start to end: answers, time limits, payload, aborts, what comes too late. */
#include "atb_handler.h"
#include "bench.h"

#include <stdio.h>

static struct bench bench;

static uint32_t clock_start; /* every test runs with several */

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    bench.time = clock_start;
    return 0;
}

static void start(struct atb_command command)
{
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

static void assert_done(int status)
{
    assert_int_equal(bench.done, status);
    bench.done = NOT_DONE;
}

static void assert_running(void)
{
    assert_int_equal(bench.done, NOT_DONE);
}

/* ---- final result codes ------------------------------------------------------------ */

static void ok_and_error_end_a_command(void **state)
{
    (void)state;
    start(command_of(&toy_at, 0));
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "AT\r\r\n\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_log(&bench, "echo - AT\nfinal OK \n");
    start(command_of(&toy_at, 0));
    FEED(&bench, "\r\n+CME ERROR: 3\r\n");
    assert_done(ATB_ERROR);
    assert_int_equal(bench.session.error.code, 3);
    start(command_of(&toy_at, 0));
    FEED(&bench, "\r\n+CME ERROR: SIM not inserted\r\n");
    assert_done(ATB_ERROR);
    assert_int_equal(bench.session.error.code, ATB_UNKNOWN);
    assert_int_equal(bench.done_count, 3);
}

static void only_one_command_at_a_time(void **state)
{
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    start(command);
    assert_int_equal(atb_start(&bench.session, &command, NULL, NULL, NULL), ATB_BUSY);
    assert_int_equal(bench.session.refusal.status, ATB_BUSY);
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    assert_int_equal(atb_start(&bench.session, &command, NULL, NULL, NULL), ATB_OK);
    FEED(&bench, "OK\r\n");
}

static void a_refusal_sends_nothing(void **state)
{
    struct atb_command command = qiopen(0);
    (void)state;
    command.values[0] = number(17);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_RANGE);
    assert_string_equal(bench.session.refusal.parameter, "contextID");
    assert_int_equal(bench.session.refusal.max, 16);
    command = qisend(0, NULL, 4);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_MISSING);
    assert_string_equal(bench.session.refusal.parameter, "data");
    ASSERT_SENT(&bench, "");
    assert_running();
    start(command_of(&toy_at, 0));
    assert_null(bench.session.refusal.parameter);
}

static void a_command_must_fit_its_buffer(void **state)
{
    char memory[TOY_LINE_MAX + 2 + 3];
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    bench_init(&bench, memory, sizeof memory);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "OK\r\n");
    command = command_of(&toy_ato, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_NO_ROOM);
    ASSERT_SENT(&bench, "AT\r");
}

static void little_memory_is_shared_in_halves(void **state)
{
    char memory[16];
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    bench_init(&bench, memory, sizeof memory);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "1234567890\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_log(&bench, "overlong -! 1234567890\\0d\nfinal OK \n");
}

/* ---- answers ---------------------------------------------------------------------------- */

static void a_result_behind_ok(void **state)
{
    struct toy_connection opened = {0};
    struct atb_answer answer = {.record = &toy_connection_record, .items = &opened, .capacity = 1};
    struct atb_command command = qiopen(2);
    (void)state;
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+QIOPEN: 2,0\r\nOK\r\n");
    assert_running();
    FEED(&bench, "+QIOPEN: 1,0\r\n");
    assert_running();
    FEED(&bench, "+QIOPEN: 2,563\r\n");
    assert_done(ATB_ERROR);
    assert_int_equal(opened.connect_id, 2);
    assert_int_equal(opened.err, 563);
    assert_int_equal(bench.session.error.code, 563);
    assert_int_equal(bench.session.answer.count, 1);
    assert_log(&bench, "urc QIOPEN_RESULT! 2,0\nfinal OK \nurc QIOPEN_RESULT! 1,0\n"
                       "urc QIOPEN_RESULT 2,563\n");
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "OK\r\n+QIOPEN: 2,0\r\n");
    assert_done(ATB_OK);
}

static void a_result_outside_its_closed_range(void **state)
{
    struct toy_connection opened = {0};
    struct atb_answer answer = {.record = &toy_connection_record, .items = &opened, .capacity = 1};
    struct atb_command command =
        command_of(&toy_qiopen, 5, number(1), number(5), text("TCP"), text("::1"), number(7));
    (void)state;
    struct atb_form any_key = toy_qiopen;
    any_key.key_position = 0;
    command.form = &any_key;
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "OK\r\n+QIOPEN: 200,0\r\n");
    assert_log(&bench, "final OK \nmalformed QIOPEN_RESULT -3@0 200,0\n");
    assert_done(ATB_MALFORMED);
}

static void a_malformed_result_ends_its_command(void **state)
{
    (void)state;
    start(qiopen(0));
    FEED(&bench, "OK\r\n+QIOPEN: 0\r\n");
    assert_done(ATB_MALFORMED);
    start(command_of(&toy_qird, 2, number(0), number(5)));
    FEED(&bench, "+QIRD: x\r\n");
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_MALFORMED);
}

static void results_before_and_behind_ok(void **state)
{
    (void)state;
    start(command_of(&toy_cipopen, 2, number(1), number(5000)));
    FEED(&bench, "+CIPOPEN: 1,0\r\nOK\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_cipopen, 2, number(1), number(5000)));
    FEED(&bench, "+CIPOPEN: 1,4\r\nOK\r\n");
    assert_done(ATB_ERROR);
    start(command_of(&toy_cipopen, 2, number(1), number(5000)));
    FEED(&bench, "+CIPOPEN: 2,0\r\nOK\r\n");
    assert_running();
    FEED(&bench, "+CIPOPEN: 1,0\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_cipopen, 2, number(1), number(5000)));
    FEED(&bench, "+CIPERROR: 4\r\nERROR\r\n");
    assert_done(ATB_ERROR);
    assert_int_equal(bench.session.error.code, 4);
}

static void several_lines_fill_an_array(void **state)
{
    struct list {
        uint8_t count;
        int32_t sockets[20];
    } lists[2];
    static const struct atb_record record = {.chapter = &toy_dialect.own,
                                             .size = sizeof(struct list),
                                             .values = offsetof(struct list, sockets),
                                             .line = TOY_MIPOPEN_INFO};
    struct atb_answer answer = {.record = &record, .items = lists, .capacity = 2};
    struct atb_command command = command_of(&toy_mipopen_read, 0);
    (void)state;
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+MIPOPEN: 1\r\n+MIPOPEN: 2\r\n+MIPOPEN: 3\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_int_equal(bench.session.answer.count, 2);
    assert_int_equal(bench.session.answer.total, 3);
    assert_int_equal(lists[1].count, 1);
    assert_int_equal(lists[1].sockets[0], 2);
}

static void replies_before_the_last_result(void **state)
{
    (void)state;
    start(command_of(&toy_qping, 1, number(1)));
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",32\r\n+QPING: 0,\"::1\",32\r\n");
    assert_running();
    FEED(&bench, "+QPING: 2,4,4\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_qping, 1, number(1)));
    FEED(&bench, "OK\r\n+QPING: 569\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_one_ping, 3, number(1), number(1), number(1)));
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",32\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_one_ping, 3, number(1), number(1), number(2)));
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",32\r\n");
    assert_running();
}

static void two_oks(void **state)
{
    struct atb_command command = command_of(&toy_hmsend, 2, number(1), number(4));
    (void)state;
    command.payload = "test";
    command.payload_length = 4;
    start(command);
    ASSERT_SENT(&bench, "AT+HMSEND=1,4\r");
    FEED(&bench, ">");
    ASSERT_SENT(&bench, "test");
    FEED(&bench, " \r\nOK\r\n+MIPPUSH: 1,0\r\n+HMSEND: 1,0,2048\r\n");
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    start(command);
    FEED(&bench, ">");
    FEED(&bench, "OK\r\nERROR\r\n");
    assert_done(ATB_ERROR);
}

static void payload_of_an_answer(void **state)
{
    char data[4];
    struct atb_answer answer = {.data = data, .data_size = sizeof data};
    struct atb_command command = command_of(&toy_qird, 2, number(0), number(1460));
    (void)state;
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+QIRD: 6\r\nab");
    FEED(&bench, "cdef\r\nOK\r\n");
    assert_done(ATB_TRUNCATED);
    assert_memory_equal(data, "abcd", 4);
    assert_int_equal(bench.session.answer.data_length, 4);
    assert_int_equal(bench.session.answer.data_total, 6);
    assert_log(&bench,
               "info QIRD_INFO 6\npayload QIRD_INFO abcd\npayload QIRD_INFO! ef\nfinal OK \n");
    FEED(&bench, "+QIURC: \"recv\",0,2\r\nxy\r\n");
    assert_log(&bench, "urc URC_RECV_DATA! 0,2\npayload URC_RECV_DATA! xy\n");
    assert_memory_equal(data, "abcd", 4);
}

static void an_answer_that_is_too_long(void **state)
{
    char line[2 * TOY_LINE_MAX];
    (void)state;
    memset(line, '1', sizeof line);
    memcpy(line, "+MIPOPEN: ", 10);
    start(command_of(&toy_mipopen_read, 0));
    bench_feed(&bench, line, sizeof line);
    FEED(&bench, "\r\nOK\r\n");
    assert_done(ATB_MALFORMED);
}

/* ---- time ------------------------------------------------------------------------------------ */

static void assert_limit(struct atb_command command, uint32_t ms)
{
    bench.session.stale = false;
    start(command);
    bench_wait(&bench, ms - 10);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
}

static void time_limits_of_every_kind(void **state)
{
    (void)state;
    assert_limit(command_of(&toy_at, 0), 1000);
    assert_limit(command_of(&toy_qiclose, 2, number(0), number(3)), 8000);
    assert_limit(command_of(&toy_qiclose, 1, number(0)), 15000);
    assert_limit(command_of(&toy_qiclose, 2, number(0), number(0)), 5000);
    assert_limit(command_of(&toy_cipopen, 2, number(0), number(1)), 2000);
    atb_set_setting(&bench.session, TOY_OPEN_MS, 3000);
    assert_limit(command_of(&toy_cipopen, 2, number(0), number(1)), 3000);
    assert_limit(command_of(&toy_broken_limit, 0), 10000);
    bench.session.stale = false;
    start(command_of(&toy_qping, 1, number(0)));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 16490);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
    bench.session.stale = false;
    start(command_of(&toy_qping, 3, number(0), number(2), number(3)));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 6490);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
}

static void a_limit_beyond_the_clock_is_half_its_range(void **state)
{
    (void)state;
    start(command_of(&toy_qiclose, 2, number(0), number(INT32_MAX)));
    bench.time += INT32_MAX - 1u;
    atb_tick(&bench.session);
    assert_running();
    bench.time += 1u;
    atb_tick(&bench.session);
    assert_done(ATB_TIMEOUT);
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
    start(command_of(&toy_at, 0)); /* the OK may have been somebody else's */
    ASSERT_SENT(&bench, "AT+CSQ\r");
    FEED(&bench, "+QIOPEN: 0,0\r\n+CSQ: 9,9\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    assert_running();
}

static void a_late_answer_is_not_the_next_commands(void **state)
{
    (void)state;
    start(command_of(&toy_qird, 2, number(0), number(4)));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    bench.sent_length = 0;
    start(command_of(&toy_qird, 2, number(1), number(2)));
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
    start(command_of(&toy_at, 0)); /* and all is in order again */
    ASSERT_SENT(&bench, "AT\r");
}

static void a_modem_that_stays_silent(void **state)
{
    (void)state;
    start(command_of(&toy_at, 0));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    static const char *const marks[] = {"AT+CSQ\r", "AT+CFUN?\r", "AT+CMEE?\r", "AT+CGATT?\r",
                                        "AT+CSQ\r"};
    for (size_t i = 0; i < ATB_LENGTH(marks); i++) {
        bench.sent_length = 0;
        start(command_of(&toy_at, 0));
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
    start(command_of(&toy_at, 0));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    bench.sent_length = 0;
    start(command_of(&toy_at, 0));
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
    start(command_of(&toy_qird, 2, number(0), number(4)));
    FEED(&bench, "+QIRD: 100\r\nlost\r\nOK\r\n");
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    assert_log(&bench, "info QIRD_INFO 100\npayload QIRD_INFO! lost\\0d\\0aOK\\0d\\0a\n"
                       "malformed QIRD_INFO! -2@-1 \n");
    start(command_of(&toy_at, 0));
    FEED(&bench, "+CSQ: 1,1\r\nOK\r\n");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

/* ---- abort, reboot, a failing port ------------------------------- */

static void abort_ends_a_command_at_once(void **state)
{
    (void)state;
    atb_abort(&bench.session);
    start(command_of(&toy_at, 0));
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.sent_length = 0;
    start(command_of(&toy_at, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    start(qiopen(0));
    ASSERT_SENT(&bench, "AT+CFUN?\r");
    FEED(&bench, "+CSQ: 1,1\r\nOK\r\n+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7\r");
    FEED(&bench, "OK\r\n");
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    start(command_of(&toy_at, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void abort_at_the_prompt_cancels(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z, 1, number(0));
    (void)state;
    command.payload = "hello";
    command.payload_length = 5;
    start(command);
    bench.sent_length = 0;
    bench.takes = 0;
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    ASSERT_SENT(&bench, "");
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "\x1b");
    FEED(&bench, "\r\n> \r\n"); /* late: cancelled again */
    ASSERT_SENT(&bench, "\x1b");
    assert_log(&bench, "prompt - >\n");
}

static void abort_of_counted_payload_lets_it_out(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    bench.sent_length = 0;
    atb_abort(&bench.session);
    assert_running();
    bench.takes = 2;
    FEED(&bench, "> ");
    bench_wait(&bench, 30);
    ASSERT_SENT(&bench, "hello");
    assert_done(ATB_ABORTED);
    bench.takes = SIZE_MAX;
    start(command_of(&toy_at, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void a_reboot_forgets_settings(void **state)
{
    (void)state;
    start(command_of(&toy_gtset, 1, number(1)));
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.settings[TOY_IPRFMT], 1);
    start(command_of(&toy_at, 0));
    atb_modem_rebooted(&bench.session);
    assert_done(ATB_REBOOTED);
    assert_int_equal(bench.settings[TOY_IPRFMT], ATB_UNKNOWN);
    bench.sent_length = 0;
    start(command_of(&toy_at, 0));
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\nQ");
    start(command_of(&toy_ato, 0));
    FEED(&bench, "\r\nCONNECT\r\n");
    atb_modem_rebooted(&bench.session);
    assert_false(atb_in_data_mode(&bench.session));
}

static void a_port_that_fails(void **state)
{
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    bench.fails = true;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_IO);
    assert_running();
    bench.fails = false;
    start(qisend(0, "hello", 5));
    bench.fails = true;
    FEED(&bench, ">");
    assert_done(ATB_IO);
    bench.fails = false;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_RESET_NEEDED);
    atb_modem_rebooted(&bench.session);
    bench.takes = 0;
    start(command);
    bench.fails = true;
    atb_tick(&bench.session);
    assert_done(ATB_IO);
}

/* ---- sending ----------------------------------------------------- */

static void a_port_that_takes_little_at_a_time(void **state)
{
    (void)state;
    for (size_t takes = 1; takes < 8; takes++) {
        bench.takes = takes;
        start(qisend(0, "he\x1allo", 6));
        ASSERT_SENT(&bench, "AT+QISEND=0,6\r");
        FEED(&bench, "> ");
        ASSERT_SENT(&bench, "he\x1allo");
        FEED(&bench, "SEND OK\r\n");
        assert_done(ATB_OK);
    }
    bench.takes = 0;
    start(command_of(&toy_at, 0));
    ASSERT_SENT(&bench, "");
    bench.takes = 2;
    atb_tick(&bench.session);
    FEED(&bench, "x");
    ASSERT_SENT(&bench, "AT\r");
}

static void payload_ended_by_ctrl_z(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z, 1, number(0));
    (void)state;
    command.payload = "a\0b";
    command.payload_length = 3;
    start(command);
    FEED(&bench, ">");
    ASSERT_SENT(&bench, "AT+QISEND=0\ra\0b\x1a");
    FEED(&bench, "SEND FAIL\r\n");
    assert_done(ATB_ERROR);
    command.payload = "\x1a";
    command.payload_length = 1;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_CHARACTER);
}

static void escapes_survive_partial_writes(void **state)
{
    struct atb_command command = command_of(&toy_cipsend, 1, number(0));
    (void)state;
    command.payload = "a\x1a\x1b\x03"
                      "b";
    command.payload_length = 5;
    for (size_t takes = 1; takes < 12; takes++) {
        bench.takes = takes;
        start(command);
        FEED(&bench, ">");
        ASSERT_SENT(&bench, "AT+CIPSEND=0,\ra\x03\x1a\x03\x1b\x03\x03"
                            "b\x1a");
        FEED(&bench, "OK\r\n");
        assert_done(ATB_OK);
    }
}

static void payload_in_hex_until_the_modems_timer(void **state)
{
    static const char data[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    struct atb_command command = command_of(&toy_send_timeout, 1, number(0));
    (void)state;
    command.payload = data;
    command.payload_length = sizeof data - 1;
    start(command);
    FEED(&bench, ">");
    ASSERT_SENT(&bench, "AT+HEXSEND=0\r"
                        "303132333435363738396162636465666768696A6B6C6D6E6F707172737475767778797A");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    command.payload_length = 0;
    start(command);
    FEED(&bench, ">");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static struct atb_command mipsend(const char *data, size_t length)
{
    struct atb_command command = command_of(&toy_mipsend, 4, number(2), number((int32_t)length),
                                            bytes(data, length), number(1));
    command.payload = data;
    command.payload_length = length;
    return command;
}

static void inline_payload_goes_past_the_command_buffer(void **state)
{
    static char data[1460];
    static char expected[4096];
    (void)state;
    memset(data, 'x', sizeof data);
    start(mipsend(data, sizeof data));
    size_t length =
        (size_t)snprintf(expected, sizeof expected, "AT+MIPSEND=2,1460,\"%.*s\",1\r", 1460, data);
    assert_sent(&bench, expected, length);
    FEED(&bench, "AT+MIPSEND=2,1460,\"xxxxx\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_log(&bench, "echo - AT+MIPSEND=2,1460,\"xxxxx\nfinal OK \n");
}

static void inline_payload_in_the_coding_of_the_session(void **state)
{
    (void)state;
    for (size_t takes = 1; takes < 9; takes++) {
        bench.takes = takes;
        atb_set_setting(&bench.session, TOY_FORMAT + 2, 1);
        start(mipsend("\x01\"", 2));
        bench_wait(&bench, 300);
        ASSERT_SENT(&bench, "AT+MIPSEND=2,2,\"0122\",1\r");
        FEED(&bench, "OK\r\n");
        atb_set_setting(&bench.session, TOY_FORMAT + 2, 2);
        start(mipsend("a\"\n", 3));
        bench_wait(&bench, 300);
        ASSERT_SENT(&bench, "AT+MIPSEND=2,5,\"a\\\"\\n\",1\r");
        FEED(&bench, "OK\r\n");
    }
    struct atb_command command = mipsend("\"", 1);
    atb_set_setting(&bench.session, TOY_FORMAT + 2, ATB_UNKNOWN);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_CHARACTER);
}

static void a_final_before_the_prompt(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    FEED(&bench, "ERROR\r\n> \r\n");
    assert_done(ATB_ERROR);
    ASSERT_SENT(&bench, "AT+QISEND=0,5\r");
    assert_log(&bench, "final ERROR \ntext -! > \n");
}

/* ---- settings ---------------------------------------------------- */

static void settings_follow_commands_that_succeeded(void **state)
{
    struct atb_command command = qiopen(3);
    (void)state;
    command.values[5] = number(0);
    command.values[6] = number(2);
    start(command);
    FEED(&bench, "ERROR\r\n");
    assert_int_equal(bench.settings[TOY_ACCESS_MODE + 3], ATB_UNKNOWN);
    start(command);
    FEED(&bench, "OK\r\n+QIOPEN: 3,5\r\n");
    assert_int_equal(bench.settings[TOY_ACCESS_MODE + 3], ATB_UNKNOWN);
    start(command);
    FEED(&bench, "OK\r\n+QIOPEN: 3,0\r\n");
    assert_int_equal(bench.settings[TOY_ACCESS_MODE + 3], 2);
    start(qiopen(3));
    FEED(&bench, "OK\r\n+QIOPEN: 3,0\r\n");
    assert_int_equal(bench.settings[TOY_ACCESS_MODE + 3], 0);
}

static void settings_at_once_and_from_lines(void **state)
{
    (void)state;
    start(command_of(&toy_format, 1, number(4)));
    assert_int_equal(bench.settings[TOY_FORMAT + 4], 1);
    FEED(&bench, "+FORMAT: 4,2\r\n+FORMAT: 6,2\r\nOK\r\n");
    assert_int_equal(bench.settings[TOY_FORMAT + 4], 2);
    assert_int_equal(bench.settings[TOY_IPRFMT], ATB_UNKNOWN);
    atb_set_setting(&bench.session, TOY_SETTINGS, 1);
}

/* ---- callbacks --------------------------------------------------- */

static void start_another(void *app, int status)
{
    struct bench *self = app;
    struct atb_command command = command_of(&toy_ato, 0);
    (void)status;
    assert_int_equal(atb_start(&self->session, &command, NULL, bench_done, self), ATB_OK);
}

static void a_command_started_by_the_end_of_another(void **state)
{
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    assert_int_equal(atb_start(&bench.session, &command, NULL, start_another, &bench), ATB_OK);
    FEED(&bench, "OK\r\n");
    ASSERT_SENT(&bench, "AT\rATO\r");
    assert_running();
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ERROR);
}

static void abort_and_start(void *app)
{
    struct bench *self = app;
    struct atb_command command = command_of(&toy_at, 0);
    atb_abort(&self->session);
    assert_int_equal(bench_start(self, &command, NULL), ATB_OK);
}

static void on_closed(void *app)
{
    struct bench *self = app;
    struct atb_command command = command_of(&toy_at, 0);
    assert_int_equal(atb_run(&self->session, &command, NULL), ATB_BUSY);
    assert_int_equal(atb_poll(&self->session, 0), ATB_BUSY);
    atb_feed(&self->session, "ERROR\r\n", 7);
    abort_and_start(app);
}

static int refuse_line(const struct atb_handler *handler, struct atb_subject *subject, void *app)
{
    (void)handler;
    (void)subject;
    (void)app;
    return ATB_BAD_VALUE;
}

static void count_payload(void *app, const void *bytes, size_t length, size_t remaining)
{
    (void)bytes;
    (void)remaining;
    ((struct bench *)app)->done_count += (int)length;
}

static void handlers_may_abort_and_start(void **state)
{
    static const struct atb_handler handlers[] = {
        ATB_PLAIN_HANDLER(NULL, TOY_CLOSED, on_closed),
        ATB_PLAIN_HANDLER(NULL, TOY_OK, abort_and_start),
    };
    (void)state;
    bench_handlers(&bench, handlers, ATB_LENGTH(handlers));
    FEED(&bench, "CLOSED\r\n");
    assert_log(&bench, "urc CLOSED \n");
    ASSERT_SENT(&bench, "AT\r");
    assert_running();
    FEED(&bench, "OK\r\n"); /* the handler aborts; this OK is not the new command's */
    assert_running();
}

static void handlers_of_lines_and_of_payload(void **state)
{
    static const struct atb_handler handlers[] = {
        ATB_PAYLOAD_HANDLER(NULL, TOY_URC_RECV_DATA, count_payload),
        {.key = TOY_URC_RECV, .take = refuse_line},
    };
    (void)state;
    bench_handlers(&bench, handlers, ATB_LENGTH(handlers));
    FEED(&bench, "+QIURC: \"recv\",0,4\r\nab");
    FEED(&bench, "cd\r\n+QIURC: \"recv\",0\r\n");
    assert_int_equal(bench.done_count, 4);
    assert_log(&bench, "urc URC_RECV_DATA! 0,4\npayload URC_RECV_DATA abcd\n"
                       "malformed URC_RECV! -4@-1 0\n");
}

static void abort_on_event(void *app, const struct atb_event *event)
{
    struct bench *self = app;
    (void)event;
    atb_abort(&self->session);
}

static void the_application_aborts_at_any_event(void **state)
{
    struct atb_command command = command_of(&toy_escape, 0);
    (void)state;
    atb_set_on_event(&bench.session, abort_on_event);
    start(qisend(0, "hello", 5));
    bench.sent_length = 0;
    FEED(&bench, ">");
    assert_done(ATB_ABORTED);
    ASSERT_SENT(&bench, "hello");
    bench.session.stale = false;
    start(command_of(&toy_at, 0));
    FEED(&bench, "OK\r\n");
    assert_done(ATB_ABORTED);
    bench.session.stale = false;
    start(qiopen(0));
    FEED(&bench, "+QIOPEN: x\r\n");
    assert_done(ATB_ABORTED);
    bench.session.stale = false;
    start(command_of(&toy_qird, 2, number(0), number(2)));
    FEED(&bench, "+QIRD: 2\r\n+QOK\r\n");
    assert_done(ATB_ABORTED);
    atb_allow_connect(&bench.session, true);
    FEED(&bench, "\r\nCONNECT\r\n");
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\nCLOSED\r\n");
    assert_done(ATB_ABORTED);
    assert_false(atb_in_data_mode(&bench.session));
}

/* ---- transparent mode -------------------------------------------- */

static void go_online(void)
{
    start(command_of(&toy_ato, 0));
    FEED(&bench, "\r\nCONNECT\r\n");
    assert_done(ATB_OK);
    assert_true(atb_in_data_mode(&bench.session));
    bench.sent_length = 0;
    bench.log_length = 0;
}

static void bytes_pass_in_transparent_mode(void **state)
{
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    assert_int_equal(atb_send_data(&bench.session, "x", 1), ATB_NOT_IN_DATA_MODE);
    go_online();
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BUSY);
    bench.takes = 3;
    assert_int_equal(atb_send_data(&bench.session, "hello", 5), 3);
    ASSERT_SENT(&bench, "hel");
    bench.fails = true;
    assert_int_equal(atb_send_data(&bench.session, "lo", 2), ATB_IO);
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 120);
    assert_log(&bench, "data -! OK\\0d\\0a\n");
}

static void escape_stands_between_silences(void **state)
{
    struct atb_command command = command_of(&toy_escape, 0);
    (void)state;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_NOT_IN_DATA_MODE);
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
    assert_false(atb_in_data_mode(&bench.session));
    assert_log(&bench, "data -! data\nfinal OK \n");
    start(command_of(&toy_at, 0));
    ASSERT_SENT(&bench, "AT\r");
}

static void escape_without_an_answer(void **state)
{
    struct atb_command command = command_of(&toy_escape, 0);
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
    assert_true(atb_in_data_mode(&bench.session));
    atb_end_data_mode(&bench.session);
    assert_false(atb_in_data_mode(&bench.session));
}

static void the_network_ends_it_while_escaping(void **state)
{
    struct atb_command command = command_of(&toy_escape, 0);
    (void)state;
    go_online();
    start(command);
    FEED(&bench, "\r\nNO CARRIER\r\n");
    assert_done(ATB_ERROR);
    assert_false(atb_in_data_mode(&bench.session));
    go_online();
    bench_wait(&bench, 1000);
    start(command);
    atb_tick(&bench.session);
    FEED(&bench, "\r\nNO CARRIER\r\n");
    assert_done(ATB_ERROR);
    bench.sent_length = 0;
    start(command_of(&toy_at, 0)); /* +++ may still be answered */
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void held_bytes_are_data_after_a_while(void **state)
{
    (void)state;
    go_online();
    FEED(&bench, "NO CARR");
    assert_log(&bench, "");
    bench_wait(&bench, 100);
    assert_log(&bench, "");
    bench_wait(&bench, 10);
    assert_log(&bench, "data -! NO CARR\n");
    FEED(&bench, "IER\r\n");
    bench_wait(&bench, 110);
    assert_log(&bench, "data -! IER\\0d\\0a\n");
    assert_true(atb_in_data_mode(&bench.session));
}

static void no_carrier_is_the_answer_to_ato_alone(void **state)
{
    (void)state;
    start(command_of(&toy_ato, 0));
    FEED(&bench, "NO CARRIER\r\n");
    assert_done(ATB_ERROR);
    start(command_of(&toy_at, 0));
    FEED(&bench, "NO CARRIER\r\nCLOSED\r\n");
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static void connect_behind_ok_or_not(void **state)
{
    (void)state;
    start(command_of(&toy_mipmode, 2, number(0), number(1)));
    FEED(&bench, "OK\r\n");
    assert_running();
    FEED(&bench, "CONNECT\r\n");
    assert_done(ATB_OK);
    assert_true(atb_in_data_mode(&bench.session));
    set_up(state);
    start(command_of(&toy_mipmode, 2, number(0), number(0)));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 10000);
    assert_done(ATB_TIMEOUT);
    assert_false(atb_in_data_mode(&bench.session));
    set_up(state);
    start(qiopen(0));
    FEED(&bench, "CONNECT\r\n");
    assert_done(ATB_OK);
    set_up(state);
    start(command_of(&toy_at, 0));
    FEED(&bench, "CONNECT 9600\r\n");
    assert_done(ATB_OUT_OF_ORDER);
    assert_false(atb_in_data_mode(&bench.session));
    set_up(state);
    FEED(&bench, "CONNECT 9600\r\n");
    assert_log(&bench, "final CONNECT! 9600\n");
    assert_false(atb_in_data_mode(&bench.session));
    atb_allow_connect(&bench.session, true);
    FEED(&bench, "CONNECT 9600\r\nxyz");
    assert_log(&bench, "final CONNECT! 9600\ndata -! xyz\n");
}

static void online_by_a_result_line(void **state)
{
    (void)state;
    start(command_of(&toy_odm, 1, number(1)));
    FEED(&bench, "OK\r\n+MIPODM: 1,0\r\n");
    assert_done(ATB_OK);
    assert_false(atb_in_data_mode(&bench.session));
    start(command_of(&toy_odm, 1, number(1)));
    FEED(&bench, "OK\r\n+MIPODM: 1,1\r\n");
    assert_done(ATB_OK);
    assert_true(atb_in_data_mode(&bench.session));
    FEED(&bench, "\r\nCLOSED\r\n");
    assert_false(atb_in_data_mode(&bench.session));
    assert_int_equal(bench.settings[TOY_ONLINE], 0);
}

static void a_command_expected_in_transparent_mode_ends_it(void **state)
{
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    go_online();
    atb_expect(&bench.session, &command);
    assert_false(atb_in_data_mode(&bench.session));
    FEED(&bench, "AT\r\r\nOK\r\n");
    bench_wait(&bench, 20000); /* what is expected has no time limit */
    assert_log(&bench, "echo - AT\nfinal OK \n");
}

/* ---- waiting ----------------------------------------------------- */

static void set_input(const char *input)
{
    bench.input = input;
    bench.input_length = strlen(input);
}

static void run_waits_for_the_end(void **state)
{
    struct toy_connection opened = {0};
    struct atb_answer answer = {.record = &toy_connection_record, .items = &opened, .capacity = 1};
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
    struct atb_command command = command_of(&toy_at, 0);
    uint32_t begun = bench.time;
    (void)state;
    set_input("");
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_TIMEOUT);
    assert_int_equal(bench.time - begun, 1000);
}

static void run_without_a_readable_port(void **state)
{
    struct atb_command command = command_of(&toy_at, 0);
    (void)state;
    bench.read_fails = true;
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_IO);
    bench.port.read = NULL;
    assert_int_equal(atb_poll(&bench.session, 0), ATB_IO);
    assert_int_equal(atb_run(&bench.session, &command, NULL), ATB_IO);
}

static void every_status_has_a_text(void **state)
{
    (void)state;
    assert_string_equal(atb_status_text(ATB_OK), "all right");
    assert_string_equal(atb_status_text(3), "all right");
    assert_string_equal(atb_status_text(ATB_NOT_IN_DATA_MODE), "not in transparent mode");
    assert_string_equal(atb_status_text(ATB_TRUNCATED), "answer longer than its memory");
    assert_string_equal(atb_status_text(ATB_CLOSED), "connection closed");
    assert_string_equal(atb_status_text(ATB_CLOSED - 1), "unknown status");
    assert_string_equal(atb_status_text(INT32_MIN), "unknown status");
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ok_and_error_end_a_command),
        TEST(only_one_command_at_a_time),
        TEST(a_refusal_sends_nothing),
        TEST(a_command_must_fit_its_buffer),
        TEST(little_memory_is_shared_in_halves),
        TEST(a_result_behind_ok),
        TEST(a_result_outside_its_closed_range),
        TEST(a_malformed_result_ends_its_command),
        TEST(results_before_and_behind_ok),
        TEST(several_lines_fill_an_array),
        TEST(replies_before_the_last_result),
        TEST(two_oks),
        TEST(payload_of_an_answer),
        TEST(an_answer_that_is_too_long),
        TEST(time_limits_of_every_kind),
        TEST(a_limit_beyond_the_clock_is_half_its_range),
        TEST(a_result_that_does_not_come),
        TEST(a_late_answer_is_not_the_next_commands),
        TEST(a_modem_that_stays_silent),
        TEST(a_mark_that_is_refused),
        TEST(lost_payload_does_not_swallow_the_next_answer),
        TEST(abort_ends_a_command_at_once),
        TEST(abort_at_the_prompt_cancels),
        TEST(abort_of_counted_payload_lets_it_out),
        TEST(a_reboot_forgets_settings),
        TEST(a_port_that_fails),
        TEST(a_port_that_takes_little_at_a_time),
        TEST(payload_ended_by_ctrl_z),
        TEST(escapes_survive_partial_writes),
        TEST(payload_in_hex_until_the_modems_timer),
        TEST(inline_payload_goes_past_the_command_buffer),
        TEST(inline_payload_in_the_coding_of_the_session),
        TEST(a_final_before_the_prompt),
        TEST(settings_follow_commands_that_succeeded),
        TEST(settings_at_once_and_from_lines),
        TEST(a_command_started_by_the_end_of_another),
        TEST(handlers_may_abort_and_start),
        TEST(handlers_of_lines_and_of_payload),
        TEST(the_application_aborts_at_any_event),
        TEST(bytes_pass_in_transparent_mode),
        TEST(escape_stands_between_silences),
        TEST(escape_without_an_answer),
        TEST(the_network_ends_it_while_escaping),
        TEST(held_bytes_are_data_after_a_while),
        TEST(no_carrier_is_the_answer_to_ato_alone),
        TEST(connect_behind_ok_or_not),
        TEST(online_by_a_result_line),
        TEST(a_command_expected_in_transparent_mode_ends_it),
        TEST(run_waits_for_the_end),
        TEST(run_ends_with_the_time_limit),
        TEST(run_without_a_readable_port),
        TEST(every_status_has_a_text),
    };
    static const uint32_t starts[] = {0, 1000000, INT32_MAX - 700u, UINT32_MAX - 700u};
    int failed = 0;
    for (size_t i = 0; i < ATB_LENGTH(starts); i++) {
        clock_start = starts[i];
        failed += cmocka_run_group_tests(tests, NULL, NULL);
    }
    return failed;
}
