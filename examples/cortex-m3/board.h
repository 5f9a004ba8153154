/* SPDX-License-Identifier: MIT */
/* The emulated board: what is not part of the port. */
#ifndef CORTEX_M3_BOARD_H
#define CORTEX_M3_BOARD_H

/** UARTs, clock and interrupts. Call it first. */
void board_init(void);

/** Writes to the console. */
void board_print(const char *text);

/** Ends the emulation with an exit code. */
_Noreturn void board_exit(int code);

/** Interrupts, entered from the vector table. */
void on_systick(void);
void on_uart1_receive(void);
void on_uart1_transmit(void);

#endif
