/* SPDX-License-Identifier: MIT */
/* What goes out comes back, whole, through a FIFO of four bytes and rings of 512; a thread that
 * waits sleeps until then. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "atb_zephyr.h"

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
    bool silent =
        zephyr.port.read(&zephyr, got, 1, 0) == 0 && zephyr.port.now(&zephyr) - before == 25;
    printf("%zu bytes out and back, %u lost, %s\n", in, (unsigned)zephyr.lost,
           memcmp(sent, got, sizeof sent) == 0 && silent ? "right" : "wrong");
    return 0;
}
