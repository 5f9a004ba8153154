/* SPDX-License-Identifier: MIT */
/* From step to step: what is sent, what its end leads to, and when. */
#include "atb_bringup_private.h"
#include "atb_engine.h"

/* Times are counted in units of 100 ms. */
enum { UNIT_MS = 100, SETTLE = 10, MINUTE_MS = 60000 };
enum { LASTING_MS = 10000, LOSSES_MAX = 8 };
enum { REFUSED = 1, ACCEPTED = 20 }; /* the patience behind a PIN */
enum { NEVER = 0xa00000 };           /* 12 days: as good as ATB_LONGEST_MS, and fewer bytes */

_Static_assert(NEVER <= ATB_LONGEST_MS / UNIT_MS, "further ahead no time is told");

void atb_bringup_look_again_in(struct atb_bringup *bringup, uint32_t units)
{
    bringup->watcher.due = atb_now(bringup->session) + units * UNIT_MS;
    bringup->watcher.waits = false;
}

static void tell_stage(struct atb_bringup *bringup, uint8_t stage)
{
    if (stage != bringup->stage) {
        bringup->stage = stage;
        if (stage == ATB_STAGE_UP) {
            bringup->resets = 0;
            bringup->pauses = false;
            bringup->reset_at = atb_now(bringup->session);
            bringup->patience = 0; /* the card is open: it was right */
        }
        bringup->on_stage(bringup->app, stage);
    }
}

/* ---- from step to step ------------------------------------------------------------------ */

/* Also where its step is left before its time. */
static void let_go(struct atb_bringup *bringup)
{
    atb_pin *const key = bringup->key;
    bringup->key = NULL;
    if (key != NULL) {
        key(bringup->setup->pins.context, false);
    }
}

static void go_to(struct atb_bringup *bringup, unsigned at)
{
    let_go(bringup);
    bringup->at = (uint8_t)at;
    bringup->step = bringup->list->steps + at;
    bringup->tries = 0;
    bringup->running = false;
    atb_bringup_look_again_in(bringup, 0);
}

/* They follow each other more and more slowly. */
static uint32_t next_restart(const struct atb_bringup *bringup)
{
    const uint32_t pause = bringup->list->pauses_min[bringup->resets];
    return atb_now(bringup->session) + pause * (uint32_t)MINUTE_MS;
}

static void restart(struct atb_bringup *bringup, uint32_t due)
{
    go_to(bringup, bringup->list->reset);
    bringup->watcher.due = due;
    bringup->pauses = false;
    bringup->resets = (uint8_t)(bringup->resets + (bringup->resets + 1 < ATB_BRINGUP_PAUSES));
}

/* Behind a step that has failed. As long as a restart is not due, the modem may help itself, and is
 * asked on; a network that refuses a context is left alone. */
static void give_up(struct atb_bringup *bringup, unsigned at)
{
    if (at == bringup->list->reset) {
        if (!bringup->pauses) {
            bringup->reset_at = next_restart(bringup);
        }
        if (bringup->step->stage == ATB_STAGE_CONTEXT ||
            atb_has_come(atb_now(bringup->session), bringup->reset_at)) {
            restart(bringup, bringup->reset_at);
            return;
        }
        bringup->pauses = true;
        at = bringup->list->echo;
    }
    go_to(bringup, at);
}

/* What has arrived is read meanwhile. Networks bar devices that go on and on: where a context goes
 * as soon as it is there, the next one is made later and later, up to four minutes. */
static uint32_t pause_behind_loss(struct atb_bringup *bringup)
{
    uint32_t units = SETTLE;
    if (bringup->step->stage == ATB_STAGE_CONTEXT) {
        if (atb_has_passed(atb_now(bringup->session), bringup->reset_at, LASTING_MS)) {
            bringup->losses = 0;
        }
        units <<= bringup->losses;
        bringup->losses = (uint8_t)(bringup->losses + (bringup->losses < LOSSES_MAX));
    }
    return units;
}

void atb_bringup_fall_back(struct atb_bringup *bringup, uint8_t at, uint8_t role)
{
    go_to(bringup, at);
    bringup->rebooted = role == ATB_LINE_ENDS;
    if (role >= ATB_LINE_BOOTS) {
        tell_stage(bringup, bringup->step->stage);
    } else if (bringup->stage == ATB_STAGE_UP) {
        atb_bringup_look_again_in(bringup, pause_behind_loss(bringup));
        tell_stage(bringup, ATB_STAGE_LOST);
    }
}

/* ---- the end of a step ------------------------------------------------------------------ */

/* The next command of those that ask for the same. */
static void change_way(struct atb_bringup *bringup)
{
    const unsigned way = bringup->way + 1u;
    bringup->way = (uint8_t)(way < bringup->list->ways ? way : 0);
}

static void set_speed(const struct atb_bringup *bringup, bool own)
{
    const struct atb_bringup_setup *setup = bringup->setup;
    if (setup->pins.speed != NULL && setup->baud != 0) {
        setup->pins.speed(setup->pins.context, own ? 0 : setup->baud);
    }
}

