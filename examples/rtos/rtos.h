/* SPDX-License-Identifier: MIT */
/* What the example needs of an RTOS, under the names that FreeRTOS has; rtos_posix.c stands in. */
#ifndef RTOS_H
#define RTOS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct rtos_semaphore *SemaphoreHandle_t;
typedef uint32_t TickType_t; /* milliseconds here */

SemaphoreHandle_t xSemaphoreCreateBinary(void);
bool xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks);
void xSemaphoreGiveFromISR(SemaphoreHandle_t semaphore, bool *woken);
TickType_t xTaskGetTickCount(void);

/** The board: calls `on_byte` for each byte that the UART receives, as its interrupt would. */
int board_uart_open(const char *device, void (*on_byte)(uint8_t byte));
int board_uart_send(const void *bytes, size_t length);

#endif
