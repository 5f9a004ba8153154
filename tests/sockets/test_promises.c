/* SPDX-License-Identifier: MIT */
/*
 * What the socket layer promises, one test each, against a modem of a few lines
 * that a test scripts byte by byte. The dialect is Quectel's and, where only
 * another one can show it, SIMCom's; the layer is the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "quectel.h"
#include "quectel_sockets.h"
#include "simcom.h"
#include "simcom_sockets.h"

enum { MEMORY = 64 };

static struct quectel quectel;
static struct simcom simcom;
static struct atb_session *session;
static struct atb_net net;
static struct atb_socket one, two;
static char lines[8192], sent[4096], events[256];
static uint8_t memory[2][MEMORY];
static uint32_t now;

static int port_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    strncat(sent, bytes, length);
    return (int)length;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return now;
}

static const struct atb_port port = {.write = port_write, .now = port_now};

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    static const char *const names[] = {"opened", "readable", "sent", "incoming", "closed"};
    size_t length = strlen(events);
    (void)app;
    snprintf(events + length, sizeof events - length, "%s%s ", names[event],
             socket == &two ? " 2" : "");
}

static void begin(struct atb_session *which, const struct atb_net_dialect *dialect)
{
    session = which;
    now = 1000;
    memset(sent, 0, sizeof sent);
    memset(events, 0, sizeof events);
    atb_net_init(&net, session, dialect, on_socket, NULL);
    net.poll_ms = 0;
    atb_net_up(&net, true);
}

static int set_up_quectel(void **state)
{
    (void)state;
    (void)quectel_init(&quectel, &port, lines, sizeof lines, NULL, 0, NULL);
    begin(&quectel.session, &quectel_net);
    return 0;
}

static int set_up_simcom(void **state)
{
    (void)state;
    (void)simcom_init(&simcom, &port, lines, sizeof lines, NULL, 0, NULL);
    begin(&simcom.session, &simcom_net);
    return 0;
}

static void tick(uint32_t ms)
{
    now += ms;
    atb_tick(session);
}

static void feed(const char *text)
{
    atb_feed(session, text, strlen(text));
}

/* What went out since the last look. */
static void assert_sent(const char *text)
{
    assert_string_equal(sent, text);
    memset(sent, 0, sizeof sent);
}

static void assert_events(const char *text)
{
    assert_string_equal(events, text);
    memset(events, 0, sizeof events);
}

