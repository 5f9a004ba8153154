/* SPDX-License-Identifier: MIT */
/* Lines of no table: what is sent, what is heard, how they end. */
#include "bench.h"

static struct bench bench;
static char heard[256];

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    heard[0] = '\0';
    return 0;
}

static void on_line(void *app, const char *text, size_t length)
{
    size_t used = strlen(heard);
    assert_ptr_equal(app, &bench);
    assert_true(used + length + 2 < sizeof heard);
    memcpy(heard + used, text, length);
    memcpy(heard + used + length, "|", 2);
}

static int raw(const char *line)
{
    heard[0] = '\0';
    bench.done = NOT_DONE;
    return atb_raw(&bench.session, line, on_line, bench_done, &bench);
}

static void a_raw_line_may_have_blanks(void **state)
{
    (void)state;
    assert_int_equal(raw("AT+X=\"a ~\""), ATB_OK);
    ASSERT_SENT(&bench, "AT+X=\"a ~\"\r");
}

static void a_raw_line_hands_over_its_answer(void **state)
{
    (void)state;
    assert_int_equal(raw("ATI;+GSN"), ATB_OK);
    ASSERT_SENT(&bench, "ATI;+GSN\r");
    FEED(&bench, "ATI;+GSN\r\r\nMaker\r\nModel 7\r\n\r\n+QIRD: x\r\n\r\nOK\r\n");
    assert_string_equal(heard, "Maker|Model 7|+QIRD: x|");
    assert_int_equal(bench.done, ATB_OK);
    FEED(&bench, "later\r\n");
    assert_string_equal(heard, "Maker|Model 7|+QIRD: x|");
    assert_int_equal(raw("AT+X"), ATB_OK);
    FEED(&bench, "+CME ERROR: 3\r\n");
    assert_int_equal(bench.done, ATB_ERROR);
    assert_int_equal(bench.session.error.code, 3);
    assert_int_equal(raw("ATD"), ATB_OK);
    FEED(&bench, "CONNECT\r\n");
    assert_int_equal(bench.done, ATB_OK);
    assert_true(atb_is_transparent(&bench.session));
    assert_int_equal(raw("AT"), ATB_BUSY);
}

/* The session goes on as one that has sent a raw line; on_line is for that line alone. */
static void what_a_later_command_hears_is_its_own(void **state)
{
    (void)state;
    assert_int_equal(raw("ATI"), ATB_OK);
    FEED(&bench, "OK\r\n");
    const struct atb_command command = {.form = &toy_at_form};
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "Maker\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    assert_string_equal(heard, "");
}

/* Lines that tables know, too, and such as do not fit; not what ends the command. */
static void a_raw_line_hears_every_kind_of_line(void **state)
{
    (void)state;
    assert_int_equal(raw("AT+X"), ATB_OK);
    FEED(&bench, "\r\n+QIURC: \"closed\",1\r\n\r\n+QIURC: \"closed\",x\r\n"
                 "\r\n+QIOPEN: 1,0\r\n\r\n+NONE: 1\r\n\r\n+CELL: 1,0\r\n\r\nOK\r\n");
    assert_string_equal(
        heard, "+QIURC: \"closed\",1|+QIURC: \"closed\",x|+QIOPEN: 1,0|+NONE: 1|+CELL: 1,0|");
    assert_int_equal(bench.done, ATB_OK);
}

/* What looks like its prompt came too early: the line is finished first, or it would stand before
 * the next. */
static void one_half_sent_is_not_cancelled(void **state)
{
    (void)state;
    bench.takes = 2;
    bench.once = true;
    assert_int_equal(raw("AT+X"), ATB_OK);
    FEED(&bench, "\r\n>");
    ASSERT_SENT(&bench, "AT+X");
    bench.takes = 0;
    atb_abort(&bench.session);
    assert_int_equal(bench.done, NOT_DONE);
    bench.takes = SIZE_MAX;
    bench.once = false;
    atb_tick(&bench.session);
    ASSERT_SENT(&bench, "\r\x1B");
    assert_int_equal(bench.done, ATB_ABORTED);
}

/* The refusal is this line's, not that of a command before. */
static void a_raw_line_says_why_it_was_refused(void **state)
{
    const struct atb_command before = command_of(&toy_mipcall_form, 1, number(17));
    (void)state;
    assert_int_equal(bench_start(&bench, &before, NULL), ATB_BAD_RANGE);
    assert_int_equal(bench.session.refusal.place, 1);
    assert_int_equal(raw("AT\n"), ATB_BAD_CHARACTER);
    assert_int_equal(bench.session.refusal.status, ATB_BAD_CHARACTER);
    assert_int_equal(bench.session.refusal.place, 0);
    assert_int_equal(raw("AT"), ATB_OK);
    assert_int_equal(bench.session.refusal.status, ATB_OK);
    assert_int_equal(raw("AT"), ATB_BUSY);
    assert_int_equal(bench.session.refusal.status, ATB_BUSY);
}

