/* SPDX-License-Identifier: MIT */
/*
 * One job at a time: whenever the session is free, the next socket in turn that
 * wants something gets its command.
 */
#include "atb_engine.h"
#include "atb_net_private.h"

#include <string.h>

enum { POLL_MS = 10000, ASK_MS = 5000, SILENT_MS = 120000, AGAIN_MS = 100 };
enum { LOST_PROMPT_MS = 5000 }; /* a modem that waits for payload gives up behind 10 s and more */

uint32_t atb_net_now(const struct atb_net *net)
{
    return atb_now(net->session);
}

void atb_net_wake(struct atb_net *net)
{
    net->watcher.due = atb_net_now(net);
}

/* ---- giving it the command ---------------------------------------------------------------- */

static void on_done(void *app, int status);

/* By a command, ours or not, or by transparent mode: we go on as soon as that is over. */
static bool session_is_taken(struct atb_net *net)
{
    const struct atb_session *session = net->session;
    net->watcher.waits = session->pending.form != NULL || atb_takes_data(session);
    return net->watcher.waits;
}

static int start_for(struct atb_net *net, const struct atb_socket *socket)
{
    const int32_t numbers[] = {socket->id, socket->port, (int32_t)net->length};
    const struct atb_arguments arguments = {&socket->host, numbers, socket->out, net->length};
    const struct atb_form *form =
        net->job == ATB_JOB_SET_UP ? net->dialect->set_up : socket->kind->jobs[net->job];
    return atb_start_prepared(net->session, form, &arguments, on_done, net);
}

/* ATB_OK, or a negative status: nothing has been started. */
static int start_job(struct atb_net *net, struct atb_socket *socket, enum atb_net_job job)
{
    const struct atb_socket_kind *kind = socket->kind;
    size_t has = job == ATB_JOB_READ ? atb_ring_room(socket) : socket->left;
    size_t most = job == ATB_JOB_READ ? kind->read_max : kind->send_max;
    net->length = has < most ? has : most;
    net->socket = socket;
    net->job = (uint8_t)job;
    net->value = -1;
    net->answered = net->full = net->got = false;
    return start_for(net, socket);
}

/* Of the command that was started for it. What the set-up was for has failed with it, unless the
 * modem has refused it, or the library: such a model lacks it. */
static void end_job(struct atb_net *net, struct atb_socket *socket, uint8_t job, int status)
{
    if (job == ATB_JOB_SET_UP) {
        net->is_set_up = status >= ATB_ERROR || status == ATB_UNSUPPORTED;
        job = net->is_set_up || status == ATB_ABORTED ? ATB_NO_JOB : ATB_JOB_OPEN;
    }
    if (job < ATB_JOBS) {
        atb_net_after(net, socket, job, status);
    }
}

static void serve(struct atb_net *net, struct atb_socket *socket)
{
    enum atb_net_job job = atb_net_want(net, socket);
    if (job == ATB_NO_JOB) {
        return;
    }
    if (job <= ATB_JOB_OPEN && !net->is_set_up && net->dialect->set_up != NULL) {
        job = ATB_JOB_SET_UP;
        net->turn = socket; /* behind it is still its own */
    }
    if (job == ATB_JOB_READ) {
        socket->readable = false; /* a line that comes from now on means more */
    }
    int status = start_job(net, socket, job);
    if (status != ATB_OK) {
        net->job = ATB_NO_JOB;
        end_job(net, socket, (uint8_t)job, status);
        net->watcher.due = atb_net_now(net) + AGAIN_MS; /* then its end is told */
    }
}

/* ---- whose turn it is ------------------------------------------------------------ */

/* Free again, once the application has the last byte; of which it hears once more. */
static void end_socket(struct atb_net *net, struct atb_socket *socket)
{
    if (socket->count == 0) {
        socket->state = ATB_SOCKET_FREE;
        atb_net_tell(net, socket, ATB_SOCKET_CLOSED);
    } else if (socket->readable) {
        socket->readable = false;
        atb_net_tell(net, socket, ATB_SOCKET_READABLE);
    }
}

static void end_those_that_can(struct atb_net *net)
{
    for (struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        if (one->state == ATB_SOCKET_ENDED && !atb_net_sends(net, one)) {
            end_socket(net, one);
        }
    }
}

/* Each once, as long as nobody takes the session: then the next one is the first. */
static void serve_in_turn(struct atb_net *net)
{
    for (struct atb_socket *one = net->sockets; one != NULL && !session_is_taken(net);
         one = one->next) {
        struct atb_socket *now = net->turn != NULL ? net->turn : net->sockets;
        net->turn = now->next;
        serve(net, now);
    }
}

/* A start by somebody else, while our command was under way: their turn comes before our next. */
static bool is_refused(const struct atb_net *net)
{
    return net->session->refusal.status == ATB_BUSY;
}

/* Its result, which may be minutes away, is for nobody since the application has closed it. */
static void hurry_opening(const struct atb_net *net)
{
    if (net->job == ATB_JOB_OPEN && net->socket->state == ATB_SOCKET_CLOSING) {
        atb_hurry(net->session, 0);
    }
}

