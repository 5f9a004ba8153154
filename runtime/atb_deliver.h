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

/** Delivers a line whose layout is chosen, or that has none. */
void atb_deliver(struct atb_subject *subject);

/** Its fields are read: what it changes is changed, and whoever takes it gets them. ATB_OK, or why
 * it is malformed. */
int atb_hand_out(struct atb_subject *subject);

/** Reads its fields along its shape into its values. As atb_read(). */
int atb_read_line(struct atb_subject *subject);

/** The kind of event that a line is. */
uint8_t atb_kind_of(const struct atb_line *line);

#ifdef __cplusplus
}
#endif
#endif
