/* SPDX-License-Identifier: MIT */
/*
 * ARM's MPS2 board with a Cortex-M3 (AN385), as QEMU emulates it: UART0 is the
 * console, UART1 the modem, SysTick the clock. It provides what the bare-metal
 * port asks of a board, a line for the console, and an end for the emulation.
 */
#include "board.h"

#include "port.h"

/* ---- registers ----------------------------------------------------------------- */

struct uart {
    volatile uint32_t data, state, control, interrupt, divider;
};
enum {
    TX_FULL = 1,
    TX_ON = 1,
    RX_ON = 2,
    TX_INTERRUPT = 4,
    RX_INTERRUPT = 8,
    TX_DONE = 1,
    RX_DONE = 2
};

static struct uart *const console = (struct uart *)0x40004000;
static struct uart *const modem = (struct uart *)0x40005000;

struct systick {
    volatile uint32_t control, reload, value;
};
static struct systick *const systick = (struct systick *)0xE000E010;
static volatile uint32_t *const interrupt_enable = (volatile uint32_t *)0xE000E100;

enum { CLOCK_HZ = 25000000, UART1_RX = 2, UART1_TX = 3 };

/* ---- clock --------------------------------------------------------------------- */

static volatile uint32_t milliseconds;

void on_systick(void)
{
    milliseconds = milliseconds + 1;
}

uint32_t board_milliseconds(void)
{
    return milliseconds;
}

void board_sleep_until_interrupt(void)
{
    __asm__ volatile("wfi");
}

/* ---- UART1: the modem ------------------------------------------------------------ */

static volatile bool sending; /* a byte is on its way; its end interrupts */

static void send_next(void)
{
    uint8_t byte = 0;
    sending = port_next_byte(&byte);
    if (sending) {
        modem->data = byte;
    }
}

void board_uart_start_sending(void)
{
    __asm__ volatile("cpsid i" : : : "memory");
    if (!sending) {
        send_next();
    }
    __asm__ volatile("cpsie i" : : : "memory");
}

void on_uart1_transmit(void)
{
    modem->interrupt = TX_DONE;
    send_next();
}

void on_uart1_receive(void)
{
    modem->interrupt = RX_DONE;
    port_on_byte((uint8_t)modem->data);
}

/* ---- UART0: the console ------------------------------------------------------------ */

void board_print(const char *text)
{
    for (; *text != '\0'; text++) {
        while ((console->state & TX_FULL) != 0) {
        }
        console->data = (uint8_t)*text;
    }
}

/* ---- start and end --------------------------------------------------------------- */

void board_init(void)
{
    console->divider = 16;
    console->control = TX_ON;
    modem->divider = CLOCK_HZ / 115200;
    modem->control = TX_ON | RX_ON | TX_INTERRUPT | RX_INTERRUPT;
    *interrupt_enable = 1u << UART1_RX | 1u << UART1_TX;
    systick->reload = CLOCK_HZ / 1000 - 1;
    systick->value = 0;
    systick->control = 7;
}

/* Semihosting's SYS_EXIT_EXTENDED: QEMU ends with this code. */
_Noreturn void board_exit(int code)
{
    const uint32_t block[] = {0x20026, (uint32_t)code};
    register uint32_t operation __asm__("r0") = 0x20;
    register const uint32_t *argument __asm__("r1") = block;
    __asm__ volatile("bkpt 0xab" : : "r"(operation), "r"(argument) : "memory");
    for (;;) {
    }
}
