/* SPDX-License-Identifier: MIT */
/* Time limits, and what time does: the tick. */
#include "atb_engine.h"
#include "atb_payload.h"

enum {
    PROMPT_MS = 30000, /* no longer is a prompt waited for */
    GRACE_MS = 3000,   /* for what was given up to run out */
    SOON_MS = 10,      /* till the next tick, where there is something to do */
    LOST_MS = 5000,    /* so long a silence says that payload is lost */
    SOONER_MS = 2000   /* and where a mark's answer may be taken for it: between two marks */
};

uint32_t atb_now(const struct atb_session *session)
{
    return session->port->now(session->port->context);
}

/* ---- limits ------------------------------------------------------------------------------- */

void atb_set_deadline(struct atb_session *session, uint32_t ms)
{
    struct atb_pending *pending = &session->pending;
    pending->deadline = atb_now(session) + ms;
    if (!pending->given_up) {
        atb_bring_forward(&pending->deadline, session->latest);
    }
}

/* No network stands between a modem and its prompt, and till then nothing else can go out. But
 * modems stand still for 10 to 30 s (another cell, flash) and go on as if nothing had been: payload
 * that goes out without its prompt, which then comes, costs a reset. */
void atb_set_limit(struct atb_session *session, const struct atb_limit *limit, uint8_t time)
{
    const uint32_t ms = limit != NULL ? limit->ms(session, limit) : atb_fixed_ms(time);
    const bool long_prompt = session->pending.state == ATB_PROMPTING && ms > PROMPT_MS;
    atb_set_deadline(session, long_prompt ? PROMPT_MS : ms);
}

void atb_set_final_limit(struct atb_session *session)
{
    const struct atb_form *form = session->pending.form;
    const struct atb_form_rest *rest = form->rest;
    atb_set_limit(session, rest->limits_final ? rest->limit : NULL, form->time);
}

void atb_hurry(struct atb_session *session, uint32_t ms)
{
    const uint32_t end = atb_now(session) + ms;
    atb_bring_forward(&session->latest, end);
    if (session->pending.state != ATB_PROMPTING) { /* which has its own */
        atb_bring_forward(&session->pending.deadline, end);
    }
}

/* Before +++ a command only waits for silence; one that is expected waits for ever. */
static bool is_over(const struct atb_session *session, uint32_t now)
{
    const struct atb_pending *pending = &session->pending;
    return pending->form != NULL && !pending->expected && pending->state != ATB_GUARDING &&
           atb_has_come(now, pending->deadline);
}

/* ---- time passes ------------------------------------------------------------------------- */

/* The application's own limit is over. */
static bool is_late(const struct atb_session *session, uint32_t now)
{
    return atb_has_come(now, session->latest);
}

/* What was given up at its limit has a little longer to run out. */
static void on_deadline(struct atb_session *session, uint32_t now)
{
    const struct atb_pending *pending = &session->pending;
    const bool payload_lost = session->payload_owned || !session->heard;
    if (pending->state == ATB_RESTING && !is_late(session, now)) {
        atb_begin_paced(session);
        return;
    }
    if (!is_late(session, now) && atb_pass_silence(session)) {
        return;
    }
    if (pending->state == ATB_PROMPTING && pending->form->send == ATB_SEND_LENGTH) {
        atb_on_lost_prompt(session);
    } else if (pending->given_up) {
        atb_break(session, pending->status);
    } else {
        session->pending.deadline = now + GRACE_MS;
        atb_give_up(session, ATB_TIMEOUT);
    }
    if (payload_lost) {
        atb_give_up_payload(session);
    }
}

static void pass_time(struct atb_session *session)
{
    atb_flush_payload(session);
    if (atb_takes_data(session)) {
        session->transparent->tick(session);
    }
    const uint32_t now = atb_now(session);
    if (is_over(session, now)) {
        on_deadline(session, now);
    }
    (void)atb_send_on(session);
    if (session->heard) {
        session->heard = false;
        session->heard_at = now;
    }
    if (atb_has_passed(now, session->heard_at, session->late.stale ? SOONER_MS : LOST_MS)) {
        atb_give_up_payload(session);
    }
    if (atb_is_watched(session)) {
        session->engine->show(session, NULL);
    }
}

/* ---- for a main loop that sleeps ---------------------------------------------------------- */

static uint32_t until(const struct atb_session *session, uint32_t moment)
{
    int32_t left = (int32_t)(moment - atb_now(session));
    return left > 0 ? (uint32_t)left : 0;
}

static uint32_t until_watchers(const struct atb_session *session)
{
    const bool taken = atb_busy(session) || atb_takes_data(session);
    uint32_t next = UINT32_MAX;
    for (const struct atb_watcher *one = session->watchers; one != NULL; one = one->next) {
        uint32_t left = one->on_tick != NULL ? until(session, one->due) : UINT32_MAX;
        left = one->waits && !taken ? 0 : left;
        next = left < next ? left : next;
    }
    return next;
}

uint32_t atb_next_tick_ms(const struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    if (session->dialect == NULL) {
        return UINT32_MAX;
    }
    uint32_t next = until_watchers(session);
    if (pending->form != NULL && !pending->expected) {
        uint32_t end = until(session, pending->deadline);
        next = end < next ? end : next;
    }
    bool soon = atb_has_to_send(session) || session->heard || atb_awaits_payload(session) ||
                (session->framer.length > 0 && atb_takes_data(session));
    return soon && next > SOON_MS ? (uint32_t)SOON_MS : next;
}

int atb_tick(struct atb_session *session)
{
    if (!session->open) {
        return ATB_BUSY;
    }
    session->open = false;
    pass_time(session);
    session->open = true;
    return ATB_OK;
}

void atb_set_limit_ms(struct atb_session *session, uint32_t ms)
{
    session->limit_ms = ms - 1u < ATB_LONGEST_MS ? ms : ATB_LONGEST_MS;
}
