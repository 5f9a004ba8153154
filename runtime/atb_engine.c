/* SPDX-License-Identifier: MIT */
/*
 *                  start
 *                    |         (after a time-out or an abort)
 *   IDLE ------------+----------------> MARKING --+CSQ:--> MARKED --OK--+
 *    ^               |                                                  |
 *    |               v                                                  |
 *    |            SENDING <---------------------------------------------+
 *    |               |  \
 *    |  no prompt    |   `-> PROMPTING --'>'--> PAYING --all sent--+
 *    |               v                                             |
 *    +--final---- WAITING <----------------------------------------+
 *    |               | OK, and more to come
 *    |               v
 *    +--result--- AFTER_OK
 *
 *   +++ :  IDLE --start--> GUARDING --silence--> ESCAPING --OK--> IDLE
 *
 * A final result code ends a command in any state behind SENDING; a time limit,
 * atb_abort() and a failing port end it in every one. atb_done is called when the
 * session is IDLE again, so that it may start the next command.
 */
#include "atb_engine.h"

#include <string.h>

#include "atb_fields.h"
#include "atb_framer.h"
#include "atb_writer.h"

enum { MARK_MS = 3000, DEFAULT_MS = 10000, CONNECT_MS = 1000 };

static uint32_t now(const struct atb_session *session)
{
    return session->port->now(session->port->context);
}

static bool has(const struct atb_pending *pending, unsigned flag)
{
    return (pending->form->flags & flag) != 0;
}

bool atb_prompts(const struct atb_form *form)
{
    return form->send_mode != ATB_SEND_NONE && form->send_mode != ATB_SEND_INLINE;
}

/* ---- set-up -------------------------------------------------------------------- */

static void forget_settings(struct atb_session *session)
{
    for (unsigned i = 0; i < session->dialect->setting_count; i++) {
        session->settings[i] = ATB_UNKNOWN;
    }
}

/* The line buffer takes what the dialect's longest line needs, the command buffer the rest. */
static void share_memory(struct atb_session *session, char *memory, size_t size)
{
    size_t line = session->dialect->line_max + 2u;
    if (session->dialect->line_max == 0 || line > size) {
        line = size / 2;
    }
    size_t rest = size - line < UINT16_MAX ? size - line : UINT16_MAX;
    atb_framer_init(&session->framer, memory, line);
    session->framer.commas = session->dialect->has_inline_payload;
    session->command = memory + line;
    session->command_size = (uint16_t)rest;
}

void atb_init(struct atb_session *session, const struct atb_dialect *dialect, int32_t *settings,
              const struct atb_port *port, void *memory, size_t memory_size,
              const struct atb_handler *handlers, size_t handler_count, void *app)
{
    memset(session, 0, sizeof *session);
    session->dialect = dialect;
    session->settings = settings;
    session->port = port;
    session->handlers = handlers;
    session->handler_count = (uint8_t)handler_count;
    session->app = app;
    session->error = ATB_UNKNOWN;
    share_memory(session, memory, memory_size);
    forget_settings(session);
}

void atb_set_on_event(struct atb_session *session, atb_on_event *on_event)
{
    session->on_event = on_event;
}

void atb_set_setting(struct atb_session *session, unsigned setting, int32_t value)
{
    if (setting < session->dialect->setting_count) {
        session->settings[setting] = value;
    }
}

/* ---- settings that commands and lines change -------------------------------------- */

static void set_element(struct atb_session *session, const struct atb_effect *effect,
                        int32_t index, int32_t value)
{
    int slot = atb_setting_slot(session, effect->setting, index, effect->elements);
    if (slot >= 0 && value != ATB_KEEP) {
        session->settings[slot] = value;
    }
}

static bool is_given(const struct atb_pending *pending, uint8_t position)
{
    return position < ATB_VALUES_MAX && (pending->given >> position & 1) != 0;
}

/* The number at a position, or what stands for it when it is absent. */
static int32_t number_at(const struct atb_pending *pending, uint8_t position, int32_t absent)
{
    return is_given(pending, position) ? pending->numbers[position] : absent;
}

static void apply_form(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    for (unsigned i = 0; i < pending->form->effect_count; i++) {
        const struct atb_effect *effect = &pending->form->effects[i];
        set_element(session, effect, number_at(pending, effect->index, 0),
                    number_at(pending, effect->value, effect->absent_value));
    }
}

