/* SPDX-License-Identifier: MIT */
/* Watchers beside the application, and commands that leave some of their values open. */
#include "bench.h"

#include "atb_prepared.h"

static struct bench bench;

struct counts {
    struct atb_watcher watcher;
    int events, ticks;
};

static void count_event(struct atb_watcher *watcher, const struct atb_event *event)
{
    (void)event;
    ((struct counts *)watcher)->events++;
}

static void count_tick(struct atb_watcher *watcher)
{
    ((struct counts *)watcher)->ticks++;
}

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    return 0;
}

static void do_nothing(struct atb_watcher *watcher)
{
    (void)watcher;
}

/* The next of those that want one; for who waits for the line that is when it is free. */
static void the_next_tick_is_the_first_that_a_watcher_wants(void **state)
{
    struct atb_watcher early = {.on_tick = do_nothing}, late = {.on_tick = do_nothing};
    struct atb_watcher events = {.on_event = NULL};
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    early.due = bench.time + 300;
    late.due = bench.time + 500;
    atb_watch(&bench.session, &late);
    atb_watch(&bench.session, &early);
    atb_watch(&bench.session, &events);
    assert_int_equal(atb_next_tick_ms(&bench.session), 300);
    atb_unwatch(&bench.session, &late);
    atb_watch(&bench.session, &late);
    assert_int_equal(atb_next_tick_ms(&bench.session), 300);
    early.due = bench.time - 1;
    assert_int_equal(atb_next_tick_ms(&bench.session), 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    assert_int_equal(atb_next_tick_ms(&bench.session), 0); /* it may have more to do than to send */
    early.due = bench.time + INT32_MAX;
    early.waits = true;
    assert_int_equal(atb_next_tick_ms(&bench.session), 500);
    atb_unwatch(&bench.session, &early);
    atb_unwatch(&bench.session, &late);
    assert_int_equal(atb_next_tick_ms(&bench.session), 1000);
    atb_watch(&bench.session, &early);
    atb_abort(&bench.session);
    assert_int_equal(atb_next_tick_ms(&bench.session), 0);
}

static void every_watcher_sees_events_and_ticks_and_so_does_the_application(void **state)
{
    struct counts both = {{NULL, count_event, count_tick, 0, false}, 0, 0};
    struct counts events = {{NULL, count_event, NULL, 0, false}, 0, 0};
    struct counts ticks = {{NULL, NULL, count_tick, 0, false}, 0, 0};
    (void)state;
    atb_watch(&bench.session, &both.watcher);
    atb_watch(&bench.session, &events.watcher);
    atb_watch(&bench.session, &ticks.watcher);
    FEED(&bench, "OK\r\nanything\r\n");
    atb_tick(&bench.session);
    assert_log(&bench, "final OK! \ntext -! anything\n");
    assert_int_equal(both.events, 2);
    assert_int_equal(both.ticks, 1);
    assert_int_equal(events.events, 2);
    assert_int_equal(ticks.ticks, 1);
}

static void a_watcher_is_there_once_until_it_is_taken_off(void **state)
{
    struct counts first = {{NULL, count_event, count_tick, 0, false}, 0, 0};
    struct counts last = {{NULL, count_event, count_tick, 0, false}, 0, 0};
    (void)state;
    atb_watch(&bench.session, &first.watcher);
    atb_watch(&bench.session, &last.watcher);
    atb_watch(&bench.session, &first.watcher);
    FEED(&bench, "OK\r\n");
    assert_int_equal(first.events, 1);
    assert_int_equal(last.events, 1);
    atb_unwatch(&bench.session, &last.watcher);
    atb_unwatch(&bench.session, &last.watcher);
    atb_tick(&bench.session);
    assert_int_equal(first.ticks, 1);
    assert_int_equal(last.ticks, 0);
}

static void watch_again(struct atb_watcher *watcher, const struct atb_event *event)
{
    count_event(watcher, event);
    atb_watch(&bench.session, watcher);
}

/* Bring-up begins anew, say, where it hears of a loss. */
static void one_that_is_added_again_when_it_is_shown_something_keeps_its_place(void **state)
{
    struct counts first = {{NULL, count_event, NULL, 0, false}, 0, 0};
    struct counts again = {{NULL, watch_again, NULL, 0, false}, 0, 0};
    struct counts last = {{NULL, count_event, NULL, 0, false}, 0, 0};
    (void)state;
    atb_watch(&bench.session, &last.watcher);
    atb_watch(&bench.session, &again.watcher);
    atb_watch(&bench.session, &first.watcher);
    FEED(&bench, "OK\r\n");
    assert_int_equal(first.events, 1);
    assert_int_equal(again.events, 1);
    assert_int_equal(last.events, 1);
}

/* ---- prepared commands ------------------------------------------------------------- */

/* How much of the form's text has so many places. */
static size_t length_with(const struct atb_form *form, size_t places)
{
    const char *at = atb_text_of(form);
    while (places > 0) {
        places -= *at++ == '%';
    }
    return (size_t)(at - form->text);
}

/* The form up to its last letter's place, with the letters behind its text. */
static struct atb_form lettered(const struct atb_form *form, const char *letters)
{
    static char text[100];
    struct atb_form prepared = *form;
    size_t length = length_with(form, strlen(letters));
    assert_true(length + 1 + strlen(letters) < sizeof text);
    memcpy(text, form->text, length);
    text[length] = '\0';
    memcpy(text + length + 1, letters, strlen(letters));
    prepared.text = text;
    prepared.position_count = strlen(letters) & 0xf;
    return prepared;
}

static int start(const struct atb_form *form, const char *letters, const char *payload)
{
    static struct atb_form prepared;
    const char *const texts[] = {"TCP", "192.0.2.7", NULL};
    const int32_t numbers[] = {1, 3, 70, 4, 17, ATB_UNKNOWN};
    const struct atb_arguments arguments = {texts, numbers, payload, payload != NULL ? 4 : 0};
    prepared = lettered(form, letters);
    bench.done = NOT_DONE;
    return atb_start_prepared(&bench.session, &prepared, &arguments, bench_done, &bench);
}

static void each_place_has_the_argument_of_its_letter(void **state)
{
    (void)state;
    assert_int_equal(start(&toy_qiopen_form, "abABc", NULL), ATB_OK);
    ASSERT_SENT(&bench, "AT+QIOPEN=1,3,\"TCP\",\"192.0.2.7\",70\r");
    FEED(&bench, "ERROR\r\n");
    assert_int_equal(bench.done, ATB_ERROR);
}

static void what_is_left_open_is_checked_as_always(void **state)
{
    (void)state;
    assert_int_equal(start(&toy_qiopen_form, "ebABc", NULL), ATB_BAD_RANGE);
    assert_int_equal(bench.session.refusal.place, 1);
    ASSERT_SENT(&bench, "");
}

static void an_argument_that_is_not_given_is_missing(void **state)
{
    (void)state;
    assert_int_equal(start(&toy_qiopen_form, "abACc", NULL), ATB_MISSING);
    assert_int_equal(start(&toy_qiopen_form, "afABc", NULL), ATB_MISSING);
    assert_int_equal(start(&toy_qiopen_form, "a$ABc", NULL), ATB_MISSING);
    ASSERT_SENT(&bench, "");
}

static void payload_goes_behind_the_prompt(void **state)
{
    (void)state;
    assert_int_equal(start(&toy_qisend_form, "bd", "data"), ATB_OK);
    ASSERT_SENT(&bench, "AT+QISEND=3,4\r");
    FEED(&bench, "> ");
    ASSERT_SENT(&bench, "data");
    FEED(&bench, "\r\nSEND OK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void a_command_that_the_dialect_lacks_is_unsupported(void **state)
{
    (void)state;
    assert_int_equal(atb_start_prepared(&bench.session, NULL, NULL, NULL, NULL), ATB_UNSUPPORTED);
}

/* ---- a field of an event, whatever it is ------------------------------------------------ */

static struct atb_text text_of(const char *fields, unsigned field)
{
    struct atb_event event = {.text = fields, .fields = fields, .length = strlen(fields)};
    return atb_event_text(&event, field);
}

static void assert_field(const char *fields, unsigned field, const char *expected)
{
    struct atb_text found = text_of(fields, field);
    assert_int_equal(found.length, strlen(expected));
    assert_memory_equal(found.at, expected, strlen(expected));
}

static void a_field_ends_at_a_comma_a_quote_a_blank_or_with_the_line(void **state)
{
    (void)state;
    assert_field("1,\"a,b\",c d", 0, "1");
    assert_field("1,\"10.0.0.1\",c d", 1, "10.0.0.1");
    assert_field("1,\"x,y\",c d", 2, "c");
    assert_field("1,last", 1, "last");
    assert_field("1,last", 2, ""); /* there are no more */
    assert_field("1, ", 1, "");
}

/* A piece of a line that is longer than the buffer, a text that no table knows. */
static void an_event_without_fields_has_none(void **state)
{
    const struct atb_event event = {.text = "+QIRD: 1,2", .length = 10};
    (void)state;
    for (uint8_t field = 0; field < 3; field++) {
        assert_int_equal(atb_event_text(&event, field).length, 0);
        assert_int_equal(atb_event_number(&event, field), ATB_UNKNOWN);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_next_tick_is_the_first_that_a_watcher_wants, set_up),
        cmocka_unit_test_setup(a_watcher_is_there_once_until_it_is_taken_off, set_up),
        cmocka_unit_test_setup(one_that_is_added_again_when_it_is_shown_something_keeps_its_place,
                               set_up),
        cmocka_unit_test_setup(every_watcher_sees_events_and_ticks_and_so_does_the_application,
                               set_up),
        cmocka_unit_test_setup(each_place_has_the_argument_of_its_letter, set_up),
        cmocka_unit_test_setup(what_is_left_open_is_checked_as_always, set_up),
        cmocka_unit_test_setup(an_argument_that_is_not_given_is_missing, set_up),
        cmocka_unit_test_setup(payload_goes_behind_the_prompt, set_up),
        cmocka_unit_test(a_field_ends_at_a_comma_a_quote_a_blank_or_with_the_line),
        cmocka_unit_test(an_event_without_fields_has_none),
        cmocka_unit_test_setup(a_command_that_the_dialect_lacks_is_unsupported, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
