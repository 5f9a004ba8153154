/* SPDX-License-Identifier: MIT */
/*
 * Where a Fibocom module waits for somebody else before it says how a command ended, our limit
 * was as long as its wait, or shorter: a name that is not found is told after 60 s (1.2), a
 * closed connection after a delay of up to 7.5 s (1.3, 1.10), typed data after SENDTIME (2.2).
 * Its word came behind a time-out.
 */
#include "script.h"

#define F (&world.fibocom)

enum { A_MOMENT = 300 };

static void says_after(uint32_t ms, const char *text, int status)
{
    wait_ms(&F->session, ms + A_MOMENT);
    assert_runs();
    hear(&F->session, text);
    assert_ended(status);
}

static void a_name_is_not_found(void **state)
{
    (void)state;
    assert_int_equal(fibocom_mipopen_start(F, NULL, TELL, 1, ATB_EMPTY, "example.org", 7, 0),
                     ATB_OK);
    hear(&F->session, "\r\nOK\r\n");
    says_after(60000, "\r\n+MIPOPEN: 1,0\r\n", ATB_ERROR);
    assert_int_equal(fibocom_mipodm_start(F, NULL, TELL, 1, ATB_EMPTY, "example.org", 7, 0),
                     ATB_OK);
    hear(&F->session, "\r\nOK\r\n");
    says_after(60000, "\r\n+MIPSTAT: 1,1\r\n", ATB_ERROR);
    assert_int_equal(fibocom_mipdns_start(F, NULL, TELL, "example.org"), ATB_OK);
    says_after(10000, "\r\nERROR\r\n", ATB_ERROR);
}

static void a_server_does_not_answer(void **state)
{
    (void)state;
    assert_int_equal(fibocom_mipntp_start(F, NULL, TELL, "example.org", 123), ATB_OK);
    hear(&F->session, "\r\nOK\r\n");
    says_after(120000, "\r\n+MIPNTP: 0\r\n", ATB_ERROR);
}

static void the_network_does_not_answer(void **state)
{
    (void)state;
    assert_int_equal(fibocom_mipcall_start(F, NULL, TELL, 1), ATB_OK);
    hear(&F->session, "\r\nOK\r\n");
    says_after(30000, "\r\n+MIPCALL:0\r\n", ATB_ERROR);
}

static void a_connection_lingers(void **state)
{
    (void)state;
    assert_int_equal(fibocom_mipclose_start(F, NULL, TELL, 1, 2), ATB_OK);
    hear(&F->session, "\r\nOK\r\n");
    says_after(7500, "\r\n+MIPCLOSE: 1,0\r\n", ATB_OK);
}

static void typed_data_waits_for_its_timer(void **state)
{
    (void)state;
    assert_int_equal(fibocom_gtset_sendtime_start(F, TELL, 5), ATB_OK);
    hear(&F->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(fibocom_mipsend_timeout_start(F, NULL, TELL, 1, "hello", 5), ATB_OK);
    hear(&F->session, "\r\n> \r\n");
    says_after(6000, "\r\nOK\r\n+MIPPUSH: 1,0\r\n+MIPSEND: 1,0,2048\r\nOK\r\n", ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_name_is_not_found),
        TEST(a_server_does_not_answer),
        TEST(the_network_does_not_answer),
        TEST(a_connection_lingers),
        TEST(typed_data_waits_for_its_timer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
