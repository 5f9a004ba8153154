/* SPDX-License-Identifier: MIT */
/*
 * A sensor without an operating system: the main loop feeds the session and
 * lets time pass; commands are started, never waited for.
 */
#include "port.h"
#include "quectel.h"

enum step { ACTIVATE, OPEN, SEND, SLEEP };

static struct quectel modem;
static char memory[QUECTEL_MEMORY];
static enum step step = ACTIVATE;
static bool running; /* a command is under way */

static void on_done(void *app, int status)
{
    (void)app;
    running = false;
    if (status != ATB_OK) {
        step = SLEEP;
        return;
    }
    step = (enum step)(step + 1);
}

static int start_step(void)
{
    switch (step) {
    case ACTIVATE:
        return quectel_qiact_start(&modem, on_done, NULL, 1);
    case OPEN:
        return quectel_qiopen_start(&modem, NULL, on_done, NULL, 1, 0, "UDP", "192.0.2.7", 7);
    case SEND:
        return quectel_qisend_start(&modem, on_done, NULL, 0, "21.5 C", 6);
    case SLEEP:
    default:
        return ATB_OK;
    }
}

int main(void)
{
    char bytes[64];
    quectel_init(&modem, &bare_metal_port, memory, sizeof memory, NULL, 0, NULL);
    while (step != SLEEP) {
        if (!running) {
            running = true; /* before starting: on_done may run inside it */
            if (start_step() != ATB_OK) {
                step = SLEEP;
            }
        }
        int count = bare_metal_port.read(NULL, bytes, sizeof bytes, 10);
        atb_feed(&modem.session, bytes, (size_t)count);
        atb_tick(&modem.session);
    }
    return 0;
}
