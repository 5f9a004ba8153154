/* SPDX-License-Identifier: MIT */
/*
 * Transparent access mode: after CONNECT the UART is the connection. Sends each
 * line of standard input to the peer, prints what comes back, leaves with +++,
 * looks at the socket's state, goes back in with ATO, and closes.
 *
 *     transparent DEVICE ADDRESS PORT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atb_posix.h"
#include "quectel.h"

#define CONTEXT 1
#define SOCKET  0

static struct quectel modem;
static size_t received;

/* Sees everything that arrives; in transparent mode that is the peer's bytes. */
static void on_event(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind == ATB_EVENT_DATA) {
        fwrite(event->text, 1, event->length, stdout);
        received += event->length;
    }
}

static void check(int status, const char *what)
{
    if (status < 0) {
        fprintf(stderr, "%s: %s\n", what, atb_status_text(status));
        exit(1);
    }
}

/* Sends the whole line, then waits until as many bytes have come back (an echo server's answer). */
static void exchange(const char *line)
{
    size_t length = strlen(line);
    size_t expected = received + length;
    while (length > 0) {
        int taken = atb_send_data(&modem.session, line, length);
        check(taken, "data");
        if (taken == 0) {
            check(quectel_poll(&modem, 10), "modem"); /* the UART is full */
        }
        line += taken;
        length -= (size_t)taken;
    }
    while (received < expected && atb_is_transparent(&modem.session)) {
        check(quectel_poll(&modem, 100), "modem");
    }
}

static void print_state(void)
{
    struct quectel_qistate_info state;
    check(quectel_qistate(&modem, &state, SOCKET), "AT+QISTATE");
    printf("socket %d is in state %d\n", (int)state.connect_id, (int)state.socket_state);
}

int main(int argc, char **argv)
{
    static char memory[QUECTEL_MEMORY];
    struct atb_posix uart;
    char line[256];

    if (argc != 4) {
        fprintf(stderr, "usage: %s DEVICE ADDRESS PORT\n", argv[0]);
        return 2;
    }
    if (atb_posix_open(&uart, argv[1], 115200) != 0) {
        perror(argv[1]);
        return 1;
    }
    check(quectel_init(&modem, &uart.port, memory, sizeof memory, NULL, 0, NULL), "quectel_init");
    atb_set_on_event(&modem.session, on_event);
    atb_allow_transparent(&modem.session);

    check(quectel_qiact(&modem, CONTEXT), "AT+QIACT");
    check(quectel_qiopen(&modem, NULL, CONTEXT, SOCKET, "TCP", argv[2], atoi(argv[3]), 0, 2),
          "AT+QIOPEN");
    while (fgets(line, sizeof line, stdin) != NULL) {
        exchange(line);
    }
    check(quectel_escape(&modem), "+++");
    print_state();
    check(quectel_ato(&modem), "ATO");
    exchange("back again\n");
    check(quectel_escape(&modem), "+++");
    check(quectel_qiclose(&modem, SOCKET), "AT+QICLOSE");
    atb_posix_close(&uart);
    return 0;
}
