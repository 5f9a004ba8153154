/* SPDX-License-Identifier: MIT */
/* What counts instructions: QEMU's clock on a Cortex-M4 (mps2-an386), callgrind on the host. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

#ifdef __arm__

/*
 * Under `-icount shift=0` an instruction takes a nanosecond; SysTick counts the
 * board's 25 MHz downwards: one tick is 40 instructions.
 */
static volatile uint32_t *const systick = (volatile uint32_t *)0xE000E010u;

static inline void board_start(void)
{
    systick[1] = 0xFFFFFFu; /* reload */
    systick[2] = 0;         /* current */
    systick[0] = 5;         /* on, from the processor's clock */
}

/* Up to 671 million, then it begins again: read it twice within that and subtract. */
static inline uint32_t board_instructions(void)
{
    return (0xFFFFFFu - systick[2]) * 40u;
}

#else

static inline void board_start(void)
{
}

static inline uint32_t board_instructions(void)
{
    return 0;
}

#endif
#endif
