/* SPDX-License-Identifier: MIT */
#include "atb_deliver.h"

#include <string.h>

#include "atb_engine.h"
#include "atb_payload.h"

/* ---- what it changes ---------------------------------------------------------------- */

uint8_t atb_kind_of(const struct atb_line *line)
{
    char role = atb_role(line);
    return atb_is_final(line)                      ? ATB_EVENT_FINAL
           : role == ATB_RESULT || role == ATB_URC ? ATB_EVENT_URC
                                                   : ATB_EVENT_INFO;
}

/* A result that comes before the final result code is part of the answer. */
static bool is_early_result(const struct atb_subject *subject)
{
    const struct atb_pending *pending = &subject->session->pending;
    return subject->awaited && atb_role(subject->line) == ATB_RESULT &&
           pending->oks == pending->form->oks;
}

static int32_t number_of(const struct atb_subject *subject, uint8_t field)
{
    return field == ATB_NO_INDEX ? ATB_UNKNOWN
                                 : atb_number_at(subject->fields, subject->end, field);
}

/* What the table says of success, held against what the line says. */
static bool says_failure(const struct atb_subject *subject, const struct atb_line_more *more)
{
    const int32_t found = number_of(subject, more->success_field);
    switch (more->success) {
    case ATB_SUCCESS_EQUALS:
        return found != ATB_UNKNOWN && found != more->success_value;
    case ATB_SUCCESS_REACHES:
        return found == ATB_UNKNOWN || found < number_of(subject, (uint8_t)more->success_value);
    case ATB_SUCCESS_GIVEN:
        return !atb_is_there(subject->fields, subject->end, more->success_field);
    default:
        return more->success == ATB_SUCCESS_NEVER;
    }
}

/* Payload and settings: what must be known before any handler runs. */
static int settle_more(struct atb_subject *subject, const struct atb_line_more *more)
{
    struct atb_session *session = subject->session;
    if (more->error_set != ATB_ERROR_NONE && subject->waited) {
        session->error.code = number_of(subject, more->error_field);
        session->error.set = more->error_set;
    }
    subject->failed = subject->awaited && says_failure(subject, more);
    if (more->payload != ATB_NO_PAYLOAD) {
        int status = atb_expect_payload(subject, more);
        if (status != ATB_OK) {
            subject->event.field = more->length_field;
            return status;
        }
    }
    return ATB_OK;
}

static bool may_tell(const struct atb_subject *subject)
{
    const struct atb_session *session = subject->session;
    return session->engine != NULL &&
           (subject->awaited || session->may_connect || atb_role(subject->line) == ATB_CONNECT);
}

static int settle(struct atb_subject *subject)
{
    struct atb_event *event = &subject->event;
    const struct atb_line *line = subject->line;
    event->line = subject->index;
    event->fields = subject->fields;
    event->kind = is_early_result(subject) ? (uint8_t)ATB_EVENT_INFO : atb_kind_of(line);
    int status = line->more != NULL ? settle_more(subject, line->more) : (int)ATB_OK;
    if (status == ATB_OK && may_tell(subject)) {
        subject->session->engine->tell(subject);
    }
    return status;
}

/* ---- its fields ----------------------------------------------------------------------- */

int atb_read_line(struct atb_subject *subject)
{
    struct atb_reading reading;
    if (atb_role(subject->line) == ATB_TEST_INFO || /* it has no fields that anybody reads */
        (!subject->head && atb_read_as_documented(subject, subject->line) != NULL)) {
        return ATB_OK;
    }
    atb_begin_reading(subject, &reading);
    reading.flag = subject->values.bytes;
    int status = atb_read(&reading, subject->line->shape + 1);
    subject->event.field = reading.field;
    return status;
}

/* ---- who takes it ---------------------------------------------------------------- */

void atb_take_plain(void *app, const void *values, void (*call)(void))
{
    (void)values;
    ((atb_plain_handler *)call)(app);
}

static void call_handlers(struct atb_subject *subject)
{
    const struct atb_session *session = subject->session;
    const struct atb_handler *handler = atb_find_handler(session, subject->index);
    subject->event.handled = handler != NULL;
    while (handler != NULL) {
        handler->take(session->app, subject->values.bytes, handler->call);
        handler = session->one_each ? NULL : atb_handler_from(session, handler + 1, handler->key);
    }
}

int atb_hand_out(struct atb_subject *subject)
{
    const struct atb_record *wanted = subject->session->answer.record;
    int status = settle(subject);
    if (status != ATB_OK) {
        return status;
    }
    if (subject->awaited && wanted != NULL && wanted->line == subject->index) {
        subject->session->engine->fill(subject);
    } else {
        call_handlers(subject);
    }
    return ATB_OK;
}

/* ---- the command under way ------------------------------------------------------------ */

/* The command under way needs it, whether or not its fields are wanted. */
static bool is_waited_for(const struct atb_subject *subject)
{
    uint8_t state = subject->session->pending.state;
    return subject->awaited ||
           (atb_is_final(subject->line) && (state == ATB_MARKED || state >= ATB_ESCAPING));
}

/* Whether a line that begins so has to be compared with the command under way. */
static bool may_be_echo(const struct atb_session *session, char first)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->form == NULL) {
        return session->marks != 0;
    }
    bool same = session->command_head > 0 && first == atb_command_of(session)[0];
    return session->marks != 0 || same || pending->echoes || pending->state == ATB_MARKING;
}

