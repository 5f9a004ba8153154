/* SPDX-License-Identifier: MIT */
/*
 * A command of the tables with some of its values left open: what the socket layer
 * and bring-up send. The generator makes it of a command line such as
 *
 *     AT+QIOPEN=1,<id>,"TCP",<host>,<port>,0,0
 *
 * so that neither of them knows a dialect. It has checked the values that stand there, and writes
 * them into the text of a form with a place for each that is open, and behind its NUL a letter for
 * each of these: "+QIOPEN=1,%,\"TCP\",%,%,0,0" "\0" "aAb". `a` to `z` are numbers 0 to 25 of the
 * arguments and `A` to `Z` their texts, `$` is the payload itself.
 */
#ifndef ATB_PREPARED_H
#define ATB_PREPARED_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What fills the open positions, and goes along. Borrowed as atb_start() borrows it. */
struct atb_arguments {
    const char *const *texts; /**< NULL among them: not given */
    const int32_t *numbers;   /**< ATB_UNKNOWN among them: not given */
    const void *payload;      /**< or NULL */
    size_t payload_length;
};

/**
 * Starts a prepared command. Returns as atb_start() does; ATB_UNSUPPORTED without a form: the
 * dialect has no such command; ATB_MISSING where an argument that it names is not given.
 */
int atb_start_prepared(struct atb_session *session, const struct atb_form *form,
                       const struct atb_arguments *arguments, atb_done *done, void *app);

/** The number in a field of a line, counted by commas from 0; ATB_UNKNOWN: there is none. */
int32_t atb_event_number(const struct atb_event *event, unsigned field);

/** The text of a field, without blanks and quotes; no characters where there is none. It lives as
 * long as the event. */
struct atb_text atb_event_text(const struct atb_event *event, unsigned field);

#ifdef __cplusplus
}
#endif
#endif
