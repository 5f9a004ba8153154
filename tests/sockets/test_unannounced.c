/* SPDX-License-Identifier: MIT */
/*
 * The line that announces a peer was lost: the peer is found by the next one that names it, else it
 * would wait for ever, and its number be the modem's.
 */
#include "listening.h"

static void a_peer_that_nobody_announced_is_found_by_its_data(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"recv\",11\r\n");
    app_hears("incoming 0, ");
    modem_says("\r\n+QIURC: \"recv\",11\r\n"); /* told once */
    app_hears("");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(sockets[1].id, 11);
    pass(10);
    modem_hears("AT+QIRD=11,64\r");
    modem_says("\r\n+QIRD: 4\r\ntest" OK);
    app_hears("readable 1, ");
    modem_says("\r\n+QIURC: \"recv\",11\r\n"); /* it has a socket now */
    app_hears("");
}

/* Else its number would be the modem's for ever: behind twelve such ones nobody could come. */
static void a_peer_that_nobody_announced_is_found_by_its_end(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"closed\",11\r\n");
    app_hears("incoming 0, ");
    assert_int_equal(accept(1, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIRD=11,64\r");
    modem_says("\r\n+QIRD: 4\r\ntest" OK);
    takes(&sockets[1], 64, "test");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    modem_hears("AT+QIRD=11,60\rAT+QICLOSE=11\r");
    modem_says(OK);
    app_hears("readable 1, closed 1, ");
    assert_int_equal(sockets[1].status, ATB_CLOSED);
}

/* Who takes it inside the event, too, hears of its end. */
static void accept_the_first(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    if (event == ATB_SOCKET_INCOMING) {
        assert_int_equal(accept(1, 64), ATB_OK);
    }
}

static void one_that_is_taken_at_once_ends_as_well(void **state)
{
    (void)state;
    listen();
    net.on_event = accept_the_first;
    modem_says("\r\n+QIURC: \"closed\",11\r\n");
    assert_int_equal(atb_socket_state(&sockets[1]), ATB_SOCKET_ENDING);
}

/* SIMCom's modems give a number back by themselves, and tell of an end that was our own. */
static void simcoms_is_found_by_its_data_alone(void **state)
{
    (void)state;
    assert_int_equal(atb_socket_open(&net, &sockets[0], &simcom_listener, NULL, 7, NULL, 0),
                     ATB_OK);
    pass(10);
    modem_says(OK);
    pass(10);
    modem_says(OK);
    app_hears("opened 0, ");
    modem_says("\r\n+IPCLOSE: 1,0\r\n");
    app_hears("");
    modem_says("\r\n+CIPRXGET: 1,0\r\n"); /* listeners are numbered apart */
    app_hears("incoming 0, ");
    assert_int_equal(accept(1, 64), ATB_OK);
}

/* Nobody knows whose it is, where two listen; and where none does it is nobody's. */
static void what_nobody_announced_is_not_given_to_one_of_two(void **state)
{
    (void)state;
    modem_says("\r\n+QIURC: \"recv\",11\r\n");
    listen();
    assert_int_equal(atb_socket_open(&net, &sockets[1], &quectel_listener, NULL, 2021, NULL, 0),
                     ATB_OK);
    pass(10);
    modem_says(OK "\r\n+QIOPEN: 1,0\r\n");
    app_hears("opened 1, ");
    modem_says("\r\n+QIURC: \"recv\",11\r\n\r\n+QIURC: \"closed\",11\r\n");
    app_hears("");
    atb_socket_close(&sockets[1]);
    pass(10);
    modem_says(OK);
    pass(10);
    app_hears("closed 1, ");
    modem_says("\r\n+QIURC: \"recv\",11\r\n");
    app_hears("incoming 0, ");
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_says(OK);
    pass(10);
    app_hears("closed 0, ");
    modem_says("\r\n+QIURC: \"recv\",10\r\n");
    app_hears("");
}

static void listen_beside_a_connection(void)
{
    listen();
    assert_int_equal(open_at(1, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK "\r\n+QIOPEN: 1,0\r\n");
    app_hears("opened 1, ");
}

/* A connection of our own has its number, and so has a peer that waits. */
static void what_is_somebodys_is_no_peer(void **state)
{
    (void)state;
    listen_beside_a_connection();
    modem_says("\r\n+QIURC: \"recv\",1\r\n\r\n+QIURC: \"closed\",1\r\n"
               "\r\n+QIURC: \"recv\",16\r\n\r\n+QIURC: \"recv\",0\r\n");
    app_hears("");
}

/* Nor is its number another's. */
static void a_peer_is_found_beside_a_connection(void **state)
{
    (void)state;
    listen_beside_a_connection();
    modem_says("\r\n+QIURC: \"recv\",11\r\n");
    app_hears("incoming 0, ");
}

#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)

int main(void)
{
    const struct CMUnitTest tests[] = {
        QUECTEL(a_peer_that_nobody_announced_is_found_by_its_data),
        QUECTEL(a_peer_that_nobody_announced_is_found_by_its_end),
        QUECTEL(one_that_is_taken_at_once_ends_as_well),
        cmocka_unit_test_setup(simcoms_is_found_by_its_data_alone, on_simcom),
        QUECTEL(what_nobody_announced_is_not_given_to_one_of_two),
        QUECTEL(what_is_somebodys_is_no_peer),
        QUECTEL(a_peer_is_found_beside_a_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