void atb_apply_line(struct atb_session *session, const struct atb_line *line,
                       const struct atb_subject *subject)
{
    for (unsigned i = 0; i < line->effect_count; i++) {
        const struct atb_effect *effect = &session->dialect->line_effects[line->effect_first + i];
        int32_t value = effect->absent_value;
        if (effect->value != ATB_NO_INDEX) {
            (void)atb_number_at(subject->fields, subject->length, effect->value, &value);
        }
        set_element(session, effect, atb_index_at(subject, effect->index), value);
    }
}

/* ---- time ---------------------------------------------------------------------------- */

static bool is_over(const struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    return pending->form != NULL && pending->has_deadline &&
           (int32_t)(now(session) - pending->deadline) >= 0;
}

static uint32_t multiply(uint32_t a, int32_t b)
{
    uint64_t product = (uint64_t)a * (b > 0 ? (uint32_t)b : 0);
    return product < INT32_MAX ? (uint32_t)product : (uint32_t)INT32_MAX;
}

/* Milliseconds, at most half the clock's range. */
static uint32_t limit_ms(const struct atb_session *session, const struct atb_limit *limit)
{
    const struct atb_pending *pending = &session->pending;
    uint32_t ms = limit->ms;
    int32_t count = 1;
    if (limit->kind == ATB_LIMIT_SETTING) {
        count = session->settings[limit->parameter];
        count = count != ATB_UNKNOWN ? count : limit->default_value;
    } else if (limit->kind != ATB_LIMIT_FIXED) {
        count = number_at(pending, limit->parameter, limit->default_value);
    }
    if (limit->kind == ATB_LIMIT_PRODUCT) {
        ms = multiply(ms, number_at(pending, limit->factor, limit->default_factor));
    }
    ms = multiply(ms, count) + limit->extra_ms;
    return ms < INT32_MAX ? ms : (uint32_t)INT32_MAX;
}

static void set_deadline(struct atb_session *session, const struct atb_limit *limit,
                         uint32_t otherwise)
{
    uint32_t ms = limit != NULL ? limit_ms(session, limit) : otherwise;
    session->pending.deadline = now(session) + ms;
    session->pending.has_deadline = !session->pending.expected;
}

/* ---- the end of a command --------------------------------------------------------------- */

/* Forgets the command under way without a word. */
static void drop(struct atb_session *session)
{
    session->pending.form = NULL;
    session->pending.state = ATB_IDLE;
    session->pending.part = ATB_PART_NONE;
    session->pending.serial++;
    session->framer.prompt = false;
    session->payload_owned = false;
}

void atb_finish(struct atb_session *session, int status)
{
    atb_done *done = session->pending.done;
    void *app = session->pending.done_app;
    bool succeeded = status == ATB_OK || status == ATB_MALFORMED;
    if (succeeded && !has(&session->pending, ATB_EFFECTS_AT_ONCE)) {
        apply_form(session);
    }
    drop(session);
    if (done != NULL) {
        done(app, status);
    }
}

/* Remembers that answers, or a prompt, may still come. */
static void abandon(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    uint8_t state = pending->state;
    bool in_order = state == ATB_AFTER_OK && !has(pending, ATB_TWO_OKS);
    session->stale = session->stale || (state >= ATB_ESCAPING && !in_order);
    session->escape_due = state == ATB_PROMPTING || (state == ATB_PAYING && atb_prompts(pending->form));
}

void atb_report(const struct atb_session *session, const struct atb_event *event)
{
    if (session->on_event != NULL) {
        session->on_event(session->app, event);
    }
}

/* Payload that does not come would swallow the next answer. */
static void give_up_payload(struct atb_session *session)
{
    struct atb_event event = atb_event_of(ATB_EVENT_MALFORMED, "", 0);
    if ((session->payload_owned || session->quiet) && session->framer.left != 0 && session->framer.mode >= ATB_FRAME_COUNTED &&
        session->framer.mode <= ATB_FRAME_TO_LINE_END) {
        atb_framer_give_up(&session->framer);
        event.line = session->payload_line;
        event.status = ATB_TIMEOUT;
        atb_report(session, &event);
    }
}

void atb_abort(struct atb_session *session)
{
    if (session->pending.form != NULL) {
        abandon(session);
        (void)atb_send_on(session);
        atb_finish(session, ATB_ABORTED);
    }
}

void atb_modem_rebooted(struct atb_session *session)
{
    if (atb_in_data_mode(session)) {
        atb_leave_data_mode(session);
    }
    atb_framer_give_up(&session->framer);
    forget_settings(session);
    session->stale = false;
    session->escape_due = false;
    if (session->pending.form != NULL) {
        atb_finish(session, ATB_ABORTED);
    }
}

