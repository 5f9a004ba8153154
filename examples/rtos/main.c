/* SPDX-License-Identifier: MIT */
/*
 * A task that blocks: while a call waits for the modem, the task sleeps on a semaphore
 * which the receive interrupt gives, and other tasks run. Nothing polls.
 *
 *     rtos DEVICE
 */
#include <stdatomic.h>
#include <stdio.h>

#include "cellular.h"
#include "quectel.h"
#include "rtos.h"

#define RING 256u /* a power of two */

static SemaphoreHandle_t received;
static uint8_t ring[RING];
static atomic_uint written, taken; /* one writer each: the interrupt, the task */
static unsigned sleeps;

static void on_byte(uint8_t byte)
{
    bool woken = false;
    if (written - taken < RING) {
        ring[written % RING] = byte;
        written++;
    }
    xSemaphoreGiveFromISR(received, &woken); /* FreeRTOS: portYIELD_FROM_ISR(woken) */
}

/* ---- the port ------------------------------------------------------------------------ */

static int port_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    return board_uart_send(bytes, length);
}

static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    uint8_t *out = bytes;
    size_t count = 0;
    (void)context;
    (void)wait_ms; /* port_wait() has waited */
    while (count < size && taken != written) {
        out[count++] = ring[taken % RING];
        taken++;
    }
    return (int)count;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return xTaskGetTickCount(); /* FreeRTOS: * portTICK_PERIOD_MS */
}

static void port_wait(void *context, uint32_t ms)
{
    (void)context;
    sleeps++;
    if (taken == written) {
        (void)xSemaphoreTake(received, ms); /* FreeRTOS: pdMS_TO_TICKS(ms) */
    }
}

static const struct atb_port port = {
    .write = port_write, .read = port_read, .now = port_now, .wait = port_wait};

int main(int argc, char **argv)
{
    static struct quectel modem;
    static char memory[QUECTEL_MEMORY];
    struct cellular_csq_info quality;
    received = xSemaphoreCreateBinary();
    if (argc != 2) {
        fprintf(stderr, "usage: %s DEVICE\n", argv[0]);
        return 2;
    }
    if (board_uart_open(argv[1], on_byte) != 0) {
        perror(argv[1]);
        return 1;
    }
    int status = quectel_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL);
    if (status == ATB_OK) {
        status = cellular_ate0(&modem);
    }
    if (status == ATB_OK) {
        status = cellular_csq(&modem, &quality);
    }
    if (status != ATB_OK) {
        printf("%s\n", atb_status_text(status));
        return 1;
    }
    printf("signal %d, and the task slept %u times\n", (int)quality.rssi, sleeps);
    return 0;
}
