/* SPDX-License-Identifier: MIT */
/* The application: what it does with its sockets, and what it may expect of them. */
#include "scene.h"

#include <stdlib.h>
#include <string.h>

enum { PACKET_ROOM = 4096 };

static void hold(bool right, const char *what)
{
    if (!right) {
        violation(what);
    }
}

uint8_t pattern(const struct connection *connection, bool of_peer, size_t at)
{
    return (uint8_t)(connection->serial * 131 + (of_peer ? 64 : 0) + at * 7 + at / 253);
}

/* What was lent is ours again: whoever touches it now is seen. */
void app_lets_go(struct one *one)
{
    free(one->memory);
    free(one->out);
    free(one->host);
    one->memory = one->out = NULL;
    one->host = NULL;
}

/* ---- what it does ---------------------------------------------------------------------- */

static void begin(const struct scene *scene, struct one *one, enum belief belief, uint8_t *memory)
{
    one->belief = belief;
    one->memory = memory;
    one->closing = false;
    one->connection = NULL;
    one->sending = one->sent = one->got = one->passed = 0;
    one->fed_at = scene->fed;
}

static size_t least(const struct atb_socket_kind *kind)
{
    return kind->read_room + (kind->look_up != NULL ? (size_t)ATB_ADDRESS_SIZE : 0u);
}

static char *copy_host(bool is_name)
{
    static const char *const hosts[] = {"192.0.2.7", "a.example"};
    const char *host = hosts[is_name];
    return memcpy(malloc(strlen(host) + 1), host, strlen(host) + 1);
}

void app_opens(struct scene *scene, struct one *one, uint8_t which, uint8_t size)
{
    const struct atb_socket_kind *kind = scene->dialect->kinds[which % 3];
    kind = kind != NULL ? kind : scene->dialect->kinds[0];
    const size_t room = least(kind) + size;
    uint8_t *memory = malloc(room);
    char *host = copy_host(which >= 128);
    int status = atb_socket_open(&scene->net, &one->socket, kind, host, 7, memory, room);
    hold((status == ATB_BUSY) == (one->belief != FREE), "opened while in use, or not while free");
    if (status != ATB_OK) {
        free(memory);
        free(host);
        return;
    }
    begin(scene, one, OPENING, memory);
    one->host = host;
}

/* The modem's connection that has the socket's number; one that it has told of it may have
 * forgotten since. */
static void bind_to_link(const struct scene *scene, struct one *one, bool forgotten)
{
    const unsigned id = one->socket.id;
    const bool listens = one->socket.kind->accepted != NULL;
    hold(id < LINKS, "a number that no modem has");
    one->connection = listens ? scene->modem.listeners[id] : scene->modem.links[id];
    hold(!scene->honest || forgotten || one->connection != NULL,
         "the modem has opened no such connection");
}

static struct one *find_listener(struct scene *scene)
{
    for (unsigned i = 0; i < SOCKETS; i++) {
        const struct one *one = &scene->ones[i];
        if (one->belief == OPEN && one->socket.kind->accepted != NULL) {
            return &scene->ones[i];
        }
    }
    return NULL;
}

void app_accepts(struct scene *scene, struct one *one, uint8_t size)
{
    struct one *listener = find_listener(scene);
    if (listener == NULL || listener == one) {
        return;
    }
    uint8_t *memory = malloc(1u + size);
    if (atb_socket_accept(&listener->socket, &one->socket, memory, 1u + size) != ATB_OK) {
        free(memory);
        return;
    }
    hold(one->belief == FREE, "accepted while in use");
    begin(scene, one, OPEN, memory);
    bind_to_link(scene, one, scene->untold);
    if (one->connection != NULL && one->connection->read > 0) {
        scene->honest = false; /* whom its last socket left, behind a close that was given up */
    }
}

void app_sends(struct one *one, uint8_t how_much)
{
    size_t length = how_much < 64 ? how_much : (size_t)how_much * 16u;
    if (one->socket.kind != NULL && one->socket.kind->packets) {
        length %= one->socket.kind->send_max;
    }
    uint8_t *out = malloc(length);
    for (size_t i = 0; i < length; i++) {
        out[i] = one->connection != NULL ? pattern(one->connection, false, one->sent + i) : 'x';
    }
    if (atb_socket_send(&one->socket, out, length) != ATB_OK) {
        free(out);
        return;
    }
    hold(one->belief == OPEN && one->sending == 0 && length > 0, "took what it could not send");
    one->out = out;
    one->sending = length;
    one->sent += length;
}

static bool are_from(const struct connection *connection, size_t start, const uint8_t *bytes,
                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != pattern(connection, true, start + i)) {
            return false;
        }
    }
    return true;
}

/* A read that is given up costs its datagram: the next one is whole, and later. */
static void pass_lost_packets(const struct scene *scene, struct one *one, const uint8_t *bytes,
                              size_t count)
{
    const struct connection *connection = one->connection;
    if (!scene->cut_short || !scene->honest || connection == NULL || !connection->packets) {
        return;
    }
    const unsigned first = connection->told > TOLD ? connection->told - TOLD : 0;
    for (unsigned i = first; i < connection->told; i++) {
        const size_t start = connection->starts[i % TOLD];
        if (start >= one->got && are_from(connection, start, bytes, count)) {
            one->passed += start - one->got;
            one->got = start;
            return;
        }
    }
}

