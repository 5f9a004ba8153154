/* SPDX-License-Identifier: MIT */
/*
 * Fuzzed bytes as a program: what application, modem, peers and port do, in which order. The first
 * two bytes choose the dialect and how it begins. Before its end sockets may be used once more. At
 * the end the network is gone, the modem silent, and everything must come to rest by time alone.
 */
#include <stdlib.h>
#include <string.h>

#include "scene.h"

enum { REST_MS = 1000000, NEAR_WRAP = -20000, PATIENCE = 50 };

uint8_t next(struct input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

static struct one *choose(struct scene *scene, struct input *input)
{
    return &scene->ones[next(input) % SOCKETS];
}

/* ---- what is rarer --------------------------------------------------------------------------- */

/* The application has seen that the network is gone: what the modem had said before is heard. */
static void take_down(struct scene *scene)
{
    for (unsigned i = 0; i < 100 && scene->modem.said_length > 0; i++) {
        modem_says(scene, 0);
    }
    if (scene->brings) {
        atb_bringup_again(&scene->bringup);
        return;
    }
    network_goes(scene, false);
    atb_net_up(&scene->net, false);
}

static void set_port(struct scene *scene, uint8_t how)
{
    scene->port_fails = how == 255;
    scene->unlimited = how < 64;
    scene->room = how % 64;
}

static void change(struct scene *scene, struct input *input)
{
    const uint8_t what = next(input);
    switch (what % 12) {
    case 0:
        take_down(scene);
        break;
    case 1:
        network_goes(scene, true);
        break;
    case 2:
        if (!scene->brings) {
            atb_net_hold(&scene->net, what < 128);
        }
        break;
    case 3:
        scene->cut_short = true;
        atb_abort(scene->session);
        break;
    case 4:
        (void)atb_raw(scene->session, "ATI", NULL, NULL, NULL);
        break;
    case 5:
        lose_bytes(scene, next(input));
        break;
    case 6:
        scene->modem.refuses = true;
        break;
    case 7:
        app_looks_up(scene, next(input));
        break;
    case 8:
        modem_restarts(scene, what < 128);
        break;
    case 9:
        modem_hangs(scene);
        break;
    case 10:
        registration_changes(scene, what < 128);
        break;
    default:
        scene->modem.slow = !scene->modem.slow;
        break;
    }
}

/* ---- steps ----------------------------------------------------------------------------------- */

static void step_of_app(struct scene *scene, struct input *input, uint8_t step)
{
    struct one *one = choose(scene, input);
    const uint8_t number = step == 3 ? 0 : next(input);
    switch (step) {
    case 0:
        app_opens(scene, one, number, next(input));
        break;
    case 1:
        app_sends(one, number);
        break;
    case 2:
        app_receives(scene, one, number);
        break;
    case 3:
        app_closes(one);
        break;
    default:
        app_accepts(scene, one, number);
        break;
    }
}

static void step_of_modem(struct scene *scene, struct input *input, uint8_t step)
{
    uint8_t number;
    switch (step) {
    case 5:
        number = next(input);
        peer_writes(scene, number, next(input));
        break;
    case 6:
        peer_closes(scene, next(input));
        break;
    case 7:
        peer_comes(scene, next(input));
        break;
    case 8:
        modem_says(scene, next(input));
        break;
    case 9:
        modem_says_result(scene);
        break;
    default:
        scene->modem.is_full = true;
        break;
    }
}

static void step_of_world(struct scene *scene, struct input *input, uint8_t step)
{
    switch (step) {
    case 11:
        if (!scene->brings) {
            atb_net_up(&scene->net, true);
        }
        pass(scene, 100u * next(input));
        break;
    case 12:
        set_port(scene, next(input));
        break;
    case 13:
        scene->reflex = next(input);
        break;
    case 14:
        damage(scene, input);
        break;
    case 15:
        invent(scene, input);
        break;
    default:
        change(scene, input);
        break;
    }
}

/* From 17 on the most usual thing: the modem speaks, and some time passes. */
static void take_step(struct scene *scene, struct input *input)
{
    const uint8_t step = next(input) % 32;
    if (step < 5) {
        step_of_app(scene, input, step);
    } else if (step < 11) {
        step_of_modem(scene, input, step);
    } else if (step < 17) {
        step_of_world(scene, input, step);
    } else {
        modem_says(scene, 0);
        pass(scene, step);
    }
}

/* ---- the beginning ----------------------------------------------------------------------------
 */

/* A server with its first peer, which few inputs would come to. */
static void begin_with_server(struct scene *scene, bool accepts)
{
    app_opens(scene, &scene->ones[0], 2, 64);
    for (unsigned i = 0; i < 4; i++) {
        pass(scene, 10);
        modem_says(scene, 0);
    }
    peer_comes(scene, 0);
    modem_says(scene, 0);
    if (accepts) {
        app_accepts(scene, &scene->ones[1], 64);
    }
}

/* ---- the end --------------------------------------------------------------------------------- */

static bool is_at_rest(const struct scene *scene)
{
    bool rests = !atb_busy(scene->session) && !app_waits_for_a_name(scene);
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        const enum atb_socket_state state = atb_socket_state(&scene->ones[i].socket);
        rests = rests && (state == ATB_SOCKET_FREE || state == ATB_SOCKET_OPENING);
    }
    return rests;
}

