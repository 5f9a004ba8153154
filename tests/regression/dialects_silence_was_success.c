/* SPDX-License-Identifier: MIT */
/*
 * OneMO: OK and then silence ended AT+MIPOPEN as ATB_OK after 65 s, and one lost ping
 * ended a run while the modem still pinged.
 */
#include "script.h"

#define O (&world.onemo)

static void open_without_a_result(void **state)
{
    (void)state;
    assert_int_equal(onemo_mipopen_start(O, NULL, TELL, 0, "TCP", "192.0.2.7", 7), ATB_OK);
    hear(&O->session, "\r\nOK\r\n");
    wait_ms(&O->session, 120000);
    assert_ended(ATB_TIMEOUT);
}

static void transparent_mode_without_connect(void **state)
{
    (void)state;
    assert_int_equal(onemo_mipmode_transparent_start(O, TELL, 0), ATB_OK);
    hear(&O->session, "\r\nOK\r\n");
    wait_ms(&O->session, 120000);
    assert_ended(ATB_TIMEOUT);
    assert_false(atb_is_transparent(&O->session));
}

static void one_lost_ping(void **state)
{
    (void)state;
    assert_int_equal(onemo_mping_start(O, NULL, 0, TELL, "example.com", 1, 3), ATB_OK);
    hear(&O->session, "\r\nOK\r\n\r\n+MPING: 0,\"192.0.2.7\",16,60,23\r\n\r\n+MPING: 4\r\n");
    assert_runs();
    hear(&O->session, "\r\n+MPING: 0,\"192.0.2.7\",16,60,23\r\n");
    assert_runs();
    hear(&O->session, "\r\n+MPING: \"statistics\",3,1,60,60,60\r\n");
    assert_ended(ATB_OK);
}

static void one_ping_of_one(void **state)
{
    (void)state;
    assert_int_equal(onemo_mping_start(O, NULL, 0, TELL, "example.com", 1, 1), ATB_OK);
    hear(&O->session, "\r\nOK\r\n\r\n+MPING: 4\r\n");
    assert_ended(ATB_ERROR);
    assert_int_equal(onemo_mping_start(O, NULL, 0, TELL, "example.com", 1, 1), ATB_OK);
    hear(&O->session, "\r\nOK\r\n\r\n+MPING: 0,\"192.0.2.7\",16,60,23\r\n");
    assert_ended(ATB_OK);
}

static void a_name_that_nobody_knows(void **state)
{
    (void)state;
    assert_int_equal(onemo_mping_start(O, NULL, 0, TELL, "example.com", 1, 3), ATB_OK);
    hear(&O->session, "\r\nOK\r\n\r\n+MPING: 1\r\n");
    assert_ended(ATB_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(open_without_a_result), TEST(transparent_mode_without_connect), TEST(one_lost_ping),
        TEST(one_ping_of_one),       TEST(a_name_that_nobody_knows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
