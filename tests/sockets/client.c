/* SPDX-License-Identifier: MIT */
/*
 * The socket layer against a simulated modem, the same program for each dialect:
 *
 *     client_quectel DEVICE PORT tcp|udp|udp-name|many|full|resolve|refused|peer|listen [COUNT]
 *
 * PORT is an echo server's on 127.0.0.1 (`peer`: one that sends COUNT bytes and closes;
 * `listen`: our own). Prints what it found; exits with 0 when all was right.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atb_posix.h"
#include "dialect.h"

enum { MEMORY = 2400, MOST = 4, MORE = 13 };

static struct DIALECT(modem) modem;
static struct atb_net net;
static struct atb_socket sockets[MORE];
static uint8_t memory[MORE][MEMORY];
static int incoming;

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    incoming += event == ATB_SOCKET_INCOMING;
}

static int fail(const char *what, int status)
{
    printf("%s: %s\n", what, atb_status_text(status));
    return 1;
}

static uint8_t pattern(size_t i)
{
    return (uint8_t)(i * 7 + i / 251);
}

static int open_to(struct atb_socket *socket, const struct atb_socket_kind *kind, uint16_t port)
{
    size_t own = (size_t)(socket - sockets);
    return atb_socket_open_wait(&net, socket, kind, "127.0.0.1", port, memory[own], MEMORY);
}

/* Sends the pattern and reads it back in pieces of odd sizes while it is being sent. */
static int echo(struct atb_socket *socket, size_t count)
{
    static uint8_t out[1 << 20], in[1 << 20];
    size_t got = 0, piece = 1;
    for (size_t i = 0; i < count; i++) {
        out[i] = pattern(i);
    }
    int status = atb_socket_send(socket, out, count);
    while (status == ATB_OK && got < count) {
        status = atb_poll(&modem.session, 5);
        got += atb_socket_receive(socket, in + got, piece);
        piece = piece % 977 + 61;
        if (socket->state == ATB_SOCKET_FREE) {
            status = socket->status;
        }
    }
    if (status != ATB_OK || memcmp(in, out, count) != 0) {
        return fail("echo", status);
    }
    printf("%u bytes came back\n", (unsigned)count);
    return 0;
}

static int run_tcp(uint16_t port, size_t count)
{
    int status = open_to(&sockets[0], &DIALECT(tcp), port);
    if (status != ATB_OK) {
        return fail("open", status);
    }
    if (echo(&sockets[0], count) != 0) {
        return 1;
    }
    status = atb_socket_close_wait(&sockets[0]);
    return status == ATB_OK ? 0 : fail("close", status);
}

static int run_udp(const char *host, uint16_t port)
{
    char data[1200];
    int status = atb_socket_open_wait(&net, &sockets[0], &DIALECT(udp), host, port, memory[0],
                                      sizeof memory[0]);
    for (size_t length = 1; status == ATB_OK && length <= sizeof data; length = length * 3 + 1) {
        memset(data, (int)length, sizeof data);
        status = atb_socket_send_wait(&sockets[0], data, length);
        int got = status == ATB_OK ? atb_socket_receive_wait(&sockets[0], data, sizeof data, 5000)
                                   : status;
        if (got != (int)length || (uint8_t)data[length - 1] != (uint8_t)length) {
            return fail("datagram", got);
        }
        printf("a datagram of %u bytes came back\n", (unsigned)length);
    }
    return status == ATB_OK ? 0 : fail("udp", status);
}

static int run_many(uint16_t port, size_t count)
{
    for (size_t i = 0; i < MOST; i++) {
        int status = open_to(&sockets[i], &DIALECT(tcp), port);
        if (status != ATB_OK) {
            return fail("open", status);
        }
    }
    for (size_t i = 0; i < MOST; i++) {
        if (echo(&sockets[i], count) != 0) {
            return 1;
        }
    }
    return 0;
}

/* As many as the modem has; one more is refused before anything is sent. */
static int run_full(uint16_t port)
{
    unsigned count = 0;
    int status = ATB_OK;
    while (status == ATB_OK && count < MORE) {
        status = open_to(&sockets[count], &DIALECT(tcp), port);
        count += status == ATB_OK;
    }
    printf("%u sockets, then: %s\n", count, atb_status_text(status));
    return 0;
}

