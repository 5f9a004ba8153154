/* SPDX-License-Identifier: MIT */
/*
 *                 start
 *                   |      rest, or a modem to wake        (after an abandoned command)
 *  IDLE ------------+-------> RESTING -----------+--------> MARKING --+CSQ:--> MARKED --OK--+
 *   ^               |                            |                                          |
 *   |               v                            |                                          |
 *   |            SENDING <-----------------------+------------------------------------------+
 *   |               |  \
 *   |  no prompt    |   `-> PROMPTING --'>'--> PAYING --all sent--+
 *   |               v                                             |
 *   +-all paid-- WAITING <----------------------------------------+
 *
 *  +++ :  IDLE --start--> GUARDING --silence--> ESCAPING --OK--> IDLE
 *
 * Behind a mark the command may rest once more. In WAITING each line pays something off of what the
 * form says is owed: OKs and results, or CONNECT for all of it. A failure ends the command in every
 * state from PROMPTING on, and in SENDING once the rest of the line has left; before its first byte
 * has, no final result code is its own. A success that is not owed, or that comes before the last
 * byte has left, is out of order: the command is given up (atb_end.c). atb_done is called when the
 * session is IDLE again, so that it may start the next command.
 */
#include "atb_engine.h"

/* ---- bytes leave ------------------------------------------------------------------------ */

void atb_sent(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (pending->state == ATB_SENDING && atb_prompts(pending->form)) {
        pending->state = ATB_PROMPTING;
        session->framer.prompt = true;
    } else if (pending->state >= ATB_SENDING) {
        pending->state = ATB_WAITING;
    }
    if (pending->state == ATB_MARKING) {
        atb_note_asked(session, session->pending.mark);
    } else {
        atb_set_final_limit(session);
    }
    if (pending->state == ATB_ESCAPING) {
        pending->deadline += session->dialect->guard_after_ms;
    }
    atb_run_out(session);
}

/* One that comes while the line is still being written is nobody's. One that comes when its command
 * was abandoned, or its payload is on its way without it, finds the modem waiting for payload. */
static void answer_prompt(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (pending->state == ATB_PROMPTING) {
        pending->state = ATB_WAITING;
        if (!pending->expected) {
            pending->state = ATB_PAYING;
            pending->part = ATB_PART_PAYLOAD;
        }
        atb_set_final_limit(session);
    } else if (pending->state == ATB_SENDING) {
        session->framer.prompt = true;
    } else if (session->late.prompt_lost) {
        atb_need_reset(session, ATB_RESET_NEEDED);
    } else if (session->late.cancel != 0) {
        session->late.cancel_due = true;
    }
}

static void on_prompt(struct atb_session *session, const char *text)
{
    const uint8_t serial = session->serial;
    struct atb_event event;
    atb_set_event(&event, ATB_EVENT_PROMPT, text, 1);
    session->framer.prompt = false;
    session->framer.after_prompt = true;
    event.handled = true;
    atb_report(session, &event);
    if (serial == session->serial) {
        answer_prompt(session);
    }
}

/* ---- lines pay --------------------------------------------------------------------------- */

static uint8_t place_of(const struct atb_session *session, uint8_t line)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->state < ATB_PROMPTING) {
        return 0;
    }
    const char *listed = pending->form->text;
    const uint8_t other = pending->oks < pending->form->oks ? ATB_BEFORE_OK : ATB_BEHIND_OK;
    for (unsigned left = pending->form->line_count; left > 0; left--, listed += 2) {
        const uint8_t place = (uint8_t)listed[1] & (uint8_t)~other;
        if ((uint8_t)listed[0] == line && (place & ATB_EITHER_SIDE) != 0) {
            return place;
        }
    }
    return 0;
}

static void settle(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->oks == 0 && (pending->results == 0 || pending->given_up)) {
        session->late.prompt_lost = false;
        atb_finish(session, pending->status);
    }
}

static void on_line(struct atb_session *session, uint8_t place, bool failed)
{
    struct atb_pending *pending = &session->pending;
    const bool one_of_many = (place & ATB_PAYS_ALONE) != 0 && !pending->alone; /* the last tells */
    pending->informed = true;
    if (failed && !one_of_many) {
        atb_spoil(pending, ATB_ERROR);
    }
    if (pending->results > 0 && (place & (ATB_PAYS | ATB_PAYS_ALONE)) != 0 && !one_of_many) {
        pending->results--;
        settle(session);
    }
}

