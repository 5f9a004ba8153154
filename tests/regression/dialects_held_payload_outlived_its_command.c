/* SPDX-License-Identifier: MIT */
/*
 * Bytes of payload that are fed alone wait for the next tick. Those that had come before
 * atb_abort() were handed on behind the command's end: not into the caller's memory, as with
 * any other cut of the same bytes. Who aborts as soon as he hears of them ended the command twice:
 * the second time there was none, and the program faulted, or its next command ended.
 */
#include "script.h"

static void bytes_before_an_abort(void **state)
{
    const char *came = "\r\n+QIRD: 4\r\nab";
    struct quectel_qird_info info = {0};
    char data[8] = "";
    (void)state;
    assert_int_equal(quectel_init(&world.quectel, &port, world.memory[0], MEMORY, NULL, 0, NULL),
                     ATB_OK);
    assert_int_equal(
        quectel_qird_start(&world.quectel, &info, data, sizeof data, keep_status, NULL, 0, 4),
        ATB_OK);
    for (; *came != '\0'; came++) {
        quectel_feed(&world.quectel, came, 1);
    }
    atb_abort(&world.quectel.session);
    assert_int_equal(world.status, ATB_ABORTED);
    assert_memory_equal(data, "ab", 2);
}

/* ---- who aborts when it comes ---------------------------------------------------------------- */

static unsigned ends;

static void abort_at_payload(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind == ATB_EVENT_PAYLOAD) {
        atb_abort(&world.quectel.session);
    }
}

static void begin_next(void *app, int status)
{
    (void)app;
    assert_int_equal(status, ATB_ABORTED);
    ends++;
    assert_int_equal(atb_raw(&world.quectel.session, "ATI", NULL, TELL), ATB_OK);
}

/* Payload waits, for it came byte by byte. */
static void wait_with_payload(atb_done *done)
{
    const char *came = "\r\n+QIRD: 4\r\nab";
    static struct quectel_qird_info info;
    static char data[8];
    atb_set_on_event(&world.quectel.session, abort_at_payload);
    assert_int_equal(quectel_qird_start(&world.quectel, &info, data, sizeof data, done, NULL, 0, 4),
                     ATB_OK);
    for (; *came != '\0'; came++) {
        quectel_feed(&world.quectel, came, 1);
    }
}

static void an_abort_at_an_abort(void **state)
{
    (void)state;
    wait_with_payload(keep_status);
    atb_abort(&world.quectel.session);
    assert_ended(ATB_ABORTED);
}

static void what_begins_behind_the_first_lives(void **state)
{
    (void)state;
    ends = 0;
    wait_with_payload(begin_next);
    atb_abort(&world.quectel.session);
    assert_int_equal(ends, 1);
    assert_true(atb_busy(&world.quectel.session));
    assert_runs();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_before_an_abort),
        TEST(an_abort_at_an_abort),
        TEST(what_begins_behind_the_first_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
