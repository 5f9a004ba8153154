/* SPDX-License-Identifier: MIT */
/*
 * A peer that closed before it was accepted: on SIMCom's modems, which number servers and
 * connections apart, the line that told of peer 0 ended server 0. On both that have servers it was
 * told once: the socket that was accepted later never heard of its end.
 */
#include "listener.h"

/* It is told by its number, which the server has, too. */
static void the_server_goes_on(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    says("\r\n+IPCLOSE: 0,1\r\n");
    assert_heard("i0");
    assert_sent("");
    assert_int_equal(atb_socket_state(&sockets[LISTENER]), ATB_SOCKET_OPEN);
    says("\r\n+CLIENT: 1,0,192.0.2.9:5001\r\n");
    assert_heard("i0");
}

/* We have closed it ourselves, and the modem says so once more (reason 0). */
static void an_end_that_is_told_twice_is_not_the_servers(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    accept(FIRST);
    atb_socket_close(&sockets[FIRST]);
    wait_ms(SIMCOM, 20);
    says(OK "\r\n+CIPCLOSE: 0,0\r\n");
    says("\r\n+IPCLOSE: 0,0\r\n");
    assert_heard("i0c1");
    assert_int_equal(atb_socket_state(&sockets[LISTENER]), ATB_SOCKET_OPEN);
}

/* A modem that has nothing for it answers as for one that is open. */
static void whoever_accepts_it_hears_of_its_end(void **state)
{
    char data[8];
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    says("\r\n+CIPRXGET: 1,0\r\n\r\n+IPCLOSE: 0,1\r\n");
    assert_int_equal(atb_socket_accept(&sockets[LISTENER], &sockets[FIRST], memory[FIRST], 64),
                     ATB_OK);
    wait_ms(SIMCOM, 20);
    says("\r\n+CIPRXGET: 2,0,4,0\r\ntest\r\nOK\r\n");
    assert_heard("i0r1");
    assert_int_equal(atb_socket_receive(&sockets[FIRST], data, sizeof data), 4);
    wait_ms(SIMCOM, 20);
    assert_sent("AT+CIPRXGET=2,0,64\rAT+CIPCLOSE=0\r");
    says("\r\n+CIPCLOSE: 0,4\r\n\r\nERROR\r\n");
    assert_heard("c1");
    assert_int_equal(sockets[FIRST].status, ATB_CLOSED);
}

/* The next one that has its number is another. */
static void the_next_peer_is_open(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    says("\r\n+IPCLOSE: 0,1\r\n");
    says("\r\n+CLIENT: 0,0,192.0.2.9:5001\r\n");
    accept(FIRST);
    assert_heard("i0i0");
    assert_int_equal(atb_socket_state(&sockets[FIRST]), ATB_SOCKET_OPEN);
    assert_int_equal(atb_socket_accept(&sockets[LISTENER], &sockets[SECOND], memory[SECOND], 64),
                     ATB_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_server_goes_on, begin),
        cmocka_unit_test_setup(an_end_that_is_told_twice_is_not_the_servers, begin),
        cmocka_unit_test_setup(whoever_accepts_it_hears_of_its_end, begin),
        cmocka_unit_test_setup(the_next_peer_is_open, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
