/* SPDX-License-Identifier: MIT */
/* What a command owes: final result codes, answers, settings. */
#include "course.h"

/* ---- final result codes ---------------------------------------------------------------------- */

static void ok_and_error_end_a_command(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "AT\r\r\n\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_log(&bench, "echo - AT\nfinal OK \n");
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "\r\n+CME ERROR: 3\r\n");
    assert_done(ATB_ERROR);
    assert_int_equal(bench.session.error.code, 3);
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "\r\n+CME ERROR: SIM not inserted\r\n");
    assert_done(ATB_ERROR);
    assert_int_equal(bench.session.error.code, ATB_UNKNOWN);
    assert_int_equal(bench.done_count, 3);
}

static void only_one_command_at_a_time(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
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
    assert_string_equal(toy_parameter_name(&bench.session.refusal), "contextID");
    assert_int_equal(bench.session.refusal.max, 16);
    command = qisend(0, NULL, 4);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_MISSING);
    assert_string_equal(toy_parameter_name(&bench.session.refusal), "data");
    ASSERT_SENT(&bench, "");
    assert_running();
    start(command_of(&toy_at_form, 0));
    assert_null(toy_parameter_name(&bench.session.refusal));
}

static void a_command_must_fit_its_buffer(void **state)
{
    char memory[TOY_LINE_MAX + 2 + 3];
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    bench_init(&bench, memory, sizeof memory);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "OK\r\n");
    command = command_of(&toy_ato_form, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_NO_ROOM);
    ASSERT_SENT(&bench, "AT\r");
}

static void a_raw_line_must_fit_it_with_its_end(void **state)
{
    char memory[TOY_LINE_MAX + 2 + 4];
    (void)state;
    bench_init(&bench, memory, sizeof memory);
    assert_int_equal(atb_raw(&bench.session, "ATE0", NULL, NULL, NULL), ATB_NO_ROOM);
    assert_int_equal(atb_raw(&bench.session, "ATZ", NULL, NULL, NULL), ATB_OK);
    ASSERT_SENT(&bench, "ATZ\r");
}

static void little_memory_is_shared_in_halves(void **state)
{
    char memory[16];
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    bench_init(&bench, memory, sizeof memory);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "1234567890\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_log(&bench, "overlong -! 1234567890\\0d\nfinal OK \n");
    FEED(&bench, "+QIURC: \"closed\",1\r\nCLOSED\r\n"); /* whole in the chunk, and known */
    assert_log(&bench, "overlong -! +QIURC: \"closed\",1\\0d\nurc CLOSED! \n");
}

/* ---- answers --------------------------------------------------------------------------------- */

static void a_result_behind_ok(void **state)
{
    struct toy_qiopen_result opened = {0};
    struct atb_answer answer = {
        .record = &toy_qiopen_result_record, .items = &opened, .capacity = 1};
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

/* A command that may begin transparent mode was abandoned: what a late line tells is heard. But a
 * session of which only answers are asked believes no setting. */
static void an_answer_takes_over_no_setting(void **state)
{
    struct toy_qiopen_result opened = {0};
    struct atb_answer answer = {
        .record = &toy_qiopen_result_record, .items = &opened, .capacity = 1};
    struct atb_command command = qiopen(2);
    (void)state;
    start(command_of(&toy_ato_form, 0));
    atb_abort(&bench.session);
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+FORMAT: 0,1\r\n");
    assert_int_equal(bench.session.settings[TOY_SETTING_FORMAT], ATB_UNKNOWN);
}

static void a_result_outside_its_closed_range(void **state)
{
    struct toy_qiopen_result opened = {0};
    struct atb_answer answer = {
        .record = &toy_qiopen_result_record, .items = &opened, .capacity = 1};
    struct atb_command command =
        command_of(&toy_qiopen_form, 5, number(1), number(5), text("TCP"), text("::1"), number(7));
    (void)state;
    struct atb_form any_key = toy_qiopen_form;
    any_key.key_field = 0;
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
    start(command_of(&toy_qird_form, 2, number(0), number(5)));
    FEED(&bench, "+QIRD: x\r\n");
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_MALFORMED);
}

static void results_before_and_behind_ok(void **state)
{
    (void)state;
    start(command_of(&toy_cipopen_form, 2, number(1), number(5000)));
    FEED(&bench, "+CIPOPEN: 1,0\r\nOK\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_cipopen_form, 2, number(1), number(5000)));
    FEED(&bench, "+CIPOPEN: 1,4\r\nOK\r\n");
    assert_done(ATB_ERROR);
    start(command_of(&toy_cipopen_form, 2, number(1), number(5000)));
    FEED(&bench, "+CIPOPEN: 2,0\r\nOK\r\n");
    assert_running();
    FEED(&bench, "+CIPOPEN: 1,0\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_cipopen_form, 2, number(1), number(5000)));
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
                                             .line = TOY_LINE_MIPOPEN_INFO,
                                             .twin = TOY_LINE_MIPOPEN_INFO};
    struct atb_answer answer = {.record = &record, .items = lists, .capacity = 2};
    struct atb_command command = command_of(&toy_mipopen_read_form, 0);
    (void)state;
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+MIPOPEN: 1\r\n+MIPOPEN: 2\r\n+MIPOPEN: 3\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_int_equal(bench.session.answer.count, 2);
    assert_int_equal(bench.session.answer.total, 3);
    assert_int_equal(lists[1].count, 1);
    assert_int_equal(lists[1].sockets[0], 2);
}

static int replied;

static void add_reply(void *app, const struct toy_qping_reply_received *reply)
{
    (void)app;
    replied += (int)reply->a;
}

/* The answer is the summary; the replies before it, and all of the next ping, are not its. */
static void lines_that_the_answer_does_not_want_go_to_their_handlers(void **state)
{
    static const struct atb_handler handlers[] = {TOY_ON_QPING_REPLY(add_reply)};
    struct toy_qping_summary summary = {0};
    struct atb_answer answer = {
        .record = &toy_qping_summary_record, .items = &summary, .capacity = 1};
    struct atb_command command = command_of(&toy_qping_form, 1, number(1));
    (void)state;
    bench_handlers(&bench, handlers, ATB_LENGTH(handlers));
    replied = 0;
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",32\r\n+QPING: 0,\"::1\",8\r\n+QPING: 2,4,4\r\n");
    assert_done(ATB_OK);
    assert_int_equal(summary.sent, 4);
    assert_int_equal(replied, 40);
    start(command_of(&toy_qping_form, 1, number(1)));
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",2\r\n+QPING: 2,4,4\r\n");
    assert_done(ATB_OK);
    assert_int_equal(replied, 42);
}

