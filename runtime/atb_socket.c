/* SPDX-License-Identifier: MIT */
#include "atb_engine.h"
#include "atb_net_private.h"

#include <string.h>

/* ---- the ring of received bytes ------------------------------------------------------- */

bool atb_ring_put(struct atb_socket *socket, const void *bytes, size_t length)
{
    if (length > atb_ring_room(socket)) {
        return false;
    }
    size_t tail = (size_t)socket->head + socket->count + socket->held;
    tail = tail < socket->size ? tail : tail - socket->size;
    size_t first = socket->size - tail < length ? socket->size - tail : length;
    memcpy(socket->memory + tail, bytes, first);
    memcpy(socket->memory, (const uint8_t *)bytes + first, length - first);
    socket->held = (uint16_t)(socket->held + length);
    return true;
}

size_t atb_ring_take(struct atb_socket *socket, void *bytes, size_t length)
{
    size_t count = length < socket->count ? length : socket->count;
    size_t first = (size_t)(socket->size - socket->head);
    first = first < count ? first : count;
    if (bytes != NULL && count > 0) {
        memcpy(bytes, socket->memory + socket->head, first);
        memcpy((uint8_t *)bytes + first, socket->memory, count - first);
    }
    const size_t head = (size_t)socket->head + count;
    socket->head = (uint16_t)(head < socket->size ? head : head - socket->size);
    socket->count = (uint16_t)(socket->count - count);
    if (count > 0) {
        atb_net_wake(socket->net);
    }
    return count;
}

size_t atb_socket_receive(struct atb_socket *socket, void *data, size_t size)
{
    const struct atb_packets *packets = socket->kind != NULL ? socket->kind->packets : NULL;
    return packets != NULL ? packets->receive(socket, data, size)
                           : atb_ring_take(socket, data, size);
}

/* ---- opening ---------------------------------------------------------------------------- */

static bool id_is_taken(const struct atb_net *net, const struct atb_socket_kind *kind, unsigned id)
{
    for (const struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        const bool shared = one->kind->apart == kind->apart;
        const bool awaited = !kind->apart && atb_net_awaits(one, (int32_t)id);
        if (awaited || (shared && atb_net_is_alive(one) && one->id == id)) {
            return true;
        }
    }
    return false;
}

/* One that no socket has, or -1. */
static int free_id(const struct atb_net *net, const struct atb_socket_kind *kind)
{
    unsigned id = net->dialect->first_id;
    unsigned end = id + kind->ids;
    while (id < end && id_is_taken(net, kind, id)) {
        id++;
    }
    return id < end ? (int)id : -1;
}

/* As good as new, on the list, which holds each once, used or not. */
static void prepare_socket(struct atb_net *net, struct atb_socket *socket, bool listed,
                           const struct atb_socket_kind *kind, void *memory, size_t size)
{
    if (!listed) {
        socket->next = net->sockets;
        net->sockets = socket;
    }
    atb_clear(&socket->id, sizeof *socket - offsetof(struct atb_socket, id));
    socket->net = net;
    socket->kind = kind;
    socket->memory = memory;
    socket->size = (uint16_t)(size < UINT16_MAX ? size : UINT16_MAX);
    net->watcher.waits = true;
}

/* Of the application's memory: an address that is looked up stands behind the ring. */
static size_t address_room(const struct atb_socket_kind *kind)
{
    return kind->look_up != NULL ? ATB_ADDRESS_SIZE : 0;
}

int atb_socket_open(struct atb_net *net, struct atb_socket *socket,
                    const struct atb_socket_kind *kind, const char *host, uint16_t port,
                    void *memory, size_t size)
{
    if (kind->jobs[ATB_JOB_OPEN] == NULL) {
        return ATB_UNSUPPORTED;
    }
    const bool listed = atb_net_lists(net, socket);
    if (listed && socket->state != ATB_SOCKET_FREE) {
        return ATB_BUSY;
    }
    const int id = free_id(net, kind);
    if (id < 0 || size < address_room(kind) + kind->read_room) {
        return ATB_NO_ROOM;
    }
    prepare_socket(net, socket, listed, kind, memory, size - address_room(kind));
    socket->host = host;
    socket->port = port;
    socket->id = (uint8_t)id;
    socket->state = ATB_SOCKET_OPENING;
    return ATB_OK;
}

int atb_socket_accept(struct atb_socket *listener, struct atb_socket *socket, void *memory,
                      size_t size)
{
    struct atb_net *net = listener->net;
    uint8_t id = 0;
    if (listener->waiting == 0) {
        return ATB_MISSING;
    }
    const bool listed = atb_net_lists(net, socket);
    if (listed && socket->state != ATB_SOCKET_FREE) {
        return ATB_BUSY;
    }
    if (size == 0) {
        return ATB_NO_ROOM;
    }
    while (!atb_net_awaits(listener, id)) {
        id++;
    }
    prepare_socket(net, socket, listed, listener->kind->accepted, memory, size);
    listener->waiting &= (uint16_t) ~(1u << id);
    socket->id = id;
    socket->state = ATB_SOCKET_OPEN;
    socket->readable = true; /* what said so may have come before */
    if ((listener->gone >> id & 1u) != 0) {
        atb_net_lose(socket, ATB_CLOSED);
    }
    return ATB_OK;
}

/* ---- sending and closing ------------------------------------------------------------------ */

int atb_socket_send(struct atb_socket *socket, const void *data, size_t length)
{
    if (socket->state != ATB_SOCKET_OPEN || socket->kind->send_max == 0) {
        return ATB_MISSING;
    }
    if (socket->left != 0) {
        return ATB_BUSY;
    }
    if (length == 0 || (socket->kind->packets != NULL && length > socket->kind->send_max)) {
        return ATB_BAD_LENGTH;
    }
    socket->out = data;
    socket->left = length;
    atb_net_wake(socket->net);
    return ATB_OK;
}

void atb_socket_close(struct atb_socket *socket)
{
    if (socket->state == ATB_SOCKET_FREE) {
        return;
    }
    bool known = socket->net->up && socket->state != ATB_SOCKET_ENDED;
    socket->state = known ? ATB_SOCKET_CLOSING : ATB_SOCKET_ENDED;
    socket->count = 0;
    socket->left = 0;
    atb_net_wake(socket->net);
}
