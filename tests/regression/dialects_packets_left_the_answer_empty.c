/* SPDX-License-Identifier: MIT */
/*
 * OneMO answers AT+MIPRD of a UDP connection by the line of TCP, only that it counts packets.
 * It went to its handler alone: the call ended with ATB_OK and an answer of zeros, as if the
 * buffer were empty. A line that is the answer's under another setting fills it, too.
 */
#include "script.h"

#define O (&world.onemo)

static unsigned heard;

static void hear_packet(void *app, const struct onemo_miprd_packet *packet)
{
    (void)app;
    (void)packet;
    heard++;
}

static const struct atb_handler handlers[] = {ONEMO_ON_MIPRD_PACKET(hear_packet)};

static void open_in_mode(const char *protocol, int mode)
{
    heard = 0;
    assert_int_equal(
        onemo_init(O, &port, world.memory[3], MEMORY, handlers, ATB_LENGTH(handlers), NULL),
        ATB_OK);
    assert_int_equal(onemo_mipopen_start(O, NULL, TELL, 2, protocol, "192.0.2.7", 7, 60, mode),
                     ATB_OK);
    hear(&O->session, "\r\nOK\r\n\r\n+MIPOPEN: 2,0\r\n");
    assert_ended(ATB_OK);
}

static void assert_buffered(int count)
{
    struct onemo_miprd_unread unread = {0};
    assert_int_equal(onemo_miprd_query_start(O, &unread, TELL, 2), ATB_OK);
    hear(&O->session, "\r\n+MIPRD: 2,5\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(unread.connect_id, 2);
    assert_int_equal(unread.unread_len, count);
}

static void assert_read(const char *expected)
{
    struct onemo_miprd_stream read = {0};
    char data[16];
    assert_int_equal(onemo_miprd_start(O, &read, data, sizeof data, TELL, 2, 1), ATB_OK);
    hear(&O->session, "\r\n+MIPRD: 2,4,3,one\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(read.unread_len, 4);
    assert_int_equal(read.data_len, 3);
    assert_memory_equal(data, expected, 3);
}

static void of_packets(void **state)
{
    (void)state;
    open_in_mode("UDP", 3);
    assert_buffered(5);
    assert_read("one");
    assert_int_equal(heard, 0); /* the answer has it */
}

static void of_a_stream(void **state)
{
    (void)state;
    open_in_mode("TCP", 2);
    assert_buffered(5);
    assert_read("one");
}

/* As a 4G model was seen to hand over a stream: its segments, and how many of them are left. */
static void of_a_stream_in_several_lines(void **state)
{
    (void)state;
    open_in_mode("TCP", 2);
    struct onemo_miprd_stream read = {0};
    char data[16];
    assert_int_equal(onemo_miprd_start(O, &read, data, sizeof data, TELL, 2, 0), ATB_OK);
    hear(&O->session, "\r\n+MIPRD: 2,1,3,one\r\n\r\n+MIPRD: 2,0,4,more\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(read.data_len, 3);
    assert_int_equal(O->session.answer.data_length, 7);
    assert_memory_equal(data, "onemore", 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(of_packets),
        TEST(of_a_stream),
        TEST(of_a_stream_in_several_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
