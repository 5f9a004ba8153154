/* SPDX-License-Identifier: MIT */
#include "atb_bringup.h"

#include <string.h>

enum { UNIT_MS = 100, SETTLE_MS = 1000, SECOND_MS = 1000 };

static uint32_t now_of(const struct atb_bringup *bringup)
{
    return bringup->session->port->now(bringup->session->port->context);
}

static const struct atb_step *step_of(const struct atb_bringup *bringup)
{
    return &bringup->list->steps[bringup->step];
}

static void wait(struct atb_bringup *bringup, uint32_t ms)
{
    bringup->due = now_of(bringup) + ms;
}

static void tell(struct atb_bringup *bringup, uint8_t stage)
{
    if (stage != bringup->stage) {
        bringup->stage = stage;
        bringup->on_stage(bringup->app, stage);
    }
}

static void lock(struct atb_bringup *bringup)
{
    bringup->locked = true;
    tell(bringup, ATB_STAGE_LOCKED);
}

/* ---- from step to step ------------------------------------------------------------------ */

/* Restarts follow each other more and more slowly. */
static uint32_t pause_ms(struct atb_bringup *bringup)
{
    const struct atb_bringup_list *list = bringup->list;
    uint8_t last = (uint8_t)(list->pause_count - 1);
    uint8_t row = bringup->resets < last ? bringup->resets : last;
    bringup->resets = (uint8_t)(bringup->resets + (bringup->resets < UINT8_MAX));
    return list->pauses_s[row] * (uint32_t)SECOND_MS;
}

static void go_to(struct atb_bringup *bringup, uint8_t step)
{
    bringup->step = step;
    bringup->tries = 0;
    bringup->pressing = false;
    wait(bringup, step == bringup->list->reset ? pause_ms(bringup) : 0);
}

static void succeed(struct atb_bringup *bringup)
{
    const struct atb_step *step = step_of(bringup);
    uint8_t before = bringup->step;
    go_to(bringup, step->then);
    if (step->then == before) { /* the last one: again and again */
        wait(bringup, step->every * (uint32_t)UNIT_MS);
        bringup->resets = 0;
    }
}

static void fail(struct atb_bringup *bringup)
{
    const struct atb_step *step = step_of(bringup);
    if (++bringup->tries < step->tries) {
        wait(bringup, step->every * (uint32_t)UNIT_MS);
    } else {
        go_to(bringup, step->fails);
    }
}

/* ---- commands ---------------------------------------------------------------------------- */

static void after_sim(struct atb_bringup *bringup)
{
    if (bringup->answered) {
        succeed(bringup);
    } else if (!bringup->asked) {
        fail(bringup);
    } else if (bringup->setup->pin != NULL && !bringup->doubtful) {
        go_to(bringup, (uint8_t)(bringup->step + 1));
    } else {
        lock(bringup);
    }
}

static void after_pin(struct atb_bringup *bringup, int status)
{
    bringup->doubtful = status != ATB_OK;
    if (status == ATB_ERROR) {
        lock(bringup);
    } else {
        succeed(bringup); /* the card's state tells */
    }
}

static void set_speed(const struct atb_bringup *bringup, uint32_t baud)
{
    const struct atb_pins *pins = bringup->setup->pins;
    if (bringup->setup->baud != 0 && pins != NULL && pins->speed != NULL) {
        pins->speed(pins->context, baud);
    }
}

static void on_done(void *app, int status)
{
    struct atb_bringup *bringup = app;
    const struct atb_step *step = step_of(bringup);
    if (!bringup->running) { /* a loss has come between */
        return;
    }
    bringup->running = false;
    if (step->kind == ATB_STEP_SIM) {
        after_sim(bringup);
    } else if (step->kind == ATB_STEP_PIN) {
        after_pin(bringup, status);
    } else if (status == ATB_OK && (step->values == 0 || bringup->answered)) {
        if (step->kind == ATB_STEP_SPEED) {
            set_speed(bringup, bringup->setup->baud);
        }
        succeed(bringup);
    } else {
        fail(bringup);
    }
}

static struct atb_value text_or_none(const char *text)
{
    return (struct atb_value){text, 0, text != NULL ? ATB_STRING : ATB_ABSENT};
}

/* Whether the step's first argument, if it has one, was given. */
static bool is_wanted(const struct atb_step *step, const struct atb_value *values)
{
    const char *at = step->command.values;
    while (*at != '\0' && (*at < 'a' || *at >= 'a' + ATB_BRINGUP_ARGUMENTS)) {
        at++;
    }
    return *at == '\0' || values[*at - 'a'].kind != ATB_ABSENT;
}

static void send(struct atb_bringup *bringup, const struct atb_step *step)
{
    const struct atb_bringup_setup *setup = bringup->setup;
    const struct atb_value values[ATB_BRINGUP_ARGUMENTS] = {
        text_or_none(setup->apn),
        text_or_none(setup->user),
        text_or_none(setup->password),
        text_or_none(setup->pin),
        {NULL, (int32_t)setup->baud, setup->baud != 0 ? ATB_NUMBER : ATB_ABSENT},
        {NULL, 2, setup->flow_control ? ATB_NUMBER : ATB_ABSENT},
    };
    const struct atb_arguments arguments = {values, NULL, 0};
    if (!is_wanted(step, values)) {
        succeed(bringup);
        return;
    }
    tell(bringup, step->stage);
    bringup->running = true;
    bringup->answered = bringup->asked = false;
    bringup->doubtful = bringup->doubtful || step->kind == ATB_STEP_PIN;
    wait(bringup, step->limit * (uint32_t)UNIT_MS);
    int status = atb_start_prepared(bringup->session, &step->command, &arguments, on_done, bringup);
    if (status == ATB_BUSY) {
        bringup->running = false; /* the next tick tries again */
        wait(bringup, 0);
    } else if (status != ATB_OK && bringup->running) {
        on_done(bringup, status);
    }
}

