/* SPDX-License-Identifier: MIT */
/*
 * SIMCom's modems number servers and connections apart: server 0 has connection 0 as its first
 * peer. From then on what was said of the server was taken for that connection's, no further peer
 * was heard of; or, where the server stood first in the list, what was said of the connection for
 * the server's.
 */
#include "listener.h"

static void both_peers_are_heard_of(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    assert_heard("i0");
    accept(FIRST);
    assert_int_equal(sockets[FIRST].id, 0);
    says("\r\n+CLIENT: 1,0,192.0.2.9:5001\r\n");
    assert_heard("i0");
    accept(SECOND);
    assert_int_equal(sockets[SECOND].id, 1);
}

/* The list has the newest first: here that is the server. */
static void what_a_connection_is_told_is_its_own(void **state)
{
    (void)state;
    assert_int_equal(atb_socket_open(&net, &sockets[FIRST], &simcom_tcp, "192.0.2.7", 7,
                                     memory[FIRST], sizeof memory[FIRST]),
                     ATB_OK);
    atb_net_up(&net, false);
    atb_socket_close(&sockets[FIRST]);
    wait_ms(SIMCOM, 20);
    atb_net_up(&net, true);
    assert_heard("c1");
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    assert_heard("i0");
    accept(FIRST);
    assert_sent("AT+CIPRXGET=2,0,64\r");
    says("\r\n+CIPRXGET: 1,0\r\n");
    assert_sent("AT+CIPRXGET=2,0,64\r");
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    says("\r\n+IPCLOSE: 0,1\r\n");
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    assert_sent("AT+CIPRXGET=2,0,64\rAT+CIPCLOSE=0\r");
    says("\r\n+CIPCLOSE: 0,4\r\n\r\nERROR\r\n");
    assert_heard("c1");
    assert_int_equal(atb_socket_state(&sockets[LISTENER]), ATB_SOCKET_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(both_peers_are_heard_of, begin),
        cmocka_unit_test_setup(what_a_connection_is_told_is_its_own, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
