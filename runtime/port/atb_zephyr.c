/* SPDX-License-Identifier: MIT */
#include "atb_zephyr.h"

#include <errno.h>
#include <string.h>
#include <zephyr/drivers/uart.h>

enum { LONGEST_MS = 60000 }; /* more than a kernel can count in ticks may be asked for */

/* ---- in the interrupt ------------------------------------------------------ */

/* Before bytes are read, which takes the flags back. One that was there before, and is not taken
 * back by asking, is none of now; a break is a modem that is off. */
static void count_errors(struct atb_zephyr *zephyr)
{
    const int errors = uart_err_check(zephyr->uart);
    const int old = errors > 0 ? zephyr->errors & uart_err_check(zephyr->uart) : 0;
    zephyr->errors = errors > 0 ? errors : 0;
    zephyr->lost += (zephyr->errors & ~old & ~UART_BREAK) != 0;
}

static void receive(struct atb_zephyr *zephyr)
{
    uint8_t bytes[16];
    int count = uart_fifo_read(zephyr->uart, bytes, sizeof bytes);
    while (count > 0) {
        uint32_t kept = ring_buf_put(&zephyr->in, bytes, (uint32_t)count);
        zephyr->lost += (uint32_t)count - kept;
        count = uart_fifo_read(zephyr->uart, bytes, sizeof bytes);
    }
    k_sem_give(&zephyr->stirred);
}

static void transmit(struct atb_zephyr *zephyr)
{
    uint8_t *bytes = NULL;
    uint32_t count = ring_buf_get_claim(&zephyr->out, &bytes, ATB_ZEPHYR_RING);
    int taken = count > 0 ? uart_fifo_fill(zephyr->uart, bytes, (int)count) : 0;
    (void)ring_buf_get_finish(&zephyr->out, taken > 0 ? (uint32_t)taken : 0);
    if (ring_buf_is_empty(&zephyr->out)) {
        uart_irq_tx_disable(zephyr->uart);
        k_sem_give(&zephyr->stirred); /* there is room for more */
    }
}

static bool is_pending(struct atb_zephyr *zephyr)
{
    count_errors(zephyr);
    return uart_irq_update(zephyr->uart) && uart_irq_is_pending(zephyr->uart);
}

static void on_interrupt(const struct device *uart, void *context)
{
    while (is_pending(context)) {
        if (uart_irq_rx_ready(uart)) {
            receive(context);
        }
        if (uart_irq_tx_ready(uart)) {
            transmit(context);
        }
    }
}

/* ---- the port ---------------------------------------------------------------- */

static int port_write(void *context, const void *bytes, size_t length)
{
    struct atb_zephyr *zephyr = context;
    uint32_t taken = ring_buf_put(&zephyr->out, bytes, (uint32_t)length);
    uart_irq_tx_enable(zephyr->uart);
    return (int)taken;
}

static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    struct atb_zephyr *zephyr = context;
    (void)wait_ms; /* port_wait() has waited */
    return (int)ring_buf_get(&zephyr->in, bytes, (uint32_t)size);
}

/* What an interrupt gave since the thread last slept is still there. */
static void port_wait(void *context, uint32_t ms)
{
    struct atb_zephyr *zephyr = context;
    if (ring_buf_is_empty(&zephyr->in)) {
        (void)k_sem_take(&zephyr->stirred, K_MSEC(ms < LONGEST_MS ? ms : LONGEST_MS));
    }
}

static uint32_t port_now(void *context)
{
    (void)context;
    return k_uptime_get_32();
}

void atb_zephyr_wake(struct atb_zephyr *zephyr)
{
    k_sem_give(&zephyr->stirred);
}

int atb_zephyr_init(struct atb_zephyr *zephyr, const struct device *uart)
{
    memset(zephyr, 0, sizeof *zephyr);
    if (!device_is_ready(uart)) {
        return -ENODEV;
    }
    zephyr->uart = uart;
    zephyr->port.write = port_write;
    zephyr->port.read = port_read;
    zephyr->port.now = port_now;
    zephyr->port.wait = port_wait;
    zephyr->port.context = zephyr;
    ring_buf_init(&zephyr->in, sizeof zephyr->in_bytes, zephyr->in_bytes);
    ring_buf_init(&zephyr->out, sizeof zephyr->out_bytes, zephyr->out_bytes);
    k_sem_init(&zephyr->stirred, 0, 1);
    int status = uart_irq_callback_user_data_set(uart, on_interrupt, zephyr);
    if (status == 0) {
        uart_irq_rx_enable(uart);
    }
    return status;
}