static void open_one(void)
{
    assert_int_equal(atb_socket_open(&net, &one, &quectel_tcp, "192.0.2.7", 7, memory[0], MEMORY),
                     ATB_OK);
    tick(10);
    assert_sent("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    feed("\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    assert_events("opened ");
}

static void assert_receives(const char *text)
{
    char data[MEMORY + 1] = "";
    size_t length = atb_socket_receive(&one, data, MEMORY);
    assert_int_equal(length, strlen(text));
    assert_string_equal(data, text);
}

/* ---- receiving ------------------------------------------------------------------------ */

static void data_comes_before_the_end_that_was_told_first(void **state)
{
    (void)state;
    open_one();
    feed("\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"closed\",0\r\n");
    tick(10);
    assert_sent("AT+QIRD=0,64\r");
    feed("\r\n+QIRD: 5\r\nhello\r\nOK\r\n");
    assert_sent("AT+QIRD=0,59\r");
    feed("\r\n+QIRD: 0\r\n\r\nOK\r\n");
    assert_sent("AT+QICLOSE=0\r");
    feed("\r\nOK\r\n");
    assert_events("readable readable "); /* once more behind the end */
    assert_receives("hello");
    tick(10);
    assert_events("closed ");
    assert_int_equal(one.status, ATB_CLOSED);
}

static void a_lost_line_is_made_up_for_by_polling(void **state)
{
    (void)state;
    open_one();
    net.poll_ms = 5000;
    one.poll_at = now + net.poll_ms;
    tick(4900);
    assert_sent("");
    tick(200);
    assert_sent("AT+QIRD=0,64\r");
    feed("\r\n+QIRD: 3\r\nabc\r\nOK\r\n");
    assert_receives("abc");
}

static void a_line_that_comes_while_the_last_is_read_is_not_lost(void **state)
{
    (void)state;
    open_one();
    feed("\r\n+QIURC: \"recv\",0\r\n");
    tick(10);
    assert_sent("AT+QIRD=0,64\r");
    feed("\r\n+QIRD: 0\r\n\r\n+QIURC: \"recv\",0\r\n\r\nOK\r\n");
    assert_sent("AT+QIRD=0,64\r");
}

static void what_finds_no_room_stays_in_the_modem(void **state)
{
    char answer[128];
    char full[MEMORY + 1];
    (void)state;
    memset(full, 'x', MEMORY);
    full[MEMORY] = '\0';
    open_one();
    feed("\r\n+QIURC: \"recv\",0\r\n");
    tick(10);
    assert_sent("AT+QIRD=0,64\r");
    snprintf(answer, sizeof answer, "\r\n+QIRD: 64\r\n%s\r\nOK\r\n", full);
    feed(answer);
    tick(1000);
    assert_sent(""); /* full: nothing is asked for */
    assert_int_equal(atb_socket_receive(&one, full, 10), 10);
    tick(10);
    assert_sent("AT+QIRD=0,10\r");
}

static void bytes_that_were_not_asked_for_end_the_connection_with_a_reason(void **state)
{
    char answer[128];
    (void)state;
    open_one();
    feed("\r\n+QIURC: \"recv\",0\r\n");
    tick(10);
    snprintf(answer, sizeof answer, "\r\n+QIRD: 70\r\n%070d\r\nOK\r\n", 1);
    feed(answer);
    assert_int_equal(one.state, ATB_SOCKET_CLOSING);
    assert_int_equal(one.status, ATB_NO_ROOM);
}

/* ---- sending --------------------------------------------------------------------------- */

static void a_full_modem_is_tried_again(void **state)
{
    (void)state;
    open_one();
    assert_int_equal(atb_socket_send(&one, "data", 4), ATB_OK);
    assert_int_equal(atb_socket_send(&one, "more", 4), ATB_BUSY);
    tick(10);
    assert_sent("AT+QISEND=0,4\r");
    feed("\r\n> ");
    assert_sent("data");
    feed("\r\nSEND FAIL\r\n");
    tick(100);
    assert_sent("");
    tick(500);
    assert_sent("AT+QISEND=0,4\r");
    feed("\r\n> ");
    feed("\r\nSEND OK\r\n");
    assert_events("sent ");
}

static void a_send_that_was_taken_in_part_goes_on_from_there(void **state)
{
    (void)state;
    assert_int_equal(atb_socket_open(&net, &one, &simcom_tcp, "192.0.2.7", 7, memory[0], MEMORY),
                     ATB_OK);
    tick(10);
    assert_sent("AT+CIPRXGET=1\r");
    feed("\r\nOK\r\n");
    assert_sent("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
    feed("\r\nOK\r\n\r\n+CIPOPEN: 0,0\r\n");
    assert_events("opened ");
    assert_int_equal(atb_socket_send(&one, "0123456789", 10), ATB_OK);
    tick(10);
    assert_sent("AT+CIPSEND=0,10\r");
    feed("\r\n> ");
    assert_sent("0123456789");
    feed("\r\nOK\r\n\r\n+CIPSEND: 0,10,4\r\n");
    assert_sent("AT+CIPSEND=0,6\r");
    feed("\r\n> ");
    assert_sent("456789");
    feed("\r\nOK\r\n\r\n+CIPSEND: 0,6,6\r\n");
    assert_events("sent ");
}

static void a_send_of_which_nobody_knows_is_never_sent_again(void **state)
{
    (void)state;
    open_one();
    assert_int_equal(atb_socket_send(&one, "data", 4), ATB_OK);
    tick(10);
    feed("\r\n> ");
    assert_sent("AT+QISEND=0,4\rdata");
    feed("\r\nERROR\r\n");
    assert_int_equal(one.state, ATB_SOCKET_ENDING);
    assert_sent("AT+QIRD=0,64\r"); /* what the peer had said still counts */
}

static void a_peer_that_acknowledges_nothing_is_dead(void **state)
{
    (void)state;
    open_one();
    net.silent_ms = 20000;
    assert_int_equal(atb_socket_send(&one, "data", 4), ATB_OK);
    tick(10);
    feed("\r\n> ");
    feed("\r\nSEND OK\r\n");
    memset(sent, 0, sizeof sent);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(one.state, ATB_SOCKET_OPEN);
        tick(5000);
        assert_sent("AT+QISEND=0,0\r");
        feed("\r\n+QISEND: 4,0,4\r\n\r\nOK\r\n");
    }
    assert_int_equal(one.state, ATB_SOCKET_ENDING);
    assert_int_equal(one.status, ATB_TIMEOUT);
}

static void a_peer_that_has_acknowledged_is_not_asked_after(void **state)
{
    (void)state;
    open_one();
    assert_int_equal(atb_socket_send(&one, "data", 4), ATB_OK);
    tick(10);
    feed("\r\n> ");
    feed("\r\nSEND OK\r\n");
    tick(5000);
    feed("\r\n+QISEND: 4,4,0\r\n\r\nOK\r\n");
    memset(sent, 0, sizeof sent);
    tick(60000);
    assert_sent("");
}

/* ---- opening and closing ------------------------------------------------------------------ */

static void ids_are_chosen_by_the_layer_and_used_again(void **state)
{
    (void)state;
    open_one();
    assert_int_equal(atb_socket_open(&net, &two, &quectel_tcp, "192.0.2.7", 8, memory[1], MEMORY),
                     ATB_OK);
    tick(10);
    assert_sent("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",8,0,0\r");
    feed("\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n");
    atb_socket_close(&one);
    tick(10);
    assert_sent("AT+QICLOSE=0\r");
    feed("\r\nOK\r\n");
    assert_events("opened 2 closed ");
    open_one();
    assert_int_equal(two.id, 1);
}

static void a_refused_socket_is_closed_before_it_is_free(void **state)
{
    (void)state;
    assert_int_equal(atb_socket_open(&net, &one, &quectel_tcp, "192.0.2.7", 7, memory[0], MEMORY),
                     ATB_OK);
    tick(10);
    feed("\r\nOK\r\n\r\n+QIOPEN: 0,554\r\n");
    assert_int_equal(net.failures, 1);
    memset(sent, 0, 64);
    feed("\r\nOK\r\n");
    assert_events("closed ");
    assert_int_equal(one.status, ATB_ERROR);
}

static void a_socket_waits_for_the_network(void **state)
{
    (void)state;
    atb_net_up(&net, false);
    assert_int_equal(atb_socket_open(&net, &one, &quectel_tcp, "192.0.2.7", 7, memory[0], MEMORY),
                     ATB_OK);
    tick(60000);
    assert_sent("");
    atb_net_up(&net, true);
    tick(10);
    assert_sent("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
}

static void without_a_network_the_last_bytes_come_first_then_the_end(void **state)
{
    (void)state;
    open_one();
    feed("\r\n+QIURC: \"recv\",0\r\n");
    tick(10);
    feed("\r\n+QIRD: 4\r\nlast\r\nOK\r\n");
    memset(events, 0, sizeof events);
    atb_net_up(&net, false);
    tick(10);
    assert_events("readable ");
    assert_receives("last");
    tick(10);
    assert_events("closed ");
    assert_int_equal(one.status, ATB_CLOSED);
}

static void bytes_of_a_read_that_a_reboot_cut_off_are_handed_over(void **state)
{
    (void)state;
    open_one();
    feed("\r\n+QIURC: \"recv\",0\r\n");
    tick(10);
    feed("\r\n+QIRD: 9\r\nlast");
    atb_net_up(&net, false);
    atb_modem_rebooted(session);
    tick(10);
    assert_events("readable ");
    assert_receives("last");
    tick(10);
    assert_events("closed ");
}

static void a_socket_in_use_is_not_opened_again(void **state)
{
    (void)state;
    open_one();
    assert_int_equal(atb_socket_open(&net, &one, &quectel_tcp, "192.0.2.7", 7, memory[0], MEMORY),
                     ATB_BUSY);
    assert_int_equal(atb_socket_open(&net, &two, &quectel_udp, "192.0.2.7", 7, memory[1], MEMORY),
                     ATB_NO_ROOM);
    assert_int_equal(atb_socket_send(&one, "", 0), ATB_BAD_LENGTH);
}

static void another_context_is_not_ours(void **state)
{
    (void)state;
    open_one();
    feed("\r\n+QIURC: \"pdpdeact\",3\r\n");
    assert_int_equal(one.state, ATB_SOCKET_OPEN);
    feed("\r\n+QIURC: \"pdpdeact\",1\r\n");
    assert_int_equal(one.state, ATB_SOCKET_ENDING);
}

int main(void)
{
#define QUECTEL_TEST(name) cmocka_unit_test_setup(name, set_up_quectel)
    const struct CMUnitTest tests[] = {
        QUECTEL_TEST(data_comes_before_the_end_that_was_told_first),
        QUECTEL_TEST(a_lost_line_is_made_up_for_by_polling),
        QUECTEL_TEST(a_line_that_comes_while_the_last_is_read_is_not_lost),
        QUECTEL_TEST(what_finds_no_room_stays_in_the_modem),
        QUECTEL_TEST(bytes_that_were_not_asked_for_end_the_connection_with_a_reason),
        QUECTEL_TEST(a_full_modem_is_tried_again),
        cmocka_unit_test_setup(a_send_that_was_taken_in_part_goes_on_from_there, set_up_simcom),
        QUECTEL_TEST(a_send_of_which_nobody_knows_is_never_sent_again),
        QUECTEL_TEST(a_peer_that_acknowledges_nothing_is_dead),
        QUECTEL_TEST(a_peer_that_has_acknowledged_is_not_asked_after),
        QUECTEL_TEST(ids_are_chosen_by_the_layer_and_used_again),
        QUECTEL_TEST(a_refused_socket_is_closed_before_it_is_free),
        QUECTEL_TEST(a_socket_waits_for_the_network),
        QUECTEL_TEST(without_a_network_the_last_bytes_come_first_then_the_end),
        QUECTEL_TEST(bytes_of_a_read_that_a_reboot_cut_off_are_handed_over),
        QUECTEL_TEST(a_socket_in_use_is_not_opened_again),
        QUECTEL_TEST(another_context_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
