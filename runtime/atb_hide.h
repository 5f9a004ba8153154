/* SPDX-License-Identifier: MIT */
/* What a record does not show: secret fields, long numbers, and what a modem repeats of them. */
#ifndef ATB_HIDE_H
#define ATB_HIDE_H

#include "atb_tap.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Masks what is secret in a piece of a line that goes one way through the tap. */
void atb_hide(const struct atb_tap *tap, struct atb_tap_side *side);

/** Keeps what the piece of a line that is being sent says, and what of it is secret; where
 * `begins`, no more than that. The piece stays as it is. */
void atb_hide_learn(struct atb_tap *tap, bool begins);

/** Masks what a received piece repeats of that. */
void atb_hide_repeated(const struct atb_tap_said *said, struct atb_tap_side *side);

#ifdef __cplusplus
}
#endif
#endif