static void check_bytes(const struct scene *scene, const struct one *one, const uint8_t *bytes,
                        size_t count)
{
    const struct connection *connection = one->connection;
    hold(one->got - one->passed + count <= scene->fed - one->fed_at,
         "more bytes than the modem has said");
    if (!scene->honest || count == 0) {
        return;
    }
    hold(connection != NULL && one->got + count <= connection->read, "bytes that nobody has said");
    hold(are_from(connection, one->got, bytes, count), "not the peer's next byte");
}

/* Of a packet, what finds no room is lost: an application that wants all gives room. */
void app_receives(struct scene *scene, struct one *one, uint8_t size)
{
    const bool whole = one->socket.kind != NULL && one->socket.kind->packets && scene->honest;
    const size_t room = whole ? PACKET_ROOM : size;
    uint8_t *bytes = malloc(room);
    size_t count = atb_socket_receive(&one->socket, bytes, room);
    hold(count <= room, "more bytes than there was room for");
    hold(count == 0 || (one->belief == OPEN && !one->closing), "bytes of a socket that is closed");
    pass_lost_packets(scene, one, bytes, count);
    check_bytes(scene, one, bytes, count);
    one->got += count;
    free(bytes);
}

void app_closes(struct one *one)
{
    one->closing = one->belief != FREE;
    atb_socket_close(&one->socket);
}

/* ---- what it hears --------------------------------------------------------------------- */

static void hear_opened(const struct scene *scene, struct one *one)
{
    hold(one->belief == OPENING, "opened what was not being opened");
    one->belief = OPEN;
    bind_to_link(scene, one, false);
}

/* All that was given is with the modem, once and in order. */
static void hear_sent(const struct scene *scene, struct one *one)
{
    const struct connection *connection = one->connection;
    hold(one->belief == OPEN && one->sending > 0, "sent what was not being sent");
    hold(!scene->honest || (connection->took == one->sent && !connection->mistaken),
         "the modem has not what is said to be sent");
    one->sending = 0;
    free(one->out);
    one->out = NULL;
}

/* The peer's end: before it, everything that it wrote was handed over. */
static void check_complete(const struct scene *scene, const struct one *one)
{
    const struct connection *connection = one->connection;
    if (scene->honest && connection != NULL && !one->closing && !connection->cut &&
        one->socket.status == ATB_CLOSED) {
        const bool may_lack = connection->packets && scene->cut_short;
        hold(may_lack || one->got == connection->wrote, "bytes were lost before the end");
    }
}

static void hear_closed(const struct scene *scene, struct one *one)
{
    hold(one->belief != FREE, "closed what is closed");
    hold(one->socket.state == ATB_SOCKET_FREE, "closed, and not free");
    check_complete(scene, one);
    one->belief = FREE;
    one->sending = 0;
    app_lets_go(one);
}

static void hear(const struct scene *scene, struct one *one, int event)
{
    hold(!one->closing || event == ATB_SOCKET_CLOSED || event == ATB_SOCKET_INCOMING,
         "told of a socket that was given up"); /* but peers come until a listener is closed */
    if (event == ATB_SOCKET_OPENED) {
        hear_opened(scene, one);
    } else if (event == ATB_SOCKET_READABLE) {
        hold(one->belief == OPEN && atb_socket_readable(&one->socket) > 0, "nothing is readable");
    } else if (event == ATB_SOCKET_SENT) {
        hear_sent(scene, one);
    } else if (event == ATB_SOCKET_INCOMING) {
        hold(one->belief != FREE && one->socket.kind->accepted != NULL, "a peer of no listener");
    } else {
        hold(event == ATB_SOCKET_CLOSED, "an event that is none");
        hear_closed(scene, one);
    }
}

/* Callbacks may call the layer: some do. */
static void act(struct scene *scene, struct one *one, uint8_t reflex)
{
    struct one *other = &scene->ones[reflex / 8 % SOCKETS];
    switch (reflex % 8) {
    case 1:
        app_closes(one);
        break;
    case 2:
        app_closes(other);
        break;
    case 3:
        app_sends(one, reflex);
        break;
    case 4:
        app_accepts(scene, other, reflex);
        break;
    case 5:
        app_opens(scene, one, reflex / 8, reflex);
        break;
    default:
        app_receives(scene, one, reflex);
        break;
    }
}

void app_hears(void *app, struct atb_socket *socket, int event)
{
    static const char *const names[] = {"opened", "readable", "sent", "incoming", "closed"};
    struct scene *scene = app;
    struct one *one = (struct one *)socket;
    const uint8_t reflex = scene->reflex;
    hold(one >= scene->ones && one < scene->ones + MOST_SOCKETS,
         "an event of a socket that is none");
    trace(scene, (const char[]){' ', (char)('0' + (one - scene->ones)), ' ', '\0'}, names[event],
          strlen(names[event]));
    hear(scene, one, event);
    scene->reflex = 0;
    if (reflex != 0) {
        act(scene, one, reflex);
    }
}
