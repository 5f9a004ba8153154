/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "atb_deliver.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* The caller's bytes; `lines` is where the last line feed among them ends, once it was looked for.
 */
struct chunk {
    const char *at, *end, *lines;
};

/* ---- a command's echo, and the answer to a mark --------------------------------------- */

/* Whether a line that begins so has to be compared with the command under way. */
static bool may_be_echo(const struct atb_session *session, char first)
{
    const struct atb_pending *pending = &session->pending;
    bool same = session->command_head > 0 && first == atb_command_of(session)[0];
    return session->marks != 0 ||
           (pending->form != NULL && (same || pending->echoes || pending->state == ATB_MARKING));
}

/* ---- a whole line ------------------------------------------------------------------- */

static bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

/* Layouts that cannot be taken for another one: the first that fits is it. */
static bool take_straight(struct atb_subject *subject)
{
    const struct atb_keyword *keyword = &subject->chapter->keywords[subject->keyword];
    const uint8_t *candidate = subject->chapter->candidates + keyword->first;
    for (unsigned left = keyword->straight; left > 0; left--, candidate++) {
        if (atb_deliver_straight(subject, *candidate)) {
            return true;
        }
    }
    return false;
}

/* `end` is where the text of the line ends. */
static void choose(struct atb_subject *subject, const char *text, const char *end)
{
    while (end > text && end[-1] == ' ') {
        end--;
    }
    subject->end = end > subject->fields ? end : subject->fields;
    atb_match(subject);
    atb_deliver(subject);
}

/* A line that fits no layout straight away, or has no keyword. */
static void take_other(struct atb_subject *subject, bool known, const char *text,
                       const char *line_end)
{
    const char *end = line_end;
    struct atb_session *session = subject->session;
    while (end > text && end[-1] == '\r') {
        end--;
    }
    subject->event = atb_event_of(ATB_EVENT_TEXT, text, (size_t)(end - text));
    if (known &&
        !(may_be_echo(session, *text) && session->engine->is_own(session, &subject->event))) {
        choose(subject, text, end);
        return;
    }
    if (!known && may_be_echo(session, *text)) {
        (void)session->engine->is_own(session, &subject->event);
    }
    const struct atb_chapter *shared = session->shared;
    if (!subject->event.handled && shared != NULL && shared->bare != NULL &&
        shared->bare(subject, text, end)) {
        return;
    }
    atb_report(session, &subject->event);
}

/*
 * Takes the line at `text`; its line feed stands before `end`. Returns where the next one
 * begins, or NULL: it does not fit into the line buffer.
 */
static const char *take_line(struct atb_session *session, const char *text, const char *end)
{
    struct atb_subject subject;
    size_t room = session->framer.size + 1u;
    end = (size_t)(end - text) > room ? text + room : end;
    bool known = atb_recognise(&subject, session, text, end);
    if (known && subject.chapter->keywords[subject.keyword].straight != 0 &&
        !may_be_echo(session, *text)) {
        subject.event = atb_event_of(ATB_EVENT_TEXT, text, 0);
        if (take_straight(&subject)) {
            return subject.next;
        }
    }
    const char *lf = memchr(text, '\n', (size_t)(end - text));
    if (lf == NULL) {
        return NULL;
    }
    take_other(&subject, known, text, lf);
    return lf + 1;
}

/* ---- a line longer than the buffer ---------------------------------------------------- */

/* Its keyword tells whether the command under way loses its answer. */
static void begin_overlong(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    struct atb_subject subject;
    framer->line[framer->length] = '\n';
    session->payload_line = ATB_NO_LINE;
    if (atb_recognise(&subject, session, framer->line, framer->line + framer->length)) {
        const struct atb_keyword *keyword = &subject.chapter->keywords[subject.keyword];
        session->payload_line = subject.chapter->candidates[keyword->first];
    }
    if (atb_place(session, session->payload_line) != 0) {
        session->pending.status = ATB_MALFORMED;
    }
    framer->mode = ATB_FRAME_OVERLONG;
}

static void report_overlong(struct atb_session *session, const char *text, size_t length,
                            size_t remaining)
{
    struct atb_event event = atb_event_of(ATB_EVENT_OVERLONG, text, length);
    event.line = session->payload_line;
    event.remaining = remaining;
    atb_report(session, &event);
}

static const char *take_overlong(struct atb_session *session, const char *at, const char *end)
{
    const char *lf = memchr(at, '\n', (size_t)(end - at));
    const char *stop = lf != NULL ? lf : end;
    if (lf != NULL) {
        session->framer.mode = ATB_FRAME_LINE;
    }
    report_overlong(session, at, (size_t)(stop - at), lf != NULL ? 0 : SIZE_MAX);
    return lf != NULL ? lf + 1 : end;
}

/* ---- a line in pieces -------------------------------------------------------------------- */

void atb_framer_append(struct atb_framer *framer, const char *at, size_t length)
{
    memcpy(framer->line + framer->length, at, length);
    framer->length = (uint16_t)(framer->length + length);
}

static void begin_line(struct atb_framer *framer)
{
    framer->length = 0;
    framer->commas = 0;
    framer->settled = false;
}

/* The part of a line that is in the chunk, up to `stop`: a wanted comma, its line feed, or the
 * chunk's end. */