static void receive_all(struct scene *scene)
{
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        app_receives(scene, &scene->ones[i], 255);
    }
}

/* Sleeping as atb_next_tick_ms() says must do: what nobody would be woken for never ends. */
static void let_time_pass(struct scene *scene)
{
    uint32_t passed = 0;
    while (passed < REST_MS && !is_at_rest(scene)) {
        receive_all(scene);
        uint32_t ms = atb_next_tick_ms(scene->session);
        ms = ms > REST_MS ? REST_MS : ms < 10 ? 10 : ms;
        passed += ms;
        pass(scene, ms);
    }
}

static void read_on(struct scene *scene)
{
    for (unsigned i = 0; i < PATIENCE && scene->honest; i++) {
        modem_says_result(scene);
        modem_says(scene, 0);
        receive_all(scene);
        pass(scene, 500);
    }
}

/* Nothing of it is left to be read. */
static bool is_over(const struct scene *scene, const struct one *one)
{
    const struct connection *its = one->belief == OPEN ? one->connection : NULL;
    const bool told = scene->honest && !scene->untold && scene->net.up;
    return told && its != NULL && its->gone && its->read == its->wrote;
}

/* Where no line was lost, whoever reads all that there is hears of the end of all that have gone.
 */
static void hear_of_every_end(struct scene *scene)
{
    bool over[MOST_SOCKETS];
    scene->unlimited = true;
    scene->reflex = 0;
    read_on(scene);
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        over[i] = is_over(scene, &scene->ones[i]);
    }
    read_on(scene);
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        if (over[i] && is_over(scene, &scene->ones[i])) {
            violation("the peer has gone, and its socket is open");
        }
    }
}

static void silence(struct scene *scene)
{
    if (scene->brings) {
        atb_bringup_stop(&scene->bringup);
    }
    scene->port_fails = false;
    scene->unlimited = true;
    scene->reflex = 0;
    network_goes(scene, false);
    atb_net_up(&scene->net, false);
}

static void check_rest(const struct scene *scene)
{
    if (!is_at_rest(scene)) {
        violation("with the network gone, a socket or the session never comes to its end");
    }
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        if (scene->ones[i].belief == OPEN) {
            violation("a socket is free, and its end was not told");
        }
    }
}

/* Those that are being opened wait for the network, until they are closed. */
static void come_to_rest(struct scene *scene)
{
    silence(scene);
    let_time_pass(scene);
    check_rest(scene);
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        app_closes(&scene->ones[i]);
    }
    pass(scene, 10);
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        if (scene->ones[i].belief != FREE) {
            violation("a socket that was closed has no end");
        }
    }
}

#ifdef ONEMO_ALONE
enum { FIRST = 3, CHOICE = 1 }; /* of the others there is nothing new */
#else
enum { FIRST = 0, CHOICE = 4 };
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct scene scene;
    struct input input = {data, data + size};
    const uint8_t begins = next(&input), more = next(&input);
    scene_begin(&scene, &dialects[FIRST + begins % CHOICE],
                begins & 4 ? (uint32_t)NEAR_WRAP : 1000u);
    scene.honest = true;
    scene.modem.slow = (begins & 8) != 0;
    scene.net.poll_ms = begins & 16 ? 0 : scene.net.poll_ms;
    if (more & 1) {
        app_begins_bringup(&scene);
    }
    atb_net_up(&scene.net, true);
    if (begins & 32) {
        begin_with_server(&scene, (begins & 64) != 0);
    }
    while (input.at < input.end) {
        take_step(&scene, &input);
    }
    hear_of_every_end(&scene);
    if (more & 2) {
        use_again(&scene);
    }
    come_to_rest(&scene);
    scene_end(&scene);
    return 0;
}
