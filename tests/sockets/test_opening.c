/* SPDX-License-Identifier: MIT */
/* Before a socket is open: what is set, which number it gets, what is refused or lost. */
#include "bench.h"

#define OK "\r\nOK\r\n"

static void assert_state(unsigned index, enum atb_socket_state state)
{
    assert_int_equal(atb_socket_state(&sockets[index]), state);
}

/* ---- before it is opened ------------------------------------------------------------------ */

static void opens(unsigned index, const char *opens_it, const char *opened)
{
    assert_int_equal(open_at(index, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_hears(opens_it);
    modem_says(opened);
}

static void the_modem_is_set_up_once(void **state)
{
    (void)state;
    pass(10);
    modem_hears(""); /* nobody needs it yet */
    opens(0, "AT+CIPRXGET=1\r", OK);
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
    modem_says(OK "\r\n+CIPOPEN: 0,0\r\n");
    atb_net_up(&net, true); /* no news */
    opens(1, "AT+CIPOPEN=1,\"TCP\",\"192.0.2.7\",7\r", OK "\r\n+CIPOPEN: 1,0\r\n");
    atb_net_up(&net, false);
    pass(10);
    modem_hears("");
    atb_net_up(&net, true);
    opens(2, "AT+CIPRXGET=1\r", OK);
}

static void a_set_up_that_the_modem_refuses_is_not_repeated(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+CIPRXGET=1\r");
    modem_says("\r\nERROR\r\n");
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
}

static void nor_is_one_that_the_model_lacks(void **state)
{
    struct atb_net_dialect dialect = simcom_net;
    struct atb_form lacking = *simcom_net.set_up;
    (void)state;
    lacking.lacking = true;
    dialect.set_up = &lacking;
    net.dialect = &dialect;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    pass(100);
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
}

static void one_that_cannot_be_sent_keeps_nobody_waiting(void **state)
{
    struct atb_net_dialect dialect = simcom_net;
    struct atb_form wants_payload = *simcom_net.set_up;
    (void)state;
    wants_payload.text = "+X=%\0$";
    wants_payload.position_count = 1;
    dialect.set_up = &wants_payload;
    net.dialect = &dialect;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    pass(100);
    modem_hears("AT+CIPCLOSE=0\r");
    assert_int_equal(sockets[0].status, ATB_MISSING);
}

/* The modem has hung, say: who waits for the socket must hear of it. */
static void nor_does_one_that_is_not_answered(void **state)
{
    (void)state;
    opens(0, "AT+CIPRXGET=1\r", "");
    assert_int_equal(open_at(1, &simcom_tcp, 64), ATB_OK);
    for (unsigned seconds = 0; seconds < 120; seconds++) {
        pass(1000);
    }
    app_hears("closed 0, closed 1, ");
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
    assert_int_equal(sockets[1].status, ATB_TIMEOUT);
    assert_int_equal(net.failures, 2);
}

static void one_that_is_not_answered_is_repeated(void **state)
{
    (void)state;
    opens(0, "AT+CIPRXGET=1\r", "");
    pass(1000000);
    pass(10);
    mark_passes();
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says("\r\nERROR\r\n");
    pass(10);
    app_hears("closed 0, ");
    opens(0, "AT+CIPRXGET=1\r", OK);
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
}

/* Bytes that the port has lost are no answer, and the modem is there. */
static void one_whose_answer_the_port_has_lost_is_repeated_at_once(void **state)
{
    (void)state;
    opens(0, "AT+CIPRXGET=1\r", "");
    assert_int_equal(atb_overrun(session, 4), ATB_OK);
    pass(10);
    mark_passes();
    modem_hears("AT+CIPRXGET=1\r");
    app_hears("");
}

static void it_waits_for_the_applications_command(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    modem_hears("ATE0\r");
    pass(10);
    modem_hears("");
    modem_says(OK);
    pass(10); /* where whoever was refused could have started */
    pass(10);
    modem_hears("AT+CIPRXGET=1\r");
    modem_says(OK);
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
}

static void it_waits_until_transparent_mode_is_over(void **state)
{
    (void)state;
    atb_allow_transparent(session);
    atb_allow_connect(session, true);
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    modem_says(OK "\r\nCONNECT\r\n");
    modem_hears("ATE0\r");
    assert_true(atb_is_transparent(session));
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("");
    atb_end_transparent(session);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
}

/* The one that is polled first says when the next tick is needed. */
static void of_two_that_wait_the_first_is_due(void **state)
{
    (void)state;
    net.poll_ms = 5000;
    open_tcp(64);
    pass(1000);
    assert_int_equal(open_at(1, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK "\r\n+QIOPEN: 1,0\r\n");
    modem_hears("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",7,0,0\r");
    pass(10);
    assert_in_range(atb_next_tick_ms(session), 3900, 4000);
    pass(4000);
    modem_hears("AT+QIRD=0,64\r");
}

static void what_a_model_lacks_is_left_out_before_opening(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &onemo_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\r");
    modem_says("\r\nERROR\r\n");
    modem_hears("AT+MIPCFG=\"autofree\",0,1\r");
    modem_says("\r\nERROR\r\n");
    modem_hears("AT+MIPOPEN=0,\"TCP\",\"192.0.2.7\",7,60,2\r");
    assert_state(0, ATB_SOCKET_OPENING);
}

static void nothing_new_is_opened_while_the_application_holds(void **state)
{
    (void)state;
    open_tcp(64);
    atb_net_hold(&net, true);
    assert_int_equal(open_at(1, &quectel_tcp, 64), ATB_OK);
    pass(60000);
    modem_hears("");
    data_waits();
    modem_hears("AT+QIRD=0,64\r"); /* what is open goes on */
    modem_says("\r\n+QIRD: 0\r\n" OK);
    atb_net_hold(&net, false);
    pass(10);
    modem_hears("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",7,0,0\r");
}

static void a_host_that_cannot_be_sent_closes_at_once(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    assert_int_equal(atb_socket_open(&net, &sockets[1], &quectel_tcp, "a\"b", 7, memory[1], 64),
                     ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r"); /* the next one does not wait */
    assert_int_equal(net.failures, 1);
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    modem_hears("AT+QICLOSE=1\r");
    modem_says(OK);
    app_hears("opened 0, closed 1, ");
    assert_int_equal(sockets[1].status, ATB_BAD_CHARACTER);
}

/* ---- refused, lost ------------------------------------------------------------------------- */

static void refuse_once(void)
{
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK "\r\n+QIOPEN: 0,566\r\n");
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    app_hears("closed 0, ");
}

static void failures_in_a_row_are_counted(void **state)
{
    (void)state;
    for (int i = 1; i < 258; i++) {
        refuse_once();
        assert_int_equal(net.failures, i < 255 ? i : 255);
    }
    open_tcp(64);
    assert_int_equal(net.failures, 0);
}

static void a_network_that_comes_anew_has_not_failed(void **state)
{
    (void)state;
    refuse_once();
    atb_net_up(&net, true);
    assert_int_equal(net.failures, 1);
    atb_net_up(&net, false);
    assert_int_equal(net.failures, 0);
}

static void opening_that_the_network_fails_waits_for_it(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &onemo_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_says(OK);
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\rAT+MIPCFG=\"autofree\",0,1\r"
                "AT+MIPOPEN=0,\"TCP\",\"192.0.2.7\",7,60,2\r");
    atb_net_up(&net, false);
    modem_says("\r\nERROR\r\n");
    assert_int_equal(net.failures, 0);
    assert_state(0, ATB_SOCKET_OPENING);
    atb_net_up(&net, true);
    pass(10);
    mark_passes();
    modem_hears("AT+MIPCLOSE=0\r");
    modem_says("\r\nERROR\r\n");
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\r"); /* from the beginning */
    app_hears("");
}

static void a_network_lost_before_opening_begins_with_the_first_setting_again(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &onemo_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\r");
    atb_net_up(&net, false);
    modem_says(OK);
    pass(10);
    modem_hears("");
    atb_net_up(&net, true); /* and the modem may have forgotten it */
    pass(10);
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\r");
    modem_says(OK);
    modem_hears("AT+MIPCFG=\"autofree\",0,1\r");
    atb_net_up(&net, false);
    modem_says(OK);
    atb_net_up(&net, true);
    pass(10);
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\r");
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void as_many_as_the_modem_has(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 12; i++) {
        assert_int_equal(open_at(i, &quectel_tcp, 64), ATB_OK);
        assert_int_equal(sockets[i].id, i);
    }
    assert_int_equal(open_at(12, &quectel_tcp, 64), ATB_NO_ROOM);
    atb_net_up(&net, false);
    atb_socket_close(&sockets[5]);
    assert_int_equal(open_at(12, &quectel_tcp, 64), ATB_OK); /* of one that has ended */
    assert_int_equal(sockets[12].id, 5);
}

static void fewer_of_a_kind_that_has_fewer(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(open_at(i, &simcom_listener, 0), ATB_OK);
    }
    assert_int_equal(open_at(4, &simcom_listener, 0), ATB_NO_ROOM);
    assert_int_equal(open_at(4, &simcom_tcp, 64), ATB_OK);
    assert_int_equal(sockets[4].id, 0); /* its connections are counted apart */
}

static void the_first_number_is_the_dialects(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &fibocom_tcp, 64), ATB_OK);
    assert_int_equal(sockets[0].id, 1);
    for (unsigned i = 1; i < 6; i++) {
        assert_int_equal(open_at(i, &fibocom_tcp, 64), ATB_OK);
    }
    assert_int_equal(sockets[5].id, 6);
    assert_int_equal(open_at(6, &fibocom_tcp, 64), ATB_NO_ROOM);
}

/* With one byte less no packet would be read, ever. */
static void packets_need(const struct atb_socket_kind *udp, size_t size)
{
    assert_int_equal(open_at(0, udp, size - 1), ATB_NO_ROOM);
    assert_int_equal(open_at(0, udp, size), ATB_OK);
}

static void what_packets_need_is_a_constant_of_each_dialect(void **state)
{
    (void)on_quectel(state);
    packets_need(&quectel_udp, QUECTEL_UDP_MEMORY);
    (void)on_simcom(state);
    packets_need(&simcom_udp, SIMCOM_UDP_MEMORY);
    (void)on_fibocom(state);
    packets_need(&fibocom_udp, FIBOCOM_UDP_MEMORY);
    (void)on_onemo(state);
    packets_need(&onemo_udp, ONEMO_UDP_MEMORY);
}

static void what_receives_needs_memory(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 0), ATB_NO_ROOM);
    assert_int_equal(open_at(0, &quectel_tcp, 1), ATB_OK);
}

