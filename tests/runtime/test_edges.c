/* SPDX-License-Identifier: MIT */
/* The last millisecond, the last byte, none at all. */
#include "course.h"

/* ---- time, to the tick ----------------------------------------------------------------------- */

static void what_is_given_up_has_three_seconds_more(void **state)
{
    (void)state;
    bench.takes = 3;
    bench.once = true;
    start(qiopen(0));
    bench.takes = 0;
    bench_wait(&bench, 1000 + 2990);
    assert_running();
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
}

/* Whoever comes late to the tick has no less of them: the modem counts payload, and would want a
 * reset. */
static void it_has_them_from_the_tick_on(void **state)
{
    (void)state;
    start(qisend(0, "hello", 5));
    bench.takes = 0;
    FEED(&bench, "> ");
    bench.time += 60000;
    atb_tick(&bench.session);
    bench_wait(&bench, 2980);
    assert_running();
    bench.takes = SIZE_MAX;
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT+QISEND=0,5\rhello");
    assert_done(ATB_TIMEOUT);
    start(command_of(&toy_at_form, 0));
}

static void payload_may_be_silent_for_five_seconds(void **state)
{
    (void)state;
    FEED(&bench, "+QIURC: \"recv\",0,5\r\nab");
    atb_tick(&bench.session); /* notices when bytes came last */
    bench.log_length = 0;
    bench.last_kind = -1;
    bench_wait(&bench, 4990);
    assert_log(&bench, "");
    bench_wait(&bench, 10);
    assert_log(&bench, "malformed RECV_DATA! -2@-1 \n");
}

static unsigned wakes;

static void wake(void *context)
{
    (void)context;
    wakes++;
}

static const struct atb_pace pace = {
    .rest_ms = atb_pace_rest, .asleep_after_ms = 5000, .wake_ms = 100, .wake = wake};

static void set_awake(void)
{
    wakes = 0;
    start(command_of(&toy_at_form, 0));
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    atb_tick(&bench.session);
    atb_set_pace(&bench.session, &pace);
}

static void a_modem_sleeps_from_that_moment_on(void **state)
{
    (void)state;
    set_awake();
    bench_wait(&bench, 4990);
    start(command_of(&toy_at_form, 0));
    assert_int_equal(wakes, 0);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "OK\r\n");
    atb_tick(&bench.session);
    bench_wait(&bench, 5000);
    start(command_of(&toy_at_form, 0));
    assert_int_equal(wakes, 1);
    ASSERT_SENT(&bench, "");
}

static void one_that_was_woken_for_another_command_still_needs_its_time(void **state)
{
    (void)state;
    set_awake();
    bench_wait(&bench, 5000);
    start(command_of(&toy_at_form, 0));
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    start(command_of(&toy_at_form, 0));
    bench_wait(&bench, 90);
    ASSERT_SENT(&bench, "");
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT\r");
    assert_int_equal(wakes, 1);
}

/* ---- payload and the limit of its command --------------------------------------------------- */

static void start_reading(char *data, uint16_t size)
{
    struct atb_answer answer = {.data = data, .data_size = size};
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(4));
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
}

static void payload_of_the_answer_ends_with_its_command(void **state)
{
    char data[4];
    (void)state;
    start_reading(data, sizeof data);
    FEED(&bench, "+QIRD: 4\r\na");
    bench_wait(&bench, 990);
    FEED(&bench, "b"); /* not silent */
    bench.log_length = 0;
    bench.last_kind = -1;
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
    FEED(&bench, "\r\n+QIURC: \"closed\",0\r\n");
    assert_log(&bench, "payload QIRD_INFO b\nmalformed QIRD_INFO! -2@-1 \nurc PEER_CLOSED! 0\n");
}

static void other_payload_that_still_comes_does_not(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "+QIURC: \"recv\",0,3\r\na");
    bench_wait(&bench, 990);
    FEED(&bench, "b");
    bench.log_length = 0;
    bench.last_kind = -1;
    bench_wait(&bench, 10);
    assert_done(ATB_TIMEOUT);
    FEED(&bench, "c");
    assert_log(&bench, "payload RECV_DATA! bc\n");
}

/* ---- bytes one at a time ------------------------------------------------------------------- */

static void feed_each(const char *bytes)
{
    for (; *bytes != '\0'; bytes++) {
        bench_feed(&bench, bytes, 1);
    }
}

