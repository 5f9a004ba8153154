/* SPDX-License-Identifier: MIT */
/*
 *                  start
 *                    |         (after a time-out or an abort)
 *   IDLE ------------+----------------> MARKING --+CSQ:--> MARKED --OK--+
 *    ^               |                                                  |
 *    |               v                                                  |
 *    |            SENDING <---------------------------------------------+
 *    |               |  \
 *    |  no prompt    |   `-> PROMPTING --'>'--> PAYING --all sent--+
 *    |               v                                             |
 *    +--final---- WAITING <----------------------------------------+
 *    |               | OK, and more to come
 *    |               v
 *    +--result--- AFTER_OK
 *
 *   +++ :  IDLE --start--> GUARDING --silence--> ESCAPING --OK--> IDLE
 *
 * A final result code ends a command in any state behind SENDING; a time limit,
 * atb_abort() and a failing port end it in every one. atb_done is called when the
 * session is IDLE again, so that it may start the next command.
 */
#include "atb_engine.h"
#include "atb_framer.h"

enum { MARK_MS = 3000, DEFAULT_MS = 10000, CONNECT_MS = 1000 };

bool atb_prompts(const struct atb_form *form)
{
    return form->send_mode != ATB_SEND_NONE && form->send_mode != ATB_SEND_INLINE;
}

/* ---- time ---------------------------------------------------------------------------- */

/* Before +++ a command only waits for silence; one that is expected waits for ever. */
static bool is_over(const struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    return pending->form != NULL && !pending->expected && pending->state != ATB_GUARDING &&
           (int32_t)(atb_now(session) - pending->deadline) >= 0;
}

static uint32_t multiply(uint32_t a, int32_t b)
{
    uint64_t product = (uint64_t)a * (b > 0 ? (uint32_t)b : 0);
    return product < INT32_MAX ? (uint32_t)product : (uint32_t)INT32_MAX;
}

/* Milliseconds, at most half the clock's range. */
static uint32_t limit_ms(const struct atb_session *session, const struct atb_limit *limit)
{
    const struct atb_pending *pending = &session->pending;
    uint32_t ms = limit->ms;
    int32_t count = 1;
    if (limit->kind == ATB_LIMIT_SETTING) {
        count = session->settings[limit->parameter];
        count = count != ATB_UNKNOWN ? count : limit->default_value;
    } else if (limit->kind != ATB_LIMIT_FIXED) {
        count = atb_number_of(pending, limit->parameter, limit->default_value);
    }
    if (limit->kind == ATB_LIMIT_PRODUCT) {
        ms = multiply(ms, atb_number_of(pending, limit->factor, limit->default_factor));
    }
    ms = multiply(ms, count) + limit->extra_ms;
    return ms < INT32_MAX ? ms : (uint32_t)INT32_MAX;
}

static void set_deadline(struct atb_session *session, const struct atb_limit *limit,
                         uint32_t otherwise)
{
    uint32_t ms = limit != NULL ? limit_ms(session, limit) : otherwise;
    session->pending.deadline = atb_now(session) + ms;
}

static void set_limit(struct atb_session *session)
{
    set_deadline(session, session->pending.form->limit, DEFAULT_MS);
}

/* ---- the course of a command -------------------------------------------------------------- */

void atb_begin(struct atb_session *session)
{
    session->stale = false;
    session->pending.state = ATB_SENDING;
    session->pending.part = ATB_PART_HEAD;
    set_limit(session);
}

void atb_begin_marked(struct atb_session *session)
{
    session->pending.state = ATB_MARKING;
    session->pending.part = ATB_PART_MARK;
    session->final_seen = false;
    set_deadline(session, NULL, MARK_MS);
}

void atb_sent(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (pending->state == ATB_MARKING) {
        return;
    }
    set_limit(session);
    if (pending->state == ATB_ESCAPING) {
        pending->deadline += session->dialect->guard_after_ms;
        return;
    }
    session->framer.prompt = pending->state == ATB_SENDING && atb_prompts(pending->form);
    pending->state = session->framer.prompt ? ATB_PROMPTING : ATB_WAITING;
}

/* ---- the end of a command --------------------------------------------------------------- */

void atb_drop(struct atb_session *session)
{
    session->pending.form = NULL;
    session->pending.state = ATB_IDLE;
    session->pending.part = ATB_PART_NONE;
    session->pending.serial++;
    session->framer.prompt = false;
    session->payload_owned = false;
}

void atb_finish(struct atb_session *session, int status)
{
    const struct atb_pending *pending = &session->pending;
    atb_done *done = pending->done;
    void *app = pending->done_app;
    if (pending->form == NULL) {
        return;
    }
    if ((status == ATB_OK || status == ATB_MALFORMED) && !atb_has(pending, ATB_EFFECTS_AT_ONCE)) {
        atb_apply_form(session);
    }
    atb_drop(session);
    if (done != NULL) {
        done(app, status);
    }
}

/* Stops sending, and remembers that answers, or a prompt, may still come. */
static void abandon(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    uint8_t state = pending->state;
    bool in_order = state == ATB_AFTER_OK && !atb_has(pending, ATB_TWO_OKS);
    bool paying = state == ATB_PAYING && atb_prompts(pending->form);
    session->stale = session->stale || (state >= ATB_ESCAPING && !in_order);
    session->escape_due = state == ATB_PROMPTING || paying;
    pending->part = ATB_PART_NONE;
}

