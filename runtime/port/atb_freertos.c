/* SPDX-License-Identifier: MIT */
#include "atb_freertos.h"

#include <string.h>
#include <task.h>

enum { LONGEST_MS = 60000 }; /* more than a kernel can count in ticks may be asked for */

_Static_assert(1000 % configTICK_RATE_HZ == 0, "a tick is a whole number of milliseconds");
_Static_assert(sizeof(TickType_t) >= sizeof(uint32_t), "a clock of 16 bits wraps within a minute");

/* ---- in the interrupts ------------------------------------------------------ */

void atb_freertos_received(struct atb_freertos *uart, const void *bytes, size_t length,
                           BaseType_t *woken)
{
    size_t kept = xStreamBufferSendFromISR(uart->in, bytes, length, woken);
    uart->lost += (uint32_t)(length - kept);
    (void)xSemaphoreGiveFromISR(uart->stirred, woken);
}

size_t atb_freertos_next(struct atb_freertos *uart, void *bytes, size_t size, BaseType_t *woken)
{
    size_t count = xStreamBufferReceiveFromISR(uart->out, bytes, size, woken);
    if (count < size) {
        (void)xSemaphoreGiveFromISR(uart->stirred, woken); /* there is room for more */
    }
    return count;
}

/* ---- the port ---------------------------------------------------------------- */

static int port_write(void *context, const void *bytes, size_t length)
{
    struct atb_freertos *uart = context;
    size_t taken = xStreamBufferSend(uart->out, bytes, length, 0);
    uart->send(uart->board);
    return (int)taken;
}

static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    struct atb_freertos *uart = context;
    (void)wait_ms; /* port_wait() has waited */
    return (int)xStreamBufferReceive(uart->in, bytes, size, 0);
}

static uint32_t port_now(void *context)
{
    (void)context;
    return (uint32_t)(xTaskGetTickCount() * portTICK_PERIOD_MS);
}

/* What an interrupt gave since the task last slept is still there. */
static void port_wait(void *context, uint32_t ms)
{
    struct atb_freertos *uart = context;
    const uint32_t most = ms < LONGEST_MS ? ms : LONGEST_MS;
    if (xStreamBufferIsEmpty(uart->in) != pdFALSE) {
        (void)xSemaphoreTake(uart->stirred, (most + portTICK_PERIOD_MS - 1) / portTICK_PERIOD_MS);
    }
}

void atb_freertos_wake(struct atb_freertos *uart)
{
    (void)xSemaphoreGive(uart->stirred);
}

void atb_freertos_init(struct atb_freertos *uart, atb_freertos_send *send, void *board)
{
    memset(uart, 0, sizeof *uart);
    uart->port.write = port_write;
    uart->port.read = port_read;
    uart->port.now = port_now;
    uart->port.wait = port_wait;
    uart->port.context = uart;
    uart->send = send;
    uart->board = board;
    uart->in = xStreamBufferCreateStatic(ATB_FREERTOS_RING + 1, 1, uart->in_bytes, &uart->in_state);
    uart->out =
        xStreamBufferCreateStatic(ATB_FREERTOS_RING + 1, 1, uart->out_bytes, &uart->out_state);
    uart->stirred = xSemaphoreCreateBinaryStatic(&uart->stirred_state);
}
