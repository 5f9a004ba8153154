/* SPDX-License-Identifier: MIT */
/*
 * SIMCom's modems give a connection's number to the next peer as soon as the last one has closed.
 * The layer, which still had to read and close the last one, closed the next one instead; what the
 * application had accepted was then nobody's, and held its socket for ever. Or it read for the last
 * one what the next one had sent.
 */
#include "listener.h"

/* Both lines come before the layer had its turn. */
static void the_next_peer_is_not_closed_with_the_last(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    accept(FIRST);
    assert_heard("i0");
    assert_sent("AT+CIPRXGET=2,0,64\r");
    hear(SIMCOM, "\r\n+IPCLOSE: 0,1\r\n\r\n+CLIENT: 0,0,192.0.2.9:5001\r\n");
    accept(SECOND);
    assert_heard("i0c1");
    assert_int_equal(sockets[FIRST].status, ATB_CLOSED);
    assert_int_equal(sockets[SECOND].id, 0);
    assert_int_equal(atb_socket_state(&sockets[SECOND]), ATB_SOCKET_OPEN);
    assert_sent("AT+CIPRXGET=2,0,64\r");
    says("\r\n+CIPRXGET: 1,0\r\n");
    says("\r\n+CIPRXGET: 2,0,4,0\r\ntest\r\nOK\r\n");
    assert_heard("r2");
    assert_sent("AT+CIPRXGET=2,0,64\r");
}

/* The application has not come to it yet: the last one reads nothing of it. */
static void what_the_next_peer_sends_is_its_own(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    accept(FIRST);
    hear(SIMCOM, "\r\n+IPCLOSE: 0,1\r\n\r\n+CLIENT: 0,0,192.0.2.9:5001\r\n"
                 "\r\n+CIPRXGET: 1,0\r\n");
    wait_ms(SIMCOM, 20);
    assert_heard("i0i0c1");
    assert_sent("AT+CIPRXGET=2,0,64\r");
    accept(SECOND);
    assert_sent("AT+CIPRXGET=2,0,64\r");
    assert_int_equal(atb_socket_state(&sockets[SECOND]), ATB_SOCKET_OPEN);
}

/* The line that said so was lost. */
static void a_peer_that_has_the_number_of_an_open_one_ends_it(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    accept(FIRST);
    says("\r\n+CLIENT: 1,0,192.0.2.8:5000\r\n");
    accept(OTHER);
    hear(SIMCOM, "\r\n+CLIENT: 0,0,192.0.2.9:5001\r\n");
    accept(SECOND);
    assert_heard("i0i0i0c1");
    assert_int_equal(sockets[FIRST].status, ATB_CLOSED);
    assert_int_equal(atb_socket_state(&sockets[OTHER]), ATB_SOCKET_OPEN);
    assert_int_equal(atb_socket_state(&sockets[LISTENER]), ATB_SOCKET_OPEN);
}

/* It is closed, and only waits until the application has taken what had come. */
static void a_peer_that_has_the_number_of_one_that_ended_leaves_it_its_data(void **state)
{
    char data[8];
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    accept(FIRST);
    says("\r\n+CIPRXGET: 1,0\r\n");
    says("\r\n+CIPRXGET: 2,0,4,0\r\ntest\r\nOK\r\n");
    says("\r\n+IPCLOSE: 0,1\r\n");
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    says("\r\n+CIPCLOSE: 0,0\r\n" OK);
    assert_int_equal(atb_socket_state(&sockets[FIRST]), ATB_SOCKET_ENDED);
    says("\r\n+CLIENT: 0,0,192.0.2.9:5001\r\n");
    accept(SECOND);
    assert_heard("i0r1r1i0");
    assert_int_equal(atb_socket_receive(&sockets[FIRST], data, sizeof data), 4);
    assert_memory_equal(data, "test", 4);
    wait_ms(SIMCOM, 20);
    assert_heard("c1");
    assert_int_equal(atb_socket_state(&sockets[SECOND]), ATB_SOCKET_OPEN);
}

/* Nobody knows any more whom a command that is under way closes or reads: both are closed, and no
 * byte comes to the wrong one. The last one is told once, the next one is not announced. */
static void closes_both(const char *answer)
{
    hear(SIMCOM, "\r\n+CLIENT: 0,0,192.0.2.9:5001\r\n");
    assert_int_equal(atb_socket_accept(&sockets[LISTENER], &sockets[SECOND], memory[SECOND], 64),
                     ATB_MISSING);
    assert_sent("");
    says(answer);
    assert_heard("");
    assert_sent("AT+CIPCLOSE=0\r");
    says(OK "\r\n+CIPCLOSE: 0,0\r\n");
    assert_heard("c1");
    assert_int_equal(sockets[FIRST].status, ATB_CLOSED);
    says("\r\n+CLIENT: 0,0,192.0.2.9:5002\r\n");
    accept(SECOND);
    assert_heard("i0");
}

static void the_next_peer_comes_while_the_last_is_closed(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    accept(FIRST);
    says("\r\n+IPCLOSE: 0,1\r\n");
    says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    assert_heard("i0");
    assert_sent("AT+CIPRXGET=2,0,64\rAT+CIPRXGET=2,0,64\rAT+CIPCLOSE=0\r");
    closes_both("\r\n+CIPCLOSE: 0,4\r\n\r\nERROR\r\n");
}

static void the_next_peer_comes_while_the_last_is_read(void **state)
{
    (void)state;
    listen();
    says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    accept(FIRST);
    says("\r\n+IPCLOSE: 0,1\r\n");
    assert_heard("i0");
    assert_sent("AT+CIPRXGET=2,0,64\rAT+CIPRXGET=2,0,64\r");
    closes_both("\r\n+CIPRXGET: 2,0,4,0\r\ntest\r\nOK\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_next_peer_is_not_closed_with_the_last, begin),
        cmocka_unit_test_setup(what_the_next_peer_sends_is_its_own, begin),
        cmocka_unit_test_setup(a_peer_that_has_the_number_of_an_open_one_ends_it, begin),
        cmocka_unit_test_setup(a_peer_that_has_the_number_of_one_that_ended_leaves_it_its_data,
                               begin),
        cmocka_unit_test_setup(the_next_peer_comes_while_the_last_is_closed, begin),
        cmocka_unit_test_setup(the_next_peer_comes_while_the_last_is_read, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
