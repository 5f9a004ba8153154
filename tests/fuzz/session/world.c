/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../pieces.h"

enum { TICK = 50, CALLBACK_START = 1, CALLBACK_ABORT, CALLBACK_FEED, CALLBACK_KINDS };

int32_t number(int32_t value)
{
    return value;
}

const char *text(const char *value)
{
    return value;
}

/* ---- trace, for reading a finding ---------------------------------------------- */

static bool tracing(void)
{
    static int wanted = -1;
    if (wanted < 0) {
        wanted = getenv("TRACE") != NULL;
    }
    return wanted != 0;
}

void trace(const struct world *world, const char *what, const char *bytes, size_t length)
{
    if (!tracing()) {
        return;
    }
    fprintf(stderr, "%10lu %s ", (unsigned long)world->now, what);
    for (size_t i = 0; i < length; i++) {
        bool plain = bytes[i] >= ' ' && bytes[i] <= '~';
        fprintf(stderr, plain ? "%c" : "\\x%02x", (unsigned char)bytes[i]);
    }
    fputc('\n', stderr);
}

static void trace_event(const struct world *world, const struct atb_event *event)
{
    static const char *const kinds[] = {"  echo",      "  final",   "  info", "  urc",
                                        "  prompt",    "  payload", "  data", "  text",
                                        "  malformed", "  overlong"};
    trace(world, kinds[event->kind], event->text, event->length);
}

/* ---- port and clock ----------------------------------------------------------------- */

enum port_state port_state(const struct world *world)
{
    return world->port_fails  ? PORT_FAILS
           : world->unlimited ? PORT_FREE
           : world->room > 0  ? PORT_SLOW
                              : PORT_FULL;
}

static void reach(const struct world *world, enum arrival arrival)
{
    reached(state_of(world), arrival, port_state(world));
}

static int write_some(void *context, const void *bytes, size_t length)
{
    struct world *world = context;
    if (world->reset_needed && length > 0) {
        violation(world, "written although a reset is needed");
    }
    if (world->port_fails) {
        world->failures++;
        trace(world, "-x-", bytes, length);
        if (world->current != NULL) {
            world->current->disturbed = true;
        }
        return -1;
    }
    if (!world->unlimited) {
        length = length < world->room ? length : world->room;
        world->room -= length;
    }
    trace(world, "-->", bytes, length);
    for (size_t i = 0; i < length; i++) {
        player_takes(world, ((const char *)bytes)[i]);
    }
    return (int)length;
}

static uint32_t now(void *context)
{
    return ((struct world *)context)->now;
}

/* ---- callbacks ------------------------------------------------------------------------ */

/* Some call from inside a callback; all but starts and aborts must be refused. */
void call_back(struct world *world, uint8_t *what)
{
    const uint8_t kind = *what;
    *what = 0;
    if (kind == 0) {
        return;
    }
    reach(world, COMES_CALL);
    if (kind == CALLBACK_START) {
        world_start(world, &world->spoken->calls[world->callback_call % world->spoken->call_count]);
    } else if (kind == CALLBACK_ABORT) {
        world_abort(world);
    } else {
        if (atb_feed(&world->session, "\r\nOK\r\n", 6) != ATB_BUSY ||
            atb_tick(&world->session) != ATB_BUSY || atb_poll(&world->session, 0) != ATB_BUSY) {
            violation(world, "a nested call was not refused");
        }
    }
}

/* It may say that the modem was switched on: nothing that was known of it holds. */
void world_hears(struct world *world, uint8_t line)
{
    if (memchr(world->spoken->boots, line, world->spoken->boot_count) != NULL) {
        world->reset_needed = false;
    }
}

static void on_event(void *app, const struct atb_event *event)
{
    struct world *world = app;
    if (event->kind == ATB_EVENT_OVERRUN) {
        call_back(world, &world->in_event);
        return;
    }
    log_event(world, event);
    check_told(world, event);
    check_payload(world, event);
    trace_event(world, event);
    check_event(world, event);
    if (event->kind == ATB_EVENT_URC) {
        world_hears(world, event->line);
    }
    if (!comes_in_pieces(event->kind)) {
        call_back(world, &world->in_event);
    }
}

