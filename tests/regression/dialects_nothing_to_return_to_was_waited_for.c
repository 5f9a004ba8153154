/* SPDX-License-Identifier: MIT */
/*
 * ATO where there is no connection to return to: V.250 6.3.7 has NO CARRIER for it, and a SIM7600
 * says so. SIMCom's table had ERROR alone, and the command waited for its time limit.
 */
#include "script.h"

#define S (&world.simcom)

static void no_carrier_ends_it(void **state)
{
    (void)state;
    atb_allow_transparent(&S->session);
    assert_int_equal(simcom_ato_start(S, TELL), ATB_OK);
    hear(&S->session, "\r\nNO CARRIER\r\n");
    assert_ended(ATB_ERROR);
    assert_false(atb_is_transparent(&S->session));
}

/* Who hangs up a call says so, too: no business of the command under way. */
static void a_call_that_ends_ends_no_command(void **state)
{
    (void)state;
    assert_int_equal(simcom_netopen_start(S, NULL, TELL), ATB_OK);
    hear(&S->session, "\r\nNO CARRIER\r\n\r\nOK\r\n\r\n+NETOPEN: 0\r\n");
    assert_ended(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(no_carrier_ends_it),
                                       TEST(a_call_that_ends_ends_no_command)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
