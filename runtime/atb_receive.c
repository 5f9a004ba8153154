/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "atb_engine.h"
#include "atb_fields.h"
#include "atb_framer.h"

/* A line on its way through the session. */
struct arrival {
    struct atb_event event;
    struct atb_subject subject;
    struct atb_found found;
    bool failed; /* it carries an error code */
};

/* ---- who takes it ---------------------------------------------------------------- */

static void mark_malformed(struct atb_event *event, int status, uint8_t field)
{
    event->kind = ATB_EVENT_MALFORMED;
    event->status = (int8_t)status;
    event->field = field;
}

static void call_handlers(struct atb_session *session, struct atb_event *event)
{
    bool payload = event->kind == ATB_EVENT_PAYLOAD;
    for (unsigned i = 0; i < session->handler_count; i++) {
        const struct atb_handler *handler = &session->handlers[i];
        if (handler->line != event->line || handler->payload != payload) {
            continue;
        }
        int status = handler->decode(handler, event, session->app);
        if (status == ATB_OK) {
            event->handled = true;
        } else {
            mark_malformed(event, status, (uint8_t)ATB_NO_INDEX);
        }
    }
}

/* Decodes an awaited line into the caller's answer. */
static void fill_answer(struct atb_session *session, struct arrival *arrival)
{
    struct atb_answer *answer = &session->answer;
    const struct atb_record *record = answer->record;
    uint8_t failed = 0;
    if (record == NULL || record->line != arrival->found.index) {
        return;
    }
    if (answer->items != NULL && answer->count < answer->capacity) {
        char *item = (char *)answer->items + answer->count * record->size;
        int status = atb_decode_field(record, arrival->subject.fields, arrival->subject.length,
                                      item, &failed);
        if (status != ATB_OK) {
            mark_malformed(&arrival->event, status, failed);
            session->pending.status = ATB_MALFORMED;
            return;
        }
        atb_keep_texts(record, item);
        arrival->event.handled = true;
    }
    answer->count++;
}

/* First the answer, then the typed handlers; the application sees everything. */
static void hand_on(struct atb_session *session, struct atb_event *event, bool awaited)
{
    if (!event->handled && event->kind != ATB_EVENT_MALFORMED) {
        call_handlers(session, event);
    }
    event->handled = event->handled || awaited;
    atb_report(session, event);
}

/* ---- what it changes ------------------------------------------------------------- */

static void note_error(struct atb_session *session, struct arrival *arrival)
{
    int32_t code = ATB_UNKNOWN;
    uint8_t field = arrival->found.line->error_field;
    if (field != ATB_NO_INDEX) {
        (void)atb_number_at(arrival->subject.fields, arrival->subject.length, field, &code);
        session->error = code;
        arrival->failed = code != 0;
    }
}

/* How many payload bytes follow: SIZE_MAX up to the line's end. False: a damaged number. */
static bool payload_length(const struct arrival *arrival, size_t *length)
{
    const struct atb_line *line = arrival->found.line;
    int32_t number = 0;
    *length = SIZE_MAX;
    if (line->payload == ATB_TO_LINE_END || line->length_field == ATB_NO_INDEX) {
        return true;
    }
    (void)atb_number_at(arrival->subject.fields, arrival->subject.length, line->length_field,
                        &number);
    *length = (size_t)number;
    return number >= 0 && (line->payload_max == 0 || number <= line->payload_max);
}

static uint8_t payload_coding(const struct atb_session *session, const struct arrival *arrival)
{
    const struct atb_line *line = arrival->found.line;
    if (line->coding != ATB_BY_SETTING) {
        return line->coding;
    }
    int slot = atb_setting_slot(session, line->coding_setting,
                                atb_index_at(&arrival->subject, line->coding_index),
                                line->coding_elements);
    return atb_setting(session, slot) == ATB_HEX ? (uint8_t)ATB_HEX : (uint8_t)ATB_RAW;
}

/* Payload stands behind the line, or, where only its head has come, behind its last comma. */
static void expect_payload(struct atb_session *session, struct arrival *arrival)
{
    const struct atb_line *line = arrival->found.line;
    size_t length = 0;
    if (line->payload == ATB_NO_PAYLOAD) {
        return;
    }
    bool good = payload_length(arrival, &length);
    bool missing = line->payload == ATB_INLINE && !arrival->subject.head && length > 0;
    if (!good || missing) {
        mark_malformed(&arrival->event, good ? ATB_BAD_LENGTH : ATB_BAD_RANGE, line->length_field);
    } else if (arrival->subject.head || line->payload == ATB_AFTER_LINE) {
        atb_framer_payload(&session->framer, length, payload_coding(session, arrival));
        session->payload_line = arrival->found.index;
        session->payload_owned = arrival->found.awaited;
    }
}

