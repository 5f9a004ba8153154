/* SPDX-License-Identifier: MIT */
#ifndef STREAM_BUFFER_H
#define STREAM_BUFFER_H

#include "FreeRTOS.h"

/** A ring: one byte of `size` stays free. */
typedef struct {
    uint8_t *bytes;
    size_t size, put, got;
} StaticStreamBuffer_t;
typedef StaticStreamBuffer_t *StreamBufferHandle_t;

StreamBufferHandle_t xStreamBufferCreateStatic(size_t size, size_t trigger, uint8_t *bytes,
                                               StaticStreamBuffer_t *buffer);
size_t xStreamBufferSend(StreamBufferHandle_t buffer, const void *bytes, size_t length,
                         TickType_t ticks);
size_t xStreamBufferReceive(StreamBufferHandle_t buffer, void *bytes, size_t size,
                            TickType_t ticks);
size_t xStreamBufferSendFromISR(StreamBufferHandle_t buffer, const void *bytes, size_t length,
                                BaseType_t *woken);
size_t xStreamBufferReceiveFromISR(StreamBufferHandle_t buffer, void *bytes, size_t size,
                                   BaseType_t *woken);
BaseType_t xStreamBufferIsEmpty(StreamBufferHandle_t buffer);

#endif