static void on_address(struct atb_lookup *lookup, int status)
{
    (void)lookup;
    printf("%s: %s\n", lookup->name, status == ATB_OK ? lookup->address : atb_status_text(status));
    incoming++;
}

static int run_resolve(void)
{
    static const char *const names[] = {"localhost", "no.such.name"};
    static struct atb_lookup lookup;
    char address[40];
    for (size_t i = 0; i < ATB_LENGTH(names); i++) {
        int status = atb_lookup_start(&lookup, &modem.session, &DIALECT(resolve), names[i], address,
                                      sizeof address, on_address);
        incoming = 0;
        while (status == ATB_OK && incoming == 0) {
            status = atb_poll(&modem.session, 10);
        }
        if (status != ATB_OK) {
            return fail("resolve", status);
        }
    }
    return 0;
}

/* The peer has sent and closed: everything comes out, then the end. */
static int run_peer(uint16_t port, size_t count)
{
    uint8_t data[333];
    size_t got = 0;
    int status = open_to(&sockets[0], &DIALECT(tcp), port);
    while (status >= 0) {
        status = atb_socket_receive_wait(&sockets[0], data, sizeof data, 60000);
        for (int i = 0; i < status; i++) {
            if (data[i] != pattern(got++)) {
                return fail("order", ATB_MALFORMED);
            }
        }
    }
    printf("%u bytes, then: %s\n", (unsigned)got, atb_status_text(status));
    return got == count && status == ATB_CLOSED ? 0 : 1;
}

#ifdef HAS_LISTENER
static int run_listen(uint16_t port, size_t count)
{
    int status = atb_socket_open_wait(&net, &sockets[0], &DIALECT(listener), NULL, port, NULL, 0);
    puts("listening");
    fflush(stdout);
    while (status == ATB_OK && incoming == 0) {
        status = atb_poll(&modem.session, 10);
    }
    status =
        status == ATB_OK ? atb_socket_accept(&sockets[0], &sockets[1], memory[1], MEMORY) : status;
    return status == ATB_OK ? echo(&sockets[1], count) : fail("listen", status);
}
#else
static int run_listen(uint16_t port, size_t count)
{
    (void)port;
    (void)count;
    return fail("listen", ATB_UNSUPPORTED);
}
#endif

static int run(const char *what, uint16_t port, size_t count)
{
    if (strcmp(what, "tcp") == 0) {
        return run_tcp(port, count);
    }
    if (strcmp(what, "udp") == 0) {
        return run_udp("127.0.0.1", port);
    }
    if (strcmp(what, "udp-name") == 0) {
        return run_udp("localhost", port);
    }
    if (strcmp(what, "many") == 0) {
        return run_many(port, count);
    }
    if (strcmp(what, "full") == 0) {
        return run_full(port);
    }
    if (strcmp(what, "resolve") == 0) {
        return run_resolve();
    }
    if (strcmp(what, "peer") == 0) {
        return run_peer(port, count);
    }
    if (strcmp(what, "listen") == 0) {
        return run_listen(port, count);
    }
    int status = open_to(&sockets[0], &DIALECT(tcp), port);
    return fail("open", status) == 1 && status == ATB_ERROR ? 0 : 1;
}

int main(int argc, char **argv)
{
    static char buffer[LINE_MEMORY];
    struct atb_posix uart;
    if (argc < 4 || atb_posix_open(&uart, argv[1], 115200) != 0) {
        fprintf(stderr, "usage: %s DEVICE PORT WHAT [COUNT]\n", argv[0]);
        return 2;
    }
    (void)INIT(&modem, &uart.port, buffer, sizeof buffer, NULL, 0, NULL);
    int status = connect_network(&modem);
    if (status < 0) {
        return fail("network", status);
    }
    atb_net_init(&net, &modem.session, &DIALECT(net), on_socket, NULL);
    net.poll_ms = 500;
    atb_net_up(&net, true);
    return run(argv[3], (uint16_t)atoi(argv[2]), argc > 4 ? (size_t)atol(argv[4]) : 5000);
}
