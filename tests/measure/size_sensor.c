/* SPDX-License-Identifier: MIT */
/* A sensor that uses six commands and two URCs: what a program pays for what it names. */
#include "quectel.h"
#include "sink.h"

static struct quectel modem;
static char memory[QUECTEL_MEMORY];
static struct quectel_qiopen_result opened;
static struct quectel_qird_info got;
static char data[64];
static int step;

static void on_recv(void *app, const struct quectel_urc_recv *urc)
{
    *(int *)app |= 1 << urc->connect_id;
}

static void on_closed(void *app, const struct quectel_urc_closed *urc)
{
    *(int *)app |= 0x1000 << urc->connect_id;
}

static const struct atb_handler handlers[] = {QUECTEL_ON_RECV(on_recv),
                                              QUECTEL_ON_CLOSED(on_closed)};

static void on_done(void *app, int status)
{
    *(int *)app = status;
}

int main(void)
{
    static int flags;
    quectel_init(&modem, &sink, memory, sizeof memory, handlers, ATB_LENGTH(handlers), &flags);
    for (;;) {
        static char byte[16];
        switch (step++) {
        case 0:
            quectel_qiact_start(&modem, on_done, &flags, 1);
            break;
        case 1:
            quectel_qiopen_start(&modem, &opened, on_done, &flags, 1, 0, "TCP", "192.0.2.7", 7);
            break;
        case 2:
            quectel_qisend_start(&modem, on_done, &flags, 0, "21.5 C", 6);
            break;
        case 3:
            quectel_qird_start(&modem, &got, data, sizeof data, on_done, &flags, 0, 64);
            break;
        case 4:
            quectel_qiclose_start(&modem, on_done, &flags, 0);
            break;
        default:
            quectel_qideact_start(&modem, on_done, &flags, 1);
            break;
        }
        atb_feed(&modem.session, byte, sizeof byte);
        atb_tick(&modem.session);
    }
}
