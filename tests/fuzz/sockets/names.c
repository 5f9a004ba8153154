/* SPDX-License-Identifier: MIT */
/* Lookups beside the sockets: two at a time, and each hears once, of its own name's address. A
 * modem asks for as long as its manual says, and gives up before the lookup does. */
#include <string.h>

#include "scene.h"

enum { GIVES_UP_MS = 60000 };

static const char *const names[NAMES] = {"b.example", "c.example"};
static const char *const addresses[NAMES] = {"192.0.2.11", "2001:db8::12"};

static const struct atb_resolver *resolver_of(const struct scene *scene)
{
    static const struct atb_resolver *const resolvers[] = {&quectel_resolve, &simcom_resolve,
                                                           &fibocom_resolve, &onemo_resolve};
    return resolvers[scene->dialect - dialects];
}

/* ---- the application ---------------------------------------------------------------------- */

static void hear_address(struct atb_lookup *lookup, int status)
{
    struct name *name = (struct name *)lookup;
    struct scene *scene = name->scene;
    if (!name->runs) {
        violation("a lookup ended twice");
    }
    name->runs = false;
    scene->late_names = scene->late_names || (status != ATB_OK && status != ATB_ERROR);
    if (status == ATB_OK && scene->honest && !scene->late_names &&
        strcmp(name->address, addresses[name - scene->names]) != 0) {
        violation("the address of another name");
    }
}

void app_looks_up(struct scene *scene, uint8_t which)
{
    struct name *name = &scene->names[which % NAMES];
    name->scene = scene;
    int status =
        atb_lookup_start(&name->lookup, scene->session, resolver_of(scene), names[which % NAMES],
                         name->address, sizeof name->address, hear_address);
    if ((status == ATB_BUSY) != name->runs) {
        violation("a lookup is busy, and has ended, or the other way round");
    }
    name->runs = true;
}

bool app_waits_for_a_name(const struct scene *scene)
{
    return scene->names[0].runs || scene->names[1].runs;
}

/* ---- the modem ------------------------------------------------------------------------------ */

static void say_name(struct scene *scene, int which)
{
    const char *form = scene->words->name;
    for (; *form != '\0'; form++) {
        const char *text = *form == '@' ? names[which] : addresses[which];
        if (*form == '@' || *form == '$') {
            say_bytes(scene, text, strlen(text));
        } else {
            say_bytes(scene, form, 1);
        }
    }
}

void modem_says_name(struct scene *scene)
{
    struct modem *modem = &scene->modem;
    if (modem->name_owed >= 0 && scene->now - modem->name_at < GIVES_UP_MS) {
        say_name(scene, modem->name_owed);
    }
    modem->name_owed = -1;
}

/* Where the address comes behind OK, it may be a while. */
void modem_is_asked(struct scene *scene, const char *line)
{
    struct modem *modem = &scene->modem;
    const int which = strstr(line, names[1]) != NULL;
    const bool behind = scene->words->name_behind;
    modem_says_name(scene);
    if (behind) {
        say_bytes(scene, "\r\nOK\r\n", 6);
    }
    modem->name_owed = which;
    modem->name_at = scene->now;
    if (!behind || !modem->slow) {
        modem_says_name(scene);
    }
    if (!behind) {
        say_bytes(scene, "\r\nOK\r\n", 6);
    }
}
