/* SPDX-License-Identifier: MIT */
/*
 * Where in the byte stream a session is. A line that lies whole in the caller's
 * chunk is taken where it lies; only one that came in pieces is copied into the line
 * buffer. The events are the same however the stream is cut, but for payload, data
 * and over-long lines, which come in more or fewer parts. After any garbage it is
 * right again by the next line end.
 *
 *   LINE --payload counted--> COUNTED, HEX --all there--> LINE
 *   LINE --hex to line end--> HEX --CR, LF--> LINE
 *   LINE --longer than the buffer--> OVERLONG --LF--> LINE
 *   LINE --CONNECT--> DATA --NO CARRIER, OK after +++--> LINE
 *
 * atb_receive.c is where bytes come in, and takes lines, atb_overlong.c those that are too long,
 * atb_payload.c and atb_hex.c payload, atb_transparent.c data; atb_inline.c finds payload that
 * begins inside a line.
 */
#ifndef ATB_FRAMER_H
#define ATB_FRAMER_H

#include <string.h>

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What the next byte is part of. */
enum atb_framer_mode {
    ATB_FRAME_LINE,     /**< a line, or a prompt */
    ATB_FRAME_OVERLONG, /**< the rest of a line that is longer than its buffer */
    ATB_FRAME_COUNTED,  /**< payload of so many bytes */
    ATB_FRAME_HEX,      /**< payload as hex digits */
    ATB_FRAME_DATA      /**< transparent mode */
};

/** So many commas of a line may have payload behind them: atb_framer.commas counts down. */
enum { ATB_COMMAS_MAX = 6 };

/** atb_session.high: no first digit waits for its second. */
enum { ATB_NO_DIGIT = 16 };

/** Where the first such byte stands, or the end. A loop: pieces of lines are short, and the C
 * library's memchr() would be linked for nothing else. */
const char *atb_find_byte(const char *at, const char *end, char byte);

/** Adds to the line buffer; there must be room. */
static inline void atb_framer_append(struct atb_framer *framer, const char *at, size_t length)
{
    memcpy(framer->line + framer->length, at, length);
    framer->length = (uint16_t)(framer->length + length);
}

/** No byte of the next line has come. */
void atb_begin_line(struct atb_session *session);

/** The line buffer is full and no line end there: its first piece is told. */
void atb_begin_overlong(struct atb_session *session);

/** Takes more of it from `at`: behind its line end, or `end`. */
const char *atb_take_overlong(struct atb_session *session, const char *at, const char *end);

#ifdef __cplusplus
}
#endif
#endif
