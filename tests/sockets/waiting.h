/* SPDX-License-Identifier: MIT */
/* What the tests of sockets that wait share: a modem answers line by line as its script says. */
#ifndef WAITING_H
#define WAITING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "quectel.h"
#include "quectel_sockets.h"

enum { MEMORY = 64 };

/* To what was sent the modem answers; behind the last it is silent. */
struct exchange {
    const char *sent, *answer;
};

static struct quectel modem;
static struct atb_net net;
static struct atb_socket one;
static char lines[8192], sent[256], answers[512];
static uint8_t memory[MEMORY];
static uint32_t now;
static unsigned waits, reads;
static const struct exchange *script;
static bool broken;   /* nothing can be read any more */
static bool net_lost; /* while somebody waits */
static bool net_lost_when_readable;
static bool closed_when_sent, closed_while_waiting; /* by the application */
static bool opened_when_closed;
static const char *sends_when_sent; /* once, or NULL */
static bool net_anew_while_waiting, session_anew_while_waiting;

static inline int port_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    strncat(sent, bytes, length);
    if (script->sent != NULL && strcmp(sent, script->sent) == 0) {
        strcat(answers, script->answer);
        sent[0] = '\0';
        script++;
    }
    return (int)length;
}

static inline void on_socket(void *app, struct atb_socket *socket, int event);
static const struct atb_port port;

static inline void begin_anew(void)
{
    if (session_anew_while_waiting) {
        (void)quectel_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    }
    if (net_anew_while_waiting) {
        (void)atb_net_init(&net, &modem.session, &quectel_net, on_socket, NULL);
    }
}

static inline int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    size_t length = strlen(answers);
    (void)context;
    length = length < size ? length : size;
    memcpy(bytes, answers, length);
    memmove(answers, answers + length, strlen(answers + length) + 1);
    now += length == 0 ? wait_ms : 0;
    if (net_lost) {
        atb_net_up(&net, false);
    }
    if (closed_while_waiting) {
        atb_socket_close(&one);
    }
    begin_anew();
    assert_true(now < 1000000); /* nobody waits for ever */
    return broken ? -1 : (int)length;
}

static inline uint32_t port_now(void *context)
{
    (void)context;
    return now;
}

static const struct atb_port port = {.write = port_write, .read = port_read, .now = port_now};

/* A semaphore that the receive interrupt gives: only here time passes. */
static inline void port_wait(void *context, uint32_t ms)
{
    (void)context;
    waits++;
    now += answers[0] == '\0' ? ms : 0;
}

static inline int port_read_now(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    (void)wait_ms;
    assert_true(++reads < 100); /* nobody polls */
    return port_read(context, bytes, size, 0);
}

static const struct atb_port woken = {
    .write = port_write, .read = port_read_now, .now = port_now, .wait = port_wait};

static inline void go_on(struct atb_socket *socket, int event)
{
    const char *next = sends_when_sent;
    if (next != NULL && event == ATB_SOCKET_SENT) {
        sends_when_sent = NULL;
        assert_int_equal(atb_socket_send(socket, next, strlen(next)), ATB_OK);
    }
    if (opened_when_closed && event == ATB_SOCKET_CLOSED) {
        assert_int_equal(
            atb_socket_open(&net, socket, &quectel_tcp, "192.0.2.7", 7, memory, MEMORY), ATB_OK);
    }
}

static inline void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    go_on(socket, event);
    if (net_lost_when_readable && event == ATB_SOCKET_READABLE) {
        atb_net_up(&net, false);
    }
    if (closed_when_sent && event == ATB_SOCKET_SENT) {
        atb_socket_close(&one);
    }
}

static inline int set_up(void **state)
{
    (void)state;
    now = 1000;
    waits = reads = 0;
    broken = net_lost = net_lost_when_readable = false;
    closed_when_sent = closed_while_waiting = opened_when_closed = false;
    sends_when_sent = NULL;
    net_anew_while_waiting = session_anew_while_waiting = false;
    sent[0] = answers[0] = '\0';
    (void)quectel_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    atb_net_init(&net, &modem.session, &quectel_net, on_socket, NULL);
    net.poll_ms = 0;
    atb_net_up(&net, true);
    return 0;
}

static inline int open_it(void)
{
    return atb_socket_open_wait(&net, &one, &quectel_tcp, "192.0.2.7", 7, memory, MEMORY);
}

/* The modem has heard and said all of its script. */
static inline void assert_played(void)
{
    assert_null(script->sent);
    assert_string_equal(sent, "");
}

static inline void expect(const struct exchange *next)
{
    script = next;
}

#define OPEN     "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r"
#define OPENED   "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n"
#define READABLE "\r\n+QIURC: \"recv\",0\r\n"
#define LOST     "\r\n+QIURC: \"closed\",0\r\n"
#define CLOSE    "AT+QICLOSE=0\r"
#define NO_MORE  "\r\n+QIRD: 0\r\n\r\nOK\r\n"

static const struct exchange nothing[] = {{NULL, NULL}};

static inline void open_first(void)
{
    static const struct exchange opens[] = {{OPEN, OPENED}, {NULL, NULL}};
    expect(opens);
    assert_int_equal(open_it(), ATB_OK);
    assert_played();
    assert_int_equal(atb_socket_state(&one), ATB_SOCKET_OPEN);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

#endif
