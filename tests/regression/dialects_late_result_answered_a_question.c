/* SPDX-License-Identifier: MIT */
/*
 * A late result of one command came while another form of it asked for a list: it became
 * an entry of the list (SIMCom AT+CIPOPEN?), or a malformed answer (Fibocom AT+MIPCLOSE?).
 */
#include "script.h"

#define S (&world.simcom)
#define F (&world.fibocom)
#define O (&world.onemo)

static void cipopen(void **state)
{
    struct simcom_cipopen_read_info links[10];
    (void)state;
    assert_int_equal(simcom_cipopen_read_start(S, links, 10, TELL), ATB_OK);
    hear(&S->session, "\r\n+CIPOPEN: 1,0\r\n");
    hear(&S->session, "\r\n+CIPOPEN: 0,\"TCP\",\"192.0.2.7\",7,-1\r\n+CIPOPEN: 1\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(S->session.answer.count, 2);
    assert_int_equal(links[0].link_num, 0);
    assert_int_equal(links[1].link_num, 1);
    assert_false(links[1].has_type);
}

static void mipclose(void **state)
{
    struct fibocom_mipclose_active sockets;
    (void)state;
    assert_int_equal(fibocom_mipclose_read_start(F, &sockets, TELL), ATB_OK);
    hear(&F->session, "\r\n+MIPCLOSE: 1,512,2\r\n");
    hear(&F->session, "\r\n+MIPCLOSE: 2,3\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(F->session.answer.count, 1);
    assert_int_equal(sockets.socket_id_count, 2);
    assert_int_equal(fibocom_mipclose_read_start(F, &sockets, TELL), ATB_OK);
    hear(&F->session, "\r\n+MIPCLOSE: 1,0\r\n");
    assert_runs();
    hear(&F->session, "\r\nOK\r\n");
    assert_ended(ATB_INCOMPLETE);
    assert_int_equal(F->session.answer.count, 0);
}

static void onemo_close_while_another_open_waits(void **state)
{
    struct onemo_mipopen_result opened;
    (void)state;
    assert_int_equal(onemo_mipopen_start(O, &opened, TELL, 1, "TCP", "192.0.2.7", 7), ATB_OK);
    hear(&O->session, "\r\nOK\r\n\r\n+MIPOPEN: 0,0\r\n\r\n+MIPCLOSE: 1,0\r\n");
    assert_runs();
    hear(&O->session, "\r\n+MIPOPEN: 1,0\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(opened.connect_id, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cipopen),
        TEST(mipclose),
        TEST(onemo_close_while_another_open_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
