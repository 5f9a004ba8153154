/* SPDX-License-Identifier: MIT */
/*
 * Feeds the streams that streams.py wrote, in chunks of 1 to 1500 bytes, with a
 * command pending all the time or none, and says how many instructions each took.
 * A first round, not counted, checks every event: the lines by their handlers,
 * payload by its length and sum. One case a line:
 *
 *     STREAM idle|pending CHUNK BYTES INSTRUCTIONS
 *
 * The board counts (board.h): on Cortex-M4 it reads a timer of QEMU; on the host
 * callgrind counts what happens in measured() and the number printed is 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "quectel.h"

struct stream {
    const char *name;
    const unsigned char *bytes;
    size_t length;
    const struct atb_handler *handlers;
    size_t handler_count;
    const uint32_t *counts; /* a handler's calls in one round */
    size_t count_count;
    uint32_t events; /* lines of any kind */
    uint32_t payload, total;
    int mode;
    bool pending; /* measured with a command pending, too */
};

static bool checking;
static uint32_t payload, total;
static uint32_t kinds[ATB_EVENT_OVERLONG + 1];
static uint32_t counts[128];

static void on_payload(void *app, const void *bytes, size_t length, size_t remaining)
{
    const unsigned char *at = bytes;
    (void)app;
    (void)remaining;
    payload += (uint32_t)length;
    for (size_t i = 0; checking && i < length; i++) {
        total += at[i];
    }
}

static void on_event(void *app, const struct atb_event *event)
{
    (void)app;
    kinds[event->kind]++;
}

#include "streams.h"

static int write_all(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return (int)length;
}

static uint32_t no_time(void *context)
{
    (void)context;
    return 0;
}

static const struct atb_port port = {write_all, NULL, no_time, NULL, NULL};
static struct quectel modem;
static char memory[QUECTEL_MEMORY];
static const struct stream *reading; /* the stream, if it answers AT+QIRD */
static unsigned char data[1500];

static void fail(const char *what, long number)
{
    printf("%s: %ld\n", what, number);
    exit(1);
}

/* ---- a command pending all the time: each OK ends one and starts the next ---- */

static void start_next(void);

static void on_closed(void *app, int status)
{
    (void)app;
    if (status != ATB_OK) {
        fail("AT+QICLOSE ended with", status);
    }
    start_next();
}

/* What a program does with an answer is not measured: its bytes are summed in the first round. */
static void on_read(void *app, int status)
{
    const struct atb_answer *answer = &modem.session.answer;
    if (status != ATB_OK && status != ATB_INCOMPLETE) { /* some OKs have no data before them */
        fail("AT+QIRD ended with", status);
    }
    if (answer->count > 0) {
        counts[reading->count_count - 1]++;
        on_payload(app, data, answer->data_length, 0);
    }
    start_next();
}

static void start_next(void)
{
    static struct quectel_qird_info got;
    int status = reading == NULL
                     ? quectel_qiclose_start(&modem, on_closed, NULL, 11)
                     : quectel_qird_start(&modem, &got, data, sizeof data, on_read, NULL, 3, 1460);
    if (status != ATB_OK) {
        fail("the next command did not start", status);
    }
}

static void prepare(const struct stream *stream, bool pending)
{
    quectel_init(&modem, &port, memory, sizeof memory, stream->handlers, stream->handler_count,
                 counts);
    quectel_on_event(&modem, on_event);
    for (unsigned i = 0; i < quectel_dialect.setting_count; i++) {
        atb_set_setting(&modem.session, i, stream->mode);
    }
    reading = strcmp(stream->name, "data") == 0 ? stream : NULL;
    if (pending) {
        start_next();
    }
    memset(counts, 0, sizeof counts);
    memset(kinds, 0, sizeof kinds);
    payload = total = 0;
}

static void feed_all(const struct stream *stream, size_t chunk)
{
    for (size_t at = 0; at < stream->length; at += chunk) {
        size_t rest = stream->length - at;
        quectel_feed(&modem, stream->bytes + at, rest < chunk ? rest : chunk);
    }
}

void measured(const struct stream *stream, size_t chunk);
__attribute__((noinline)) void measured(const struct stream *stream, size_t chunk)
{
    feed_all(stream, chunk);
}

static void must_be(const char *what, uint32_t seen, uint32_t expected)
{
    if (seen != expected) {
        printf("expected %lu; ", (unsigned long)expected);
        fail(what, (long)seen);
    }
}

static void check(const struct stream *stream)
{
    for (size_t i = 0; i < stream->count_count; i++) {
        must_be("calls of a handler", counts[i], stream->counts[i]);
    }
    must_be("lines", kinds[ATB_EVENT_URC] + kinds[ATB_EVENT_INFO] + kinds[ATB_EVENT_FINAL],
            stream->events);
    must_be("text, malformed, over-long lines",
            kinds[ATB_EVENT_TEXT] + kinds[ATB_EVENT_MALFORMED] + kinds[ATB_EVENT_OVERLONG], 0);
    must_be("bytes of payload", payload, stream->payload);
    must_be("sum of payload", total, stream->total);
}

static void one_case(const struct stream *stream, bool pending, size_t chunk)
{
    prepare(stream, pending);
    checking = true;
    feed_all(stream, chunk);
    checking = false;
    check(stream);
    uint32_t before = board_instructions();
    measured(stream, chunk);
    uint32_t after = board_instructions();
    printf("%s %s %u %lu %lu\n", stream->name, pending ? "pending" : "idle", (unsigned)chunk,
           (unsigned long)stream->length, (unsigned long)(after - before));
}

int main(void)
{
    static const size_t chunks[] = {1, 7, 64, 512, 1500};
    board_start();
    for (size_t s = 0; s < ATB_LENGTH(streams); s++) {
        for (size_t c = 0; c < ATB_LENGTH(chunks); c++) {
            one_case(&streams[s], false, chunks[c]);
            if (streams[s].pending) {
                one_case(&streams[s], true, chunks[c]);
            }
        }
    }
    return 0;
}
