/* SPDX-License-Identifier: MIT */
/*
 * An application that does anything at any moment, also inside its callbacks, against a simulated
 * modem; each dialect has its own:
 *
 *     walk_quectel DEVICE PORT CONNECTIONS SEED
 *
 * It walks until so many connections were open. PORT is an echo server's on 127.0.0.1. The layer is
 * held to its events (each opening ends once, nothing is told of a socket that is closed, READABLE
 * means bytes) and to each byte. Prints what was not right, and exits with 1; with 0 when all
 * sockets came to their end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atb_posix.h"
#include "dialect.h"

enum { SOCKETS = 5, MEMORY = 400, MOST = 4000, NOBODY = 1, PATIENCE_MS = 160000 };
enum { LONGER_THAN_A_PROMPT = 8 };

/* What the application knows of a socket. */
enum belief { CLOSED, OPENING, OPEN };

struct one {
    struct atb_socket socket; /* stands at the head */
    enum belief belief;
    unsigned connection;
    size_t sent, got, sending;
    uint8_t out[MOST], memory[MEMORY];
};

static struct DIALECT(modem) modem;
static struct atb_net net;
static struct one ones[SOCKETS];
static uint16_t port;
static long opened, bytes;
static struct atb_posix uart;
static size_t lost; /* bytes that the port had no room for */

static void hold(const struct one *one, bool right, const char *what)
{
    if (!right) {
        printf("socket %d, connection %u, state %d: %s\n", (int)(one - ones), one->connection,
               one->socket.state, what);
        exit(1);
    }
}

static int any(int count)
{
    return rand() % count;
}

/* ---- what an application does -------------------------------------------------------------- */

static uint8_t pattern(const struct one *one, size_t at)
{
    return (uint8_t)(one->connection * 131 + at * 7 + at / 253);
}

static void open_it(struct one *one)
{
    uint16_t to = any(10) == 0 ? (uint16_t)NOBODY : port;
    size_t size = 1 + (size_t)any(MEMORY);
    int status =
        atb_socket_open(&net, &one->socket, &DIALECT(tcp), "127.0.0.1", to, one->memory, size);
    hold(one, status == (one->belief == CLOSED ? ATB_OK : ATB_BUSY), "opening");
    if (status == ATB_OK) {
        one->belief = OPENING;
        one->connection++;
        one->sent = one->got = one->sending = 0;
    }
}

static void send_on(struct one *one)
{
    size_t count = 1 + (size_t)any(any(4) == 0 ? MOST : 50);
    if (one->sending > 0) { /* its bytes are borrowed */
        hold(one, atb_socket_send(&one->socket, one->out, count) != ATB_OK, "sent twice");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        one->out[i] = pattern(one, one->sent + i);
    }
    if (atb_socket_send(&one->socket, one->out, count) == ATB_OK) {
        hold(one, one->belief == OPEN, "sent where nothing is open");
        one->sending = count;
        one->sent += count;
    }
}

static void take(struct one *one, size_t most)
{
    uint8_t data[MEMORY];
    size_t count = atb_socket_receive(&one->socket, data, most);
    for (size_t i = 0; i < count; i++) {
        hold(one, data[i] == pattern(one, one->got + i), "a wrong byte");
    }
    one->got += count;
    bytes += (long)count;
    hold(one, one->got <= one->sent, "more than was sent");
}

static void act(struct one *one)
{
    switch (any(16)) {
    case 0:
    case 1:
        open_it(one);
        break;
    case 2:
        if (any(3) == 0) {
            atb_socket_close(&one->socket);
        }
        break;
    case 3:
    case 4:
    case 5:
        send_on(one);
        break;
    default:
        take(one, (size_t)any(3) * MEMORY / 2);
        break;
    }
}

/* ---- what it hears --------------------------------------------------------------------------- */