static void a_raw_line_is_one_line(void **state)
{
    char longest[TOY_MEMORY];
    (void)state;
    assert_int_equal(raw("AT\rAT+QIDEACT=1"), ATB_BAD_CHARACTER);
    assert_int_equal(raw("AT\x7f"), ATB_BAD_CHARACTER);
    assert_int_equal(raw(NULL), ATB_MISSING);
    memset(longest, 'A', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(raw(longest), ATB_NO_ROOM);
    ASSERT_SENT(&bench, "");
    assert_int_equal(atb_raw(&bench.session, "AT", NULL, NULL, NULL), ATB_OK);
    FEED(&bench, "text\r\nOK\r\n");
    assert_false(atb_busy(&bench.session));
}

/* ---- begun by a line that comes ------------------------------------------------------------ */

static void ask_of_closed(void *app, const struct toy_urc_peer_closed *urc)
{
    (void)app;
    (void)urc;
    (void)raw("ATI");
}

static void ask_of_event(void *app, const struct atb_event *event)
{
    (void)app;
    (void)event;
    atb_set_on_event(&bench.session, NULL);
    (void)raw("ATI");
}

static const struct atb_handler of_closed[] = {TOY_ON_PEER_CLOSED(ask_of_closed)};

/* A port that takes all at once: it waits already when the rest hear of the line. */
static void hears_only_its_answer(const char *first)
{
    bench_feed(&bench, first, strlen(first));
    ASSERT_SENT(&bench, "ATI\r");
    FEED(&bench, "\r\nMaker\r\n\r\nOK\r\n");
    assert_string_equal(heard, "Maker|");
    assert_int_equal(bench.done, ATB_OK);
}

static void the_line_whose_handler_asks_is_no_answer(void **state)
{
    (void)state;
    bench_handlers(&bench, of_closed, ATB_LENGTH(of_closed));
    hears_only_its_answer("\r\n+QIURC: \"closed\",1\r\n");
    hears_only_its_answer("\r\n+QIURC: \"closed\",1\r\n"); /* somebody has asked before */
}

static void the_event_that_asks_is_no_answer(void **state)
{
    static const char *const first[] = {"\r\n+QIURC: \"closed\",1\r\n", "\r\nfirst\r\n",
                                        "\r\n+QIURC: \"closed\",x\r\n"};
    (void)state;
    for (size_t i = 0; i < 2 * ATB_LENGTH(first); i++) { /* twice: somebody has asked before */
        atb_set_on_event(&bench.session, ask_of_event);
        hears_only_its_answer(first[i / 2]);
    }
}

/* The line that began transparent mode before the raw command's OK. */
static void leave_at_once(void *app, const char *text, size_t length)
{
    const struct atb_command escape = command_of(&toy_escape_form, 0);
    on_line(app, text, length);
    atb_abort(&bench.session);
    assert_int_equal(bench.done, ATB_ABORTED);
    assert_int_equal(bench_start(&bench, &escape, NULL), ATB_OK);
}

static void what_its_line_begins_is_not_ended_by_that_line(void **state)
{
    (void)state;
    atb_allow_connect(&bench.session, true);
    assert_int_equal(atb_raw(&bench.session, "AT+MIPODM=1", leave_at_once, bench_done, &bench),
                     ATB_OK);
    FEED(&bench, "+MIPODM: 1,1\r\n");
    assert_string_equal(heard, "+MIPODM: 1,1|");
    assert_true(atb_busy(&bench.session));
    assert_int_equal(bench.done, NOT_DONE);
}

/* ---- what does not fit, and prompts
 * -------------------------------------------------------------- */

/* It comes to on_event, in pieces: the application that only has on_line hears that it missed it.
 */
static void a_raw_answer_longer_than_the_memory(void **state)
{
    char line[TOY_LINE_MAX + 8];
    (void)state;
    memset(line, 'x', sizeof line);
    line[0] = 'y';
    assert_int_equal(raw("ATI"), ATB_OK);
    bench_feed(&bench, line, sizeof line);
    FEED(&bench, "\r\nshort\r\n");
    bench_feed(&bench, line, sizeof line);
    FEED(&bench, "\r\nOK\r\n");
    assert_string_equal(heard, "short|");
    assert_int_equal(bench.done, ATB_TRUNCATED);
    assert_int_equal(raw("ATI"), ATB_OK);
    FEED(&bench, "short\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

/* A modem that repeats what it hears: that is no answer, however long. */
static void what_repeats_a_raw_line_longer_than_the_memory_is_no_answer(void **state)
{
    char line[TOY_LINE_MAX + 8] = "AT+X=\"";
    (void)state;
    memset(line + 6, 'x', sizeof line - 7);
    line[sizeof line - 1] = '\0';
    assert_int_equal(raw(line), ATB_OK);
    bench_feed(&bench, line, sizeof line - 1);
    FEED(&bench, "\r\r\nshort\r\nOK\r\n");
    assert_string_equal(heard, "short|");
    assert_int_equal(bench.done, ATB_OK);
    assert_int_equal(raw(line), ATB_OK);
    line[6] = 'y';
    bench_feed(&bench, line, sizeof line - 1);
    FEED(&bench, "\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_TRUNCATED); /* as long, and another one */
}

/* Nor is what the modem said before it had the line. */
static void nor_is_what_comes_before_the_raw_line_has_left(void **state)
{
    char line[TOY_LINE_MAX + 8];
    (void)state;
    memset(line, 'x', sizeof line);
    bench.takes = 0;
    assert_int_equal(raw("ATI"), ATB_OK);
    bench_feed(&bench, line, sizeof line);
    FEED(&bench, "\r\n");
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    FEED(&bench, "short\r\nOK\r\n");
    assert_string_equal(heard, "short|");
    assert_int_equal(bench.done, ATB_OK);
}

static void a_later_commands_answer_is_not_a_raw_lines(void **state)
{
    const struct atb_command command = {.form = &toy_at_form};
    char line[TOY_LINE_MAX + 8];
    (void)state;
    memset(line, 'x', sizeof line);
    assert_int_equal(raw("ATI"), ATB_OK);
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    bench_feed(&bench, line, sizeof line);
    FEED(&bench, "\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

/* It has no payload for it: the modem would take all that follows for payload. */
static void a_raw_line_that_prompts_is_cancelled(void **state)
{
    (void)state;
    assert_int_equal(raw("AT+CMGS=\"1\""), ATB_OK);
    ASSERT_SENT(&bench, "AT+CMGS=\"1\"\r");
    FEED(&bench, "\r\n> ");
    bench_wait(&bench, 10000);
    ASSERT_SENT(&bench, "\x1b");
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

static void one_that_is_aborted_at_its_prompt_too(void **state)
{
    (void)state;
    assert_int_equal(raw("AT+CMGS=\"1\""), ATB_OK);
    bench.sent_length = 0;
    FEED(&bench, "a b"); /* its blank stays behind in the memory */
    FEED(&bench, "\r\n>");
    atb_abort(&bench.session);
    ASSERT_SENT(&bench, "\x1b");
    assert_int_equal(bench.done, ATB_ABORTED);
}

static void an_answer_that_begins_like_a_prompt_is_none(void **state)
{
    (void)state;
    assert_int_equal(raw("ATI"), ATB_OK);
    bench.sent_length = 0;
    FEED(&bench, "\r\n> of it");
    atb_abort(&bench.session);
    ASSERT_SENT(&bench, "");
}

/* Nor is another line that is under way, or one longer than the memory. */
static void what_is_no_prompt_is_not_cancelled(void **state)
{
    static const char *const begun[] = {"x", "x ", ">x", "\r\n", "0123456789"};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(begun); i++) {
        assert_int_equal(set_up(NULL), 0);
        assert_int_equal(raw("ATI"), ATB_OK);
        bench.sent_length = 0;
        for (unsigned times = i == 4 ? 1 + TOY_LINE_MAX / 10 : 1; times > 0; times--) {
            bench_feed(&bench, begun[i], strlen(begun[i]));
        }
        atb_abort(&bench.session);
        ASSERT_SENT(&bench, "");
    }
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_raw_line_may_have_blanks),
        TEST(a_raw_line_hands_over_its_answer),
        TEST(what_a_later_command_hears_is_its_own),
        TEST(a_raw_line_hears_every_kind_of_line),
        TEST(one_half_sent_is_not_cancelled),
        TEST(a_raw_line_says_why_it_was_refused),
        TEST(a_raw_line_is_one_line),
        TEST(the_line_whose_handler_asks_is_no_answer),
        TEST(the_event_that_asks_is_no_answer),
        TEST(what_its_line_begins_is_not_ended_by_that_line),
        TEST(a_raw_answer_longer_than_the_memory),
        TEST(what_repeats_a_raw_line_longer_than_the_memory_is_no_answer),
        TEST(nor_is_what_comes_before_the_raw_line_has_left),
        TEST(a_later_commands_answer_is_not_a_raw_lines),
        TEST(a_raw_line_that_prompts_is_cancelled),
        TEST(one_that_is_aborted_at_its_prompt_too),
        TEST(an_answer_that_begins_like_a_prompt_is_none),
        TEST(what_is_no_prompt_is_not_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
