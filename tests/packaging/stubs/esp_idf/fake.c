/* SPDX-License-Identifier: MIT */
/* A UART whose TX is wired to its RX, with a transmit ring of 100 bytes, and a queue of its events.
 * Where the real driver would block (a write beyond the ring, a read that waits for all it was
 * asked for) it stops. */
#include <stdlib.h>
#include <string.h>

#include "driver/uart.h"
#include "esp_timer.h"

enum { RING = 100, QUEUE = 32 };
static uint8_t held[RING];
static size_t count;
static int64_t microseconds;
static bool installed;

struct QueueDefinition {
    uart_event_t events[QUEUE];
    int length;
};
static struct QueueDefinition queue_of_events;

/** One that the driver's interrupt queues; a full queue drops it. */
void fake_event(uart_event_type_t type);

esp_err_t uart_driver_install(uart_port_t uart, int rx, int tx, int queue, QueueHandle_t *handle,
                              int flags)
{
    (void)flags;
    *handle = &queue_of_events;
    if (installed || uart != 1 || rx <= 128 || tx <= 128 || queue != QUEUE) {
        return ESP_FAIL;
    }
    installed = true;
    return ESP_OK;
}
void fake_event(uart_event_type_t type)
{
    if (queue_of_events.length < QUEUE) {
        queue_of_events.events[queue_of_events.length++] = (uart_event_t){type, 0, false};
    }
}
BaseType_t xQueueSend(QueueHandle_t queue, const void *item, TickType_t ticks)
{
    if (ticks > 0 || queue->length == QUEUE) {
        return pdFALSE;
    }
    memcpy(queue->events + queue->length++, item, sizeof queue->events[0]);
    return pdTRUE;
}
BaseType_t xQueueReceive(QueueHandle_t queue, void *item, TickType_t ticks)
{
    if (queue->length == 0) {
        microseconds += (int64_t)ticks * 10000;
        return pdFALSE;
    }
    memcpy(item, queue->events, sizeof queue->events[0]);
    queue->length--;
    memmove(queue->events, queue->events + 1, (size_t)queue->length * sizeof queue->events[0]);
    return pdTRUE;
}
esp_err_t uart_driver_delete(uart_port_t uart)
{
    installed = false;
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
esp_err_t uart_get_buffered_data_len(uart_port_t uart, size_t *size)
{
    *size = count;
    return uart == 1 ? ESP_OK : ESP_FAIL;
}
int uart_write_bytes(uart_port_t uart, const void *src, size_t size)
{
    if (uart != 1 || size > RING - count) {
        abort();
    }
    memcpy(held + count, src, size);
    count += size;
    fake_event(UART_DATA);
    return (int)size;
}
int uart_read_bytes(uart_port_t uart, void *buf, uint32_t length, TickType_t ticks)
{
    size_t taken = count < length ? count : length;
    if (uart != 1 || ticks > 0) {
        abort();
    }
    memcpy(buf, held, taken);
    memmove(held, held + taken, count - taken);
    count -= taken;
    return (int)taken;
}
int64_t esp_timer_get_time(void)
{
    return microseconds;
}
