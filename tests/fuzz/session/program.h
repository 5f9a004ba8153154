/* SPDX-License-Identifier: MIT */
/*
 * Fuzzed bytes as a program: each step takes as many as it wants.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "world.h"

struct input {
    const uint8_t *at, *end;
    size_t call; /* that was started last */
};

/* The next byte; 0 behind the last. */
static inline uint8_t next(struct input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

/* A URC of the dialect; in transparent mode something that the peer says. */
void say_unasked(struct world *world, struct input *input);

/* What a modem may say, or whatever noise may make of it. */
void say_something(struct world *world, struct input *input);

#endif
