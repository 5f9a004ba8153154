/* SPDX-License-Identifier: MIT */
/* Transparent mode: bytes through; what may be its end is held back until that is known. */
#include <string.h>

#include "atb_character.h"
#include "atb_deliver.h"
#include "atb_engine.h"
#include "atb_framer.h"

/*
 * Only capitals alone in a line can end transparent mode. What may become such a
 * line (CR LF, capitals, CR LF; at the start of a line without the first CR LF)
 * is held in the line buffer until it is one, or is not.
 */
enum { WORD_MAX = 24 };

/* Whether `c` may follow the bytes held. */
static bool may_hold(const struct atb_session *session, char c)
{
    const struct atb_framer *framer = &session->framer;
    const char *end = framer->line + framer->length;
    if (framer->length == 0) {
        return c == '\r' || (session->line_start && atb_is_capital(c));
    }
    if (framer->length == WORD_MAX || framer->length == framer->size) {
        return false;
    }
    switch (end[-1]) {
    case '\r':
        return c == '\n';
    case '\n':
        return atb_is_capital(c);
    default:
        return atb_is_capital(c) || c == ' ' || c == '\r';
    }
}

/* Whether the bytes held are a whole line; then `start` is where its word begins. */
static bool holds_word(const struct atb_framer *framer, size_t *start)
{
    *start = framer->line[0] == '\r' ? 2 : 0;
    return framer->length > *start && framer->line[framer->length - 1] == '\n';
}

static void set_mode(struct atb_session *session, bool data)
{
    struct atb_framer *framer = &session->framer;
    framer->mode = data ? ATB_FRAME_DATA : ATB_FRAME_LINE;
    session->line_start = data;
    framer->length = 0;
    framer->prompt = false;
}

static void enter(struct atb_session *session)
{
    set_mode(session, true);
    session->sent_at = atb_now(session);
}

static void report_data(struct atb_session *session, const char *text, size_t length)
{
    struct atb_event event;
    atb_set_event(&event, ATB_EVENT_DATA, text, length);
    if (length > 0) {
        atb_report(session, &event);
    }
}

/* Bytes held back as a possible word are data after all. */
static void release(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    size_t length = framer->length;
    session->line_start = length > 0 && framer->line[length - 1] == '\n';
    framer->length = 0;
    report_data(session, framer->line, length);
}

static void leave(struct atb_session *session)
{
    release(session);
    set_mode(session, false);
    if (session->dialect->online != 0) {
        session->settings[session->dialect->online - 1] = 0;
    }
}

/* The word is data. The CR LF behind it may begin the next line: it stays, in front of what is
 * handed out. */
static void pass_word(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    size_t length = framer->length - 2u;
    memmove(framer->line + 2, framer->line, length);
    framer->line[0] = '\r';
    framer->line[1] = '\n';
    framer->length = 2;
    report_data(session, framer->line + 2, length);
}

/* ---- the end ----------------------------------------------------------------------------- */

/* Whether the word is a line that ends transparent mode. */
static bool is_ending(struct atb_subject *subject, const struct atb_session *session)
{
    const struct atb_keyword *keyword = subject->keyword;
    bool escaping =
        session->pending.state == ATB_ESCAPING && session->pending.part == ATB_PART_NONE;
    for (unsigned i = 0; i < keyword->count; i++) {
        atb_take_for(subject, subject->chapter->candidates[keyword->first + i]);
        if (atb_more_of(subject->chapter, subject->line)->ends_data ||
            (escaping && subject->line->role == ATB_SUCCESS)) {
            return true;
        }
    }
    return false;
}

/* Transparent mode is over: after +++, or because the connection is. */
static void end_data(struct atb_session *session, struct atb_subject *subject, const char *word,
                     const char *end)
{
    const uint8_t serial = session->serial;
    bool escaped = subject->line->role == ATB_SUCCESS;
    session->framer.length = 0; /* the word is no data */
    leave(session);
    atb_deliver(subject, word, end);
    if (serial == session->serial && session->pending.form != NULL) {
        if (escaped) {
            atb_finish(session, ATB_OK);
        } else {
            atb_break(session, ATB_ERROR);
        }
    }
}

