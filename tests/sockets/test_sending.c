/* SPDX-License-Identifier: MIT */
/* What a socket sends: cut to what one command takes, tried again, given up. */
#include "bench.h"
#include "onemo_prepared.h"

#define OK "\r\nOK\r\n"

/* ---- as much as one command takes --------------------------------------------------------- */

static void more_than_one_command_takes_goes_in_several(void **state)
{
    static char data[1462 + 1], line[2000];
    (void)state;
    memset(data, 'x', 1462);
    data[1459] = 'y';
    data[1460] = 'z';
    open_tcp(64);
    app_sends(data);
    modem_hears("AT+QISEND=0,1460\r");
    modem_says("\r\n> ");
    snprintf(line, sizeof line, "%.1460s", data);
    modem_hears(line);
    modem_says("\r\nSEND OK\r\n");
    app_hears("");
    modem_hears("AT+QISEND=0,2\r");
    modem_says("\r\n> ");
    modem_hears("zx");
    modem_says("\r\nSEND OK\r\n");
    app_hears("sent 0, "); /* once, of all */
    pass(1000);
    modem_hears("");
}

static void a_packet_is_not_cut(void **state)
{
    static char data[1461 + 1];
    (void)state;
    memset(data, 'x', 1461);
    open_udp(MEMORY);
    assert_int_equal(atb_socket_send(&sockets[0], data, 1461), ATB_BAD_LENGTH);
    assert_int_equal(atb_socket_send(&sockets[0], data, 1460), ATB_OK);
    pass(10);
    modem_hears("AT+QISEND=0,1460\r");
}

static void the_next_can_be_sent_when_the_last_is_with_the_modem(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("one");
    assert_int_equal(atb_socket_send(&sockets[0], "two", 3), ATB_BUSY);
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QISEND=0,3\rone");
    app_sends("two");
    modem_says("\r\n> ");
    modem_hears("AT+QISEND=0,3\rtwo");
}

/* ---- what the modem took ---------------------------------------------------------------- */

static void a_full_modem_has_half_a_second_to_make_room(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_hears("AT+QISEND=0,4\r");
    modem_says("\r\n> ");
    modem_says("\r\nSEND FAIL\r\n");
    modem_hears("data");
    pass(499);
    modem_hears("");
    pass(1);
    modem_hears("AT+QISEND=0,4\r");
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    app_hears("sent 0, ");
    app_sends("more"); /* without a pause */
    modem_hears("dataAT+QISEND=0,4\r");
}

static void what_comes_is_read_while_the_modem_is_full(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_says("\r\n> ");
    modem_says("\r\nSEND FAIL\r\n");
    modem_hears("AT+QISEND=0,4\rdata");
    for (int i = 0; i < 3; i++) { /* however much */
        data_waits();
        modem_hears("AT+QIRD=0,64\r");
        modem_says("\r\n+QIRD: 3\r\nabc" OK);
        modem_hears("AT+QIRD=0,61\r");
        modem_says("\r\n+QIRD: 0\r\n" OK);
        takes(&sockets[0], 64, "abc");
    }
    pass(470);
    modem_hears("AT+QISEND=0,4\r");
}

static void a_full_modem_may_say_so_before_it_prompts(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_says("\r\nSEND FAIL\r\n");
    modem_hears("AT+QISEND=0,4\r");
    pass(500);
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QISEND=0,4\rdata");
    app_hears("sent 0, ");
}

static void a_pause_does_not_come_back_when_the_clock_goes_round(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_says("\r\n> ");
    modem_says("\r\nSEND FAIL\r\n");
    pass(500);
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QISEND=0,4\rdataAT+QISEND=0,4\rdata");
    set_clock(START_MS + 500 + 0x80000100u); /* twenty-five days later */
    net.ask_ms = 100000;
    app_sends("more");
    modem_hears("AT+QISEND=0,4\r");
}

static void where_a_model_cannot_be_prompted_the_data_stand_in_the_line(void **state)
{
    struct atb_socket_kind kind = onemo_tcp;
    (void)state;
    kind.jobs[ATB_JOB_PREPARE] = kind.jobs[ATB_JOB_PREPARE_TOO] = NULL;
    struct atb_form lacking = *kind.jobs[ATB_JOB_SEND];
    lacking.lacking = true;
    kind.jobs[ATB_JOB_SEND] = &lacking;
    assert_null(kind.jobs[ATB_JOB_SEND_ELSE]); /* such a model alone has it linked */
    kind.jobs[ATB_JOB_SEND_ELSE] = &ONEMO_FORM(onemo_tcp_send_else);
    assert_int_equal(open_at(0, &kind, 64), ATB_OK);
    pass(10);
    modem_hears("AT+MIPOPEN=0,\"TCP\",\"192.0.2.7\",7,60,2\r");
    modem_says(OK "\r\n+MIPOPEN: 0,0\r\n");
    app_sends("data");
    modem_hears("AT+MIPSEND=0,4,\"data\"\r");
    modem_says("\r\n+MIPSEND: 0,4\r\n" OK);
    app_hears("opened 0, sent 0, ");
    kind.jobs[ATB_JOB_SEND_ELSE] = NULL; /* nor that */
    app_sends("data");
    modem_hears("");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
    assert_int_equal(sockets[0].status, ATB_UNSUPPORTED);
}

