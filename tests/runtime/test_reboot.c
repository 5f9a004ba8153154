/* SPDX-License-Identifier: MIT */
/* A modem that has started again has forgotten everything, and so has its session: whatever
 * was left of the time before, the next command is as the first. */
#include "course.h"

static void reboot(void)
{
    atb_modem_rebooted(&bench.session);
    bench.sent_length = 0;
    bench.log_length = 0;
    bench.done = NOT_DONE;
}

/* A command goes out without a mark and ends with its own OK; a line is a line. */
static void assert_as_new(void)
{
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "> hi\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_log(&bench, "text -! > hi\nfinal OK \n");
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static void an_abandoned_command_is_not_answered_any_more(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    reboot();
    assert_as_new();
}

static void half_a_line_is_gone(void **state)
{
    (void)state;
    bench.takes = 1;
    bench.once = true;
    start(command_of(&toy_at_form, 0));
    bench.fails = true;
    bench_wait(&bench, 10);
    assert_done(ATB_IO);
    bench.fails = false;
    bench.once = false;
    bench.takes = SIZE_MAX;
    reboot();
    assert_as_new();
}

static void half_an_answer_to_a_mark_is_gone(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 1000);
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "+CSQ: 9,9\r\n"); /* and its OK never comes */
    reboot();
    assert_as_new();
}

static void a_cancel_that_did_not_leave_is_none(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    (void)state;
    command.payload = "hello";
    command.payload_length = 5;
    start(command);
    bench.takes = 0;
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.takes = SIZE_MAX;
    reboot();
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "");
    assert_as_new();
}

static void payload_without_a_prompt_is_forgotten(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    bench_wait(&bench, 3000); /* the prompt is lost; payload goes out all the same */
    reboot();
    assert_as_new();
}

static void a_reset_that_was_needed_is_done(void **state)
{
    struct atb_command at = command_of(&toy_at_form, 0);
    (void)state;
    start(qisend(0, "AT+", 3));
    bench_wait(&bench, 3000);
    assert_done(ATB_RESET_NEEDED);
    assert_int_equal(bench_start(&bench, &at, NULL), ATB_RESET_NEEDED);
    reboot();
    assert_as_new();
}

static void an_abandoned_open_connects_no_more(void **state)
{
    (void)state;
    start(qiopen(0));
    bench_wait(&bench, 1000);
    assert_done(ATB_TIMEOUT);
    reboot();
    FEED(&bench, "CONNECT\r\n");
    assert_false(atb_is_transparent(&bench.session));
    bench.log_length = 0;
    assert_as_new();
}

static void payload_that_was_coming_comes_no_more(void **state)
{
    (void)state;
    FEED(&bench, "+QIURC: \"recv\",0,100\r\nhel");
    reboot();
    assert_as_new();
}

static void transparent_mode_is_over(void **state)
{
    (void)state;
    start(command_of(&toy_ato_form, 0));
    FEED(&bench, "CONNECT\r\n");
    assert_true(atb_is_transparent(&bench.session));
    reboot();
    assert_false(atb_is_transparent(&bench.session));
    assert_as_new();
}

/* ---- what it has forgotten, too ---------------------------------------------------------- */

static void refuse_a_send(void)
{
    start(qisend(0, "hello", 5));
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ERROR);
    bench.sent_length = 0;
    FEED(&bench, "\r\n> \r\n");
}

static void a_lost_prompt_is_forgotten_with_the_modems_memory(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    bench_wait(&bench, 1000); /* its payload goes out without it */
    atb_modem_rebooted(&bench.session);
    assert_done(ATB_REBOOTED);
    refuse_a_send();
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
}

static void abandon_a_send_that_ctrl_z_ends(void)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    command.payload = "hello";
    command.payload_length = 5;
    abandon(command);
}

static void a_cancelled_prompt_is_forgotten_with_the_modems_memory(void **state)
{
    (void)state;
    abandon_a_send_that_ctrl_z_ends();
    atb_modem_rebooted(&bench.session);
    refuse_a_send();
    ASSERT_SENT(&bench, "");
}

static void a_prompt_behind_a_reboot_is_not_cancelled(void **state)
{
    (void)state;
    abandon_a_send_that_ctrl_z_ends();
    atb_modem_rebooted(&bench.session);
    FEED(&bench, "> \r\n");
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "");
    assert_log(&bench, "text -! > \n"); /* nor is it one: nobody waits for it */
}

static void reboot_at_a_prompt(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind == ATB_EVENT_PROMPT) {
        atb_modem_rebooted(&bench.session);
    }
}

static void a_prompt_that_is_taken_for_a_reboot_is_not_cancelled(void **state)
{
    (void)state;
    abandon_a_send_that_ctrl_z_ends();
    atb_set_on_event(&bench.session, reboot_at_a_prompt);
    FEED(&bench, "> ");
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "");
}

static void marks_are_forgotten_with_the_modems_memory(void **state)
{
    (void)state;
    abandon(command_of(&toy_at_form, 0));
    abandon(command_of(&toy_at_form, 0));
    atb_modem_rebooted(&bench.session);
    abandon(command_of(&toy_at_form, 0));
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void payload_that_waits_is_told_before_it_is_given_up(void **state)
{
    (void)state;
    FEED(&bench, "+QIURC: \"recv\",0,5\r\n");
    bench_feed(&bench, "a", 1);
    bench_feed(&bench, "b", 1);
    atb_modem_rebooted(&bench.session);
    assert_log(&bench, "urc RECV_DATA! 0,5\npayload RECV_DATA! ab\nmalformed RECV_DATA! -2@-1 \n");
    FEED(&bench, "+QIURC: \"closed\",0\r\n");
    assert_log(&bench, "urc PEER_CLOSED! 0\n");
}

static void a_hex_digit_alone_begins_no_line(void **state)
{
    (void)state;
    FEED(&bench, "+MIPRTCP: 1,0,616");
    bench.log_length = 0;
    bench.last_kind = -1;
    atb_modem_rebooted(&bench.session);
    FEED(&bench, "\r\n+QIURC: \"closed\",0\r\n");
    assert_log(&bench, "malformed RTCP_HEX! -2@-1 6\nurc PEER_CLOSED! 0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_abandoned_command_is_not_answered_any_more),
        TEST(half_a_line_is_gone),
        TEST(half_an_answer_to_a_mark_is_gone),
        TEST(a_cancel_that_did_not_leave_is_none),
        TEST(payload_without_a_prompt_is_forgotten),
        TEST(a_reset_that_was_needed_is_done),
        TEST(an_abandoned_open_connects_no_more),
        TEST(payload_that_was_coming_comes_no_more),
        TEST(transparent_mode_is_over),
        TEST(a_lost_prompt_is_forgotten_with_the_modems_memory),
        TEST(a_cancelled_prompt_is_forgotten_with_the_modems_memory),
        TEST(a_prompt_behind_a_reboot_is_not_cancelled),
        TEST(a_prompt_that_is_taken_for_a_reboot_is_not_cancelled),
        TEST(marks_are_forgotten_with_the_modems_memory),
        TEST(payload_that_waits_is_told_before_it_is_given_up),
        TEST(a_hex_digit_alone_begins_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
