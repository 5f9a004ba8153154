/* SPDX-License-Identifier: MIT */
/*
 * What the socket layer promises, one test each, against a modem of a few lines
 * that a test scripts byte by byte. The dialect is Quectel's and, where only
 * another one can show it, SIMCom's; the layer is the same.
 */
#include "bench.h"

#define OK "\r\nOK\r\n"

/* ---- receiving ------------------------------------------------------------------------ */

static void data_comes_before_the_end_that_was_told_first(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 5\r\nhello" OK);
    modem_hears("AT+QIRD=0,59\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    app_hears("readable 0, readable 0, "); /* once more behind the end */
    takes(&sockets[0], 100, "hello");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void a_lost_line_is_made_up_for_by_polling(void **state)
{
    (void)state;
    net.poll_ms = 5000;
    open_tcp(64);
    pass(4900);
    modem_hears("");
    pass(200);
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 3\r\nabc" OK);
    takes(&sockets[0], 100, "abc");
}

static void a_line_that_comes_while_the_last_is_read_is_not_lost(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 0\r\n\r\n+QIURC: \"recv\",0\r\n" OK);
    modem_hears("AT+QIRD=0,64\r");
}

static void what_finds_no_room_stays_in_the_modem(void **state)
{
    char answer[128];
    char full[64 + 1];
    (void)state;
    memset(full, 'x', 64);
    full[64] = '\0';
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    snprintf(answer, sizeof answer, "\r\n+QIRD: 64\r\n%s" OK, full);
    modem_says(answer);
    pass(1000);
    modem_hears(""); /* full: nothing is asked for */
    assert_int_equal(atb_socket_receive(&sockets[0], full, 10), 10);
    pass(10);
    modem_hears("AT+QIRD=0,10\r");
}

static void bytes_that_were_not_asked_for_end_the_connection_with_a_reason(void **state)
{
    char answer[128];
    (void)state;
    open_tcp(64);
    data_waits();
    snprintf(answer, sizeof answer, "\r\n+QIRD: 70\r\n%070d" OK, 1);
    modem_says(answer);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_CLOSING);
    assert_int_equal(sockets[0].status, ATB_NO_ROOM);
}

/* ---- sending --------------------------------------------------------------------------- */

static void a_full_modem_is_tried_again(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_OK);
    assert_int_equal(atb_socket_send(&sockets[0], "more", 4), ATB_BUSY);
    pass(10);
    modem_hears("AT+QISEND=0,4\r");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says("\r\nSEND FAIL\r\n");
    pass(100);
    modem_hears("");
    pass(500);
    modem_hears("AT+QISEND=0,4\r");
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    app_hears("sent 0, ");
}

static void a_send_that_was_taken_in_part_goes_on_from_there(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+CIPRXGET=1\r");
    modem_says(OK);
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
    modem_says("\r\nOK\r\n\r\n+CIPOPEN: 0,0\r\n");
    app_hears("opened 0, ");
    assert_int_equal(atb_socket_send(&sockets[0], "0123456789", 10), ATB_OK);
    pass(10);
    modem_hears("AT+CIPSEND=0,10\r");
    modem_says("\r\n> ");
    modem_hears("0123456789");
    modem_says("\r\nOK\r\n\r\n+CIPSEND: 0,10,4\r\n");
    modem_hears("AT+CIPSEND=0,6\r");
    modem_says("\r\n> ");
    modem_hears("456789");
    modem_says("\r\nOK\r\n\r\n+CIPSEND: 0,6,6\r\n");
    app_hears("sent 0, ");
}

static void a_send_of_which_nobody_knows_is_never_sent_again(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_says("\r\n> ");
    modem_hears("AT+QISEND=0,4\rdata");
    modem_says("\r\nERROR\r\n");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
    modem_hears("AT+QIRD=0,64\r"); /* what the peer had said still counts */
}

static void a_peer_that_acknowledges_nothing_is_dead(void **state)
{
    (void)state;
    open_tcp(64);
    net.silent_ms = 20000;
    app_sends("data");
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QISEND=0,4\rdata");
    for (int i = 0; i < 4; i++) {
        assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
        pass(5000);
        modem_hears("AT+QISEND=0,0\r");
        modem_says("\r\n+QISEND: 4,0,4\r\n" OK);
    }
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
}

