/* SPDX-License-Identifier: MIT */
/*
 * SIMCom's modems number servers and connections apart: server 0 has connection 0 as its first
 * peer. From then on what was said of the server was taken for that connection's, no further peer
 * was heard of; or, where the server stood first in the list, what was said of the connection for
 * the server's.
 */
#include "script.h"

#include "atb_socket.h"
#include "simcom_sockets.h"

enum { LISTENER, FIRST, SECOND, SOCKETS };

#define SIMCOM (&world.simcom.session)
#define OK     "\r\nOK\r\n"

static struct atb_net net;
static struct atb_socket sockets[SOCKETS];
static uint8_t memory[SOCKETS][64];
static char heard[64]; /* a letter and a digit for each event */

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    static const char letters[] = {[ATB_SOCKET_OPENED] = 'o',
                                   [ATB_SOCKET_READABLE] = 'r',
                                   [ATB_SOCKET_SENT] = 's',
                                   [ATB_SOCKET_INCOMING] = 'i',
                                   [ATB_SOCKET_CLOSED] = 'c'};
    const char text[] = {letters[event], (char)('0' + (socket - sockets)), '\0'};
    (void)app;
    strcat(heard, text);
}

static void assert_heard(const char *events)
{
    assert_string_equal(heard, events);
    heard[0] = '\0';
}

static void says(const char *text)
{
    hear(SIMCOM, text);
    wait_ms(SIMCOM, 20);
}

static int begin(void **state)
{
    assert_int_equal(set_up(state), 0);
    memset(sockets, 0, sizeof sockets);
    heard[0] = '\0';
    assert_int_equal(atb_net_init(&net, SIMCOM, &simcom_net, on_socket, NULL), ATB_OK);
    net.poll_ms = 0;
    atb_net_up(&net, true);
    return 0;
}

static void listen(void)
{
    assert_int_equal(
        atb_socket_open(&net, &sockets[LISTENER], &simcom_listener, NULL, 2020, NULL, 0), ATB_OK);
    wait_ms(SIMCOM, 20);
    says(OK); /* AT+CIPRXGET=1 */
    assert_sent("AT+CIPRXGET=1\rAT+SERVERSTART=2020,0\r");
    says(OK);
    assert_heard("o0");
}

static void accept(unsigned index)
{
    assert_int_equal(
        atb_socket_accept(&sockets[LISTENER], &sockets[index], memory[index], sizeof memory[index]),
        ATB_OK);
    wait_ms(SIMCOM, 20);
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
}

static void both_peers_are_heard_of(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    assert_heard("i0");
    accept(FIRST);
    assert_int_equal(sockets[FIRST].id, 0);
    says("\r\n+CLIENT: 1,0,192.0.2.9:5001\r\n");
    assert_heard("i0");
    accept(SECOND);
    assert_int_equal(sockets[SECOND].id, 1);
}

/* The list has the newest first: here that is the server. */
static void what_a_connection_is_told_is_its_own(void **state)
{
    (void)state;
    assert_int_equal(atb_socket_open(&net, &sockets[FIRST], &simcom_tcp, "192.0.2.7", 7,
                                     memory[FIRST], sizeof memory[FIRST]),
                     ATB_OK);
    atb_net_up(&net, false);
    atb_socket_close(&sockets[FIRST]);
    wait_ms(SIMCOM, 20);
    atb_net_up(&net, true);
    assert_heard("c1");
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    assert_heard("i0");
    accept(FIRST);
    assert_sent("AT+CIPRXGET=2,0,64\r");
    says("\r\n+CIPRXGET: 1,0\r\n");
    assert_sent("AT+CIPRXGET=2,0,64\r");
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    says("\r\n+IPCLOSE: 0,1\r\n");
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    assert_sent("AT+CIPRXGET=2,0,64\rAT+CIPCLOSE=0\r");
    says("\r\n+CIPCLOSE: 0,4\r\n\r\nERROR\r\n");
    assert_heard("c1");
    assert_int_equal(atb_socket_state(&sockets[LISTENER]), ATB_SOCKET_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(both_peers_are_heard_of, begin),
        cmocka_unit_test_setup(what_a_connection_is_told_is_its_own, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
