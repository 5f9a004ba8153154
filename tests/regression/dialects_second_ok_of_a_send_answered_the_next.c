/* SPDX-License-Identifier: MIT */
/*
 * Fibocom's AT+MIPSEND is answered with two OKs. One was given up before the first; that one and a
 * silence behind it were taken for a modem that refuses marks, so the next command went out, and
 * the second OK was its answer.
 */
#include "script.h"

#define F (&world.fibocom)

static void start_a_send(void)
{
    static struct fibocom_mipsend_sent answer;
    assert_int_equal(fibocom_mipsend_ctrl_z_start(F, &answer, TELL, 1, "hi", 2), ATB_OK);
    hear(&F->session, "\r\n> ");
    assert_sent("AT+MIPSEND=1\rhi\x1A");
}

static void give_up_a_send(void)
{
    start_a_send();
    atb_abort(&F->session);
    assert_ended(ATB_ABORTED);
}

static void close_another(const char *question)
{
    assert_int_equal(fibocom_mipclose_start(F, NULL, TELL, 2), ATB_OK);
    assert_sent(question);
}

static void behind_the_first_nothing_goes_out(void **state)
{
    (void)state;
    give_up_a_send();
    close_another("AT+CSQ\r");
    hear(&F->session, "\r\nOK\r\n");
    wait_ms(&F->session, 4000);
    assert_sent("AT+CFUN?\r");
    assert_runs();
    hear(&F->session, "\r\n+MIPSEND: 1,0,2048\r\n\r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    assert_sent("");
    hear(&F->session, "\r\n+CFUN: 1\r\n\r\nOK\r\n");
    assert_sent("AT+MIPCLOSE=2\r");
    hear(&F->session, "\r\nOK\r\n\r\n+MIPCLOSE: 2,0\r\n");
    assert_ended(ATB_OK);
}

/* A modem that has neither +CSQ nor anything like it. */
static void behind_both_and_a_refusal_it_does(void **state)
{
    (void)state;
    give_up_a_send();
    close_another("AT+CSQ\r");
    hear(&F->session, "\r\nOK\r\n\r\n+MIPSEND: 1,0,2048\r\n\r\nOK\r\n\r\nERROR\r\n");
    wait_ms(&F->session, 4000);
    assert_sent("AT+MIPCLOSE=2\r");
}

/* The first has been paid: one OK is left, as of most commands. */
static void given_up_between_them_it_owes_one(void **state)
{
    (void)state;
    start_a_send();
    hear(&F->session, "\r\nOK\r\n");
    wait_ms(&F->session, 2000);
    assert_ended(ATB_TIMEOUT);
    close_another("AT+CSQ\r");
    hear(&F->session, "\r\n+MIPSEND: 1,0,2048\r\n\r\nOK\r\n\r\nERROR\r\n");
    wait_ms(&F->session, 4000);
    assert_sent("AT+MIPCLOSE=2\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(behind_the_first_nothing_goes_out),
        TEST(behind_both_and_a_refusal_it_does),
        TEST(given_up_between_them_it_owes_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