static void take_last_word(struct atb_session *session, size_t start)
{
    struct atb_subject subject;
    const char *word = session->framer.line + start;
    const char *end = session->framer.line + session->framer.length - 2;
    if (atb_recognise(&subject, session, word, end) && subject.fields == end &&
        is_ending(&subject, session)) {
        end_data(session, &subject, word, end);
        return;
    }
    pass_word(session);
}

/* ---- data ---------------------------------------------------------------------------------- */

static const char *take(struct atb_session *session, const char *at, const char *end)
{
    struct atb_framer *framer = &session->framer;
    size_t start = 0;
    while (at < end && may_hold(session, *at)) {
        atb_framer_append(framer, at++, 1);
        if (holds_word(framer, &start)) {
            take_last_word(session, start);
            return at;
        }
    }
    if (at == end) {
        return at;
    }
    if (framer->length > 0) {
        release(session);
        return at;
    }
    const char *stop = atb_find_byte(at, end, '\r');
    session->line_start = false;
    report_data(session, at, (size_t)(stop - at));
    return stop;
}

/* ---- time ---------------------------------------------------------------------------------- */

/* So long a silence says that data held back is no modem's word. */
enum { HOLD_MS = 100 };

/* How much of the silence before +++ is still to come. A clock of 32 bits that stepped back, or one
 * of which half has passed since, cannot say what has: then it is all of it. */
static uint32_t left_of_silence(const struct atb_session *session)
{
    const uint32_t all = session->dialect->guard_before_ms;
    const uint32_t passed = atb_now(session) - session->sent_at;
    if (passed > INT32_MAX) {
        return all;
    }
    return passed < all ? all - passed : 0;
}

static void guard(struct atb_session *session)
{
    session->pending.state = ATB_GUARDING;
    session->pending.deadline = atb_now(session) + left_of_silence(session);
}

static void end_guard(struct atb_session *session)
{
    if (atb_has_come(atb_now(session), session->pending.deadline)) {
        session->pending.state = ATB_ESCAPING;
        session->pending.part = ATB_PART_HEAD;
        atb_set_final_limit(session);
    }
}

static void tick(struct atb_session *session)
{
    if (session->pending.state == ATB_GUARDING) {
        end_guard(session);
    }
    if (!session->heard && session->framer.length > 0 &&
        atb_has_passed(atb_now(session), session->heard_at, HOLD_MS)) {
        release(session);
    }
}

/* ---- the application's calls ----------------------------------------------------------------- */

static const struct atb_transparent transparent = {
    .enter = enter, .take_bytes = take, .guard = guard, .tick = tick, .leave = leave};

void atb_allow_transparent(struct atb_session *session)
{
    atb_use_engine(session);
    session->transparent = &transparent;
}

void atb_allow_connect(struct atb_session *session, bool allowed)
{
    atb_allow_transparent(session);
    atb_use_told(session); /* a line that means as much */
    session->connect_allowed = allowed;
}

void atb_end_transparent(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    const bool open = session->open;
    session->open = false;
    atb_back_to_lines(session);
    if (pending->form != NULL && pending->form->escapes) {
        atb_break(session, ATB_OK); /* what it was to reach is reached */
    }
    session->open = open;
}

int atb_send_data(struct atb_session *session, const void *bytes, size_t length)
{
    if (!atb_is_transparent(session)) {
        return ATB_NOT_TRANSPARENT;
    }
    if (session->late.reset_needed) {
        return ATB_RESET_NEEDED; /* it began where the modem may still wait for payload */
    }
    if (session->pending.form != NULL) {
        return ATB_BUSY;
    }
    int taken = length > 0 ? session->port->write(session->port->context, bytes, length) : 0;
    if (taken > 0) {
        session->sent_at = atb_now(session);
    }
    return taken >= 0 && (size_t)taken <= length ? taken : ATB_IO;
}
