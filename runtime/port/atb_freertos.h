/* SPDX-License-Identifier: MIT */
/*
 * A port for FreeRTOS on any UART: two stream buffers that its interrupts fill and empty, and a
 * semaphore on which the task sleeps while a call waits. What is the board's are three functions,
 * for a UART without FIFO
 *
 *     void uart_rx_interrupt(void)
 *     {
 *         BaseType_t woken = pdFALSE;
 *         uart.lost += board_overran();
 *         uint8_t byte = board_receive();
 *         atb_freertos_received(&uart, &byte, 1, &woken);
 *         portYIELD_FROM_ISR(woken);
 *     }
 *
 *     void uart_tx_interrupt(void)
 *     {
 *         BaseType_t woken = pdFALSE;
 *         uint8_t byte;
 *         if (atb_freertos_next(&uart, &byte, 1, &woken) > 0) {
 *             board_send(byte);
 *         } else {
 *             board_tx_interrupt(false);
 *         }
 *         portYIELD_FROM_ISR(woken);
 *     }
 *
 * and a `send` that turns the transmit interrupt on. FreeRTOSConfig.h has
 * configSUPPORT_STATIC_ALLOCATION 1, and stream_buffer.c is in the build. Both interrupts are of a
 * priority that may call FreeRTOS (configMAX_SYSCALL_INTERRUPT_PRIORITY).
 */
#ifndef ATB_FREERTOS_H
#define ATB_FREERTOS_H

#include <FreeRTOS.h>
#include <semphr.h>
#include <stream_buffer.h>

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ATB_FREERTOS_RING
#define ATB_FREERTOS_RING 512 /**< bytes each way; at 115200 baud it fills in 44 ms */
#endif

/** Called in the session's task: there is something to send. The transmit interrupt, or a transfer
 * by DMA, fetches it with atb_freertos_next(). */
typedef void atb_freertos_send(void *board);

/** A session's way to a UART under FreeRTOS; all but `port` and `lost` is private. */
struct atb_freertos {
    struct atb_port port; /**< for <dialect>_init(); `context` points to this structure, which must
                             stay where it is */
    volatile uint32_t lost; /**< bytes that found the buffer full, and what your interrupt has added
                               because the UART itself had lost some: what has been added since you
                               looked is for atb_overrun() */
    atb_freertos_send *send;
    void *board;
    StreamBufferHandle_t in, out;
    SemaphoreHandle_t stirred; /**< bytes have come, or all are gone */
    StaticStreamBuffer_t in_state, out_state;
    StaticSemaphore_t stirred_state;
    uint8_t in_bytes[ATB_FREERTOS_RING + 1], out_bytes[ATB_FREERTOS_RING + 1];
};

/** Before the interrupts are turned on; `board` is handed to `send`. */
void atb_freertos_init(struct atb_freertos *uart, atb_freertos_send *send, void *board);

/** For another task that has queued work for the session's: its atb_poll() under way, or the next
 * one, returns early. */
void atb_freertos_wake(struct atb_freertos *uart);

/** In the receive interrupt: so many bytes have come. `woken` as xSemaphoreGiveFromISR() has it. */
void atb_freertos_received(struct atb_freertos *uart, const void *bytes, size_t length,
                           BaseType_t *woken);

/** In the transmit interrupt: the next bytes to send, at most `size`. Returns how many; 0: none for
 * now, turn the interrupt off. */
size_t atb_freertos_next(struct atb_freertos *uart, void *bytes, size_t size, BaseType_t *woken);

#ifdef __cplusplus
}
#endif
#endif
