/* SPDX-License-Identifier: MIT */
/* What callbacks, the peer and the modem do with a socket while a call waits for it. */
#include "waiting.h"

/* ---- sending ------------------------------------------------------------------------------ */

static const struct exchange answers_and_hangs_up[] = {
    {"AT+QISEND=0,4\r", "\r\n> "},
    {"data", "\r\n" READABLE "\r\nSEND OK\r\n" LOST},
    {"AT+QIRD=0,64\r", "\r\n+QIRD: 3\r\nbye\r\nOK\r\n"},
    {"AT+QIRD=0,61\r", NO_MORE},
    {CLOSE, "\r\nOK\r\n"},
    {NULL, NULL}};

/* As web servers do. One read of the port, from the 33rd byte on, brings both ends. */
static void what_a_peer_answers_at_once_and_hangs_up_was_sent(void **state)
{
    char data[MEMORY + 1] = "";
    (void)state;
    open_first();
    expect(answers_and_hangs_up);
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_OK);
    assert_int_equal(atb_socket_receive_wait(&one, data, MEMORY, 1000), 3);
    assert_string_equal(data, "bye");
    assert_int_equal(atb_socket_receive_wait(&one, data, MEMORY, 1000), ATB_CLOSED);
    assert_played();
}

/* A queue of the application's goes on with what is next: that is not what the call waits for. */
static void what_a_callback_sends_behind_it_is_not_waited_for(void **state)
{
    static const struct exchange takes[] = {{"AT+QISEND=0,4\r", "\r\n> "},
                                            {"data", "\r\nSEND OK\r\n"},
                                            {"AT+QISEND=0,4\r", ""},
                                            {NULL, NULL}};
    (void)state;
    open_first();
    expect(takes);
    sends_when_sent = "next";
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_OK);
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_OPEN);
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_BUSY);
}

/* ---- receiving ---------------------------------------------------------------------------- */

/* A main loop that waits nowhere else hears what comes. */
static void no_time_at_all_is_time_for_a_look(void **state)
{
    static const struct exchange gives[] = {{"AT+QIRD=0,64\r", "\r\n+QIRD: 2\r\nhi\r\nOK\r\n"},
                                            {"AT+QIRD=0,62\r", NO_MORE},
                                            {NULL, NULL}};
    char data[MEMORY];
    int count = 0;
    (void)state;
    open_first();
    expect(gives);
    strcat(answers, READABLE);
    uint32_t start = now;
    for (unsigned i = 0; i < 10 && count == 0; i++) {
        count = atb_socket_receive_wait(&one, data, MEMORY, 0);
    }
    assert_int_equal(count, 2);
    assert_int_equal(now, start);
}

/* ---- closing ------------------------------------------------------------------------------ */

/* The call waits for the end of the connection that it closes; the next one is none of its. */
static void what_a_callback_opens_anew_was_closed(void **state)
{
    static const struct exchange closes[] = {{CLOSE, "\r\nOK\r\n"}, {OPEN, OPENED}, {NULL, NULL}};
    (void)state;
    open_first();
    expect(closes);
    opened_when_closed = true;
    assert_int_equal(atb_socket_close_wait(&one), ATB_OK);
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_OPENING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_peer_answers_at_once_and_hangs_up_was_sent),
        TEST(what_a_callback_sends_behind_it_is_not_waited_for),
        TEST(no_time_at_all_is_time_for_a_look),
        TEST(what_a_callback_opens_anew_was_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
