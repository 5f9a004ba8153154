/* SPDX-License-Identifier: MIT */
/* After all that a program has done the modem is as it should be, and so are sockets: as many of
 * them as it has can be opened, carry bytes both ways, and leave nothing behind. */
#include "scene.h"

enum { TRIES = 3, PATIENCE_MS = 600000 };

/* The modem says what it has, and time passes until somebody has to be woken. */
uint32_t let_live(struct scene *scene)
{
    modem_says_result(scene);
    modem_says(scene, 0);
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        if (atb_socket_readable(&scene->ones[i].socket) > 0) {
            app_receives(scene, &scene->ones[i], 255);
        }
    }
    uint32_t ms = atb_next_tick_ms(scene->session);
    ms = ms > 1000 ? 1000 : ms < 10 ? 10 : ms;
    pass(scene, ms);
    return ms;
}

/* ---- what is waited for --------------------------------------------------------------------- */

static unsigned count(const struct scene *scene, enum belief belief)
{
    unsigned found = 0;
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        found += scene->ones[i].belief == belief;
    }
    return found;
}

static bool all_are_free(const struct scene *scene)
{
    return count(scene, FREE) == MOST_SOCKETS;
}

static bool none_is_opening(const struct scene *scene)
{
    return count(scene, OPENING) == 0;
}

static bool none_sends(const struct scene *scene)
{
    bool sends = false;
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        sends = sends || scene->ones[i].sending > 0;
    }
    return !sends;
}

static bool all_is_read(const struct scene *scene)
{
    bool read = true;
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        const struct one *one = &scene->ones[i];
        const bool open = one->belief == OPEN && one->connection != NULL;
        read = read && (!open || one->got == one->connection->wrote);
    }
    return read;
}

static void await(struct scene *scene, bool (*is)(const struct scene *scene), const char *what)
{
    for (uint32_t passed = 0; passed < PATIENCE_MS && !is(scene);) {
        passed += let_live(scene);
    }
    if (!is(scene)) {
        violation(what);
    }
}

/* ---- before --------------------------------------------------------------------------------- */

/* A port that works and an application that does nothing else. */
static void calm_down(struct scene *scene)
{
    struct modem *modem = &scene->modem;
    scene->port_fails = false;
    scene->unlimited = true;
    scene->reflex = 0;
    modem->slow = modem->refuses = modem->is_full = modem->roams = false;
    modem->in_payload = modem->in_payload && scene->honest; /* it may wait for what nobody owes */
}

/* What an application without bring-up does: it starts a modem anew that has hung, or of which the
 * session says that it must be, and tells the layer of each start. */
static void heal(struct scene *scene)
{
    if (scene->brings) {
        return;
    }
    if (scene->modem.hangs || scene->session->late.reset_needed) {
        modem_restarts(scene, false);
    }
    if (scene->modem.restarted) {
        scene->modem.restarted = false;
        atb_modem_rebooted(scene->session);
        atb_net_up(&scene->net, false);
    }
    atb_net_hold(&scene->net, false);
    atb_net_up(&scene->net, true);
}

static void close_all(struct scene *scene)
{
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        app_closes(&scene->ones[i]);
    }
    await(scene, all_are_free,
          "a socket that was closed has no end, though modem and network are there");
}

/* ---- once more ------------------------------------------------------------------------------ */

/* Peers that nobody has accepted keep theirs, until their listener is opened as something else. */
static unsigned numbers_left(const struct scene *scene)
{
    unsigned taken = 0;
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        taken |= scene->ones[i].socket.waiting;
    }
    unsigned left = scene->dialect->kinds[0]->ids;
    for (; taken != 0; taken &= taken - 1) {
        left--;
    }
    return left;
}

static void open_all(struct scene *scene)
{
    calm_down(scene);
    heal(scene);
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        if (scene->ones[i].belief == FREE) {
            app_opens(scene, &scene->ones[i], 0, 64);
        }
    }
    await(scene, none_is_opening, "an opening never ends, though modem and network are there");
}

static void use_all(struct scene *scene)
{
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        struct one *one = &scene->ones[i];
        if (one->belief == OPEN) {
            app_sends(one, 40);
            peer_writes(scene, one->socket.id, 40);
        }
    }
    await(scene, none_sends, "a send never ends, though modem and network are there");
    await(scene, all_is_read, "what a peer wrote is never read");
}

/* Nor does the modem hold what the layer has given up, where no answer to its closing was lost. */
static void check_nothing_is_left(const struct scene *scene)
{
    for (unsigned i = 0; i < LINKS; i++) {
        const struct connection *link = scene->modem.links[i];
        if (scene->honest && link != NULL && !link->came) {
            violation("the modem still holds a connection that nobody has");
        }
    }
}

void use_again(struct scene *scene)
{
    calm_down(scene);
    if (scene->brings) {
        app_waits_for_network(scene);
    }
    heal(scene);
    close_all(scene);
    for (unsigned i = 0; i < TRIES && count(scene, OPEN) < numbers_left(scene); i++) {
        open_all(scene);
    }
    if (count(scene, OPEN) != numbers_left(scene)) {
        violation("not as many sockets as the modem has can be opened");
    }
    use_all(scene);
    close_all(scene);
    check_nothing_is_left(scene);
}
