/* SPDX-License-Identifier: MIT */
/* An RTOS and a board on a POSIX system: a thread is the UART's interrupt. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "atb_posix.h"
#include "rtos.h"

/* ---- a binary semaphore -------------------------------------------------------- */

struct rtos_semaphore {
    pthread_mutex_t mutex;
    pthread_cond_t given;
    bool is_given;
};

SemaphoreHandle_t xSemaphoreCreateBinary(void)
{
    static struct rtos_semaphore only = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                                         false};
    return &only;
}

static struct timespec in_ms(TickType_t ticks)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += (time_t)(ticks / 1000);
    at.tv_nsec += (long)(ticks % 1000) * 1000000L;
    at.tv_sec += at.tv_nsec / 1000000000L;
    at.tv_nsec %= 1000000000L;
    return at;
}

bool xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks)
{
    const struct timespec end = in_ms(ticks);
    int status = 0;
    pthread_mutex_lock(&semaphore->mutex);
    while (!semaphore->is_given && status != ETIMEDOUT) {
        status = pthread_cond_timedwait(&semaphore->given, &semaphore->mutex, &end);
    }
    bool taken = semaphore->is_given;
    semaphore->is_given = false;
    pthread_mutex_unlock(&semaphore->mutex);
    return taken;
}

void xSemaphoreGiveFromISR(SemaphoreHandle_t semaphore, bool *woken)
{
    pthread_mutex_lock(&semaphore->mutex);
    semaphore->is_given = true;
    pthread_cond_signal(&semaphore->given);
    pthread_mutex_unlock(&semaphore->mutex);
    *woken = true;
}

TickType_t xTaskGetTickCount(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (TickType_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

/* ---- the board -------------------------------------------------------------------- */

static struct atb_posix uart;
static void (*on_received)(uint8_t byte);

static void *interrupts(void *unused)
{
    uint8_t bytes[64];
    int count = 0;
    (void)unused;
    while (count >= 0) {
        count = uart.port.read(uart.port.context, bytes, sizeof bytes, 1000);
        for (int i = 0; i < count; i++) {
            on_received(bytes[i]);
        }
    }
    return NULL;
}

int board_uart_open(const char *device, void (*on_byte)(uint8_t byte))
{
    pthread_t thread;
    on_received = on_byte;
    if (atb_posix_open(&uart, device, 115200) != 0) {
        return -1;
    }
    return pthread_create(&thread, NULL, interrupts, NULL) == 0 ? 0 : -1;
}

int board_uart_send(const void *bytes, size_t length)
{
    return uart.port.write(uart.port.context, bytes, length);
}
