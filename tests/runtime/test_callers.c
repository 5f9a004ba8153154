/* SPDX-License-Identifier: MIT */
/* Callers' mistakes, ports that lie and clocks that step back: refused or defined. */
#include <limits.h>

#include "bench.h"

static struct bench bench;
static int nested;

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    nested = 1;
    return 0;
}

/* ---- set-up ------------------------------------------------------------------------- */

static struct {
    struct atb_session *session;
    const struct atb_dialect *dialect;
    int32_t *settings;
    const struct atb_port *port;
    void *memory;
    size_t size;
    const struct atb_handler *handlers;
    size_t count;
} parts;

static int init(void)
{
    return atb_init(parts.session, parts.dialect, parts.settings, parts.port, parts.memory,
                    parts.size, parts.handlers, parts.count, NULL);
}

static void right_parts(void)
{
    static const struct atb_handler handlers[256];
    parts.session = &bench.session;
    parts.dialect = &toy_dialect;
    parts.settings = bench.settings;
    parts.port = &bench.port;
    parts.memory = bench.memory;
    parts.size = sizeof bench.memory;
    parts.handlers = handlers;
    parts.count = 0;
}

static void assert_init(int status)
{
    assert_int_equal(init(), status);
    right_parts();
}

static void init_says_what_is_missing(void **state)
{
    struct atb_port port = bench.port;
    (void)state;
    right_parts();
    assert_init(ATB_OK);
    parts.session = NULL;
    assert_init(ATB_MISSING);
    parts.dialect = NULL;
    assert_init(ATB_MISSING);
    parts.settings = NULL;
    assert_init(ATB_MISSING);
    parts.port = NULL;
    assert_init(ATB_MISSING);
    parts.memory = NULL;
    assert_init(ATB_MISSING);
    parts.handlers = NULL;
    parts.count = 1;
    assert_init(ATB_MISSING);
    port.write = NULL;
    parts.port = &port;
    assert_init(ATB_MISSING);
    port = bench.port;
    port.now = NULL;
    parts.port = &port;
    assert_init(ATB_MISSING);
}

static void init_says_what_is_too_little_or_too_much(void **state)
{
    struct atb_dialect other = toy_dialect;
    (void)state;
    right_parts();
    other.abi++;
    parts.dialect = &other;
    assert_init(ATB_BAD_VALUE);
    for (size_t size = 0; size < 4; size++) {
        parts.size = size;
        assert_init(ATB_NO_ROOM);
    }
    parts.size = 4;
    assert_init(ATB_OK);
    parts.count = 255;
    assert_init(ATB_OK);
    parts.count = 256;
    assert_init(ATB_EXTRA);
}

static void init_wants_settings_only_where_the_dialect_has_some(void **state)
{
    struct atb_dialect other = toy_dialect;
    (void)state;
    right_parts();
    other.setting_count = 0;
    parts.dialect = &other;
    parts.settings = NULL;
    assert_init(ATB_OK);
    parts.handlers = NULL; /* nor handlers, where there are none */
    assert_init(ATB_OK);
}

/* The line buffer has half of what is there, where the dialect's longest line finds no room. */
static void memory_is_shared_in_halves_where_nobody_knows_the_longest_line(void **state)
{
    struct atb_dialect other = toy_dialect;
    (void)state;
    right_parts();
    other.line_max = 0;
    parts.dialect = &other;
    parts.size = 100;
    assert_init(ATB_OK);
    assert_int_equal(bench.session.framer.size, 49); /* and a NUL */
    assert_int_equal(bench.session.pending.line_size, 50);
    other.line_max = 99;
    parts.dialect = &other;
    parts.size = 100;
    assert_init(ATB_OK);
    assert_int_equal(bench.session.framer.size, 49);
}

static void assert_it_does_nothing(struct atb_session *session)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    assert_int_equal(atb_start(session, &command, NULL, NULL, NULL), ATB_MISSING);
    assert_int_equal(atb_run(session, &command, NULL), ATB_MISSING);
    assert_int_equal(atb_raw(session, "AT", NULL, NULL, NULL), ATB_MISSING);
    assert_int_equal(atb_poll(session, 0), ATB_MISSING);
    assert_int_equal(atb_feed(session, "O", 1), ATB_BUSY);
    assert_int_equal(atb_feed(session, "OK\r\n", 4), ATB_BUSY);
    assert_int_equal(atb_tick(session), ATB_BUSY);
    assert_int_equal(atb_overrun(session, 1), ATB_BUSY);
    assert_int_equal(atb_send_data(session, "x", 1), ATB_NOT_TRANSPARENT);
    atb_expect(session, &command);
    atb_set_setting(session, 0, 1);
    atb_modem_rebooted(session);
    atb_end_transparent(session);
    atb_abort(session);
    assert_int_equal(atb_set_line_max(session, 10), ATB_NO_ROOM);
    assert_int_equal(atb_unsent(session), 0);
    assert_int_equal(atb_next_tick_ms(session), UINT32_MAX);
    assert_false(atb_busy(session));
    atb_abort(session);
}

static void a_session_without_its_parts_does_nothing(void **state)
{
    (void)state;
    right_parts();
    parts.port = NULL;
    assert_init(ATB_MISSING);
    assert_it_does_nothing(&bench.session);
    ASSERT_SENT(&bench, "");
}

