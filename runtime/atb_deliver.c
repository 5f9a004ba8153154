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
    return field == ATB_NO_INDEX ? ATB_UNKNOWN : subject->reading.numbers[field];
}

/* What the table says of success, held against what the line says. */
static bool says_failure(const struct atb_subject *subject, const struct atb_line_more *more)
{
    const int32_t *numbers = subject->reading.numbers;
    int32_t found = more->success != ATB_SUCCESS_ALWAYS ? numbers[more->success_field] : 0;
    switch (more->success) {
    case ATB_SUCCESS_EQUALS:
        return found != ATB_UNKNOWN && found != more->success_value;
    case ATB_SUCCESS_REACHES:
        return found == ATB_UNKNOWN || found < numbers[more->success_value];
    case ATB_SUCCESS_GIVEN:
        return found == ATB_UNKNOWN;
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
    subject->failed = says_failure(subject, more);
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
    subject->settled = true;
    subject->failed = false;
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

/* In place, the line ends where its fields end; elsewhere that is known already. */
static bool finds_end(struct atb_subject *subject)
{
    const char *at = subject->reading.at;
    subject->event.length = (size_t)(at - subject->event.text);
    while (at < subject->end && *at == '\r') {
        at++;
    }
    subject->next = at + 1;
    return at < subject->end && *at == '\n';
}

/* Reads along the line's shape to where `reading` points. */
static int read_fields(struct atb_subject *subject)
{
    struct atb_reading *reading = &subject->reading;
    reading->at = subject->fields;
    reading->end = subject->end;
    reading->ranges = subject->chapter->ranges;
    reading->choosing = false;
    if (atb_role(subject->line) == ATB_TEST_INFO) {
        return ATB_OK; /* it has no fields that anybody reads */
    }
    int status = atb_read(reading, subject->line->shape + 1);
    if (status == ATB_OK && subject->exact &&
        ((reading->found & ATB_LOOSE) != 0 || !finds_end(subject) || !atb_is_meant(subject))) {
        return ATB_EXTRA;
    }
    subject->event.field = reading->field;
    return status;
}

static int read_and_settle(struct atb_subject *subject)
{
    int status = read_fields(subject);
    return status == ATB_OK && !subject->settled ? settle(subject) : status;
}

int atb_take(struct atb_subject *subject, const struct atb_record *record, void *out)
{
    subject->reading.flag = out;
    subject->reading.value = (char *)out + record->values;
    return read_and_settle(subject);
}

int atb_take_nothing(struct atb_subject *subject)
{
    subject->reading.value = NULL;
    return read_and_settle(subject);
}

int atb_take_plain(const struct atb_handler *handler, struct atb_subject *subject, void *app)
{
    int status = atb_take_nothing(subject);
    if (status == ATB_OK) {
        ((atb_plain_handler *)handler->call)(app);
    }
    return status;
}

/* ---- who takes it ---------------------------------------------------------------- */

/* Each decodes into its own struct. */
static int call_handlers(struct atb_subject *subject)
{
    const struct atb_session *session = subject->session;
    const struct atb_handler *handler =
        atb_find_handler(session, session->handlers, subject->index);
    int status = handler == NULL ? atb_take_nothing(subject) : (int)ATB_OK;
    while (handler != NULL && status == ATB_OK) {
        status = handler->take(handler, subject, session->app);
        subject->event.handled = status == ATB_OK;
        handler = session->one_each ? NULL : atb_find_handler(session, handler + 1, subject->index);
    }
    return status;
}

int atb_hand_out(struct atb_subject *subject)
{
    int status = ATB_EXTRA;
    subject->reading.keep = NULL;
    subject->event.handled = false;
    if (subject->awaited) {
        status = subject->session->engine->fill(subject);
    }
    return status == ATB_EXTRA && !subject->settled ? call_handlers(subject) : status;
}

/* ---- the command under way ------------------------------------------------------------ */

/* The command under way needs it, whether or not its fields are wanted. */
static bool is_waited_for(const struct atb_subject *subject)
{
    uint8_t state = subject->session->pending.state;
    return subject->awaited ||
           (atb_is_final(subject->line) && (state == ATB_MARKED || state >= ATB_ESCAPING));
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

bool atb_deliver_straight(struct atb_subject *subject, uint8_t index)
{
    struct atb_session *session = subject->session;
    const uint8_t serial = session->pending.serial;
    atb_take_for(subject, index);
    subject->waited = is_waited_for(subject);
    subject->exact = true;
    int status = atb_hand_out(subject);
    if (!subject->settled) {
        return false;
    }
    if (status != ATB_OK) {
        mark_malformed(subject, status);
    }
    conclude(subject, serial);
    return true;
}

/* An id that no manual knows: its payload is payload all the same, but nobody's. */
static void expect_nobodys_payload(struct atb_subject *subject)
{
    const struct atb_line_more *more = subject->line->more;
    if (more != NULL && more->payload != ATB_NO_PAYLOAD &&
        atb_try_shape(subject, subject->line) == ATB_OK &&
        atb_expect_payload(subject, more) == ATB_OK) {
        subject->session->payload_owned = false;
        subject->session->payload_handler = NULL;
    }
}

static void deliver_known(struct atb_subject *subject)
{
    const uint8_t serial = subject->session->pending.serial;
    subject->waited = is_waited_for(subject);
    subject->exact = false;
    int status = atb_hand_out(subject);
    if (status != ATB_OK) {
        mark_malformed(subject, status);
    }
    if (!subject->settled) {
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
        deliver_known(subject);
    } else {
        deliver_misfit(subject);
    }
}
