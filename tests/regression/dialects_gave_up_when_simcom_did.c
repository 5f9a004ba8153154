/* SPDX-License-Identifier: MIT */
/*
 * AT+CIPTIMEOUT is how long a SIMCom modem itself waits before it says that nothing came of a
 * command, and our limits were just as long: its word came a moment behind them, a time-out
 * was reported in place of the modem's code.
 */
#include "script.h"

#define S (&world.simcom)

enum { LIMIT = 3000, A_MOMENT = 300, TIMED_OUT = 10 };

static int set_up_short(void **state)
{
    set_up(state);
    assert_int_equal(simcom_ciptimeout_start(S, TELL, LIMIT, LIMIT, LIMIT), ATB_OK);
    hear(&S->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
    return 0;
}

static void says_at_its_limit(const char *text, int status, int32_t code)
{
    wait_ms(&S->session, LIMIT + A_MOMENT);
    assert_runs();
    hear(&S->session, text);
    assert_ended(status);
    assert_int_equal(S->session.error.code, code);
}

static void an_activation_outlives_its_limit(void **state)
{
    (void)state;
    assert_int_equal(simcom_netopen_start(S, NULL, TELL), ATB_OK);
    hear(&S->session, "\r\nOK\r\n");
    says_at_its_limit("\r\n+NETOPEN: 10\r\n", ATB_ERROR, TIMED_OUT);
}

static void a_connection_outlives_its_limit(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipopen_tcp_start(S, NULL, TELL, 1, "192.0.2.7", 7), ATB_OK);
    hear(&S->session, "\r\nOK\r\n");
    says_at_its_limit("\r\n+CIPOPEN: 1,10\r\n", ATB_ERROR, TIMED_OUT);
}

static void a_transparent_connection_outlives_its_limit(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipopen_tcp_start(S, NULL, TELL, 0, "192.0.2.7", 7), ATB_OK);
    says_at_its_limit("\r\nCONNECT FAIL\r\n", ATB_ERROR, ATB_UNKNOWN);
    assert_int_equal(simcom_cipopen_udp_start(S, NULL, TELL, 0, "192.0.2.7", 7, 5000), ATB_OK);
    says_at_its_limit("\r\nCONNECT FAIL\r\n", ATB_ERROR, ATB_UNKNOWN);
}

static void a_send_outlives_its_limit(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipsend_length_start(S, NULL, TELL, 1, "hello", 5), ATB_OK);
    hear(&S->session, "\r\n>");
    wait_ms(&S->session, 100);
    hear(&S->session, "\r\nOK\r\n");
    says_at_its_limit("\r\n+CIPSEND: 1,5,0\r\n", ATB_ERROR, ATB_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_activation_outlives_its_limit, set_up_short),
        cmocka_unit_test_setup(a_connection_outlives_its_limit, set_up_short),
        cmocka_unit_test_setup(a_transparent_connection_outlives_its_limit, set_up_short),
        cmocka_unit_test_setup(a_send_outlives_its_limit, set_up_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
