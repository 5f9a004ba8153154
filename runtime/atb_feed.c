/* SPDX-License-Identifier: MIT */
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* All that is to be done for most bytes of a UART that is read byte by byte. */
static bool take_lone_byte(struct atb_framer *framer, char byte)
{
    if (framer->length == framer->size) {
        return false;
    }
    if (framer->mode == ATB_FRAME_COUNTED) {
        if (framer->left <= framer->length + 1u) {
            return false;
        }
    } else if (framer->mode != ATB_FRAME_LINE || framer->length == 0 || byte == '\n' ||
               (byte == ',' && !framer->settled)) {
        return false;
    }
    framer->line[framer->length++] = byte;
    return true;
}

int atb_feed(struct atb_session *session, const void *bytes, size_t length)
{
    const char *at = bytes;
    if (session->inside) {
        return ATB_BUSY;
    }
    if (length == 0) {
        return ATB_OK;
    }
    session->quiet = false;
    if (length > 1 || !take_lone_byte(&session->framer, *at)) {
        atb_take_chunk(session, at, length);
    }
    return ATB_OK;
}

/* ---- time ------------------------------------------------------------------------------ */

/* So long a silence says that payload is lost. */
enum { SILENCE_MS = 5000 };

void atb_receive_tick(struct atb_session *session)
{
    if (atb_now(session) - session->heard_at >= SILENCE_MS) {
        atb_give_up_payload(session);
    }
}
