/* SPDX-License-Identifier: MIT */
/*
 * A port for bare metal: a receive ring that the UART interrupt fills, polled
 * sending, and a millisecond tick. Replace the four functions marked "board"
 * by your own; everything else stays.
 */
#include "port.h"

/* ---- board: yours to write ------------------------------------------- */

/* Called with each received byte by your UART interrupt, see port_on_byte(). */
extern bool board_uart_can_send(void);
extern void board_uart_send(uint8_t byte);
extern uint32_t board_milliseconds(void);
extern void board_sleep_until_interrupt(void);

/* ---- receive ring: one writer (interrupt), one reader (main loop) ------ */

#define RING 256u /* a power of two; at 115200 baud it fills in 22 ms */

static volatile uint8_t ring[RING];
static volatile uint32_t written;
static volatile uint32_t taken;
static volatile uint32_t lost;

void port_on_byte(uint8_t byte)
{
    if (written - taken == RING) {
        lost = lost + 1;
        return;
    }
    ring[written % RING] = byte;
    written = written + 1;
}

uint32_t port_lost_bytes(void)
{
    return lost;
}

static int take(void *bytes, size_t size)
{
    uint8_t *out = bytes;
    size_t count = 0;
    while (count < size && taken != written) {
        out[count++] = ring[taken % RING];
        taken = taken + 1;
    }
    return (int)count;
}

/* ---- the port ----------------------------------------------------------- */

static int port_write(void *context, const void *bytes, size_t length)
{
    const uint8_t *in = bytes;
    size_t count = 0;
    (void)context;
    while (count < length && board_uart_can_send()) {
        board_uart_send(in[count++]);
    }
    return (int)count; /* the session keeps the rest and tries again in atb_tick() */
}

static uint32_t port_now(void *context)
{
    (void)context;
    return board_milliseconds();
}

static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    uint32_t start = board_milliseconds();
    int count = take(bytes, size);
    (void)context;
    while (count == 0 && board_milliseconds() - start < wait_ms) {
        board_sleep_until_interrupt();
        count = take(bytes, size);
    }
    return count;
}

const struct atb_port bare_metal_port = {port_write, port_read, port_now, NULL};
