/* SPDX-License-Identifier: MIT */
/* Where the values of a line are in its struct: what its shape tells, for tools that name them. */
#ifndef ATB_WALK_H
#define ATB_WALK_H

#include "atb_lines.h"

/** A walk along a shape, to see where its values are in the struct. */
struct atb_walk {
    const char *shape; /**< what is left of it */
    size_t next_flag, next_value;
    size_t flag, value; /**< out: offsets of this field's flag or count, and value */
    char letter;        /**< out */
    char lacking;       /**< out: '?', '~', '!' or 0: none */
    uint8_t many;       /**< out: a list's capacity, or 0 */
    bool is_text;       /**< out: struct atb_text, else int32_t */
    bool is_kept;       /**< out: false: it has no place in the struct */
};

/** A walk along a shape. */
struct atb_walk atb_walk_along(const char *shape);

/** Takes the next field of the shape. False behind the last. */
bool atb_walk_on(struct atb_walk *walk);

#endif
