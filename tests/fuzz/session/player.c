/* SPDX-License-Identifier: MIT */
/* What the modem takes: bytes to lines, payload and data, and whose each is. */
#include "world.h"

#include <string.h>

/* Milliseconds; the last is how long the library lets a modem be silent that was asked all its
 * marks. */
enum { SILENCE_ENDS_PAYLOAD = 10000, MARKS_THERE_ARE = 4, MARKS_WAIT = 12000 };

/* ---- whose line is it? ------------------------------------------------------------ */

/* The command with this line that the modem has not seen yet: the newest if nothing was sent
 * behind it, else the oldest. */
static struct started *command_of(struct world *world, const char *line, size_t length)
{
    const bool newest = world->player.waiting == 0;
    struct started *found = NULL;
    for (uint32_t i = 1; i <= world->serials; i++) {
        struct started *started = &world->started[i];
        if (started->call != NULL && !started->line_seen && started->sent >= started->line_length &&
            started->line_length == length + 1 && memcmp(started->wire, line, length) == 0 &&
            (found == NULL || (started->serial > found->serial) == newest)) {
            found = started;
        }
    }
    return found;
}

/* The beginning of a line that was left half sent: the modem answers it with ERROR. */
static bool is_half(const struct world *world, const char *line, size_t length)
{
    for (uint32_t i = 1; i <= world->serials; i++) {
        const struct started *started = &world->started[i];
        if (started->ended && length <= started->line_length &&
            memcmp(started->wire, line, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Payload whose prompt did not come in time goes out without it, and the rest of one that stalled
 * behind the modem's timer: the modem may not want it. */
static bool is_unwanted_payload(const struct world *world, const char *line, size_t length)
{
    for (uint32_t i = 1; i <= world->serials; i++) {
        const struct started *started = &world->started[i];
        for (size_t at = started->line_length; at + length <= started->wire_length; at++) {
            const bool wanted = started->prompted && !started->outlasted;
            if (!wanted && memcmp(started->wire + at, line, length) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* ---- bytes in --------------------------------------------------------------------- */

/* What is left half sent is spoilt before its end, so that it means nothing. */
static size_t without_spoiler(const char *line, size_t length)
{
    static const char spoiler[] = "\",?\"";
    const size_t size = sizeof spoiler - 1;
    bool spoilt = length >= size && memcmp(line + length - size, spoiler, size) == 0;
    while (spoilt && length > 0 && strchr(spoiler, line[length - 1]) != NULL) {
        length--; /* the spoiler may itself have been left half sent, and begun again */
    }
    return length;
}

static void check_line(struct world *world, const char *line, size_t length)
{
    const size_t whole = length;
    length = without_spoiler(line, length);
    if (length == 0 && whole > 0) {
        return; /* nothing of the half line had come; it is refused as any other */
    }
    if (world->honest && !is_own(line, length) && !is_half(world, line, length) &&
        !is_unwanted_payload(world, line, length)) {
        violation(world, "a line that nobody wrote reached the modem");
    }
}

/* A whole line: it waits to be answered. */
static void take_line(struct world *world)
{
    struct player *player = &world->player;
    const char *line = player->line;
    const size_t length = player->length;
    struct started *started = command_of(world, line, length);
    if (started == NULL) {
        check_line(world, line, length);
    }
    player->line[length] = '\0';
    player->length = 0;
    player->line_waits = length > 0;
    player->serving = started;
    if (started != NULL) {
        started->line_seen = true;
    }
}

/* Data behind a +++ that the session took for unheard, or that left by half: no command begins so,
 * and a modem waits for its AT. */
static bool is_data(const struct player *player, char byte)
{
    bool escape = player->length > 0 && player->line[player->length - 1] == '+';
    return byte >= 'a' && byte <= 'z' && (player->length == 0 || (escape && *player->line == '+'));
}

static void hear_line(struct world *world, char byte)
{
    struct player *player = &world->player;
    if (byte == '\r') {
        take_line(world);
    } else if (is_data(player, byte)) {
        return;
    } else if (byte != '\x1B' && byte != '\x1A' && byte != '\n' &&
               player->length + 1 < MODEM_LINE) {
        player->line[player->length++] = byte;
    }
    if (player->length == 3 && memcmp(player->line, "+++", 3) == 0) {
        player->length = 0; /* the session thought the modem was in transparent mode */
        if (world->honest && !world->escape_failed) {
            violation(world, "+++ without transparent mode");
        }
    }
}

static void end_payload(struct world *world, bool whole)
{
    struct player *player = &world->player;
    player->hearing = HEAR_LINES;
    player->cancelled = !whole;
    player->serving->paid = whole;
}

/* Typed at a prompt without a number of bytes: the timer ends it if Ctrl-Z does not. */
static bool is_typed(const struct started *started)
{
    return started->call->payload_mode == PAYLOAD_CTRL_Z ||
           started->call->payload_mode == PAYLOAD_TIMEOUT;
}

/* ESC, or Ctrl-Z before anything else: nothing is sent. */
static bool cancels(const struct player *player, char byte)
{
    return is_typed(player->serving) &&
           (byte == '\x1B' || (byte == '\x1A' && player->payload_at == 0));
}

/* The peer gets the application's payload, whole and once, or nothing; unless something that
 * looked like the modem has told the session otherwise. */
static void hear_payload(struct world *world, char byte)
{
    struct player *player = &world->player;
    struct started *started = player->serving;
    size_t at = started->line_length + player->payload_at;
    if (at < started->wire_length && started->wire[at] == byte) {
        player->payload_at++;
        if (at + 1 == started->wire_length) {
            end_payload(world, true);
        }
    } else if (cancels(player, byte)) {
        end_payload(world, false);
    } else if (world->honest) {
        violation(world, "the peer got a byte that is not the application's");
    } else if (++player->payload_at >= started->wire_length - started->line_length ||
               (byte == '\x1A' && is_typed(started))) {
        end_payload(world, false);
    }
}

static void hear_data(struct world *world, char byte)
{
    struct player *player = &world->player;
    if (byte == '+' && ++player->pluses == 3) {
        memcpy(player->line, "+++", 4);
        player->line_waits = true;
        player->pluses = 0;
    } else if (byte != '+') {
        bool right = world->data_length > 0 && world->data[0] == byte && player->pluses == 0;
        if (!right && world->honest) {
            violation(world, "the peer got data that the application did not send");
        }
        world->data_length -= world->data_length > 0;
        memmove(world->data, world->data + 1, world->data_length);
    }
}

/* A modem that executes a line leaves what follows in its UART. */
void player_reads_on(struct world *world)
{
    struct player *player = &world->player;
    while (player->waiting > 0 && !player->line_waits &&
           (player->serving == NULL || player->hearing != HEAR_LINES)) {
        char byte = player->backlog[0];
        memmove(player->backlog, player->backlog + 1, --player->waiting);
        if (player->hearing == HEAR_LINES) {
            hear_line(world, byte);
        } else if (player->hearing == HEAR_PAYLOAD) {
            hear_payload(world, byte);
        } else {
            hear_data(world, byte);
        }
    }
}

/* How much of the command under way has left. */
static void follow_wire(struct started *started, char byte)
{
    if (started->sent < started->wire_length && started->wire[started->sent] == byte) {
        started->sent++;
    } else if (started->sent < started->line_length) {
        started->sent = started->wire[0] == byte;
    }
}

void player_takes(struct world *world, char byte)
{
    struct player *player = &world->player;
    if (world->wire_length < sizeof world->wire) {
        world->wire[world->wire_length++] = byte;
    }
    if (world->current != NULL) {
        follow_wire(world->current, byte);
    }
    player->heard_at = world->now;
    if (player->waiting < sizeof player->backlog) {
        player->backlog[player->waiting++] = byte;
    }
    player_reads_on(world);
}

/* Payload that nothing ends but silence. */
void player_waits(struct world *world)
{
    const struct player *player = &world->player;
    if (player->hearing == HEAR_PAYLOAD && player->serving->call->payload_mode == PAYLOAD_TIMEOUT &&
        world->now - player->heard_at >= SILENCE_ENDS_PAYLOAD) {
        player->serving->outlasted = true;
        end_payload(world, false);
    }
    if (world->abandoned >= MARKS_THERE_ARE && (player->line_waits || player->serving != NULL) &&
        world->now - world->said_at >= MARKS_WAIT) {
        world->hushed = true;
    }
}

void player_reboots(struct world *world)
{
    memset(&world->player, 0, sizeof world->player);
    world->data_length = 0;
    for (uint32_t i = 1; i <= world->serials; i++) {
        world->started[i].line_seen = true; /* what it had not read yet is gone */
    }
}
