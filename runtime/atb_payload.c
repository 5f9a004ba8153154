/* SPDX-License-Identifier: MIT */
#include "atb_payload.h"

#include <string.h>

#include "atb_engine.h"
#include "atb_framer.h"

/* ---- it begins ---------------------------------------------------------------------- */

static void begin_payload(struct atb_subject *subject, size_t length, bool hex)
{
    struct atb_session *session = subject->session;
    struct atb_framer *framer = &session->framer;
    framer->mode = hex ? ATB_FRAME_HEX : ATB_FRAME_COUNTED;
    framer->left = length;
    session->high = ATB_NO_DIGIT;
    session->payload_line = subject->index;
    session->payload_owned = subject->awaited != 0;
    session->payload_handler = /* searched once: all pieces go to the same one */
        atb_handler_of(session, ATB_PAYLOAD_KEY(subject->index));
}

int atb_expect_payload(struct atb_subject *subject, const struct atb_framing *framing)
{
    if (framing->payload == ATB_NO_PAYLOAD) {
        return ATB_OK;
    }
    const bool counted = framing->length != ATB_NO_INDEX;
    const int32_t length = atb_index_in(subject, framing->length);
    if (!atb_may_count(framing, length)) {
        return ATB_BAD_RANGE;
    }
    if (!subject->head && framing->payload != ATB_AFTER_LINE) {
        return framing->payload == ATB_INLINE && length > 0 ? ATB_BAD_LENGTH : ATB_OK;
    }
    if (!counted) {
        begin_payload(subject, SIZE_MAX, true);
    } else if (length > 0) {
        const struct atb_hex *hex = subject->session->dialect->hex;
        begin_payload(subject, (size_t)length, hex != NULL && hex->codes(subject, framing));
    }
    return ATB_OK;
}

/* ---- a piece of it --------------------------------------------------------------------- */

void atb_hand_on_payload(struct atb_session *session, const char *text, size_t length)
{
    struct atb_event event = {.kind = ATB_EVENT_PAYLOAD,
                              .status = ATB_OK,
                              .field = (uint8_t)ATB_NO_INDEX,
                              .handled = false,
                              .line = session->payload_line,
                              .text = text,
                              .length = length,
                              .fields = NULL,
                              .remaining = session->framer.left};
    const struct atb_taker *taker = session->payload_owned ? session->taker : NULL;
    if (taker != NULL && taker->keep(session, &event)) {
        return;
    }
    const struct atb_handler *handler = session->payload_handler;
    if (handler != NULL) {
        event.handled = true;
        ((atb_payload_handler *)handler->call)(session->app, event.text, event.length,
                                               event.remaining);
    }
    atb_report_at_once(session, &event);
}

void atb_flush_payload(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    const size_t length = framer->length;
    if (framer->mode == ATB_FRAME_COUNTED && length > 0) {
        framer->length = 0;
        framer->left -= length; /* the last byte never waits */
        atb_hand_on_payload(session, framer->line, length);
    }
}

/* ---- it does not come ---------------------------------------------------------------------- */

void atb_lose_payload(struct atb_session *session)
{
    if (session->payload_owned) {
        session->pending.status = ATB_MALFORMED;
    }
}

void atb_give_up_payload(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    atb_flush_payload(session);
    if (!atb_awaits_payload(session)) {
        return;
    }
    struct atb_event event;
    atb_set_event(&event, ATB_EVENT_MALFORMED, framer->line, framer->length);
    framer->mode = ATB_FRAME_LINE;
    framer->length = 0; /* a hex digit alone */
    event.line = session->payload_line;
    event.status = ATB_TIMEOUT;
    atb_lose_payload(session);
    atb_report(session, &event);
}
