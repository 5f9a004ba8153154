/* SPDX-License-Identifier: MIT */
/* Session, port and clock. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void violation(const char *what)
{
    fprintf(stderr, "VIOLATION: %s\n", what);
    abort();
}

void trace(const struct scene *scene, const char *who, const char *bytes, size_t length)
{
    if (getenv("TRACE") == NULL) {
        return;
    }
    fprintf(stderr, "%10lu %s ", (unsigned long)scene->now, who);
    for (size_t i = 0; i < length; i++) {
        bool plain = bytes[i] >= ' ' && bytes[i] <= '~';
        fprintf(stderr, plain ? "%c" : "\\x%02x", (unsigned char)bytes[i]);
    }
    fputc('\n', stderr);
}

static int write_some(void *context, const void *bytes, size_t length)
{
    struct scene *scene = context;
    if (scene->port_fails) {
        scene->honest = false; /* half a command may have left, which is another one */
        return -1;
    }
    if (!scene->unlimited) {
        length = length < scene->room ? length : scene->room;
        scene->room -= length;
    }
    trace(scene, "-->", bytes, length);
    for (size_t i = 0; i < length; i++) {
        modem_takes(scene, ((const char *)bytes)[i]);
    }
    return (int)length;
}

static uint32_t now(void *context)
{
    return ((const struct scene *)context)->now;
}

static struct atb_port port = {.write = write_some, .now = now};

void scene_begin(struct scene *scene, const struct dialect *dialect, uint32_t at)
{
    memset(scene, 0, sizeof *scene);
    scene->session = &scene->host.session;
    scene->dialect = dialect;
    scene->words = dialect->words;
    scene->now = at;
    scene->unlimited = true;
    scene->modem.is_set_up = dialect->words->set_up == NULL;
    scene->modem.owed = scene->modem.name_owed = -1;
    scene->memory = malloc(dialect->memory);
    port.context = scene;
    if (dialect->init(&scene->host, &port, scene->memory, dialect->memory) != ATB_OK ||
        atb_net_init(&scene->net, scene->session, dialect->net, app_hears, scene) != ATB_OK) {
        violation("a session with just the memory that sockets need does not begin");
    }
}

void scene_end(struct scene *scene)
{
    for (unsigned i = 0; i < MOST_SOCKETS; i++) {
        app_lets_go(&scene->ones[i]);
    }
    free(scene->memory);
}

/* From memory of its own that is no longer than that: reading beyond is seen. */
void feed(struct scene *scene, const char *bytes, size_t length)
{
    char *copy = malloc(length);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    trace(scene, "<--", copy, length);
    scene->fed += length;
    if (atb_feed(scene->session, copy, length) != ATB_OK) {
        violation("bytes were refused");
    }
    free(copy);
}

void pass(struct scene *scene, uint32_t ms)
{
    scene->now += ms;
    (void)atb_tick(scene->session);
}