static uint8_t kind_of(const struct atb_line *line)
{
    switch (line->role) {
    case ATB_FINAL:
        return ATB_EVENT_FINAL;
    case ATB_INFO:
    case ATB_TEST_INFO:
        return ATB_EVENT_INFO;
    default:
        return ATB_EVENT_URC;
    }
}

/* A result that comes before the final result code is part of the answer. */
static bool is_early_result(const struct atb_session *session, const struct atb_found *found)
{
    return found->line->role == ATB_RESULT && found->awaited &&
           session->pending.state != ATB_AFTER_OK;
}

/* Settings, payload and transparent mode: what must be known before any handler runs. */
static void take_in(struct atb_session *session, struct arrival *arrival)
{
    const struct atb_line *line = arrival->found.line;
    uint8_t online = session->dialect->online;
    arrival->event.kind = kind_of(line);
    if (is_early_result(session, &arrival->found)) {
        arrival->event.kind = ATB_EVENT_INFO;
    }
    note_error(session, arrival);
    expect_payload(session, arrival);
    if (arrival->event.kind == ATB_EVENT_MALFORMED) {
        return;
    }
    atb_apply_line(session, line, &arrival->subject);
    if (line->final == ATB_FINAL_CONNECT ||
        (line->effect_count > 0 && online != 0 && session->settings[online - 1] == 1)) {
        atb_enter_data_mode(session);
    }
}

/* ---- the command under way ---------------------------------------------------------- */

static bool is_result_too(const struct atb_form *form, uint8_t index)
{
    for (unsigned i = 0; i < form->result_count; i++) {
        if (form->lines[form->info_count + i] == index) {
            return true;
        }
    }
    return false;
}

static void go_on(struct atb_session *session, const struct arrival *arrival)
{
    const struct atb_pending *pending = &session->pending;
    if (arrival->found.line->role == ATB_FINAL) {
        atb_on_final(session, arrival->found.line);
    } else if (arrival->found.awaited && (pending->state == ATB_AFTER_OK ||
                                          is_result_too(pending->form, arrival->found.index))) {
        atb_on_result(session, arrival->found.index, arrival->failed);
    }
}

/* The command under way needs it, whether or not its fields are wanted. */
static bool is_waited_for(const struct atb_session *session, const struct atb_found *found)
{
    uint8_t state = session->pending.state;
    return found->awaited || (found->line->role == ATB_FINAL &&
                              (state == ATB_MARKED || state >= ATB_ESCAPING));
}

/* The line of a known layout. */
static void take_known(struct atb_session *session, struct arrival *arrival)
{
    const uint8_t serial = session->pending.serial;
    arrival->event.line = arrival->found.index;
    arrival->event.fields = arrival->subject.fields;
    take_in(session, arrival);
    if (arrival->found.awaited && arrival->event.kind != ATB_EVENT_MALFORMED) {
        fill_answer(session, arrival);
    }
    hand_on(session, &arrival->event, is_waited_for(session, &arrival->found));
    if (serial == session->pending.serial) {
        go_on(session, arrival);
    }
}

/* A known keyword with fields that are no layout's. */
static void take_misfit(struct atb_session *session, struct arrival *arrival)
{
    const struct atb_found *found = &arrival->found;
    const uint8_t serial = session->pending.serial;
    bool listed = atb_is_listed(session, found->index);
    if (!found->text) {
        arrival->event.line = found->index;
        arrival->event.fields = arrival->subject.fields;
        mark_malformed(&arrival->event, found->status, found->field);
    }
    if (listed) {
        session->pending.status = ATB_MALFORMED;
    }
    atb_report(session, &arrival->event);
    if (listed && serial == session->pending.serial && session->pending.state == ATB_AFTER_OK) {
        atb_on_result(session, found->index, false);
    }
}

/* ---- lines ------------------------------------------------------------------------------ */

static bool starts_with(const char *text, size_t length, const char *start, size_t start_length)
{
    return length >= start_length && memcmp(text, start, start_length) == 0;
}

/* The modem repeats the command line it was sent; payload inside it is not compared. */
static bool is_echo(const struct atb_session *session, const struct atb_cut *cut)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->state == ATB_MARKING) {
        return cut->length == 6 && memcmp(cut->text, "AT+CSQ", 6) == 0;
    }
    if (pending->form == NULL || session->command_length == 0) {
        return false;
    }
    if (session->command_head < session->command_length) {
        return starts_with(cut->text, cut->length, session->command, session->command_head);
    }
    return cut->length == session->command_length - 1u &&
           memcmp(cut->text, session->command, cut->length) == 0;
}

