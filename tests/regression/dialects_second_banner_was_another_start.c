/* SPDX-License-Identifier: MIT */
/*
 * BG95 and BG96 say APP RDY seconds behind RDY. It ended the command under way, whose answer then
 * was the next one's, and bring-up began once more.
 */
#include "script.h"

#include "atb_bringup.h"
#include "cellular.h"
#include "quectel_bringup.h"

#define Q (&world.quectel)

static void ask(struct atb_session *session)
{
    assert_int_equal(atb_raw(session, "AT+CPIN?", NULL, TELL), ATB_OK);
}

static void assert_answered(struct atb_session *session)
{
    assert_runs();
    hear(session, "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
}

static unsigned banners;

static void count_banner(void *app)
{
    (void)app;
    banners++;
}

static void what_follows_the_first_banner_ends_nothing(void **state)
{
    static const struct atb_handler handlers[] = {QUECTEL_ON_RDY(count_banner),
                                                  QUECTEL_ON_APP_RDY(count_banner)};
    (void)state;
    banners = 0;
    assert_int_equal(quectel_init(Q, &port, world.memory[0], MEMORY, handlers, 2, NULL), ATB_OK);
    for (int i = 0; i < 3; i++) {
        ask(&Q->session);
        hear(&Q->session, "\r\nRDY\r\n");
        assert_ended(ATB_REBOOTED);
        ask(&Q->session);
        hear(&Q->session, "\r\nAPP RDY\r\n");
        assert_answered(&Q->session);
    }
    assert_int_equal(banners, 6);
}

static void what_follows_keeps_settings(void **state)
{
    (void)state;
    hear(&Q->session, "\r\nRDY\r\n");
    atb_set_setting(&Q->session, QUECTEL_SETTING_ACCESS_MODE + 3, 1);
    hear(&Q->session, "\r\nAPP RDY\r\n");
    assert_int_equal(Q->session.settings[QUECTEL_SETTING_ACCESS_MODE + 3], 1);
    hear(&Q->session, "\r\nAPP RDY\r\n");
    assert_int_equal(Q->session.settings[QUECTEL_SETTING_ACCESS_MODE + 3], ATB_UNKNOWN);
}

/* RDY was lost: APP RDY is the start's first. */
static void one_that_follows_nothing_is_a_start(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        ask(&Q->session);
        hear(&Q->session, "\r\nAPP RDY\r\n");
        assert_ended(ATB_REBOOTED);
    }
    ask(&Q->session);
    hear(&Q->session, "\r\nRDY\r\n");
    assert_ended(ATB_REBOOTED);
}

static void the_same_banner_again_is_another_start(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        ask(&world.simcom.session);
        hear(&world.simcom.session, "\r\nRDY\r\n");
        assert_ended(ATB_REBOOTED);
        ask(&world.onemo.session);
        hear(&world.onemo.session, "\r\n+MATREADY\r\n");
        assert_ended(ATB_REBOOTED);
    }
}

/* ---- bring-up --------------------------------------------------------------------------- */

static struct atb_bringup bringup;

static void ignore_stage(void *app, int stage)
{
    (void)app;
    (void)stage;
}

static void answer_step(void)
{
    hear(&Q->session, strstr(world.sent, "CPIN") != NULL ? "\r\n+CPIN: READY\r\n" : "");
    hear(&Q->session, strstr(world.sent, "REG?") != NULL ? "\r\n+CEREG: 0,1\r\n" : "");
    hear(&Q->session, world.length > 0 ? "\r\nOK\r\n" : "");
    world.length = 0;
    world.sent[0] = '\0';
}

static void bring_up(void)
{
    static const struct atb_bringup_setup setup = {0};
    atb_bringup_start(&bringup, &Q->session, &quectel_bringup, &setup, ignore_stage, NULL);
    for (int i = 0; i < 400 && bringup.stage != ATB_STAGE_UP; i++) {
        wait_ms(&Q->session, 10);
        answer_step();
    }
    assert_int_equal(bringup.stage, ATB_STAGE_UP);
}

/* The module may have refused what came before APP RDY: its settings are made once more, behind the
 * answer to what is under way. */
static void bring_up_lets_its_command_be_answered(void **state)
{
    (void)state;
    bring_up();
    hear(&Q->session, "\r\nRDY\r\n");
    wait_ms(&Q->session, 10);
    assert_sent("ATE0\r");
    hear(&Q->session, "\r\nOK\r\n");
    wait_ms(&Q->session, 10);
    assert_sent("AT+CMEE=1\r");
    hear(&Q->session, "\r\nAPP RDY\r\n");
    wait_ms(&Q->session, 100);
    assert_sent("");
    hear(&Q->session, "\r\nERROR\r\n");
    wait_ms(&Q->session, 10);
    assert_sent("ATE0\r");
    hear(&Q->session, "\r\nOK\r\n");
    wait_ms(&Q->session, 10);
    assert_sent("AT+CMEE=1\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_follows_the_first_banner_ends_nothing),
        TEST(what_follows_keeps_settings),
        TEST(one_that_follows_nothing_is_a_start),
        TEST(the_same_banner_again_is_another_start),
        TEST(bring_up_lets_its_command_be_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
