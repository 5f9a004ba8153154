/* SPDX-License-Identifier: MIT */
/* A byte alone, as an interrupt brings it: it mostly waits in the line buffer. */
#include "atb_character.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* Where no line has begun, line ends are passed over. Behind a prompt a blank would be, too, and a
 * prompt may come: then more is to be seen to. */
static bool takes_first(struct atb_framer *framer, char byte)
{
    if (framer->prompt || framer->after_prompt) {
        return false;
    }
    if (!atb_is_line_end(byte)) {
        framer->line[framer->length++] = byte;
    }
    return true;
}

/* A line feed ends the line; behind a comma payload may begin. */
static inline bool ends_part(const struct atb_framer *framer, char byte)
{
    return byte == '\n' || (byte == ',' && framer->commas > 0);
}

/* All that is to be done for most bytes of a UART that is read byte by byte: they wait. */
static inline bool take_lone_byte(struct atb_framer *framer, char byte)
{
    const size_t length = framer->length;
    if (framer->mode == ATB_FRAME_LINE) {
        if (length == 0) {
            return takes_first(framer, byte);
        }
        if (ends_part(framer, byte)) {
            return false;
        }
    } else if (framer->mode != ATB_FRAME_COUNTED || framer->left - length <= 1) {
        return false;
    }
    if (length == framer->size) {
        return false;
    }
    framer->line[length] = byte;
    framer->length = (uint16_t)(length + 1);
    return true;
}

int atb_feed_lone(struct atb_session *session, const char *at, size_t length)
{
    if (length == 0) {
        return ATB_OK;
    }
    if (!take_lone_byte(&session->framer, *at)) {
        return atb_take_bytes(session, at, 1);
    }
    session->heard = true;
    return ATB_OK;
}
