/* SPDX-License-Identifier: MIT */
#include "atb_deliver.h"

#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* ---- what it changes ---------------------------------------------------------------- */

/* The kind of event that a line is. A result that comes before the final result code is part of the
 * answer. */
static uint8_t kind_of(const struct atb_subject *subject)
{
    static const uint8_t kinds[] = {
        [ATB_TEST_INFO] = ATB_EVENT_INFO, [ATB_INFO] = ATB_EVENT_INFO,
        [ATB_RESULT] = ATB_EVENT_URC,     [ATB_URC] = ATB_EVENT_URC,
        [ATB_SUCCESS] = ATB_EVENT_FINAL,  [ATB_FAILURE] = ATB_EVENT_FINAL,
        [ATB_CONNECT] = ATB_EVENT_FINAL};
    const uint8_t role = subject->line->role;
    const bool early = (subject->awaited & ATB_BEFORE_OK) != 0;
    return role == ATB_RESULT && early ? ATB_EVENT_INFO : kinds[role];
}

/* Where a line may begin transparent mode: the engine looks closer. */
static bool might_connect(const struct atb_session *session)
{
    const struct atb_form *form = session->pending.form;
    return session->late.may_connect || session->connect_allowed ||
           (form != NULL && form->connects);
}

/* Payload and settings: what must be known before any handler runs. The command under way, or one
 * that was given up, may have to hear of it first. */
static int settle_framing(const struct atb_session *session, struct atb_subject *subject)
{
    const struct atb_line *line = subject->line;
    if (line->more == 0 && line->role != ATB_CONNECT) {
        return ATB_OK;
    }
    const struct atb_framing *framing = atb_framing_of(subject, line);
    int status = framing != NULL ? atb_expect_payload(subject, framing) : (int)ATB_OK;
    if (status != ATB_OK) {
        subject->event.field = framing->length_field;
    } else if (subject->waited || might_connect(session)) {
        session->engine->tell(subject);
    }
    return status;
}

/* ---- who takes it ---------------------------------------------------------------- */

const struct atb_handler *atb_handler_of(const struct atb_session *session, unsigned key)
{
    return atb_find_handler(session, key);
}

/* Where a handler has prepared the session anew, with another table, it is no row of that. */
static bool is_row(const struct atb_session *session, const struct atb_handler *row)
{
    const uintptr_t at = (uintptr_t)row - (uintptr_t)session->handlers;
    return at < session->handler_count * sizeof *row;
}

static void call_handlers(const struct atb_session *session, struct atb_subject *subject)
{
    const struct atb_handler *handler = atb_find_handler(session, subject->index);
    while (handler != NULL) {
        subject->event.handled = true;
        if (handler->plain) {
            ((atb_plain_handler *)handler->call)(session->app);
        } else {
            subject->chapter->call(session->app, subject->values.bytes, handler->call,
                                   subject->index);
        }
        const struct atb_handler *next = handler + 1;
        const bool more = session->shared_lines && is_row(session, next);
        handler = more ? atb_handler_from(session, next, handler->key) : NULL;
    }
}

/* What it changes is changed, and whoever takes it gets its values. ATB_OK, or why it is malformed.
 */
static int hand_out(const struct atb_session *session, struct atb_subject *subject)
{
    subject->event.kind = kind_of(subject);
    int status = settle_framing(session, subject);
    if (status != ATB_OK) {
        return status;
    }
    const struct atb_taker *taker = subject->awaited ? session->taker : NULL;
    if (taker == NULL || !taker->fill(subject)) {
        call_handlers(session, subject);
    }
    return ATB_OK;
}

/* ---- the command under way ------------------------------------------------------------ */

/* Whether a line that begins so has to be compared with the command under way. */
static bool may_repeat(const struct atb_session *session, char first)
{
    const struct atb_pending *pending = &session->pending;
    bool same = session->pending.line_head > 0 && first == atb_command_of(session)[0];
    return same || pending->echoes;
}

/* A mark that has left is in `marks`. */
static inline bool may_be_echo(const struct atb_session *session, char first)
{
    return session->late.marks != 0 ||
           (session->pending.form != NULL && may_repeat(session, first));
}

/* ---- one line ---------------------------------------------------------------------------- */

static void mark_malformed(struct atb_subject *subject, int status)
{
    subject->event.kind = ATB_EVENT_MALFORMED;
    subject->event.status = (int8_t)status;
    subject->event.handled = false;
}

/* It has started again: what was under way and known is over before anybody hears of it, so that
 * whoever does may begin anew. */
static void reboot(struct atb_session *session)
{
    if (session->engine != NULL) {
        session->engine->reboot(session);
    } else {
        atb_forget_settings(session, session->dialect->lost_count);
    }
}

/* A start may be told by several lines, in the order of the table: RDY, then APP RDY. */
static bool boots(const struct atb_subject *subject)
{
    const struct atb_line *line = subject->line;
    if (line->more == 0 || !atb_more_of(subject->chapter, line)->boots) {
        return false;
    }
    const uint8_t before = subject->session->banner;
    subject->session->banner = subject->index;
    return before == 0 || subject->index <= before;
}

/* An id that no manual knows: its payload is payload all the same, but nobody's. */
static void expect_nobodys_payload(struct atb_session *session, struct atb_subject *subject)
{
    const struct atb_framing *framing = atb_framing_of(subject, subject->line);
    if (framing != NULL && subject->read == subject->line &&
        atb_expect_payload(subject, framing) == ATB_OK) {
        session->payload_owned = false;
        session->payload_handler = NULL;
    }
}

