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

/* Sleeps until bytes come, or until the session wants a tick. */
static void pass_time(struct atb_session *session)
{
    static uint32_t known;
    char bytes[64];
    int count = bare_metal_port.read(NULL, bytes, sizeof bytes, atb_next_tick_ms(session));
    atb_feed(session, bytes, (size_t)count);
    uint32_t lost = port_lost_bytes();
    if (lost != known) { /* behind what the ring had: an answer that is coming is not whole */
        atb_overrun(session, lost - known);
        known = lost;
    }
    atb_tick(session);
}

int main(void)
{
    if (quectel_init(&modem, &bare_metal_port, memory, sizeof memory, NULL, 0, NULL) != ATB_OK) {
        return 1;
    }
    while (step != SLEEP) {
        if (!running) {
            running = true; /* before starting: on_done may run inside it */
            if (start_step() != ATB_OK) {
                step = SLEEP;
            }
        }
        pass_time(&modem.session);
    }
    return 0;
}
