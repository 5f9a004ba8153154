/* SPDX-License-Identifier: MIT */
#ifndef BOARD_H
#define BOARD_H

#include "atb_freertos.h"

/** Takes the UART at `device` into use for the port, whose interrupts come from then on. 0, or -1
 * with errno. */
int board_open(struct atb_freertos *uart, const char *device);

#endif