static void take_part(struct atb_session *session, struct chunk *chunk, const char *stop)
{
    struct atb_framer *framer = &session->framer;
    size_t room = framer->size + 1u - framer->length;
    size_t length = (size_t)(stop - chunk->at);
    const char *last_at = stop > chunk->at ? stop - 1 : "";
    char last = *last_at;
    if (length > room || (length == room && last != '\n')) {
        atb_framer_append(framer, chunk->at, room - 1);
        chunk->at += room - 1;
        begin_overlong(session);
        room = framer->length;
        begin_line(framer);
        report_overlong(session, framer->line, room, SIZE_MAX);
        return;
    }
    atb_framer_append(framer, chunk->at, length);
    chunk->at = stop;
    if (last == '\n') {
        length = framer->length;
        begin_line(framer);
        (void)take_line(session, framer->line, framer->line + length);
    } else if (last == ',' && session->dialect->head != NULL && !framer->settled) {
        (void)session->dialect->head(session, framer->line, framer->line + framer->length - 1);
    }
}

/* Where the part ends. */
static const char *find_stop(const struct atb_session *session, const struct chunk *chunk)
{
    const char *lf = memchr(chunk->at, '\n', (size_t)(chunk->end - chunk->at));
    const char *stop = lf != NULL ? lf + 1 : chunk->end;
    if (session->dialect->head != NULL && !session->framer.settled) {
        const char *comma = memchr(chunk->at, ',', (size_t)(stop - chunk->at));
        stop = comma != NULL ? comma + 1 : stop;
    }
    return stop;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void take_prompt(struct atb_session *session, const char *text)
{
    const uint8_t serial = session->pending.serial;
    struct atb_event event = atb_event_of(ATB_EVENT_PROMPT, text, 1);
    session->framer.prompt = false;
    session->framer.after_prompt = true;
    event.handled = true;
    atb_report(session, &event);
    if (serial == session->pending.serial) {
        session->engine->on_prompt(session);
    }
}

/* Steps over what may stand before a line: line ends, and the blank behind a prompt. */
static const char *skip_to_line(struct atb_framer *framer, const char *at, const char *end)
{
    if (framer->after_prompt) {
        framer->after_prompt = false;
        at += *at == ' ';
    }
    while (at < end && is_line_end(*at)) {
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

/* In place, payload may begin at one of the first commas. */
static bool take_head_in_place(struct atb_session *session, struct chunk *chunk)
{
    struct atb_framer *framer = &session->framer;
    const char *comma = chunk->at;
    while (!framer->settled) {
        const char *lf = memchr(comma, '\n', (size_t)(chunk->lines - comma));
        comma = memchr(comma, ',', (size_t)(lf - comma));
        if (comma == NULL || (size_t)(comma - chunk->at) >= framer->size) {
            break;
        }
        if (session->dialect->head(session, chunk->at, comma)) {
            chunk->at = comma + 1;
            return true;
        }
        comma++;
    }
    begin_line(framer);
    return false;
}

/* A line begins here. False: it does not lie whole in the chunk. */
static bool take_in_place(struct atb_session *session, struct chunk *chunk)
{
    if (chunk->lines == NULL) {
        chunk->lines = behind_last_line_end(chunk->at, chunk->end);
    }
    if (chunk->at >= chunk->lines) {
        return false;
    }
    if (session->dialect->head != NULL && take_head_in_place(session, chunk)) {
        return true;
    }
    const char *next = take_line(session, chunk->at, chunk->lines);
    chunk->at = next != NULL ? next : chunk->at;
    return next != NULL;
}

static void take_lines(struct atb_session *session, struct chunk *chunk)
{
    struct atb_framer *framer = &session->framer;
    if (framer->length == 0) {
        chunk->at = skip_to_line(framer, chunk->at, chunk->end);
        if (chunk->at == chunk->end) {
            return;
        }
        if (framer->prompt && *chunk->at == '>') {
            take_prompt(session, chunk->at++);
            return;
        }
        if (take_in_place(session, chunk)) {
            return;
        }
    }
    take_part(session, chunk, find_stop(session, chunk));
}

/* ---- bytes ------------------------------------------------------------------------------------
 */

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
        (void)session->dialect->hex(session, &chunk->at, chunk->end);
        break;
    case ATB_FRAME_DATA:
        chunk->at = session->transparent->take(session, chunk->at, chunk->end);
        break;
    default:
        chunk->at = take_overlong(session, chunk->at, chunk->end);
        break;
    }
}

/* All that is to be done for most bytes of a UART that is read byte by byte. */
static bool take_lone_byte(struct atb_session *session, char byte)
{
    struct atb_framer *framer = &session->framer;
    bool waits = framer->mode == ATB_FRAME_COUNTED && framer->left > framer->length + 1u;
    bool in_line = framer->mode == ATB_FRAME_LINE && framer->length > 0 && byte != '\n' &&
                   (byte != ',' || framer->settled || session->dialect->head == NULL);
    if ((!waits && !in_line) || framer->length == framer->size) {
        return false;
    }
    framer->line[framer->length++] = byte;
    return true;
}

static void take_all(struct atb_session *session, struct chunk *chunk)
{
    session->inside = true;
    while (chunk->at < chunk->end) {
        take_some(session, chunk);
    }
    if (session->engine != NULL) {
        session->engine->send_on(session);
    }
    session->inside = false;
}

int atb_feed(struct atb_session *session, const void *bytes, size_t length)
{
    struct chunk chunk = {.at = bytes};
    if (session->inside) {
        return ATB_BUSY;
    }
    if (length > 0) {
        session->quiet = false;
        if (length > 1 || !take_lone_byte(session, *chunk.at)) {
            chunk.end = chunk.at + length;
            take_all(session, &chunk);
        }
    }
    return ATB_OK;
}

/* ---- time -------------------------------------------------------------------------------------
 */

/* So long a silence says that payload is lost. */
enum { SILENCE_MS = 5000 };

void atb_receive_tick(struct atb_session *session)
{
    if (atb_now(session) - session->heard_at >= SILENCE_MS) {
        atb_give_up_payload(session);
    }
}
