/* SPDX-License-Identifier: MIT */
/* What goes out comes back, whole, through a FIFO of four bytes and rings of 512; a thread that
 * waits sleeps until then. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zephyr/drivers/uart.h>

#include "atb_zephyr.h"

void fake_error(int error, bool stays);

/* How many more are lost when bytes come with such flags. */
static uint32_t lost_of(struct atb_zephyr *zephyr, int error, bool stays, int bytes)
{
    char byte;
    const uint32_t before = zephyr->lost;
    for (int i = 0; i < bytes; i++) {
        fake_error(error, stays);
        zephyr->port.wait(zephyr, 25);
        (void)zephyr->port.read(zephyr, &byte, 1, 0);
    }
    return zephyr->lost - before;
}

/* A flag that stays is one error, until it goes; a modem that is switched off is none. */
static bool is_told_by_the_uart(struct atb_zephyr *zephyr)
{
    return lost_of(zephyr, UART_ERROR_OVERRUN, false, 2) == 2 &&
           lost_of(zephyr, 0, false, 1) == 0 && lost_of(zephyr, UART_ERROR_OVERRUN, true, 3) == 1 &&
           lost_of(zephyr, UART_ERROR_OVERRUN | UART_ERROR_FRAMING, true, 3) == 1 &&
           lost_of(zephyr, 0, false, 1) == 0 && lost_of(zephyr, UART_ERROR_OVERRUN, true, 3) == 1 &&
           lost_of(zephyr, UART_BREAK, false, 1) == 0 && lost_of(zephyr, -ENOSYS, true, 2) == 0;
}

/* By another thread, also before it sleeps, and no more than once. */
static bool is_woken(struct atb_zephyr *zephyr)
{
    const uint32_t before = zephyr->port.now(zephyr);
    atb_zephyr_wake(zephyr);
    atb_zephyr_wake(zephyr);
    zephyr->port.wait(zephyr, 25);
    bool early = zephyr->port.now(zephyr) == before;
    zephyr->port.wait(zephyr, 25);
    return early && zephyr->port.now(zephyr) == before + 25;
}

int main(void)
{
    static const struct device uart = {"uart"}, absent = {NULL};
    static struct atb_zephyr zephyr;
    char sent[700], got[700];
    size_t out = 0, in = 0;
    if (atb_zephyr_init(&zephyr, &absent) != -ENODEV || atb_zephyr_init(&zephyr, &uart) != 0) {
        return 1;
    }
    for (size_t i = 0; i < sizeof sent; i++) {
        sent[i] = (char)(i * 7);
    }
    while (in < sizeof got) {
        out += (size_t)zephyr.port.write(&zephyr, sent + out, sizeof sent - out);
        zephyr.port.wait(&zephyr, 10);
        int count = zephyr.port.read(&zephyr, got + in, 50, 10);
        if (count < 0 || zephyr.port.now(&zephyr) != 0) {
            return 2;
        }
        in += (size_t)count;
    }
    zephyr.port.wait(&zephyr, 25); /* for what went out last */
    uint32_t before = zephyr.port.now(&zephyr);
    zephyr.port.wait(&zephyr, 25);
    bool silent = zephyr.port.read(&zephyr, got, 1, 0) == 0 &&
                  zephyr.port.now(&zephyr) - before == 25 && is_woken(&zephyr);
    const uint32_t lost = zephyr.lost;
    bool right = memcmp(sent, got, sizeof sent) == 0 && silent && is_told_by_the_uart(&zephyr);
    printf("%zu bytes out and back, %u lost, %s\n", in, (unsigned)lost, right ? "right" : "wrong");
    return 0;
}
