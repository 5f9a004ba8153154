/* SPDX-License-Identifier: MIT */
/*
 * Whatever bytes arrive, in whatever pieces: nothing is read or written out of
 * bounds, and the events are the same for every cut. The first byte chooses
 * the dialect, the second how the stream is cut, the third what stands in the
 * session's settings; the rest is the stream.
 */
#include <stdlib.h>
#include <string.h>

#include "../pieces.h"
#include "../sink.h"
#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

enum { MEMORY = 16384, SETTINGS = 64, LOG = 1 << 18 };

/* The events of one run, pieces of one payload put together again. */
struct log {
    size_t length;
    int last;
    char text[LOG];
};

static void append(struct log *log, const void *bytes, size_t length)
{
    if (log->length + length <= sizeof log->text) {
        memcpy(log->text + log->length, bytes, length);
        log->length += length;
    }
}

static void on_event(void *app, const struct atb_event *event)
{
    struct log *log = app;
    int is = event->kind << 8 | event->line;
    if (!comes_in_pieces(event->kind) || log->last != is) {
        append(log, &event->kind, 1);
        append(log, &event->line, 1);
    }
    log->last = is;
    append(log, event->text, event->length);
}

static const struct atb_dialect *choose(uint8_t byte)
{
    const struct atb_dialect *dialects[] = {&quectel_dialect, &simcom_dialect, &fibocom_dialect,
                                            &onemo_dialect};
    return dialects[byte % ATB_LENGTH(dialects)];
}

static void run(struct log *log, const uint8_t *data, size_t length, unsigned cut)
{
    const struct atb_dialect *dialect = choose(data[0]);
    struct atb_session session;
    int32_t settings[SETTINGS];
    size_t memory_size = (size_t)dialect->line_max + 64;
    char *memory = malloc(memory_size);

    log->length = 0;
    log->last = -1;
    atb_init(&session, dialect, settings, &sink, memory, memory_size, NULL, 0, log);
    atb_set_on_event(&session, on_event);
    for (unsigned i = 0; i < dialect->setting_count; i++) {
        atb_set_setting(&session, i, data[2] % 3);
    }
    for (size_t at = 3; at < length;) {
        size_t piece = cut == 0 ? length - at : 1 + (at * cut) % 13;
        piece = piece < length - at ? piece : length - at;
        uint8_t *copy = malloc(piece); /* so that the sanitizer sees every step beyond the chunk */
        memcpy(copy, data + at, piece);
        atb_feed(&session, copy, piece);
        free(copy);
        at += piece;
    }
    (void)atb_tick(&session); /* lone bytes of payload wait for it */
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static struct log whole;
    static struct log cut;
    if (length < 4) {
        return 0;
    }
    run(&whole, data, length, 0);
    run(&cut, data, length, 1u + data[1]);
    if (whole.length != cut.length || memcmp(whole.text, cut.text, whole.length) != 0) {
        abort();
    }
    return 0;
}