/* ---- the start of a command ----------------------------------------------------------------- */

static void begin(struct atb_session *session)
{
    session->stale = false;
    session->pending.state = ATB_SENDING;
    session->pending.part = ATB_PART_HEAD;
    session->pending.sent = 0;
    set_deadline(session, session->pending.form->limit, DEFAULT_MS);
}

static void begin_marked(struct atb_session *session)
{
    session->pending.state = ATB_MARKING;
    session->pending.part = ATB_PART_MARK;
    session->final_seen = false;
    set_deadline(session, NULL, MARK_MS);
}

void atb_sent(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    switch (pending->state) {
    case ATB_SENDING:
        pending->state = atb_prompts(pending->form) ? ATB_PROMPTING : ATB_WAITING;
        session->framer.prompt = atb_prompts(pending->form);
        set_deadline(session, pending->form->limit, DEFAULT_MS);
        break;
    case ATB_PAYING:
        pending->state = ATB_WAITING;
        set_deadline(session, pending->form->limit, DEFAULT_MS);
        break;
    case ATB_ESCAPING:
        set_deadline(session, pending->form->limit, DEFAULT_MS);
        pending->deadline += session->dialect->guard_after_ms;
        break;
    default:
        break;
    }
}

/* How the payload leaves in the form's coding, after what the settings say. */
static uint8_t coding_of(const struct atb_session *session, const struct atb_command *command)
{
    const struct atb_form *form = command->form;
    if (form->coding != ATB_BY_SETTING) {
        return form->coding;
    }
    int32_t index = form->coding_index < form->position_count
                        ? atb_value_number(command, form->coding_index)
                        : 0;
    int32_t coding = atb_setting(session, atb_setting_slot(session, form->coding_setting, index, 0));
    return coding == ATB_HEX || coding == ATB_ESCAPED ? (uint8_t)coding : (uint8_t)ATB_RAW;
}

static void keep_numbers(struct atb_pending *pending, const struct atb_command *command)
{
    pending->given = 0;
    for (unsigned i = 0; i < command->form->position_count; i++) {
        if (atb_is_given(&command->values[i])) {
            pending->given = (uint8_t)(pending->given | 1u << i);
            pending->numbers[i] = atb_value_number(command, i);
        }
    }
}

static void set_pending(struct atb_session *session, const struct atb_command *command)
{
    struct atb_pending *pending = &session->pending;
    const uint8_t serial = (uint8_t)(pending->serial + 1);
    memset(pending, 0, sizeof *pending);
    memset(&session->answer, 0, sizeof session->answer);
    pending->serial = serial;
    pending->form = command->form;
    pending->payload = command->payload;
    pending->payload_length = command->payload_length;
    keep_numbers(pending, command);
    if (has(pending, ATB_EFFECTS_AT_ONCE)) {
        apply_form(session);
    }
}

static bool write_command(struct atb_session *session, const struct atb_command *command,
                          uint8_t coding)
{
    size_t head = 0;
    size_t length = atb_write(command, coding, NULL, &head);
    if (length > session->command_size) {
        return false;
    }
    session->command_length = (uint16_t)atb_write(command, coding, session->command, &head);
    session->command_head = (uint16_t)head;
    return true;
}

/* Nothing else under way, and the line in the mode that the form is for. */
static int check_free(const struct atb_session *session, const struct atb_form *form)
{
    bool escape = (form->flags & ATB_ESCAPE_SEQUENCE) != 0;
    if (session->pending.form != NULL || (atb_in_data_mode(session) && !escape)) {
        return ATB_BUSY;
    }
    return escape && !atb_in_data_mode(session) ? ATB_NOT_IN_DATA_MODE : ATB_OK;
}

static int prepare(struct atb_session *session, const struct atb_command *command, uint8_t coding)
{
    int status = check_free(session, command->form);
    if (status == ATB_OK) {
        status = atb_validate(command, coding, &session->refusal);
    }
    if (status == ATB_OK && atb_prompts(command->form) && command->payload == NULL) {
        session->refusal.parameter = "data";
        status = ATB_MISSING;
    }
    if (status == ATB_OK && !write_command(session, command, coding)) {
        status = ATB_NO_ROOM;
    }
    session->refusal.status = (int8_t)status;
    return status;
}

