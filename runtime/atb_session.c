/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "atb_engine.h"
#include "atb_field.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* ---- set-up -------------------------------------------------------------------- */

void atb_clear(void *memory, size_t size)
{
    volatile char *at = memory; /* else compilers make memset() of it again */
    while (size-- > 0) {
        *at++ = 0;
    }
}

void atb_forget_settings(struct atb_session *session, unsigned count)
{
    while (count > 0) {
        session->settings[--count] = ATB_UNKNOWN;
    }
}

/* The line buffer takes so many bytes, the command buffer the rest, of which more than 64 KB stay
 * unused. */
static void share(struct atb_session *session, size_t line, size_t rest)
{
    session->framer.size = (uint16_t)(line - 1);
    session->pending.line_size = (uint16_t)(rest < UINT16_MAX ? rest : UINT16_MAX);
}

/* For the dialect's longest line. */
static void share_memory(struct atb_session *session, char *memory, size_t size)
{
    size_t line = session->dialect->line_max + 2u;
    if (session->dialect->line_max == 0 || line > size) {
        line = size / 2;
    }
    session->framer.line = memory;
    share(session, line, size - line);
    atb_begin_line(session);
}

/* Whoever handles a line of the shared chapter wants it recognised. */
static void look_at_handlers(struct atb_session *session)
{
    for (unsigned row = session->handler_count; row > 0; row--) {
        const struct atb_handler *handler = &session->handlers[row - 1];
        if (handler->key == ATB_USE_KEY) {
            ((atb_use_lines *)handler->call)(session);
        } else if (atb_handler_of(session, handler->key) != NULL) {
            session->shared_lines = true;
        }
        session->first_rows[atb_handler_group(handler->key)] = (uint8_t)row;
    }
}

enum { MEMORY_MIN = 4, HANDLERS_MAX = 255 };

static int check_port(const struct atb_port *port)
{
    return port != NULL && port->write != NULL && port->now != NULL ? ATB_OK : ATB_MISSING;
}

/* What a caller can hand over wrongly. */
static int check_parts(const struct atb_dialect *dialect, const int32_t *settings,
                       const struct atb_port *port, const void *memory, size_t memory_size,
                       const struct atb_handler *handlers, size_t handler_count)
{
    if (handler_count > HANDLERS_MAX) {
        return ATB_EXTRA;
    }
    if (dialect == NULL || memory == NULL || check_port(port) != ATB_OK ||
        (settings == NULL && dialect->setting_count > 0) ||
        (handlers == NULL && handler_count > 0)) {
        return ATB_MISSING;
    }
    if (dialect->abi != ATB_ABI) {
        return ATB_BAD_VALUE;
    }
    return memory_size < MEMORY_MIN ? ATB_NO_ROOM : ATB_OK;
}

int atb_init(struct atb_session *session, const struct atb_dialect *dialect, int32_t *settings,
             const struct atb_port *port, void *memory, size_t memory_size,
             const struct atb_handler *handlers, size_t handler_count, void *app)
{
    if (session == NULL) {
        return ATB_MISSING;
    }
    atb_clear(session, sizeof *session);
    int status = check_parts(dialect, settings, port, memory, memory_size, handlers, handler_count);
    if (status != ATB_OK) {
        return status; /* it takes and sends nothing */
    }
    session->dialect = dialect;
    session->settings = settings;
    session->port = port;
    session->handlers = handlers;
    session->handler_count = (uint8_t)handler_count;
    session->app = app;
    session->error.code = ATB_UNKNOWN;
    session->heard_at = session->sent_at = port->now(port->context) - ATB_LONGEST_MS;
    session->open = true;
    session->limit_ms = ATB_LONGEST_MS;
    look_at_handlers(session);
    share_memory(session, memory, memory_size);
    atb_forget_settings(session, dialect->setting_count);
    return ATB_OK;
}

int atb_set_line_max(struct atb_session *session, size_t longest)
{
    size_t all = (size_t)session->framer.size + 1 + session->pending.line_size;
    if (longest > UINT16_MAX - 2 || longest + 2 >= all) {
        return ATB_NO_ROOM;
    }
    share(session, longest + 2, all - longest - 2);
    return ATB_OK;
}

void atb_set_on_event(struct atb_session *session, atb_on_event *on_event)
{
    session->on_event = on_event;
}

void atb_set_setting(struct atb_session *session, unsigned setting, int32_t value)
{
    if (session->dialect != NULL && setting < session->dialect->setting_count) {
        session->settings[setting] = value;
    }
}

/* ---- settings that commands and lines change -------------------------------------- */

