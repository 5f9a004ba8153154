/* SPDX-License-Identifier: MIT */
#include "atb_esp_idf.h"

#include <esp_timer.h>
#include <freertos/FreeRTOS.h>
#include <string.h>

/* What fits into the driver's ring: uart_write_bytes() would block for the rest. */
static int port_write(void *context, const void *bytes, size_t length)
{
    const struct atb_esp_idf *esp = context;
    size_t room = 0;
    if (uart_get_tx_buffer_free_size(esp->uart, &room) != ESP_OK) {
        return -1;
    }
    return uart_write_bytes(esp->uart, bytes, length < room ? length : room);
}

/* Waits for the first byte only; the driver would wait until all of them are there. */
static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    const struct atb_esp_idf *esp = context;
    int first = uart_read_bytes(esp->uart, bytes, 1, pdMS_TO_TICKS(wait_ms));
    if (first <= 0) {
        return first;
    }
    int more = uart_read_bytes(esp->uart, (char *)bytes + 1, (uint32_t)size - 1, 0);
    return more < 0 ? more : 1 + more;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return (uint32_t)(esp_timer_get_time() / 1000);
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
    esp->port.context = esp;
    esp_err_t error = uart_driver_install(uart, ring, ring, 0, NULL, 0);
    if (error == ESP_OK) {
        error = uart_param_config(uart, &config);
    }
    if (error == ESP_OK) {
        error = uart_set_pin(uart, tx_pin, rx_pin, UART_PIN_NO_CHANGE, UART_PIN_NO_CHANGE);
    }
    return error;
}

void atb_esp_idf_close(struct atb_esp_idf *esp)
{
    (void)uart_driver_delete(esp->uart);
}
