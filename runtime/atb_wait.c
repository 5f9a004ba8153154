/* SPDX-License-Identifier: MIT */
/* Blocking calls: what the port has, and time, until there is something to tell. */
#include "atb_engine.h"

enum { CHUNK = 32, SLICE_MS = 10 };

/* No longer than until time has something to do, and in the port's own way where it has one.
 * Returns how long `read` is to wait. */
static uint32_t await(const struct atb_session *session, uint32_t wait_ms)
{
    const struct atb_port *port = session->port;
    uint32_t next = atb_next_tick_ms(session);
    wait_ms = next < wait_ms ? next : wait_ms;
    if (port->wait == NULL || wait_ms == 0) {
        return wait_ms;
    }
    port->wait(port->context, wait_ms);
    return 0;
}

int atb_check_wait(const struct atb_session *session)
{
    if (!session->open) {
        return session->dialect != NULL ? ATB_BUSY : ATB_MISSING;
    }
    return session->port->read != NULL ? ATB_OK : ATB_IO;
}

int atb_poll(struct atb_session *session, uint32_t wait_ms)
{
    const struct atb_port *port = session->port;
    char bytes[CHUNK];
    int status = atb_check_wait(session);
    if (status != ATB_OK) {
        return status;
    }
    int count = port->read(port->context, bytes, CHUNK, await(session, wait_ms));
    if (count < 0 || count > CHUNK) {
        return ATB_IO;
    }
    (void)atb_feed(session, bytes, (size_t)count);
    return atb_tick(session);
}

int atb_wait(struct atb_session *session, uint32_t wait_ms)
{
    bool sliced = session->port->wait == NULL && wait_ms > SLICE_MS;
    return atb_poll(session, sliced ? SLICE_MS : wait_ms);
}

/* What atb_run() waits for. */
struct outcome {
    const struct atb_session *session;
    struct atb_answer *answer;
    int status;
};

static void note_end(void *app, int status)
{
    struct outcome *outcome = app;
    outcome->status = status;
    if (outcome->answer != NULL) {
        *outcome->answer = outcome->session->answer;
    }
}

/* Its callbacks may end it, start another, or prepare the session anew, which tells nobody. */
static bool is_under_way(const struct atb_session *session)
{
    return session->pending.form != NULL && session->pending.done == note_end;
}

int atb_run(struct atb_session *session, const struct atb_command *command,
            struct atb_answer *answer)
{
    struct outcome outcome = {session, answer, ATB_ABORTED};
    int status = atb_check_wait(session);
    if (status == ATB_OK) {
        status = atb_start(session, command, answer, note_end, &outcome);
    }
    if (status != ATB_OK) {
        return status;
    }
    while (is_under_way(session)) {
        if (atb_wait(session, UINT32_MAX) != ATB_OK) {
            atb_break(session, ATB_IO); /* it ends: what it points to is gone when this returns */
        }
    }
    return outcome.status;
}
