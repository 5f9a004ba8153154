/* SPDX-License-Identifier: MIT */
/* Who looks on beside the application. */
#include "atb_engine.h"

void atb_unwatch(struct atb_session *session, const struct atb_watcher *watcher)
{
    struct atb_watcher **link = &session->watchers;
    while (*link != NULL && *link != watcher) {
        link = &(*link)->next;
    }
    if (*link != NULL) {
        *link = watcher->next;
    }
}

bool atb_is_watching(const struct atb_session *session, const struct atb_watcher *watcher)
{
    const struct atb_watcher *one = session->watchers;
    while (one != NULL && one != watcher) {
        one = one->next;
    }
    return one != NULL;
}

/* One that is there already keeps its place: who is shown something may call this. */
void atb_watch(struct atb_session *session, struct atb_watcher *watcher)
{
    if (!atb_is_watching(session, watcher)) {
        watcher->next = session->watchers;
        session->watchers = watcher;
    }
    if (!atb_is_watched(session)) {
        session->engine = &atb_watched_engine;
    }
}

/* ---- what they see ---------------------------------------------------------------------- */

static void show_event(const struct atb_session *session, const struct atb_event *event)
{
    if (session->on_event != NULL) {
        session->on_event(session->app, event);
    }
    for (struct atb_watcher *one = session->watchers; one != NULL; one = one->next) {
        if (one->on_event != NULL) {
            one->on_event(one, event);
        }
    }
}

static void show_tick(const struct atb_session *session)
{
    for (struct atb_watcher *one = session->watchers; one != NULL; one = one->next) {
        if (one->on_tick != NULL) {
            one->on_tick(one);
        }
    }
}

void atb_show(struct atb_session *session, const struct atb_event *event)
{
    if (event != NULL) {
        show_event(session, event);
    } else {
        show_tick(session);
    }
}
