/* SPDX-License-Identifier: MIT */
/*
 * Rest between two commands, and waking a modem that sleeps: asked each time before a
 * line goes out, answered with the milliseconds that are still to wait.
 */
#include "atb_engine.h"

void atb_set_pace(struct atb_session *session, const struct atb_pace *pace)
{
    session->pace = pace;
}

/* False: the port had no room for the byte. Behind half a line it is a blank, which means nothing
 * there: a carriage return would make it a command. */
static bool wake(struct atb_session *session, const struct atb_pace *pace)
{
    const char *byte = session->late.half_line ? " " : pace->wake_byte;
    if (pace->wake != NULL) {
        pace->wake(session->port->context);
    }
    return pace->wake_byte == NULL || session->port->write(session->port->context, byte, 1) != 0;
}

/* A byte that found no room is tried once more behind the pause: a port that is full for ever is
 * the time limit's business. */
static uint32_t begin_waking(struct atb_session *session, const struct atb_pace *pace)
{
    bool again = session->woken;
    session->woken = true;
    if (wake(session, pace) || again) {
        session->sent_at = atb_now(session);
    }
    return pace->wake_ms;
}

/* How much of `ms` is left since then. */
static uint32_t left_of(uint32_t ms, uint32_t passed)
{
    return passed < ms ? ms - passed : 0;
}

uint32_t atb_pace_rest(struct atb_session *session, const struct atb_pace *pace)
{
    uint32_t now = atb_now(session);
    uint32_t sent = now - session->sent_at;
    uint32_t heard = session->heard ? 0 : now - session->heard_at; /* the tick notices later */
    uint32_t to_wake = session->woken ? pace->wake_ms : 0;         /* it stays awake from then on */
    if (pace->asleep_after_ms != 0 && sent >= pace->asleep_after_ms + to_wake) {
        return begin_waking(session, pace);
    }
    uint32_t waking = left_of(to_wake, sent);
    uint32_t quiet = left_of(pace->quiet_ms, heard);
    uint32_t rest = waking > quiet ? waking : quiet;
    session->woken = session->woken && rest > 0;
    return rest;
}
