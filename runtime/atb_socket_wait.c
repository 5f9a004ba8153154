/* SPDX-License-Identifier: MIT */
/* Socket calls that wait, for programs with a thread to block. */
#include "atb_engine.h"
#include "atb_net_private.h"

/* Callbacks may begin the layer or its session anew, which forgets the socket and tells nobody. */
static bool is_forgotten(const struct atb_socket *socket)
{
    const struct atb_net *net = socket->net;
    return !atb_net_lists(net, socket) || !atb_is_watching(net->session, &net->watcher);
}

static int wait_for_event(const struct atb_socket *socket, uint32_t wait_ms)
{
    int status = atb_wait(socket->net->session, wait_ms);
    return status == ATB_OK && is_forgotten(socket) ? (int)ATB_ABORTED : status;
}

/* It may have been open and lost again within one slice, and still have something to be read. */
static bool was_opened(const struct atb_socket *socket)
{
    return socket->state == ATB_SOCKET_OPEN || socket->state == ATB_SOCKET_ENDING ||
           socket->count > 0;
}

/* Why it is not open any more; a callback of the application may have closed it. */
static int end_of(const struct atb_socket *socket)
{
    return socket->status != ATB_OK ? socket->status : (int)ATB_CLOSED;
}

int atb_socket_open_wait(struct atb_net *net, struct atb_socket *socket,
                         const struct atb_socket_kind *kind, const char *host, uint16_t port,
                         void *memory, size_t size)
{
    int status = atb_check_wait(net->session);
    if (status == ATB_OK) {
        status = atb_socket_open(net, socket, kind, host, port, memory, size);
    }
    while (status == ATB_OK && !was_opened(socket)) {
        status = wait_for_event(socket, UINT32_MAX);
        if (socket->state == ATB_SOCKET_FREE) {
            return end_of(socket);
        }
    }
    return status;
}

/* What was given is still lent. What a callback lends behind it is another call's. */
static bool is_lent(const struct atb_socket *socket, const uint8_t *data, size_t length)
{
    return socket->left != 0 ? (uintptr_t)socket->out - (uintptr_t)data < length
                             : atb_net_sends(socket->net, socket);
}

int atb_socket_send_wait(struct atb_socket *socket, const void *data, size_t length)
{
    const bool open = socket->state == ATB_SOCKET_OPEN;
    int status = open ? atb_check_wait(socket->net->session) : (int)ATB_OK;
    if (status == ATB_OK) {
        status = atb_socket_send(socket, data, length);
    }
    while (status == ATB_OK && is_lent(socket, data, length)) {
        status = wait_for_event(socket, UINT32_MAX);
    }
    const bool all = socket->left != 0 || socket->out == (const uint8_t *)data + length;
    return status != ATB_OK || all ? status : end_of(socket); /* all: also where it ended then */
}

/* A free socket has nothing left. */
static int check_open(const struct atb_socket *socket)
{
    return socket->state == ATB_SOCKET_FREE ? ATB_CLOSED : ATB_OK;
}

/* Looks once, however short the time. */
static int wait_for_byte(const struct atb_socket *socket, uint32_t wait_ms)
{
    const struct atb_session *session = socket->net->session;
    const uint32_t start = atb_now(session);
    uint32_t passed = 0;
    int status;
    do {
        status = wait_for_event(socket, wait_ms - passed);
        status = status == ATB_OK ? check_open(socket) : status;
        passed = atb_now(session) - start;
    } while (status == ATB_OK && socket->count == 0 && passed < wait_ms);
    return status;
}

int atb_socket_receive_wait(struct atb_socket *socket, void *data, size_t size, uint32_t wait_ms)
{
    int status = check_open(socket);
    if (status == ATB_OK && socket->count == 0) {
        status = wait_for_byte(socket, wait_ms);
    }
    return status == ATB_OK ? (int)atb_socket_receive(socket, data, size) : status;
}

/* Until this connection is over: a callback may open the next one. */
int atb_socket_close_wait(struct atb_socket *socket)
{
    int status = ATB_OK;
    atb_socket_close(socket);
    while (status == ATB_OK &&
           (socket->state == ATB_SOCKET_CLOSING || socket->state == ATB_SOCKET_ENDED)) {
        status = wait_for_event(socket, UINT32_MAX);
    }
    return status;
}
