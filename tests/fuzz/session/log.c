/* SPDX-License-Identifier: MIT */
/*
 * What happened, to be held against another run with other cuts; and against what was
 * fed: every byte is told in some event, once and in order. Line ends, blanks, commas
 * and quotes are left out, because framing may keep them to itself; so is the coding of
 * payload that came as hex digits.
 */
#include "world.h"

#include <string.h>

#include "../../pieces.h"

static void add(struct log *log, const void *bytes, size_t length)
{
    const size_t room = sizeof log->text - log->length; /* when it is full, it is full */
    length = length < room ? length : room;
    memcpy(log->text + log->length, bytes, length);
    log->length += length;
}

/* ---- events --------------------------------------------------------------------------- */

/* Apart from the events: what the port does, not only what arrives, may end a command. */
void log_end(struct world *world, int status)
{
    if (world->end_count < ENDS) {
        world->ended_at[world->end_count] = world->honest ? 0 : world->log->length;
        world->ends[world->end_count++] = (int8_t)status;
    }
}

void log_event(struct world *world, const struct atb_event *event)
{
    const int is = event->kind << 8 | event->line;
    const char head[] = {'\n', (char)event->kind, (char)event->line, (char)event->handled};
    if (!comes_in_pieces(event->kind) || world->log->last != is) {
        add(world->log, head, sizeof head);
    }
    add(world->log, event->text, event->length);
    const bool ends = event->kind != ATB_EVENT_DATA && event->remaining == 0;
    world->log->last = ends ? -1 : is;
}

/* ---- every byte ------------------------------------------------------------------------ */

static bool is_substance(char byte)
{
    return byte == '\0' || strchr("\r\n ,\"", byte) == NULL;
}

void note_fed(struct world *world, const char *bytes, size_t length)
{
    struct fed *fed = &world->fed;
    if (fed->from > sizeof fed->bytes / 2) {
        memmove(fed->bytes, fed->bytes + fed->from, fed->to - fed->from);
        fed->to -= fed->from;
        fed->from = 0;
    }
    for (size_t i = 0; i < length && fed->to < sizeof fed->bytes; i++) {
        if (is_substance(bytes[i])) {
            fed->bytes[fed->to++] = bytes[i];
        }
    }
}

/* How many of the bytes that wait these are, or -1. */
static int as_fed(const struct fed *fed, const char *text, size_t length)
{
    size_t at = fed->from;
    for (size_t i = 0; i < length; i++) {
        if (is_substance(text[i]) && (at == fed->to || fed->bytes[at++] != text[i])) {
            return -1;
        }
    }
    return (int)(at - fed->from);
}

static int digit(char c)
{
    static const char digits[] = "0123456789ABCDEFabcdef";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    int value = at != NULL ? (int)(at - digits) : -1;
    return value < 16 ? value : value - 6;
}

/* The same of bytes that came as two hex digits each. */
static int as_hex(const struct fed *fed, const char *text, size_t length)
{
    if (fed->to - fed->from < 2 * length) {
        return -1;
    }
    for (size_t i = 0; i < length; i++) {
        int high = digit(fed->bytes[fed->from + 2 * i]);
        int low = digit(fed->bytes[fed->from + 2 * i + 1]);
        if (high < 0 || low < 0 || (high << 4 | low) != (unsigned char)text[i]) {
            return -1;
        }
    }
    return (int)(2 * length);
}

/* What hex digits say lies in memory of its own; all else where it was fed, or in the line buffer.
 */
static bool lies_as_it_came(const struct world *world, const char *text)
{
    const char *line = world->session.framer.line;
    return (text >= world->fed.piece && text < world->fed.piece_end) ||
           (text >= line && text < line + world->session.framer.size);
}

void check_told(struct world *world, const struct atb_event *event)
{
    int count = -1;
    if (event->kind == ATB_EVENT_PAYLOAD && !lies_as_it_came(world, event->text)) {
        count = as_hex(&world->fed, event->text, event->length);
    }
    if (count < 0) {
        count = as_fed(&world->fed, event->text, event->length);
    }
    if (count < 0) {
        violation(world, "an event tells bytes that did not come, or not in this order");
    }
    world->fed.from += (size_t)count;
}

void check_all_told(struct world *world)
{
    if (world->fed.from != world->fed.to) {
        violation(world, "bytes came that no event tells");
    }
}

/* ---- who was handed what ------------------------------------------------------------------ */

void took(void *app, uint8_t line)
{
    struct world *world = app;
    const char head[] = {'\n', (char)line};
    world->heard++;
    world->taken->last = -1;
    add(world->taken, head, sizeof head);
    world_hears(world, line);
    call_back(world, &world->in_handler);
}

void took_number(void *app, int32_t value)
{
    add(((struct world *)app)->taken, &value, sizeof value);
}

void took_text(void *app, struct atb_text text)
{
    add(((struct world *)app)->taken, text.at, text.length);
    add(((struct world *)app)->taken, "", 1);
}

void took_payload(void *app, uint8_t line, const void *bytes, size_t length, size_t remaining)
{
    struct world *world = app;
    const char head[] = {'\n', '$', (char)line};
    if (world->taken->last != line) {
        add(world->taken, head, sizeof head);
    }
    add(world->taken, bytes, length);
    world->handed = (struct handed){line, bytes, length};
    world->taken->last = remaining == 0 ? -1 : line;
}
