/* SPDX-License-Identifier: MIT */
/* A UART whose TX is wired to its RX, with a transmit ring of 100 bytes. Where the real driver
 * would block (a write beyond the ring, a read that waits for all it was asked for) it stops. */
#include <stdlib.h>
#include <string.h>

#include "driver/uart.h"
#include "esp_timer.h"

enum { RING = 100 };
static uint8_t held[RING];
static size_t count;
static int64_t microseconds;

esp_err_t uart_driver_install(uart_port_t uart, int rx, int tx, int queue, QueueHandle_t *handle,
                              int flags)
{
    (void)queue, (void)handle, (void)flags;
    return uart == 1 && rx > 128 && tx > 128 ? ESP_OK : ESP_FAIL;
}
esp_err_t uart_driver_delete(uart_port_t uart)
{
    return uart == 1 ? ESP_OK : ESP_FAIL;
}
esp_err_t uart_param_config(uart_port_t uart, const uart_config_t *config)
{
    return uart == 1 && config->baud_rate == 115200 && config->data_bits == UART_DATA_8_BITS
               ? ESP_OK
               : ESP_FAIL;
}
esp_err_t uart_set_pin(uart_port_t uart, int tx, int rx, int rts, int cts)
{
    return uart == 1 && tx >= 0 && rx >= 0 && rts == -1 && cts == -1 ? ESP_OK : ESP_FAIL;
}
esp_err_t uart_get_tx_buffer_free_size(uart_port_t uart, size_t *size)
{
    *size = RING - count;
    return uart == 1 ? ESP_OK : ESP_FAIL;
}
int uart_write_bytes(uart_port_t uart, const void *src, size_t size)
{
    if (uart != 1 || size > RING - count) {
        abort();
    }
    memcpy(held + count, src, size);
    count += size;
    return (int)size;
}
int uart_read_bytes(uart_port_t uart, void *buf, uint32_t length, TickType_t ticks)
{
    size_t taken = count < length ? count : length;
    if (uart != 1 || (ticks > 0 && length > 1)) {
        abort();
    }
    memcpy(buf, held, taken);
    memmove(held, held + taken, count - taken);
    count -= taken;
    microseconds += taken == 0 ? (int64_t)ticks * 10000 : 0;
    return (int)taken;
}
int64_t esp_timer_get_time(void)
{
    return microseconds;
}
