/* SPDX-License-Identifier: MIT */
#ifndef SEMPHR_H
#define SEMPHR_H

#include <pthread.h>
#include <stdbool.h>

#include "FreeRTOS.h"

typedef struct {
    pthread_cond_t given;
    bool is_given;
} StaticSemaphore_t;
typedef StaticSemaphore_t *SemaphoreHandle_t;

SemaphoreHandle_t xSemaphoreCreateBinaryStatic(StaticSemaphore_t *semaphore);
BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks);
BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore);
BaseType_t xSemaphoreGiveFromISR(SemaphoreHandle_t semaphore, BaseType_t *woken);

/** Not of FreeRTOS: how often a task has slept in xSemaphoreTake(). */
unsigned semaphore_sleeps(void);

#endif