static void on_done(void *app, int status)
{
    struct started *started = app;
    struct world *world = (struct world *)(void *)((char *)(started - started->serial) -
                                                   offsetof(struct world, started));
    log_end(world, status);
    trace(world, "end", atb_status_text(status), strlen(atb_status_text(status)));
    check_done(world, started, status);
    started->ended = true;
    world->abandoned = status == ATB_OK ? 0 : world->abandoned + 1;
    if (started->call == NULL && status != ATB_OK) {
        world->escape_failed = true;
        world->player.pluses = 0; /* what has left of it is the peer's now: runtime/README.md */
    }
    if (world->current == started) {
        world->current = NULL;
    }
    world->reset_needed = world->reset_needed || status == ATB_RESET_NEEDED;
    call_back(world, &world->in_done);
}

/* ---- what a command is to send ----------------------------------------------------------- */

static int collect(void *context, const void *bytes, size_t length)
{
    struct started *started = context;
    memcpy(started->wire + started->wire_length, bytes, length);
    started->wire_length += length;
    return (int)length;
}

static uint32_t no_time(void *context)
{
    (void)context;
    return 0;
}

static void ignore_done(void *app, int status)
{
    (void)app;
    (void)status;
}

/* The same call in a session without troubles. False: it is refused there, too. */
static bool rehearse(const struct world *world, const struct call *call, struct started *started)
{
    static char memory[4096];
    struct world other = {.spoken = world->spoken};
    struct atb_port port = {.write = collect, .now = no_time, .context = started};
    started->wire_length = 0;
    atb_init(&other.session, world->spoken->dialect, other.settings, &port, memory, sizeof memory,
             NULL, 0, NULL);
    memcpy(other.settings, world->settings, sizeof other.settings);
    if (call->start(&other, ignore_done, NULL) != ATB_OK) {
        return false;
    }
    started->line_length = started->wire_length;
    if (call->payload_mode != PAYLOAD_NONE && call->payload_mode != PAYLOAD_INLINE) {
        atb_feed(&other.session, "\r\n> ", 4);
    }
    return true;
}

/* NULL: there were as many as one run may have. */
static struct started *next_started(struct world *world)
{
    if (world->serials + 1 == STARTED) {
        return NULL;
    }
    struct started *started = &world->started[world->serials + 1];
    memset(started, 0, sizeof *started);
    started->serial = world->serials + 1;
    started->at = world->now;
    return started;
}

int world_start(struct world *world, const struct call *call)
{
    struct started *before = world->current;
    struct started *started = before == NULL ? next_started(world) : NULL;
    if (before != NULL) {
        int status = call->start(world, ignore_done, NULL);
        if (status == ATB_OK) {
            violation(world, "a second command was started");
        }
        return status;
    }
    if (started == NULL) {
        return ATB_BUSY;
    }
    trace(world, "start", call->name, strlen(call->name));
    bool right = rehearse(world, call, started);
    world->attempts++;
    started->call = call;
    world->current = started;
    world->serials++;
    int status = call->start(world, on_done, started);
    if (status != ATB_OK) {
        started->ended = true;
        world->current = world->current == started ? NULL : world->current;
        world->serials -= started->sent == 0 && started->serial == world->serials; /* none */
        if (right && status != ATB_BUSY && status != ATB_RESET_NEEDED && !world->port_fails) {
            violation(world, "a right command was refused");
        }
        world->reset_needed = world->reset_needed || status == ATB_RESET_NEEDED;
    }
    return status;
}

int world_escape(struct world *world)
{
    struct started *started = world->current == NULL ? next_started(world) : NULL;
    if (started == NULL || world->never_transparent) {
        return ATB_BUSY;
    }
    memcpy(started->wire, "+++", 3);
    started->line_length = started->wire_length = 3;
    world->current = started;
    world->serials++;
    int status = world->spoken->escape(world, on_done, started);
    if (status != ATB_OK) {
        world->serials--;
        world->current = NULL;
    }
    world_pass(world, 0); /* silence enough, perhaps: then it goes before what comes next */
    return status;
}

/* ---- steps ---------------------------------------------------------------------------- */