static void give_turns(struct atb_watcher *watcher)
{
    struct atb_net *net = (struct atb_net *)watcher;
    net->watcher.due = atb_net_now(net) + INT32_MAX; /* or when those say who wait: is_due() */
    net->watcher.waits = false;
    end_those_that_can(net);
    hurry_opening(net);
    if (net->job != ATB_NO_JOB || !net->up) {
        return;
    }
    if (is_refused(net)) { /* once: whoever it was may not come back */
        net->session->refusal.status = ATB_OK;
        net->watcher.waits = true;
        return;
    }
    serve_in_turn(net);
}

/* What is under way is for nothing. Nobody shall wait for a late result, which for an opening may
 * be minutes away: the modem takes commands again. As it may go on with the opening, that is closed
 * before the next. A modem that owes an OK may be busy with it, or has lost it with the network. */
static void abandon(struct atb_net *net, uint8_t job)
{
    if (job == ATB_NO_JOB) {
        return;
    }
    if (job == ATB_JOB_OPEN) {
        net->socket->job = ATB_JOB_CLOSE;
    }
    if (job == ATB_JOB_OPEN || net->session->pending.oks == 0) {
        atb_abort(net->session);
    } else {
        atb_hurry(net->session, ATB_NET_LAST_MS);
    }
}

/* Nothing of it can be asked of the modem any more. */
static void cut_off(struct atb_socket *socket, int status)
{
    if (socket->state >= ATB_SOCKET_OPEN && socket->state < ATB_SOCKET_ENDED) {
        if (socket->state == ATB_SOCKET_OPEN) {
            socket->status = (int8_t)status;
        }
        socket->state = ATB_SOCKET_ENDED;
        socket->readable = true;
        socket->left = 0;
    }
    if (socket->state == ATB_SOCKET_OPENING) {
        socket->status = ATB_OK; /* closed before it was open: that one is over, too */
    }
    if (socket->job != ATB_JOB_CLOSE) { /* which an opening that was abandoned still needs */
        socket->job = ATB_JOB_PREPARE;
    }
    socket->waiting = 0;
}

static void cut_all_off(struct atb_net *net, int status)
{
    net->is_set_up = false;
    net->job = ATB_NO_JOB;
    for (struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        cut_off(one, status);
    }
}

/* Whoever is told may give the session work of their own: no job is under way any more. */
static void on_done(void *app, int status)
{
    struct atb_net *net = app;
    const uint8_t job = net->job;
    atb_net_wake(net); /* those that have ended are told, whoever takes the line */
    if (status == ATB_REBOOTED) {
        cut_all_off(net, status); /* with the next tick it goes on: others have heard of it then */
        return;
    }
    net->job = ATB_NO_JOB;
    end_job(net, net->socket, job, status); /* none: the network, and what it was for, went */
    if (!is_refused(net)) {
        give_turns(&net->watcher);
    }
}

/* Nothing else can go out before the payload; but now that the prompt is more likely lost than
 * late, it is not waited for as long as a modem may stand still. */
static void abort_job(struct atb_session *session, uint32_t end)
{
    atb_abort(session);
    if (session->pending.state == ATB_PROMPTING) {
        atb_bring_forward(&session->pending.deadline, end);
    }
}

/* What was lost may be a line of any socket, and the answer that is awaited, perhaps for minutes.
 * What can be given again is; of a read, no byte behind the gap is taken. */
void atb_net_ask_all(struct atb_net *net)
{
    const uint8_t job = net->job;
    for (struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        if (one->state == ATB_SOCKET_OPEN) {
            one->readable = true;
        }
    }
    net->watcher.waits = true;
    if (job == ATB_JOB_OPEN) {
        net->socket->job = ATB_JOB_CLOSE;
    }
    if (job <= ATB_JOB_CLOSE) {
        net->job = ATB_NO_JOB;
    }
    if (job != ATB_NO_JOB) {
        abort_job(net->session, atb_net_now(net) + LOST_PROMPT_MS);
    }
}

/* ---- the calls of an application ------------------------------------------------- */

int atb_net_init(struct atb_net *net, struct atb_session *session,
                 const struct atb_net_dialect *dialect, atb_net_event *on_event, void *app)
{
    atb_clear(&net->watcher.on_event, sizeof *net - offsetof(struct atb_net, watcher.on_event));
    net->session = session;
    net->dialect = dialect;
    net->on_event = on_event;
    net->app = app;
    net->job = ATB_NO_JOB;
    net->poll_ms = POLL_MS;
    net->ask_ms = ASK_MS;
    net->silent_ms = SILENT_MS;
    net->watcher.on_event = atb_net_on_event;
    net->watcher.on_tick = give_turns;
    if (session->pending.line_size < dialect->command_max) {
        return ATB_NO_ROOM;
    }
    atb_watch(session, &net->watcher);
    return ATB_OK;
}

void atb_net_up(struct atb_net *net, bool up)
{
    const uint8_t job = net->job;
    net->up = up;
    atb_net_wake(net);
    if (!up) {
        net->failures = 0;
        cut_all_off(net, ATB_CLOSED);
        abandon(net, job);
    }
}

void atb_net_hold(struct atb_net *net, bool holds)
{
    net->holds = holds;
    net->watcher.waits = true;
    if (holds && net->job == ATB_JOB_OPEN) {
        atb_abort(net->session); /* what is open is read meanwhile */
    }
}
