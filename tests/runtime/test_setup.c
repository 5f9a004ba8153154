/* SPDX-License-Identifier: MIT */
/* How a session shares its memory, to the byte; settings that there are. */
#include "course.h"

static struct atb_session session;
static int32_t settings[TOY_SETTINGS + 1];
static char *memory; /* ends with its last byte: the sanitizer sees one behind it */

static int free_memory(void **state)
{
    (void)state;
    free(memory);
    memory = NULL;
    return 0;
}

static void init(size_t size)
{
    bench_init(&bench, NULL, 0);
    memory = malloc(size);
    assert_non_null(memory);
    assert_int_equal(
        atb_init(&session, &toy_dialect, settings, &bench.port, memory, size, NULL, 0, &bench),
        ATB_OK);
}

/* ---- the longest line ---------------------------------------------------------------------- */

static unsigned events;
static int last_kind;

static void note(void *app, const struct atb_event *event)
{
    (void)app;
    events++;
    last_kind = event->kind;
}

static void feed_slowly(const char *line)
{
    events = 0;
    for (; *line != '\0'; line++) {
        char byte[2] = {line[0], line[1]};
        size_t length = byte[1] != '\0' ? 2 : 1; /* never alone */
        atb_feed(&session, byte, length);
        line += length - 1;
    }
}

static void lines_up_to_the_longest_come_whole(void **state)
{
    static const char whole[] = "01234567890123456789\r\n", longer[] = "0123456789012345678901\r\n";
    (void)state;
    init(200);
    assert_int_equal(atb_set_line_max(&session, 20), ATB_OK);
    atb_set_on_event(&session, note);
    feed_slowly(whole);
    assert_int_equal(events, 1);
    assert_int_equal(last_kind, ATB_EVENT_TEXT);
    feed_slowly(longer);
    assert_true(events > 1);
    assert_int_equal(last_kind, ATB_EVENT_OVERLONG);
}

/* ---- the rest is the command's --------------------------------------------------------------- */

static int start_in(size_t size)
{
    struct atb_command command = command_of(&toy_qiclose_form, 2, number(0), number(INT32_MAX));
    init(size);
    assert_int_equal(atb_set_line_max(&session, 30), ATB_OK);
    int status = atb_start(&session, &command, NULL, NULL, NULL);
    free_memory(NULL);
    return status;
}

static void commands_up_to_the_rest_fit(void **state)
{
    const size_t length = sizeof "AT+QICLOSE=0,2147483647\r" - 1;
    (void)state;
    assert_int_equal(start_in(32 + length), ATB_OK);
    assert_int_equal(start_in(32 + length - 1), ATB_NO_ROOM);
}

static void a_line_leaves_room_for_a_command(void **state)
{
    (void)state;
    init(100);
    assert_int_equal(atb_set_line_max(&session, 97), ATB_OK);
    assert_int_equal(atb_set_line_max(&session, 98), ATB_NO_ROOM);
}

static void the_longest_line_that_can_be_counted(void **state)
{
    (void)state;
    init(150000);
    assert_int_equal(atb_set_line_max(&session, UINT16_MAX - 1), ATB_NO_ROOM);
    assert_int_equal(atb_set_line_max(&session, UINT16_MAX), ATB_NO_ROOM);
    assert_int_equal(atb_set_line_max(&session, UINT16_MAX + 1u), ATB_NO_ROOM);
    assert_int_equal(atb_set_line_max(&session, UINT16_MAX - 2), ATB_OK);
}

/* What a shorter line leaves over is more than a command can be told of. */
static void a_shorter_line_in_much_memory_leaves_room_for_the_longest_command(void **state)
{
    (void)state;
    init(150000);
    assert_int_equal(atb_set_line_max(&session, 2000), ATB_OK);
    assert_int_equal(atb_set_line_max(&session, 10), ATB_OK);
    assert_int_equal(session.pending.line_size, UINT16_MAX);
}

/* ---- settings -------------------------------------------------------------------------------- */

static void settings_that_there_are(void **state)
{
    (void)state;
    init(200);
    settings[TOY_SETTINGS] = 7;
    atb_set_setting(&session, TOY_SETTINGS - 1, 5);
    atb_set_setting(&session, TOY_SETTINGS, 5);
    assert_int_equal(settings[TOY_SETTINGS - 1], 5);
    assert_int_equal(settings[TOY_SETTINGS], 7);
}

#define IN_MEMORY(function) cmocka_unit_test_teardown(function, free_memory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(lines_up_to_the_longest_come_whole),
        IN_MEMORY(commands_up_to_the_rest_fit),
        IN_MEMORY(a_line_leaves_room_for_a_command),
        IN_MEMORY(the_longest_line_that_can_be_counted),
        IN_MEMORY(a_shorter_line_in_much_memory_leaves_room_for_the_longest_command),
        IN_MEMORY(settings_that_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
