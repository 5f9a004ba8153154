/* SPDX-License-Identifier: MIT */
/*
 * A line whose connection no manual knows is malformed; its payload is framed, so that the
 * stream stays right, but is nobody's: neither the caller's memory nor a handler gets it.
 */
#include "script.h"

static size_t handed;

static void count_bytes(void *app, const void *bytes, size_t length, size_t remaining)
{
    (void)app;
    (void)bytes;
    (void)remaining;
    handed += length;
}

static void payload_of_no_connection(void **state)
{
    static const struct atb_handler handlers[] = {ONEMO_ON_MIPRD_STREAM_PAYLOAD(count_bytes)};
    struct onemo_miprd_stream info;
    char data[16] = "untouched";
    (void)state;
    handed = 0;
    assert_int_equal(onemo_init(&world.onemo, &port, world.memory[3], MEMORY, handlers,
                                ATB_LENGTH(handlers), NULL),
                     ATB_OK);
    atb_set_setting(&world.onemo.session, ONEMO_SETTING_ACCESS_MODE, 2);
    assert_int_equal(
        onemo_miprd_start(&world.onemo, &info, data, sizeof data, keep_status, NULL, 0, 16),
        ATB_OK);
    onemo_feed(&world.onemo, "\r\n+MIPRD: 9,0,5,hello\r\n\r\nOK\r\n", 29);
    assert_int_equal(world.status, ATB_OK); /* which may bring nothing */
    assert_string_equal(data, "untouched");
    assert_int_equal(handed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(payload_of_no_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