/* ---- final result codes --------------------------------------------------------------------- */

/* OK, or what stands for it. */
static void on_success(struct atb_session *session, uint8_t line)
{
    struct atb_pending *pending = &session->pending;
    uint8_t final = pending->form->final;
    bool listed = line == final || final == ATB_ANY_LINE;
    if (!listed || pending->oks == 0 || pending->state != ATB_WAITING) {
        atb_give_up(session, ATB_OUT_OF_ORDER);
        return;
    }
    pending->oks--;
    if (pending->form->informs && !pending->informed) {
        atb_spoil(pending, ATB_INCOMPLETE);
    }
    const struct atb_form_rest *rest = pending->form->rest;
    if (rest->opens) {
        atb_apply_form(session, false);
    }
    atb_set_limit(session, rest->limits_result ? rest->limit : NULL, pending->form->result_time);
    settle(session);
}

static bool may_connect(const struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    bool asked = pending->form != NULL && pending->form->connects && pending->state == ATB_WAITING;
    return asked || session->late.may_connect || session->connect_allowed;
}

static void connect(struct atb_session *session)
{
    if (session->transparent != NULL) {
        session->transparent->enter(session);
    } else {
        session->late.reset_needed = true;
    }
}

/* The modem is in transparent mode now, if CONNECT may mean that; see tell(). */
static void on_connect(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (pending->form == NULL) {
        return;
    }
    if (pending->form->connects && pending->state == ATB_WAITING) {
        atb_finish(session, pending->status);
    } else if (atb_takes_data(session)) {
        atb_break(session, ATB_OUT_OF_ORDER);
    } else if (pending->state >= ATB_SENDING && atb_has_left(pending)) {
        atb_give_up(session, ATB_OUT_OF_ORDER);
    }
}

/* The modem is at its command line again; what is half sent ends there. */
static void on_failure(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (pending->state == ATB_SENDING) {
        atb_give_up(session, ATB_ERROR);
        return;
    }
    if (pending->part != ATB_PART_NONE || pending->blind) {
        session->late.half_line = true;
        session->late.stale = true; /* what has left may be answered as a line, or as several */
    }
    atb_finish(session, pending->given_up ? pending->status : ATB_ERROR);
}

/* One that belongs to no command that is under way. */
static bool is_anothers(struct atb_session *session, const struct atb_subject *subject)
{
    const struct atb_pending *pending = &session->pending;
    const bool ends_data = atb_more_of(subject->chapter, subject->line)->ends_data;
    if (ends_data && (pending->form == NULL || !pending->form->connects)) {
        return true; /* a connection's end */
    }
    if (atb_end_mark(session)) {
        return true;
    }
    if (pending->form == NULL || !atb_has_left(pending)) {
        session->late.stale = true; /* somebody's: whose comes next? */
        return true;
    }
    return pending->state < ATB_SENDING;
}

static void on_final(struct atb_session *session, const struct atb_subject *subject)
{
    const uint8_t role = subject->line->role;
    if (role == ATB_CONNECT) {
        on_connect(session);
    } else if (is_anothers(session, subject)) {
        return;
    } else if (role == ATB_SUCCESS) {
        on_success(session, subject->index);
    } else {
        on_failure(session);
    }
}

/* ---- what the receiving side asks and tells --------------------------------------------- */

static void meet(struct atb_subject *subject)
{
    const struct atb_pending *pending = &subject->session->pending;
    if (atb_key_agrees(subject, subject->line)) {
        subject->awaited = place_of(subject->session, subject->index);
    }
    subject->waited =
        subject->awaited || (pending->state >= ATB_MARKED && atb_is_final(subject->line));
}

/* Where a line begins so that the command under way waits for, it has lost its answer. */
static void lose(struct atb_subject *subject)
{
    if (subject->index == ATB_NO_LINE) {
        return;
    }
    const struct atb_keyword *keyword = subject->keyword;
    const uint8_t *candidate = subject->chapter->candidates + keyword->first;
    for (unsigned left = keyword->count; left > 0; left--, candidate++) {
        if (place_of(subject->session, *candidate) != 0) {
            subject->index = *candidate;
            subject->session->pending.status = ATB_MALFORMED;
            return;
        }
    }
}

