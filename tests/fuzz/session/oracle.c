/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ESCAPE_LIMIT = 120000,
    AT_MOST = 300000,
    TRIES = 4,
    SILENCE = 200000,
    MOST_PAYLOAD = 2 * 65535 + 100
};

void violation(struct world *world, const char *what)
{
    const struct started *current = world->current;
    fprintf(stderr, "\nVIOLATION: %s\n  under way: %s, %lu ms\n", what,
            current == NULL         ? "nothing"
            : current->call == NULL ? "+++"
                                    : current->call->name,
            current == NULL ? 0ul : (unsigned long)(world->now - current->at));
    abort();
}

enum state state_of(const struct world *world)
{
    const struct started *current = world->current;
    if (world->reset_needed) {
        return STATE_RESET;
    }
    if (current == NULL || current->call == NULL) {
        bool data = atb_is_transparent(&world->session);
        return current != NULL ? STATE_ESCAPING : data ? STATE_DATA : STATE_IDLE;
    }
    if (current->sent < current->line_length) {
        return STATE_SENDING;
    }
    if (current->sent < current->wire_length) {
        return current->prompted ? STATE_PAYING : STATE_AT_PROMPT;
    }
    return current->final_seen ? STATE_AFTER_FINAL : STATE_WAITING;
}

/* ---- answers belong to their commands ---------------------------------------------- */

static bool has_handler(const struct world *world, uint8_t line)
{
    for (size_t i = 0; i < world->spoken->handler_count; i++) {
        if (world->spoken->handled[i] == line) {
            return true;
        }
    }
    return false;
}

static const struct call *call_of(const struct world *world, uint32_t serial)
{
    return serial != OWNER_URC && serial <= world->serials ? world->started[serial].call : NULL;
}

static bool is_listed(const struct call *call, uint8_t line)
{
    for (unsigned i = 0; i < call->final_count; i++) {
        if (call->finals[i] == line) {
            return true;
        }
    }
    return false;
}

/* A success code that the form lists, behind the last byte. */
static void count_success(struct started *started, const struct atb_event *event)
{
    started->oks += event->kind == ATB_EVENT_FINAL && started->call != NULL &&
                    started->sent == started->wire_length && is_listed(started->call, event->line);
}

/* What comes behind OK: a result, or CONNECT. */
static bool is_result(const struct atb_event *event)
{
    return event->kind == ATB_EVENT_URC || (event->kind == ATB_EVENT_FINAL && *event->text == 'C');
}

/* Fibocom's results of numbers alone read like the list that the same command's read form asks for:
 * "+MIPCLOSE: 2,2,1" (spec/fibocom/errata.yaml, runtime/README.md). */
static bool may_be_list(const struct call *owner, const struct call *current,
                        const struct atb_event *event)
{
    const size_t length = strlen(owner->name);
    return event->kind == ATB_EVENT_INFO && strncmp(owner->name, "fibocom_", 8) == 0 &&
           strncmp(current->name, owner->name, length) == 0 &&
           strcmp(current->name + length, "_read") == 0;
}

/* Late results of one form, or of two that name one connection, nobody can tell apart but by their
 * order: a line that the later command lists. */
static bool may_be_either(const struct world *world, const struct atb_event *event)
{
    const struct call *owner = call_of(world, world->owner);
    const struct call *current = world->current->call;
    bool same = owner == current || (owner != NULL && current != NULL &&
                                     owner->key != ATB_UNKNOWN && owner->key == current->key);
    bool list = owner != NULL && current != NULL && may_be_list(owner, current, event);
    return list || (same && is_result(event));
}

/* A line that the command under way took is its own, as far as anybody can know. */
static void check_owner(struct world *world, const struct atb_event *event)
{
    bool line = event->kind == ATB_EVENT_INFO || event->kind == ATB_EVENT_FINAL ||
                (event->kind == ATB_EVENT_URC && !has_handler(world, event->line));
    if (!line || !event->handled || world->owner == OWNER_NOBODY ||
        world->owner == world->current->serial) {
        return;
    }
    if (!may_be_either(world, event)) {
        violation(world, "a command took another's answer");
    }
    world->current->mistaken = true;
}

