/* SPDX-License-Identifier: MIT */
/* What atb_freertos.c needs of FreeRTOS, on a POSIX system: freertos_posix.c. */
#ifndef FREERTOS_H
#define FREERTOS_H

#include <stddef.h>
#include <stdint.h>

typedef long BaseType_t;
typedef uint32_t TickType_t;

#define pdFALSE                   ((BaseType_t)0)
#define pdTRUE                    ((BaseType_t)1)
#define configTICK_RATE_HZ        ((TickType_t)100)
#define portTICK_PERIOD_MS        ((TickType_t)1000 / configTICK_RATE_HZ)
#define portYIELD_FROM_ISR(woken) (void)(woken)

#endif
