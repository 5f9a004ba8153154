/* SPDX-License-Identifier: MIT */
/*
 * A port on ESP-IDF's UART driver, which has the interrupts and the rings, and a queue of events on
 * which the task sleeps while a call waits.
 */
#ifndef ATB_ESP_IDF_H
#define ATB_ESP_IDF_H

#include <driver/uart.h>
#include <freertos/FreeRTOS.h>
#include <freertos/queue.h>

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A session's way to a UART of ESP-IDF; all but `port` and `overruns` is private. */
struct atb_esp_idf {
    struct atb_port port; /**< for <dialect>_init(); `context` points to this structure, which must
                             stay where it is */
    uint32_t overruns; /**< how often the driver has lost bytes, or may have, because so many events
                          waited that it could not say so: each that has been added since you looked
                          is for atb_overrun(), with 0 */
    uart_port_t uart;
    QueueHandle_t events;
    uint32_t in_a_row; /**< events, since none was there */
    bool full; /**< what was to be sent did not fit; the driver does not tell when it does */
};

/**
 * Installs the driver of `uart` with 8N1 at `baud` bits a second on two pins, and
 * `ring` bytes each way (more than the UART's hardware FIFO; 1024 is plenty).
 * ESP_OK or the driver's error: nothing stays installed then.
 */
esp_err_t atb_esp_idf_open(struct atb_esp_idf *esp, uart_port_t uart, int baud, int tx_pin,
                           int rx_pin, int ring);

/** For another task that has queued work for the session's: its atb_poll() under way, or the next
 * one, returns early. */
void atb_esp_idf_wake(struct atb_esp_idf *esp);

/** Gives the driver back. */
void atb_esp_idf_close(struct atb_esp_idf *esp);

#ifdef __cplusplus
}
#endif
#endif
