/* SPDX-License-Identifier: MIT */
#include "atb_lookup.h"

#include <string.h>

#include "atb_engine.h"

/* For the line to be free, and then for the address: Quectel's names take 60 s. */
enum { LOOKUP_MS = 65000 };

/* OneMO's take 90 s; what came later would be the next one's. */
static uint32_t limit_of(const struct atb_lookup *lookup)
{
    const uint32_t ms = atb_fixed_ms(lookup->resolver->command->result_time);
    return lookup->asked && ms > LOOKUP_MS ? ms : (uint32_t)LOOKUP_MS;
}

/* The modem was asked, and has not answered; else `address` is its caller's. */
static bool is_asked(const struct atb_lookup *lookup)
{
    return lookup->done != NULL && lookup->asked;
}

static uint32_t now_of(const struct atb_lookup *lookup)
{
    return atb_now(lookup->session);
}

static void idle(struct atb_lookup *lookup)
{
    lookup->watcher.due = now_of(lookup) + INT32_MAX;
    lookup->watcher.waits = false;
}

/* ---- several at once ------------------------------------------------------------------- */

static void on_tick(struct atb_watcher *watcher);

/* The next lookup of the session behind a watcher, or NULL. */
static struct atb_lookup *next_lookup(struct atb_watcher *watcher)
{
    while (watcher != NULL && watcher->on_tick != on_tick) {
        watcher = watcher->next;
    }
    return (struct atb_lookup *)watcher;
}

/* Not every dialect's line says whose address it brings: one is asked at a time. */
static bool another_waits(const struct atb_session *session)
{
    const struct atb_lookup *one = next_lookup(session->watchers);
    while (one != NULL && !is_asked(one)) {
        one = next_lookup(one->watcher.next);
    }
    return one != NULL;
}

static void wake_others(const struct atb_session *session)
{
    struct atb_lookup *one = next_lookup(session->watchers);
    for (; one != NULL; one = next_lookup(one->watcher.next)) {
        one->watcher.due = now_of(one);
    }
}

/* ---- its end --------------------------------------------------------------------------- */

static void end_lookup(struct atb_lookup *lookup, int status)
{
    atb_lookup_done *done = lookup->done;
    lookup->done = NULL;
    wake_others(lookup->session);
    idle(lookup);
    if (done != NULL) {
        done(lookup, status);
    }
}

/* A line that lost a number reads like an address, as one does whose number leaves 32 bits. */
static bool may_be_address(struct atb_text text)
{
    while (text.length > 0 && *text.at != '.' && *text.at != ':') {
        text.at++;
        text.length--;
    }
    return text.length > 0;
}

static void take_address(struct atb_lookup *lookup, const struct atb_event *event)
{
    const struct atb_text address = atb_event_text(event, lookup->resolver->address_field);
    if (address.length > 0 && !may_be_address(address)) {
        return;
    }
    if (address.length >= lookup->size) {
        end_lookup(lookup, ATB_NO_ROOM);
        return;
    }
    memcpy(lookup->address, address.at, address.length);
    lookup->address[address.length] = '\0';
    end_lookup(lookup, address.length == 0 ? ATB_ERROR : ATB_OK);
}

/* Of the lookup before: until the command is out; and until its OK, where no line of its own
 * answers it, but one that comes behind. */
static bool answers_another(const struct atb_lookup *lookup)
{
    const struct atb_pending *pending = &lookup->session->pending;
    if (pending->form == NULL || pending->done_app != lookup) {
        return false;
    }
    return pending->state < ATB_PROMPTING || pending->form->line_count == 0;
}

static void on_event(struct atb_watcher *watcher, const struct atb_event *event)
{
    struct atb_lookup *lookup = (struct atb_lookup *)watcher;
    const struct atb_resolver *resolver = lookup->resolver;
    if (!is_asked(lookup) || event->kind == ATB_EVENT_MALFORMED || event->fields == NULL ||
        answers_another(lookup)) {
        return; /* no line, or the pieces of one that is too long */
    }
    if (event->line == resolver->address_line) {
        take_address(lookup, event);
    } else if (event->line == resolver->failure_line &&
               atb_event_number(event, resolver->failure_field) != 0) {
        end_lookup(lookup, ATB_ERROR);
    }
}

/* The address may come behind OK. A command may end behind its lookup, when the next one waits. */
static void on_done(void *app, int status)
{
    struct atb_lookup *lookup = app;
    if (status != ATB_OK && lookup->asked) {
        end_lookup(lookup, status);
    }
}

static void ask(struct atb_lookup *lookup)
{
    const struct atb_arguments arguments = {&lookup->name, NULL, NULL, 0};
    lookup->reboots = lookup->session->reboots;
    int status =
        atb_start_prepared(lookup->session, lookup->resolver->command, &arguments, on_done, lookup);
    lookup->asked = status == ATB_OK;
    lookup->watcher.waits = !lookup->asked;
    if (lookup->asked) {
        lookup->start = now_of(lookup);
        lookup->watcher.due = lookup->start + limit_of(lookup);
    } else if (status != ATB_BUSY) {
        end_lookup(lookup, status);
    }
}

static void on_tick(struct atb_watcher *watcher)
{
    struct atb_lookup *lookup = (struct atb_lookup *)watcher;
    const uint32_t limit = limit_of(lookup);
    watcher->due = lookup->start + limit;
    watcher->waits = false;
    if (lookup->done == NULL) {
        idle(lookup); /* anew: weeks later the moment would have passed */
    } else if (atb_has_passed(now_of(lookup), lookup->start, limit)) {
        end_lookup(lookup, ATB_TIMEOUT);
    } else if (lookup->asked && lookup->reboots != lookup->session->reboots) {
        end_lookup(lookup, ATB_REBOOTED);
    } else if (!lookup->asked && !another_waits(lookup->session)) {
        ask(lookup);
    }
}

int atb_lookup_start(struct atb_lookup *lookup, struct atb_session *session,
                     const struct atb_resolver *resolver, const char *name, char *address,
                     size_t size, atb_lookup_done *done)
{
    if (atb_is_watching(session, &lookup->watcher) && lookup->done != NULL) {
        return ATB_BUSY;
    }
    lookup->session = session;
    lookup->resolver = resolver;
    lookup->name = name;
    lookup->address = address;
    lookup->size = size;
    lookup->done = done;
    lookup->asked = false;
    lookup->start = now_of(lookup);
    lookup->watcher.due = lookup->start;
    lookup->watcher.on_event = on_event;
    lookup->watcher.on_tick = on_tick;
    atb_watch(session, &lookup->watcher);
    return ATB_OK;
}