/* Looks the keyword up; one that was seen at a comma of the same line is kept. */
static bool recognise(struct atb_session *session, struct arrival *arrival)
{
    const char *text = arrival->event.text;
    const char *fields = text;
    const char *end = text + arrival->event.length;
    uint8_t keyword = session->keyword;
    if (keyword != 0) {
        fields += session->keyword_length;
    } else {
        keyword = (uint8_t)session->dialect->scan(text, &fields);
    }
    while (end > fields && end[-1] == ' ') {
        end--;
    }
    arrival->subject.keyword = keyword;
    arrival->subject.fields = fields;
    arrival->subject.length = end > fields ? (size_t)(end - fields) : 0;
    return keyword != 0;
}

static struct arrival arrival_of(const struct atb_cut *cut)
{
    struct arrival arrival = {.event = atb_event_of(ATB_EVENT_TEXT, cut->text, cut->length)};
    return arrival;
}

static void take_line(struct atb_session *session, const struct atb_cut *cut)
{
    struct arrival arrival = arrival_of(cut);
    bool mark = session->pending.state == ATB_MARKING &&
                starts_with(cut->text, cut->length, "+CSQ:", 5);
    bool known = false;
    if (is_echo(session, cut)) {
        arrival.event.kind = ATB_EVENT_ECHO;
        arrival.event.handled = true;
    } else {
        known = recognise(session, &arrival);
    }
    session->keyword = 0;
    if (mark) {
        session->pending.state = ATB_MARKED;
    }
    arrival.event.handled = arrival.event.handled || mark;
    if (!known) {
        atb_report(session, &arrival.event);
        return;
    }
    atb_match(session, &arrival.subject, &arrival.found);
    if (arrival.found.line != NULL) {
        take_known(session, &arrival);
    } else {
        take_misfit(session, &arrival);
    }
}

static bool may_hold_payload(const struct atb_dialect *dialect, unsigned keyword)
{
    const uint8_t *candidate = dialect->candidates + dialect->keywords[keyword].first;
    for (unsigned i = 0; i < dialect->keywords[keyword].count; i++) {
        if (dialect->lines[candidate[i]].payload >= ATB_INLINE) {
            return true;
        }
    }
    return false;
}

/* A comma in a line that is still arriving: does payload begin behind it? */
static void take_head(struct atb_session *session, const struct atb_cut *cut)
{
    struct arrival arrival = arrival_of(cut);
    size_t length = 0;
    arrival.event.length--;
    if (!recognise(session, &arrival) ||
        !may_hold_payload(session->dialect, arrival.subject.keyword)) {
        session->framer.settled = true;
        return;
    }
    session->keyword = arrival.subject.keyword;
    session->keyword_length = (uint8_t)(arrival.subject.fields - cut->text);
    arrival.subject.head = true;
    atb_match(session, &arrival.subject, &arrival.found);
    if (arrival.found.line == NULL) {
        return;
    }
    session->keyword = 0;
    if (payload_length(&arrival, &length)) {
        take_known(session, &arrival);
    } else {
        session->framer.settled = true; /* a damaged number: no payload, the line will tell */
    }
}

/* The keyword of an over-long line tells whether the command under way loses its answer. */
static void begin_overlong(struct atb_session *session, struct arrival *arrival)
{
    session->payload_line = ATB_NO_LINE;
    if (recognise(session, arrival)) {
        const struct atb_keyword *keyword = &session->dialect->keywords[arrival->subject.keyword];
        session->payload_line = session->dialect->candidates[keyword->first];
    }
    session->keyword = 0;
    if (atb_is_listed(session, session->payload_line)) {
        session->pending.status = ATB_MALFORMED;
    }
}

static void take_overlong(struct atb_session *session, const struct atb_cut *cut)
{
    struct arrival arrival = arrival_of(cut);
    if (cut->text == session->framer.line) {
        begin_overlong(session, &arrival);
    }
    arrival.event.kind = ATB_EVENT_OVERLONG;
    arrival.event.line = session->payload_line;
    arrival.event.remaining = cut->remaining;
    atb_report(session, &arrival.event);
}

/* ---- prompt, payload, data ----------------------------------------------------------------- */

static void take_prompt(struct atb_session *session, const struct atb_cut *cut)
{
    struct atb_pending *pending = &session->pending;
    struct atb_event event = atb_event_of(ATB_EVENT_PROMPT, cut->text, cut->length);
    event.handled = true;
    pending->state = pending->expected ? ATB_WAITING : ATB_PAYING;
    pending->part = pending->expected ? ATB_PART_NONE : ATB_PART_PAYLOAD;
    atb_report(session, &event);
}

