/* SPDX-License-Identifier: MIT */
#ifndef TASK_H
#define TASK_H

#include "FreeRTOS.h"

TickType_t xTaskGetTickCount(void);

#endif
