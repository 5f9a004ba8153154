/* SPDX-License-Identifier: MIT */
/* An application that does anything at any moment while bring-up runs, also where it hears of a
 * stage or of a command's end, on four modems that play themselves and may lose their power, hang
 * or be switched off. A key is let go in time, whatever happens, no command ends twice, and when
 * all have calmed down data can flow. */
#include "played.h"

enum { WALKS = 60, STEPS = 60, HOUR_MS = 3600000, COMMANDS = 256 };

static unsigned seed;
static bool calm;
static unsigned depth;
static bool awaited[COMMANDS]; /* their end */
static uint8_t begun;

static unsigned any(unsigned count)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % count;
}

/* ---- what it does ---------------------------------------------------------------------------- */

static void act(void);

/* In a callback, but not for ever. */
static void act_within(void)
{
    depth++;
    if (!calm && depth < 3 && any(4) == 0) {
        act();
    }
    depth--;
}

static void note_stage(void *app, int stage)
{
    (void)app;
    (void)stage;
    act_within();
}

static void note_end(void *app, int status)
{
    bool *mine = app;
    (void)status;
    assert_true(*mine);
    *mine = false;
    act_within();
}

static void begin_command(void)
{
    static const char *const lines[] = {"AT+X", "AT+CSQ", "AT+NONE"};
    bool *mine = &awaited[begun++];
    *mine = true;
    if (atb_raw(played.session, lines[any(3)], NULL, note_end, mine) != ATB_OK) {
        *mine = false;
    }
}

static void move_bringup(void)
{
    switch (any(4)) {
    case 0:
        atb_bringup_again(&played.bringup);
        break;
    case 1:
        atb_bringup_stop(&played.bringup);
        break;
    case 2:
        start_with(played.list, note_stage);
        break;
    default:
        atb_bringup_reset(&played.bringup);
    }
}

static void act(void)
{
    switch (any(6)) {
    case 0:
        move_bringup();
        break;
    case 1:
        atb_abort(played.session);
        break;
    case 2:
        atb_modem_rebooted(played.session);
        break;
    default:
        begin_command();
    }
}

/* ---- what befalls the modem ------------------------------------------------------------------ */

static void befall(void)
{
    static const char *const deaf[] = {NULL, "AT+CEREG?", "AT+C", "AT"};
    switch (any(5)) {
    case 0:
        reboot();
        break;
    case 1:
        played.hung = !played.hung;
        break;
    case 2:
        played.deaf = deaf[any(4)];
        break;
    case 3:
        says(played.says->good_bye != NULL ? played.says->good_bye : played.says->lost_context);
        break;
    default:
        says(played.says->banner);
    }
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* Longer than any list has it. */
static void assert_let_go(void)
{
    static uint32_t since;
    static bool held;
    const bool pressed = played.bringup.key != NULL;
    since = pressed && held ? since : played.now;
    held = pressed;
    assert_true(played.now - since < 3000);
}

static void pass_and_look(uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms; passed += 100) {
        pass(100);
        assert_let_go();
        played.heard[0] = played.keys[0] = '\0';
    }
}

/* ---- the walk, and the way home -------------------------------------------------------------- */

static void calm_down(void)
{
    calm = true;
    played.hung = false;
    played.deaf = NULL;
    switch_on();
    atb_abort(played.session);
    start_with(played.list, note_stage);
    for (uint32_t passed = 0; played.bringup.stage != ATB_STAGE_UP; passed += 10000) {
        assert_true(passed < 2 * HOUR_MS);
        pass_and_look(10000);
    }
    for (unsigned i = 0; i < COMMANDS; i++) {
        assert_false(awaited[i]);
    }
}

static void whatever_it_does_data_can_flow_again(void **state)
{
    static const uint32_t times[] = {10, 100, 500, 2000, 20000};
    for (unsigned walk = 0; walk < WALKS; walk++) {
        assert_int_equal(played_modem(state), 0);
        memset(awaited, 0, sizeof awaited);
        seed = walk;
        calm = false;
        played.setup.pins = all_pins;
        start_with(played.list, note_stage);
        for (unsigned i = 0; i < STEPS; i++) {
            any(3) == 0 ? befall() : act();
            pass_and_look(times[any(5)]);
        }
        calm_down();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {EACH(whatever_it_does_data_can_flow_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
