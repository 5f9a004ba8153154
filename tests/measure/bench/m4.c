/* SPDX-License-Identifier: MIT */
/* Where a Cortex-M4 begins: newlib's start, which prints through semihosting. */
#include <stdint.h>

extern uint32_t stack_top[];
void _start(void);

__attribute__((noreturn)) static void stop(void)
{
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    stack_top, (void *)_start, (void *)stop, (void *)stop, (void *)stop, (void *)stop, (void *)stop,
};