static void lone_bytes_of_payload_wait_for_the_tick_or_the_last(void **state)
{
    (void)state;
    feed_each("+QIURC: \"recv\",0,5\r\n");
    bench.log_length = 0;
    feed_each("ab");
    assert_log(&bench, "");
    atb_tick(&bench.session);
    assert_log(&bench, "payload RECV_DATA! ab\n");
    feed_each("cde"); /* the last one does not wait */
    assert_log(&bench, "payload RECV_DATA! cde\n");
    feed_each("\r\nCLOSED\r\n");
    assert_log(&bench, "urc CLOSED! \n");
}

static void nothing_fed_is_nothing_heard(void **state)
{
    (void)state;
    atb_tick(&bench.session);
    assert_int_equal(atb_feed(&bench.session, "", 0), ATB_OK);
    assert_int_equal(atb_next_tick_ms(&bench.session), UINT32_MAX);
}

/* ---- what an event says ---------------------------------------------------------------------- */

static struct atb_event last;
static unsigned checked;

static void check(void *app, const struct atb_event *event)
{
    (void)app;
    last = *event;
    checked++;
    assert_true(event->status == ATB_OK || event->kind == ATB_EVENT_MALFORMED);
    if (event->kind == ATB_EVENT_TEXT || event->kind == ATB_EVENT_PROMPT) {
        assert_int_equal(event->field, ATB_NO_INDEX);
    }
    if (event->kind != ATB_EVENT_PAYLOAD && event->kind != ATB_EVENT_OVERRUN) {
        assert_int_equal(event->remaining, 0);
    }
}

/* What a function leaves in its variables must not look like luck. */
static void spoil_stack(void)
{
    volatile char bytes[4096];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)0xA5;
    }
}

static void every_member_of_an_event_is_set(void **state)
{
    static const char *const lines[] = {"AT\r\r\n",       "what is this\r\n",
                                        "+QIRD 1\r\n",    "+QIURC: \"closed\",0\r\n",
                                        "+QIRD: x\r\n",   "+QIURC: \"closed\", 0\r\n",
                                        "CONNECTION\r\n", "+QPING: 1,2,3,4,5,6,7,8\r\n",
                                        "OK 5\r\n",       "CLOSED 1\r\n",
                                        "OK\r\n"};
    (void)state;
    atb_set_on_event(&bench.session, check);
    start(command_of(&toy_at_form, 0));
    checked = 0;
    for (size_t i = 0; i < ATB_LENGTH(lines); i++) {
        spoil_stack();
        bench_feed(&bench, lines[i], strlen(lines[i]));
        assert_int_equal(checked, i + 1);
    }
    assert_done(ATB_OK);
    start(qisend(0, "hello", 5));
    spoil_stack();
    FEED(&bench, "> ");
    assert_int_equal(last.kind, ATB_EVENT_PROMPT);
    assert_int_equal(atb_overrun(&bench.session, 7), ATB_OK);
    assert_int_equal(last.remaining, 7);
}

/* ---- a setting that a command leaves as it is ------------------------------------------------ */

static void a_parameter_left_out_may_keep_its_setting(void **state)
{
    static const struct atb_effect effects[] = {{.absent_value = ATB_KEEP,
                                                 .setting = TOY_SETTING_IPRFMT,
                                                 .index = ATB_NO_INDEX,
                                                 .value = 0,
                                                 .elements = 1}};
    struct atb_form_rest rest = *toy_gtset_form.rest;
    struct atb_form form = toy_cipccfg_form;
    (void)state;
    rest.effects = effects;
    rest.effect_count = 1;
    form.rest = &rest;
    atb_set_setting(&bench.session, TOY_SETTING_IPRFMT, 2);
    start(command_of(&form, 0));
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
    assert_int_equal(bench.settings[TOY_SETTING_IPRFMT], 2);
    start(command_of(&form, 1, number(1)));
    FEED(&bench, "OK\r\n");
    assert_int_equal(bench.settings[TOY_SETTING_IPRFMT], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_given_up_has_three_seconds_more),
        TEST(it_has_them_from_the_tick_on),
        TEST(payload_may_be_silent_for_five_seconds),
        TEST(a_modem_sleeps_from_that_moment_on),
        TEST(one_that_was_woken_for_another_command_still_needs_its_time),
        TEST(payload_of_the_answer_ends_with_its_command),
        TEST(other_payload_that_still_comes_does_not),
        TEST(lone_bytes_of_payload_wait_for_the_tick_or_the_last),
        TEST(nothing_fed_is_nothing_heard),
        TEST(every_member_of_an_event_is_set),
        TEST(a_parameter_left_out_may_keep_its_setting),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
