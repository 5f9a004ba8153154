/* SPDX-License-Identifier: MIT */
/* What the modem's lines say about sockets: the dialect's table says which, and in which field. */
#include "atb_engine.h"
#include "atb_net_private.h"

/* The number in its field, or 1: also for ATB_NO_INDEX, for no line has so many. */
static int32_t told_value(const struct atb_event *event, const struct atb_net_line *line)
{
    int32_t number = atb_event_number(event, line->value);
    return number != ATB_UNKNOWN ? number : 1;
}

/* Whose the line is, a connection's; listeners, which a modem may number apart, hear of all. */
static struct atb_socket *find(struct atb_net *net, const struct atb_event *event,
                               const struct atb_net_line *line, int32_t value)
{
    const int32_t id = atb_event_number(event, line->id);
    struct atb_socket *found = line->id == ATB_NO_INDEX ? net->socket : NULL;
    for (struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        if (one->kind->listen != NULL) {
            one->kind->listen(net, one, line->word, id, value);
        } else if (one->id == id && atb_net_is_alive(one)) {
            found = one;
        }
    }
    return found;
}

/* ---- what they say ------------------------------------------------------------------------ */

static void lose_all(struct atb_net *net)
{
    for (struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        atb_net_lose(one, ATB_CLOSED);
    }
}

/* One that is just being opened is closed once it is. */
static void hear_closed(const struct atb_net *net, struct atb_socket *socket)
{
    if (socket == net->socket && net->job == ATB_JOB_OPEN) {
        socket->status = ATB_CLOSED;
    } else {
        atb_net_lose(socket, ATB_CLOSED);
    }
}

/* What concerns the job under way is the answer to it: of a read what is left; of a modem that is
 * full, or not, how much of a send it took. */
static void hear_answer(struct atb_net *net, uint8_t word, int32_t value)
{
    if (word == ATB_SAYS_FULL) {
        value = value != 0 ? 0 : (int32_t)net->length;
    } else if (word == ATB_SAYS_ACKED) {
        value = (int32_t)((uint32_t)net->value - (uint32_t)value);
    }
    if (word != ATB_SAYS_DATA) {
        net->value = value;
    }
}

/* Whether a job is one that such a line answers. */
static bool answers_job(uint8_t word, uint8_t job)
{
    static const uint8_t jobs[] = {
        [ATB_SAYS_DATA] = 1u << ATB_JOB_READ,
        [ATB_SAYS_LEFT] = 1u << ATB_JOB_READ,
        [ATB_SAYS_TAKEN] = 1u << ATB_JOB_SEND | 1u << ATB_JOB_SEND_ELSE,
        [ATB_SAYS_FULL] = 1u << ATB_JOB_SEND | 1u << ATB_JOB_SEND_ELSE,
        [ATB_SAYS_SENT] = 1u << ATB_JOB_ACKED,
        [ATB_SAYS_ACKED] = 1u << ATB_JOB_ACKED,
        [ATB_SAYS_ADDRESS] = 1u << ATB_JOB_PREPARE,
    };
    return (jobs[word] & 1u << job) != 0;
}

/* What answers another job, or comes before the command is out, is of one that was abandoned. */
static void hear_job(struct atb_net *net, const struct atb_event *event,
                     const struct atb_net_line *line, int32_t value)
{
    struct atb_socket *socket = net->socket;
    if (net->session->pending.state < ATB_PROMPTING || !answers_job(line->word, net->job)) {
        return;
    }
    net->answered = true;
    atb_set_deadline(net->session, ATB_NET_LAST_MS);
    if (line->word != ATB_SAYS_ADDRESS) {
        hear_answer(net, line->word, value);
    } else if (socket->kind->look_up != NULL) {
        (void)socket->kind->look_up(socket, event, line->value);
    }
}

static void hear_socket_line(struct atb_net *net, const struct atb_event *event,
                             const struct atb_net_line *line)
{
    const int32_t value = told_value(event, line);
    struct atb_socket *socket = find(net, event, line, value);
    if (line->word == ATB_SAYS_DOWN) {
        if (value == 1) {
            lose_all(net);
        }
    } else if (socket == NULL) {
        return;
    } else if (line->word == ATB_SAYS_READABLE) {
        socket->readable = value != 0;
    } else if (line->word == ATB_SAYS_CLOSED) {
        hear_closed(net, socket);
    } else if (socket == net->socket) {
        hear_job(net, event, line, value);
    }
}

/* ---- payload of a read ----------------------------------------------------------------------- */

/* Payload of the read under way, for a socket that still wants it. */
static bool is_read(const struct atb_net *net)
{
    return net->job == ATB_JOB_READ && net->session->payload_owned &&
           net->socket->state <= ATB_SOCKET_ENDING;
}

static void take_payload(struct atb_net *net, const struct atb_event *event)
{
    struct atb_socket *socket = net->socket;
    bool is_first = !net->got;
    if (!is_read(net)) {
        return;
    }
    net->got = true;
    net->answered = false; /* the OK may have become payload, where bytes were lost */
    const struct atb_packets *packets = socket->kind->packets;
    if (is_first && packets != NULL && !packets->begin(socket, event->length + event->remaining)) {
        net->full = true;
    }
    if (net->full || !atb_ring_put(socket, event->text, event->length)) {
        net->full = true;
        return;
    }
    atb_set_deadline(net->session, ATB_NET_LAST_MS); /* anew: a slow line takes long */
    if (packets == NULL) {
        atb_ring_release(socket);
    }
}

void atb_net_on_event(struct atb_watcher *watcher, const struct atb_event *event)
{
    struct atb_net *net = (struct atb_net *)watcher;
    const struct atb_net_line *line = net->dialect->lines;
    if (event->kind == ATB_EVENT_OVERRUN) {
        atb_net_ask_all(net);
    }
    for (const struct atb_net_line *end = line + net->dialect->line_count; line < end; line++) {
        if (line->line != event->line) {
            continue;
        }
        if (event->kind <= ATB_EVENT_URC) { /* a line that is as documented */
            hear_socket_line(net, event, line);
        } else if (event->kind == ATB_EVENT_PAYLOAD && line->word == ATB_SAYS_DATA) {
            take_payload(net, event);
        }
    }
}