void check_event(struct world *world, const struct atb_event *event)
{
    if (world->peer_speaks && event->kind != ATB_EVENT_DATA) {
        violation(world, "a peer's bytes were taken for the modem's");
    }
    if (world->prompts_due && event->kind == ATB_EVENT_TEXT && event->text[0] == '>') {
        violation(world, "a prompt was taken for a line");
    }
    if (world->current == NULL) {
        return;
    }
    count_success(world->current, event);
    if (world->honest && !world->hushed) {
        check_owner(world, event);
    }
}

/* ---- what bytes may do by themselves -------------------------------------------------- */

/* Payload goes to a handler of its own line, as the event tells it. */
void check_payload(struct world *world, const struct atb_event *event)
{
    const struct handed *handed = &world->handed;
    if (handed->bytes != NULL &&
        (event->kind != ATB_EVENT_PAYLOAD || handed->line != event->line ||
         handed->bytes != event->text || handed->length != event->length)) {
        violation(world, "payload was handed to another line's handler");
    }
    world->handed.bytes = NULL;
}

static bool may_connect(const struct world *world)
{
    for (uint32_t i = 1; i <= world->serials; i++) {
        const struct call *call = world->started[i].call;
        if (call != NULL && call->connects) {
            return true;
        }
    }
    return false;
}

/* A line that nobody waits for changes no setting (a boot banner forgets some), and begins no
 * transparent mode. */
void check_fed(struct world *world, const struct before *before)
{
    const bool data = atb_is_transparent(&world->session);
    if (data && !before->data && !may_connect(world)) {
        violation(world, "transparent mode that no command can have asked for");
    }
    if (world->peer_speaks && before->data && before->idle && !data) {
        violation(world, "a peer's bytes ended transparent mode");
    }
    if (!before->idle || before->data || data || may_connect(world) ||
        world->attempts != before->attempts) {
        return;
    }
    for (unsigned i = 0; i < SETTINGS; i++) {
        if (world->settings[i] != before->settings[i] && world->settings[i] != ATB_UNKNOWN) {
            violation(world, "a line that nobody waited for changed a setting");
        }
    }
}

/* ---- ends ---------------------------------------------------------------------------- */

/* Whatever the modem said. */
static void check_end(struct world *world, const struct started *started, int status)
{
    if (started != world->current || started->ended) {
        violation(world, "a command ended twice, or one that was not under way");
    }
    if (status > ATB_OK) {
        violation(world, "a status above zero");
    }
    if (status == ATB_OK && started->sent < started->wire_length) {
        violation(world, "success before the last byte has left");
    }
    if (status == ATB_OK && started->call != NULL && !started->call->connects &&
        started->oks < started->call->oks) {
        violation(world, "success without the codes that the form lists");
    }
}

/* Of an honest modem that did not fall silent for longer than the library waits. */
static void check_outcome(struct world *world, const struct started *started, int status)
{
    const uint32_t took = world->now - started->at;
    const bool forbidden = world->never_transparent && status == ATB_RESET_NEEDED;
    const bool open_ended = started->call != NULL && started->call->open_ended;
    if (status == ATB_OK && !started->answered_good && !started->mistaken && !open_ended) {
        violation(world, "success that the modem has not said");
    }
    if (status == ATB_ERROR && !started->final_seen && !started->mistaken && !started->disturbed) {
        violation(world, "a failure that the modem has not said");
    }
    if (status == ATB_TIMEOUT && started->call != NULL && took < started->call->least_ms &&
        !started->disturbed) {
        violation(world, "a time limit that came too early");
    }
    if (status != ATB_OK && status != ATB_TIMEOUT && started->answered_good &&
        !started->disturbed && !open_ended && !forbidden) {
        violation(world, "a right answer that was taken for a failure");
    }
}

void check_done(struct world *world, struct started *started, int status)
{
    check_end(world, started, status);
    if (world->honest && !world->hushed) {
        check_outcome(world, started, status);
    }
}

