/* SPDX-License-Identifier: MIT */
/* The modem: what it hears, what it still has to say, and the peers behind it. Answers wait until
 * the program lets it speak, so that the host meets them in any pieces, at any time. */
#include "scene.h"

#include <stdio.h>
#include <string.h>

/* ---- what it says ------------------------------------------------------------------------ */

void say_bytes(struct scene *scene, const char *bytes, size_t length)
{
    struct modem *modem = &scene->modem;
    if (modem->hangs) {
        return;
    }
    if (length > SAID - modem->said_length) {
        scene->honest = false; /* nobody has listened for so long that lines are lost */
        return;
    }
    memcpy(modem->said + modem->said_length, bytes, length);
    modem->said_length += length;
}

void say(struct scene *scene, const char *form, const int numbers[4])
{
    char number[16];
    for (; *form != '\0'; form++) {
        if (*form == '%') {
            form++;
            snprintf(number, sizeof number, "%d", numbers[*form - '1']);
            say_bytes(scene, number, strlen(number));
        } else {
            say_bytes(scene, form, 1);
        }
    }
}

/* So many bytes of it, or all that there is (0). */
void modem_says(struct scene *scene, size_t count)
{
    struct modem *modem = &scene->modem;
    char bytes[SAID];
    count = count == 0 || count > modem->said_length ? modem->said_length : count;
    memcpy(bytes, modem->said, count);
    modem->said_length -= count;
    memmove(modem->said, modem->said + count, modem->said_length);
    feed(scene, bytes, count);
}

void modem_says_result(struct scene *scene)
{
    const int id = scene->modem.owed;
    scene->modem.owed = -1;
    if (id >= 0) {
        say_opened(scene, id);
    }
    modem_says_name(scene);
}

/* ---- what it hears ----------------------------------------------------------------------- */

/* A byte of what the application sends. */
void modem_is_paid(struct scene *scene, char byte)
{
    struct modem *modem = &scene->modem;
    struct connection *paid = modem->paid;
    if (paid != NULL && (uint8_t)byte != pattern(paid, false, paid->took + modem->payload)) {
        paid->mistaken = true;
    }
    modem->payload++;
    if (modem->payload == modem->due) {
        modem->in_payload = false;
        answer_payload(scene);
    }
}

void modem_takes(struct scene *scene, char byte)
{
    struct modem *modem = &scene->modem;
    if (modem->hangs) {
        return;
    }
    if (modem->in_payload) {
        modem_is_paid(scene, byte);
        return;
    }
    if (modem->echoes) {
        say_bytes(scene, &byte, 1);
    }
    if (byte == '\r') {
        modem->line[modem->length] = '\0';
        modem->length = 0;
        answer_line(scene, modem->line);
    } else if (modem->length < sizeof modem->line - 1 && byte != '\n') {
        modem->line[modem->length++] = byte;
    }
}

/* ---- peers --------------------------------------------------------------------------------- */

struct connection *connect_link(struct scene *scene, struct connection **link)
{
    struct modem *modem = &scene->modem;
    if (modem->count == CONNECTIONS) {
        return NULL;
    }
    *link = &modem->connections[modem->count++];
    (*link)->serial = modem->count;
    return *link;
}

/* The next one that is there, from any number on. */
static unsigned some_link(struct connection *const *links, unsigned from)
{
    unsigned link = from % LINKS;
    while (links[link] == NULL && link != (from + LINKS - 1) % LINKS) {
        link = (link + 1) % LINKS;
    }
    return link;
}

/* OneMO's line of data that waits reads like one of data that is pushed. Which of the two it is
 * says the mode of its connection, and of one whose opening was given up nobody knows that. */
static bool is_clear(const struct scene *scene, const struct connection *connection)
{
    bool known = !scene->words->data_in_line;
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        known = known || scene->ones[i].connection == connection;
    }
    return known;
}

