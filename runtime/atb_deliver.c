/* SPDX-License-Identifier: MIT */
#include "atb_engine.h"
#include "atb_fields.h"
#include "atb_framer.h"

/* ---- who takes it ---------------------------------------------------------------- */

static void mark_malformed(struct atb_event *event, int status, uint8_t field)
{
    event->kind = ATB_EVENT_MALFORMED;
    event->status = (int8_t)status;
    event->field = field;
}

static void call_handler(const struct atb_session *session, const struct atb_handler *handler,
                         struct atb_event *event)
{
    int status = handler->decode(handler, event, session->app);
    if (status == ATB_OK) {
        event->handled = true;
    } else {
        mark_malformed(event, status, (uint8_t)ATB_NO_INDEX);
    }
}

void atb_hand_on(struct atb_session *session, struct atb_event *event, bool awaited)
{
    bool payload = event->kind == ATB_EVENT_PAYLOAD;
    unsigned count =
        event->handled || event->kind == ATB_EVENT_MALFORMED ? 0 : session->handler_count;
    const struct atb_handler *handler = session->handlers;
    for (; count > 0; count--, handler++) {
        if (handler->line == event->line && handler->payload == payload) {
            call_handler(session, handler, event);
        }
    }
    event->handled = event->handled || awaited;
    atb_report(session, event);
}

/* Decodes an awaited line into the caller's answer. */
static void fill_answer(struct atb_session *session, const struct atb_subject *subject,
                        struct atb_event *event)
{
    struct atb_answer *answer = &session->answer;
    const struct atb_record *record = answer->record;
    uint8_t failed = 0;
    if (record == NULL || record->line != subject->index) {
        return;
    }
    answer->total++;
    if (answer->items != NULL && answer->count < answer->capacity) {
        char *item = (char *)answer->items + answer->count * record->size;
        int status = atb_decode_field(record, subject->fields, subject->length, item, &failed);
        if (status != ATB_OK) {
            mark_malformed(event, status, failed);
            session->pending.status = ATB_MALFORMED;
            return;
        }
        atb_keep_texts(record, item);
        event->handled = true;
        answer->count++;
    }
}

/* ---- payload behind it ------------------------------------------------------------- */

bool atb_payload_length(const struct atb_subject *subject, size_t *length)
{
    const struct atb_line *line = subject->line;
    *length = SIZE_MAX;
    if (line->payload == ATB_TO_LINE_END || line->length_field == ATB_NO_INDEX) {
        return true;
    }
    int32_t number = atb_index_at(subject, line->length_field);
    *length = (size_t)number;
    return number >= 0 && (line->payload_max == 0 || number <= line->payload_max);
}

static bool is_hex(const struct atb_session *session, const struct atb_subject *subject)
{
    const struct atb_line *line = subject->line;
    if (line->coding != ATB_BY_SETTING) {
        return line->coding == ATB_HEX;
    }
    int slot = atb_setting_slot(session, line->coding_setting,
                                atb_index_at(subject, line->coding_index), line->coding_elements);
    return atb_setting(session, slot) == ATB_HEX;
}

/* Payload stands behind the line, or, where only its head has come, behind its last comma. */
static void expect_payload(struct atb_session *session, const struct atb_subject *subject,
                           struct atb_event *event)
{
    const struct atb_line *line = subject->line;
    size_t length = 0;
    if (!atb_payload_length(subject, &length)) {
        mark_malformed(event, ATB_BAD_RANGE, line->length_field);
    } else if (subject->head || line->payload == ATB_AFTER_LINE) {
        atb_framer_payload(&session->framer, length, is_hex(session, subject));
        session->payload_line = subject->index;
        session->payload_owned = subject->awaited;
    } else if (line->payload == ATB_INLINE && length > 0) {
        mark_malformed(event, ATB_BAD_LENGTH, line->length_field);
    }
}

/* ---- what it changes ---------------------------------------------------------------- */

uint8_t atb_kind_of(const struct atb_line *line)
{
    static const uint8_t kinds[] = {
        [ATB_INFO] = ATB_EVENT_INFO,      [ATB_RESULT] = ATB_EVENT_URC,  [ATB_URC] = ATB_EVENT_URC,
        [ATB_TEST_INFO] = ATB_EVENT_INFO, [ATB_FINAL] = ATB_EVENT_FINAL,
    };
    return kinds[line->role];
}

/* A result that comes before the final result code is part of the answer. */
static bool is_early_result(const struct atb_session *session, const struct atb_subject *subject)
{
    const struct atb_pending *pending = &session->pending;
    return subject->awaited && subject->line->role == ATB_RESULT &&
           pending->oks == pending->form->oks;
}