static void a_kind_that_cannot_be_opened(void **state)
{
    static const struct atb_socket_kind none = {.ids = 1};
    (void)state;
    assert_int_equal(open_at(0, &none, 64), ATB_UNSUPPORTED);
    assert_int_equal(atb_socket_receive(&sockets[0], memory[1], 64), 0); /* was never opened */
}

int main(void)
{
#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)
#define SIMCOM(name)  cmocka_unit_test_setup(name, on_simcom)
#define FIBOCOM(name) cmocka_unit_test_setup(name, on_fibocom)
#define ONEMO(name)   cmocka_unit_test_setup(name, on_onemo)
    const struct CMUnitTest tests[] = {
        SIMCOM(the_modem_is_set_up_once),
        SIMCOM(nor_is_one_that_the_model_lacks),
        SIMCOM(nor_does_one_that_is_not_answered),
        SIMCOM(one_whose_answer_the_port_has_lost_is_repeated_at_once),
        SIMCOM(a_set_up_that_the_modem_refuses_is_not_repeated),
        SIMCOM(one_that_cannot_be_sent_keeps_nobody_waiting),
        SIMCOM(one_that_is_not_answered_is_repeated),
        SIMCOM(it_waits_for_the_applications_command),
        QUECTEL(it_waits_until_transparent_mode_is_over),
        QUECTEL(of_two_that_wait_the_first_is_due),
        ONEMO(what_a_model_lacks_is_left_out_before_opening),
        QUECTEL(nothing_new_is_opened_while_the_application_holds),
        QUECTEL(a_host_that_cannot_be_sent_closes_at_once),
        QUECTEL(failures_in_a_row_are_counted),
        QUECTEL(a_network_that_comes_anew_has_not_failed),
        ONEMO(opening_that_the_network_fails_waits_for_it),
        ONEMO(a_network_lost_before_opening_begins_with_the_first_setting_again),
        QUECTEL(as_many_as_the_modem_has),
        SIMCOM(fewer_of_a_kind_that_has_fewer),
        FIBOCOM(the_first_number_is_the_dialects),
        QUECTEL(what_receives_needs_memory),
        QUECTEL(what_packets_need_is_a_constant_of_each_dialect),
        QUECTEL(a_kind_that_cannot_be_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
