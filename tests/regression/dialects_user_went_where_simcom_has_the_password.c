/* SPDX-License-Identifier: MIT */
/*
 * SIMCom's +CGAUTH has the password before the user (its manuals of all commands; the tests'
 * own TinyGSM knew it), 27.007 has it behind: bring-up sent the user as the password.
 */
#include "script.h"

#include "simcom_bringup.h"

#define S (&world.simcom.session)

static struct atb_bringup bringup;
static const struct atb_bringup_setup setup = {.apn = "net", .user = "me", .password = "sesame"};

static void on_stage(void *app, int stage)
{
    *(int *)app = stage;
}

/* The modem answers one command, which must be this one. */
static void answers(const char *command, const char *text)
{
    for (int i = 0; i < 200 && world.length == 0; i++) {
        wait_ms(S, 10);
    }
    assert_sent(command);
    hear(S, text);
}

static void to_the_context(void)
{
    answers("AT\r", "\r\nOK\r\n");
    answers("ATE0\r", "\r\nOK\r\n");
    answers("AT+CMEE=1\r", "\r\nOK\r\n");
    answers("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    answers("AT\r", "\r\nOK\r\n");
    answers("AT+CEREG?\r", "\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    answers("AT+CEREG=1\r", "\r\nOK\r\n");
    answers("AT+NETCLOSE\r", "\r\n+NETCLOSE: 2\r\n\r\nERROR\r\n");
}

static void the_password_comes_first(void **state)
{
    int stage = ATB_STAGE_POWER;
    (void)state;
    atb_bringup_start(&bringup, S, &simcom_bringup, &setup, on_stage, &stage);
    to_the_context();
    answers("AT+CGDCONT=1,\"IP\",\"net\"\r", "\r\nOK\r\n");
    answers("AT+CGAUTH=1,1,\"sesame\",\"me\"\r", "\r\nOK\r\n");
    answers("AT+NETOPEN\r", "\r\nOK\r\n\r\n+NETOPEN: 0\r\n");
    wait_ms(S, 10);
    assert_int_equal(stage, ATB_STAGE_UP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_password_comes_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
