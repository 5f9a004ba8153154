/* SPDX-License-Identifier: MIT */
/*
 * Fibocom's AT+MIPSEND=1 ends when the modem's timer does. A port that stalled for longer let it
 * end amid the payload: the rest reached the command line, without an end, and the next line, a
 * mark, was read as its second half.
 */
#include "script.h"

#define F (&world.fibocom)

static struct fibocom_mipsend_sent answer;

static void the_rest_is_ended_before_the_next_line(void **state)
{
    (void)state;
    assert_int_equal(fibocom_mipsend_timeout_start(F, &answer, TELL, 1, "ab+b", 4), ATB_OK);
    world.room = 2;
    hear(&F->session, "\r\n> ");
    atb_abort(&F->session);
    assert_sent("AT+MIPSEND=1\rab");
    wait_ms(&F->session, 2000);
    world.room = SIZE_MAX; /* the modem has ended it meanwhile */
    wait_ms(&F->session, 60000);
    assert_sent("+b");
    assert_ended(ATB_ABORTED);
    assert_int_equal(fibocom_mipcall_disconnect_start(F, TELL, 1, "a", "b", 0), ATB_OK);
    assert_sent("\",?\"\rAT+CSQ\r");
    hear(&F->session, "\r\nERROR\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    assert_sent("AT+MIPCALL=0,1,\"a\",\"b\",0\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_rest_is_ended_before_the_next_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
