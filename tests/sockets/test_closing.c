/* SPDX-License-Identifier: MIT */
/* How a socket ends: closed by the application, the peer, the network. */
#include "bench.h"

#define OK "\r\nOK\r\n"

static void assert_state(unsigned index, enum atb_socket_state state)
{
    assert_int_equal(atb_socket_state(&sockets[index]), state);
}

static void closed_while_it_is_opened_it_is_closed_behind(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    atb_socket_close(&sockets[0]);
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    app_hears("closed 0, "); /* and never opened */
    atb_socket_close(&sockets[0]);
    pass(1000);
    modem_hears("");
    app_hears("");
}

/* Its result may be minutes away, and all others wait for the line. */
static void no_result_is_waited_for(int (*on_dialect)(void **state),
                                    const struct atb_socket_kind *kind, const char *open,
                                    const char *close, const char *closed)
{
    void *state = NULL;
    (void)on_dialect(&state);
    assert_int_equal(open_at(0, kind, 64), ATB_OK);
    for (const char *at = strchr(open, '\r'); at != NULL; at = strchr(at + 1, '\r')) {
        pass(10);
        modem_says(OK);
    }
    modem_hears(open);
    pass(1000);
    atb_socket_close(&sockets[0]);
    app_hears("");
    pass(10);
    pass(10);
    mark_passes();
    modem_hears(close);
    modem_says(closed);
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_OK);
    assert_int_equal(net.failures, 0);
}

static void one_that_is_closed_while_it_is_opened_keeps_nobody_waiting(void **state)
{
    (void)state;
    no_result_is_waited_for(on_quectel, &quectel_tcp, "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r",
                            "AT+QICLOSE=0\r", OK);
    no_result_is_waited_for(on_simcom, &simcom_tcp,
                            "AT+CIPRXGET=1\rAT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r",
                            "AT+CIPCLOSE=0\r", OK "\r\n+CIPCLOSE: 0,0\r\n");
    no_result_is_waited_for(on_fibocom, &fibocom_tcp,
                            "AT+GTSET=\"IPRFMT\",5\rAT+MIPOPEN=1,,\"192.0.2.7\",7,0\r",
                            "AT+MIPCLOSE=1\r", OK "\r\n+MIPCLOSE: 1,0\r\n");
    no_result_is_waited_for(on_onemo, &onemo_tcp,
                            "AT+MIPCFG=\"encoding\",0,1,0\rAT+MIPCFG=\"autofree\",0,1\r"
                            "AT+MIPOPEN=0,\"TCP\",\"192.0.2.7\",7,60,2\r",
                            "AT+MIPCLOSE=0\r", OK "\r\n+MIPCLOSE: 0\r\n");
}

/* What closes it must not end what another one waits for. */
static void closing_another_leaves_an_opening_alone(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(open_at(1, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK);
    atb_socket_close(&sockets[0]);
    pass(1000);
    modem_hears("");
    modem_says("\r\n+QIOPEN: 1,0\r\n");
    app_hears("opened 1, ");
    modem_hears("AT+QICLOSE=0\r");
}

static void closing_drops_what_was_not_taken(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_says("\r\n+QIRD: 5\r\nhello" OK);
    modem_says("\r\n+QIRD: 0\r\n" OK);
    app_hears("readable 0, ");
    atb_socket_close(&sockets[0]);
    takes(&sockets[0], 64, "");
    pass(10);
    modem_says(OK);
    app_hears("closed 0, ");
}

static void without_a_network_closing_asks_nobody(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    atb_net_up(&net, false);
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("");
    app_hears("closed 0, ");
}

static void the_end_waits_until_there_is_room_for_the_rest(void **state)
{
    (void)state;
    open_tcp(4);
    modem_says("\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_hears("AT+QIRD=0,4\r");
    modem_says("\r\n+QIRD: 4\r\nabcd" OK);
    pass(60000);
    modem_hears("");
    takes(&sockets[0], 2, "ab");
    pass(10);
    modem_hears("AT+QIRD=0,2\r");
    modem_says("\r\n+QIRD: 1\r\ne" OK);
    modem_hears("AT+QIRD=0,1\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    takes(&sockets[0], 9, "cde");
    app_hears("readable 0, readable 0, readable 0, ");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void closed_by_the_modem_on_every_dialect(void **state)
{
    (void)on_simcom(state);
    open_tcp(64);
    modem_says("\r\n+IPCLOSE: 0,1\r\n");
    assert_state(0, ATB_SOCKET_ENDING);
    (void)on_fibocom(state);
    open_tcp(64);
    modem_says("\r\n+MIPSTAT: 1,1\r\n");
    assert_state(0, ATB_SOCKET_ENDING);
    (void)on_onemo(state);
    open_tcp(64);
    modem_says("\r\n+MIPURC: \"disconn\",0,1\r\n");
    assert_state(0, ATB_SOCKET_ENDING);
}

/* The result stands before OK, and what the peer does at once between the two. */
static void closed_before_opening_is_over_it_is_read_and_closed(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears("AT+CIPRXGET=1\rAT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
    modem_says("\r\n+CIPOPEN: 0,0\r\n\r\n+CIPRXGET: 1,0\r\n\r\n+IPCLOSE: 0,1\r\n" OK);
    app_hears("opened 0, ");
    modem_hears("AT+CIPRXGET=2,0,64\r");
    modem_says("\r\n+CIPRXGET: 2,0,4,0\r\ntest" OK);
    app_hears("readable 0, ");
    takes(&sockets[0], 64, "test");
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says(OK "\r\n+CIPCLOSE: 0,0\r\n");
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void a_damaged_line_closes_nothing(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+IPCLOSE: 0,x\r\n");
    assert_state(0, ATB_SOCKET_OPEN);
}

static void a_line_without_a_number_closes_all(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n");
    assert_state(0, ATB_SOCKET_ENDING);
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void a_lost_network_ends_what_is_open_with_a_reason(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_OK);
    atb_net_up(&net, false);
    assert_int_equal(sockets[0].status, ATB_CLOSED);
    pass(10);
    app_hears("closed 0, ");
    modem_hears("");
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_MISSING);
    atb_net_up(&net, true);
    pass(10);
    modem_hears("");
    open_tcp(64); /* nothing of the last is left */
}

static void what_we_closed_ourselves_was_not_closed_by_the_network(void **state)
{
    (void)state;
    open_tcp(64);
    atb_socket_close(&sockets[0]);
    atb_net_up(&net, false);
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_OK);
}

int main(void)
{
#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)
#define SIMCOM(name)  cmocka_unit_test_setup(name, on_simcom)
    const struct CMUnitTest tests[] = {
        QUECTEL(one_that_is_closed_while_it_is_opened_keeps_nobody_waiting),
        QUECTEL(closing_another_leaves_an_opening_alone),
        QUECTEL(closed_while_it_is_opened_it_is_closed_behind),
        QUECTEL(closing_drops_what_was_not_taken),
        QUECTEL(without_a_network_closing_asks_nobody),
        QUECTEL(the_end_waits_until_there_is_room_for_the_rest),
        QUECTEL(closed_by_the_modem_on_every_dialect),
        SIMCOM(closed_before_opening_is_over_it_is_read_and_closed),
        SIMCOM(a_damaged_line_closes_nothing),
        SIMCOM(a_line_without_a_number_closes_all),
        QUECTEL(a_lost_network_ends_what_is_open_with_a_reason),
        QUECTEL(what_we_closed_ourselves_was_not_closed_by_the_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
