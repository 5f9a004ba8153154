/* SPDX-License-Identifier: MIT */
/* A board on a POSIX system: a thread is the UART's receive interrupt; the one for transmitting
 * comes at once. */
#include "board.h"

#include <pthread.h>

#include "atb_posix.h"

static struct atb_posix line;

static void *receive(void *port)
{
    const struct atb_port *tty = &line.port;
    uint8_t bytes[64];
    int count = 0;
    while (count >= 0) {
        BaseType_t woken = pdFALSE;
        count = tty->read(tty->context, bytes, sizeof bytes, 1000);
        if (count > 0) {
            atb_freertos_received(port, bytes, (size_t)count, &woken);
            portYIELD_FROM_ISR(woken);
        }
    }
    return NULL;
}

static void transmit(void *port)
{
    const struct atb_port *tty = &line.port;
    uint8_t byte = 0;
    BaseType_t woken = pdFALSE;
    while (atb_freertos_next(port, &byte, 1, &woken) > 0) {
        while (tty->write(tty->context, &byte, 1) == 0) {
        }
    }
    portYIELD_FROM_ISR(woken);
}

int board_open(struct atb_freertos *uart, const char *device)
{
    pthread_t thread;
    if (atb_posix_open(&line, device, 115200) != 0) {
        return -1;
    }
    atb_freertos_init(uart, transmit, uart);
    return pthread_create(&thread, NULL, receive, uart) == 0 ? 0 : -1;
}
