/* SPDX-License-Identifier: MIT */
/* Lines that come at odd moments: while bytes leave, at a prompt, between marks. */
#include "course.h"

/* ---- while a line leaves --------------------------------------------------------------------- */

static void start_slowly(struct atb_command command, size_t bytes)
{
    bench.takes = bytes;
    bench.once = true;
    start(command);
    bench.sent_length = 0;
}

static void go_on_quickly(void)
{
    bench.takes = SIZE_MAX;
    bench.once = false;
    atb_tick(&bench.session);
}

static void an_error_inside_a_line_lets_it_out(void **state)
{
    (void)state;
    start_slowly(qiopen(0), 3);
    FEED(&bench, "ERROR\r\n");
    assert_running();
    go_on_quickly();
    assert_done(ATB_ERROR);
    ASSERT_SENT(&bench, "QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7\r");
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void connect_inside_a_line_is_out_of_order(void **state)
{
    (void)state;
    start_slowly(command_of(&toy_ato_form, 0), 1);
    FEED(&bench, "CONNECT\r\n");
    assert_running();
    go_on_quickly();
    assert_done(ATB_OUT_OF_ORDER);
    assert_false(atb_is_transparent(&bench.session));
}

static void an_error_inside_payload_ends_half_a_line(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    bench.takes = 2;
    bench.once = true;
    FEED(&bench, "> ");
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ERROR);
    bench.takes = SIZE_MAX;
    bench.once = false;
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0)); /* what is half sent means nothing, but may be refused */
    ASSERT_SENT(&bench, "\",?\"\rAT+CSQ\r");
    FEED(&bench, "ERROR\r\n+CSQ: 1,1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_at_form, 0)); /* once */
    ASSERT_SENT(&bench, "AT\r");
}

static void a_port_that_fails_while_bytes_come(void **state)
{
    (void)state;
    start_slowly(qiopen(0), 3);
    bench.fails = true;
    FEED(&bench, "RING\r\n");
    assert_done(ATB_IO);
}

static void nothing_left_needs_no_mark(void **state)
{
    (void)state;
    bench.takes = 0;
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.takes = SIZE_MAX;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
}

static void an_abort_behind_half_a_line(void **state)
{
    (void)state;
    start_slowly(qiopen(0), 3);
    bench.fails = true;
    atb_tick(&bench.session);
    assert_done(ATB_IO);
    bench.fails = false;
    bench.takes = 0;
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.takes = SIZE_MAX;
    bench.once = false;
    start(command_of(&toy_at_form, 0)); /* the half line's end is still due */
    ASSERT_SENT(&bench, "\",?\"\rAT+CSQ\r");
}

static void information_inside_a_line_is_not_its_answer(void **state)
{
    char data[2] = "";
    struct atb_answer answer = {.data = data, .data_size = sizeof data};
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(2));
    (void)state;
    bench.takes = 3;
    bench.once = true;
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+QIRD: 2\r\nab\r\n"); /* of whomever: the question has not left yet */
    assert_int_equal(bench.session.answer.data_total, 0);
    bench.log[bench.log_length] = '\0';
    assert_non_null(strstr(bench.log, "text -! ab")); /* nor is anything framed */
    go_on_quickly();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_INCOMPLETE);
}

/* ---- at a prompt ----------------------------------------------------------------------------- */

/* Of commands that were given up: the modem has not heard this one yet. */
static void prompts_while_the_line_still_leaves(void **state)
{
    (void)state;
    bench.takes = 0;
    start(qisend(0, "hello", 5));
    FEED(&bench, "> > ");
    assert_log(&bench, "prompt - >\nprompt - >\n");
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    FEED(&bench, "> ");
    ASSERT_SENT(&bench, "AT+QISEND=0,5\rhello");
    FEED(&bench, "SEND OK\r\n");
    assert_done(ATB_OK);
}

static void an_error_answers_an_abort_at_the_prompt(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    atb_abort(&bench.session);
    assert_running(); /* the modem may wait for payload */
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ABORTED);
}

static void connect_at_a_prompt(void **state)
{
    struct atb_command command = qisend(0, "hello", 5);
    (void)state;
    atb_allow_connect(&bench.session, true);
    start(command);
    FEED(&bench, "CONNECT\r\n");
    assert_done(ATB_OUT_OF_ORDER);
    bench.sent_length = 0;
    assert_int_equal(atb_send_data(&bench.session, "x", 1), ATB_RESET_NEEDED); /* it may count */
    atb_end_transparent(&bench.session);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_RESET_NEEDED);
    ASSERT_SENT(&bench, "");
    atb_modem_rebooted(&bench.session);
    atb_expect(&bench.session, &command); /* as recorded: nothing was sent */
    FEED(&bench, "CONNECT\r\n");
    atb_end_transparent(&bench.session);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

