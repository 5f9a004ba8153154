/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "atb_engine.h"
#include "atb_framer.h"

/* ---- lines ---------------------------------------------------------------------- */

static bool starts_with(const struct atb_event *event, const char *start, size_t length)
{
    return event->length >= length && memcmp(event->text, start, length) == 0;
}

/* The modem repeats the command line it was sent; payload inside it is not compared. */
static bool is_echo(const struct atb_session *session, const struct atb_event *event)
{
    struct atb_text line = {session->command, session->command_head};
    bool whole = session->command_head == session->command_length;
    if (session->pending.state == ATB_MARKING) {
        line = atb_mark_text(session);
        whole = true;
    }
    size_t length = line.length;
    length -= whole && length > 0 ? 1 : 0; /* the CR */
    return length > 0 && starts_with(event, line.at, length) && (!whole || event->length == length);
}

/* A line that only a command under way explains: its echo, or the answer to a mark. */
static bool is_echo_or_mark(struct atb_session *session, struct atb_event *event)
{
    if (session->pending.form != NULL && is_echo(session, event)) {
        event->kind = ATB_EVENT_ECHO;
        event->handled = true;
        return true;
    }
    event->handled = session->marks != 0 && atb_hear_mark(session, event);
    return false;
}

/* Looks the keyword up; one that was seen at a comma of the same line is kept. */
static bool recognise(struct atb_session *session, const struct atb_event *event,
                      struct atb_subject *subject)
{
    const char *fields = event->text + session->keyword_length;
    const char *end = event->text + event->length;
    subject->keyword = session->keyword;
    subject->chapter = &session->dialect->own;
    session->keyword = 0;
    if (subject->keyword == 0) {
        subject->keyword = (uint8_t)subject->chapter->scan(event->text, &fields);
    }
    if (subject->keyword == 0 && session->shared != NULL) {
        subject->chapter = session->shared;
        subject->keyword = (uint8_t)subject->chapter->scan(event->text, &fields);
    }
    while (end > fields && end[-1] == ' ') {
        end--;
    }
    subject->fields = fields;
    subject->length = end > fields ? (size_t)(end - fields) : 0;
    subject->head = false;
    return subject->keyword != 0;
}

static void take_line(struct atb_session *session, struct atb_event *event)
{
    struct atb_subject subject;
    if (is_echo_or_mark(session, event) || !recognise(session, event, &subject)) {
        session->keyword = 0;
        atb_report(session, event);
        return;
    }
    atb_match(session, &subject);
    atb_deliver(session, &subject, event);
}

static bool may_hold_payload(const struct atb_session *session, const struct atb_subject *subject)
{
    const struct atb_keyword *keyword = &subject->chapter->keywords[subject->keyword];
    const uint8_t *candidate = subject->chapter->candidates + keyword->first;
    for (unsigned i = 0; i < keyword->count; i++) {
        if (atb_line_of(session, candidate[i])->payload >= ATB_INLINE) {
            return true;
        }
    }
    return false;
}

/* A comma in a line that is still arriving: does payload begin behind it? */
static void take_head(struct atb_session *session, struct atb_event *event)
{
    struct atb_subject subject;
    size_t length = 0;
    event->length--;
    if (!recognise(session, event, &subject) || !may_hold_payload(session, &subject)) {
        session->framer.settled = true;
        return;
    }
    subject.head = true;
    atb_match(session, &subject);
    if (subject.line == NULL) {
        session->keyword = subject.keyword;
        session->keyword_length = (uint8_t)(subject.fields - event->text);
    } else if (atb_payload_length(&subject, &length)) {
        atb_deliver(session, &subject, event);
    } else {
        session->framer.settled = true; /* a damaged number: no payload, the line will tell */
    }
}

/* The keyword of an over-long line tells whether the command under way loses its answer. */
static void begin_overlong(struct atb_session *session, const struct atb_event *event)
{
    struct atb_subject subject;
    session->payload_line = ATB_NO_LINE;
    if (recognise(session, event, &subject)) {
        const struct atb_keyword *keyword = &subject.chapter->keywords[subject.keyword];
        session->payload_line = subject.chapter->candidates[keyword->first];
    }
    if (atb_is_listed(session, session->payload_line)) {
        session->pending.status = ATB_MALFORMED;
    }
}

static void take_overlong(struct atb_session *session, struct atb_event *event)
{
    event->kind = ATB_EVENT_OVERLONG;
    if (event->text == session->framer.line) {
        begin_overlong(session, event);
    }
    event->line = session->payload_line;
    atb_report(session, event);
}

/* ---- prompt and payload ------------------------------------------------------------ */

static void take_prompt(struct atb_session *session, struct atb_event *event)
{
    const uint8_t serial = session->pending.serial;
    event->kind = ATB_EVENT_PROMPT;
    event->handled = true;
    atb_report(session, event);
    if (serial == session->pending.serial) {
        atb_on_prompt(session);
    }
}

