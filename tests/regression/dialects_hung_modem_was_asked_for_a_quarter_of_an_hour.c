/* SPDX-License-Identifier: MIT */
/*
 * A modem that hung while it looked for a network was asked ninety times whether it had found one,
 * for 10 s and more each time: 14 minutes until it was reset, where a minute and a half was meant.
 * A question without an answer now counts as many as could have been asked in its time.
 */
#include "script.h"

#include "fibocom_bringup.h"
#include "onemo_bringup.h"
#include "quectel_bringup.h"
#include "simcom_bringup.h"

enum { PATIENCE_MS = 120000, HOUR_MS = 3600000, QUESTIONS = 5 };

static struct atb_bringup bringup;
static const char *hangs_at; /* the modem says nothing behind the fifth of these */
static unsigned asked;
static bool pressed;

static void on_stage(void *app, int stage)
{
    (void)app;
    (void)stage;
}

static void press(void *context, bool down)
{
    (void)context;
    pressed = pressed || down;
}

static const struct atb_bringup_setup setup = {.apn = "internet", .pins = {.reset = press}};

static bool is(const char *line, const char *command)
{
    return strncmp(line, command, strlen(command)) == 0;
}

/* A card that is not ready, and a network that is not found: they are asked for again and again. */
static const char *answer_to(const char *line)
{
    if (is(line, "AT+CPIN?") && !is(line, hangs_at)) {
        return "\r\n+CPIN: READY\r\n\r\nOK\r\n";
    }
    return is(line, "AT+CEREG?") ? "\r\n+CEREG: 0,2\r\n\r\nOK\r\n" : "\r\nOK\r\n";
}

/* True: it has hung. */
static bool listen(struct atb_session *session)
{
    const bool spoke = world.length > 0;
    world.length = 0;
    asked += spoke && is(world.sent, hangs_at);
    if (spoke && asked < QUESTIONS) {
        hear(session, answer_to(world.sent));
    }
    return asked >= QUESTIONS;
}

static uint32_t ms_to_the_reset(struct atb_session *session, const struct atb_bringup_list *list)
{
    uint32_t silent = 0;
    asked = 0;
    pressed = false;
    assert_int_equal(atb_bringup_start(&bringup, session, list, &setup, on_stage, NULL), ATB_OK);
    while (!pressed && silent < HOUR_MS) {
        silent = listen(session) ? silent + 10 : 0;
        wait_ms(session, 10);
    }
    return silent;
}

static void assert_is_reset_in_time(const char *command)
{
    hangs_at = command;
    assert_in_range(ms_to_the_reset(&world.quectel.session, &quectel_bringup), 1, PATIENCE_MS);
    assert_in_range(ms_to_the_reset(&world.simcom.session, &simcom_bringup), 1, PATIENCE_MS);
    assert_in_range(ms_to_the_reset(&world.fibocom.session, &fibocom_bringup), 1, PATIENCE_MS);
    assert_in_range(ms_to_the_reset(&world.onemo.session, &onemo_bringup), 1, PATIENCE_MS);
}

static void one_that_hangs_while_it_registers_is_reset(void **state)
{
    (void)state;
    assert_is_reset_in_time("AT+CEREG?");
}

static void one_that_hangs_while_its_card_starts_is_reset(void **state)
{
    (void)state;
    assert_is_reset_in_time("AT+CPIN?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_that_hangs_while_it_registers_is_reset),
        TEST(one_that_hangs_while_its_card_starts_is_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
