/* SPDX-License-Identifier: MIT */
/*
 * The end of a command. One that is paid off just ends. One that is given up (time is
 * over, the application aborts, a success came out of order) first sees to it that the
 * next line stands alone:
 *
 *   nothing left yet            it ends
 *   a line is half sent         the rest of it goes out, then it ends
 *   the modem waits for payload, or may do so:
 *     ended by Ctrl-Z           cancelled: nothing reaches the peer
 *     ended by the modem's      the same; behind the payload its timer is waited for
 *     timer
 *     counted by the modem      all of it goes out: the peer gets it whole and once
 *   everything has left         it ends
 *
 * Where the prompt is lost, counted payload goes out without it if it cannot be a
 * command: either the modem was waiting for it, or it was chatter at its command line.
 * Else nothing safe can be sent any more, and the modem must be reset.
 */
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"
#include "atb_validate.h"

void atb_drop(struct atb_session *session)
{
    session->pending.form = NULL;
    session->pending.state = ATB_IDLE;
    session->pending.part = ATB_PART_NONE;
    session->serial++;
    session->framer.prompt = session->late.cancel != 0 || session->late.prompt_lost;
    session->payload_owned = false;
}

/* What came was more than the caller has memory for. */
static bool is_truncated(const struct atb_answer *answer)
{
    return answer->data_total > answer->data_length;
}

/* They follow commands that succeed. */
static void settle_settings(struct atb_session *session, int status)
{
    const struct atb_form *form = session->pending.form;
    const bool succeeded = status == ATB_OK || status == ATB_MALFORMED;
    const bool tried = form->rest->opens && session->pending.oks < form->oks;
    if (succeeded ? !form->at_once : tried) {
        atb_apply_form(session, !succeeded);
    }
}

void atb_finish(struct atb_session *session, int status)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->form == NULL) {
        return;
    }
    settle_settings(session, status);
    if (status == ATB_OK && is_truncated(&session->answer)) {
        status = ATB_TRUNCATED;
    }
    atb_drop(session);
    if (pending->done != NULL) {
        pending->done(pending->done_app, status);
    }
}

/* All of its payload has left, and the modem's timer ends it: or did so amid it, when the port
 * stalled. */
static bool ends_by_timer(const struct atb_pending *pending)
{
    return pending->state == ATB_WAITING && pending->form->send == ATB_SEND_TIMEOUT;
}

/* Ends it while its answers may still come. */
static void finish_unanswered(struct atb_session *session, int status)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->state >= ATB_ESCAPING && atb_has_left(pending)) {
        session->late.stale = true;
        if (pending->form->connects) {
            session->late.may_connect = true;
        }
        if (pending->blind || ends_by_timer(pending)) {
            session->late.half_line = true; /* payload that the modem did not want was a line */
        }
        const unsigned later = pending->oks / 2u; /* of two OKs the second may come at any time */
        session->late.unanswered = (uint8_t)(session->late.unanswered + later);
        atb_note_mark(session);
    }
    atb_finish(session, status);
}

/* ---- giving up ----------------------------------------------------------------------------- */

static bool cancel_prompted(struct atb_session *session)
{
    const struct atb_coder *coder = atb_coder_of(session->pending.form);
    return coder != NULL && coder->cancel != NULL && coder->cancel(session);
}

/* Whether the next line would be read as one. */
static bool stands_alone(const struct atb_pending *pending)
{
    if (pending->part != ATB_PART_NONE) {
        return pending->part < ATB_PART_PAYLOAD && pending->sent == 0;
    }
    return pending->expected || !(ends_by_timer(pending) || pending->state == ATB_PROMPTING);
}

void atb_run_out(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->given_up && (cancel_prompted(session) || stands_alone(pending))) {
        finish_unanswered(session, pending->status);
    }
}

void atb_give_up(struct atb_session *session, int status)
{
    struct atb_pending *pending = &session->pending;
    if (!pending->given_up) {
        pending->given_up = true;
        pending->status = (int8_t)status;
    }
    atb_run_out(session);
}

void atb_abort(struct atb_session *session)
{
    const bool open = session->open;
    const uint8_t serial = session->serial;
    if (session->pending.form == NULL) {
        return;
    }
    session->open = false;
    atb_flush_payload(session);      /* what has come is the command's still */
    if (serial == session->serial) { /* else whoever heard of it has ended the command */
        atb_give_up(session, ATB_ABORTED);
        (void)atb_send_on(session);
    }
    session->open = open;
}

/* ---- no way back ----------------------------------------------------------------------------- */

void atb_need_reset(struct atb_session *session, int status)
{
    session->late =
        (struct atb_late){.reset_needed = true}; /* no late prompt is answered, either */
    atb_finish(session, status);
}

/* Payload is on its way that neither ends nor can be cancelled, or the modem may wait for it. */
static bool is_in_payload(const struct atb_pending *pending)
{
    return pending->part >= ATB_PART_PAYLOAD || pending->state == ATB_PROMPTING;
}

void atb_break(struct atb_session *session, int status)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->form == NULL) {
        return; /* a cancel that did not leave is still due */
    }
    if (!cancel_prompted(session) && is_in_payload(pending) && !pending->expected) {
        atb_need_reset(session, status);
        return;
    }
    if (pending->part != ATB_PART_NONE && pending->sent > 0) {
        session->late.half_line = true;
    }
    finish_unanswered(session, status);
}

static char lower(uint8_t byte)
{
    return (char)(byte | 0x20);
}

/* A modem at its command line would find no command in it. */
static bool is_chatter(const uint8_t *bytes, size_t length)
{
    for (; length > 1; length--, bytes++) {
        if (lower(bytes[0]) == 'a' && (lower(bytes[1]) == 't' || bytes[1] == '/')) {
            return false;
        }
    }
    return true;
}

void atb_on_lost_prompt(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (!is_chatter(pending->payload, pending->payload_length)) {
        atb_need_reset(session, ATB_RESET_NEEDED);
        return;
    }
    pending->blind = true;
    session->late.prompt_lost = true;
    session->late.unanswered = ATB_MANY; /* each line of it may be refused */
    pending->state = ATB_PAYING;
    pending->part = ATB_PART_PAYLOAD;
    atb_set_final_limit(session);
}
