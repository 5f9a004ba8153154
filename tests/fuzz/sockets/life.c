/* SPDX-License-Identifier: MIT */
/* The modem's life: it starts, hangs, finds a network and loses it; and the bring-up that sees to
 * it, which some programs have beside their sockets. */
#include "scene.h"

#include <string.h>

#define OK "\r\nOK\r\n"

/* ---- power ---------------------------------------------------------------------------------- */

/* The line is whole: what was being said is said, and what was typed is forgotten. */
static void finish_speaking(struct scene *scene)
{
    for (unsigned i = 0; i < 100 && scene->modem.said_length > 0; i++) {
        modem_says(scene, 0);
    }
}

static void forget(struct scene *scene)
{
    struct modem *modem = &scene->modem;
    network_goes(scene, false);
    modem->length = modem->said_length = 0;
    modem->in_payload = modem->refuses = modem->is_full = modem->hangs = false;
    modem->name_owed = -1;
    modem->is_set_up = scene->words->set_up == NULL;
    modem->restarted = modem->echoes = true;
    scene->untold = scene->late_names = true;
}

/* One that nobody was told of is found by what it does not know any more. */
void modem_restarts(struct scene *scene, bool is_told)
{
    finish_speaking(scene);
    forget(scene);
    if (is_told) {
        say_bytes(scene, scene->words->banner, strlen(scene->words->banner));
    }
}

/* It neither hears nor speaks, until it starts again. */
void modem_hangs(struct scene *scene)
{
    finish_speaking(scene);
    scene->modem.hangs = scene->untold = scene->late_names = true;
}

static void press_key(void *context, bool pressed)
{
    struct scene *scene = context;
    if (!pressed) {
        forget(scene);
    }
}

/* ---- network -------------------------------------------------------------------------------- */

void registration_changes(struct scene *scene, bool is_told)
{
    const bool roams = !scene->modem.roams;
    scene->modem.roams = roams;
    if (is_told) {
        say(scene, "\r\n+CEREG: %1\r\n", (const int[4]){roams ? 2 : 1});
    }
}

static void tell_register(struct scene *scene, const char *name)
{
    say_bytes(scene, "\r\n", 2);
    say_bytes(scene, name, strlen(name));
    say(scene, ": 0,%1\r\n" OK, (const int[4]){scene->modem.roams ? 2 : 1});
}

/* Behind one of these nothing is left of any connection. */
static const char *const ends_all[] = {"AT+QIDEACT=1", "AT+NETCLOSE", "AT+MIPCALL=0"};

static const char *const answers[][2] = {
    {"AT+CPIN?", "\r\n+CPIN: READY\r\n" OK},
    {"AT+NETCLOSE", OK "\r\n+NETCLOSE: 0\r\n"},
    {"AT+NETOPEN", OK "\r\n+NETOPEN: 0\r\n"},
    {"AT+MIPCALL=0", OK "\r\n+MIPCALL: 0\r\n"},
    {"AT+MIPCALL=1", OK "\r\n+MIPCALL: 192.0.2.1\r\n"},
    {"AT+MIPCALL?", "\r\n+MIPCALL: 1,1,\"192.0.2.1\"\r\n" OK},
};

static void obey(struct scene *scene, const char *line)
{
    struct modem *modem = &scene->modem;
    const char *set_up = scene->words->set_up;
    modem->is_set_up = modem->is_set_up || (set_up != NULL && strcmp(line, set_up) == 0);
    modem->echoes = modem->echoes && strcmp(line, "ATE0") != 0;
    for (size_t i = 0; i < sizeof ends_all / sizeof ends_all[0]; i++) {
        if (strcmp(line, ends_all[i]) == 0) {
            network_goes(scene, false);
        }
    }
}

/* What bring-up asks, and OK alone does not answer. */
bool answer_of_life(struct scene *scene, const char *line)
{
    obey(scene, line);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (strcmp(line, answers[i][0]) == 0) {
            say_bytes(scene, answers[i][1], strlen(answers[i][1]));
            return true;
        }
    }
    static const char *const registers[] = {"AT+CEREG?", "AT+CGREG?", "AT+CREG?"};
    for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++) {
        if (strcmp(line, registers[i]) == 0) {
            tell_register(scene, i == 0 ? "+CEREG" : i == 1 ? "+CGREG" : "+CREG");
            return true;
        }
    }
    return false;
}

/* ---- bring-up ------------------------------------------------------------------------------- */

/* What the modem still has of them is not read. */
static void cut_all(struct scene *scene)
{
    for (unsigned i = 0; i < LINKS; i++) {
        if (scene->modem.links[i] != NULL) {
            scene->modem.links[i]->cut = true;
        }
    }
}

static void hear_stage(void *app, int stage)
{
    struct scene *scene = app;
    if (!atb_stage_is_up(stage)) {
        cut_all(scene);
    }
    trace(scene, "  ", atb_stage_text(stage), strlen(atb_stage_text(stage)));
    atb_net_up(&scene->net, atb_stage_is_up(stage));
    atb_net_hold(&scene->net, stage == ATB_STAGE_LOST);
}

static void begin_bringup(struct scene *scene)
{
    if (atb_bringup_start(&scene->bringup, scene->session, scene->dialect->bringup, &scene->setup,
                          hear_stage, scene) != ATB_OK) {
        violation("a bring-up with just the memory that it needs does not begin");
    }
}

void app_begins_bringup(struct scene *scene)
{
    scene->brings = true;
    scene->setup.apn = "internet";
    scene->setup.pins.reset = press_key;
    scene->setup.pins.context = scene;
    begin_bringup(scene);
    app_waits_for_network(scene);
}

/* Whatever has been, it comes back; from a lock, which a damaged line may have told of, by the
 * application. */
void app_waits_for_network(struct scene *scene)
{
    uint32_t passed = 0;
    while (scene->bringup.stage != ATB_STAGE_UP && passed < COMES_BACK_MS) {
        if (scene->bringup.stage == ATB_STAGE_LOCKED && !scene->honest) {
            begin_bringup(scene);
        }
        passed += let_live(scene);
    }
    if (scene->bringup.stage != ATB_STAGE_UP) {
        violation("modem and network are there, and data can never flow again");
    }
}
