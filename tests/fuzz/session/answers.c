/* SPDX-License-Identifier: MIT */
/* What the modem says: one step of an answer at a time, in the order of the lines that it took. */
#include "world.h"

#include <string.h>

/* What the library asks on its own behalf. */
static const struct {
    const char *line, *answer;
} own_lines[] = {
    {"AT+CSQ", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n"},
    {"AT+CFUN?", "\r\n+CFUN: 1\r\n\r\nOK\r\n"},
    {"AT+CMEE?", "\r\n+CMEE: 1\r\n\r\nOK\r\n"},
    {"AT+CGATT?", "\r\n+CGATT: 1\r\n\r\nOK\r\n"},
    {"AT", "\r\nOK\r\n"},
};

/* One of the library's own, or its beginning where the port failed. */
bool is_own(const char *line, size_t length)
{
    for (unsigned i = 0; i < ATB_LENGTH(own_lines); i++) {
        if (strncmp(line, own_lines[i].line, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool wants_payload(const struct started *started)
{
    return started->wire_length > started->line_length;
}

static void finish_line(struct world *world)
{
    world->player.serving = NULL;
    world->player.line_waits = false;
}

static void say(struct world *world, uint32_t owner, const char *text)
{
    world_feed(world, owner, text, strlen(text));
    player_reads_on(world);
}

static void leave_data(struct world *world)
{
    struct started *escape = world->current;
    uint32_t owner = OWNER_NOBODY;
    world->player.hearing = HEAR_LINES;
    if (escape != NULL && escape->call == NULL) {
        escape->answered_good = escape->line_seen = true;
        owner = escape->serial;
    }
    say(world, owner, "\r\nOK\r\n");
}

/* A line of the library's own, half a line, +++: answered at once. */
static void answer_own(struct world *world)
{
    const char *line = world->player.line;
    finish_line(world);
    if (strcmp(line, "+++") == 0) {
        leave_data(world);
        return;
    }
    for (unsigned i = 0; i < ATB_LENGTH(own_lines) && !world->player.refuses; i++) {
        if (strcmp(line, own_lines[i].line) == 0) {
            say(world, OWNER_NOBODY, own_lines[i].answer);
            return;
        }
    }
    say(world, OWNER_NOBODY, "\r\nERROR\r\n");
}

static void begin_payload(struct world *world)
{
    struct player *player = &world->player;
    player->hearing = HEAR_PAYLOAD;
    player->payload_at = 0;
    player->serving->prompted = true;
}

static enum arrival arrival_of(const struct world *world, const struct said *said, bool good)
{
    static const enum arrival kinds[] = {COMES_INFO,   COMES_INFO,    COMES_CONNECT,
                                         COMES_PROMPT, COMES_SUCCESS, COMES_CONNECT};
    if (world->player.serving != world->current) {
        return COMES_OTHERS_ANSWER;
    }
    if (said->kind <= SAID_ONLINE && world->player.serving->final_seen) {
        return COMES_RESULT;
    }
    return said->kind == SAID_FINAL && !good ? COMES_FAILURE : kinds[said->kind];
}

/* Where the first field of a line that begins as its command does stands, if it is a number and
 * nothing follows the line; else NULL. */
static const char *first_number(const struct started *started, const struct said *said)
{
    const char *line = said->bytes + 2;
    const char *end = said->bytes + said->length - 2;
    const char *colon = said->kind <= SAID_RESULT ? memchr(line, ':', (size_t)(end - line)) : NULL;
    if (colon == NULL || memchr(line, '\r', (size_t)(end - line)) != NULL ||
        memcmp(line, started->wire + 2, (size_t)(colon - line)) != 0) {
        return NULL;
    }
    const char *at = colon + 1 + (colon[1] == ' ');
    return *at >= '0' && *at <= '9' ? at : NULL;
}

/* Noise has made a comma of its first digit: no layout begins with an empty field, so it says
 * nothing well.
 */
static void feed_damaged(struct world *world, struct started *started, const struct said *said)
{
    char bytes[256];
    const char *at = first_number(started, said);
    memcpy(bytes, said->bytes, said->length);
    bytes[at - said->bytes] = ',';
    started->damaged = started->disturbed = true;
    started->answered_good = false;
    world->player.damages = false;
    world_feed(world, started->serial, bytes, said->length);
}

/* The state is the next one before the bytes are fed: the session may start the next command then.
 */
static void say_step(struct world *world)
{
    struct player *player = &world->player;
    struct started *started = player->serving;
    const struct said *said = &player->answer->said[player->step++];
    const bool last = player->step == player->answer->count;
    reached(state_of(world), arrival_of(world, said, player->answer->good), port_state(world));
    started->answered_good = last && player->answer->good && !started->damaged;
    started->final_seen = started->final_seen || said->kind >= SAID_FINAL;
    if (said->kind == SAID_PROMPT) {
        begin_payload(world);
    }
    if (said->kind == SAID_CONNECT || said->kind == SAID_ONLINE) {
        player->hearing = HEAR_DATA;
        player->waiting = 0; /* typed before it was heard: whatever a modem makes of it */
    }
    if (last) {
        finish_line(world);
    }
    if (player->damages && said->length <= 256 && first_number(started, said) != NULL) {
        feed_damaged(world, started, said);
    } else {
        world_feed(world, started->serial, said->bytes, said->length);
    }
    if (last) {
        check_answered(world, started);
    }
    player_reads_on(world);
}

/* A modem prompts within the time limit or not at all; its prompt may be lost, though. */
static bool prompts_too_late(const struct started *started)
{
    return wants_payload(started) && started->ended;
}

/* Nor does it go online by a result line for a command that was given up. */
static bool goes_online_too_late(const struct player *player)
{
    bool online = false;
    for (unsigned i = 0; i < player->answer->count; i++) {
        online = online || player->answer->said[i].kind == SAID_ONLINE;
    }
    return online && player->serving->ended;
}

static void begin_answer(struct world *world, uint8_t choice)
{
    struct player *player = &world->player;
    const struct call *call = player->serving->call;
    player->line_waits = false;
    player->answer = &call->answers[choice % call->answer_count];
    player->step = 0;
    player->cancelled = prompts_too_late(player->serving) || goes_online_too_late(player);
}

static void refuse(struct world *world)
{
    struct started *started = world->player.serving;
    started->final_seen = true;
    finish_line(world);
    say(world, started->serial, "\r\nERROR\r\n");
}

/* An open that was given up behind its OK, and the next line is there: its result comes when it
 * comes. */
static bool is_owed(const struct player *player)
{
    const struct started *started = player->serving;
    return !player->line_waits && started->ended && started->final_seen && player->waiting > 0 &&
           player->step + 1 == player->answer->count &&
           player->answer->said[player->step].kind == SAID_RESULT;
}

static void owe(struct world *world)
{
    struct player *player = &world->player;
    player->late = player->serving;
    player->late_result = &player->answer->said[player->step];
    finish_line(world);
    player_reads_on(world);
}

/* Nobody can tell whose it is. */
static bool is_like(const struct started *a, const struct started *b)
{
    return a->call != NULL && strcmp(a->call->name, b->call->name) == 0 &&
           a->call->key == b->call->key;
}

bool player_says_late(struct world *world)
{
    struct player *player = &world->player;
    const struct started *late = player->late;
    if (late == NULL || player->hearing != HEAR_LINES) {
        return false;
    }
    player->late = NULL;
    if (world->current == NULL || !is_like(world->current, late)) {
        reached(state_of(world), COMES_OTHERS_ANSWER, port_state(world));
        world_feed(world, late->serial, player->late_result->bytes, player->late_result->length);
        player_reads_on(world);
    }
    return true;
}

bool player_says(struct world *world, uint8_t choice)
{
    struct player *player = &world->player;
    if (player->hearing == HEAR_PAYLOAD) {
        return false; /* it counts, and says nothing meanwhile */
    }
    if (player->serving != NULL && is_owed(player)) {
        owe(world);
        return true;
    }
    if (player->serving == NULL) {
        const bool waits = player->line_waits;
        if (waits) {
            answer_own(world);
        }
        return waits;
    }
    if (player->line_waits) {
        begin_answer(world, choice);
    }
    if (player->cancelled || player->answer->count == 0) {
        refuse(world);
    } else {
        say_step(world);
    }
    return true;
}

/* It waits for payload, but its prompt is lost on the way. */
void player_loses_prompt(struct world *world, uint8_t choice)
{
    struct player *player = &world->player;
    if (player->serving == NULL || player->hearing != HEAR_LINES ||
        !wants_payload(player->serving)) {
        return;
    }
    if (player->line_waits) {
        begin_answer(world, choice);
    }
    if (!player->cancelled && player->answer->count > player->step &&
        player->answer->said[player->step].kind == SAID_PROMPT) {
        player->serving->disturbed = true;
        player->step++;
        begin_payload(world);
        player_reads_on(world);
    }
}

/* Not a byte of it has reached the modem. */
void player_misses_line(struct world *world)
{
    struct player *player = &world->player;
    if (player->serving != NULL && player->line_waits) {
        player->serving->disturbed = true;
        finish_line(world);
    }
}
