/* SPDX-License-Identifier: MIT */
/*
 * A port for bare metal: a ring that the UART's receive interrupt fills, one that
 * its transmit interrupt empties, and a millisecond tick. Your board provides the
 * three functions at the end of port.h; everything else stays.
 */
#include "port.h"

/* ---- rings: one writer, one reader each ------------------------------------ */

/* A power of two, one place of it stays free; at 115200 baud it fills in 22 ms. */
#ifndef RING
#define RING 256u
#endif

/* One side reads what the other writes meanwhile: the CPU must do it in one go, and one of 8 bits
 * does so with a byte only. */
#if RING <= 256
typedef uint8_t place;
#elif defined __AVR__
#error "RING: 256 at most"
#else
typedef unsigned place;
#endif

struct ring {
    volatile uint8_t bytes[RING];
    volatile place written, taken;
};

static place behind(place at)
{
    return (place)((at + 1u) % RING);
}

static bool put(struct ring *ring, uint8_t byte)
{
    const place next = behind(ring->written);
    if (next == ring->taken) {
        return false;
    }
    ring->bytes[ring->written] = byte;
    ring->written = next;
    return true;
}

static bool take(struct ring *ring, uint8_t *byte)
{
    if (ring->taken == ring->written) {
        return false;
    }
    *byte = ring->bytes[ring->taken];
    ring->taken = behind(ring->taken);
    return true;
}

/* ---- interrupts ----------------------------------------------------------------- */

static struct ring received, to_send;
static volatile uint32_t lost;

void port_on_byte(uint8_t byte)
{
    if (!put(&received, byte)) {
        lost = lost + 1;
    }
}

bool port_next_byte(uint8_t *byte)
{
    return take(&to_send, byte);
}

/* An interrupt may come between two bytes of the number: then it is read again. */
uint32_t port_lost_bytes(void)
{
    uint32_t count = lost;
    while (count != lost) {
        count = lost;
    }
    return count;
}

/* ---- the port ----------------------------------------------------------------------- */

static bool was_full; /* the session keeps bytes that found no room */

/* What finds room in the ring; the session keeps the rest and tries again in atb_tick(). */
static int port_write(void *context, const void *bytes, size_t length)
{
    const uint8_t *in = bytes;
    size_t count = 0;
    (void)context;
    while (count < length && put(&to_send, in[count])) {
        count++;
    }
    was_full = count < length;
    board_uart_start_sending();
    return (int)count;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return board_milliseconds();
}

static int take_all(uint8_t *bytes, size_t size)
{
    size_t count = 0;
    while (count < size && take(&received, &bytes[count])) {
        count++;
    }
    return (int)count;
}

/* Then a tick is due at once, or the line would be silent until the next one. It is told once: the
 * session may have given up what it kept. */
static bool has_room_again(void)
{
    bool again = was_full && (to_send.written - to_send.taken) % RING <= RING / 2;
    was_full = was_full && !again;
    return again;
}

static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    uint32_t start = board_milliseconds();
    int count = take_all(bytes, size);
    (void)context;
    while (count == 0 && !has_room_again() && board_milliseconds() - start < wait_ms) {
        board_sleep_until_interrupt();
        count = take_all(bytes, size);
    }
    return count;
}

const struct atb_port bare_metal_port = {.write = port_write, .read = port_read, .now = port_now};