/* Whether the command under way waits for it. */
static void ask_engine(const struct atb_session *session, struct atb_subject *subject)
{
    const struct atb_form *form = session->pending.form;
    if (form != NULL && (form->line_count > 0 || atb_is_final(subject->line))) {
        session->engine->meet(subject);
    }
}

/* `status` says whether its fields were read. Handlers run, the application sees it, the command
 * goes on. */
static void deliver(struct atb_subject *subject, int status)
{
    struct atb_session *session = subject->session;
    if (status == ATB_OK && boots(subject)) {
        reboot(session);
    }
    const uint8_t serial = session->serial;
    ask_engine(session, subject);
    subject->event.line = subject->index;
    subject->event.fields = subject->fields;
    if (status != ATB_OK) {
        expect_nobodys_payload(session, subject);
    } else {
        status = hand_out(session, subject);
    }
    if (status != ATB_OK) {
        mark_malformed(subject, status);
    }
    subject->event.handled |= subject->waited;
    atb_report_at_once(session, &subject->event);
    if (session->engine != NULL && serial == session->serial) {
        session->engine->go_on(subject);
    }
}

/* Its event stands where its fields were read. */
static void begin_event(struct atb_subject *subject, const char *text, const char *end)
{
    atb_set_event(&subject->event, ATB_EVENT_TEXT, text, (size_t)(end - text));
}

void atb_deliver(struct atb_subject *subject, const char *text, const char *end)
{
    const int status = atb_read_line(subject);
    begin_event(subject, text, end);
    subject->event.field = subject->field;
    deliver(subject, status);
}

static bool has_framing(const struct atb_subject *subject)
{
    const struct atb_line *line = subject->line;
    return line->more != 0 && atb_more_of(subject->chapter, line)->framing != 0;
}

/* Whether the line is just as documented; its values are read then. Where the next one begins, or
 * NULL. */
static const char *read_exactly(struct atb_subject *subject, const char *text)
{
    const struct atb_line *line = subject->line;
    const char *stop = atb_read_as_documented(subject, line);
    if (stop == NULL || (has_framing(subject) && !atb_is_meant(subject))) {
        return NULL;
    }
    subject->event.text = text;
    subject->event.length = (size_t)(stop - text);
    subject->event.remaining = 0;
    subject->event.status = ATB_OK;
    subject->event.field = (uint8_t)ATB_NO_INDEX;
    subject->event.handled = false;
    return stop + 1 + (*stop == '\r');
}

/* How many of the keyword's layouts need no choice. */
static inline unsigned straight_of(const struct atb_subject *subject)
{
    const struct atb_keyword *keyword = subject->keyword;
    return keyword->alike && atb_awaits_lines(subject->session) ? 0 : keyword->straight;
}

/* Layouts that cannot be taken for another one: the first that fits as documented is it. It must
 * not be longer than `room`. */
static const char *deliver_straight(struct atb_subject *subject, const char *text, size_t room)
{
    const uint8_t *candidate = subject->chapter->candidates + subject->keyword->first;
    for (unsigned left = straight_of(subject); left > 0; left--) {
        atb_take_for(subject, *candidate++);
        const char *next = read_exactly(subject, text);
        if (next != NULL && (size_t)(next - text) <= room) {
            deliver(subject, ATB_OK);
            return next;
        }
    }
    return NULL;
}

/* `end` is where the text of the line ends. Fields that are no layout's are those of a known line,
 * which are malformed, or of no known line after all. */
static void choose_layout(struct atb_subject *subject, const char *text, const char *end)
{
    const char *last = end;
    while (last > text && last[-1] == ' ') {
        last--;
    }
    subject->reading.end = last > subject->fields ? last : subject->fields;
    const bool fits = atb_match(subject);
    const int status = fits ? atb_read_line(subject) : atb_misfit(subject);
    begin_event(subject, text, end);
    if (fits || status != ATB_OK) {
        subject->event.field = subject->field;
        deliver(subject, status);
    } else {
        atb_report(subject->session, &subject->event);
    }
}

/* A line that fits no layout straight away, or has no keyword. */
static void take_other(struct atb_subject *subject, bool known, const char *text, const char *end)
{
    struct atb_session *session = subject->session;
    struct atb_event *event = &subject->event;
    while (end > text && end[-1] == '\r') {
        end--;
    }
    begin_event(subject, text, end);
    bool own = session->engine != NULL && session->engine->is_own(session, event);
    if (known && !own) {
        choose_layout(subject, text, end);
        return;
    }
    const struct atb_chapter *shared = session->shared;
    if (!event->handled && shared != NULL && shared->bare != NULL) {
        shared->bare(subject, text, end);
    } else {
        atb_report(session, event);
    }
}

const char *atb_deliver_line(struct atb_session *session, const char *text, const char *end)
{
    struct atb_subject subject;
    const size_t room = session->framer.size + 1u; /* for a line with its end */
    bool known = atb_recognise(&subject, session, text, end);
    if (known && !may_be_echo(session, *text)) {
        const char *next = deliver_straight(&subject, text, room);
        if (next != NULL) {
            return next;
        }
    }
    const char *lf = text;
    while (*lf != '\n') {
        lf++;
    }
    if ((size_t)(lf - text) >= room) {
        return NULL;
    }
    subject.reading.end = lf;
    take_other(&subject, known, text, lf);
    return lf + 1;
}