/* The last step leads to itself, again and again. A modem that changes its speed is deaf for a
 * moment. One that was started anew is at its own speed, and never answers what it was asked
 * before: nothing waits for that. */
static void succeed(struct atb_bringup *bringup, const struct atb_step *step)
{
    const uint32_t ask = (uint32_t)bringup->setup->ask_s * (1000 / UNIT_MS);
    go_to(bringup, step->then);
    if (bringup->step == step) {
        atb_bringup_look_again_in(bringup, ask != 0 ? ask : step->every);
    }
    if (step->kind == ATB_STEP_SIM && bringup->patience != REFUSED) {
        bringup->patience = 0; /* without an OK the card's line may be a damaged one */
    }
    if (step->kind == ATB_STEP_SPEED && bringup->setup->baud != 0) {
        atb_bringup_look_again_in(bringup, step->every);
    }
    if (step->kind >= ATB_STEP_SPEED) {
        set_speed(bringup, step->kind != ATB_STEP_SPEED);
    }
    if (step->kind > ATB_STEP_SPEED) {
        atb_modem_rebooted(bringup->session);
    }
}

/* This step once more, or what it leads to then. A modem that has not answered may be off, or at
 * its other speed: it has not heard what it was asked. */
static void fail(struct atb_bringup *bringup, const struct atb_step *step)
{
    const uint8_t failed = bringup->tries++;
    if (step->kind == ATB_STEP_WANTS) {
        change_way(bringup);
    }
    if (bringup->tries >= step->tries) {
        give_up(bringup, step->fails);
    }
    if (bringup->step == step) {
        atb_bringup_look_again_in(bringup, step->every);
    }
    if (step->stage == ATB_STAGE_POWER) {
        set_speed(bringup, (failed & 1u) != 0);
    }
    if (step->stage <= ATB_STAGE_RESET) {
        atb_modem_rebooted(bringup->session);
    }
}

/* Stands still, however long. */
static void lock(struct atb_bringup *bringup)
{
    bringup->watcher.on_tick = NULL;
    bringup->at = 0; /* nothing is behind us that could be lost */
    tell_stage(bringup, ATB_STAGE_LOCKED);
}

/* A card that asks for the PIN that it was given: behind an OK, which may have been another
 * command's, it may open a little later. */
static uint8_t judge(struct atb_bringup *bringup, uint8_t outcome)
{
    const bool asks = outcome == ATB_LINE_ASKS;
    if (asks && bringup->patience == REFUSED) {
        return ATB_LINE_LOCKS;
    }
    if (asks && bringup->patience != 0) {
        bringup->patience--;
        return 0;
    }
    return outcome;
}

static void take_answer(struct atb_bringup *bringup, uint8_t answer)
{
    const uint8_t outcome = judge(bringup, answer);
    if (outcome == ATB_LINE_LOCKS) {
        lock(bringup);
    } else if (outcome == ATB_LINE_ASKS) {
        bringup->session->late.stale = true; /* an OK of before must not count as the PIN's */
        go_to(bringup, bringup->at + 1u);
    } else if (outcome != 0) {
        succeed(bringup, bringup->step);
    } else {
        fail(bringup, bringup->step);
    }
}

/* Looking for a network takes a minute and more; eight questions without an answer are enough. */
static void count_silence(struct atb_bringup *bringup, const struct atb_step *step, int status)
{
    if (status == ATB_TIMEOUT && bringup->answered == 0) {
        bringup->tries = (uint8_t)(bringup->tries + step->tries / 8u);
    }
}

/* Of a command or of a key. What the application does not give is left out: ATB_MISSING. */
static void end_try(struct atb_bringup *bringup, const struct atb_step *step, int status)
{
    if (step->kind == ATB_STEP_PIN) { /* whatever became of it: the card's state tells */
        bringup->patience = status == ATB_OK ? ACCEPTED : REFUSED;
        status = ATB_OK;
    }
    count_silence(bringup, step, status);
    if (status == ATB_REBOOTED && step->kind != ATB_STEP_RESTART) {
        /* No try has failed; the banner says where to go on. */
        atb_bringup_look_again_in(bringup, step->every);
    } else {
        take_answer(bringup, status == ATB_OK || status == ATB_MISSING ? bringup->answered : 0);
    }
}

/* A loss, or a key, may have come between. */
static void on_done(void *app, int status)
{
    struct atb_bringup *bringup = app;
    if (bringup->running) {
        bringup->running = false;
        end_try(bringup, bringup->step, status);
    }
}

/* ---- commands and keys ------------------------------------------------------------------- */

_Static_assert(offsetof(struct atb_bringup_setup, pin) == ATB_BRINGUP_PIN * sizeof(char *),
               "the texts of a set-up stand one behind the other, as commands count them");

