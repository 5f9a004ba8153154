/* SPDX-License-Identifier: MIT */
#include "atb_engine.h"

enum { CHUNK = 32, SLICE_MS = 10 };

int atb_poll(struct atb_session *session, uint32_t wait_ms)
{
    const struct atb_port *port = session->port;
    char bytes[CHUNK];
    if (session->inside) {
        return session->dialect != NULL ? ATB_BUSY : ATB_MISSING;
    }
    int count = port->read != NULL ? port->read(port->context, bytes, CHUNK, wait_ms) : -1;
    if (count < 0 || count > CHUNK) {
        return ATB_IO;
    }
    (void)atb_feed(session, bytes, (size_t)count);
    return atb_tick(session);
}

/* Sleeps in the port's own way where it has one, up to the moment that time has something to do.
 */
static int wait(struct atb_session *session)
{
    const struct atb_port *port = session->port;
    if (port->wait == NULL) {
        return atb_poll(session, SLICE_MS);
    }
    port->wait(port->context, atb_next_tick_ms(session));
    return atb_poll(session, 0);
}

/* What atb_run() waits for. */
struct outcome {
    const struct atb_session *session;
    struct atb_answer *answer;
    int status;
    bool ended;
};

static void note_end(void *app, int status)
{
    struct outcome *outcome = app;
    outcome->status = status;
    outcome->ended = true;
    if (outcome->answer != NULL) {
        *outcome->answer = outcome->session->answer;
    }
}

int atb_run(struct atb_session *session, const struct atb_command *command,
            struct atb_answer *answer)
{
    struct outcome outcome = {session, answer, ATB_OK, false};
    int status = session->inside && session->dialect != NULL
                     ? ATB_BUSY
                     : atb_start(session, command, answer, note_end, &outcome);
    while (status == ATB_OK && !outcome.ended) {
        status = wait(session);
    }
    if (!outcome.ended && session->pending.done_app == &outcome) {
        atb_break(session, ATB_IO); /* it ends: what it points to is gone when this returns */
    }
    return outcome.ended ? outcome.status : status;
}
