/* SPDX-License-Identifier: MIT */
/*
 * Where bytes come in. Lines are taken where they lie, if whole; else in the line buffer. Prompts
 * are found here.
 */
#include "atb_character.h"
#include "atb_deliver.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

const char *atb_find_byte(const char *at, const char *end, char byte)
{
    while (at < end && *at != byte) {
        at++;
    }
    return at;
}

/* ---- a line in pieces -------------------------------------------------------------------- */

static inline void begin_line(struct atb_session *session)
{
    session->framer.length = 0;
    session->framer.commas = session->dialect->head != NULL ? ATB_COMMAS_MAX : 0;
}

void atb_begin_line(struct atb_session *session)
{
    begin_line(session);
}

/* It has more than the buffer takes: what fits is the first piece. */
static const char *fill_up(struct atb_session *session, const char *at, size_t room)
{
    struct atb_framer *framer = &session->framer;
    atb_framer_append(framer, at, room);
    atb_begin_line(session);
    atb_begin_overlong(session);
    return at + room;
}

/* The part of a line that stands up to `stop`: a wanted comma, its line feed, or the end of what
 * has come. The buffer has one byte more than its size, for a line feed. */
static const char *take_part(struct atb_session *session, const char *at, const char *stop)
{
    struct atb_framer *framer = &session->framer;
    size_t room = (size_t)framer->size - framer->length;
    size_t length = (size_t)(stop - at);
    if (length > room + (stop[-1] == '\n')) {
        return fill_up(session, at, room);
    }
    atb_framer_append(framer, at, length);
    const char *end = framer->line + framer->length;
    const char last = end[-1];
    if (last == '\n') {
        begin_line(session);
        (void)atb_deliver_line(session, framer->line, end);
    } else if (last == ',' && framer->commas > 0) {
        (void)session->dialect->head(session, framer->line, end - 1, end);
    }
    return stop;
}

/* Behind the first line feed, or the end. No call, no more than is needed: with small chunks half
 * of all bytes pass here. */
static inline const char *behind_line_end(const char *at, const char *end)
{
    do {
        if (*at++ == '\n') {
            return at;
        }
    } while (at < end);
    return end;
}

/* Takes a line's part from `at`; no line feed stands behind `lines`, or (NULL) that is not known.
 */
static const char *take_up_to_stop(struct atb_session *session, const char *at, const char *end,
                                   const char *lines)
{
    const char *stop = lines == NULL || at < lines ? behind_line_end(at, end) : end;
    if (session->framer.commas > 0) {
        const char *comma = atb_find_byte(at, stop, ',');
        stop = comma + (comma < stop);
    }
    return take_part(session, at, stop);
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Behind the last line feed, or the start. */
static inline const char *behind_last_line_end(const char *at, const char *end)
{
    do {
        end--;
    } while (*end != '\n' && end > at);
    return end + (*end == '\n');
}

/* The line that begins here ends before `lines`. NULL: it is longer than the buffer. */
static const char *take_in_place(struct atb_session *session, const char *at, const char *lines)
{
    if (session->framer.commas > 0) {
        const char *next = session->dialect->head(session, at, at, lines);
        atb_begin_line(session);
        if (next != NULL) {
            return next;
        }
    }
    return atb_deliver_line(session, at, lines);
}

static inline const char *skip_line_ends(const char *at, const char *end)
{
    char c;
    do {
        if (at == end) {
            return at;
        }
        c = *at++;
    } while (atb_is_line_end(c));
    return at - 1;
}

/* Lines from `*at` on, where none has begun; the last line feed stands before `lines`. Stops behind
 * a prompt, or where what comes next is no line. True: a part of one is left. */
static inline bool take_whole_lines(struct atb_session *session, const char **at, const char *end,
                                    const char *lines)
{
    struct atb_framer *framer = &session->framer;
    do {
        *at = skip_line_ends(*at, end);
        if (*at == end) {
            return false;
        }
        if (framer->prompt && **at == '>') {
            session->engine->on_prompt(session, (*at)++);
            return false;
        }
        const char *next = *at < lines ? take_in_place(session, *at, lines) : NULL;
        if (next == NULL) {
            return true;
        }
        *at = next;
    } while (framer->mode == ATB_FRAME_LINE);
    return false;
}

/* NULL at `lines`: the last line feed has not been searched for. */
static const char *take_lines(struct atb_session *session, const char *at, const char *end,
                              const char **lines)
{
    struct atb_framer *framer = &session->framer;
    if (framer->length == 0) {
        if (*lines == NULL) {
            *lines = behind_last_line_end(at, end);
        }
        if (framer->after_prompt) {
            framer->after_prompt = false;
            at += *at == ' ';
        }
        if (!take_whole_lines(session, &at, end, *lines)) {
            return at;
        }
    }
    return take_up_to_stop(session, at, end, *lines);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static const char *take_some(struct atb_session *session, const char *at, const char *end,
                             const char **lines)
{
    const uint8_t mode = session->framer.mode;
    if (mode == ATB_FRAME_LINE) { /* mostly */
        return take_lines(session, at, end, lines);
    }
    if (mode == ATB_FRAME_COUNTED) {
        return atb_take_counted(session, at, end);
    }
    if (mode == ATB_FRAME_HEX) {
        return session->dialect->hex->take_bytes(session, at, end);
    }
    return mode == ATB_FRAME_DATA ? session->transparent->take_bytes(session, at, end)
                                  : atb_take_overlong(session, at, end);
}

static int take_bytes(struct atb_session *session, const char *at, size_t length)
{
    const char *const end = at + length;
    const char *lines = NULL;
    session->heard = true;
    session->open = false;
    do {
        at = take_some(session, at, end, &lines);
    } while (at < end);
    if (session->engine != NULL && atb_has_to_send(session)) {
        (void)session->engine->send_on(session);
    }
    session->open = true;
    return ATB_OK;
}

/* ---- a byte alone, as an interrupt brings it: it mostly waits in the line buffer ------------ */

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

static int feed_lone(struct atb_session *session, const char *at, size_t length)
{
    if (length == 0) {
        return ATB_OK;
    }
    if (!take_lone_byte(&session->framer, *at)) {
        return take_bytes(session, at, 1);
    }
    session->heard = true;
    return ATB_OK;
}

/* ---- a chunk --------------------------------------------------------------------------------- */

/* Bytes that all are payload, which goes on behind them. */
static int feed_payload(struct atb_session *session, const char *at, size_t length)
{
    session->heard = true;
    session->open = false;
    session->framer.left -= length;
    atb_hand_on_payload(session, at, length);
    session->open = true;
    return ATB_OK;
}

/* Whether so many bytes are payload, which goes on behind them, and none waits. */
static inline bool is_amid_payload(const struct atb_framer *framer, size_t length)
{
    return framer->mode == ATB_FRAME_COUNTED && framer->length == 0 && length < framer->left;
}

int atb_feed(struct atb_session *session, const void *bytes, size_t length)
{
    if (!session->open) {
        return ATB_BUSY;
    }
    if (length <= 1) {
        return feed_lone(session, bytes, length);
    }
    return is_amid_payload(&session->framer, length) ? feed_payload(session, bytes, length)
                                                     : take_bytes(session, bytes, length);
}
