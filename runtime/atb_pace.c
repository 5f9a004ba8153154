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

static void wake(struct atb_session *session, const struct atb_pace *pace)
{
    if (pace->wake != NULL) {
        pace->wake(session->port->context);
    }
    if (pace->wake_byte != NULL) {
        (void)session->port->write(session->port->context, pace->wake_byte, 1);
    }
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
    uint32_t heard = now - session->heard_at;
    uint32_t silent = sent < heard ? sent : heard;
    if (pace->asleep_after_ms != 0 && silent >= pace->asleep_after_ms) {
        wake(session, pace);
        session->sent_at = now;
        session->woken = true;
        return pace->wake_ms;
    }
    uint32_t waking = session->woken ? left_of(pace->wake_ms, sent) : 0;
    session->woken = waking != 0;
    uint32_t quiet = left_of(pace->quiet_ms, heard);
    return waking > quiet ? waking : quiet;
}