void world_init(struct world *world, const struct spoken *spoken, struct log *log,
                struct log *taken, bool never_transparent)
{
    static struct atb_port port = {.write = write_some, .now = now};
    size_t size = spoken->dialect->line_max + 2u + 1024u;
    memset(world, 0, offsetof(struct world, started)); /* those are, one by one */
    world->spoken = spoken;
    world->log = log;
    world->taken = taken;
    log->length = taken->length = 0;
    log->last = taken->last = -1;
    world->never_transparent = never_transparent;
    world->unlimited = true;
    world->now = world->said_at = UINT32_MAX - 100000u; /* it wraps soon */
    world->memory = malloc(size);
    port.context = world;
    atb_init(&world->session, spoken->dialect, world->settings, &port, world->memory, size,
             spoken->handlers, spoken->handler_count, world);
    atb_set_on_event(&world->session, on_event);
    if (!never_transparent) {
        atb_allow_transparent(&world->session);
    }
}

void world_free(struct world *world)
{
    free(world->memory);
}

static size_t next_piece(const struct world *world, size_t at, size_t length)
{
    size_t piece = world->cut == CUT_NONE ? length : world->cut == CUT_BYTES ? 1 : 1 + at * 7 % 5;
    return piece < length - at ? piece : length - at;
}

/* `owner` is the serial of the command whose answer this is. Each piece lies alone in memory. */
void world_feed(struct world *world, uint32_t owner, const char *bytes, size_t length)
{
    struct before before = {.data = atb_is_transparent(&world->session),
                            .idle = world->current == NULL,
                            .attempts = world->attempts};
    memcpy(before.settings, world->settings, sizeof before.settings);
    world->owner = owner;
    world->said_at = world->now;
    for (size_t at = 0; at < length;) {
        size_t piece = next_piece(world, at, length);
        char *copy = malloc(piece);
        memcpy(copy, bytes + at, piece);
        trace(world, "<--", copy, piece);
        note_fed(world, copy, piece);
        world->fed.piece = copy;
        world->fed.piece_end = copy + piece;
        atb_feed(&world->session, copy, piece);
        world->fed.piece = world->fed.piece_end = NULL;
        free(copy);
        at += piece;
        if (world->cut == CUT_ODD) {
            atb_tick(&world->session); /* no time has passed */
        }
    }
    check_fed(world, &before);
    world->owner = OWNER_NOBODY;
}

void world_pass(struct world *world, uint32_t ms)
{
    uint32_t step = ms / 40 > TICK ? ms / 40 : TICK;
    world->owner = OWNER_NOBODY;
    reach(world, COMES_TIME);
    uint32_t passed = 0;
    do {
        world->now += step < ms - passed ? step : ms - passed;
        passed += step;
        player_waits(world);
        atb_tick(&world->session);
        check_time(world);
    } while (passed < ms);
}

void world_abort(struct world *world)
{
    reach(world, COMES_ABORT);
    trace(world, "abort", "", 0);
    if (world->current != NULL) {
        world->current->disturbed = true;
    }
    atb_abort(&world->session);
}

void world_reboot(struct world *world)
{
    reach(world, COMES_REBOOT);
    trace(world, "reboot", "", 0);
    if (world->current != NULL) {
        world->current->disturbed = true;
    }
    player_reboots(world);
    world->reset_needed = false;
    const struct started *before = world->current;
    atb_modem_rebooted(&world->session);
    if (before != NULL && !before->ended) {
        violation(world, "a command outlived the modem's restart");
    }
}

void world_send_data(struct world *world, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    size_t room = sizeof world->data - world->data_length;
    length = length % sizeof letters;
    if (length == 0 || length > room) {
        return;
    }
    memcpy(world->data + world->data_length, letters,
           length); /* the modem sees it during the call */
    world->data_length += length;
    int taken = atb_send_data(&world->session, letters, length);
    if (taken < (int)length) {
        world->data_length -= length - (size_t)(taken > 0 ? taken : 0);
    }
}

/* Received bytes were lost: the answer that was coming is damaged. */
void world_overrun(struct world *world)
{
    trace(world, "overrun", "", 0);
    if (world->current != NULL) {
        world->current->disturbed = true;
    }
    atb_overrun(&world->session, 1);
}
