/* SPDX-License-Identifier: MIT */
/* What is over changes nothing any more: ended commands, answered marks, answers, limits. */
#include "course.h"

/* ---- a line of one command pays no other --------------------------------------------------- */

static struct atb_command next_command;
static int on_kind;

/* The application switches the modem on again and starts the next command, from inside an event. */
static void start_anew(void *app, const struct atb_event *event)
{
    struct bench *it = app;
    if (event->kind == on_kind) {
        on_kind = -1;
        atb_modem_rebooted(&it->session);
        assert_int_equal(bench_start(it, &next_command, NULL), ATB_OK);
    }
}

static void set_start_anew(int kind, struct atb_command command)
{
    on_kind = kind;
    next_command = command;
    atb_set_on_event(&bench.session, start_anew);
}

static void an_ok_pays_no_command_that_its_event_started(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    set_start_anew(ATB_EVENT_FINAL, command_of(&toy_at_form, 0));
    FEED(&bench, "OK\r\n");
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static void a_prompt_is_for_no_command_that_its_event_started(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    set_start_anew(ATB_EVENT_PROMPT, qisend(0, "world", 5));
    bench.sent_length = 0;
    FEED(&bench, "> ");
    ASSERT_SENT(&bench, "AT+QISEND=0,5\r");
    FEED(&bench, "\r\n> ");
    ASSERT_SENT(&bench, "world");
}

static void a_result_pays_no_command_that_its_event_started(void **state)
{
    (void)state;
    start(qiopen(0));
    FEED(&bench, "OK\r\n");
    set_start_anew(ATB_EVENT_URC, command_of(&toy_cipopen_form, 2, number(0), number(7)));
    FEED(&bench, "+QIOPEN: 0,0\r\n");
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_running();
    FEED(&bench, "+CIPOPEN: 0,0\r\n");
    assert_done(ATB_OK);
}

static void a_misfit_spoils_no_command_that_its_event_started(void **state)
{
    (void)state;
    start(qiopen(0));
    FEED(&bench, "OK\r\n");
    set_start_anew(ATB_EVENT_MALFORMED, qiopen(0));
    FEED(&bench, "+QIOPEN: x\r\n");
    assert_running();
    FEED(&bench, "OK\r\n+QIOPEN: 0,0\r\n");
    assert_done(ATB_OK);
}

/* ---- its answer ------------------------------------------------------------------------------ */

static char kept[4];

static void start_reading(void)
{
    struct atb_answer answer = {.data = kept,
                                .data_size = sizeof kept,
                                .count = 9,
                                .data_length = 3,
                                .total = 9,
                                .data_total = 9};
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(4));
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
}

static void an_answer_counts_from_nothing(void **state)
{
    (void)state;
    start_reading();
    assert_int_equal(bench.session.answer.count, 0);
    assert_int_equal(bench.session.answer.total, 0);
    FEED(&bench, "+QIRD: 4\r\nabcd\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_memory_equal(kept, "abcd", 4);
    assert_int_equal(bench.session.answer.data_length, 4);
    assert_int_equal(bench.session.answer.data_total, 4);
}

static void payload_behind_an_abort_is_nobodys(void **state)
{
    (void)state;
    start_reading();
    FEED(&bench, "+QIRD: 4\r\nab");
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    memset(kept, '#', sizeof kept);
    bench.log_length = 0;
    bench.last_kind = -1;
    FEED(&bench, "cd\r\n");
    assert_log(&bench, "payload QIRD_INFO! cd\n");
    assert_memory_equal(kept, "####", 4);
}

static void the_next_command_has_no_answer_of_the_last_one(void **state)
{
    (void)state;
    start_reading();
    FEED(&bench, "+QIRD: 4\r\nabcd\r\nOK\r\n");
    assert_done(ATB_OK);
    memset(kept, '#', sizeof kept);
    bench.log_length = 0;
    start(command_of(&toy_qird_form, 2, number(0), number(4)));
    FEED(&bench, "+QIRD: 4\r\nefgh\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_memory_equal(kept, "####", 4);
    assert_log(&bench, "info QIRD_INFO 4\npayload QIRD_INFO! efgh\nfinal OK \n");
}

/* ---- marks ----------------------------------------------------------------------------------- */

static void what_ends_a_mark_is_shown_as_the_sessions_own(void **state)
{
    (void)state;
    abandon(command_of(&toy_at_form, 0));
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "ERROR\r\n+CSQ: 1,1\r\nOK\r\n");
    assert_log(&bench, "final ERROR! \ntext - +CSQ: 1,1\nfinal OK \n");
}

static void what_one_mark_heard_is_not_the_next_ones(void **state)
{
    (void)state;
    abandon(command_of(&toy_at_form, 0));
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "ERROR\r\n"); /* it says final result codes only */
    bench_wait(&bench, 3000);
    ASSERT_SENT(&bench, "AT+CSQ\rAT\r");
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 2990);
    assert_running();
    bench_wait(&bench, 10); /* not even these */
    assert_done(ATB_TIMEOUT);
    ASSERT_SENT(&bench, "AT+CFUN?\r");
}