/* How much of the piece fits into the answer's memory. */
static size_t keep_payload(struct atb_session *session, const struct atb_event *event)
{
    struct atb_answer *answer = &session->answer;
    size_t room = 0;
    if (!session->payload_owned || answer->data == NULL) {
        return 0;
    }
    if (answer->data_length < answer->data_size) {
        room = answer->data_size - answer->data_length;
        room = room < event->length ? room : event->length;
        memcpy((char *)answer->data + answer->data_length, event->text, room);
        answer->data_length += room;
    }
    answer->data_total += event->length;
    return room;
}

/* What fits goes to the answer; handlers and the application get the rest. */
static void take_payload(struct atb_session *session, struct atb_event *event)
{
    size_t kept = keep_payload(session, event);
    event->kind = ATB_EVENT_PAYLOAD;
    event->line = session->payload_line;
    if (kept > 0) {
        struct atb_event first = *event;
        event->text += kept;
        event->length -= kept;
        first.length = kept;
        first.remaining += first.remaining == SIZE_MAX ? 0 : event->length;
        first.handled = true;
        atb_hand_on(session, &first, true);
    }
    if (kept == 0 || event->length > 0) {
        atb_hand_on(session, event, false);
    }
}

static void take_bad_payload(struct atb_session *session, struct atb_event *event)
{
    event->kind = ATB_EVENT_MALFORMED;
    event->line = session->payload_line;
    event->status = ATB_BAD_CHARACTER;
    if (session->payload_owned) {
        session->pending.status = ATB_MALFORMED;
    }
    atb_report(session, event);
}

/* ---- transparent mode ----------------------------------------------------------------- */

/* The layout of a word that ends transparent mode, or NULL. */
static const struct atb_line *find_ending(const struct atb_session *session,
                                          struct atb_event *event)
{
    const struct atb_chapter *chapter = &session->dialect->own;
    const struct atb_keyword *keyword =
        &chapter->keywords[chapter->scan(event->text, &event->fields)];
    bool escaping =
        session->pending.state == ATB_ESCAPING && session->pending.part == ATB_PART_NONE;
    for (unsigned i = 0; i < keyword->count; i++) {
        const struct atb_line *line = NULL;
        event->line = chapter->candidates[keyword->first + i];
        line = atb_line_of(session, event->line);
        if (line->ends_data || (escaping && line->final == ATB_FINAL_SUCCESS)) {
            return line;
        }
    }
    return NULL;
}

/* Transparent mode is over: after +++, or because the connection is. */
static void end_data(struct atb_session *session, const struct atb_line *line,
                     struct atb_event *event)
{
    const uint8_t serial = session->pending.serial;
    bool escaped = line->final == ATB_FINAL_SUCCESS;
    atb_end_data_mode(session);
    event->kind = atb_kind_of(line);
    atb_hand_on(session, event, session->pending.form != NULL);
    if (serial == session->pending.serial && session->pending.form != NULL) {
        if (escaped) {
            atb_finish(session, ATB_OK);
        } else {
            atb_break(session, ATB_ERROR);
        }
    }
}

static void take_word(struct atb_session *session, struct atb_event *event)
{
    const struct atb_line *line = find_ending(session, event);
    if (line != NULL && event->fields == event->text + event->length) {
        end_data(session, line, event);
        return;
    }
    atb_report_data(session, atb_framer_pass_word(&session->framer));
}

/* ---- one piece after the other ----------------------------------------------------------- */

static void take(struct atb_session *session, const struct atb_cut *cut)
{
    struct atb_event event = atb_event_of(ATB_EVENT_TEXT, cut->text, cut->length);
    event.remaining = cut->remaining;
    switch (cut->kind) {
    case ATB_CUT_LINE:
        take_line(session, &event);
        break;
    case ATB_CUT_COMMA:
        take_head(session, &event);
        break;
    case ATB_CUT_PROMPT:
        take_prompt(session, &event);
        break;
    case ATB_CUT_PAYLOAD:
        take_payload(session, &event);
        break;
    case ATB_CUT_BAD:
        take_bad_payload(session, &event);
        break;
    case ATB_CUT_OVERLONG:
        take_overlong(session, &event);
        break;
    case ATB_CUT_WORD:
        take_word(session, &event);
        break;
    default:
        event.kind = ATB_EVENT_DATA;
        atb_report(session, &event);
        break;
    }
}

static void take_all(struct atb_session *session, const char *at, const char *end)
{
    struct atb_cut cut;
    session->inside = true;
    while (at < end && atb_framer_next(&session->framer, &at, end, &cut)) {
        take(session, &cut);
    }
    if (atb_has_to_send(session) && !atb_send_on(session)) {
        atb_break(session, ATB_IO);
    }
    session->inside = false;
}

int atb_feed(struct atb_session *session, const void *bytes, size_t length)
{
    const char *at = bytes;
    if (session->inside) {
        return ATB_BUSY;
    }
    if (length > 0) {
        session->quiet = false;
        if (length > 1 || !atb_framer_push(&session->framer, *at)) {
            take_all(session, at, at + length);
        }
    }
    return ATB_OK;
}