/* Where a field begins, counted from `at` on; `end`, or what lies behind it: there is none. */
static const char *skip_fields(const char *at, const char *end, unsigned field)
{
    bool quoted = false;
    for (; at < end && field > 0; at++) {
        quoted = quoted != (*at == '"');
        field -= *at == ',' && !quoted;
    }
    return at;
}

/* The line is one of ours: digits and nothing else, and a CR ends the last field. */
int32_t atb_number_of(const struct atb_session *session, unsigned field, int32_t absent)
{
    const char *line = atb_command_of(session);
    const char *end = line + session->pending.line_length;
    const bool none = field == ATB_NO_INDEX; /* known at once */
    const char *at = none ? end : skip_fields(line + session->pending.form->fields, end, field);
    int32_t number = 0;
    if (at >= end || !atb_is_digit(*at)) {
        return absent;
    }
    for (; atb_is_digit(*at); at++) {
        number = number * 10 + (*at - '0');
    }
    return number;
}

static void apply(struct atb_session *session, const struct atb_effect *effect, bool back)
{
    struct atb_pending *pending = &session->pending;
    int slot = atb_setting_slot(session, effect->setting, atb_number_of(session, effect->index, 0),
                                effect->elements);
    int32_t value =
        back ? pending->before : atb_number_of(session, effect->value, effect->absent_value);
    if (slot >= 0) {
        pending->before = session->settings[slot];
        session->settings[slot] = back || value != ATB_KEEP ? value : pending->before;
    }
}

void atb_apply_form(struct atb_session *session, bool back)
{
    const struct atb_form *form = session->pending.form;
    const struct atb_form_rest *rest = form->rest;
    const struct atb_effect *effect = rest->effects;
    if (form->closes_all) {
        atb_forget_settings(session, session->dialect->connection_count);
    }
    for (unsigned left = rest->effect_count; left > 0; left--) {
        apply(session, effect++, back);
    }
}

/* A value that no manual knows is not believed. */
static void believe(struct atb_session *session, const struct atb_told *told, int32_t index,
                    int32_t value)
{
    int slot = atb_setting_slot(session, told->setting, index, told->elements);
    if (slot >= 0 && value >= told->min && value <= told->max) {
        session->settings[slot] = value;
    }
}

/* True: the line said that transparent mode begins. */
static bool apply_line(const struct atb_subject *subject)
{
    struct atb_session *session = subject->session;
    const struct atb_line_more *more = atb_more_of(subject->chapter, subject->line);
    const uint8_t online = session->dialect->online;
    const struct atb_told *told = subject->chapter->told + more->told_first;
    for (unsigned left = more->told_count; left > 0; left--, told++) {
        if (!subject->awaited && told->setting + 1u != online) {
            continue; /* an abandoned command's late result only begins transparent mode */
        }
        int32_t value =
            told->value == ATB_NO_INDEX ? told->min : atb_number_in(subject, told->value);
        believe(session, told, atb_index_in(subject, told->index), value);
    }
    return online != 0 && session->settings[online - 1] == 1;
}

static const struct atb_taker taker = {ATB_TAKES_ANSWERS, .tell = apply_line};

void atb_use_told(struct atb_session *session)
{
    session->taker = &taker;
}

/* ---- events ---------------------------------------------------------------------------- */

void atb_set_event(struct atb_event *event, uint8_t kind, const char *text, size_t length)
{
    event->kind = kind;
    event->status = ATB_OK;
    event->field = (uint8_t)ATB_NO_INDEX;
    event->handled = false;
    event->line = ATB_NO_LINE;
    event->text = text;
    event->length = length;
    event->fields = NULL;
    event->remaining = 0;
}

void atb_report(struct atb_session *session, const struct atb_event *event)
{
    atb_report_at_once(session, event);
}

bool atb_is_transparent(const struct atb_session *session)
{
    return session->framer.mode == ATB_FRAME_DATA;
}

/* ---- reboot ---------------------------------------------------------------------------------- */

void atb_forget_all(struct atb_session *session)
{
    atb_forget_settings(session, session->dialect->lost_count);
    session->reboots = (session->reboots + 1u) & 3u;
    session->late = (struct atb_late){0};
    session->pending.before = ATB_UNKNOWN; /* forgotten, too */
    session->framer.prompt = false;
}

void atb_modem_rebooted(struct atb_session *session)
{
    const bool open = session->open;
    if (session->dialect == NULL) {
        return;
    }
    session->open = false;
    session->heard = true; /* a tick is due soon, for who watches and is not told here */
    atb_back_to_lines(session);
    const uint8_t serial = session->serial;
    atb_forget_all(session);
    atb_give_up_payload(session);
    if (serial == session->serial) { /* else whoever heard of it has begun anew */
        atb_finish(session, ATB_REBOOTED);
    }
    session->open = open;
}
