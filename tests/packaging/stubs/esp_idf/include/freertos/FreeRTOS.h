/* SPDX-License-Identifier: MIT */
#ifndef STUB_FREERTOS_H
#define STUB_FREERTOS_H
#include <stdint.h>
typedef uint32_t TickType_t;
typedef int BaseType_t;
#define pdTRUE             1
#define pdFALSE            0
#define configTICK_RATE_HZ 100
#define pdMS_TO_TICKS(ms)  ((TickType_t)(((uint64_t)(ms)*configTICK_RATE_HZ) / 1000U))
#endif
