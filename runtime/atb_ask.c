/* SPDX-License-Identifier: MIT */
/* What a main loop asks, and what a port tells. */
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"
#include "atb_writer.h"

bool atb_busy(const struct atb_session *session)
{
    return session->pending.form != NULL;
}

/* ---- bytes still to leave --------------------------------------------------------------- */

/* Characters that the payload takes, from its byte `from` on. */
static size_t coded_size(const struct atb_pending *pending, size_t from)
{
    size_t size = 0;
    char out[2];
    for (size_t i = from; i < pending->payload_length; i++) {
        size += atb_code(pending->form, pending->coding, pending->payload[i], out);
    }
    return size;
}

/* Characters that a part takes; of the part under way, those that are left. */
static size_t part_size(const struct atb_session *session, uint8_t part, bool under_way)
{
    const struct atb_pending *pending = &session->pending;
    size_t sent = under_way ? pending->sent : 0;
    if (part == ATB_PART_PAYLOAD && pending->coding != ATB_RAW) {
        return coded_size(pending, sent) - (under_way ? pending->skip : 0);
    }
    uint16_t length;
    (void)atb_part_text(session, part, &length);
    return length - sent;
}

size_t atb_unsent(const struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    size_t size = session->late.cancel_due ? 1 : 0;
    bool under_way = true;
    for (uint8_t part = pending->part; part != ATB_PART_NONE; part = atb_next_part(pending, part)) {
        size += part_size(session, part, under_way);
        under_way = false;
    }
    return size;
}

/* ---- bytes that were lost ------------------------------------------------------------------ */

/* What has come of a line is text, what was held back in transparent mode data; what comes behind
 * the gap is no part of it, nor known to begin a line. Payload goes on. */
static void cut_line(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    const bool data = atb_takes_data(session);
    struct atb_event event;
    atb_flush_payload(session);
    session->line_start = false;
    if ((framer->mode != ATB_FRAME_LINE && !data) || framer->length == 0) {
        return;
    }
    atb_set_event(&event, data ? ATB_EVENT_DATA : ATB_EVENT_TEXT, framer->line, framer->length);
    atb_begin_line(session);
    atb_report(session, &event);
}

/* It may be among them, unless its command has yet to leave. */
static void spoil_answer(struct atb_pending *pending)
{
    if (pending->state >= ATB_SENDING) {
        atb_spoil(pending, ATB_MALFORMED);
    }
}

int atb_overrun(struct atb_session *session, size_t lost)
{
    struct atb_event event;
    atb_set_event(&event, ATB_EVENT_OVERRUN, "", 0);
    if (!session->open) {
        return ATB_BUSY;
    }
    session->open = false;
    event.remaining = lost;
    spoil_answer(&session->pending);
    cut_line(session);
    atb_report(session, &event);
    session->open = true;
    return ATB_OK;
}
