/* SPDX-License-Identifier: MIT */
/* What a socket wants next of the modem. */
#include "atb_engine.h"
#include "atb_net_private.h"

/* A moment that is still to come makes a tick due. */
static bool is_due(struct atb_net *net, uint32_t at)
{
    if (atb_has_come(atb_net_now(net), at)) {
        return true;
    }
    atb_bring_forward(&net->watcher.due, at);
    return false;
}

static bool has(const struct atb_socket *socket, unsigned job)
{
    return socket->kind->jobs[job] != NULL;
}

/* Of a packet, all must find room. */
static bool may_read(const struct atb_socket *socket)
{
    return socket->kind->read_room - 1u < atb_ring_room(socket); /* 0: there is never so much */
}

static enum atb_net_job want_open(struct atb_net *net, struct atb_socket *socket)
{
    if (net->poll_ms != 0 && is_due(net, socket->poll_at)) {
        socket->readable = true;
    }
    const bool sends = socket->left > 0 && !socket->paused; /* a full modem is read, and asked */
    bool yields = socket->turn && sends;
    if (socket->readable && !yields && may_read(socket)) {
        return ATB_JOB_READ;
    }
    if (sends) {
        bool lacking = socket->kind->jobs[ATB_JOB_SEND]->lacking;
        return lacking ? ATB_JOB_SEND_ELSE : ATB_JOB_SEND;
    }
    bool asks = has(socket, ATB_JOB_ACKED) && socket->unacked != 0;
    return asks && is_due(net, socket->ask_at) ? ATB_JOB_ACKED : ATB_NO_JOB;
}

static enum atb_net_job want_ending(const struct atb_socket *socket)
{
    if (!socket->readable || socket->kind->read_room == 0) {
        return ATB_JOB_CLOSE;
    }
    return may_read(socket) ? ATB_JOB_READ : ATB_NO_JOB;
}

/* The kind needs nothing of it before it is opened, or knows it already. */
static bool is_idle(struct atb_socket *socket)
{
    bool looks_up = socket->job == ATB_JOB_PREPARE && socket->kind->look_up != NULL;
    return !has(socket, socket->job) || (looks_up && !atb_net_is_name(socket));
}

static enum atb_net_job want_opening(const struct atb_net *net, struct atb_socket *socket)
{
    if (net->holds) {
        return ATB_NO_JOB;
    }
    while (is_idle(socket)) {
        socket->job++;
    }
    return (enum atb_net_job)socket->job;
}

enum atb_net_job atb_net_want(struct atb_net *net, struct atb_socket *socket)
{
    if (socket->paused && is_due(net, socket->pause_end)) {
        socket->paused = false;
    }
    switch (socket->state) {
    case ATB_SOCKET_OPENING:
        return want_opening(net, socket);
    case ATB_SOCKET_OPEN:
        return want_open(net, socket);
    case ATB_SOCKET_ENDING:
        return want_ending(socket);
    default:
        return socket->state == ATB_SOCKET_CLOSING ? ATB_JOB_CLOSE : ATB_NO_JOB;
    }
}
