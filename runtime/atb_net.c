/* SPDX-License-Identifier: MIT */
/*
 * One job at a time: whenever the session is free, the next socket in turn that
 * wants something gets its command.
 */
#include "atb_net_private.h"

#include <string.h>

enum { POLL_MS = 10000, ASK_MS = 5000, SILENT_MS = 120000 };

/* ---- what a socket wants next ---------------------------------------------------------- */

static bool has(const struct atb_socket *socket, enum atb_net_job job)
{
    return socket->kind->jobs[job].form != NULL;
}

/* Of a packet, all must find room. */
static bool may_read(const struct atb_socket *socket)
{
    unsigned packet = (unsigned)socket->kind->read_max + ATB_PACKET_HEAD;
    return has(socket, ATB_JOB_READ) &&
           atb_ring_room(socket) >= (socket->kind->packets ? packet : 1u);
}

static enum atb_net_job want_open(const struct atb_net *net, const struct atb_socket *socket)
{
    bool poll = net->poll_ms != 0 && atb_net_is_due(net, socket->poll_at);
    bool yields = socket->turn && socket->left > 0;
    if ((socket->readable || poll) && !yields && may_read(socket)) {
        return ATB_JOB_READ;
    }
    if (socket->left > 0) {
        return ATB_JOB_SEND;
    }
    bool ask = socket->unacked && atb_net_is_due(net, socket->ask_at);
    return ask && has(socket, ATB_JOB_ACKED) ? ATB_JOB_ACKED : ATB_NO_JOB;
}

static enum atb_net_job want_ending(const struct atb_socket *socket)
{
    if (!socket->readable || !has(socket, ATB_JOB_READ)) {
        return ATB_JOB_CLOSE;
    }
    return may_read(socket) ? ATB_JOB_READ : ATB_NO_JOB;
}

static enum atb_net_job want(const struct atb_net *net, struct atb_socket *socket)
{
    if (socket->paused && !atb_net_is_due(net, socket->pause_end)) {
        return ATB_NO_JOB;
    }
    socket->paused = false;
    switch (socket->state) {
    case ATB_SOCKET_OPENING:
        if (net->holds) {
            return ATB_NO_JOB;
        }
        while (socket->kind->jobs[socket->job].form == NULL) {
            socket->job++; /* the kind needs nothing before */
        }
        return (enum atb_net_job)socket->job;
    case ATB_SOCKET_OPEN:
        return want_open(net, socket);
    case ATB_SOCKET_ENDING:
        return want_ending(socket);
    default:
        return socket->state == ATB_SOCKET_CLOSING ? ATB_JOB_CLOSE : ATB_NO_JOB;
    }
}

/* ---- giving it the command ---------------------------------------------------------------- */

static void on_done(void *app, int status);

static uint16_t read_length(const struct atb_socket *socket)
{
    uint16_t room = atb_ring_room(socket);
    return room < socket->kind->read_max ? room : socket->kind->read_max;
}

static int start(struct atb_net *net, const struct atb_prepared *command,
                 const struct atb_socket *socket)
{
    const int32_t numbers[] = {socket->id, socket->port, (int32_t)net->length};
    const struct atb_arguments arguments = {&socket->host, numbers, socket->out, net->length};
    return atb_start_prepared(net->session, command, &arguments, on_done, net);
}

static void forget_answer(struct atb_net *net)
{
    net->value = 0;
    net->told = net->full = net->got = net->more = false;
}

/* ATB_OK, or a negative status: nothing has been started. */
static int start_job(struct atb_net *net, struct atb_socket *socket, enum atb_net_job job)
{
    const struct atb_socket_kind *kind = socket->kind;
    size_t most = socket->left < kind->send_max ? socket->left : kind->send_max;
    net->length = job == ATB_JOB_READ ? read_length(socket) : most;
    socket->held = 0;
    net->socket = socket;
    net->job = (uint8_t)job;
    forget_answer(net);
    if (job == ATB_JOB_READ) {
        socket->readable = false; /* a line that comes from now on means more */
    }
    return start(net, &kind->jobs[job], socket);
}