/* ---- pins ---------------------------------------------------------------------------------- */

typedef void pin(void *context, bool pressed);

static pin *pin_of(const struct atb_bringup *bringup, const struct atb_step *step)
{
    const struct atb_pins *pins = bringup->setup->pins;
    if (pins == NULL) {
        return NULL;
    }
    return step->kind == ATB_STEP_POWER ? pins->power_key : pins->reset;
}

/* Behind a reset the modem has forgotten everything; so it has where we cannot press. */
static void forget(struct atb_bringup *bringup)
{
    set_speed(bringup, 0);
    atb_modem_rebooted(bringup->session);
}

static void press(struct atb_bringup *bringup, const struct atb_step *step)
{
    pin *pin = pin_of(bringup, step);
    tell(bringup, step->stage);
    if (pin != NULL) {
        bringup->pressing = !bringup->pressing;
        pin(bringup->setup->pins->context, bringup->pressing);
    }
    if (bringup->pressing) {
        wait(bringup, step->every * (uint32_t)UNIT_MS);
        return;
    }
    forget(bringup);
    uint8_t next = pin != NULL ? step->then : step->fails;
    go_to(bringup, next);
}

/* ---- events and time ---------------------------------------------------------------------------
 */

/* Whether the field's number is one of the values, 15 and above being one; no values: any. */
static bool is_one_of(const struct atb_event *event, uint8_t field, uint16_t values)
{
    const char *end = event->text + event->length;
    int32_t number = event->fields != NULL ? atb_number_at(event->fields, end, field) : ATB_UNKNOWN;
    number = number < 15 ? number : 15;
    return values == 0 || (number >= 0 && (values >> number & 1) != 0);
}

static bool begins(const struct atb_event *event, const char *word)
{
    const char *at = event->fields;
    const char *end = event->text + event->length;
    while (at < end && (*at == ' ' || *at == '"')) {
        at++;
    }
    return (size_t)(end - at) >= strlen(word) && memcmp(at, word, strlen(word)) == 0;
}

static void hear_answer(struct atb_bringup *bringup, const struct atb_event *event)
{
    const struct atb_step *step = step_of(bringup);
    if (!bringup->running || event->line != step->line) {
        return;
    }
    if (step->kind == ATB_STEP_SIM) {
        bringup->answered = begins(event, "READY");
        bringup->asked = begins(event, "SIM P");
    } else {
        bringup->answered = is_one_of(event, step->field, step->values);
    }
}

static void lose(struct atb_bringup *bringup, uint8_t step, bool boots)
{
    bringup->running = false;
    go_to(bringup, step);
    if (boots) {
        bringup->echoed = false;
        bringup->rebooted = true;
        tell(bringup, ATB_STAGE_SET_UP);
    } else if (bringup->stage == ATB_STAGE_UP) {
        tell(bringup, ATB_STAGE_LOST);
        wait(bringup, SETTLE_MS);
    }
}

/* A modem that repeats what it was told not to repeat has started again, unnoticed; once, for
 * there are some that cannot be told. */
static void hear_echo(struct atb_bringup *bringup, const struct atb_event *event)
{
    bool again = event->kind == ATB_EVENT_ECHO && bringup->stage == ATB_STAGE_UP;
    if (again && !bringup->echoed) {
        lose(bringup, bringup->list->echo, true);
        bringup->echoed = true;
    }
}

static void on_event(struct atb_watcher *watcher, const struct atb_event *event)
{
    struct atb_bringup *bringup = (struct atb_bringup *)watcher;
    const struct atb_loss *loss = bringup->list->losses;
    hear_echo(bringup, event);
    if (event->kind == ATB_EVENT_MALFORMED || event->line == ATB_NO_LINE) {
        return;
    }
    hear_answer(bringup, event);
    for (unsigned i = bringup->list->loss_count; i > 0 && !bringup->locked; i--, loss++) {
        bool lost = loss->line == event->line && event->kind == ATB_EVENT_URC &&
                    (loss->values == 0 || !is_one_of(event, loss->field, loss->values));
        if (lost && loss->step < bringup->step) {
            lose(bringup, loss->step, loss->boots);
        }
    }
}

static void run(struct atb_bringup *bringup)
{
    const struct atb_step *step = step_of(bringup);
    if (step->kind == ATB_STEP_POWER || step->kind == ATB_STEP_RESET) {
        press(bringup, step);
    } else {
        send(bringup, step);
    }
}

static void on_tick(struct atb_watcher *watcher)
{
    struct atb_bringup *bringup = (struct atb_bringup *)watcher;
    bool due = (int32_t)(now_of(bringup) - bringup->due) >= 0;
    if (bringup->rebooted) {
        bringup->rebooted = false;
        atb_modem_rebooted(bringup->session);
    }
    if (bringup->session->reset_needed && bringup->step < bringup->list->reset) {
        atb_bringup_reset(bringup);
    } else if (bringup->running && due && step_of(bringup)->limit != 0) {
        atb_abort(bringup->session);
    } else if (!bringup->running && due && !bringup->locked) {
        run(bringup);
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
    bringup->running = false;
    go_to(bringup, bringup->list->reset);
    tell(bringup, ATB_STAGE_RESET);
}
