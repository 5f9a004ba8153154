/* SPDX-License-Identifier: MIT */
/*
 * An open that the modem refuses behind OK: "socket identity has been used". What the command set
 * held from OK on and stayed, so the connection that was open under that id was read in the mode
 * of the one that never was: in buffer mode `+QIURC: "recv",0,5` was framed as pushed payload.
 */
#include "script.h"

#define OK    "\r\nOK\r\n"
#define MODES 3

static void quectel_opens(int mode, const char *answer, int status)
{
    struct quectel_qiopen_result opened;
    assert_int_equal(quectel_qiopen_start(&world.quectel, &opened, keep_status, NULL, 1, 0, "TCP",
                                          "192.0.2.7", 7, 0, mode),
                     ATB_OK);
    hear(&world.quectel.session, answer);
    assert_ended(status);
}

static void quectel_refuses(void **state)
{
    int32_t *mode = world.quectel.session.settings + QUECTEL_SETTING_ACCESS_MODE;
    (void)state;
    quectel_opens(0, OK "\r\n+QIOPEN: 0,0\r\n", ATB_OK);
    for (int other = 1; other < MODES; other++) {
        quectel_opens(other, OK "\r\n+QIOPEN: 0,562\r\n", ATB_ERROR);
        assert_int_equal(*mode, 0);
    }
    quectel_qiact_start(&world.quectel, keep_status, NULL, 1);
    hear(&world.quectel.session, "\r\n+QIURC: \"recv\",0,5\r\n" OK);
    assert_ended(ATB_OK); /* OK is a line, no payload */
}

static void quectel_says_nothing(void **state)
{
    struct quectel_qiopen_result opened;
    int32_t *mode = world.quectel.session.settings + QUECTEL_SETTING_ACCESS_MODE;
    (void)state;
    quectel_opens(0, OK "\r\n+QIOPEN: 0,0\r\n", ATB_OK);
    (void)quectel_qiopen_start(&world.quectel, &opened, keep_status, NULL, 1, 0, "TCP", "192.0.2.7",
                               7, 0, 1);
    hear(&world.quectel.session, OK);
    assert_int_equal(*mode, 1);
    atb_abort(&world.quectel.session);
    assert_ended(ATB_ABORTED);
    assert_int_equal(*mode, 0);
}

static void quectel_starts_again(void **state)
{
    struct quectel_qiopen_result opened;
    (void)state;
    quectel_opens(0, OK "\r\n+QIOPEN: 0,0\r\n", ATB_OK);
    (void)quectel_qiopen_start(&world.quectel, &opened, keep_status, NULL, 1, 0, "TCP", "192.0.2.7",
                               7, 0, 1);
    hear(&world.quectel.session, OK "\r\nRDY\r\n");
    assert_ended(ATB_REBOOTED);
    assert_int_equal(world.quectel.session.settings[QUECTEL_SETTING_ACCESS_MODE], ATB_UNKNOWN);
}

/* Nor is it known any more of a connection that its context took with it. */
static void quectel_deactivates(void **state)
{
    (void)state;
    quectel_opens(0, OK "\r\n+QIOPEN: 0,0\r\n", ATB_OK);
    assert_int_equal(quectel_qideact_start(&world.quectel, keep_status, NULL, 1), ATB_OK);
    hear(&world.quectel.session, OK);
    assert_ended(ATB_OK);
    assert_int_equal(world.quectel.session.settings[QUECTEL_SETTING_ACCESS_MODE], ATB_UNKNOWN);
}

static void onemo_opens(int mode, const char *answer, int status)
{
    struct onemo_mipopen_result opened;
    assert_int_equal(onemo_mipopen_start(&world.onemo, &opened, keep_status, NULL, 0, "TCP",
                                         "192.0.2.7", 7, 60, mode),
                     ATB_OK);
    hear(&world.onemo.session, answer);
    assert_ended(status);
}

static void onemo_refuses(void **state)
{
    int32_t *mode = world.onemo.session.settings + ONEMO_SETTING_ACCESS_MODE;
    (void)state;
    onemo_opens(2, OK "\r\n+MIPOPEN: 0,0\r\n", ATB_OK);
    onemo_opens(0, OK "\r\n+MIPOPEN: 0,552\r\n", ATB_ERROR);
    assert_int_equal(*mode, 2);
    onemo_opens(0, "\r\n+CME ERROR: 552\r\n", ATB_ERROR);
    assert_int_equal(*mode, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(quectel_refuses),     TEST(quectel_says_nothing), TEST(quectel_starts_again),
        TEST(quectel_deactivates), TEST(onemo_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
