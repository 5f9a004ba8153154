/* SPDX-License-Identifier: MIT */
/* What the end of a socket's command means, with what its answer said (atb_net_lines.c). */
#include "atb_engine.h"
#include "atb_net_private.h"

enum { PAUSE_MS = 500 };

void atb_net_lose(struct atb_socket *socket, int status)
{
    if (socket->state == ATB_SOCKET_OPEN) {
        socket->state = ATB_SOCKET_ENDING;
        socket->status = (int8_t)status;
        socket->readable = true;
        socket->left = 0;
    }
}

/* ---- opening ------------------------------------------------------------------------ */

static void after_open(struct atb_net *net, struct atb_socket *socket, int status, uint32_t now)
{
    socket->poll_at = now + net->poll_ms;
    if (status == ATB_OK) {
        net->failures = 0;
        socket->state = ATB_SOCKET_OPEN;
        atb_net_tell(net, socket, ATB_SOCKET_OPENED);
        if (socket->status != ATB_OK) { /* the peer was quicker than the modem's OK */
            atb_net_lose(socket, socket->status);
        }
    } else if (net->holds) {
        socket->job = ATB_JOB_CLOSE; /* it begins anew, and the modem may go on with it */
    } else {
        net->failures = (uint8_t)(net->failures + (net->failures < UINT8_MAX));
        socket->status = (int8_t)status;
        socket->state = ATB_SOCKET_CLOSING;
    }
}

/* One command on the way there has ended. A model may lack what is set before: opening will tell.
 */
static void after_preparing(struct atb_net *net, struct atb_socket *socket, uint8_t job, int status,
                            uint32_t now)
{
    if (socket->state != ATB_SOCKET_OPENING) {
        return;
    }
    if (job == ATB_JOB_OPEN) {
        after_open(net, socket, status, now);
    } else if (job == ATB_JOB_PREPARE && atb_net_is_name(socket)) {
        after_open(net, socket, status != ATB_OK ? status : ATB_ERROR, now); /* nobody knows it */
    } else {
        socket->job = (uint8_t)(job + 1);
    }
}

/* ---- sending ------------------------------------------------------------------------- */

/* What the modem took. More than it was given: nobody knows, and nothing may be sent behind it. */
static uint32_t taken(const struct atb_net *net, int status)
{
    return net->value < 0 && status == ATB_OK ? (uint32_t)net->length : (uint32_t)net->value;
}

static void note_sent(struct atb_net *net, struct atb_socket *socket, size_t count, uint32_t now)
{
    if (socket->unacked == 0) {
        socket->heard_at = now;
        socket->ask_at = now + net->ask_ms;
    }
    socket->unacked += (uint32_t)count;
    socket->out += count;
    socket->left -= count;
    if (socket->left == 0) {
        atb_net_tell(net, socket, ATB_SOCKET_SENT);
    }
}

static void after_send(struct atb_net *net, struct atb_socket *socket, int status, uint32_t now)
{
    socket->turn = false;
    const uint32_t count = taken(net, status);
    if (count > net->length) {
        atb_net_lose(socket, status != ATB_OK ? status : ATB_ERROR);
    } else if (count == 0) {
        socket->paused = true;
        socket->pause_end = now + PAUSE_MS;
    } else if (socket->left > 0) {
        note_sent(net, socket, (size_t)count, now);
    }
}

static void after_asking(struct atb_net *net, struct atb_socket *socket, int status, uint32_t now)
{
    const uint32_t unacked = net->value > 0 ? (uint32_t)net->value : 0;
    socket->ask_at = now + net->ask_ms;
    if (status == ATB_ABORTED || status == ATB_TIMEOUT || status == ATB_INCOMPLETE) {
        return; /* the answer was lost: it is asked again */
    }
    if (unacked != socket->unacked) { /* a model may not tell: then it is believed */
        socket->heard_at = now;
    } else if (net->silent_ms - 1u < INT32_MAX &&
               atb_has_passed(now, socket->heard_at, net->silent_ms)) {
        atb_net_lose(socket, ATB_TIMEOUT);
    }
    socket->unacked = unacked;
}

/* ---- reading -------------------------------------------------------------------------- */

/* Where the modem did not say what is left, it is asked until it has nothing. */
static bool has_more(const struct atb_net *net)
{
    return net->value > 0 || (net->value < 0 && net->got);
}

/* A datagram may be lost: the next one is whole again, and there may be one. */
static int drop_packet(struct atb_net *net, struct atb_socket *socket, int status)
{
    if (status != ATB_ABORTED || socket->kind->packets == NULL) {
        return status;
    }
    socket->held = 0;
    net->value = 1;
    return ATB_OK;
}

static void after_read(struct atb_net *net, struct atb_socket *socket, int status, uint32_t now)
{
    socket->turn = true;
    socket->poll_at = now + net->poll_ms;
    status = drop_packet(net, socket, status);
    status = net->full ? ATB_NO_ROOM : status;
    if (status == ATB_OK || (status == ATB_ERROR && socket->kind->empty_is_error)) {
        atb_ring_release(socket);
        if (has_more(net)) {
            socket->readable = true;
        }
    } else {
        atb_net_lose(socket, ATB_CLOSED);
        if (status != ATB_ERROR) {
            socket->status = (int8_t)status; /* not all of it was read */
        }
        socket->state = ATB_SOCKET_CLOSING; /* nothing behind a gap is read, whatever is told */
    }
    if (net->got && socket->count > 0) { /* the application may have taken it already */
        atb_net_tell(net, socket, ATB_SOCKET_READABLE);
    }
}

/* ---- every job ---------------------------------------------------------------------------- */

static bool is_usable(const struct atb_socket *socket)
{
    return socket->state == ATB_SOCKET_OPEN || socket->state == ATB_SOCKET_ENDING;
}

/* The application, or a loss, may have gone on meanwhile. */
void atb_net_after(struct atb_net *net, struct atb_socket *socket, uint8_t job, int status)
{
    const uint32_t now = atb_net_now(net);
    if (status == ATB_TIMEOUT && net->answered) {
        status = ATB_OK; /* which alone was lost */
    }
    if (job != ATB_JOB_CLOSE && job != ATB_JOB_READ) { /* refused, they are no reason */
        socket->error = net->session->error;
    }
    if (job == ATB_JOB_CLOSE && socket->state == ATB_SOCKET_OPENING) {
        socket->job = ATB_JOB_PREPARE; /* the opening that was abandoned is over */
    } else if (job == ATB_JOB_CLOSE) {
        socket->state = ATB_SOCKET_ENDED;
        socket->readable = true;
    } else if (job <= ATB_JOB_OPEN) {
        after_preparing(net, socket, job, status, now);
    } else if (!is_usable(socket)) {
        return;
    } else if (job == ATB_JOB_READ) {
        after_read(net, socket, status, now);
    } else if (job == ATB_JOB_ACKED) {
        after_asking(net, socket, status, now);
    } else {
        after_send(net, socket, status, now);
    }
}
