/* SPDX-License-Identifier: MIT */
/* The calls of sockets that wait. */
#include "waiting.h"

/* A read of the waiting call brings 32 bytes; in those from the 33rd on it is opened, readable and
 * lost. */
static void a_connection_lost_within_one_read_was_open(void **state)
{
    static const struct exchange loses[] = {{OPEN, READABLE OPENED "\r\n+QIRD: 1\r\nb\r\nOK\r\n"},
                                            {"AT+QIRD=0,64\r", ""},
                                            {NULL, NULL}};
    char data[MEMORY + 1] = "";
    (void)state;
    net_lost_when_readable = true;
    expect(loses);
    assert_int_equal(open_it(), ATB_OK);
    assert_played();
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_ENDED);
    assert_int_equal(atb_socket_receive(&one, data, MEMORY), 1);
    assert_string_equal(data, "b");
}

/* ---- opening ------------------------------------------------------------------------------ */

static void opening_ends_when_it_is_open(void **state)
{
    (void)state;
    open_first();
}

static void opening_tells_why_it_failed(void **state)
{
    static const struct exchange refuses[] = {
        {OPEN, "\r\nOK\r\n\r\n+QIOPEN: 0,566\r\n"}, {CLOSE, "\r\nOK\r\n"}, {NULL, NULL}};
    (void)state;
    expect(refuses);
    assert_int_equal(open_it(), ATB_ERROR);
    assert_played();
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_FREE);
}

static void a_connection_lost_at_once_was_open_and_is_read(void **state)
{
    static const struct exchange loses[] = {{OPEN, "\r\n+CREG: 1,1\r\n" OPENED LOST},
                                            {"AT+QIRD=0,64\r", "\r\n+QIRD: 3\r\nbye\r\nOK\r\n"},
                                            {"AT+QIRD=0,61\r", NO_MORE},
                                            {CLOSE, "\r\nOK\r\n"},
                                            {NULL, NULL}};
    char data[MEMORY + 1] = "";
    (void)state;
    expect(loses);
    assert_int_equal(open_it(), ATB_OK);
    assert_int_equal(atb_socket_receive_wait(&one, data, MEMORY, 1000), 3);
    assert_string_equal(data, "bye");
    assert_int_equal(atb_socket_receive_wait(&one, data, MEMORY, 1000), ATB_CLOSED);
    assert_played();
}

static void a_connection_lost_at_once_without_a_byte_was_open(void **state)
{
    static const struct exchange loses[] = {{OPEN, "\r\n+CREG: 1,1\r\n" OPENED LOST},
                                            {"AT+QIRD=0,64\r", NO_MORE},
                                            {CLOSE, "\r\nOK\r\n"},
                                            {NULL, NULL}};
    char data[MEMORY];
    (void)state;
    expect(loses);
    assert_int_equal(open_it(), ATB_OK);
    assert_int_equal(atb_socket_receive_wait(&one, data, MEMORY, 1000), ATB_CLOSED);
    assert_played();
}

static void what_cannot_be_opened_is_not_waited_for(void **state)
{
    (void)state;
    open_first();
    expect(nothing);
    assert_int_equal(open_it(), ATB_BUSY);
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_OPEN);
}

static void a_port_that_fails_ends_every_wait(void **state)
{
    char data[4];
    (void)state;
    expect(nothing);
    broken = true;
    assert_int_equal(open_it(), ATB_IO);
    (void)set_up(state);
    open_first();
    broken = true;
    expect(nothing);
    assert_int_equal(atb_socket_receive_wait(&one, data, sizeof data, 1000), ATB_IO);
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_IO);
    assert_int_equal(atb_socket_close_wait(&one), ATB_IO);
}

static void one_that_the_application_closes_was_not_opened(void **state)
{
    static const struct exchange opens[] = {{OPEN, OPENED}, {CLOSE, "\r\nOK\r\n"}, {NULL, NULL}};
    (void)state;
    expect(opens);
    closed_while_waiting = true;
    assert_int_equal(open_it(), ATB_CLOSED);
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_FREE);
    assert_int_equal(one.status, ATB_OK);
}

/* ---- sending ------------------------------------------------------------------------------ */

static void sending_ends_when_the_modem_has_all(void **state)
{
    static const struct exchange takes[] = {{"AT+QISEND=0,4\r", "\r\n> "},
                                            {"data", "\r\nSEND FAIL\r\n"}, /* full: once more */
                                            {"AT+QISEND=0,4\r", "\r\n> "},
                                            {"data", "\r\nSEND OK\r\n"},
                                            {NULL, NULL}};
    (void)state;
    open_first();
    expect(takes);
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_OK);
    assert_played();
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_OPEN);
}

static void sending_tells_why_the_connection_was_lost(void **state)
{
    static const struct exchange refuses[] = {
        {"AT+QISEND=0,4\r", "\r\n> "}, {"data", "\r\nERROR\r\n"}, {NULL, NULL}};
    (void)state;
    open_first();
    expect(refuses);
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_ERROR);
    assert_int_not_equal(atb_socket_state(&one), ATB_SOCKET_OPEN);
}

static void a_lost_network_ends_the_wait(void **state)
{
    static const struct exchange prompts[] = {{"AT+QISEND=0,4\r", ""}, {NULL, NULL}};
    (void)state;
    open_first();
    expect(prompts);
    net_lost = true;
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_CLOSED);
}

static const struct exchange sent_and_closed[] = {{"AT+QISEND=0,4\r", "\r\n> "},
                                                  {"data", "\r\nSEND OK\r\n"},
                                                  {CLOSE, "\r\nOK\r\n"},
                                                  {NULL, NULL}};

/* Nobody knows what the modem took of it. */
static void what_the_application_closes_is_not_sent(void **state)
{
    (void)state;
    open_first();
    expect(sent_and_closed);
    closed_while_waiting = true;
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_CLOSED);
}

