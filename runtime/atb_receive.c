/* SPDX-License-Identifier: MIT */
/* Bytes to lines: where they lie, if whole; else in the line buffer. Prompts are found here. */
#include <string.h>

#include "atb_deliver.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* The caller's bytes. No line feed stands behind `lines`; NULL: it has not been searched for. */
struct chunk {
    const char *at, *end, *lines;
};

const char *atb_find_byte(const char *at, const char *end, char byte)
{
    while (at < end && *at != byte) {
        at++;
    }
    return at;
}

/* ---- a line in pieces -------------------------------------------------------------------- */

void atb_framer_append(struct atb_framer *framer, const char *at, size_t length)
{
    memcpy(framer->line + framer->length, at, length);
    framer->length = (uint16_t)(framer->length + length);
}

void atb_begin_line(struct atb_session *session)
{
    session->framer.length = 0;
    session->framer.commas = 0;
    session->framer.settled = session->dialect->head == NULL;
}

/* It has more than the buffer takes: what fits is the first piece. */
static void fill_up(struct atb_session *session, struct chunk *chunk, size_t room)
{
    struct atb_framer *framer = &session->framer;
    atb_framer_append(framer, chunk->at, room);
    chunk->at += room;
    atb_begin_line(session);
    atb_begin_overlong(session);
}

/* The part of a line that is in the chunk, up to `stop`: a wanted comma, its line feed, or the
 * chunk's end. The buffer has one byte more than its size, for a line feed. */
static void take_part(struct atb_session *session, struct chunk *chunk, const char *stop)
{
    struct atb_framer *framer = &session->framer;
    size_t room = (size_t)framer->size - framer->length;
    size_t length = (size_t)(stop - chunk->at);
    char last = stop[-1];
    if (length > room + (last == '\n')) {
        fill_up(session, chunk, room);
        return;
    }
    atb_framer_append(framer, chunk->at, length);
    chunk->at = stop;
    if (last == '\n') {
        const char *end = framer->line + framer->length;
        atb_begin_line(session);
        (void)atb_deliver_line(session, framer->line, end);
    } else if (last == ',' && !framer->settled) {
        const char *end = framer->line + framer->length;
        (void)session->dialect->head(session, framer->line, end - 1, end);
    }
}

/* Where the part ends. */
static const char *find_stop(const struct atb_session *session, const struct chunk *chunk)
{
    const char *stop = chunk->end;
    if (chunk->lines == NULL || chunk->at < chunk->lines) {
        stop = atb_find_byte(chunk->at, stop, '\n');
        stop += stop < chunk->end;
    }
    if (!session->framer.settled) {
        const char *comma = atb_find_byte(chunk->at, stop, ',');
        stop = comma + (comma < stop);
    }
    return stop;
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Steps over what may stand before a line: line ends, and the blank behind a prompt. */
static const char *skip_to_line(struct atb_framer *framer, const char *at, const char *end)
{
    if (framer->after_prompt) {
        framer->after_prompt = false;
        at += *at == ' ';
    }
    while (at < end && (*at == '\r' || *at == '\n')) {
        at++;
    }
    return at;
}

static const char *behind_last_line_end(const char *at, const char *end)
{
    while (end > at && end[-1] != '\n') {
        end--;
    }
    return end;
}

/* The line that begins here lies whole in the chunk. False: it is longer than the buffer. */
static bool take_in_place(struct atb_session *session, struct chunk *chunk)
{
    const char *next = NULL;
    if (!session->framer.settled) {
        next = session->dialect->head(session, chunk->at, chunk->at, chunk->lines);
        atb_begin_line(session);
    }
    if (next == NULL) {
        next = atb_deliver_line(session, chunk->at, chunk->lines);
    }
    chunk->at = next != NULL ? next : chunk->at;
    return next != NULL;
}

/* All that is left of the chunk is a line's beginning; no payload begins inside it, and it fits. */
static bool keep_beginning(struct atb_framer *framer, struct chunk *chunk)
{
    size_t length = (size_t)(chunk->end - chunk->at);
    if (chunk->at < chunk->lines || !framer->settled || length > framer->size) {
        return false;
    }
    atb_framer_append(framer, chunk->at, length);
    chunk->at = chunk->end;
    return true;
}

/* What begins a line, where none has begun. Whether it was a whole line. */
static bool take_line(struct atb_session *session, struct chunk *chunk)
{
    struct atb_framer *framer = &session->framer;
    chunk->at = skip_to_line(framer, chunk->at, chunk->end);
    if (chunk->at >= chunk->end) {
        return false;
    }
    if (framer->prompt && *chunk->at == '>') {
        session->engine->on_prompt(session, chunk->at++);
        return false;
    }
    if (chunk->at < chunk->lines && take_in_place(session, chunk)) {
        return true;
    }
    if (!keep_beginning(framer, chunk)) {
        take_part(session, chunk, find_stop(session, chunk));
    }
    return false;
}

static void take_lines(struct atb_session *session, struct chunk *chunk)
{
    struct atb_framer *framer = &session->framer;
    if (framer->length > 0) {
        take_part(session, chunk, find_stop(session, chunk));
        return;
    }
    if (chunk->lines == NULL) {
        chunk->lines = behind_last_line_end(chunk->at, chunk->end);
    }
    while (take_line(session, chunk) && framer->mode == ATB_FRAME_LINE && chunk->at < chunk->end) {
    }
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void take_some(struct atb_session *session, struct chunk *chunk)
{
    switch (session->framer.mode) {
    case ATB_FRAME_LINE:
        take_lines(session, chunk);
        break;
    case ATB_FRAME_COUNTED:
        chunk->at = atb_take_counted(session, chunk->at, chunk->end);
        break;
    case ATB_FRAME_HEX:
        session->dialect->hex->take(session, &chunk->at, chunk->end);
        break;
    case ATB_FRAME_DATA:
        chunk->at = session->transparent->take(session, chunk->at, chunk->end);
        break;
    default:
        chunk->at = atb_take_overlong(session, chunk->at, chunk->end);
        break;
    }
}

void atb_take_chunk(struct atb_session *session, const char *at, const char *end)
{
    struct chunk chunk = {.at = at, .end = end, .lines = NULL};
    while (chunk.at < chunk.end) {
        take_some(session, &chunk);
    }
}
