/* SPDX-License-Identifier: MIT */
/*
 * One command from start to end. The engine's calls are declared in
 * atb_session.h, which is all that an application needs. This header holds what
 * its three parts share: atb_engine.c (a command's states, time, settings),
 * atb_send.c (bytes out: command line, payload, +++) and atb_receive.c (bytes
 * in: what a line is, where it goes).
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
    ATB_PART_MARK,    /**< AT+CSQ */
    ATB_PART_HEAD,    /**< the command line, or what precedes its payload */
    ATB_PART_PAYLOAD,
    ATB_PART_TAIL,    /**< what follows payload inside the command line */
    ATB_PART_CTRL_Z
};

/** Sends as much as the port takes. False: the port failed. */
bool atb_send_on(struct atb_session *session);

/** Everything of the current part has been sent; the engine moves on. */
void atb_sent(struct atb_session *session);

/** Whether the form's payload is asked for by a prompt. */
bool atb_prompts(const struct atb_form *form);

/** Ends the command under way, and tells. */
void atb_finish(struct atb_session *session, int status);

/** A final result code came: the command under way ends, or goes on. */
void atb_on_final(struct atb_session *session, const struct atb_line *line);

/** A result line that the command under way waits for came; `failed`: it carries an error code. */
void atb_on_result(struct atb_session *session, uint8_t index, bool failed);

/** Settings that a line tells. */
void atb_apply_line(struct atb_session *session, const struct atb_line *line,
                    const struct atb_subject *subject);

void atb_enter_data_mode(struct atb_session *session);
void atb_leave_data_mode(struct atb_session *session);

/** An event without line and fields. */
struct atb_event atb_event_of(uint8_t kind, const char *text, size_t length);

/** Shows an event to the application. */
void atb_report(const struct atb_session *session, const struct atb_event *event);
void atb_report_data(const struct atb_session *session, const char *bytes, size_t length);

#ifdef __cplusplus
}
#endif
#endif
