/* SPDX-License-Identifier: MIT */
/* Reset: memory as C expects it, then main(). */
#include <stdint.h>

#include "board.h"

extern uint32_t data_start[], data_end[], data_image[], bss_start[], bss_end[], stack_top[];
int main(void);

static void on_reset(void)
{
    for (uint32_t *to = data_start, *from = data_image; to < data_end; to++, from++) {
        *to = *from;
    }
    for (uint32_t *to = bss_start; to < bss_end; to++) {
        *to = 0;
    }
    board_init();
    board_exit(main());
}

static void on_fault(void)
{
    board_print("fault\n");
    board_exit(3);
}

typedef void vector(void);
struct vectors {
    uint32_t *stack;
    vector *reset, *nmi, *hard_fault, *faults[7], *svc, *debug, *reserved, *pendsv, *systick;
    vector *uart0_rx, *uart0_tx, *uart1_rx, *uart1_tx;
};

__attribute__((section(".vectors"), used)) static const struct vectors vectors = {
    .stack = stack_top,
    .reset = on_reset,
    .nmi = on_fault,
    .hard_fault = on_fault,
    .systick = on_systick,
    .uart1_rx = on_uart1_receive,
    .uart1_tx = on_uart1_transmit,
};
