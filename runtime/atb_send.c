/* SPDX-License-Identifier: MIT */
/* What goes out: command line, payload, the end of half a line. The port takes what it can. */
#include "atb_engine.h"
#include "atb_validate.h"

/* Ends a line that was left half sent so that it is none that a modem obeys: inside quotes or
 * outside of them, for a shortened line may be another command. */
static const char line_end[] = "\",?\"\r";
static const char ctrl_z[] = "\x1A";

int atb_put(const struct atb_session *session, const void *bytes, size_t length)
{
    int taken = session->port->write(session->port->context, bytes, length);
    return taken >= 0 && (size_t)taken <= length ? taken : -1;
}

/* ---- parts ------------------------------------------------------------------- */

const char *atb_part_text(const struct atb_session *session, uint8_t part, uint16_t *length)
{
    const uint16_t head = session->pending.line_head;
    *length = 1;
    switch (part) {
    case ATB_PART_END:
        *length = sizeof line_end - 1;
        return line_end;
    case ATB_PART_MARK:
        return atb_mark_text(session, length);
    case ATB_PART_HEAD:
        *length = head;
        return atb_command_of(session);
    case ATB_PART_TAIL:
        *length = (uint16_t)(session->pending.line_length - head);
        return atb_command_of(session) + head;
    case ATB_PART_PAYLOAD:
        *length = session->pending.payload_length;
        return (const char *)session->pending.payload;
    default:
        return ctrl_z;
    }
}

uint8_t atb_next_part(const struct atb_pending *pending, uint8_t part)
{
    const uint8_t send = pending->form->send;
    if (part == ATB_PART_END) {
        return ATB_PART_MARK;
    }
    if (part == ATB_PART_PAYLOAD && send == ATB_SEND_CTRL_Z) {
        return ATB_PART_CTRL_Z;
    }
    const bool goes_on = part == ATB_PART_HEAD || part == ATB_PART_PAYLOAD;
    return goes_on && send == ATB_SEND_INLINE ? (uint8_t)(part + 1) : (uint8_t)ATB_PART_NONE;
}

/* A part has left: the next one is due. */
static void end_part(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (pending->part == ATB_PART_END) {
        session->late.half_line = false;
    }
    pending->part = atb_next_part(pending, pending->part);
    pending->sent = 0;
    if (pending->part == ATB_PART_NONE) {
        session->sent_at = atb_now(session);
        atb_sent(session);
    }
}

/* Sends more of the current part: above 0 when all of it is sent, 0: the port is full; or -1. */
static int send_part(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    uint16_t length;
    const char *text = atb_part_text(session, pending->part, &length);
    const bool coded = pending->part == ATB_PART_PAYLOAD && pending->coding != ATB_RAW;
    int taken = 1;
    while (taken > 0 && pending->sent < length) {
        const uint16_t sent = pending->sent;
        if (coded) {
            taken = atb_checks_of(pending->form)->coder->send(session);
            continue;
        }
        taken = atb_put(session, text + sent, (size_t)length - sent);
        pending->sent = (uint16_t)(sent + (unsigned)(taken > 0 ? taken : 0));
    }
    if (taken > 0) {
        end_part(session);
    }
    return taken;
}

static int send_cancel(struct atb_session *session)
{
    int taken = atb_put(session, &session->late.cancel, 1);
    session->late.cancel_due = taken <= 0;
    return taken;
}

bool atb_send_on(struct atb_session *session)
{
    int taken = 1;
    while (taken > 0 && atb_has_to_send(session)) {
        taken = session->late.cancel_due ? send_cancel(session) : send_part(session);
    }
    if (taken < 0) {
        atb_break(session, ATB_IO);
    }
    return taken >= 0;
}
