/* SPDX-License-Identifier: MIT */
/* Listeners, and their peers until these are accepted. Linked where a kind of listener is named. */
#include "atb_net_private.h"

/* ---- the number of a connection that is over ---------------------------------------------- */

static struct atb_socket *holder_of(const struct atb_net *net, int32_t id)
{
    struct atb_socket *one = net->sockets;
    while (one != NULL && (one->kind->listen != NULL || one->id != id || !atb_net_is_alive(one))) {
        one = one->next;
    }
    return one;
}

/* The modem has given the number to the next peer, and nothing more can be asked of the last one
 * (or of one that was about to be opened). False: its command is under way, which reads or closes
 * we do not know whom; so that no byte comes to the wrong one, both are closed. */
static bool end_the_last(struct atb_net *net, int32_t id)
{
    struct atb_socket *last = holder_of(net, id);
    if (last == NULL) {
        return true;
    }
    const bool busy = net->socket == last && net->job != ATB_NO_JOB;
    if (last->state <= ATB_SOCKET_OPEN) {
        last->status = ATB_CLOSED;
    }
    last->state = busy ? ATB_SOCKET_CLOSING : ATB_SOCKET_ENDED;
    last->readable = true;
    last->left = 0;
    net->job = busy ? ATB_NO_JOB : net->job;
    return !busy;
}

/* ---- what lines say ------------------------------------------------------------------------ */

static void note_incoming(struct atb_net *net, struct atb_socket *listener, int32_t id, bool gone)
{
    if (atb_net_may_wait(id) && atb_net_is_alive(listener) && end_the_last(net, id)) {
        const unsigned bit = 1u << id;
        listener->waiting |= (uint16_t)bit;
        listener->gone = (uint16_t)(gone ? listener->gone | bit : listener->gone & ~bit);
        atb_net_tell(net, listener, ATB_SOCKET_INCOMING);
    }
}

/* Nobody has it, and one listens alone: a peer whose line was lost. Nobody knows whose it is where
 * several listen. */
static void note_unannounced(struct atb_net *net, struct atb_socket *listener, int32_t id,
                             bool gone)
{
    for (const struct atb_socket *one = net->sockets; one != NULL; one = one->next) {
        const bool named = one->kind->listen != NULL || one->id == id;
        if (atb_net_awaits(one, id) || (named && one != listener && atb_net_is_alive(one))) {
            return;
        }
    }
    note_incoming(net, listener, id, gone);
}

/* Of listeners that are numbered apart the line is a connection's alone, whose number is free with
 * it. */
static void hear_named(struct atb_net *net, struct atb_socket *listener, int32_t id, bool closed)
{
    const bool shares = !listener->kind->apart;
    if (shares && listener->id == id) {
        if (closed) {
            atb_net_lose(listener, ATB_CLOSED);
        }
    } else if (closed && atb_net_awaits(listener, id)) {
        listener->gone |= (uint16_t)(1u << id);
    } else if (shares || !closed) {
        note_unannounced(net, listener, id, closed);
    }
}

void atb_net_listen(struct atb_net *net, struct atb_socket *listener, uint8_t word, int32_t id,
                    int32_t value)
{
    if (word == ATB_SAYS_INCOMING && listener->id == id) {
        note_incoming(net, listener, value, false);
    } else if (word <= ATB_SAYS_CLOSED) {
        hear_named(net, listener, id, word == ATB_SAYS_CLOSED);
    } else if (word == ATB_SAYS_DOWN && value == 1) {
        listener->gone = listener->waiting;
    }
}