static void a_peer_that_has_acknowledged_is_not_asked_after(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    pass(5000);
    modem_says("\r\n+QISEND: 4,4,0\r\n" OK);
    modem_hears("AT+QISEND=0,4\rdataAT+QISEND=0,0\r");
    pass(60000);
    modem_hears("");
}

/* ---- opening and closing ------------------------------------------------------------------ */

static void ids_are_chosen_by_the_layer_and_used_again(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(open_at(1, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says("\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n");
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    app_hears("opened 1, closed 0, ");
    open_tcp(64);
    assert_int_equal(sockets[1].id, 1);
}

static void a_refused_socket_is_closed_before_it_is_free(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_says("\r\nOK\r\n\r\n+QIOPEN: 0,554\r\n");
    assert_int_equal(net.failures, 1);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\rAT+QICLOSE=0\r");
    modem_says(OK);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_ERROR);
}

static void a_socket_waits_for_the_network(void **state)
{
    (void)state;
    atb_net_up(&net, false);
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(60000);
    modem_hears("");
    atb_net_up(&net, true);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
}

static void without_a_network_the_last_bytes_come_first_then_the_end(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_says("\r\n+QIRD: 4\r\nlast" OK);
    app_hears("readable 0, ");
    atb_net_up(&net, false);
    pass(10);
    app_hears("readable 0, ");
    takes(&sockets[0], 100, "last");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void bytes_of_a_read_that_a_reboot_cut_off_are_handed_over(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_says("\r\n+QIRD: 9\r\nlast");
    atb_net_up(&net, false);
    atb_modem_rebooted(session);
    pass(10);
    app_hears("readable 0, ");
    takes(&sockets[0], 100, "last");
    pass(10);
    app_hears("closed 0, ");
}

static void a_socket_in_use_is_not_opened_again(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_BUSY);
    assert_int_equal(open_at(1, &quectel_udp, 64), ATB_NO_ROOM);
    assert_int_equal(atb_socket_send(&sockets[0], "", 0), ATB_BAD_LENGTH);
}

static void another_context_is_not_ours(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+QIURC: \"pdpdeact\",3\r\n");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
    modem_says("\r\n+QIURC: \"pdpdeact\",1\r\n");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
}

int main(void)
{
#define QUECTEL_TEST(name) cmocka_unit_test_setup(name, on_quectel)
    const struct CMUnitTest tests[] = {
        QUECTEL_TEST(data_comes_before_the_end_that_was_told_first),
        QUECTEL_TEST(a_lost_line_is_made_up_for_by_polling),
        QUECTEL_TEST(a_line_that_comes_while_the_last_is_read_is_not_lost),
        QUECTEL_TEST(what_finds_no_room_stays_in_the_modem),
        QUECTEL_TEST(bytes_that_were_not_asked_for_end_the_connection_with_a_reason),
        QUECTEL_TEST(a_full_modem_is_tried_again),
        cmocka_unit_test_setup(a_send_that_was_taken_in_part_goes_on_from_there, on_simcom),
        QUECTEL_TEST(a_send_of_which_nobody_knows_is_never_sent_again),
        QUECTEL_TEST(a_peer_that_acknowledges_nothing_is_dead),
        QUECTEL_TEST(a_peer_that_has_acknowledged_is_not_asked_after),
        QUECTEL_TEST(ids_are_chosen_by_the_layer_and_used_again),
        QUECTEL_TEST(a_refused_socket_is_closed_before_it_is_free),
        QUECTEL_TEST(a_socket_waits_for_the_network),
        QUECTEL_TEST(without_a_network_the_last_bytes_come_first_then_the_end),
        QUECTEL_TEST(bytes_of_a_read_that_a_reboot_cut_off_are_handed_over),
        QUECTEL_TEST(a_socket_in_use_is_not_opened_again),
        QUECTEL_TEST(another_context_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