static void what_was_sent_was_though_it_is_closed_then(void **state)
{
    (void)state;
    open_first();
    expect(sent_and_closed);
    closed_when_sent = true;
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_OK);
}

/* The modem has given it to a peer of a listener: the line that told of its end was lost. */
static void what_has_no_connection_any_more_is_not_sent(void **state)
{
    static const struct exchange listens[] = {
        {"AT+QIOPEN=1,1,\"TCP LISTENER\",\"127.0.0.1\",0,2020,0\r",
         "\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n"},
        {NULL, NULL}};
    static const struct exchange takes[] = {
        {"AT+QISEND=0,4\r", "\r\n+QIURC: \"incoming\",0,1,\"192.0.2.9\",5000\r\n\r\n> "},
        {"data", "\r\nSEND OK\r\n"},
        {CLOSE, ""},
        {NULL, NULL}};
    static struct atb_socket listener;
    (void)state;
    open_first();
    expect(listens);
    assert_int_equal(atb_socket_open_wait(&net, &listener, &quectel_listener, NULL, 2020, NULL, 0),
                     ATB_OK);
    expect(takes);
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_CLOSED);
    assert_played();
}

static void what_cannot_be_sent_is_not_waited_for(void **state)
{
    (void)state;
    open_first();
    expect(nothing);
    assert_int_equal(atb_socket_send_wait(&one, "", 0), ATB_BAD_LENGTH);
    atb_socket_close(&one);
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_MISSING);
}

/* ---- receiving ------------------------------------------------------------------------------ */

static void receiving_waits_for_the_first_byte(void **state)
{
    static const struct exchange gives[] = {{"AT+QIRD=0,64\r", "\r\n+QIRD: 5\r\nhello\r\nOK\r\n"},
                                            {"AT+QIRD=0,59\r", NO_MORE},
                                            {NULL, NULL}};
    char data[MEMORY + 1] = "";
    (void)state;
    open_first();
    expect(gives);
    strcat(answers, READABLE);
    assert_int_equal(atb_socket_receive_wait(&one, data, 2, 1000), 2);
    assert_int_equal(atb_socket_receive_wait(&one, data + 2, MEMORY, 0), 3); /* it is here */
    assert_string_equal(data, "hello");
}

/* Also where opening it has failed, and nobody looked. */
static void a_socket_that_was_never_opened_gives_nothing(void **state)
{
    static struct atb_socket never;
    char data[MEMORY];
    (void)state;
    assert_int_equal(atb_socket_receive_wait(&never, data, MEMORY, 1000), ATB_CLOSED);
    assert_int_equal(atb_socket_receive_wait(&never, data, MEMORY, 0), ATB_CLOSED);
    assert_int_equal(atb_socket_receive(&never, data, MEMORY), 0);
    assert_int_equal(atb_socket_send_wait(&never, "data", 4), ATB_MISSING);
    assert_int_equal(atb_socket_close_wait(&never), ATB_OK);
}

static void receiving_gives_up_when_nothing_comes(void **state)
{
    char data[MEMORY];
    (void)state;
    open_first();
    expect(nothing);
    uint32_t start = now;
    assert_int_equal(atb_socket_receive_wait(&one, data, sizeof data, 200), 0);
    assert_int_equal(now - start, 200); /* the port's clock, which only waiting moves */
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_OPEN);
}

/* Where the port can be woken, nothing polls. */
static void waiting_sleeps_in_the_port(void **state)
{
    static const struct exchange opens[] = {{OPEN, OPENED}, {NULL, NULL}};
    char data[MEMORY];
    (void)state;
    modem.session.port = &woken;
    expect(opens);
    assert_int_equal(open_it(), ATB_OK);
    expect(nothing);
    waits = 0;
    uint32_t start = now;
    assert_int_equal(atb_socket_receive_wait(&one, data, sizeof data, 60000), 0);
    assert_int_equal(now - start, 60000);
    assert_true(waits < 10);
}

/* ---- closing -------------------------------------------------------------------------------- */

static void closing_ends_when_the_modem_has_closed(void **state)
{
    static const struct exchange closes[] = {{CLOSE, "\r\nOK\r\n"}, {NULL, NULL}};
    (void)state;
    open_first();
    expect(closes);
    assert_int_equal(atb_socket_close_wait(&one), ATB_OK);
    assert_played();
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_FREE);
    assert_int_equal(one.status, ATB_OK);
    assert_int_equal(atb_socket_close_wait(&one), ATB_OK); /* is closed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_connection_lost_within_one_read_was_open),
        TEST(opening_ends_when_it_is_open),
        TEST(opening_tells_why_it_failed),
        TEST(a_connection_lost_at_once_was_open_and_is_read),
        TEST(a_connection_lost_at_once_without_a_byte_was_open),
        TEST(what_cannot_be_opened_is_not_waited_for),
        TEST(a_port_that_fails_ends_every_wait),
        TEST(one_that_the_application_closes_was_not_opened),
        TEST(sending_ends_when_the_modem_has_all),
        TEST(sending_tells_why_the_connection_was_lost),
        TEST(a_lost_network_ends_the_wait),
        TEST(what_the_application_closes_is_not_sent),
        TEST(what_was_sent_was_though_it_is_closed_then),
        TEST(what_has_no_connection_any_more_is_not_sent),
        TEST(what_cannot_be_sent_is_not_waited_for),
        TEST(receiving_waits_for_the_first_byte),
        TEST(a_socket_that_was_never_opened_gives_nothing),
        TEST(receiving_gives_up_when_nothing_comes),
        TEST(waiting_sleeps_in_the_port),
        TEST(closing_ends_when_the_modem_has_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
