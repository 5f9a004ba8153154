/* SPDX-License-Identifier: MIT */
#include "atb_socket.h"

enum { SLICE_MS = 10 };

static uint32_t now_of(const struct atb_socket *socket)
{
    const struct atb_port *port = socket->net->session->port;
    return port->now(port->context);
}

static int poll_once(const struct atb_socket *socket)
{
    return atb_poll(socket->net->session, SLICE_MS);
}

/* It may have been open and lost again within one slice, and still have something to be read. */
static bool was_opened(const struct atb_socket *socket)
{
    return socket->state == ATB_SOCKET_OPEN || socket->state == ATB_SOCKET_ENDING ||
           socket->count > 0;
}

int atb_socket_open_wait(struct atb_net *net, struct atb_socket *socket,
                         const struct atb_socket_kind *kind, const char *host, uint16_t port,
                         void *memory, size_t size)
{
    int status = atb_socket_open(net, socket, kind, host, port, memory, size);
    while (status == ATB_OK && !was_opened(socket)) {
        status = poll_once(socket);
        if (socket->state == ATB_SOCKET_FREE) {
            return socket->status;
        }
    }
    return status;
}

int atb_socket_send_wait(struct atb_socket *socket, const void *data, size_t length)
{
    int status = atb_socket_send(socket, data, length);
    while (status == ATB_OK && socket->left != 0) {
        status = poll_once(socket);
    }
    return status == ATB_OK && socket->state != ATB_SOCKET_OPEN ? socket->status : status;
}

/* A free socket has nothing left. */
static int is_there(const struct atb_socket *socket)
{
    return socket->state == ATB_SOCKET_FREE ? ATB_CLOSED : ATB_OK;
}

int atb_socket_receive_wait(struct atb_socket *socket, void *data, size_t size, uint32_t wait_ms)
{
    int status = is_there(socket);
    uint32_t start = status == ATB_OK ? now_of(socket) : 0;
    while (status == ATB_OK && socket->count == 0 && now_of(socket) - start < wait_ms) {
        status = poll_once(socket);
        status = status == ATB_OK ? is_there(socket) : status;
    }
    return status == ATB_OK ? (int)atb_socket_receive(socket, data, size) : status;
}

int atb_socket_close_wait(struct atb_socket *socket)
{
    int status = ATB_OK;
    atb_socket_close(socket);
    while (status == ATB_OK && socket->state != ATB_SOCKET_FREE) {
        status = poll_once(socket);
    }
    return status;
}
