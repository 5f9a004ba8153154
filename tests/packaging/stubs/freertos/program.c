/* SPDX-License-Identifier: MIT */
/* What goes out comes back, whole, through a FIFO of four bytes and buffers of 512; a task that
 * waits sleeps until then, and as long as it may on a silent line. */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE 1
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "atb_freertos.h"

static struct atb_freertos uart;

static bool sending;

static void turn_on(void *board)
{
    (void)board;
    sending = true;
}

/* What the wire carries in a while: ten FIFOs, each with both interrupts. */
static void carry(void)
{
    for (int i = 0; i < 10 && sending; i++) {
        uint8_t fifo[4];
        BaseType_t woken = pdFALSE;
        size_t count = atb_freertos_next(&uart, fifo, sizeof fifo, &woken);
        sending = count > 0;
        atb_freertos_received(&uart, fifo, count, &woken);
    }
}

static bool is_silent_for(uint32_t ms)
{
    char byte;
    uart.port.wait(&uart, ms); /* for what went out last */
    unsigned sleeps = semaphore_sleeps();
    uint32_t before = uart.port.now(&uart);
    uart.port.wait(&uart, ms);
    return uart.port.read(&uart, &byte, 1, 0) == 0 && uart.port.now(&uart) - before >= ms &&
           semaphore_sleeps() == sleeps + 1;
}

static void *queue_something(void *nothing)
{
    usleep(20000);
    atb_freertos_wake(&uart);
    return nothing;
}

/* Another task may end a sleep, also one that has yet to begin; it ends no other. */
static bool is_woken(void)
{
    pthread_t task;
    uint32_t before = uart.port.now(&uart);
    pthread_create(&task, NULL, queue_something, NULL);
    uart.port.wait(&uart, 60000);
    pthread_join(task, NULL);
    atb_freertos_wake(&uart);
    uart.port.wait(&uart, 60000);
    return uart.port.now(&uart) - before < 30000 && is_silent_for(25);
}

int main(void)
{
    char sent[700], got[700];
    size_t out = 0, in = 0;
    atb_freertos_init(&uart, turn_on, NULL);
    for (size_t i = 0; i < sizeof sent; i++) {
        sent[i] = (char)(i * 7);
    }
    while (in < sizeof got) {
        out += (size_t)uart.port.write(&uart, sent + out, sizeof sent - out);
        carry();
        uart.port.wait(&uart, 10);
        in += (size_t)uart.port.read(&uart, got + in, 50, 10);
    }
    bool silent = is_silent_for(25) && is_woken();
    uint32_t before = uart.lost; /* of 700 bytes that nobody reads, 512 are kept */
    for (int i = 0; i < 7; i++) {
        BaseType_t woken = pdFALSE;
        atb_freertos_received(&uart, sent, 100, &woken);
    }
    printf("%zu bytes out and back, %u lost, then %u, %s\n", in, (unsigned)before,
           (unsigned)uart.lost, memcmp(sent, got, sizeof sent) == 0 && silent ? "right" : "wrong");
    return 0;
}
