/* SPDX-License-Identifier: MIT */
/*
 * Payload that is received: counted behind a line or inside it, raw or as hex digits.
 * It is handed on in the pieces that come, never kept; only bytes that come one at a
 * time wait in the line buffer, which is idle then, until the next tick.
 */
#ifndef ATB_PAYLOAD_H
#define ATB_PAYLOAD_H

#include "atb_framer.h"
#include "atb_match.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Whether a line may say that so many bytes of payload come. */
static inline bool atb_may_count(const struct atb_framing *framing, int32_t length)
{
    return length >= 0 && length <= framing->payload_max;
}

/** Payload, if the line has some, stands behind it or, where only its head has come, behind its
 * last comma. ATB_OK, or what is wrong with its length. */
int atb_expect_payload(struct atb_subject *subject, const struct atb_framing *framing);

/** A piece for the answer, the handler and the application; framer.left says what is to come. */
void atb_hand_on_payload(struct atb_session *session, const char *text, size_t length);

/** Hands on what waits in the line buffer. */
void atb_flush_payload(struct atb_session *session);

/** Takes payload from `at`; returns where it ends or the chunk does, or what waited was handed on.
 */
static inline const char *atb_take_counted(struct atb_session *session, const char *at,
                                           const char *end)
{
    struct atb_framer *framer = &session->framer;
    size_t length = (size_t)(end - at);
    if (framer->length > 0) {
        atb_flush_payload(session); /* whoever gets it may end the payload */
        return at;
    }
    if (length >= framer->left) {
        length = framer->left;
        framer->mode = ATB_FRAME_LINE;
    }
    framer->left -= length;
    atb_hand_on_payload(session, at, length);
    return at + length;
}

static inline bool atb_awaits_payload(const struct atb_session *session)
{
    return session->framer.mode == ATB_FRAME_COUNTED || session->framer.mode == ATB_FRAME_HEX;
}

/** Not all of it came, or it was damaged: the command under way that it answers has lost it. */
void atb_lose_payload(struct atb_session *session);

/** Gives up payload that does not come: what follows is a line. */
void atb_give_up_payload(struct atb_session *session);

#ifdef __cplusplus
}
#endif
#endif
