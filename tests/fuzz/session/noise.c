/* SPDX-License-Identifier: MIT */
/*
 * What arrives though nobody asked: lines of the tables, whole or damaged, garbage, prompts where
 * none is due.
 */
#include "program.h"

#include <string.h>

static void say_garbage(struct world *world, struct input *input)
{
    char bytes[64];
    size_t length = next(input) % sizeof bytes;
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)next(input);
    }
    reached(state_of(world), COMES_GARBAGE, port_state(world));
    world_feed(world, OWNER_NOBODY, bytes, length);
}

/* Another digit, or many, for the last one or one before it: how long the line is then. */
static size_t change_digit(char *bytes, size_t length, uint8_t which, uint8_t into)
{
    enum { MANY = 7 };
    unsigned left = which / 64u;
    size_t at = length;
    while (at > 0 && (bytes[at - 1] < '0' || bytes[at - 1] > '9' || left-- > 0)) {
        at--;
    }
    if (at == 0) {
        return length;
    }
    if (into < 128) {
        bytes[at - 1] = (char)('0' + into % 10);
        return length;
    }
    memmove(bytes + at + MANY, bytes + at, length - at);
    memset(bytes + at, '0' + into % 10, MANY);
    return length + MANY;
}

/* A line of the tables, perhaps damaged: cut short, a byte changed, a byte doubled; a digit that
 * became another, which may count payload that never comes. */
static void say_line(struct world *world, struct input *input)
{
    static const enum arrival kinds[] = {COMES_SUCCESS, COMES_FAILURE, COMES_CONNECT,
                                         COMES_INFO,    COMES_RESULT,  COMES_URC};
    char bytes[512];
    const struct line *line = &world->spoken->lines[next(input) % world->spoken->line_count];
    size_t length = line->length < sizeof bytes / 2 ? line->length : sizeof bytes / 2;
    const uint8_t how = next(input);
    memcpy(bytes, line->bytes, length);
    if (how % 8 == 1) {
        length = next(input) % (length + 1);
    } else if (how % 8 == 2) {
        bytes[next(input) % length] = (char)next(input);
    } else if (how % 8 == 3) {
        size_t at = next(input) % length;
        bytes[at] = bytes[(at + 1) % length];
    } else if (how % 8 > 4) {
        length = change_digit(bytes, length, how, next(input));
    }
    reached(state_of(world), kinds[line->role], port_state(world));
    world_feed(world, OWNER_NOBODY, bytes, length);
}

/* Longer than the line buffer, perhaps; behind a keyword, perhaps. */
static void say_long_line(struct world *world, struct input *input)
{
    static char bytes[6000];
    const struct line *line = &world->spoken->lines[next(input) % world->spoken->line_count];
    size_t length = 0;
    while (length < line->length && line->bytes[length] != ':') {
        bytes[length] = line->bytes[length];
        length++;
    }
    const uint8_t how = next(input);
    const size_t most = 1u + 20u * next(input) + how % 8;
    for (size_t i = 0; i < most; i++) {
        bytes[length++] = (char)(how % 3 == 0 && i % 5 == 4 ? ',' : 'b' + i % 7);
    }
    memcpy(bytes + length, "\r\n", 2);
    world_feed(world, OWNER_NOBODY, bytes, how >= 64 ? length + 2 : length);
}

/* Prompts while a line with payload is half written: each is one, and none is answered. */
static void say_prompts(struct world *world)
{
    const struct started *current = world->current;
    world_feed(world, OWNER_NOBODY, "\r\n", 2); /* whatever came before ends */
    world->prompts_due = current != NULL && current == world->current &&
                         !is_own(current->wire, current->sent) && /* it may be a mark's */
                         current->sent < current->line_length &&
                         current->wire_length > current->line_length && !world->unlimited;
    reached(state_of(world), COMES_PROMPT, port_state(world));
    world_feed(world, OWNER_NOBODY, "> \r\n> \r\n", 8);
    world->prompts_due = false;
}

/* Transparent mode: what the peer says, whatever it looks like, is data. */
static void say_peer(struct world *world)
{
    static const char bytes[] = "ab\r\nOK\r\n\r\nERROR\r\n\r\nCONNECT\r\n> \r\nRING\r\nz";
    if (world->current == NULL && atb_is_transparent(&world->session)) {
        world->peer_speaks = true;
        world_feed(world, OWNER_NOBODY, bytes, sizeof bytes - 1);
        world->peer_speaks = false;
    }
}

void say_unasked(struct world *world, struct input *input)
{
    const struct spoken *spoken = world->spoken;
    size_t from = next(input);
    if (world->player.hearing == HEAR_DATA) {
        say_peer(world);
        return;
    }
    for (size_t i = 0; i < spoken->line_count; i++) {
        const struct line *line = &spoken->lines[(from + i) % spoken->line_count];
        if (line->unasked) {
            reached(state_of(world), COMES_URC, port_state(world));
            world_feed(world, OWNER_URC, line->bytes, line->length);
            return;
        }
    }
}

void say_something(struct world *world, struct input *input)
{
    const uint8_t what = world->honest ? 0 : next(input);
    if (world->honest) {
        say_unasked(world, input);
    } else if (what % 8 < 4) {
        say_line(world, input);
    } else if (what % 8 < 6) {
        say_garbage(world, input);
    } else if (what % 8 == 6) {
        say_long_line(world, input);
    } else {
        say_prompts(world);
    }
}