void atb_abort(struct atb_session *session)
{
    if (session->pending.form != NULL) {
        abandon(session);
        (void)atb_send_on(session);
        atb_finish(session, ATB_ABORTED);
    }
}

/* ---- time passes ------------------------------------------------------------------------- */

/* Payload that does not come would swallow the next answer. */
static void give_up_payload(struct atb_session *session)
{
    struct atb_event event = atb_event_of(ATB_EVENT_MALFORMED, "", 0);
    if (atb_framer_give_up(&session->framer)) {
        event.line = session->payload_line;
        event.status = ATB_TIMEOUT;
        atb_report(session, &event);
    }
}

static void on_deadline(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    bool connect = pending->state == ATB_AFTER_OK && atb_has(pending, ATB_CONNECT_AFTER_OK);
    bool payload_lost = session->payload_owned || session->quiet;
    if (pending->state == ATB_MARKING && session->final_seen) {
        atb_begin(
            session); /* the mark was spoilt, but the modem answers and has been silent since */
        return;
    }
    abandon(session);
    atb_finish(session, connect ? ATB_OK : ATB_TIMEOUT);
    if (payload_lost) {
        give_up_payload(session);
    }
}

/* +++ may go out once the line has been silent long enough. */
static void end_guard(struct atb_session *session)
{
    if (atb_now(session) - session->data_sent_at >= session->dialect->guard_before_ms) {
        session->pending.state = ATB_ESCAPING;
        session->pending.part = ATB_PART_HEAD;
        set_limit(session);
    }
}

void atb_tick(struct atb_session *session)
{
    if (session->quiet && session->framer.length > 0 && atb_in_data_mode(session)) {
        atb_report_data(session, atb_framer_release(&session->framer));
    }
    if (session->pending.state == ATB_GUARDING) {
        end_guard(session);
    }
    if (is_over(session)) {
        on_deadline(session);
    }
    if (!atb_send_on(session)) {
        atb_finish(session, ATB_IO);
    }
    session->quiet = true;
    for (struct atb_watcher *one = session->watchers; one != NULL; one = one->next) {
        if (one->on_tick != NULL) {
            one->on_tick(one);
        }
    }
}

/* ---- what a line does to the command under way --------------------------------------------------
 */

static void on_connect(struct atb_session *session)
{
    const unsigned means_it = ATB_MAY_CONNECT | ATB_CONNECT_AFTER_OK | ATB_RESULT_AFTER_OK;
    if (session->pending.state >= ATB_SENDING) {
        atb_finish(session, atb_has(&session->pending, means_it) ? ATB_OK : ATB_ABORTED);
    }
}

/* OK, or what stands for it. */
static void on_success(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    const unsigned more = ATB_RESULT_AFTER_OK | ATB_TWO_OKS | ATB_CONNECT_AFTER_OK;
    if (pending->state == ATB_AFTER_OK && !atb_has(pending, ATB_TWO_OKS)) {
        return;
    }
    bool all_seen = pending->result_seen && !atb_has(pending, ATB_TWO_OKS);
    if (pending->state != ATB_AFTER_OK && atb_has(pending, more) && !all_seen) {
        pending->state = ATB_AFTER_OK;
        pending->part = ATB_PART_NONE;
        session->framer.prompt = false;
        set_deadline(session, pending->form->result_limit,
                     atb_has(pending, ATB_CONNECT_AFTER_OK) ? CONNECT_MS : DEFAULT_MS);
        return;
    }
    atb_finish(session, pending->status);
}

void atb_on_final(struct atb_session *session, const struct atb_line *line)
{
    struct atb_pending *pending = &session->pending;
    session->final_seen = true;
    if (pending->state == ATB_MARKED) {
        atb_begin(session);
        return;
    }
    if (pending->state < ATB_SENDING && pending->state != ATB_ESCAPING) {
        return;
    }
    if (line->final == ATB_FINAL_SUCCESS) {
        on_success(session);
    } else if (line->final == ATB_FINAL_CONNECT) {
        on_connect(session);
    } else if (!line->ends_data || atb_has(pending, ATB_MAY_CONNECT | ATB_CONNECT_AFTER_OK)) {
        atb_finish(session, ATB_ERROR);
    }
}

static bool is_last_result(const struct atb_session *session, uint8_t index)
{
    const struct atb_pending *pending = &session->pending;
    const struct atb_form *form = pending->form;
    const struct atb_limit *limit = form->result_limit;
    if (atb_has(pending, ATB_TWO_OKS)) {
        return false;
    }
    if (!atb_has(pending, ATB_RESULT_REPEATS) || index != form->lines[form->info_count]) {
        return true;
    }
    return atb_has(pending, ATB_LAST_IS_OPTIONAL) && limit != NULL &&
           atb_number_of(pending, limit->factor, limit->default_factor) == 1;
}

void atb_on_result(struct atb_session *session, uint8_t index, bool failed)
{
    struct atb_pending *pending = &session->pending;
    bool late = pending->state == ATB_AFTER_OK;
    if (late && !is_last_result(session, index)) {
        return;
    }
    if (failed && pending->status == ATB_OK) {
        pending->status = ATB_ERROR;
    }
    pending->result_seen = true;
    if (late) {
        atb_finish(session, pending->status);
    }
}
