/* SPDX-License-Identifier: MIT */
#include "atb_esp_idf.h"

#include <esp_timer.h>
#include <string.h>

enum {
    EVENTS = 32, /* a burst each: a task that is late by more may have lost one that matters */
    LONGEST_MS = 60000, /* more than a kernel can count in ticks may be asked for */
    ROOM_MS = 10        /* till a full ring is offered the rest */
};

/* What fits into the driver's ring: uart_write_bytes() would block for the rest. */
static int port_write(void *context, const void *bytes, size_t length)
{
    struct atb_esp_idf *esp = context;
    size_t room = 0;
    if (uart_get_tx_buffer_free_size(esp->uart, &room) != ESP_OK) {
        return -1;
    }
    esp->full = length > room;
    return uart_write_bytes(esp->uart, bytes, esp->full ? room : length);
}

/* The driver's interrupt has thrown its FIFO away; or it may have, where the queue was full: then
 * the event that says so found no room. A queue that was full gives so many in a row. */
static void count_overruns(struct atb_esp_idf *esp, uart_event_type_t type)
{
    esp->in_a_row++;
    if (type == UART_FIFO_OVF || esp->in_a_row == EVENTS) {
        esp->overruns++;
    }
}

static bool next_event(struct atb_esp_idf *esp, TickType_t ticks)
{
    uart_event_t event;
    if (xQueueReceive(esp->events, &event, ticks) != pdTRUE) {
        esp->in_a_row = 0;
        return false;
    }
    count_overruns(esp, event.type);
    return true;
}

static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    struct atb_esp_idf *esp = context;
    (void)wait_ms; /* port_wait() has waited */
    while (next_event(esp, 0)) {
    }
    return uart_read_bytes(esp->uart, bytes, (uint32_t)size, 0);
}

static void port_wait(void *context, uint32_t ms)
{
    struct atb_esp_idf *esp = context;
    const uint32_t longest = esp->full ? ROOM_MS : LONGEST_MS;
    size_t held = 0;
    (void)uart_get_buffered_data_len(esp->uart, &held);
    esp->full = false; /* until the rest is offered again */
    if (held == 0) {
        (void)next_event(esp, pdMS_TO_TICKS(ms < longest ? ms : longest) + 1); /* no less than ms */
    }
}

static uint32_t port_now(void *context)
{
    (void)context;
    return (uint32_t)(esp_timer_get_time() / 1000);
}

/* Where the queue is full, nobody sleeps. */
void atb_esp_idf_wake(struct atb_esp_idf *esp)
{
    const uart_event_t none = {.type = UART_EVENT_MAX};
    (void)xQueueSend(esp->events, &none, 0);
}

esp_err_t atb_esp_idf_open(struct atb_esp_idf *esp, uart_port_t uart, int baud, int tx_pin,
                           int rx_pin, int ring)
{
    const uart_config_t config = {
        .baud_rate = baud,
        .data_bits = UART_DATA_8_BITS,
        .parity = UART_PARITY_DISABLE,
        .stop_bits = UART_STOP_BITS_1,
        .flow_ctrl = UART_HW_FLOWCTRL_DISABLE,
    };
    memset(esp, 0, sizeof *esp);
    esp->uart = uart;
    esp->port.write = port_write;
    esp->port.read = port_read;
    esp->port.now = port_now;
    esp->port.wait = port_wait;
    esp->port.context = esp;
    esp_err_t error = uart_driver_install(uart, ring, ring, EVENTS, &esp->events, 0);
    if (error != ESP_OK) {
        return error; /* it may be another's */
    }
    error = uart_param_config(uart, &config);
    if (error == ESP_OK) {
        error = uart_set_pin(uart, tx_pin, rx_pin, UART_PIN_NO_CHANGE, UART_PIN_NO_CHANGE);
    }
    if (error != ESP_OK) {
        atb_esp_idf_close(esp);
    }
    return error;
}

void atb_esp_idf_close(struct atb_esp_idf *esp)
{
    (void)uart_driver_delete(esp->uart);
}
