/* SPDX-License-Identifier: MIT */
/*
 * A line has been recognised: its fields go straight into the struct of whoever takes
 * it (the command under way, typed handlers, or nobody), in one pass; then what it
 * changes is changed; then handlers, on_event and the command under way see it.
 */
#ifndef ATB_DELIVER_H
#define ATB_DELIVER_H

#include "atb_engine.h"
#include "atb_handler.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Takes the line at `text`; its line feed stands before `end`. Returns where the next one
 * begins, or NULL: it does not fit into the line buffer.
 */
const char *atb_deliver_line(struct atb_session *session, const char *text, const char *end);

/** Delivers a line whose layout is chosen; its text ends at `end`. */
void atb_deliver(struct atb_subject *subject, const char *text, const char *end);

#ifdef __cplusplus
}
#endif
#endif
