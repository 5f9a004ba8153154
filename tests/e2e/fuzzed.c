/* SPDX-License-Identifier: MIT */
/*
 * Types Quectel commands to a fuzzing modem (DEVICE, ROUNDS): every one must end by itself,
 * with OK, with what the modem said was wrong, or with more than fits; none by a time-out,
 * none by taking one thing for another. Prints how often each status came.
 */
#include <stdio.h>
#include <stdlib.h>

#include "atb_posix.h"
#include "quectel.h"

enum { STATUSES = 64 };
static int counts[STATUSES];
static struct quectel modem;

static void ended(const char *what, int status)
{
    int place = status < 0 ? -status : 0;
    if (place >= STATUSES || status == ATB_TIMEOUT || status == ATB_OUT_OF_ORDER) {
        printf("%s: %s\n", what, atb_status_text(status));
        exit(1);
    }
    counts[place]++;
}

static void on_closed(void *app, const struct quectel_urc_closed *urc)
{
    if (urc->connect_id > 11) {
        printf("closed: %u\n", (unsigned)urc->connect_id);
        exit(1);
    }
    ++*(int *)app;
}

static const struct atb_handler handlers[] = {QUECTEL_ON_CLOSED(on_closed)};

static void round_of_commands(void)
{
    static struct quectel_qistate_info sockets[12];
    static char data[1500];
    struct quectel_qird_info read;
    struct quectel_qigeterror_info error;

    ended("AT+QIACT", quectel_qiact(&modem, 1));
    ended("AT+QIOPEN", quectel_qiopen(&modem, NULL, 1, 0, "TCP", "192.0.2.7", 7));
    ended("AT+QISTATE", quectel_qistate_context(&modem, sockets, 12, 1));
    ended("AT+QISEND", quectel_qisend(&modem, 0, "OK\r\nOK", 6));
    ended("AT+QIRD", quectel_qird(&modem, &read, data, sizeof data, 0, 1500));
    ended("AT+QIDNSGIP", quectel_qidnsgip(&modem, 1, "example.com"));
    ended("AT+QIGETERROR", quectel_qigeterror(&modem, &error));
    ended("AT+QICLOSE", quectel_qiclose(&modem, 0));
}

int main(int argc, char **argv)
{
    static char memory[QUECTEL_MEMORY];
    struct atb_posix uart;
    int closed = 0;

    if (argc != 3 || atb_posix_open(&uart, argv[1], 115200) != 0) {
        return 2;
    }
    quectel_init(&modem, &uart.port, memory, sizeof memory, handlers, ATB_LENGTH(handlers),
                 &closed);
    for (int round = 0; round < atoi(argv[2]); round++) {
        round_of_commands();
    }
    for (int i = 0; i < STATUSES; i++) {
        if (counts[i] != 0) {
            printf("%d %s\n", counts[i], atb_status_text(-i));
        }
    }
    atb_posix_close(&uart);
    return 0;
}
