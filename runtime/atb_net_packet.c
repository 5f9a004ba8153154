/* SPDX-License-Identifier: MIT */
/* Datagrams, which are kept whole. Linked where a kind that has them is named. */
#include "atb_net_private.h"

enum { HEAD = 2 }; /* a packet's length, before it in the ring */

static bool begin(struct atb_socket *socket, size_t length)
{
    const uint8_t head[HEAD] = {(uint8_t)length, (uint8_t)(length >> 8)};
    return length <= UINT16_MAX && atb_ring_put(socket, head, sizeof head);
}

static size_t receive(struct atb_socket *socket, void *data, size_t size)
{
    uint8_t head[HEAD];
    if (atb_ring_take(socket, head, sizeof head) < sizeof head) {
        return 0;
    }
    size_t length = (size_t)(head[0] | head[1] << 8);
    size_t count = atb_ring_take(socket, data, size < length ? size : length);
    (void)atb_ring_take(socket, NULL, length - count);
    return count;
}

const struct atb_packets atb_packets = {receive, begin};