static void note_begun(struct atb_bringup *bringup, const struct atb_step *step)
{
    bringup->running = true;
    bringup->echoes >>= 1;
    if (step->kind == ATB_STEP_PIN) {
        bringup->patience = REFUSED;
    }
    if (step->limit != 0) {
        atb_hurry(bringup->session, step->limit * (uint32_t)UNIT_MS);
    }
}

static int start(struct atb_bringup *bringup, const struct atb_step *step)
{
    const struct atb_bringup_setup *setup = bringup->setup;
    const int32_t baud = setup->baud != 0 ? (int32_t)setup->baud : ATB_UNKNOWN;
    const struct atb_arguments arguments = {&setup->apn, &baud, NULL, 0};
    const struct atb_bringup_list *list = bringup->list;
    unsigned way = step->command < list->way_commands ? 0 : bringup->way;
    const struct atb_form *form = list->forms + step->command + way;
    if (step->kind == ATB_STEP_FLOW && !setup->flow_control) {
        return ATB_MISSING;
    }
    int status = atb_start_prepared(bringup->session, form, &arguments, on_done, bringup);
    if (status == ATB_OK) {
        note_begun(bringup, step);
    }
    return status;
}

static int press(struct atb_bringup *bringup, const struct atb_step *step)
{
    const struct atb_pins *pins = &bringup->setup->pins;
    atb_pin *const pin = step->kind == ATB_STEP_POWER ? pins->power_key : pins->reset;
    if (pin == NULL) {
        return ATB_ERROR;
    }
    bringup->key = pin;
    pin(pins->context, true);
    atb_bringup_look_again_in(bringup, step->every);
    return ATB_OK;
}

static void begin_step(struct atb_bringup *bringup, const struct atb_step *step)
{
    bringup->answered = !(step->kind & ATB_STEP_WANTS);
    atb_bringup_look_again_in(bringup, NEVER);
    int status = step->kind >= ATB_STEP_POWER ? press(bringup, step) : start(bringup, step);
    if (status == ATB_BUSY) {
        bringup->watcher.waits = true; /* for the line */
    } else if (status != ATB_OK) {
        end_try(bringup, step, status);
    }
}

/* ---- time --------------------------------------------------------------------------------- */

static void tell_session(struct atb_bringup *bringup)
{
    if (bringup->rebooted) {
        bringup->rebooted = false;
        atb_modem_rebooted(bringup->session);
    }
}

static void do_step(struct atb_bringup *bringup, const struct atb_step *step)
{
    if (bringup->key != NULL) {
        let_go(bringup); /* long enough */
        end_try(bringup, step, ATB_OK);
        return;
    }
    tell_stage(bringup, step->stage);
    if (bringup->step == step) { /* else whoever heard of it goes elsewhere */
        begin_step(bringup, step);
    }
}

static void on_tick(struct atb_watcher *watcher)
{
    struct atb_bringup *bringup = (struct atb_bringup *)watcher;
    tell_session(bringup);
    const struct atb_step *step = bringup->step;
    if (step == NULL) { /* stopped by one who heard of the restart */
        return;
    }
    if (bringup->session->late.reset_needed && step->stage != ATB_STAGE_RESET) {
        atb_bringup_reset(bringup);
    } else if (atb_has_come(atb_now(bringup->session), watcher->due) || watcher->waits) {
        do_step(bringup, step);
    }
}

/* ---- the calls of an application ------------------------------------------------------------- */

int atb_bringup_start(struct atb_bringup *bringup, struct atb_session *session,
                      const struct atb_bringup_list *list, const struct atb_bringup_setup *setup,
                      atb_on_stage *on_stage, void *app)
{
    if (session->pending.line_size < list->command_max) {
        return ATB_NO_ROOM;
    }
    if (atb_is_watching(session, &bringup->watcher)) { /* else its memory may never have been set */
        let_go(bringup);
    }
    atb_clear(&bringup->at, sizeof *bringup - offsetof(struct atb_bringup, at));
    bringup->session = session;
    bringup->list = list;
    bringup->setup = setup;
    bringup->on_stage = on_stage;
    bringup->app = app;
    bringup->watcher.on_event = atb_bringup_on_event;
    bringup->watcher.on_tick = on_tick;
    atb_watch(session, &bringup->watcher);
    go_to(bringup, 0);
    on_stage(app, bringup->stage);
    return ATB_OK;
}

void atb_bringup_stop(struct atb_bringup *bringup)
{
    atb_unwatch(bringup->session, &bringup->watcher);
    let_go(bringup);
    bringup->step = NULL;
    bringup->at = 0; /* nothing is behind us that could be lost */
    bringup->running = false;
}

void atb_bringup_again(struct atb_bringup *bringup)
{
    if (bringup->list->again < bringup->at) {
        atb_bringup_fall_back(bringup, bringup->list->again, ATB_LINE_LOSES);
    }
}

void atb_bringup_reset(struct atb_bringup *bringup)
{
    if (bringup->step == NULL) {
        return; /* stopped */
    }
    bringup->watcher.on_tick = on_tick;
    restart(bringup, next_restart(bringup));
    tell_stage(bringup, ATB_STAGE_RESET);
}
