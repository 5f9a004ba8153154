/* SPDX-License-Identifier: MIT */
#include "atb_bringup.h"

#include "atb_engine.h"

#include <string.h>

enum { UNIT_MS = 100, SETTLE = 10, MINUTE = 600 }; /* times are counted in units of 100 ms */

/* What a card says, by a letter of it: READY; SIM PIN; not inserted, not ready. */
enum { CARD_READY = 'R', CARD_ASKS = 'I', CARD_MISSING = 'N' };

static const struct atb_step *step_of(const struct atb_bringup *bringup)
{
    return &bringup->list->steps[bringup->step];
}

static void wait(struct atb_bringup *bringup, uint32_t units)
{
    bringup->due = atb_now(bringup->session) + units * UNIT_MS;
}

static void tell(struct atb_bringup *bringup, uint8_t stage)
{
    if (stage != bringup->stage) {
        bringup->stage = stage;
        bringup->on_stage(bringup->app, stage);
    }
}

/* ---- from step to step ------------------------------------------------------------------ */

/* Restarts follow each other more and more slowly. */
static uint32_t pause_of(struct atb_bringup *bringup)
{
    const struct atb_bringup_list *list = bringup->list;
    uint8_t row = bringup->resets;
    bringup->resets = (uint8_t)(row + (row + 1 < list->pause_count));
    return list->pauses_min[row] * (uint32_t)MINUTE;
}

static void go_to(struct atb_bringup *bringup, uint8_t step)
{
    bringup->step = step;
    bringup->tries = 0;
    bringup->running = bringup->pressing = false;
    wait(bringup, step == bringup->list->reset ? pause_of(bringup) : 0);
}

/* To the next step; to this one again once its pause is over. */
static void conclude(struct atb_bringup *bringup, bool good)
{
    const struct atb_step *step = step_of(bringup);
    uint8_t next = step->then;
    if (!good) {
        bringup->tries++;
        next = bringup->tries < step->tries ? bringup->step : step->fails;
        if (step->kind == ATB_STEP_WANTS) {
            bringup->way++;
            bringup->way = bringup->way < bringup->list->ways ? bringup->way : 0;
        }
    } else if (next == bringup->step) { /* the last one: again and again */
        bringup->tries = bringup->resets = 0;
    }
    if (next != bringup->step) {
        go_to(bringup, next);
    } else {
        wait(bringup, step->every);
    }
}

/* To a step behind us. */
static void lose(struct atb_bringup *bringup, uint8_t step, bool boots)
{
    go_to(bringup, step);
    if (boots) {
        bringup->echoed = false;
        bringup->rebooted = true;
        tell(bringup, step_of(bringup)->stage);
    } else if (bringup->stage == ATB_STAGE_UP) {
        tell(bringup, ATB_STAGE_LOST);
        wait(bringup, SETTLE);
    }
}

/* ---- commands ---------------------------------------------------------------------------- */

static void after_sim(struct atb_bringup *bringup)
{
    char card = bringup->answered;
    if (card == CARD_READY || card == CARD_MISSING || card == '\0') {
        conclude(bringup, card == CARD_READY);
    } else if (card == CARD_ASKS && bringup->setup->pin != NULL && !bringup->doubtful) {
        go_to(bringup, (uint8_t)(bringup->step + 1));
    } else {
        tell(bringup, ATB_STAGE_LOCKED);
    }
}

static void after_pin(struct atb_bringup *bringup, int status)
{
    bringup->doubtful = status != ATB_OK;
    if (status == ATB_ERROR) {
        tell(bringup, ATB_STAGE_LOCKED);
    } else {
        conclude(bringup, true); /* the card's state tells */
    }
}

static void set_speed(const struct atb_bringup *bringup, uint32_t baud)
{
    const struct atb_pins *pins = &bringup->setup->pins;
    if (pins->speed != NULL && bringup->setup->baud != 0) {
        pins->speed(pins->context, baud);
    }
}

static void on_done(void *app, int status)
{
    struct atb_bringup *bringup = app;
    uint8_t kind = step_of(bringup)->kind;
    if (!bringup->running) { /* a loss has come between */
        return;
    }
    bringup->running = false;
    if (kind == ATB_STEP_SIM) {
        after_sim(bringup);
    } else if (kind == ATB_STEP_PIN) {
        after_pin(bringup, status);
    } else {
        bool good = status == ATB_OK;
        if (good && kind == ATB_STEP_SPEED) {
            set_speed(bringup, bringup->setup->baud);
        }
        conclude(bringup, good && (kind != ATB_STEP_WANTS || bringup->answered != 0));
    }
}

static int start(struct atb_bringup *bringup, const struct atb_step *step)
{
    const struct atb_bringup_setup *setup = bringup->setup;
    const char *texts[] = {setup->apn, setup->user, setup->password, setup->pin};
    const int32_t numbers[] = {setup->baud != 0 ? (int32_t)setup->baud : ATB_UNKNOWN,
                               setup->flow_control ? 2 : ATB_UNKNOWN};
    const struct atb_arguments arguments = {texts, numbers, NULL, 0};
    const struct atb_bringup_list *list = bringup->list;
    unsigned way = step->command < list->way_commands ? 0 : bringup->way;
    const struct atb_prepared command = {list->forms[step->command + way],
                                         list->values + step->values};
    return atb_start_prepared(bringup->session, &command, &arguments, on_done, bringup);
}

