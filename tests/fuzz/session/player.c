/* SPDX-License-Identifier: MIT */
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

/* Milliseconds; the last is how long the library lets a modem be silent that was asked all its
 * marks. */
enum { SILENCE_ENDS_PAYLOAD = 10000, MARKS_THERE_ARE = 4, MARKS_WAIT = 12000 };

static bool wants_payload(const struct started *started)
{
    return started->wire_length > started->line_length;
}

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

/* Payload whose prompt did not come in time goes out without it: the modem may not want it. */
static bool is_unwanted_payload(const struct world *world, const char *line, size_t length)
{
    for (uint32_t i = 1; i <= world->serials; i++) {
        const struct started *started = &world->started[i];
        for (size_t at = started->line_length; at + length <= started->wire_length; at++) {
            if (!started->prompted && memcmp(started->wire + at, line, length) == 0) {
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

static void hear_line(struct world *world, char byte)
{
    struct player *player = &world->player;
    if (byte == '\r') {
        take_line(world);
    } else if (player->length == 0 && byte >= 'a' && byte <= 'z') {
        return; /* data behind +++ that the session took for unheard; a modem waits for its AT */
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

/* ESC, or Ctrl-Z before anything else: nothing is sent. */
static bool cancels(const struct player *player, char byte)
{
    return player->serving->call->payload_mode == PAYLOAD_CTRL_Z &&
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
               (byte == '\x1A' && started->call->payload_mode == PAYLOAD_CTRL_Z)) {
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
static void consume(struct world *world)
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
    consume(world);
}

/* Payload that nothing ends but silence. */
void player_waits(struct world *world)
{
    const struct player *player = &world->player;
    if (player->hearing == HEAR_PAYLOAD && player->serving->call->payload_mode == PAYLOAD_TIMEOUT &&
        world->now - player->heard_at >= SILENCE_ENDS_PAYLOAD) {
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

/* ---- what it says ------------------------------------------------------------------- */

static void finish_line(struct world *world)
{
    world->player.serving = NULL;
    world->player.line_waits = false;
}

static void say(struct world *world, uint32_t owner, const char *text)
{
    world_feed(world, owner, text, strlen(text));
    consume(world);
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
    for (unsigned i = 0; i < ATB_LENGTH(own_lines); i++) {
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

/* The state is the next one before the bytes are fed: the session may start the next command then.
 */
static void say_step(struct world *world)
{
    struct player *player = &world->player;
    struct started *started = player->serving;
    const struct said *said = &player->answer->said[player->step++];
    const bool last = player->step == player->answer->count;
    reached(state_of(world), arrival_of(world, said, player->answer->good), port_state(world));
    started->answered_good = last && player->answer->good;
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
    world_feed(world, started->serial, said->bytes, said->length);
    if (last) {
        check_answered(world, started);
    }
    consume(world);
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
    consume(world);
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
        consume(world);
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
        consume(world);
    }
}