int atb_start(struct atb_session *session, const struct atb_command *command,
              struct atb_answer *answer, atb_done *done, void *app)
{
    struct atb_pending *pending = &session->pending;
    uint8_t coding = coding_of(session, command);
    memset(&session->refusal, 0, sizeof session->refusal);
    int status = prepare(session, command, coding);
    if (status != ATB_OK) {
        return status;
    }
    set_pending(session, command);
    pending->done = done;
    pending->done_app = app;
    pending->coding = has(pending, ATB_ETX_ESCAPES) && coding == ATB_RAW ? ATB_ETX_CODED : coding;
    if (answer != NULL) {
        session->answer = *answer;
        session->answer.count = 0;
        session->answer.data_length = 0;
    }
    if (has(pending, ATB_ESCAPE_SEQUENCE)) {
        pending->state = ATB_GUARDING;
    } else if (session->stale) {
        begin_marked(session);
    } else {
        begin(session);
    }
    if (!atb_send_on(session)) {
        drop(session);
        return ATB_IO;
    }
    return ATB_OK;
}

void atb_expect(struct atb_session *session, const struct atb_command *command)
{
    bool escape = (command->form->flags & ATB_ESCAPE_SEQUENCE) != 0;
    drop(session);
    if (!escape && atb_in_data_mode(session)) {
        atb_leave_data_mode(session);
    }
    set_pending(session, command);
    if (!write_command(session, command, coding_of(session, command))) {
        session->command_length = 0;
    }
    session->pending.expected = true;
    session->pending.payload = NULL;
    session->pending.state = escape ? ATB_ESCAPING : ATB_SENDING;
    atb_sent(session);
}

/* ---- deadlines --------------------------------------------------------------------------------- */

static void on_deadline(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->state == ATB_MARKING && session->final_seen) {
        begin(session); /* the mark was spoilt, but the modem answers and has been silent since */
        return;
    }
    bool connect = pending->state == ATB_AFTER_OK && has(pending, ATB_CONNECT_AFTER_OK);
    abandon(session);
    give_up_payload(session);
    atb_finish(session, connect ? ATB_OK : ATB_TIMEOUT);
}

/* +++ may go out once the line has been silent long enough. */
static void end_guard(struct atb_session *session)
{
    if (now(session) - session->data_sent_at >= session->dialect->guard_before_ms) {
        session->pending.state = ATB_ESCAPING;
        session->pending.part = ATB_PART_HEAD;
    }
}

void atb_report_data(const struct atb_session *session, const char *bytes, size_t length)
{
    struct atb_event event = atb_event_of(ATB_EVENT_DATA, bytes, length);
    atb_report(session, &event);
}

/* Bytes that looked like NO CARRIER so far, and then nothing more came. */
static void release_held(struct atb_session *session)
{
    if (atb_in_data_mode(session) && session->framer.length > 0 && session->quiet) {
        struct atb_text held = atb_framer_release(&session->framer);
        atb_report_data(session, held.at, held.length);
    }
}

void atb_tick(struct atb_session *session)
{
    release_held(session);
    if (session->pending.state == ATB_GUARDING) {
        end_guard(session);
    }
    if (is_over(session)) {
        on_deadline(session);
    }
    if (!atb_send_on(session) && session->pending.form != NULL) {
        atb_finish(session, ATB_IO);
    }
    session->quiet = true;
}

/* ---- what a line does to the command under way -------------------------------------------------- */

void atb_enter_data_mode(struct atb_session *session)
{
    atb_framer_data(&session->framer, true);
    session->data_sent_at = now(session);
}

void atb_leave_data_mode(struct atb_session *session)
{
    atb_framer_data(&session->framer, false);
    if (session->dialect->online != 0) {
        session->settings[session->dialect->online - 1] = 0;
    }
}

static void on_connect(struct atb_session *session)
{
    const unsigned means_it = ATB_MAY_CONNECT | ATB_CONNECT_AFTER_OK | ATB_RESULT_AFTER_OK;
    if (session->pending.state >= ATB_SENDING) {
        atb_finish(session, has(&session->pending, means_it) ? ATB_OK : ATB_ABORTED);
    }
}