static void hear(struct one *one, int event)
{
    switch (event) {
    case ATB_SOCKET_OPENED:
        hold(one, one->belief == OPENING, "opened");
        one->belief = OPEN;
        opened++;
        break;
    case ATB_SOCKET_READABLE:
        hold(one, one->belief == OPEN && atb_socket_readable(&one->socket) > 0, "readable");
        break;
    case ATB_SOCKET_SENT:
        hold(one, one->belief == OPEN && one->sending > 0, "sent");
        one->sending = 0;
        break;
    default:
        hold(one, event == ATB_SOCKET_CLOSED && one->belief != CLOSED, "closed");
        one->belief = CLOSED;
        one->sending = 0;
    }
}

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    bool *quiet = app;
    hear((struct one *)socket, event);
    if (!*quiet && any(2) == 0) {
        act(any(3) == 0 ? &ones[any(SOCKETS)] : (struct one *)socket);
    }
}

/* ---- a port that loses bytes now and then ---------------------------------------------------- */

/* Chance of its own: the application does what it would do without. */
static unsigned chance(unsigned count)
{
    static unsigned state = 1;
    state = state * 1103515245u + 12345u;
    return (state >> 16) % count;
}

/* Not of short reads, which may be a prompt: that is waited for as long as its send may take. */
static int lose_some(void *context, void *data, size_t size, uint32_t wait_ms)
{
    int count = uart.port.read(context, data, size, wait_ms);
    if (count > LONGER_THAN_A_PROMPT && chance(2000) == 0) {
        int kept = (int)chance((unsigned)count);
        lost = (size_t)(count - kept);
        count = kept;
    }
    return count;
}

static int poll_modem(uint32_t wait_ms)
{
    int status = atb_poll(&modem.session, wait_ms);
    if (lost > 0) {
        (void)atb_overrun(&modem.session, lost);
        lost = 0;
    }
    return status;
}

/* ---- the walk, and the way home -------------------------------------------------------------- */

static int walk(long connections)
{
    int status = ATB_OK;
    while (status == ATB_OK && opened < connections) {
        status = poll_modem((uint32_t)any(3));
        act(&ones[any(SOCKETS)]);
        if (any(1000) == 0) { /* the network goes; with luck the modem says something meanwhile */
            atb_net_up(&net, false);
            status = any(2) == 0 ? poll_modem(20) : status;
            atb_net_up(&net, true);
        }
    }
    return status;
}

static bool is_home(void)
{
    bool home = true;
    for (int i = 0; i < SOCKETS; i++) {
        home = home && ones[i].belief == CLOSED;
    }
    return home;
}

static int come_home(void)
{
    int status = ATB_OK;
    for (int i = 0; i < SOCKETS; i++) {
        atb_socket_close(&ones[i].socket);
    }
    for (int ms = 0; status == ATB_OK && ms < PATIENCE_MS && !is_home(); ms += 10) {
        status = poll_modem(10);
    }
    for (int i = 0; i < SOCKETS; i++) {
        hold(&ones[i], ones[i].belief == CLOSED, "never ended");
    }
    return status;
}

int main(int argc, char **argv)
{
    static char buffer[LINE_MEMORY];
    static bool quiet;
    if (argc < 5 || atb_posix_open(&uart, argv[1], 115200) != 0) {
        fprintf(stderr, "usage: %s DEVICE PORT CONNECTIONS SEED\n", argv[0]);
        return 2;
    }
    port = (uint16_t)atoi(argv[2]);
    srand((unsigned)atoi(argv[4]));
    struct atb_port losing = uart.port;
    losing.read = lose_some;
    (void)INIT(&modem, &losing, buffer, sizeof buffer, NULL, 0, NULL);
    int status = connect_network(&modem);
    atb_net_init(&net, &modem.session, &DIALECT(net), on_socket, &quiet);
    net.poll_ms = 700;
    net.ask_ms = 300;
    atb_net_up(&net, true);
    status = status >= 0 ? walk(atol(argv[3])) : status;
    quiet = true;
    status = status >= 0 ? come_home() : status;
    printf("%s: %ld connections, %ld bytes\n", atb_status_text(status), opened, bytes);
    return status == ATB_OK && bytes > 0 ? 0 : 1;
}