static void what_was_refused_is_not_sent_in_another_way(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_hears("AT+MIPSEND=0,4\r");
    modem_says("\r\nERROR\r\n");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
    modem_hears("AT+MIPRD=0,64\r");
}

static void a_result_says_that_the_modem_is_full(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_hears("AT+MIPSEND=1,4\r");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says(OK "\r\n+MIPSEND: 1,1,0\r\n" OK);
    app_hears("");
    pass(500);
    modem_hears("AT+MIPSEND=1,4\r");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says(OK "\r\n+MIPSEND: 1,0,2044\r\n" OK);
    app_hears("sent 0, ");
}

static void more_taken_than_given_is_nothing_to_go_on_from(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_hears("AT+CIPSEND=0,4\r");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says(OK "\r\n+CIPSEND: 0,4,5\r\n");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
    assert_int_equal(sockets[0].status, ATB_ERROR);
}

static void what_another_socket_sent_says_nothing_of_ours(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(open_at(1, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK "\r\n+CIPOPEN: 1,0\r\n");
    modem_hears("AT+CIPOPEN=1,\"TCP\",\"192.0.2.7\",7\r");
    app_sends("data");
    modem_says("\r\n> ");
    modem_says("\r\n+CIPSEND: 1,4,4\r\n");
    modem_says("\r\nERROR\r\n");
    app_hears("opened 1, ");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
}

static void as_much_taken_as_given_is_all(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_says("\r\n> ");
    modem_says(OK "\r\n+CIPSEND: 0,4,4\r\n");
    app_hears("sent 0, ");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void nothing_taken_is_tried_again(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_hears("AT+CIPSEND=0,4\r");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says(OK "\r\n+CIPSEND: 0,4,0\r\n");
    pass(499);
    modem_hears("");
    pass(1);
    modem_hears("AT+CIPSEND=0,4\r");
}

static void a_send_that_is_not_answered_ends_the_connection(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    modem_says("\r\n> ");
    modem_hears("AT+QISEND=0,4\rdata");
    pass(1000000);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
}

/* Neither SENT comes then nor, before all is taken, CLOSED. */
static void what_is_lent_is_given_back_with_the_last_bytes(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 3\r\nabc" OK);
    modem_hears("AT+QIRD=0,61\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    app_hears("readable 0, "); /* which it leaves for later */
    app_sends("hello");
    modem_hears("AT+QISEND=0,5\r");
    modem_says("\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_says("\r\n> ");
    modem_hears("hello");
    pass(10);
    app_hears("");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QIRD=0,61\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    app_hears("readable 0, ");
    pass(60000);
    app_hears("");
    takes(&sockets[0], 64, "abc");
    pass(10);
    app_hears("closed 0, ");
}

static void what_was_being_sent_is_dropped_by_closing(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_OK);
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("AT+QICLOSE=0\r");
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_MISSING);
    modem_says(OK);
    app_hears("closed 0, ");
}

static void closed_while_the_modem_takes_it_nothing_more_is_sent(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("data");
    atb_socket_close(&sockets[0]);
    modem_says("\r\n> ");
    modem_says("\r\nSEND FAIL\r\n");
    modem_hears("AT+QISEND=0,4\rdataAT+QICLOSE=0\r");
    modem_says(OK);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_OK);
}

int main(void)
{
#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)
#define SIMCOM(name)  cmocka_unit_test_setup(name, on_simcom)
#define FIBOCOM(name) cmocka_unit_test_setup(name, on_fibocom)
#define ONEMO(name)   cmocka_unit_test_setup(name, on_onemo)
    const struct CMUnitTest tests[] = {
        QUECTEL(more_than_one_command_takes_goes_in_several),
        QUECTEL(a_packet_is_not_cut),
        QUECTEL(the_next_can_be_sent_when_the_last_is_with_the_modem),
        QUECTEL(a_full_modem_has_half_a_second_to_make_room),
        QUECTEL(what_comes_is_read_while_the_modem_is_full),
        QUECTEL(a_full_modem_may_say_so_before_it_prompts),
        QUECTEL(a_pause_does_not_come_back_when_the_clock_goes_round),
        ONEMO(where_a_model_cannot_be_prompted_the_data_stand_in_the_line),
        ONEMO(what_was_refused_is_not_sent_in_another_way),
        FIBOCOM(a_result_says_that_the_modem_is_full),
        SIMCOM(more_taken_than_given_is_nothing_to_go_on_from),
        SIMCOM(what_another_socket_sent_says_nothing_of_ours),
        SIMCOM(as_much_taken_as_given_is_all),
        SIMCOM(nothing_taken_is_tried_again),
        QUECTEL(a_send_that_is_not_answered_ends_the_connection),
        QUECTEL(what_is_lent_is_given_back_with_the_last_bytes),
        QUECTEL(what_was_being_sent_is_dropped_by_closing),
        QUECTEL(closed_while_the_modem_takes_it_nothing_more_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