/* True: the session is taken now. */
static bool serve(struct atb_net *net, struct atb_socket *socket)
{
    enum atb_net_job job = want(net, socket);
    if (job == ATB_NO_JOB) {
        return false;
    }
    int status = start_job(net, socket, job);
    if (status == ATB_UNSUPPORTED && job == ATB_JOB_SEND && has(socket, ATB_JOB_SEND_ELSE)) {
        status = start_job(net, socket, ATB_JOB_SEND_ELSE);
    }
    if (status == ATB_OK) {
        return true;
    }
    if (status == ATB_BUSY) {
        socket->readable = socket->readable || job == ATB_JOB_READ;
    } else {
        atb_net_after(net, socket, status);
    }
    net->job = ATB_NO_JOB;
    return status == ATB_BUSY;
}

/* ---- once after each start of the modem
 * ----------------------------------------------------------------------- */

/* True: the session is taken now. */
static bool set_up(struct atb_net *net)
{
    static const struct atb_socket none;
    if (net->is_set_up || net->dialect->set_up.form == NULL) {
        return false;
    }
    net->length = 0;
    net->job = ATB_JOB_SET_UP;
    int status = start(net, &net->dialect->set_up, &none);
    net->job = status == ATB_OK ? net->job : (uint8_t)ATB_NO_JOB;
    return status == ATB_OK || status == ATB_BUSY;
}

/* ---- whose turn it is ------------------------------------------------------------ */

/* Free again, once the application has the last byte; of which it hears once more. */
static void end(struct atb_net *net, struct atb_socket *socket)
{
    if (socket->count == 0) {
        socket->state = ATB_SOCKET_FREE;
        atb_net_tell(net, socket, ATB_SOCKET_CLOSED);
    } else if (!socket->told) {
        socket->told = true;
        atb_net_tell(net, socket, ATB_SOCKET_READABLE);
    }
}

static void end_those_that_can(struct atb_net *net)
{
    for (struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        if (one->state == ATB_SOCKET_ENDED) {
            end(net, one);
        }
    }
}

static void go_on(struct atb_net *net)
{
    end_those_that_can(net);
    if (net->job != ATB_NO_JOB || !net->up || set_up(net)) {
        return;
    }
    struct atb_socket *first = net->turn != NULL ? net->turn : net->sockets;
    struct atb_socket *one = first;
    while (one != NULL) {
        net->turn = one->next;
        if (serve(net, one)) {
            return;
        }
        one = one->next != NULL ? one->next : net->sockets;
        one = one != first ? one : NULL;
    }
}

static void on_done(void *app, int status)
{
    struct atb_net *net = app;
    enum atb_net_job job = (enum atb_net_job)net->job;
    net->job = ATB_NO_JOB;
    if (job == ATB_JOB_SET_UP) {
        net->is_set_up = status == ATB_OK || status == ATB_ERROR;
    } else {
        net->job = (uint8_t)job;
        atb_net_after(net, net->socket, status);
        net->job = ATB_NO_JOB;
    }
    go_on(net);
}

static void on_tick(struct atb_watcher *watcher)
{
    go_on((struct atb_net *)watcher);
}

/* ---- the calls of an application ------------------------------------------------- */

void atb_net_init(struct atb_net *net, struct atb_session *session,
                  const struct atb_net_dialect *dialect, atb_net_event *on_event, void *app)
{
    memset(net, 0, sizeof *net);
    net->session = session;
    net->dialect = dialect;
    net->on_event = on_event;
    net->app = app;
    net->job = ATB_NO_JOB;
    net->poll_ms = POLL_MS;
    net->ask_ms = ASK_MS;
    net->silent_ms = SILENT_MS;
    net->watcher.on_event = atb_net_on_event;
    net->watcher.on_tick = on_tick;
    atb_watch(session, &net->watcher);
}

/* Nothing of it can be asked of the modem any more. */
static void cut_off(struct atb_socket *socket)
{
    if (socket->state >= ATB_SOCKET_OPEN && socket->state < ATB_SOCKET_ENDED) {
        if (socket->state == ATB_SOCKET_OPEN) {
            socket->status = ATB_CLOSED;
        }
        socket->state = ATB_SOCKET_ENDED;
        socket->left = 0;
    }
    socket->job = ATB_JOB_PREPARE;
    socket->waiting = 0;
}

void atb_net_up(struct atb_net *net, bool up)
{
    if (net->up != up) {
        net->is_set_up = false;
        net->failures = 0;
    }
    net->up = up;
    for (struct atb_socket *one = net->sockets; one != NULL && !up; one = one->next) {
        cut_off(one);
    }
}
