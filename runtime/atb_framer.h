/* SPDX-License-Identifier: MIT */
/*
 * Bytes to pieces: lines, prompt, payload, transparent data. The framer knows no
 * command; whoever takes its pieces tells it what follows (payload, transparent
 * mode). A line that lies whole in the caller's chunk is handed out where it
 * lies; only one that came in pieces is copied into the line buffer. The pieces
 * are the same however the stream is cut, but for payload, data and over-long
 * lines, which come in more or fewer parts. After any garbage it is right again
 * by the next line end.
 *
 *   LINE --payload counted--> COUNTED --all there--> LINE
 *   LINE --payload to line end--> TO_LINE_END --CR, LF--> LINE
 *   LINE --longer than the buffer--> OVERLONG --LF--> LINE
 *   LINE --CONNECT--> DATA --NO CARRIER, OK after +++--> LINE
 */
#ifndef ATB_FRAMER_H
#define ATB_FRAMER_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

enum atb_framer_mode {
    ATB_FRAME_LINE,
    ATB_FRAME_OVERLONG,
    ATB_FRAME_COUNTED,
    ATB_FRAME_TO_LINE_END,
    ATB_FRAME_DATA
};

enum atb_cut_kind {
    ATB_CUT_LINE,  /**< a line; behind its text stand CR and LF, or LF */
    ATB_CUT_COMMA, /**< a line so far, its last character a comma: payload may follow */
    ATB_CUT_PROMPT,
    ATB_CUT_PAYLOAD,  /**< `remaining` 0: the last piece */
    ATB_CUT_BAD,      /**< payload that is no hex; what follows is a line again */
    ATB_CUT_OVERLONG, /**< `remaining` 0: the last piece */
    ATB_CUT_DATA,
    ATB_CUT_WORD /**< transparent mode: capitals alone in a line, perhaps NO CARRIER; see
                    atb_framer_pass_word() */
};

enum { ATB_DECODED_MAX = 16 };

/** One piece. The text lies in the caller's chunk, the line buffer, or `decoded`. */
struct atb_cut {
    const char *text;
    size_t length;
    size_t remaining;
    uint8_t kind;
    uint8_t decoded[ATB_DECODED_MAX]; /**< payload that came as hex digits */
};

/** `size` bytes of memory hold a line in pieces, with its end. */
void atb_framer_init(struct atb_framer *framer, char *memory, size_t size);

/**
 * Takes one byte that stands in the middle of a line and is no reason to stop: all
 * that is to be done for most bytes of a UART that is read byte by byte. False: not such a byte.
 */
bool atb_framer_push(struct atb_framer *framer, char byte);

/** Takes the next piece from *at. False: *at has reached `end`, more bytes are needed. */
bool atb_framer_next(struct atb_framer *framer, const char **at, const char *end,
                     struct atb_cut *cut);

/** Payload follows: `length` bytes after decoding, or hex digits up to the line's end (SIZE_MAX).
 */
void atb_framer_payload(struct atb_framer *framer, size_t length, bool hex);

/** Gives up payload that does not come: what follows is a line. False: none is awaited. */
bool atb_framer_give_up(struct atb_framer *framer);

/** Enters or leaves transparent mode. */
void atb_framer_data(struct atb_framer *framer, bool on);

/** Transparent mode: takes the bytes held back as a possible word; they are data after all. */
struct atb_text atb_framer_release(struct atb_framer *framer);

/** The word just cut is data; the CR LF behind it is still held, as the possible start of a line.
 */
struct atb_text atb_framer_pass_word(struct atb_framer *framer);

#ifdef __cplusplus
}
#endif
#endif
