/* SPDX-License-Identifier: MIT */
/*
 * A session on the bench: a UART that records what is sent and takes as much as a
 * test allows, a clock that a test moves, and a log of all events in words, with
 * the pieces of payload, data and over-long lines put together again.
 */
#ifndef BENCH_H
#define BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "toy.h"

enum { NOT_DONE = 99, TOY_SETTINGS = sizeof((struct toy){0}.settings) / sizeof(int32_t) };

struct bench {
    struct atb_session session;
    struct atb_port port;
    int32_t settings[TOY_SETTINGS];
    char memory[TOY_MEMORY];
    uint32_t time;

    char sent[8192]; /* what left the UART */
    size_t sent_length;
    size_t takes; /* the most it takes in one call, */
    bool once;    /* and of one call in a row only */
    size_t taken; /* calls that took bytes */
    bool fails;

    const char *input; /* what atb_poll() reads */
    size_t input_length;
    size_t reads_at_once;
    bool read_fails;
    unsigned waits; /* of port.wait */

    char log[16384]; /* events in words, one a line */
    size_t log_length;
    int last_kind, last_line; /* of an event whose pieces may go on */

    int done; /* status, or NOT_DONE */
    int done_count;
};

/** A session with `memory` (NULL: the bench's own). */
void bench_init(struct bench *bench, void *memory, size_t memory_size);
void bench_handlers(struct bench *bench, const struct atb_handler *handlers, size_t count);

/** Feeds text; the macro takes a literal that may hold NUL. */
void bench_feed(struct bench *bench, const char *bytes, size_t length);
#define FEED(bench, literal) bench_feed((bench), "" literal, sizeof(literal) - 1)

/** Lets time pass, in ticks of 10 ms. */
void bench_wait(struct bench *bench, uint32_t ms);

/** A command from a form and its values, and a start of it that notes its end in bench->done. */
struct atb_command command_of(const struct atb_form *form, size_t count, ...);
int bench_start(struct bench *bench, const struct atb_command *command, struct atb_answer *answer);
void bench_done(void *app, int status);

struct atb_value number(int32_t value);
struct atb_value text(const char *value);
extern const struct atb_value empty, absent;
extern const struct atb_value data_here; /* where payload inside the line stands */

/** What was sent, or logged, since the last look. */
#define ASSERT_SENT(bench, literal) assert_sent((bench), "" literal, sizeof(literal) - 1)
void assert_sent(struct bench *bench, const char *bytes, size_t length);
void assert_log(struct bench *bench, const char *log);

struct atb_command qiopen(int32_t connect_id);
struct atb_command qisend(int32_t connect_id, const char *data, size_t length);

#endif
