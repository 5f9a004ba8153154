/* SPDX-License-Identifier: MIT */
/* Listeners: a peer is announced, has a number that nobody else gets, and is taken once. */
#include "listening.h"

static void a_peer_is_a_socket_of_its_own(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    app_hears("incoming 0, ");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(atb_socket_state(&sockets[1]), ATB_SOCKET_OPEN);
    assert_int_equal(sockets[1].id, 11);
    pass(10);
    modem_hears("AT+QIRD=11,64\r"); /* its line may have come before */
    modem_says("\r\n+QIRD: 4\r\ntest" OK);
    app_hears("readable 1, ");
    takes(&sockets[1], 64, "test");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    modem_hears("AT+QIRD=11,60\r");
    assert_int_equal(atb_socket_send(&sockets[1], "back", 4), ATB_OK);
    pass(10);
    modem_hears("AT+QISEND=11,4\r");
}

static void a_peer_is_taken_once(void **state)
{
    (void)state;
    listen();
    assert_int_equal(accept(1, 64), ATB_MISSING);
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    assert_int_equal(accept(1, 0), ATB_NO_ROOM);
    assert_int_equal(accept(0, 64), ATB_BUSY); /* the listener itself is in use */
    assert_int_equal(accept(1, 1), ATB_OK);
    assert_int_equal(accept(2, 64), ATB_MISSING);
}

static void a_socket_that_was_used_before_takes_the_next_peer(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    assert_int_equal(accept(1, 64), ATB_OK);
    atb_socket_close(&sockets[1]);
    pass(10);
    modem_hears("AT+QICLOSE=11\r");
    modem_says(OK);
    modem_says("\r\n+QIURC: \"incoming\",10,0,\"192.0.2.9\",5001\r\n");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(sockets[1].id, 10);
}

/* It asked for something and hung up: that is still to be read, and its number is the modem's until
 * it is closed. */
static void a_peer_that_has_gone_before_it_is_taken_is_heard_all_the_same(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n"
               "\r\n+QIURC: \"recv\",11\r\n\r\n+QIURC: \"closed\",11\r\n");
    pass(10);
    modem_hears("");
    assert_int_equal(accept(1, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIRD=11,64\r");
    modem_says("\r\n+QIRD: 4\r\ntest" OK);
    takes(&sockets[1], 64, "test");
    modem_says("\r\n+CME ERROR: 559\r\n");
    modem_hears("AT+QIRD=11,60\rAT+QICLOSE=11\r");
    modem_says(OK);
    app_hears("incoming 0, readable 1, closed 1, ");
    assert_int_equal(sockets[1].status, ATB_CLOSED);
}

/* Where the modem answers for it as for one that has sent nothing. */
static void a_peer_that_has_gone_ends_where_nothing_is_left(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n"
               "\r\n+QIURC: \"closed\",11\r\n");
    assert_int_equal(accept(1, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIRD=11,64\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    modem_hears("AT+QICLOSE=11\r");
    modem_says(OK);
    app_hears("incoming 0, closed 1, ");
    assert_int_equal(sockets[1].status, ATB_CLOSED);
}

static void two_peers_that_have_gone_both_end(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n"
               "\r\n+QIURC: \"incoming\",10,0,\"192.0.2.9\",5001\r\n"
               "\r\n+QIURC: \"closed\",11\r\n\r\n+QIURC: \"closed\",10\r\n");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(accept(2, 64), ATB_OK);
    for (int i = 0; i < 4; i++) {
        pass(10);
        modem_says("\r\n+QIRD: 0\r\n" OK);
    }
    app_hears("incoming 0, incoming 0, closed 2, closed 1, ");
}

/* Nobody reads for ever what the network has ended. */
/* The line that said so was lost, or is late: what it had sent waits for the application. */
static void bytes_of_one_whose_number_the_next_has_are_told_once_more(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    assert_int_equal(accept(1, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIRD=11,64\r");
    modem_says("\r\n+QIRD: 4\r\ntest" OK);
    modem_hears("AT+QIRD=11,60\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    app_hears("incoming 0, readable 1, ");
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5001\r\n");
    pass(10);
    app_hears("incoming 0, readable 1, ");
    takes(&sockets[1], 64, "test");
    pass(10);
    app_hears("closed 1, ");
}

static void a_peer_that_waited_while_the_context_went_is_gone(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n"
               "\r\n+QIURC: \"pdpdeact\",1\r\n");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(atb_socket_state(&sockets[1]), ATB_SOCKET_ENDING);
    assert_int_equal(sockets[1].status, ATB_CLOSED);
}

static void peers_that_wait_outlive_their_listener(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n"
               "\r\n+QIURC: \"incoming\",10,0,\"192.0.2.9\",5001\r\n");
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    modem_says("\r\n+QIURC: \"closed\",11\r\n");
    app_hears("incoming 0, incoming 0, closed 0, ");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(atb_socket_state(&sockets[1]), ATB_SOCKET_OPEN);
    assert_int_equal(accept(2, 64), ATB_OK);
    assert_int_equal(atb_socket_state(&sockets[2]), ATB_SOCKET_ENDING);
}

static void a_peer_of_another_listener_is_not_ours(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,1,\"192.0.2.9\",5000\r\n");
    app_hears("");
    assert_int_equal(accept(1, 64), ATB_MISSING);
}

static void the_number_of_a_peer_is_taken_before_the_peer_is(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",1,0,\"192.0.2.9\",5000\r\n");
    assert_int_equal(open_at(2, &quectel_tcp, 64), ATB_OK);
    assert_int_equal(sockets[2].id, 2);
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(sockets[1].id, 1);
    assert_int_equal(open_at(3, &quectel_tcp, 64), ATB_OK);
    assert_int_equal(sockets[3].id, 3);
}

