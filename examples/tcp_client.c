/* SPDX-License-Identifier: MIT */
/*
 * Opens a TCP connection through a Quectel modem, sends a greeting, reads what
 * comes back in buffer access mode, and closes.
 *
 *     tcp_client DEVICE ADDRESS PORT      tcp_client /dev/ttyUSB2 192.0.2.7 7
 *
 * DEVICE is a serial port, a pseudo-terminal of `atbind simulate --pty`, or
 * HOST:PORT of `atbind simulate --listen`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atb_posix.h"
#include "quectel.h"

#define CONTEXT 1 /* 17 does not compile: AT+QIACT <contextID>: 1 to 16 */
#define SOCKET  0

struct app {
    bool readable; /* the modem has buffered data for us */
    bool closed;   /* by the peer or the network */
};

static void on_recv(void *app, const struct quectel_urc_recv *urc)
{
    if (urc->connect_id == SOCKET) {
        ((struct app *)app)->readable = true;
    }
}

static void on_closed(void *app, const struct quectel_urc_closed *urc)
{
    if (urc->connect_id == SOCKET) {
        ((struct app *)app)->closed = true;
    }
}

static const struct atb_handler handlers[] = {
    QUECTEL_ON_RECV(on_recv),
    QUECTEL_ON_CLOSED(on_closed),
};

static struct quectel modem;

static void check(int status, const char *what)
{
    if (status >= 0) {
        return;
    }
    fprintf(stderr, "%s: %s", what, atb_status_text(status));
    if (status == ATB_ERROR && modem.session.error.set == QUECTEL_SET_ERR) {
        fprintf(stderr, ": %s", quectel_err_text(modem.session.error.code));
    }
    const char *parameter = quectel_parameter_name(&modem.session.refusal);
    if (parameter != NULL) {
        fprintf(stderr, ": <%s>", parameter);
    }
    fputc('\n', stderr);
    exit(1);
}

static void wait_for_data(const struct app *app)
{
    while (!app->readable && !app->closed) {
        check(quectel_poll(&modem, 100), "modem");
    }
}

static size_t receive(void *data, size_t size)
{
    struct quectel_qird_info read;
    check(quectel_qird(&modem, &read, data, size, SOCKET, 1500), "AT+QIRD");
    return (size_t)read.read_actual_length;
}

int main(int argc, char **argv)
{
    static char memory[QUECTEL_MEMORY];
    struct atb_posix uart;
    struct app app = {false, false};
    char data[1500];

    if (argc != 4) {
        fprintf(stderr, "usage: %s DEVICE ADDRESS PORT\n", argv[0]);
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
    (void)quectel_qiclose(&modem, SOCKET); /* after a run that ended early its number is taken */
    check(quectel_qiopen(&modem, NULL, CONTEXT, SOCKET, "TCP", argv[2], atoi(argv[3])),
          "AT+QIOPEN");
    check(quectel_qisend(&modem, SOCKET, "hello, modem", 12), "AT+QISEND");
    wait_for_data(&app);
    printf("received: %.*s\n", (int)receive(data, sizeof data), data);

    check(quectel_qiclose(&modem, SOCKET), "AT+QICLOSE");
    check(quectel_qideact(&modem, CONTEXT), "AT+QIDEACT");
    atb_posix_close(&uart);
    return 0;
}
