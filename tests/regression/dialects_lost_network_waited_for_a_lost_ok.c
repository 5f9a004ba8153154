/* SPDX-License-Identifier: MIT */
/*
 * The network went while a modem owed the OK of a send, and the OK with it: bring-up waited as long
 * as the table gives the send (a minute on Quectel, two on SIMCom) before its first command.
 */
#include "script.h"

#include "atb_socket.h"
#include "onemo_sockets.h"
#include "quectel_sockets.h"
#include "simcom_sockets.h"

static struct atb_net net;
static struct atb_socket connection;
static uint8_t memory[64];
static int closed;

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    closed += event == ATB_SOCKET_CLOSED;
}

static void begin(struct atb_session *session, const struct atb_net_dialect *dialect,
                  const struct atb_socket_kind *kind)
{
    memset(&connection, 0, sizeof connection);
    closed = 0;
    assert_int_equal(atb_net_init(&net, session, dialect, on_socket, NULL), ATB_OK);
    atb_net_up(&net, true);
    assert_int_equal(
        atb_socket_open(&net, &connection, kind, "192.0.2.7", 7, memory, sizeof memory), ATB_OK);
    wait_ms(session, 20);
}

/* All has left but for the answer, and the network is gone: ten seconds are for the modem. */
static void the_network_goes(struct atb_session *session)
{
    world.length = 0;
    atb_net_up(&net, false);
    wait_ms(session, 9900);
    assert_true(atb_busy(session));
    assert_int_equal(closed, 0);
    wait_ms(session, 200);
    assert_false(atb_busy(session));
    assert_int_equal(closed, 1);
    assert_int_equal(world.length, 0);
}

static void send_hello(struct atb_session *session)
{
    assert_int_equal(atb_socket_send(&connection, "hello", 5), ATB_OK);
    wait_ms(session, 20);
}

static void a_quectel_modem_owes_send_ok(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    begin(session, &quectel_net, &quectel_tcp);
    hear(session, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    send_hello(session);
    hear(session, "\r\n> ");
    the_network_goes(session);
}

static void a_simcom_modem_has_said_the_result_alone(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    begin(session, &simcom_net, &simcom_tcp);
    hear(session, "\r\nOK\r\n");
    wait_ms(session, 20);
    hear(session, "\r\nOK\r\n\r\n+CIPOPEN: 0,0\r\n");
    send_hello(session);
    hear(session, "\r\n> ");
    hear(session, "\r\n+CIPSEND: 0,5,5\r\n");
    the_network_goes(session);
}

/* Without its prompt the payload would be chatter: it is waited for, and no answer behind it. */
static void a_modem_that_prompts_late(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    begin(session, &quectel_net, &quectel_tcp);
    hear(session, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    send_hello(session);
    assert_sent("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\rAT+QISEND=0,5\r");
    atb_net_up(&net, false);
    wait_ms(session, 15000);
    assert_sent("");
    hear(session, "\r\n> ");
    assert_sent("hello");
    wait_ms(session, 100);
    assert_false(atb_busy(session));
    assert_int_equal(closed, 1);
}

/* The application's, for each command, and the table's. */
static void limits_that_end_before_hold(void **state)
{
    struct atb_session *session = &world.onemo.session;
    (void)state;
    atb_set_limit_ms(session, 5000);
    begin(session, &onemo_net, &onemo_tcp);
    atb_net_up(&net, false);
    wait_ms(session, 5000);
    assert_false(atb_busy(session));
    atb_set_limit_ms(session, 0);
    hear(session, "\r\nOK\r\n"); /* late, and a mark's answer is still to come */
    atb_net_up(&net, true);
    wait_ms(session, 20);
    hear(session, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    wait_ms(session, 6000);
    assert_true(atb_busy(session));
    atb_net_up(&net, false);
    wait_ms(session, 9000); /* of its 15 s */
    assert_false(atb_busy(session));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_quectel_modem_owes_send_ok),
        TEST(a_simcom_modem_has_said_the_result_alone),
        TEST(a_modem_that_prompts_late),
        TEST(limits_that_end_before_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