static size_t keep_payload(struct atb_session *session, const struct atb_cut *cut)
{
    struct atb_answer *answer = &session->answer;
    size_t room = 0;
    if (!session->payload_owned || answer->data == NULL) {
        return 0;
    }
    if (answer->data_length < answer->data_size) {
        room = answer->data_size - answer->data_length;
        room = room < cut->length ? room : cut->length;
        memcpy((char *)answer->data + answer->data_length, cut->text, room);
    }
    answer->data_length += cut->length;
    return room;
}

static void report_payload(struct atb_session *session, const char *text, size_t length,
                           size_t remaining, bool handled)
{
    struct atb_event event = atb_event_of(ATB_EVENT_PAYLOAD, text, length);
    event.line = session->payload_line;
    event.remaining = remaining;
    event.handled = handled;
    hand_on(session, &event, false);
}

/* What fits goes to the answer; handlers and the application get the rest. */
static void take_payload(struct atb_session *session, const struct atb_cut *cut)
{
    size_t kept = keep_payload(session, cut);
    size_t rest = cut->length - kept;
    if (kept > 0) {
        report_payload(session, cut->text, kept, cut->remaining == SIZE_MAX ? SIZE_MAX
                                                                            : cut->remaining + rest,
                       true);
    }
    if (rest > 0 || kept == 0) {
        report_payload(session, cut->text + kept, rest, cut->remaining, false);
    }
}

static void take_bad_payload(struct atb_session *session)
{
    struct atb_event event = atb_event_of(ATB_EVENT_MALFORMED, "", 0);
    event.line = session->payload_line;
    event.status = ATB_BAD_CHARACTER;
    if (session->payload_owned) {
        session->pending.status = ATB_MALFORMED;
    }
    atb_report(session, &event);
}

/* The layout of a word that ends transparent mode, or NULL. */
static const struct atb_line *find_ending(const struct atb_session *session,
                                          const struct atb_cut *cut, struct atb_event *event)
{
    const struct atb_dialect *dialect = session->dialect;
    const char *fields = cut->text;
    const struct atb_keyword *keyword = &dialect->keywords[dialect->scan(cut->text, &fields)];
    bool escaping = session->pending.state == ATB_ESCAPING || session->stale;
    for (unsigned i = 0; i < keyword->count && fields == cut->text + cut->length; i++) {
        uint8_t index = dialect->candidates[keyword->first + i];
        const struct atb_line *line = &dialect->lines[index];
        if (line->ends_data || (escaping && line->final == ATB_FINAL_SUCCESS)) {
            event->line = index;
            event->kind = kind_of(line);
            event->fields = fields;
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
    atb_leave_data_mode(session);
    hand_on(session, event, session->pending.form != NULL);
    if (serial == session->pending.serial && session->pending.form != NULL) {
        session->stale = !escaped && session->pending.state == ATB_ESCAPING;
        atb_finish(session, escaped ? ATB_OK : ATB_ERROR);
    }
}

static void take_word(struct atb_session *session, const struct atb_cut *cut)
{
    struct atb_event event = atb_event_of(ATB_EVENT_FINAL, cut->text, cut->length);
    const struct atb_line *line = find_ending(session, cut, &event);
    if (line != NULL) {
        end_data(session, line, &event);
        return;
    }
    struct atb_text held = atb_framer_release(&session->framer);
    atb_report_data(session, held.at, held.length);
}

/* ---- one piece after the other ---------------------------------------------------------------- */

static void take(struct atb_session *session, const struct atb_cut *cut)
{
    switch (cut->kind) {
    case ATB_CUT_LINE:
        take_line(session, cut);
        break;
    case ATB_CUT_COMMA:
        take_head(session, cut);
        break;
    case ATB_CUT_PROMPT:
        take_prompt(session, cut);
        break;
    case ATB_CUT_PAYLOAD:
        take_payload(session, cut);
        break;
    case ATB_CUT_BAD:
        take_bad_payload(session);
        break;
    case ATB_CUT_OVERLONG:
        take_overlong(session, cut);
        break;
    case ATB_CUT_WORD:
        take_word(session, cut);
        break;
    default:
        atb_report_data(session, cut->text, cut->length);
        break;
    }
}

void atb_feed(struct atb_session *session, const void *bytes, size_t length)
{
    const char *at = bytes;
    const char *end = at + length;
    struct atb_cut cut;
    if (session->feeding) {
        return;
    }
    session->feeding = true;
    session->quiet = session->quiet && length == 0;
    while (atb_framer_next(&session->framer, &at, end, &cut)) {
        take(session, &cut);
    }
    session->feeding = false;
    if (!atb_send_on(session) && session->pending.form != NULL) {
        atb_finish(session, ATB_IO);
    }
}
