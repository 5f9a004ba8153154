/* SPDX-License-Identifier: MIT */
/*
 * What the layer's parts share: atb_net.c (whose turn it is), atb_net_want.c (what a socket wants),
 * atb_net_after.c (what the end of a command means), atb_net_lines.c (what lines say),
 * atb_net_name.c (names to addresses), atb_net_listen.c (listeners), atb_net_packet.c (datagrams),
 * atb_socket.c (the application's calls, and the ring of received bytes).
 */
#ifndef ATB_NET_PRIVATE_H
#define ATB_NET_PRIVATE_H

#include "atb_socket.h"

/** Milliseconds, by the port's clock. */
uint32_t atb_net_now(const struct atb_net *net);

/** The layer's next tick is due at once. */
void atb_net_wake(struct atb_net *net);

/** So long OK may be missing where there is nothing to wait for. */
enum { ATB_NET_LAST_MS = 10000 };

static inline void atb_net_tell(const struct atb_net *net, struct atb_socket *socket, int event)
{
    net->on_event(net->app, socket, event);
}

/** The host is a name, where the modem takes addresses alone. */
static inline bool atb_net_is_name(struct atb_socket *socket)
{
    return socket->kind->look_up != NULL && socket->kind->look_up(socket, NULL, 0);
}

/** The command under way still sends what the socket was lent, though nobody may wait for its end.
 */
static inline bool atb_net_sends(const struct atb_net *net, const struct atb_socket *socket)
{
    const struct atb_pending *pending = &net->session->pending;
    return pending->form != NULL && pending->form->send != ATB_SEND_NONE &&
           pending->done_app == net && net->socket == socket;
}

/** It is being opened, open, or being closed: its number is its own. */
static inline bool atb_net_is_alive(const struct atb_socket *socket)
{
    return socket->state >= ATB_SOCKET_OPENING && socket->state < ATB_SOCKET_ENDED;
}

/** Whether a peer can have the number; a damaged one may be that of a connection. */
static inline bool atb_net_may_wait(int32_t id)
{
    return id >= 0 && id <= ATB_LAST_PEER;
}

/** Whether it is one of the layer's, used or not: the list alone says so, for its memory may never
 * have been written. */
static inline bool atb_net_lists(const struct atb_net *net, const struct atb_socket *socket)
{
    const struct atb_socket *one = net->sockets;
    while (one != NULL && one != socket) {
        one = one->next;
    }
    return one != NULL;
}

/** A peer of that number waits until it is accepted. */
static inline bool atb_net_awaits(const struct atb_socket *listener, int32_t id)
{
    return atb_net_may_wait(id) && (listener->waiting >> id & 1u) != 0;
}

/** What a socket wants next, in its state; ATB_NO_JOB: nothing now, and what it waits for has made
 * the layer's next tick due by then. */
enum atb_net_job atb_net_want(struct atb_net *net, struct atb_socket *socket);

/** The connection is lost: what the modem still has is read, then it is closed. */
void atb_net_lose(struct atb_socket *socket, int status);

/** The command of a job (enum atb_net_job) has ended, and none is under way. */
void atb_net_after(struct atb_net *net, struct atb_socket *socket, uint8_t job, int status);

/** The port has lost bytes. */
void atb_net_ask_all(struct atb_net *net);

/** Sees every event of the session. */
void atb_net_on_event(struct atb_watcher *watcher, const struct atb_event *event);

/* ---- the ring of received bytes ------------------------------------------------------- */

static inline size_t atb_ring_room(const struct atb_socket *socket)
{
    return (size_t)socket->size - socket->count - socket->held;
}

/** Holds bytes behind the last. False: there is no room for all of them, and none was added. */
bool atb_ring_put(struct atb_socket *socket, const void *bytes, size_t length);

/** What is held can be taken from now on. */
static inline void atb_ring_release(struct atb_socket *socket)
{
    socket->count = (uint16_t)(socket->count + socket->held);
    socket->held = 0;
}

/** Takes up to `length` bytes from the front (`bytes` NULL: drops them). Returns how many. */
size_t atb_ring_take(struct atb_socket *socket, void *bytes, size_t length);

#endif