/* ---- one line ---------------------------------------------------------------------------- */

static void mark_malformed(struct atb_subject *subject, int status)
{
    subject->event.kind = ATB_EVENT_MALFORMED;
    subject->event.status = (int8_t)status;
    subject->event.line = subject->index;
    subject->event.fields = subject->fields;
    subject->event.handled = false;
    if (subject->awaited && subject->session->pending.status == ATB_OK) {
        subject->session->pending.status = ATB_MALFORMED;
    }
}

static void reboot(struct atb_session *session)
{
    if (session->engine != NULL) {
        session->engine->reboot(session);
    } else {
        atb_forget_settings(session, session->dialect->lost_count);
    }
}

/* Its fields are read, handlers have run: the application sees it, the command goes on. */
static void conclude(struct atb_subject *subject, uint8_t serial)
{
    struct atb_session *session = subject->session;
    subject->event.handled = subject->event.handled || subject->waited;
    atb_report(session, &subject->event);
    if (session->engine != NULL && serial == session->pending.serial) {
        session->engine->go_on(subject);
    }
    if (subject->line->more != NULL && subject->line->more->boots) {
        reboot(session);
    }
}

/* An id that no manual knows: its payload is payload all the same, but nobody's. */
static void expect_nobodys_payload(struct atb_subject *subject)
{
    const struct atb_line_more *more = subject->line->more;
    struct atb_reading reading;
    if (more != NULL && more->payload != ATB_NO_PAYLOAD &&
        atb_try_shape(subject, subject->line, &reading) == ATB_OK &&
        atb_expect_payload(subject, more) == ATB_OK) {
        subject->session->payload_owned = false;
        subject->session->payload_handler = NULL;
    }
}

/* `status` says whether its fields were read. */
static void deliver(struct atb_subject *subject, int status)
{
    const uint8_t serial = subject->session->pending.serial;
    const bool fits = status == ATB_OK;
    subject->waited = is_waited_for(subject);
    if (fits) {
        status = atb_hand_out(subject);
    }
    if (status != ATB_OK) {
        mark_malformed(subject, status);
    }
    if (!fits) {
        expect_nobodys_payload(subject);
    }
    conclude(subject, serial);
}

/* A known keyword with fields that are no layout's; or no known line after all. */
static void deliver_misfit(struct atb_subject *subject)
{
    struct atb_session *session = subject->session;
    const uint8_t serial = session->pending.serial;
    int status = atb_misfit(subject, &subject->event.field);
    uint8_t place = status != ATB_OK ? atb_place(session, subject->index) : 0;
    subject->awaited = place != 0;
    if (status != ATB_OK) {
        mark_malformed(subject, status);
    } else {
        subject->event.field = (uint8_t)ATB_NO_INDEX;
    }
    atb_report(session, &subject->event);
    if (place != 0 && serial == session->pending.serial) {
        session->engine->on_line(session, place, false);
    }
}

void atb_deliver(struct atb_subject *subject)
{
    if (subject->line != NULL) {
        deliver(subject, atb_read_line(subject));
    } else {
        deliver_misfit(subject);
    }
}

/* Layouts that cannot be taken for another one: the first that fits as documented is it. Where the
 * next line begins, or NULL: none does. */
static const char *deliver_straight(struct atb_subject *subject, const char *text)
{
    const struct atb_keyword *keyword = &subject->chapter->keywords[subject->keyword];
    const uint8_t *candidate = subject->chapter->candidates + keyword->first;
    for (unsigned left = keyword->straight; left > 0; left--) {
        atb_take_for(subject, *candidate++);
        const char *stop = atb_read_as_documented(subject, subject->line);
        const char *next = stop != NULL ? stop + 1 + (*stop == '\r') : NULL;
        if (next != NULL && next <= subject->end &&
            (subject->line->more == NULL || atb_is_meant(subject))) {
            atb_set_event(&subject->event, ATB_EVENT_TEXT, text, (size_t)(stop - text));
            deliver(subject, ATB_OK);
            return next;
        }
    }
    return NULL;
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
static void take_other(struct atb_subject *subject, bool known, const char *text, const char *end)
{
    struct atb_session *session = subject->session;
    struct atb_event *event = &subject->event;
    while (end > text && end[-1] == '\r') {
        end--;
    }
    atb_set_event(event, ATB_EVENT_TEXT, text, (size_t)(end - text));
    bool own = may_be_echo(session, *text) && session->engine->is_own(session, event);
    if (known && !own) {
        choose(subject, text, end);
        return;
    }
    const struct atb_chapter *shared = session->shared;
    if (!event->handled && shared != NULL && shared->bare != NULL &&
        shared->bare(subject, text, end)) {
        return;
    }
    atb_report(session, event);
}

const char *atb_deliver_line(struct atb_session *session, const char *text, const char *end)
{
    struct atb_subject subject;
    size_t room = session->framer.size + 1u;
    end = (size_t)(end - text) > room ? text + room : end;
    bool known = atb_recognise(&subject, session, text, end);
    if (known && !may_be_echo(session, *text)) {
        const char *next = deliver_straight(&subject, text);
        if (next != NULL) {
            return next;
        }
    }
    const char *lf = memchr(text, '\n', (size_t)(end - text));
    if (lf == NULL) {
        return NULL;
    }
    take_other(&subject, known, text, lf);
    return lf + 1;
}