static void replies_before_the_last_result(void **state)
{
    (void)state;
    start(command_of(&toy_qping_form, 1, number(1)));
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",32\r\n+QPING: 0,\"::1\",32\r\n");
    assert_running();
    FEED(&bench, "+QPING: 2,4,4\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_qping_form, 1, number(1)));
    FEED(&bench, "OK\r\n+QPING: 569\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_mping_form, 3, number(1), number(1), number(1)));
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",32\r\n");
    assert_done(ATB_OK);
    start(command_of(&toy_mping_form, 3, number(1), number(1), number(2)));
    FEED(&bench, "OK\r\n+QPING: 0,\"::1\",32\r\n");
    assert_running();
}

static void two_oks(void **state)
{
    struct atb_command command = command_of(&toy_hmsend_form, 2, number(1), number(4));
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
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(1460));
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
    assert_log(&bench, "urc RECV_DATA! 0,2\npayload RECV_DATA! xy\n");
    assert_memory_equal(data, "abcd", 4);
}

static void an_answer_that_is_too_long(void **state)
{
    char line[2 * TOY_LINE_MAX];
    (void)state;
    memset(line, '1', sizeof line);
    memcpy(line, "+MIPOPEN: ", 10);
    start(command_of(&toy_mipopen_read_form, 0));
    bench_feed(&bench, line, sizeof line);
    FEED(&bench, "\r\nOK\r\n");
    assert_done(ATB_MALFORMED);
}

/* ---- settings -------------------------------------------------------------------------------- */

static void settings_follow_commands_that_succeeded(void **state)
{
    struct atb_command command = qiopen(3);
    (void)state;
    command.values[5] = number(0);
    command.values[6] = number(2);
    start(command);
    FEED(&bench, "ERROR\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_ACCESS_MODE + 3], ATB_UNKNOWN);
    start(command);
    FEED(&bench, "OK\r\n+QIOPEN: 3,5\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_ACCESS_MODE + 3], ATB_UNKNOWN);
    start(command);
    FEED(&bench, "OK\r\n+QIOPEN: 3,0\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_ACCESS_MODE + 3], 2);
    start(qiopen(3));
    FEED(&bench, "OK\r\n+QIOPEN: 3,0\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_ACCESS_MODE + 3], 0);
    start(command);
    FEED(&bench, "OK\r\n+QIOPEN: 3\r\n"); /* damaged: the modem has set it, as far as one knows */
    assert_done(ATB_MALFORMED);
    assert_int_equal(bench.settings[TOY_SETTING_ACCESS_MODE + 3], 2);
}

static void settings_at_once_and_from_lines(void **state)
{
    (void)state;
    start(command_of(&toy_format_form, 1, number(4)));
    assert_int_equal(bench.settings[TOY_SETTING_FORMAT + 4], 1);
    FEED(&bench, "+FORMAT: 4,2\r\n+FORMAT: 6,2\r\nOK\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_FORMAT + 4], 2);
    assert_int_equal(bench.settings[TOY_SETTING_IPRFMT], ATB_UNKNOWN);
    start(command_of(&toy_format_form, 1, number(4)));
    FEED(&bench, "+FORMAT: 4,0\r\n+FORMAT: 4,3\r\n+FORMAT: 4,-1\r\nOK\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_FORMAT + 4], 0); /* the others are in no table */
    atb_set_setting(&bench.session, TOY_SETTINGS, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ok_and_error_end_a_command),
        TEST(only_one_command_at_a_time),
        TEST(a_refusal_sends_nothing),
        TEST(a_command_must_fit_its_buffer),
        TEST(a_raw_line_must_fit_it_with_its_end),
        TEST(little_memory_is_shared_in_halves),
        TEST(a_result_behind_ok),
        TEST(an_answer_takes_over_no_setting),
        TEST(a_result_outside_its_closed_range),
        TEST(a_malformed_result_ends_its_command),
        TEST(results_before_and_behind_ok),
        TEST(several_lines_fill_an_array),
        TEST(lines_that_the_answer_does_not_want_go_to_their_handlers),
        TEST(replies_before_the_last_result),
        TEST(two_oks),
        TEST(payload_of_an_answer),
        TEST(an_answer_that_is_too_long),
        TEST(settings_follow_commands_that_succeeded),
        TEST(settings_at_once_and_from_lines),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
