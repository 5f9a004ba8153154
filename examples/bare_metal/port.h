/* SPDX-License-Identifier: MIT */
/* A port for bare metal: see port.c for the four functions a board provides. */
#ifndef BARE_METAL_PORT_H
#define BARE_METAL_PORT_H

#include "atb_session.h"

/** Hand it to <dialect>_init(). */
extern const struct atb_port bare_metal_port;

/** Call from the UART's receive interrupt, once a byte. */
void port_on_byte(uint8_t byte);

/** Bytes that found the ring full; 0 on a healthy system. */
uint32_t port_lost_bytes(void);

#endif
