/* SPDX-License-Identifier: MIT */
/* Aborts, reboots, failing ports, callbacks that abort and start. */
#include "course.h"

#include "atb_handler.h"

/* ---- abort, reboot, a failing port ----------------------------------------------------------- */

static void abort_ends_a_command_at_once(void **state)
{
    (void)state;
    atb_abort(&bench.session);
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
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
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

/* Nothing of it has left: there is no half line to end before a later mark. */
static void a_line_that_never_began_has_no_rest(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    start(command);
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    bench.fails = true;
    assert_int_equal(atb_start(&bench.session, &command, NULL, NULL, NULL), ATB_IO);
    assert_running(); /* nor has the last one ended once more */
    bench.fails = false;
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\rAT\rAT+CSQ\r");
}

static void abort_at_the_prompt_cancels(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
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
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void abort_with_a_port_that_fails(void **state)
{
    (void)state;
    bench.takes = 3;
    bench.once = true;
    start(qiopen(0));
    bench.fails = true;
    atb_abort(&bench.session); /* the rest of the line is due, and cannot go out */
    assert_done(ATB_IO);
    bench.fails = bench.once = false;
    bench.takes = SIZE_MAX;
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "\",?\"\rAT+CSQ\r");
}

static void a_reboot_forgets_settings(void **state)
{
    (void)state;
    start(command_of(&toy_gtset_form, 1, number(1)));
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_IPRFMT], 1);
    start(command_of(&toy_at_form, 0));
    atb_modem_rebooted(&bench.session);
    assert_done(ATB_REBOOTED);
    assert_int_equal(bench.settings[TOY_SETTING_IPRFMT], ATB_UNKNOWN);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\nQ");
    start(command_of(&toy_ato_form, 0));
    FEED(&bench, "\r\nCONNECT\r\n");
    atb_modem_rebooted(&bench.session);
    assert_false(atb_is_transparent(&bench.session));
}

static void a_port_that_fails(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
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

/* ---- callbacks ------------------------------------------------------------------------------- */

static void start_another(void *app, int status)
{
    struct bench *self = app;
    struct atb_command command = command_of(&toy_ato_form, 0);
    (void)status;
    assert_int_equal(atb_start(&self->session, &command, NULL, bench_done, self), ATB_OK);
}

static void a_command_started_by_the_end_of_another(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
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
    struct atb_command command = command_of(&toy_at_form, 0);
    atb_abort(&self->session);
    assert_int_equal(bench_start(self, &command, NULL), ATB_OK);
}

static void on_closed(void *app)
{
    struct bench *self = app;
    struct atb_command command = command_of(&toy_at_form, 0);
    assert_int_equal(atb_run(&self->session, &command, NULL), ATB_BUSY);
    assert_int_equal(atb_poll(&self->session, 0), ATB_BUSY);
    atb_feed(&self->session, "ERROR\r\n", 7);
    abort_and_start(app);
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
        ATB_PLAIN_HANDLER(TOY_LINE_URC_CLOSED, on_closed),
        ATB_PLAIN_HANDLER(TOY_LINE_FINAL_OK, abort_and_start),
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

static void count_closed(void *app)
{
    ((struct bench *)app)->done_count++;
}

static void count_closed_tenfold(void *app)
{
    ((struct bench *)app)->done_count += 10;
}

static void a_line_may_have_several_handlers(void **state)
{
    static const struct atb_handler handlers[] = {
        ATB_PLAIN_HANDLER(TOY_LINE_URC_CLOSED, count_closed),
        ATB_PLAIN_HANDLER(TOY_LINE_FINAL_OK, abort_and_start),
        ATB_PLAIN_HANDLER(TOY_LINE_URC_CLOSED, count_closed_tenfold),
    };
    (void)state;
    bench_handlers(&bench, handlers, ATB_LENGTH(handlers));
    FEED(&bench, "CLOSED\r\n");
    assert_int_equal(bench.done_count, 11);
}

static void handlers_of_lines_and_of_payload(void **state)
{
    static const struct atb_handler handlers[] = {
        ATB_PAYLOAD_HANDLER(TOY_LINE_URC_RECV_DATA, count_payload),
    };
    (void)state;
    bench_handlers(&bench, handlers, ATB_LENGTH(handlers));
    FEED(&bench, "+QIURC: \"recv\",0,4\r\nab");
    FEED(&bench, "cd\r\n+QIURC: \"recv\",0\r\n");
    assert_int_equal(bench.done_count, 4);
    assert_log(&bench, "urc RECV_DATA! 0,4\npayload RECV_DATA abcd\n"
                       "urc RECV! 0\n");
}

static void abort_on_event(void *app, const struct atb_event *event)
{
    struct bench *self = app;
    (void)event;
    atb_abort(&self->session);
}

static void the_application_aborts_at_any_event(void **state)
{
    struct atb_command command = command_of(&toy_escape_form, 0);
    (void)state;
    atb_set_on_event(&bench.session, abort_on_event);
    start(qisend(0, "hello", 5));
    bench.sent_length = 0;
    FEED(&bench, ">");
    assert_done(ATB_ABORTED);
    ASSERT_SENT(&bench, "hello");
    bench.session.late.stale = false;
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "OK\r\n");
    assert_done(ATB_ABORTED);
    bench.session.late.stale = false;
    start(qiopen(0));
    FEED(&bench, "+QIOPEN: x\r\n");
    assert_done(ATB_ABORTED);
    bench.session.late.stale = false;
    start(command_of(&toy_qird_form, 2, number(0), number(2)));
    FEED(&bench, "+QIRD: 2\r\n+QOK\r\n");
    assert_done(ATB_ABORTED);
    atb_allow_connect(&bench.session, true);
    FEED(&bench, "\r\nCONNECT\r\n");
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\nCLOSED\r\n");
    assert_done(ATB_ABORTED);
    assert_false(atb_is_transparent(&bench.session));
}

/* Half a line is out when it is aborted; what the modem says of it until then changes nothing. */
static void the_first_reason_to_give_up_stays(void **state)
{
    (void)state;
    bench.takes = 1;
    bench.once = true;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "A");
    bench.takes = 0;
    atb_abort(&bench.session);
    FEED(&bench, "ERROR\r\n");
    assert_running();
    bench.once = false;
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    assert_done(ATB_ABORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(abort_ends_a_command_at_once),
        TEST(a_line_that_never_began_has_no_rest),
        TEST(abort_at_the_prompt_cancels),
        TEST(abort_of_counted_payload_lets_it_out),
        TEST(abort_with_a_port_that_fails),
        TEST(the_first_reason_to_give_up_stays),
        TEST(a_reboot_forgets_settings),
        TEST(a_port_that_fails),
        TEST(a_command_started_by_the_end_of_another),
        TEST(handlers_may_abort_and_start),
        TEST(a_line_may_have_several_handlers),
        TEST(handlers_of_lines_and_of_payload),
        TEST(the_application_aborts_at_any_event),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