/* The modem's own timer ends the payload; a form may owe a result behind its OK. */
static void a_result_is_not_waited_for_once_it_was_given_up(void **state)
{
    struct atb_form form = toy_send_timeout_form;
    struct atb_command command = command_of(&form, 1, number(0));
    (void)state;
    form.results = 1;
    command.payload = "hello";
    command.payload_length = 5;
    start(command);
    FEED(&bench, "> ");
    atb_abort(&bench.session);
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_ABORTED);
}

static void payload_that_could_repeat_a_command_is_not_sent_blindly(void **state)
{
    static const char *const risky[] = {"xA/", "a/", "xatx", "At"};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(risky); i++) {
        start(qisend(0, risky[i], strlen(risky[i])));
        bench.sent_length = 0;
        bench_wait(&bench, 1000);
        assert_done(ATB_RESET_NEEDED);
        ASSERT_SENT(&bench, "");
        atb_modem_rebooted(&bench.session);
    }
    start(qisend(0, "A /x", 4));
    bench.sent_length = 0;
    bench_wait(&bench, 1000);
    ASSERT_SENT(&bench, "A /x");
}

static void what_is_expected_is_not_checked(void **state)
{
    struct atb_command command = qiopen(1);
    (void)state;
    command.values[2] = text(NULL);
    atb_expect(&bench.session, &command);
    FEED(&bench, "OK\r\n+QIOPEN: 1,0\r\n");
    command.values[2] = number(1);
    atb_expect(&bench.session, &command);
    FEED(&bench, "OK\r\n+QIOPEN: 1,0\r\n");
    assert_log(&bench, "final OK \nurc QIOPEN_RESULT 1,0\nfinal OK \nurc QIOPEN_RESULT 1,0\n");
}

static size_t calls_left;

static int take_calls(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return calls_left-- > 0 ? (int)length : -1;
}

static void a_cancel_that_finds_no_port_fails(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    (void)state;
    command.payload = "hello";
    command.payload_length = 5;
    start_slowly(command, 3);
    atb_abort(&bench.session);
    assert_running(); /* half a line */
    bench.port.write = take_calls;
    calls_left = 1; /* its rest, not the cancel behind it */
    atb_tick(&bench.session);
    assert_done(ATB_ABORTED);
}

static void an_expected_command_is_aborted_without_a_byte(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    (void)state;
    atb_expect(&bench.session, &command);
    atb_abort(&bench.session);
    assert_false(atb_busy(&bench.session));
    ASSERT_SENT(&bench, "");
}

/* ---- between marks --------------------------------------------------------------------------- */

/* A command that was given up, then one that was given up at its mark. */
static void leave_a_mark_open(void)
{
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.sent_length = 0;
    bench.log_length = 0;
}

static void a_marks_answer_while_nobody_waits(void **state)
{
    (void)state;
    leave_a_mark_open();
    FEED(&bench, "+CSQ: 20,99\r\nOK\r\n");
    assert_log(&bench, "text - +CSQ: 20,99\nfinal OK! \n");
    start(command_of(&toy_at_form, 0)); /* it is open no more: the same question again */
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void connect_between_marks(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "CONNECT\r\n");
    assert_running();
    assert_false(atb_is_transparent(&bench.session));
    FEED(&bench, "+CSQ: 20,99\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT+CSQ\rAT\r");
}

static void only_final_result_codes_within_the_applications_limit(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    atb_set_limit_ms(&bench.session, 60000);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 3000);
    ASSERT_SENT(&bench, "AT+CSQ\rAT\r");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    atb_set_limit_ms(&bench.session, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_error_inside_a_line_lets_it_out),
        TEST(connect_inside_a_line_is_out_of_order),
        TEST(an_error_inside_payload_ends_half_a_line),
        TEST(a_port_that_fails_while_bytes_come),
        TEST(information_inside_a_line_is_not_its_answer),
        TEST(nothing_left_needs_no_mark),
        TEST(an_abort_behind_half_a_line),
        TEST(prompts_while_the_line_still_leaves),
        TEST(an_error_answers_an_abort_at_the_prompt),
        TEST(connect_at_a_prompt),
        TEST(a_result_is_not_waited_for_once_it_was_given_up),
        TEST(payload_that_could_repeat_a_command_is_not_sent_blindly),
        TEST(what_is_expected_is_not_checked),
        TEST(a_cancel_that_finds_no_port_fails),
        TEST(an_expected_command_is_aborted_without_a_byte),
        TEST(a_marks_answer_while_nobody_waits),
        TEST(connect_between_marks),
        TEST(only_final_result_codes_within_the_applications_limit),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