static void an_abandoned_question_is_its_own_mark(void **state)
{
    (void)state;
    assert_int_equal(atb_raw(&bench.session, "AT+CMEE?", NULL, bench_done, &bench), ATB_OK);
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    abandon(command_of(&toy_at_form, 0)); /* CSQ */
    abandon(command_of(&toy_at_form, 0)); /* CFUN */
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CGATT?\r");
}

/* One line may be lost: the next question is asked, and the command goes out behind its answer. */
static void a_mark_whose_answer_is_lost_is_no_end(void **state)
{
    (void)state;
    abandon(command_of(&toy_at_form, 0));
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 3000);
    assert_running();
    ASSERT_SENT(&bench, "AT+CSQ\rAT+CFUN?\r");
    FEED(&bench, "+CSQ: 1,1\r\nOK\r\n"); /* late, it says nothing of the second */
    ASSERT_SENT(&bench, "");
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static void a_mark_whose_ok_is_lost_is_no_end(void **state)
{
    (void)state;
    abandon(command_of(&toy_at_form, 0));
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "+CSQ: 1,1\r\n");
    bench_wait(&bench, 3000);
    assert_running();
    ASSERT_SENT(&bench, "AT+CSQ\rAT+CFUN?\r");
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ERROR);
}

/* A modem that says nothing at all is found at the second. */
static void two_marks_whose_answers_are_lost_are_the_end(void **state)
{
    (void)state;
    abandon(command_of(&toy_at_form, 0));
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 3000);
    bench_wait(&bench, 2990);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
    ASSERT_SENT(&bench, "AT+CSQ\rAT+CFUN?\r");
    start(command_of(&toy_at_form, 0)); /* which is asked one only */
    bench_wait(&bench, 3000);
    assert_done(ATB_TIMEOUT);
    ASSERT_SENT(&bench, "AT+CMEE?\r");
}

/* What an abandoned answer still owes hides the mark's answer, if some of it was lost: it is not
 * waited for until the third mark. */
static void payload_that_was_given_up_ends_before_the_next_mark(void **state)
{
    (void)state;
    start_reading();
    FEED(&bench, "+QIRD: 4\r\nab");
    bench.sent_length = 0;
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "O");
    bench_wait(&bench, 10);
    bench_wait(&bench, 1990);
    bench_wait(&bench, 1000);
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT+CSQ\rAT+CFUN?\rAT\r");
}

/* The modem answers in order: behind the newest mark's answer all older ones are over. */
static void behind_the_newest_mark_all_are_over(void **state)
{
    (void)state;
    abandon(command_of(&toy_at_form, 0));
    abandon(command_of(&toy_at_form, 0)); /* AT+CSQ, whose answer is lost */
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "+CFUN: 1\r\nOK\r\n");
    ASSERT_SENT(&bench, "AT+CFUN?\rAT\r");
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    abandon(command_of(&toy_at_form, 0));
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void pass_mark(const char *answer)
{
    start(command_of(&toy_at_form, 0));
    bench_feed(&bench, answer, strlen(answer));
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    bench.sent_length = bench.log_length = 0;
}

static void behind_a_mark_no_late_prompt_is_cancelled(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    (void)state;
    command.payload = "hello";
    command.payload_length = 5;
    abandon(command);
    pass_mark("+CSQ: 1,1\r\nOK\r\n");
    FEED(&bench, "> \r\n");
    ASSERT_SENT(&bench, "");
    assert_log(&bench, "text -! > \n");
}

static void behind_a_mark_no_late_connect_is_believed(void **state)
{
    (void)state;
    abandon(qiopen(0));
    pass_mark("+CSQ: 1,1\r\nOK\r\n");
    FEED(&bench, "CONNECT\r\n");
    assert_false(atb_is_transparent(&bench.session));
    abandon(command_of(&toy_at_form, 0)); /* which never may connect */
    pass_mark("+CSQ: 1,1\r\nOK\r\n");
    FEED(&bench, "CONNECT\r\n");
    assert_false(atb_is_transparent(&bench.session));
}

/* ---- a prompt that was lost ------------------------------------------------------------------ */

static void lose_prompt(const char *payload, size_t length)
{
    start(qisend(0, payload, length));
    bench.sent_length = 0;
    bench_wait(&bench, 1000);
}

