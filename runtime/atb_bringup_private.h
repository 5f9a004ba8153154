/* SPDX-License-Identifier: MIT */
/* What its parts share: atb_bringup.c (steps and time), atb_bringup_lines.c (what lines say). */
#ifndef ATB_BRINGUP_PRIVATE_H
#define ATB_BRINGUP_PRIVATE_H

#include "atb_bringup.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Goes on so many tenths of a second from now. */
void atb_bringup_look_again_in(struct atb_bringup *bringup, uint32_t tenths);

/** To a step behind us, for a line of this role (enum atb_bringup_role). */
void atb_bringup_fall_back(struct atb_bringup *bringup, uint8_t at, uint8_t role);

/** Hears every event of the session. */
void atb_bringup_on_event(struct atb_watcher *watcher, const struct atb_event *event);

#ifdef __cplusplus
}
#endif
#endif