static void tell_readable(struct scene *scene, unsigned link, const struct connection *connection)
{
    const struct words *words = scene->words;
    const bool packets = connection->packets;
    const int waits =
        packets ? (int)connection->packet_count : (int)(connection->wrote - connection->read);
    say(scene, packets ? words->datagrams : words->readable, (const int[4]){(int)link, waits});
}

void peer_writes(struct scene *scene, unsigned from, uint8_t how_much)
{
    const unsigned link = some_link(scene->modem.links, from);
    struct connection *connection = scene->modem.links[link];
    const size_t length = how_much < 64 ? how_much + 1u : how_much * 5u;
    if (connection == NULL || connection->gone) {
        return;
    }
    if (connection->packets && connection->packet_count == PACKETS) {
        return; /* a datagram that finds no room is lost before it is anybody's */
    }
    if (connection->packets) {
        connection->packet[connection->packet_count++] = (uint16_t)length;
    }
    connection->wrote += length;
    if (!scene->modem.is_set_up) { /* it is pushed, and nobody listens to that */
        connection->read = connection->wrote;
        scene->honest = false;
        return;
    }
    scene->honest = scene->honest && is_clear(scene, connection);
    tell_readable(scene, link, connection);
}

void peer_closes(struct scene *scene, unsigned from)
{
    const unsigned link = some_link(scene->modem.links, from);
    struct connection *connection = scene->modem.links[link];
    if (connection != NULL && !connection->gone) {
        connection->gone = true;
        say(scene, scene->words->lost, (const int[4]){(int)link});
    }
}

/* A number that a peer can have: of SIMCom's also one that a peer had which is gone. */
static bool is_free(const struct scene *scene, unsigned link)
{
    const struct connection *last = scene->modem.links[link];
    if (scene->words->gives_again) {
        return last == NULL || (last->gone && last->came);
    }
    return last == NULL && scene->modem.listeners[link] == NULL;
}

/* The first that is free, or, where listeners share the numbers, the last: the layer counts from
 * the first one up. */
static int next_link(const struct scene *scene)
{
    const int last = scene->words->last_id;
    const bool up = scene->words->gives_again;
    for (int i = 0; i <= last; i++) {
        const int link = up ? i : last - i;
        if (is_free(scene, (unsigned)link)) {
            return up || link > SOCKETS ? link : -1;
        }
    }
    return -1;
}

void peer_comes(struct scene *scene, unsigned from)
{
    struct modem *modem = &scene->modem;
    const unsigned listener = some_link(modem->listeners, from);
    const int link = next_link(scene);
    const struct connection *server = modem->listeners[listener];
    if (server == NULL || server->gone || link < 0 || modem->count == CONNECTIONS) {
        return;
    }
    if (modem->links[link] != NULL) {
        modem->links[link]->cut = true; /* what was not read goes with its number */
        scene->honest = false; /* whose number it is to the layer depends on what it heard */
    }
    connect_link(scene, &modem->links[link])->came = true;
    say(scene, scene->words->incoming, (const int[4]){link, (int)listener});
}

/* With it all connections: told, they can be read still; else the application has seen it, and
 * nothing of them is left. What was said before is heard before: later it would be of others. */
void network_goes(struct scene *scene, bool is_told)
{
    struct modem *modem = &scene->modem;
    for (unsigned i = 0; i < LINKS; i++) {
        if (modem->links[i] != NULL) {
            modem->links[i]->gone = true;
            modem->links[i]->cut = modem->links[i]->cut || !is_told;
        }
        if (modem->listeners[i] != NULL) {
            modem->listeners[i]->gone = true; /* no peer comes any more */
        }
        modem->links[i] = is_told ? modem->links[i] : NULL;
        modem->listeners[i] = is_told ? modem->listeners[i] : NULL;
    }
    if (is_told) {
        scene->untold = scene->untold || scene->words->down[0] == '\0';
        say(scene, scene->words->down, (const int[4]){0});
    }
    if (is_told && modem->owed >= 0) {
        say(scene, scene->words->refused, (const int[4]){modem->owed});
    }
    modem->owed = -1;
}