static void behind_a_mark_a_lost_prompt_may_come(void **state)
{
    (void)state;
    lose_prompt("hello", 5);
    ASSERT_SENT(&bench, "hello");
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    start(command_of(&toy_at_form, 0)); /* the payload is half a line, if nobody wanted it */
    ASSERT_SENT(&bench, "\",?\"\rAT+CSQ\r");
    FEED(&bench, "+CSQ: 1,1\r\nOK\r\n");
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ERROR);
    FEED(&bench, "> \r\n");
    start(command_of(&toy_at_form, 0)); /* nobody's prompt */
    ASSERT_SENT(&bench, "AT\rAT\r");
}

static void a_prompt_that_payload_did_without_is_over_with_its_success(void **state)
{
    (void)state;
    lose_prompt("hello", 5);
    FEED(&bench, "SEND OK\r\n");
    assert_done(ATB_OK);
    start(qisend(0, "hello", 5));
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ERROR);
    FEED(&bench, "\r\n> \r\n");
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
}

static void payload_that_was_refused_without_a_prompt_was_half_a_line(void **state)
{
    (void)state;
    lose_prompt("hello", 5);
    FEED(&bench, "ERROR\r\n");
    assert_done(ATB_ERROR);
    bench.sent_length = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "\",?\"\rAT+CSQ\r");
}

static void the_byte_behind_the_payload_is_not_looked_at(void **state)
{
    (void)state;
    lose_prompt("cat", 2);
    ASSERT_SENT(&bench, "ca");
    assert_running();
}

static void payload_without_its_prompt_goes_once(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    bench.sent_length = 0;
    bench.takes = 0;
    bench_wait(&bench, 1000);
    bench.takes = 2;
    bench.once = true;
    bench.taken = 0;
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "he");
    bench.takes = 0;
    bench_wait(&bench, 980); /* its own limit has begun */
    bench.takes = SIZE_MAX;
    bench.once = false;
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "llo");
    FEED(&bench, "SEND OK\r\n");
    assert_done(ATB_OK);
}

static void a_prompt_in_the_midst_of_payload_that_went_without_it(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    start(qisend(0, "hello", 5));
    bench.takes = 0;
    bench_wait(&bench, 1000);
    bench.takes = 2;
    bench.once = true;
    bench.taken = 0;
    bench_wait(&bench, 10);
    FEED(&bench, "\r\n> ");
    assert_done(ATB_RESET_NEEDED);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_RESET_NEEDED);
    bench.log_length = 0;
    FEED(&bench, "\r\n> \r\n"); /* and no prompt is waited for */
    assert_log(&bench, "text -! > \n");
}

/* ---- expected, and expected again ------------------------------------------------------------ */

static void what_is_expected_next_has_no_prompt_of_the_last(void **state)
{
    struct atb_command send = qisend(0, "hello", 5);
    struct atb_command plain = command_of(&toy_at_form, 0);
    (void)state;
    atb_expect(&bench.session, &send);
    atb_expect(&bench.session, &plain);
    FEED(&bench, "> \r\n");
    assert_log(&bench, "text -! > \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_ok_pays_no_command_that_its_event_started),
        TEST(a_prompt_is_for_no_command_that_its_event_started),
        TEST(a_result_pays_no_command_that_its_event_started),
        TEST(a_misfit_spoils_no_command_that_its_event_started),
        TEST(an_answer_counts_from_nothing),
        TEST(payload_behind_an_abort_is_nobodys),
        TEST(the_next_command_has_no_answer_of_the_last_one),
        TEST(what_ends_a_mark_is_shown_as_the_sessions_own),
        TEST(what_one_mark_heard_is_not_the_next_ones),
        TEST(an_abandoned_question_is_its_own_mark),
        TEST(a_mark_whose_answer_is_lost_is_no_end),
        TEST(a_mark_whose_ok_is_lost_is_no_end),
        TEST(two_marks_whose_answers_are_lost_are_the_end),
        TEST(payload_that_was_given_up_ends_before_the_next_mark),
        TEST(behind_the_newest_mark_all_are_over),
        TEST(behind_a_mark_no_late_prompt_is_cancelled),
        TEST(behind_a_mark_no_late_connect_is_believed),
        TEST(behind_a_mark_a_lost_prompt_may_come),
        TEST(a_prompt_that_payload_did_without_is_over_with_its_success),
        TEST(payload_that_was_refused_without_a_prompt_was_half_a_line),
        TEST(the_byte_behind_the_payload_is_not_looked_at),
        TEST(payload_without_its_prompt_goes_once),
        TEST(a_prompt_in_the_midst_of_payload_that_went_without_it),
        TEST(what_is_expected_next_has_no_prompt_of_the_last),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
