/* SPDX-License-Identifier: MIT */
/* A command line of no table: any success ends it, any failure, any CONNECT. */
#include <string.h>

#include "atb_character.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_validate.h"

/* What has come of a line, and has no line end, is a prompt. */
static bool is_prompted(const struct atb_framer *framer)
{
    const size_t blank = framer->length > 1 && framer->line[1] == ' ';
    return framer->mode == ATB_FRAME_LINE && framer->length == 1 + blank && framer->line[0] == '>';
}

/* There is no payload for its prompt; a line half sent has none. */
static bool cancel_raw(struct atb_session *session)
{
    if (session->pending.part != ATB_PART_NONE || !is_prompted(&session->framer)) {
        return false;
    }
    session->late.cancel = ATB_ESC;
    session->late.cancel_due = true;
    return true;
}

static const struct atb_coder at_prompt = {.cancel = cancel_raw};
static const struct atb_form_checks any_checks = {.rest.checked = true, .coder = &at_prompt};
static const struct atb_form any_form = {
    .text = "", .rest = &any_checks.rest, .oks = 1, .final = ATB_ANY_LINE, .connects = true};

static bool is_printable(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F) {
            return false;
        }
    }
    return true;
}

static int write_line(struct atb_session *session, const char *line)
{
    size_t length = strlen(line);
    if (!is_printable(line, length)) {
        return ATB_BAD_CHARACTER;
    }
    if (length >= session->pending.line_size) {
        return ATB_NO_ROOM;
    }
    memcpy(atb_command_of(session), line, length);
    atb_command_of(session)[length] = '\r';
    session->pending.line_length = (uint16_t)(length + 1);
    session->pending.line_head = session->pending.line_length;
    return ATB_OK;
}

int atb_raw(struct atb_session *session, const char *line, atb_on_line_text *on_line,
            atb_done *done, void *app)
{
    const struct atb_command command = {.form = &any_form};
    int status = line != NULL ? atb_check_free(session, &any_form) : (int)ATB_MISSING;
    status = status == ATB_OK ? write_line(session, line) : status;
    session->refusal = (struct atb_refusal){.form = &any_form, .status = (int8_t)status};
    status = status == ATB_OK ? atb_launch(session, &command, ATB_RAW, done, app) : status;
    if (status == ATB_OK) {
        session->engine = &atb_raw_engine;
        session->pending.raw = on_line != NULL;
        session->pending.on_text = on_line;
    }
    return status;
}

/* ---- its answer -------------------------------------------------------------------------- */

/* A line that is neither echo nor final result code. */
static bool is_answer(const struct atb_event *event)
{
    return event->kind == ATB_EVENT_INFO || event->kind == ATB_EVENT_URC ||
           event->kind == ATB_EVENT_TEXT || event->kind == ATB_EVENT_MALFORMED;
}

bool atb_tell_raw(const struct atb_session *session, const struct atb_event *event)
{
    const struct atb_pending *pending = &session->pending;
    const uint8_t serial = session->serial;
    if (pending->raw && pending->state == ATB_WAITING && is_answer(event)) {
        pending->on_text(pending->done_app, event->text, event->length);
    }
    return serial == session->serial;
}

/* What begins in the line buffer is the echo of the line: that one is as long, with its CR. */
static bool is_repeated(const struct atb_session *session)
{
    const struct atb_framer *framer = &session->framer;
    return session->pending.line_length >= framer->size &&
           atb_same(framer->line, atb_command_of(session), framer->size);
}

void atb_lose_raw(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    if (pending->raw && pending->state == ATB_WAITING && !is_repeated(session)) {
        atb_spoil(pending, ATB_TRUNCATED);
    }
}

/* ---- calls, which V.250 5.7.1 lets end with lines that are final result codes for them alone ---
 */

/* What basic commands and S-parameters consist of; behind it stands a command with a longer name.
 */
static bool is_basic(char c)
{
    return atb_is_capital(c) || atb_is_digit(c) || c == '&' || c == '=' || c == ';';
}

/* D, A or O among its basic commands, not &D, or +CGDATA. */
static bool is_call(const char *line, const char *end)
{
    const char *at = line + 2;
    while (at < end && is_basic(atb_capital(*at))) {
        if (at[-1] != '&' && strchr("DAO", atb_capital(*at)) != NULL) {
            return true;
        }
        at++;
    }
    return end - at > 7 && memcmp(at, "+CGDATA", 7) == 0;
}

/* Whatever its capitals, and its blanks: NO DIALTONE is NO DIAL TONE of many a modem. */
static bool says(const struct atb_event *event, const char *words)
{
    for (size_t i = 0; i < event->length; i++) {
        if (event->text[i] == ' ') {
            continue;
        }
        if (*words == '\0' || atb_capital(event->text[i]) != *words) {
            return false;
        }
        words++;
    }
    return *words == '\0';
}

static bool is_refusal(const struct atb_event *event)
{
    return is_answer(event) &&
           (says(event, "BUSY") || says(event, "NOANSWER") || says(event, "NODIALTONE"));
}

/* No setting hangs on a raw command: it ends without atb_finish(), whose stack would stand on that
 * of whoever is shown an event. */
void atb_refuse_raw(struct atb_session *session, const struct atb_event *event)
{
    const struct atb_pending *pending = &session->pending;
    const char *line = atb_command_of(session);
    if (pending->form != &any_form || pending->state != ATB_WAITING || !is_refusal(event) ||
        !is_call(line, line + pending->line_length)) {
        return;
    }
    atb_drop(session);
    if (pending->done != NULL) {
        pending->done(pending->done_app, ATB_ERROR);
    }
}

/* Before all others, who may send the next one. A line that a table knows has been to its handlers
 * already: of that the engine tells. */
void atb_show_raw(struct atb_session *session, const struct atb_event *event)
{
    const uint8_t serial = session->serial;
    const bool text = event != NULL && event->line == ATB_NO_LINE;
    const bool goes_on = text && atb_tell_raw(session, event);
    atb_show(session, event);
    if (goes_on && serial == session->serial) {
        atb_refuse_raw(session, event);
    }
}
