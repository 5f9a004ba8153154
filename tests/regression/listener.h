/* SPDX-License-Identifier: MIT */
/* A server on SIMCom's modem, and what its application hears of it and of its peers. */
#ifndef REGRESSION_LISTENER_H
#define REGRESSION_LISTENER_H

#include "script.h"

#include "atb_socket.h"
#include "simcom_sockets.h"

enum { LISTENER, FIRST, SECOND, OTHER, SOCKETS };

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

/* The peer has said nothing yet. */
static void accept(unsigned index)
{
    assert_int_equal(
        atb_socket_accept(&sockets[LISTENER], &sockets[index], memory[index], sizeof memory[index]),
        ATB_OK);
    wait_ms(SIMCOM, 20);
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
}

#endif
