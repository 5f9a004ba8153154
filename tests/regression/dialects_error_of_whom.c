/* SPDX-License-Identifier: MIT */
/*
 * The session's error was one number: nobody knew whose, +CME and +CMS never filled it in the
 * shipped dialects, it stayed from one command to the next, and its text could be NULL.
 */
#include "script.h"

#define Q (&world.quectel)
#define S (&world.simcom)
#define O (&world.onemo)

static void assert_error(const struct atb_session *session, int32_t code, unsigned set)
{
    assert_int_equal(session->error.code, code);
    assert_int_equal(session->error.set, set);
}

static void every_set_fills_it(void **state)
{
    (void)state;
    assert_int_equal(quectel_qiopen_start(Q, NULL, TELL, 1, 0, "TCP", "192.0.2.7", 7), ATB_OK);
    hear(&Q->session, "\r\nOK\r\n\r\n+QIOPEN: 0,566\r\n");
    assert_ended(ATB_ERROR);
    assert_error(&Q->session, 566, QUECTEL_SET_ERR);
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    assert_error(&Q->session, ATB_UNKNOWN, ATB_ERROR_NONE);
    hear(&Q->session, "\r\n+CME ERROR: 30\r\n");
    assert_ended(ATB_ERROR);
    assert_error(&Q->session, 30, ATB_ERROR_CME);
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    hear(&Q->session, "\r\n+CMS ERROR: 500\r\n");
    assert_error(&Q->session, 500, ATB_ERROR_CMS);
    assert_int_equal(onemo_mipclose_start(O, NULL, TELL, 0), ATB_OK);
    hear(&O->session, "\r\n+CIS ERROR: 551\r\n");
    assert_ended(ATB_ERROR);
    assert_error(&O->session, 551, ONEMO_SET_ERR);
}

static void a_prompt_that_does_not_come_has_one(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipsend_length_start(S, NULL, TELL, 2, "hello", 5), ATB_OK);
    hear(&S->session, "\r\n+CIPERROR: 4\r\n\r\nERROR\r\n");
    assert_ended(ATB_ERROR);
    assert_error(&S->session, 4, SIMCOM_SET_ERR);
}

static void in_words_or_not_at_all(void **state)
{
    (void)state;
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    hear(&Q->session, "\r\n+CME ERROR: SIM not inserted\r\n");
    assert_error(&Q->session, ATB_UNKNOWN, ATB_ERROR_CME);
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    hear(&Q->session, "\r\nERROR\r\n");
    assert_error(&Q->session, ATB_UNKNOWN, ATB_ERROR_NONE);
    assert_string_equal(quectel_err_text(566), "Invalid operation");
    assert_string_equal(quectel_err_text(ATB_UNKNOWN), "unknown error code");
}

static void another_commands_late_result_does_not(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipopen_tcp_start(S, NULL, TELL, 1, "192.0.2.7", 7), ATB_OK);
    hear(&S->session, "\r\nOK\r\n\r\n+CIPCLOSE: 2,4\r\n");
    assert_error(&S->session, ATB_UNKNOWN, ATB_ERROR_NONE);
    hear(&S->session, "\r\n+CIPOPEN: 1,0\r\n");
    assert_ended(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_set_fills_it),
        TEST(a_prompt_that_does_not_come_has_one),
        TEST(in_words_or_not_at_all),
        TEST(another_commands_late_result_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