void check_answered(struct world *world, const struct started *started)
{
    if (world->honest && started == world->current && !started->ended && !started->disturbed &&
        !started->call->open_ended) {
        violation(world, "an answered command does not end");
    }
}

void check_time(struct world *world)
{
    const struct started *current = world->current;
    if (current == NULL) {
        return;
    }
    uint32_t limit = current->call == NULL ? ESCAPE_LIMIT : current->call->limit_ms;
    if (world->now - current->at > 4ull * limit + AT_MOST) {
        violation(world, "a command that does not end by its limits");
    }
}

/* ---- recovery ---------------------------------------------------------------------------- */

static const struct line *first_urc(const struct world *world)
{
    for (size_t i = 0; i < world->spoken->line_count; i++) {
        if (world->spoken->lines[i].role == ROLE_URC && world->spoken->lines[i].unasked) {
            return &world->spoken->lines[i];
        }
    }
    return NULL;
}

static void settle(struct world *world)
{
    world->unlimited = true;
    world->port_fails = false;
    world->in_event = world->in_handler = world->in_done = 0;
    while (world->current != NULL) { /* check_time() sees to it that this ends */
        world_pass(world, SILENCE);
    }
    while (player_says(world, 0)) { /* what the modem still has to say belongs to nobody */
    }
    world_pass(world, SILENCE);
    if (world->player.hearing == HEAR_DATA || atb_is_transparent(&world->session)) {
        world->player.hearing = HEAR_LINES; /* DTR was dropped */
        atb_end_transparent(&world->session);
    }
}

/* A command without payload that some answer, by its number, ends well. */
static const struct call *plain_call(const struct world *world, uint8_t *good)
{
    for (size_t i = 0; i < world->spoken->call_count; i++) {
        const struct call *call = &world->spoken->calls[i];
        for (*good = 0; call->payload_mode == PAYLOAD_NONE && *good < call->answer_count; ++*good) {
            const struct answer *answer = &call->answers[*good];
            if (answer->good && answer->said[answer->count - 1].kind != SAID_CONNECT) {
                return call;
            }
        }
    }
    return NULL;
}

/* A plain command, answered well: the session is as good as new. */
static bool works(struct world *world)
{
    uint8_t good = 0;
    int status = world_start(world, plain_call(world, &good));
    const struct started *started = world->current;
    if (status == ATB_RESET_NEEDED) {
        world_reboot(world);
    }
    if (status != ATB_OK) {
        return false;
    }
    for (int i = 0; i < 200 && world->current == started; i++) {
        if (!player_says(world, good)) {
            world_pass(world, 100);
        }
    }
    return started->ended && started->answered_good;
}

/* Without any silence: as many bytes as the longest payload has, in hex, and lines are lines;
 * but where they end a half CONNECT, which an abandoned command may have, all is data. */
static void check_right_again(struct world *world)
{
    const struct line *urc = first_urc(world);
    const unsigned before = world->heard;
    world->in_event = world->in_handler = world->in_done = 0;
    for (size_t fed = 0; world->heard == before && !atb_is_transparent(&world->session);
         fed += urc->length) {
        if (fed > MOST_PAYLOAD) {
            violation(world, "lines are not lines again behind the longest payload");
        }
        world_feed(world, OWNER_URC, urc->bytes, urc->length);
    }
}

/* After whatever came: a minute or three of silence, and lines are lines again. */
void check_recovery(struct world *world)
{
    const struct line *urc = first_urc(world);
    if (!world->waits && world->current == NULL && world->player.hearing != HEAR_DATA &&
        !atb_is_transparent(&world->session)) {
        check_right_again(world);
    }
    settle(world);
    world_feed(world, OWNER_NOBODY, "\r\n", 2);
    settle(world);
    check_all_told(world);
    const unsigned before = world->heard;
    world_feed(world, OWNER_URC, urc->bytes, urc->length);
    if (world->heard != before + 1) {
        violation(world, "after silence a line is not recognised");
    }
    for (int i = 0; i < TRIES; i++) {
        if (works(world)) {
            return;
        }
        settle(world);
    }
    violation(world, "the session does not come back");
}