/* An interrupt may bring bytes before the program has set the session up. */
static void a_session_that_is_not_set_up_yet_does_nothing(void **state)
{
    static struct atb_session untouched;
    (void)state;
    assert_it_does_nothing(&untouched);
    assert_it_does_nothing(&untouched);
}

static void a_second_init_forgets_the_command_under_way(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    right_parts();
    assert_init(ATB_OK);
    assert_int_equal(bench.done, NOT_DONE);
    assert_false(atb_busy(&bench.session));
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

/* ---- calls from callbacks --------------------------------------------------------------- */

static void call_everything(struct atb_session *session)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    assert_int_equal(atb_run(session, &command, NULL), ATB_BUSY);
    assert_int_equal(atb_poll(session, 0), ATB_BUSY);
    assert_int_equal(atb_feed(session, "OK\r\n", 4), ATB_BUSY);
    assert_int_equal(atb_tick(session), ATB_BUSY);
    assert_int_equal(atb_overrun(session, 1), ATB_BUSY);
    nested++;
}

static void on_event(void *app, const struct atb_event *event)
{
    (void)event;
    call_everything(&((struct bench *)app)->session);
}

static void on_end(void *app, int status)
{
    (void)status;
    call_everything(&((struct bench *)app)->session);
}

static void start_one(void)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    bench.session.late.stale = false;
    assert_int_equal(atb_start(&bench.session, &command, NULL, on_end, &bench), ATB_OK);
}

static void blocking_calls_and_feeds_are_busy_in_every_callback(void **state)
{
    (void)state;
    atb_set_on_event(&bench.session, on_event);
    start_one();
    FEED(&bench, "OK\r\n"); /* the event, and the end */
    assert_int_equal(nested, 3);
    start_one();
    bench_wait(&bench, 1000); /* the end, from a tick */
    assert_int_equal(nested, 4);
    start_one();
    atb_abort(&bench.session);
    assert_int_equal(nested, 5);
    start_one();
    atb_modem_rebooted(&bench.session);
    assert_int_equal(nested, 6);
    assert_int_equal(atb_overrun(&bench.session, 1), ATB_OK);
    assert_int_equal(nested, 7);
    FEED(&bench, "+MIPURC: \"rtcp\",0,10,");
    FEED(&bench, "abc"); /* nothing but payload */
    assert_int_equal(nested, 9);
    assert_int_equal(atb_tick(&bench.session), ATB_OK);
}

/* ---- a port that lies, a clock that steps back --------------------------------------------- */

static int lie;

static int lying_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return lie > 0 ? (int)length + lie : lie;
}

static int lying_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    (void)context;
    (void)bytes;
    (void)wait_ms;
    return lie > 0 ? (int)size + lie : lie;
}

static void a_port_that_returns_nonsense_has_failed(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    static const int lies[] = {1, 1000, INT_MAX / 2, -1, -7, INT_MIN};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(lies); i++) {
        bench_init(&bench, NULL, 0);
        lie = lies[i];
        bench.port.write = lying_write;
        assert_int_equal(bench_start(&bench, &command, NULL), ATB_IO);
        assert_false(atb_busy(&bench.session));
        bench.port.read = lying_read;
        assert_int_equal(atb_poll(&bench.session, 0), ATB_IO);
        atb_allow_connect(&bench.session, true);
        FEED(&bench, "CONNECT\r\n");
        assert_int_equal(atb_send_data(&bench.session, "x", 1), ATB_IO);
    }
}

static void a_clock_that_steps_back_makes_limits_longer(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    bench_wait(&bench, 500);
    bench.time -= 700;
    bench_wait(&bench, 1190);
    assert_int_equal(bench.done, NOT_DONE);
    bench_wait(&bench, 10);
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

/* What stands half-way is finished or made none, and never the payload's quotes entered. */
static void abort_inside_inline_payload_finishes_the_line(void **state)
{
    struct atb_command command = command_of(&toy_mipsend_form, 3, number(2), number(9), data_here);
    (void)state;
    command.payload = "some data";
    command.payload_length = 9;
    for (size_t before = 1; before < 28; before++) {
        bench_init(&bench, NULL, 0);
        bench.takes = 1;
        bench.once = true;
        assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
        for (size_t i = 1; i < before; i++) {
            atb_tick(&bench.session);
        }
        atb_abort(&bench.session);
        bench.once = false;
        bench.takes = SIZE_MAX;
        atb_tick(&bench.session);
        assert_int_equal(bench.done, ATB_ABORTED);
        ASSERT_SENT(&bench, "AT+MIPSEND=2,9,\"some data\"\r");
        assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
        ASSERT_SENT(&bench, "AT+CSQ\r");
    }
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(init_says_what_is_missing),
        TEST(init_says_what_is_too_little_or_too_much),
        TEST(init_wants_settings_only_where_the_dialect_has_some),
        TEST(memory_is_shared_in_halves_where_nobody_knows_the_longest_line),
        TEST(a_session_without_its_parts_does_nothing),
        TEST(a_session_that_is_not_set_up_yet_does_nothing),
        TEST(a_second_init_forgets_the_command_under_way),
        TEST(blocking_calls_and_feeds_are_busy_in_every_callback),
        TEST(a_port_that_returns_nonsense_has_failed),
        TEST(a_clock_that_steps_back_makes_limits_longer),
        TEST(abort_inside_inline_payload_finishes_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