/* OK, or what stands for it. */
static void on_success(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    const unsigned more = ATB_RESULT_AFTER_OK | ATB_TWO_OKS | ATB_CONNECT_AFTER_OK;
    if (pending->state == ATB_AFTER_OK && !has(pending, ATB_TWO_OKS)) {
        return;
    }
    bool all_seen = pending->result_seen && !has(pending, ATB_TWO_OKS);
    if (pending->state != ATB_AFTER_OK && has(pending, more) && !all_seen) {
        pending->state = ATB_AFTER_OK;
        session->framer.prompt = false;
        set_deadline(session, pending->form->result_limit,
                     has(pending, ATB_CONNECT_AFTER_OK) ? CONNECT_MS : DEFAULT_MS);
        return;
    }
    atb_finish(session, pending->status);
}

void atb_on_final(struct atb_session *session, const struct atb_line *line)
{
    struct atb_pending *pending = &session->pending;
    session->final_seen = true;
    if (pending->state == ATB_MARKED) {
        begin(session);
        return;
    }
    if (pending->state < ATB_SENDING && pending->state != ATB_ESCAPING) {
        return;
    }
    if (line->final == ATB_FINAL_SUCCESS) {
        on_success(session);
    } else if (line->final == ATB_FINAL_CONNECT) {
        on_connect(session);
    } else if (!line->ends_data || has(pending, ATB_MAY_CONNECT | ATB_CONNECT_AFTER_OK)) {
        atb_finish(session, ATB_ERROR);
    }
}

static bool is_last_result(const struct atb_session *session, uint8_t index)
{
    const struct atb_pending *pending = &session->pending;
    const struct atb_form *form = pending->form;
    const struct atb_limit *limit = form->result_limit;
    if (has(pending, ATB_TWO_OKS)) {
        return false;
    }
    if (!has(pending, ATB_RESULT_REPEATS) || index != form->lines[form->info_count]) {
        return true;
    }
    return has(pending, ATB_LAST_IS_OPTIONAL) && limit != NULL &&
           number_at(pending, limit->factor, limit->default_factor) == 1;
}

void atb_on_result(struct atb_session *session, uint8_t index, bool failed)
{
    struct atb_pending *pending = &session->pending;
    int8_t status = failed && pending->status == ATB_OK ? (int8_t)ATB_ERROR : pending->status;
    if (pending->state != ATB_AFTER_OK) {
        pending->status = status;
        pending->result_seen = true;
    } else if (is_last_result(session, index)) {
        atb_finish(session, status);
    }
}

/* ---- transparent mode ------------------------------------------------------------------------- */

bool atb_in_data_mode(const struct atb_session *session)
{
    return session->framer.mode == ATB_FRAME_DATA;
}

int atb_send_data(struct atb_session *session, const void *bytes, size_t length)
{
    if (!atb_in_data_mode(session)) {
        return ATB_NOT_IN_DATA_MODE;
    }
    if (session->pending.form != NULL) {
        return ATB_BUSY;
    }
    int taken = session->port->write(session->port->context, bytes, length);
    if (taken > 0) {
        session->data_sent_at = now(session);
    }
    return taken < 0 ? ATB_IO : taken;
}

/* ---- waiting ---------------------------------------------------------------------------------- */

enum { CHUNK = 64, SLICE_MS = 10 };

int atb_poll(struct atb_session *session, uint32_t wait_ms)
{
    const struct atb_port *port = session->port;
    char bytes[CHUNK];
    if (session->feeding) {
        return ATB_BUSY;
    }
    int count = port->read != NULL ? port->read(port->context, bytes, sizeof bytes, wait_ms) : -1;
    if (count < 0) {
        return ATB_IO;
    }
    atb_feed(session, bytes, (size_t)count);
    atb_tick(session);
    return ATB_OK;
}

/* What atb_run() waits for. */
struct outcome {
    const struct atb_session *session;
    struct atb_answer *answer;
    int status;
    bool ended;
};

static void note_end(void *app, int status)
{
    struct outcome *outcome = app;
    outcome->status = status;
    outcome->ended = true;
    if (outcome->answer != NULL) {
        *outcome->answer = outcome->session->answer;
    }
}

int atb_run(struct atb_session *session, const struct atb_command *command,
            struct atb_answer *answer)
{
    struct outcome outcome = {session, answer, ATB_OK, false};
    int status = session->feeding ? ATB_BUSY
                                  : atb_start(session, command, answer, note_end, &outcome);
    while (status == ATB_OK && !outcome.ended) {
        status = atb_poll(session, SLICE_MS);
    }
    if (!outcome.ended && session->pending.done_app == &outcome) {
        session->pending.done = NULL;
        atb_abort(session);
    }
    return outcome.ended ? outcome.status : status;
}
