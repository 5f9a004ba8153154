/* SPDX-License-Identifier: MIT */
/*
 * Fuzzed bytes as a program: who speaks to whom in which order, what arrives between,
 * when, and what the port takes. It runs twice, with the stream cut in two ways: what
 * happened must be the same. Then the session must work again.
 */
#include <stdlib.h>
#include <string.h>

#include "world.h"

struct input {
    const uint8_t *at, *end;
    size_t call; /* that was started last */
};

static uint8_t next(struct input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

/* ---- what a modem would not say ---------------------------------------------------- */

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

static void say_unasked(struct world *world, struct input *input)
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

/* ---- steps ------------------------------------------------------------------------------ */

static void set_port(struct world *world, uint8_t how)
{
    world->port_fails = how % 8 == 7;
    world->unlimited = how % 8 < 3;
    world->room = how / 8u;
    world_pass(world, 0); /* what it takes now goes before what comes next, however that is cut */
}

static void say_all(struct world *world, struct input *input)
{
    uint8_t choice = next(input);
    for (int i = 0; i < 20 && player_says(world, choice); i++) {
    }
}

/* What a modem may say, or whatever noise may make of it. */
static void say_something(struct world *world, struct input *input)
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

static void start(struct world *world, const struct input *input)
{
    const struct spoken *spoken = world->spoken;
    world_start(world, &spoken->calls[input->call % spoken->call_count]);
}

static void say_up_to_final(struct world *world, uint8_t choice)
{
    for (int i = 0; i < 8 && world->current != NULL && !world->current->final_seen; i++) {
        player_says(world, choice);
    }
}

/* Some call whose result says which connection it is of, where the dialect has one. */
static void choose_open(const struct spoken *spoken, struct input *input)
{
    input->call = next(input);
    for (size_t i = 0; i < spoken->call_count; i++) {
        if (spoken->calls[input->call % spoken->call_count].key != ATB_UNKNOWN) {
            break;
        }
        input->call++;
    }
}

/* Some call that is answered with two OKs. False: the dialect has none. */
static bool choose_twice(const struct spoken *spoken, struct input *input)
{
    input->call = next(input);
    for (size_t i = 0; i < spoken->call_count; i++, input->call++) {
        if (spoken->calls[input->call % spoken->call_count].oks > 1) {
            return true;
        }
    }
    return false;
}

/* It is given up, and the modem is slow behind its first OK: the second one is nobody's. */
static void dawdle(struct world *world, struct input *input)
{
    const uint8_t choice = next(input);
    if (!choose_twice(world->spoken, input)) {
        return;
    }
    start(world, input);
    player_says(world, choice);
    world_abort(world);
    input->call += next(input);
    start(world, input);
    player_says(world, choice);
    world_pass(world, 3500);
    say_up_to_final(world, choice);
}

/* An open is given up behind its OK, and another one started; then the first one's result comes,
 * as it may at any time. Chance alone seldom does all that in a row. */
static void overtake(struct world *world, struct input *input)
{
    const uint8_t choice = next(input);
    choose_open(world->spoken, input);
    start(world, input);
    say_up_to_final(world, choice);
    world_abort(world);
    input->call += 1u + next(input) % 3u;
    start(world, input);
    say_up_to_final(world, choice);
    player_says_late(world);
}

static void step(struct world *world, struct input *input)
{
    static const uint32_t times[] = {1, 20, 100, 1100, 3500, 20000, 70000, 400000};
    const uint8_t what = next(input);
    switch (what % 24) {
    case 0:
    case 1:
        input->call = next(input);
        input->call |= (size_t)next(input) << 8;
        start(world, input);
        break;
    case 2:
        input->call += next(input) % 4u; /* perhaps of the same form, for another connection */
        start(world, input);
        break;
    case 3:
    case 4:
    case 5:
        player_says(world, next(input));
        break;
    case 6:
    case 7:
        say_all(world, input);
        break;
    case 8:
        if (!player_says_late(world)) {
            say_unasked(world, input);
        }
        break;
    case 9:
        say_unasked(world, input);
        break;
    case 10:
        world_pass(world, times[next(input) % ATB_LENGTH(times)]);
        break;
    case 11:
        set_port(world, next(input));
        break;
    case 12:
        world_abort(world);
        break;
    case 13:
        *(next(input) % 2 == 0 ? &world->in_event : &world->in_handler) = next(input) % 4;
        world->callback_call = next(input);
        break;
    case 14:
        world->in_done = next(input) % 4;
        world->callback_call = next(input);
        break;
    case 15:
        player_loses_prompt(world, next(input));
        break;
    case 16:
        world_send_data(world, next(input));
        break;
    case 17:
        world_escape(world);
        break;
    case 18:
        if (next(input) % 8 == 0) {
            world_reboot(world);
        }
        break;
    case 19:
        world_overrun(world);
        break;
    case 20:
        overtake(world, input);
        break;
    case 21:
        world->player.damages = true;
        break;
    case 22:
        dawdle(world, input);
        break;
    default:
        say_something(world, input);
    }
}

static void run(struct world *world, const uint8_t *data, size_t length, enum cut cut,
                struct log logs[2])
{
    static const struct spoken *const dialects[] = {&spoken_quectel, &spoken_simcom,
                                                    &spoken_fibocom, &spoken_onemo};
    struct input input = {data, data + length, 0};
    const uint8_t how = next(&input);
    world_init(world, dialects[how % 4], &logs[0], &logs[1], how % 32 >= 24);
    world->honest = (how & 4) != 0;
    world->waits = (how & 32) != 0;
    world->cut = cut;
    while (input.at < input.end) {
        step(world, &input);
        if (world->mark_count < MARKS) {
            world->marks[world->mark_count++] =
                (struct mark){world->log->length, world->taken->length, world->wire_length,
                              world->end_count, world->failures};
        }
    }
    check_recovery(world);
    world_free(world);
}

/* ---- the same for every cut ----------------------------------------------------------- */

static bool same_bytes(const void *a, size_t length_a, const void *b, size_t length_b)
{
    return length_a == length_b && memcmp(a, b, length_a) == 0;
}

static bool same_so_far(const struct world *a, struct mark at_a, const struct world *b,
                        struct mark at_b)
{
    return same_bytes(a->wire, at_a.wire, b->wire, at_b.wire) &&
           same_bytes(a->ends, at_a.ends, b->ends, at_b.ends) &&
           memcmp(a->ended_at, b->ended_at, at_a.ends * sizeof *a->ended_at) == 0;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Step by step the same bytes out, the same ends, the same events, the same in the same hands,
 * whatever the port takes. Only where lines come that no modem would say at that moment, other
 * bytes may go out between them (a port is asked at the end of a chunk) or fail to, and a command
 * may end otherwise; from there on the two may differ. Lone bytes of payload may come a step later.
 */
static void compare(struct world *whole, struct world *cut)
{
    size_t length = 0, taken = 0;
    for (unsigned i = 0; i < whole->mark_count && i < cut->mark_count; i++) {
        struct mark a = whole->marks[i], b = cut->marks[i];
        bool same = same_so_far(whole, a, cut, b);
        if (!same || (!whole->honest && a.failures + b.failures > 0)) {
            if (!same && whole->honest) {
                violation(cut, "other bytes sent, or other ends, than with another cut");
            }
            break;
        }
        length = smaller(a.log, b.log);
        taken = smaller(a.taken, b.taken);
    }
    if (memcmp(whole->log->text, cut->log->text, length) != 0) {
        violation(cut, "other events than with another cut");
    }
    if (memcmp(whole->taken->text, cut->taken->text, taken) != 0) {
        violation(cut, "a handler was handed something else than with another cut");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static struct world whole, cut;
    static struct log whole_logs[2], cut_logs[2];
    static bool begun;
    if (!begun) {
        begun = atexit(reach_print) == 0;
    }
    if (length < 2) {
        return 0;
    }
    reach_count();
    run(&whole, data, length, CUT_NONE, whole_logs);
    run(&cut, data, length, length % 2 == 0 ? CUT_BYTES : CUT_ODD, cut_logs);
    compare(&whole, &cut);
    return 0;
}