/* The error code that the line carries. */
static void note_error(struct atb_session *session, const struct atb_subject *subject)
{
    const struct atb_line *line = subject->line;
    session->error.code = ATB_UNKNOWN;
    session->error.set = line->error_set;
    (void)atb_number_at(subject->fields, subject->length, line->error_field, &session->error.code);
}

static int number_of(const struct atb_subject *subject, int field, int32_t *number)
{
    return atb_number_at(subject->fields, subject->length, (unsigned)field, number);
}

/* What the table says of success, held against what the line says. */
static bool says_failure(const struct atb_subject *subject)
{
    const struct atb_line *line = subject->line;
    int32_t found = 0;
    int32_t least = 0;
    int status = line->success == ATB_SUCCESS_ALWAYS
                     ? ATB_OK
                     : number_of(subject, line->success_field, &found);
    switch (line->success) {
    case ATB_SUCCESS_EQUALS:
        return status != ATB_MISSING && (status != ATB_OK || found != line->success_value);
    case ATB_SUCCESS_REACHES:
        return status != ATB_OK || number_of(subject, line->success_value, &least) != ATB_OK ||
               found < least;
    case ATB_SUCCESS_GIVEN:
        return status == ATB_MISSING;
    default:
        return line->success == ATB_SUCCESS_NEVER;
    }
}

/* Settings, payload and transparent mode: what must be known before any handler runs. */
static void take_in(struct atb_session *session, const struct atb_subject *subject,
                    struct atb_event *event)
{
    const struct atb_line *line = subject->line;
    uint8_t online = session->dialect->online;
    bool connects = line->final == ATB_FINAL_CONNECT;
    if (line->payload != ATB_NO_PAYLOAD) {
        expect_payload(session, subject, event);
    }
    if (line->effect_count != 0 && event->kind != ATB_EVENT_MALFORMED) {
        atb_apply_line(session, subject);
        connects = online != 0 && session->settings[online - 1] == 1;
    }
    if (connects && (subject->awaited || atb_may_connect(session))) {
        atb_enter_data_mode(session);
    }
}

/* ---- the command under way ------------------------------------------------------------ */

static void go_on(struct atb_session *session, const struct atb_subject *subject, bool failed)
{
    if (subject->line->role == ATB_FINAL) {
        atb_on_final(session, subject);
    } else if (subject->awaited) {
        atb_on_line(session, atb_place_of(session, subject->index), failed);
    }
}

/* The command under way needs it, whether or not its fields are wanted. */
static bool is_waited_for(const struct atb_session *session, const struct atb_subject *subject)
{
    uint8_t state = session->pending.state;
    return subject->awaited ||
           (subject->line->role == ATB_FINAL && (state == ATB_MARKED || state >= ATB_ESCAPING));
}

static void deliver_known(struct atb_session *session, const struct atb_subject *subject,
                          struct atb_event *event)
{
    const uint8_t serial = session->pending.serial;
    event->kind =
        is_early_result(session, subject) ? (uint8_t)ATB_EVENT_INFO : atb_kind_of(subject->line);
    if (subject->line->error_field != ATB_NO_INDEX && is_waited_for(session, subject)) {
        note_error(session, subject);
    }
    take_in(session, subject, event);
    if (subject->awaited && event->kind != ATB_EVENT_MALFORMED) {
        fill_answer(session, subject, event);
    }
    atb_hand_on(session, event, is_waited_for(session, subject));
    if (serial == session->pending.serial) {
        go_on(session, subject, says_failure(subject));
    }
}

/* A known keyword with fields that are no layout's; or no known line after all. */
static void deliver_misfit(struct atb_session *session, const struct atb_subject *subject,
                           struct atb_event *event)
{
    const uint8_t serial = session->pending.serial;
    uint8_t field = 0;
    int status = atb_misfit(session, subject, &field);
    uint8_t place = status != ATB_OK ? atb_place_of(session, subject->index) : 0;
    if (status != ATB_OK) {
        mark_malformed(event, status, field);
    } else {
        event->line = ATB_NO_LINE;
        event->fields = NULL;
    }
    if (place != 0 && session->pending.status == ATB_OK) {
        session->pending.status = ATB_MALFORMED;
    }
    atb_report(session, event);
    if (place != 0 && serial == session->pending.serial) {
        atb_on_line(session, place, false);
    }
}

void atb_deliver(struct atb_session *session, const struct atb_subject *subject,
                 struct atb_event *event)
{
    event->line = subject->index;
    event->fields = subject->fields;
    if (subject->line != NULL) {
        deliver_known(session, subject, event);
    } else {
        deliver_misfit(session, subject, event);
    }
}
