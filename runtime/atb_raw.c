/* SPDX-License-Identifier: MIT */
/* A command line of no table: any success ends it, any failure, any CONNECT. */
#include <string.h>

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
    if (status == ATB_OK && on_line != NULL) {
        session->pending.on_text = on_line;
        session->pending.raw = true;
        session->engine = &atb_raw_engine;
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

/* Before all others, who may send the next one. A line that a table knows has been to its handlers
 * already: of that the engine tells. */
void atb_show_raw(const struct atb_session *session, const struct atb_event *event)
{
    if (event != NULL && event->line == ATB_NO_LINE) {
        (void)atb_tell_raw(session, event);
    }
    atb_show(session, event);
}
