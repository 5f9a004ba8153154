/* SPDX-License-Identifier: MIT */
/*
 * Payload of an answer that was given up after 5 s of silence was told as MALFORMED, but its
 * command ended well: the caller took a part of the data for all of it, and a socket went on
 * behind a hole. (Where hex digits were damaged, it did not.)
 */
#include "script.h"

static struct atb_session *const reader = &world.quectel.session;

static void start_read(char *data, uint16_t size)
{
    static struct quectel_qird_info info;
    assert_int_equal(quectel_qird_start(&world.quectel, &info, data, size, keep_status, NULL, 0, 4),
                     ATB_OK);
}

/* The modem stands still in the middle of it, and goes on. */
static void an_answers_payload(void **state)
{
    char data[8] = "";
    (void)state;
    start_read(data, sizeof data);
    hear(reader, "\r\n+QIRD: 4\r\nab");
    wait_ms(reader, 6000);
    hear(reader, "cd\r\n\r\nOK\r\n");
    assert_ended(ATB_MALFORMED);
    assert_string_equal(data, "ab");
}

/* A peer's data that nobody asked for is not its answer. */
static void payload_that_was_pushed(void **state)
{
    char data[8] = "";
    (void)state;
    start_read(data, sizeof data);
    hear(reader, "\r\n+QIURC: \"recv\",1,4\r\nab");
    wait_ms(reader, 6000);
    hear(reader, "cd\r\n+QIRD: 2\r\nef\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(data, "ef");
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(an_answers_payload), TEST(payload_that_was_pushed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
