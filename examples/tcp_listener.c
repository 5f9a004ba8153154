/* SPDX-License-Identifier: MIT */
/*
 * A TCP server behind the modem: listens on a port, accepts one connection and
 * sends back what it receives, until the peer closes.
 *
 *     tcp_listener DEVICE PORT
 */
#include <stdio.h>
#include <stdlib.h>

#include "atb_posix.h"
#include "quectel.h"

#define CONTEXT  1
#define LISTENER 0
#define NOBODY   (-1)

static struct quectel modem;

struct app {
    int32_t peer; /* the connection the modem assigned, or NOBODY */
    bool readable;
    bool closed;
};

static void on_incoming(void *context, const struct quectel_urc_incoming *urc)
{
    struct app *app = context;
    printf("connection %d from %.*s:%d\n", (int)urc->connect_id, (int)urc->remote_ip.length,
           urc->remote_ip.at, (int)urc->remote_port);
    app->peer = urc->connect_id;
}

static void on_recv(void *context, const struct quectel_urc_recv *urc)
{
    struct app *app = context;
    app->readable = app->readable || urc->connect_id == app->peer;
}

static void on_closed(void *context, const struct quectel_urc_closed *urc)
{
    struct app *app = context;
    app->closed = app->closed || urc->connect_id == app->peer;
}

static const struct atb_handler handlers[] = {
    QUECTEL_ON_INCOMING(on_incoming),
    QUECTEL_ON_RECV(on_recv),
    QUECTEL_ON_CLOSED(on_closed),
};

static void check(int status, const char *what)
{
    if (status < 0) {
        fprintf(stderr, "%s: %s\n", what, atb_status_text(status));
        exit(1);
    }
}

/* Reads until the modem's buffer is empty: it reports new data only then. */
static void echo(struct app *app)
{
    char data[1460];
    struct quectel_qird_info read;
    app->readable = false;
    do {
        check(quectel_qird(&modem, &read, data, sizeof data, app->peer, sizeof data), "AT+QIRD");
        if (read.read_actual_length > 0) {
            check(quectel_qisend(&modem, app->peer, data, read.read_actual_length), "AT+QISEND");
        }
    } while (read.read_actual_length > 0);
}

int main(int argc, char **argv)
{
    static char memory[QUECTEL_MEMORY];
    struct atb_posix uart;
    struct app app = {NOBODY, false, false};

    if (argc != 3) {
        fprintf(stderr, "usage: %s DEVICE PORT\n", argv[0]);
        return 2;
    }
    if (atb_posix_open(&uart, argv[1], 115200) != 0) {
        perror(argv[1]);
        return 1;
    }
    check(quectel_init(&modem, &uart.port, memory, sizeof memory, handlers, ATB_LENGTH(handlers),
                       &app),
          "quectel_init");
    check(quectel_qiact(&modem, CONTEXT), "AT+QIACT");
    (void)quectel_qiclose(&modem, LISTENER); /* after a run that ended early its number is taken */
    check(quectel_qiopen(&modem, NULL, CONTEXT, LISTENER, "TCP LISTENER", "127.0.0.1", 0,
                         atoi(argv[2]), 0),
          "AT+QIOPEN");
    puts("listening");
    fflush(stdout);
    while (!app.closed) {
        check(quectel_poll(&modem, 100), "modem");
        if (app.readable) {
            echo(&app);
        }
    }
    check(quectel_qiclose(&modem, app.peer), "AT+QICLOSE");
    check(quectel_qiclose(&modem, LISTENER), "AT+QICLOSE");
    atb_posix_close(&uart);
    return 0;
}
