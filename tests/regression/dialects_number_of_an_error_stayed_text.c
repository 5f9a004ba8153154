/* SPDX-License-Identifier: MIT */
/*
 * SIMCom's "+IP ERROR: 11", as AT+CIPCCFG errMode 0 has it, was a text like the words of
 * errMode 1: the session's error had a set and never a code of it.
 */
#include "script.h"

#define Q (&world.quectel)
#define S (&world.simcom)

static void assert_error(int32_t code)
{
    assert_ended(ATB_ERROR);
    assert_int_equal(S->session.error.code, code);
    assert_int_equal(S->session.error.set, SIMCOM_SET_ERR_INFO);
}

static void a_number_is_a_code(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipack_start(S, NULL, TELL, 1), ATB_OK);
    hear(&S->session, "\r\n+IP ERROR: 11\r\n\r\nERROR\r\n");
    assert_error(SIMCOM_ERR_INFO_CONNECTION_IS_NOT_CREATED);
    assert_int_equal(simcom_ipaddr_start(S, NULL, TELL), ATB_OK);
    hear(&S->session, "\r\n+IP ERROR: 0\r\n\r\nERROR\r\n");
    assert_error(SIMCOM_ERR_INFO_CONNECTION_TIME_OUT);
}

static void so_is_one_that_the_manual_does_not_have(void **state)
{
    (void)state;
    assert_int_equal(simcom_netopen_start(S, NULL, TELL), ATB_OK);
    hear(&S->session, "\r\n+IP ERROR: 99\r\n\r\nERROR\r\n");
    assert_error(99);
}

/* Whether or not the command waits for lines, too. */
static void so_is_one_with_a_sign(void **state)
{
    (void)state;
    assert_int_equal(quectel_qideact_start(Q, TELL, 1), ATB_OK);
    hear(&Q->session, "\r\n+CME ERROR: +3\r\n");
    assert_ended(ATB_ERROR);
    assert_int_equal(Q->session.error.code, 3);
    assert_int_equal(simcom_cipack_start(S, NULL, TELL, 1), ATB_OK);
    hear(&S->session, "\r\n+IP ERROR: +11\r\n\r\nERROR\r\n");
    assert_error(11);
}

static void words_are_none(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipack_start(S, NULL, TELL, 1), ATB_OK);
    hear(&S->session, "\r\n+IP ERROR: Connection is not created\r\n\r\nERROR\r\n");
    assert_error(ATB_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_number_is_a_code),
        TEST(so_is_one_that_the_manual_does_not_have),
        TEST(so_is_one_with_a_sign),
        TEST(words_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
