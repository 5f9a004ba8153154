/* SPDX-License-Identifier: MIT */
/*
 * Fuzzed bytes as a program: who speaks to whom in which order, what arrives between,
 * when, and what the port takes. It runs twice, with the stream cut in two ways: what
 * happened must be the same. Then the session must work again.
 */
#include "program.h"

#include <stdlib.h>
#include <string.h>

/* ---- steps ------------------------------------------------------------------------------ */

static void set_port(struct world *world, struct input *input)
{
    const uint8_t how = next(input);
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

/* The next call from the fuzzed one on that is of a kind, where the dialect has one. */
static bool choose(const struct spoken *spoken, struct input *input,
                   bool (*fits)(const struct call *))
{
    input->call = next(input);
    for (size_t i = 0; i < spoken->call_count; i++, input->call++) {
        if (fits(&spoken->calls[input->call % spoken->call_count])) {
            return true;
        }
    }
    return false;
}

/* Its result says which connection it is of. */
static bool names_connection(const struct call *call)
{
    return call->key != ATB_UNKNOWN;
}

static bool is_answered_twice(const struct call *call)
{
    return call->oks > 1;
}

static bool counts_payload(const struct call *call)
{
    return call->payload_mode == PAYLOAD_LENGTH;
}

/* Another command is started, and the modem is silent behind one thing that it says: the rest of it
 * comes when a mark, were there none but that, would be taken for refused. */
static void start_and_say_slowly(struct world *world, struct input *input, uint8_t choice)
{
    start(world, input);
    player_says(world, choice);
    world_pass(world, 3500);
    say_up_to_final(world, choice);
}

/* It is given up, and the modem is slow behind its first OK: the second one is nobody's. */
static void dawdle(struct world *world, struct input *input)
{
    const uint8_t choice = next(input);
    if (!choose(world->spoken, input, is_answered_twice)) {
        return;
    }
    start(world, input);
    player_says(world, choice);
    world_abort(world);
    input->call += next(input);
    start_and_say_slowly(world, input, choice);
}

/* A line that wants payload is lost: the payload goes out without a prompt, and the modem refuses
 * it line by line. */
static void miss_line(struct world *world, struct input *input)
{
    const uint8_t choice = next(input);
    if (world->current != NULL || !choose(world->spoken, input, counts_payload)) {
        return;
    }
    start(world, input);
    player_misses_line(world);
    world_pass(world, 31000);
    player_says(world, choice);
    input->call += next(input);
    start_and_say_slowly(world, input, choice);
}

/* Marks of several commands are open, and the modem refuses them. */
static void pile_up(struct world *world, struct input *input)
{
    const uint8_t choice = next(input);
    for (unsigned i = 0; i < 4; i++) {
        input->call += next(input);
        start(world, input);
        world_abort(world);
    }
    input->call += next(input);
    world->player.refuses = true;
    start_and_say_slowly(world, input, choice);
    for (int i = 0; i < 20 && player_says(world, choice); i++) {
    }
    world->player.refuses = false;
}

/* An open is given up behind its OK, and another one started; then the first one's result comes,
 * as it may at any time. Chance alone seldom does all that in a row. */
static void overtake(struct world *world, struct input *input)
{
    const uint8_t choice = next(input);
    (void)choose(world->spoken, input, names_connection);
    start(world, input);
    say_up_to_final(world, choice);
    world_abort(world);
    input->call += 1u + next(input) % 3u;
    start(world, input);
    say_up_to_final(world, choice);
    player_says_late(world);
}

static void start_any(struct world *world, struct input *input)
{
    input->call = next(input);
    input->call |= (size_t)next(input) << 8;
    start(world, input);
}

/* Perhaps of the same form, for another connection. */
static void start_a_near_one(struct world *world, struct input *input)
{
    input->call += next(input) % 4u;
    start(world, input);
}

static void say_one(struct world *world, struct input *input)
{
    player_says(world, next(input));
}

static void say_late(struct world *world, struct input *input)
{
    if (!player_says_late(world)) {
        say_unasked(world, input);
    }
}

static void pass(struct world *world, struct input *input)
{
    static const uint32_t times[] = {1, 20, 100, 1100, 3500, 20000, 70000, 400000};
    world_pass(world, times[next(input) % ATB_LENGTH(times)]);
}

static void give_up(struct world *world, struct input *input)
{
    (void)input;
    world_abort(world);
}

static void call_from_an_event(struct world *world, struct input *input)
{
    *(next(input) % 2 == 0 ? &world->in_event : &world->in_handler) = next(input) % 4;
    world->callback_call = next(input);
}

static void call_from_done(struct world *world, struct input *input)
{
    world->in_done = next(input) % 4;
    world->callback_call = next(input);
}

static void lose_prompt(struct world *world, struct input *input)
{
    player_loses_prompt(world, next(input));
}

static void send_data(struct world *world, struct input *input)
{
    world_send_data(world, next(input));
}

static void escape(struct world *world, struct input *input)
{
    (void)input;
    world_escape(world);
}

static void reboot_seldom(struct world *world, struct input *input)
{
    if (next(input) % 8 == 0) {
        world_reboot(world);
    }
}

static void overrun(struct world *world, struct input *input)
{
    (void)input;
    world_overrun(world);
}

static void damage(struct world *world, struct input *input)
{
    (void)input;
    world->player.damages = true;
}

typedef void move(struct world *world, struct input *input);

/* What stands here twice is done twice as often. What is added goes to the end: what old inputs
 * found they find as long as no number means another move. */
static move *const moves[] = {
    start_any,
    start_any,
    start_a_near_one,
    say_one,
    say_one,
    say_one,
    say_all,
    say_all,
    say_late,
    say_unasked,
    pass,
    set_port,
    give_up,
    call_from_an_event,
    call_from_done,
    lose_prompt,
    send_data,
    escape,
    reboot_seldom,
    overrun,
    overtake,
    damage,
    dawdle,
    say_something,
    miss_line,
    pile_up,
};

static void step(struct world *world, struct input *input)
{
    moves[next(input) % ATB_LENGTH(moves)](world, input);
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
