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

/** Delivers the line if it fits this layout exactly; sets `next` behind its line feed. */
bool atb_deliver_straight(struct atb_subject *subject, uint8_t index);

/** Delivers a line whose layout is chosen, or that has none. */
void atb_deliver(struct atb_subject *subject);

/** Its takers read it; `event` tells of it. ATB_OK, or why it is malformed. */
int atb_hand_out(struct atb_subject *subject);

/** Reads a line for nobody, to see whether its fields fit, and lets it change what it changes. */
int atb_take_nothing(struct atb_subject *subject);

/** The kind of event that a line is. */
uint8_t atb_kind_of(const struct atb_line *line);

#ifdef __cplusplus
}
#endif
#endif