static void send(struct atb_bringup *bringup, const struct atb_step *step)
{
    bringup->running = true;
    bringup->answered = 0;
    int status = start(bringup, step);
    if (status == ATB_BUSY) { /* the next tick tries again */
        bringup->running = false;
    } else if (status == ATB_OK) {
        bringup->doubtful = bringup->doubtful || step->kind == ATB_STEP_PIN;
        wait(bringup, bringup->running ? step->limit : 0);
    } else { /* what the application does not give is left out */
        on_done(bringup, status == ATB_MISSING ? ATB_OK : status);
    }
}

/* ---- pins ---------------------------------------------------------------------------------- */

/* Behind it the modem has forgotten everything; so it has where we cannot press. */
static void press(struct atb_bringup *bringup, const struct atb_step *step)
{
    const struct atb_pins *pins = &bringup->setup->pins;
    void (*pin)(void *context, bool pressed) =
        step->kind == ATB_STEP_POWER ? pins->power_key : pins->reset;
    if (pin != NULL) {
        bringup->pressing = !bringup->pressing;
        pin(pins->context, bringup->pressing);
    }
    if (bringup->pressing) {
        wait(bringup, step->every);
    } else {
        set_speed(bringup, 0);
        lose(bringup, pin != NULL ? step->then : step->fails, true);
    }
}

/* ---- events and time ------------------------------------------------------------------------ */

/* One letter of what a line says; a card's state is known by it. */
static char letter_of(const struct atb_event *event)
{
    const char *at = event->fields;
    const char *end = event->text + event->length;
    while (at < end && *at == '"') {
        at++;
    }
    at += end - at > 5 && *at == 'S' ? 5 : 0; /* SIM PIN, SIM PUK */
    return (char)(at < end ? *at : '\0');
}

/* "+CEREG: 0,1" may be a state with its place, or an answer that comes late: asking tells. */
static bool is_doubtful(const struct atb_bringup *bringup, const struct atb_event *event,
                        const struct atb_bringup_line *row)
{
    return row->role != ATB_LINE_BOOTS && bringup->stage == ATB_STAGE_UP &&
           atb_event_number(event, (uint8_t)(row->field + 1)) != ATB_UNKNOWN;
}

static void hear(struct atb_bringup *bringup, const struct atb_event *event,
                 const struct atb_bringup_line *row)
{
    uint32_t number = (uint32_t)atb_event_number(event, row->field);
    bool fits = (row->values >> (number < 15 ? number : 15) & 1) != 0;
    if (row->role == ATB_LINE_ANSWERS) {
        bringup->answered = (char)(fits ? letter_of(event) : '\0');
    } else if (!fits || event->kind != ATB_EVENT_URC || row->step >= bringup->step ||
               (row->role < ATB_LINE_ANSWERS && row->role != bringup->way)) {
        return;
    } else if (is_doubtful(bringup, event, row)) {
        wait(bringup, bringup->running ? step_of(bringup)->limit : 0);
    } else {
        lose(bringup, row->step, row->role == ATB_LINE_BOOTS);
    }
}

/* A modem that repeats what it was told not to repeat has started again, unnoticed; once, for
 * there are some that cannot be told. */
static void hear_echo(struct atb_bringup *bringup)
{
    if (bringup->stage == ATB_STAGE_UP && !bringup->echoed) {
        lose(bringup, bringup->list->echo, true);
        bringup->echoed = true;
    }
}

static void on_event(struct atb_watcher *watcher, const struct atb_event *event)
{
    struct atb_bringup *bringup = (struct atb_bringup *)watcher;
    if (event->kind == ATB_EVENT_ECHO) {
        hear_echo(bringup);
    }
    if ((event->kind != ATB_EVENT_INFO && event->kind != ATB_EVENT_URC) ||
        bringup->stage == ATB_STAGE_LOCKED) {
        return;
    }
    for (const struct atb_bringup_line *row = bringup->list->lines; row->line != ATB_NO_LINE;
         row++) {
        if (row->line == event->line) {
            hear(bringup, event, row);
        }
    }
}

static void on_tick(struct atb_watcher *watcher)
{
    struct atb_bringup *bringup = (struct atb_bringup *)watcher;
    const struct atb_step *step = step_of(bringup);
    if (bringup->rebooted) {
        bringup->rebooted = false;
        atb_modem_rebooted(bringup->session);
    }
    if (bringup->session->reset_needed && bringup->step < bringup->list->reset) {
        atb_bringup_reset(bringup);
    } else if ((int32_t)(atb_now(bringup->session) - bringup->due) < 0) {
        return;
    } else if (bringup->running) {
        if (step->limit != 0) {
            atb_abort(bringup->session);
        }
    } else if (bringup->stage != ATB_STAGE_LOCKED) {
        tell(bringup, step->stage);
        (step->kind >= ATB_STEP_POWER ? press : send)(bringup, step);
    }
}

/* ---- the calls of an application ------------------------------------------------------------- */

void atb_bringup_start(struct atb_bringup *bringup, struct atb_session *session,
                       const struct atb_bringup_list *list, const struct atb_bringup_setup *setup,
                       atb_on_stage *on_stage, void *app)
{
    memset(bringup, 0, sizeof *bringup);
    bringup->session = session;
    bringup->list = list;
    bringup->setup = setup;
    bringup->on_stage = on_stage;
    bringup->app = app;
    bringup->watcher.on_event = on_event;
    bringup->watcher.on_tick = on_tick;
    atb_watch(session, &bringup->watcher);
    wait(bringup, 0);
    on_stage(app, bringup->stage);
}

void atb_bringup_again(struct atb_bringup *bringup)
{
    if (bringup->list->again < bringup->step) {
        lose(bringup, bringup->list->again, false);
    }
}

void atb_bringup_reset(struct atb_bringup *bringup)
{
    go_to(bringup, bringup->list->reset);
    tell(bringup, ATB_STAGE_RESET);
}
