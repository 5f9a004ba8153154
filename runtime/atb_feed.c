/* SPDX-License-Identifier: MIT */
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

static bool is_line_end(char byte)
{
    return byte == '\r' || byte == '\n';
}

/* Whether nothing more is to be done than to keep the byte. A line feed ends a line, behind a comma
 * payload may begin; and a line may begin with a prompt. */
static inline bool may_wait(const struct atb_framer *framer, char byte)
{
    if (framer->length == framer->size) {
        return false;
    }
    if (framer->mode == ATB_FRAME_COUNTED) {
        return framer->left > framer->length + 1u;
    }
    return framer->mode == ATB_FRAME_LINE && byte != '\n' && (byte != ',' || framer->settled) &&
           (framer->length > 0 || !framer->prompt);
}

/* All that is to be done for most bytes of a UART that is read byte by byte. */
static bool take_lone_byte(struct atb_framer *framer, char byte)
{
    if (framer->length == 0 && framer->mode == ATB_FRAME_LINE) {
        if (framer->after_prompt) {
            return false;
        }
        if (is_line_end(byte)) {
            return true; /* no line has begun */
        }
    }
    if (!may_wait(framer, byte)) {
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
    if (length == 1 && take_lone_byte(&session->framer, *at)) {
        return ATB_OK;
    }
    return atb_take_bytes(session, at, at + length);
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