/* A dialect that tells its peers by a number of any size. */
static void announce(struct atb_net_dialect *dialect, const char *line)
{
    static struct atb_net_line incoming;
    incoming = (struct atb_net_line){QUECTEL_LINE_URC_INCOMING, ATB_SAYS_INCOMING, 1, 3};
    *dialect = quectel_net;
    dialect->lines = &incoming;
    dialect->line_count = 1;
    net.dialect = dialect;
    modem_says(line);
}

static void a_number_that_no_socket_can_have_is_no_peer(void **state)
{
    struct atb_net_dialect dialect;
    (void)state;
    listen();
    announce(&dialect, "\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",16\r\n");
    announce(&dialect, "\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",255\r\n");
    announce(&dialect, "\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",256\r\n");
    announce(&dialect, "\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",-1\r\n");
    app_hears("");
    announce(&dialect, "\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",15\r\n");
    app_hears("incoming 0, ");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(sockets[1].id, 15);
}

/* Where nobody is accepted ids may go on behind the last that a peer can have. */
static void a_peer_takes_no_number_but_its_own(void **state)
{
    struct atb_net_dialect dialect = quectel_net;
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",8,0,\"192.0.2.9\",5000\r\n");
    dialect.first_id = 40; /* 32 bits and eight */
    net.dialect = &dialect;
    assert_int_equal(open_at(1, &quectel_tcp, 64), ATB_OK);
    assert_int_equal(sockets[1].id, 40);
    assert_int_equal(open_at(2, &quectel_tcp, 64), ATB_OK);
    assert_int_equal(sockets[2].id, 41);
}

/* Told in one breath: the application takes them when it comes to it. */
static void peers_wait_beside_each_other(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",2,0,\"192.0.2.9\",5000\r\n"
               "\r\n+QIURC: \"incoming\",1,0,\"192.0.2.9\",5001\r\n");
    app_hears("incoming 0, incoming 0, ");
    assert_int_equal(open_at(3, &quectel_tcp, 64), ATB_OK);
    assert_int_equal(sockets[3].id, 3);
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(accept(2, 64), ATB_OK);
    assert_int_equal(sockets[1].id + sockets[2].id, 1 + 2);
    assert_int_equal(accept(4, 64), ATB_MISSING);
}

static void number_0_is_a_peers_too(void **state)
{
    (void)state;
    (void)on_simcom(state);
    assert_int_equal(open_at(0, &simcom_listener, 0), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears("AT+CIPRXGET=1\rAT+SERVERSTART=7,0\r");
    modem_says(OK);
    app_hears("opened 0, ");
    modem_says("\r\n+CLIENT: 0,0,192.0.2.9:5000\r\n");
    app_hears("incoming 0, ");
    assert_int_equal(accept(1, 64), ATB_OK);
    assert_int_equal(sockets[1].id, 0);
}

/* SIMCom's servers have numbers of their own: four connections are not in their way, nor they in
 * that of a connection. */
static void servers_and_links_are_numbered_apart(void **state)
{
    (void)on_simcom(state);
    for (unsigned i = 1; i <= 4; i++) {
        assert_int_equal(open_at(i, &simcom_tcp, 64), ATB_OK);
    }
    assert_int_equal(open_at(0, &simcom_listener, 0), ATB_OK);
    pass(10);
    modem_hears("AT+CIPRXGET=1\r");
    modem_says(OK);
    modem_hears("AT+SERVERSTART=7,0\r");
    for (unsigned i = 5; i <= 10; i++) {
        assert_int_equal(open_at(i, &simcom_tcp, 64), ATB_OK);
    }
    assert_int_equal(open_at(11, &simcom_tcp, 64), ATB_NO_ROOM);
    assert_int_equal(open_at(11, &simcom_listener, 0), ATB_OK);
}

/* A peer that waits has a link's number: a server beside it has the same one. */
static void who_waits_is_not_in_the_way_of_a_server(void **state)
{
    (void)on_simcom(state);
    assert_int_equal(open_at(0, &simcom_listener, 0), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_says(OK);
    modem_says("\r\n+CLIENT: 1,0,192.0.2.9:5000\r\n");
    app_hears("opened 0, incoming 0, ");
    assert_int_equal(open_at(1, &simcom_listener, 0), ATB_OK);
    assert_int_equal(sockets[1].id, 1);
    assert_int_equal(open_at(2, &simcom_tcp, 64), ATB_OK);
    assert_int_equal(open_at(3, &simcom_tcp, 64), ATB_OK);
    assert_int_equal(sockets[2].id + sockets[3].id, 0 + 2); /* 1 is the peer's */
}

static void a_lost_network_forgets_who_was_waiting(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    atb_net_up(&net, false);
    assert_int_equal(accept(1, 64), ATB_MISSING);
    app_hears("incoming 0, ");
    pass(10);
    app_hears("closed 0, ");
}

static void a_listener_sends_and_reads_nothing(void **state)
{
    (void)state;
    net.poll_ms = 100;
    listen();
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_MISSING);
    modem_says("\r\n+QIURC: \"recv\",0\r\n");
    pass(1000);
    modem_hears("");
    modem_says("\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_hears("AT+QICLOSE=0\r"); /* nor is there a rest to read */
    modem_says(OK);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

/* Whoever took it would have a socket of no kind. */
static void a_connection_has_no_peer(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    app_hears("");
    assert_int_equal(accept(1, 64), ATB_MISSING);
}

/* In the same bytes as the OK that ends it. */
static void a_listener_that_is_over_has_no_peer(void **state)
{
    (void)state;
    listen();
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK "\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(accept(1, 64), ATB_MISSING);
}

static void what_closes_another_closes_no_listener(void **state)
{
    (void)state;
    listen();
    modem_says("\r\n+QIURC: \"incoming\",11,0,\"192.0.2.9\",5000\r\n");
    assert_int_equal(accept(1, 64), ATB_OK);
    modem_says("\r\n+QIURC: \"closed\",11\r\n\r\n+QIURC: \"pdpdeact\",2\r\n");
    pass(10);
    modem_hears("AT+QIRD=11,64\r");
    app_hears("incoming 0, ");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

int main(void)
{
#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)
    const struct CMUnitTest tests[] = {
        QUECTEL(a_peer_is_a_socket_of_its_own),
        QUECTEL(a_peer_is_taken_once),
        QUECTEL(a_socket_that_was_used_before_takes_the_next_peer),
        QUECTEL(a_peer_that_has_gone_before_it_is_taken_is_heard_all_the_same),
        QUECTEL(a_peer_that_has_gone_ends_where_nothing_is_left),
        QUECTEL(two_peers_that_have_gone_both_end),
        QUECTEL(bytes_of_one_whose_number_the_next_has_are_told_once_more),
        QUECTEL(a_peer_that_waited_while_the_context_went_is_gone),
        QUECTEL(peers_that_wait_outlive_their_listener),
        QUECTEL(a_peer_of_another_listener_is_not_ours),
        QUECTEL(the_number_of_a_peer_is_taken_before_the_peer_is),
        QUECTEL(a_number_that_no_socket_can_have_is_no_peer),
        QUECTEL(a_peer_takes_no_number_but_its_own),
        QUECTEL(peers_wait_beside_each_other),
        QUECTEL(number_0_is_a_peers_too),
        cmocka_unit_test_setup(servers_and_links_are_numbered_apart, on_simcom),
        cmocka_unit_test_setup(who_waits_is_not_in_the_way_of_a_server, on_simcom),
        QUECTEL(a_lost_network_forgets_who_was_waiting),
        QUECTEL(a_listener_sends_and_reads_nothing),
        QUECTEL(a_connection_has_no_peer),
        QUECTEL(a_listener_that_is_over_has_no_peer),
        QUECTEL(what_closes_another_closes_no_listener),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
