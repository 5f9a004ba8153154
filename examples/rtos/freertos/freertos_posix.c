/* SPDX-License-Identifier: MIT */
/* Threads are the interrupts; one mutex is the critical section. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <time.h>

#include "semphr.h"
#include "stream_buffer.h"
#include "task.h"

static pthread_mutex_t critical = PTHREAD_MUTEX_INITIALIZER;
static unsigned sleeps;

/* ---- time ------------------------------------------------------------------------ */

TickType_t xTaskGetTickCount(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const uint64_t ms = (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
    return (TickType_t)(ms / portTICK_PERIOD_MS);
}

static struct timespec in_ticks(TickType_t ticks)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += (time_t)(ticks / configTICK_RATE_HZ);
    at.tv_nsec += (long)(ticks % configTICK_RATE_HZ * portTICK_PERIOD_MS) * 1000000L;
    at.tv_sec += at.tv_nsec / 1000000000L;
    at.tv_nsec %= 1000000000L;
    return at;
}

/* ---- a binary semaphore ------------------------------------------------------------ */

SemaphoreHandle_t xSemaphoreCreateBinaryStatic(StaticSemaphore_t *semaphore)
{
    pthread_cond_init(&semaphore->given, NULL);
    semaphore->is_given = false;
    return semaphore;
}

BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks)
{
    const struct timespec end = in_ticks(ticks);
    int status = 0;
    pthread_mutex_lock(&critical);
    sleeps += !semaphore->is_given;
    while (!semaphore->is_given && status != ETIMEDOUT) {
        status = pthread_cond_timedwait(&semaphore->given, &critical, &end);
    }
    BaseType_t taken = semaphore->is_given ? pdTRUE : pdFALSE;
    semaphore->is_given = false;
    pthread_mutex_unlock(&critical);
    return taken;
}

BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore)
{
    pthread_mutex_lock(&critical);
    semaphore->is_given = true;
    pthread_cond_signal(&semaphore->given);
    pthread_mutex_unlock(&critical);
    return pdTRUE;
}

BaseType_t xSemaphoreGiveFromISR(SemaphoreHandle_t semaphore, BaseType_t *woken)
{
    *woken = pdTRUE;
    return xSemaphoreGive(semaphore);
}

unsigned semaphore_sleeps(void)
{
    return sleeps;
}

/* ---- a stream buffer ------------------------------------------------------------------ */

StreamBufferHandle_t xStreamBufferCreateStatic(size_t size, size_t trigger, uint8_t *bytes,
                                               StaticStreamBuffer_t *buffer)
{
    (void)trigger;
    *buffer = (StaticStreamBuffer_t){bytes, size, 0, 0};
    return buffer;
}

BaseType_t xStreamBufferIsEmpty(StreamBufferHandle_t buffer)
{
    pthread_mutex_lock(&critical);
    const bool empty = buffer->put == buffer->got;
    pthread_mutex_unlock(&critical);
    return empty ? pdTRUE : pdFALSE;
}

size_t xStreamBufferSend(StreamBufferHandle_t buffer, const void *bytes, size_t length,
                         TickType_t ticks)
{
    const uint8_t *from = bytes;
    size_t count = 0;
    (void)ticks; /* 0 */
    pthread_mutex_lock(&critical);
    while (count < length && (buffer->put + 1) % buffer->size != buffer->got) {
        buffer->bytes[buffer->put] = from[count++];
        buffer->put = (buffer->put + 1) % buffer->size;
    }
    pthread_mutex_unlock(&critical);
    return count;
}

size_t xStreamBufferReceive(StreamBufferHandle_t buffer, void *bytes, size_t size, TickType_t ticks)
{
    uint8_t *to = bytes;
    size_t count = 0;
    (void)ticks; /* 0 */
    pthread_mutex_lock(&critical);
    while (count < size && buffer->got != buffer->put) {
        to[count++] = buffer->bytes[buffer->got];
        buffer->got = (buffer->got + 1) % buffer->size;
    }
    pthread_mutex_unlock(&critical);
    return count;
}

size_t xStreamBufferSendFromISR(StreamBufferHandle_t buffer, const void *bytes, size_t length,
                                BaseType_t *woken)
{
    (void)woken; /* nobody waits for the buffer itself */
    return xStreamBufferSend(buffer, bytes, length, 0);
}

size_t xStreamBufferReceiveFromISR(StreamBufferHandle_t buffer, void *bytes, size_t size,
                                   BaseType_t *woken)
{
    (void)woken;
    return xStreamBufferReceive(buffer, bytes, size, 0);
}
