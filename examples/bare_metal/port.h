/* SPDX-License-Identifier: MIT */
/* A port for bare metal: see port.c for the functions that a board provides. */
#ifndef BARE_METAL_PORT_H
#define BARE_METAL_PORT_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Hand it to <dialect>_init(). */
extern const struct atb_port bare_metal_port;

/* ---- for the UART's interrupts ------------------------------------------ */

/** A byte was received. */
void port_on_byte(uint8_t byte);

/** The UART can send: takes the next byte. False: there is none, sending stops. */
bool port_next_byte(uint8_t *byte);

/** Received bytes that found the ring full; 0 on a healthy system. */
uint32_t port_lost_bytes(void);

/* ---- what a board provides ------------------------------------------------ */

/** Makes the UART send, if it does not: its transmit interrupt calls port_next_byte() until that
 * is false. Called with interrupts on. */
void board_uart_start_sending(void);

/** Milliseconds since any moment; may wrap. */
uint32_t board_milliseconds(void);

/** Sleeps until any interrupt (a tick at the latest). */
void board_sleep_until_interrupt(void);

#ifdef __cplusplus
}
#endif
#endif
