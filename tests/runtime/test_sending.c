/* SPDX-License-Identifier: MIT */
/* Bytes out: lines and payload of every kind, through ports that take little at a time. */
#include "course.h"

#include <stdio.h>

/* ---- sending --------------------------------------------------------------------------------- */

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
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "");
    bench.takes = 2;
    atb_tick(&bench.session);
    FEED(&bench, "x");
    ASSERT_SENT(&bench, "AT\r");
}

static void payload_ended_by_ctrl_z(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
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
    struct atb_command command = command_of(&toy_cipsend_form, 1, number(0));
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
    struct atb_command command = command_of(&toy_send_timeout_form, 1, number(0));
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
    struct atb_command command =
        command_of(&toy_mipsend_form, 4, number(2), number((int32_t)length), data_here, number(1));
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
        atb_set_setting(&bench.session, TOY_SETTING_FORMAT + 2, 1);
        start(mipsend("\x01\"", 2));
        bench_wait(&bench, 300);
        ASSERT_SENT(&bench, "AT+MIPSEND=2,2,\"0122\",1\r");
        FEED(&bench, "OK\r\n");
        atb_set_setting(&bench.session, TOY_SETTING_FORMAT + 2, 2);
        start(mipsend("a\"\n", 3));
        bench_wait(&bench, 300);
        ASSERT_SENT(&bench, "AT+MIPSEND=2,5,\"a\\\"\\n\",1\r");
        FEED(&bench, "OK\r\n");
    }
    struct atb_command command = mipsend("a\"", 2);
    command.values[1] = number(0); /* the length may be left open, and is not counted then */
    bench.takes = SIZE_MAX;
    start(command);
    ASSERT_SENT(&bench, "AT+MIPSEND=2,0,\"a\\\"\",1\r");
    FEED(&bench, "OK\r\n");
    command = mipsend("\"", 1);
    atb_set_setting(&bench.session, TOY_SETTING_FORMAT + 2, ATB_UNKNOWN);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_CHARACTER);
}

/* A table may have one setting for all connections. */
static void inline_payload_in_a_coding_that_no_connection_chooses(void **state)
{
    struct atb_form form = toy_mipsend_form;
    struct atb_form_checks checks = *atb_checks_of(&toy_mipsend_form);
    struct atb_command command = mipsend("a", 1);
    (void)state;
    checks.coding_index = ATB_NO_INDEX;
    form.rest = &checks.rest;
    command.form = &form;
    atb_set_setting(&bench.session, TOY_SETTING_FORMAT, 1);
    start(command);
    ASSERT_SENT(&bench, "AT+MIPSEND=2,1,\"61\",1\r");
    FEED(&bench, "OK\r\n");
}

static void more_payload_than_a_command_can_count(void **state)
{
    static const char many[UINT16_MAX + 1u];
    struct atb_command command = command_of(&toy_cipsend_form, 1, number(0));
    (void)state;
    command.payload = many;
    command.payload_length = sizeof many;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_LENGTH);
    assert_string_equal(toy_parameter_name(&bench.session.refusal), "data");
    assert_int_equal(bench.session.refusal.max, UINT16_MAX);
}

static struct atb_command ctrl_z_send(void)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    command.payload = "hello";
    command.payload_length = 5;
    return command;
}

static void a_cancelled_payload_leaves_no_half_line(void **state)
{
    (void)state;
    start(ctrl_z_send());
    bench.takes = 0;
    FEED(&bench, "> ");
    bench.takes = 2;
    bench.once = true;
    bench.taken = 0;
    atb_tick(&bench.session);
    bench.fails = true;
    atb_tick(&bench.session);
    assert_done(ATB_IO);
    bench.fails = bench.once = false;
    bench.takes = SIZE_MAX;
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "\x1b"
                        "AT+CSQ\r");
}

static void only_the_payload_may_hold_no_ctrl_z(void **state)
{
    struct atb_command command = ctrl_z_send();
    (void)state;
    command.payload = "hello\x1a";
    start(command);
    atb_modem_rebooted(&bench.session);
    command.payload_length = 6;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_CHARACTER);
}

static void what_needs_no_code_leaves_as_it_is(void **state)
{
    struct atb_command command = command_of(&toy_cipsend_form, 1, number(0));
    (void)state;
    command.payload = "a\x1a"
                      "bc";
    command.payload_length = 4;
    start(command);
    bench.sent_length = 0;
    FEED(&bench, "> ");
    ASSERT_SENT(&bench, "a\x03\x1a"
                        "bc\x1a");
}

static void a_cancel_waits_for_the_port(void **state)
{
    (void)state;
    start(ctrl_z_send());
    bench.takes = 0;
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0)); /* full is not failed */
    bench_wait(&bench, 100);
    assert_running();
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "\x1b"
                        "AT+CSQ\r");
}

static void a_cancel_leaves_with_the_rest_of_the_line(void **state)
{
    (void)state;
    bench.takes = 3;
    bench.once = true;
    start(ctrl_z_send());
    bench.takes = 0;
    atb_abort(&bench.session);
    assert_running(); /* half a line */
    bench.sent_length = 0;
    bench.once = false;
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "QISEND=0\r\x1b");
    assert_done(ATB_ABORTED);
}

static void half_a_line_gets_one_end(void **state)
{
    (void)state;
    bench.takes = 3;
    bench.once = true;
    start(qiopen(0));
    bench.fails = true;
    atb_tick(&bench.session);
    assert_done(ATB_IO);
    bench.fails = false;
    bench.takes = 5; /* the end, and no more */
    bench.taken = bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "\",?\"\r");
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.takes = SIZE_MAX;
    bench.once = false;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_port_that_takes_little_at_a_time),
        TEST(payload_ended_by_ctrl_z),
        TEST(escapes_survive_partial_writes),
        TEST(payload_in_hex_until_the_modems_timer),
        TEST(inline_payload_goes_past_the_command_buffer),
        TEST(inline_payload_in_the_coding_of_the_session),
        TEST(inline_payload_in_a_coding_that_no_connection_chooses),
        TEST(more_payload_than_a_command_can_count),
        TEST(a_cancelled_payload_leaves_no_half_line),
        TEST(only_the_payload_may_hold_no_ctrl_z),
        TEST(what_needs_no_code_leaves_as_it_is),
        TEST(a_cancel_waits_for_the_port),
        TEST(a_cancel_leaves_with_the_rest_of_the_line),
        TEST(half_a_line_gets_one_end),
        TEST(a_final_before_the_prompt),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
