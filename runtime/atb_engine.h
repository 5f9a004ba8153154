/* SPDX-License-Identifier: MIT */
/*
 * One command from start to end. The engine's calls are declared in
 * atb_session.h, which is all that an application needs. This header holds what
 * its parts share: atb_session.c (set-up, settings, transparent mode),
 * atb_start.c (a command's start), atb_engine.c (its states, its end, time),
 * atb_send.c (bytes out: command line, payload, +++), atb_receive.c (bytes in:
 * lines, prompt, payload, data) and atb_deliver.c (what a recognised line
 * changes, and who takes it).
 */
#ifndef ATB_ENGINE_H
#define ATB_ENGINE_H

#include "atb_match.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is being sent. */
enum atb_part {
    ATB_PART_NONE,
    ATB_PART_MARK, /**< AT+CSQ */
    ATB_PART_HEAD, /**< the command line, or what precedes its payload */
    ATB_PART_PAYLOAD,
    ATB_PART_TAIL, /**< what follows payload inside the command line */
    ATB_PART_CTRL_Z
};

/* ---- small questions -------------------------------------------------------- */

static inline uint32_t atb_now(const struct atb_session *session)
{
    return session->port->now(session->port->context);
}

static inline bool atb_has(const struct atb_pending *pending, unsigned flag)
{
    return (pending->form->flags & flag) != 0;
}

/** Whether the form's payload is asked for by a prompt. */
bool atb_prompts(const struct atb_form *form);

/** The number at a position of the command under way, or what stands for it when it is absent. */
int32_t atb_number_of(const struct atb_pending *pending, uint8_t position, int32_t absent);

/* ---- the course of a command --------------------------------------------------- */

/** Sends the command line; or first the mark behind which its answers begin. */
void atb_begin(struct atb_session *session);
void atb_begin_marked(struct atb_session *session);

static inline bool atb_has_to_send(const struct atb_session *session)
{
    return session->pending.part != ATB_PART_NONE || session->escape_due;
}

/** Sends as much as the port takes. False: the port failed. */
bool atb_send_on(struct atb_session *session);

/** Everything of the current part has been sent; the engine moves on. */
void atb_sent(struct atb_session *session);

/** A final result code came: the command under way ends, or goes on. */
void atb_on_final(struct atb_session *session, const struct atb_line *line);

/** A result line that the command under way waits for came; `failed`: it carries an error code. */
void atb_on_result(struct atb_session *session, uint8_t index, bool failed);

/** Ends the command under way, if there is one, and tells. */
void atb_finish(struct atb_session *session, int status);

/** Forgets the command under way without a word. */
void atb_drop(struct atb_session *session);

/** Settings that the command under way makes, or that a line tells. */
void atb_apply_form(struct atb_session *session);
void atb_apply_line(struct atb_session *session, const struct atb_subject *subject);

void atb_enter_data_mode(struct atb_session *session);
void atb_leave_data_mode(struct atb_session *session);

/* ---- lines and events ------------------------------------------------------------ */

/** A line has been recognised: settings, payload, answer, handlers, events, the command under way.
 */
void atb_deliver(struct atb_session *session, const struct atb_subject *subject,
                 struct atb_event *event);

/** How many payload bytes follow a line: SIZE_MAX up to its end. False: a damaged number. */
bool atb_payload_length(const struct atb_subject *subject, size_t *length);

/** Calls the typed handlers of an event, unless it is handled already, and shows it. */
void atb_hand_on(struct atb_session *session, struct atb_event *event, bool awaited);

/** The kind of event that a line is. */
uint8_t atb_kind_of(const struct atb_line *line);

/** Shows an event to the application. */
void atb_report(const struct atb_session *session, const struct atb_event *event);
void atb_report_data(const struct atb_session *session, struct atb_text data);

/** An event without line and fields. */
static inline struct atb_event atb_event_of(uint8_t kind, const char *text, size_t length)
{
    struct atb_event event = {.kind = kind, .line = ATB_NO_LINE, .text = text, .length = length};
    event.field = (uint8_t)ATB_NO_INDEX;
    return event;
}

#ifdef __cplusplus
}
#endif
#endif