/* What the table says of success, held against what the line says. */
static bool says_failure(const struct atb_subject *subject, const struct atb_line_more *more)
{
    if (more->success == ATB_SUCCESS_ALWAYS || more->success == ATB_SUCCESS_NEVER) {
        return more->success == ATB_SUCCESS_NEVER;
    }
    if (more->success == ATB_SUCCESS_GIVEN) {
        return subject->values.bytes[more->success_at] == 0;
    }
    const int32_t number = atb_number_in(subject, more->success_at);
    return more->success == ATB_SUCCESS_EQUALS
               ? number != more->success_value
               : number < atb_number_in(subject, (unsigned)more->success_value);
}

/* Its error code, and whether it says success. */
static void take_outcome(struct atb_subject *subject, const struct atb_line_more *more)
{
    struct atb_session *session = subject->session;
    if (more->error_set != ATB_ERROR_NONE) {
        session->error.code = more->error_code == ATB_NO_INDEX
                                  ? ATB_UNKNOWN
                                  : atb_number_in(subject, more->error_code);
        session->error.set = more->error_set;
    }
    subject->failed = subject->awaited && says_failure(subject, more);
}

/* Its outcome, settings, and whether transparent mode begins. */
static void tell(struct atb_subject *subject)
{
    struct atb_session *session = subject->session;
    const struct atb_line_more *more = atb_more_of(subject->chapter, subject->line);
    if (subject->waited) {
        take_outcome(subject, more);
    }
    if (!subject->awaited && !may_connect(session)) {
        return;
    }
    bool connects = subject->line->role == ATB_CONNECT;
    if (more->told_count != 0 && session->taker != NULL && session->taker->tell != NULL) {
        connects = session->taker->tell(subject);
    }
    if (connects) {
        connect(session);
    }
}

/* Once it has been told to all. */
static void go_on(const struct atb_subject *subject)
{
    struct atb_session *session = subject->session;
    if (subject->awaited && subject->event.kind == ATB_EVENT_MALFORMED) {
        atb_spoil(&session->pending, ATB_MALFORMED);
    }
    if (session->late.reset_needed) {
        atb_need_reset(session, ATB_RESET_NEEDED); /* transparent mode that nobody allowed */
    } else if (atb_is_final(subject->line)) {
        on_final(session, subject);
    } else if (subject->awaited) {
        on_line(session, subject->awaited, subject->failed);
    } else if (atb_takes_data(session)) {
        atb_break(session, ATB_OUT_OF_ORDER); /* an abandoned command's, and as good as CONNECT */
    }
}

/* As atb_modem_rebooted(), but amid lines: no payload is to come. */
static void hear_reboot(struct atb_session *session)
{
    atb_back_to_lines(session);
    atb_forget_all(session);
    atb_finish(session, ATB_REBOOTED);
}

static void lose_raw(struct atb_subject *subject)
{
    atb_lose_raw(subject->session);
    lose(subject);
}

static void tell_raw_and_go_on(const struct atb_subject *subject)
{
    struct atb_session *session = subject->session;
    const uint8_t serial = session->serial;
    if (atb_tell_raw(session, &subject->event)) {
        go_on(subject);
    }
    if (serial == session->serial) {
        atb_refuse_raw(session, &subject->event);
    }
}

/* A function that is named here is linked with every program that starts a command. */
#define CALLS                                                                                      \
    .place_of = place_of, .meet = meet, .is_own = atb_is_own, .tell = tell,                        \
    .on_prompt = on_prompt, .send_on = atb_send_on, .reboot = hear_reboot

const struct atb_engine atb_engine = {CALLS, .lose = lose, .go_on = go_on};
const struct atb_engine atb_watched_engine = {CALLS, .lose = lose, .go_on = go_on,
                                              .show = atb_show};
const struct atb_engine atb_raw_engine = {CALLS, .lose = lose_raw, .go_on = tell_raw_and_go_on,
                                          .show = atb_show_raw};
