/* SPDX-License-Identifier: MIT */
/* Why a socket was refused: the modem's own number, by one word on every dialect. */
#include "bench.h"

#define OK "\r\nOK\r\n"

/* The modem's next answer refuses, and so does the close that follows: that number counts less. */
static void refuses(const char *refusal, const char *close)
{
    modem_says(refusal);
    modem_hears(close);
    modem_says("\r\n+CME ERROR: 3\r\n");
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_ERROR);
}

static void assert_error(uint8_t set, int32_t code)
{
    assert_int_equal(sockets[0].error.set, set);
    assert_int_equal(sockets[0].error.code, code);
}

/* ---- opening, on each dialect ------------------------------------------------------------ */

static void quectel_says_it_in_the_result(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    refuses(OK "\r\n+QIOPEN: 0,566\r\n", "AT+QICLOSE=0\r");
    assert_error(QUECTEL_SET_ERR, 566);
}

static void quectel_refuses_at_once(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    refuses("\r\n+CME ERROR: 563\r\n", "AT+QICLOSE=0\r");
    assert_error(ATB_ERROR_CME, 563);
}

/* What its manual prints; by the time of CLOSED, AT+QIGETERROR would tell of AT+QICLOSE. */
static void quectel_says_error_alone(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    refuses("\r\nERROR\r\n", "AT+QICLOSE=0\r");
    assert_error(ATB_ERROR_NONE, ATB_UNKNOWN);
}

static void simcom_says_it_in_the_result(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears("AT+CIPRXGET=1\rAT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
    refuses(OK "\r\n+CIPOPEN: 0,4\r\n", "AT+CIPCLOSE=0\r");
    assert_error(SIMCOM_SET_ERR, 4);
}

/* The name is asked for first. */
static void simcom_knows_no_such_name(void **state)
{
    (void)state;
    assert_int_equal(atb_socket_open(&net, &sockets[0], &simcom_udp, "nowhere.example", 7,
                                     memory[0], SIMCOM_UDP_MEMORY),
                     ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears("AT+CIPRXGET=1\rAT+CDNSGIP=\"nowhere.example\"\r");
    refuses("\r\n+CDNSGIP: 0,10\r\n\r\nERROR\r\n", "AT+CIPCLOSE=0\r");
    assert_error(SIMCOM_SET_DNS_ERROR_CODE, 10);
}

static void fibocom_refuses_at_once(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &fibocom_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears("AT+GTSET=\"IPRFMT\",5\rAT+MIPOPEN=1,,\"192.0.2.7\",7,0\r");
    refuses("\r\n+CME ERROR: 2031\r\n", "AT+MIPCLOSE=1\r");
    assert_error(ATB_ERROR_CME, 2031);
}

/* Its result has none. */
static void fibocom_says_no_number(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &fibocom_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears("AT+GTSET=\"IPRFMT\",5\rAT+MIPOPEN=1,,\"192.0.2.7\",7,0\r");
    refuses(OK "\r\n+MIPOPEN: 1,0\r\n", "AT+MIPCLOSE=1\r");
    assert_error(ATB_ERROR_NONE, ATB_UNKNOWN);
}

static void onemo_says_it_in_the_result(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &onemo_tcp, 64), ATB_OK);
    pass(10);
    modem_says("\r\n+CME ERROR: 4\r\n"); /* a model may lack what is set before */
    modem_says(OK);
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\rAT+MIPCFG=\"autofree\",0,1\r"
                "AT+MIPOPEN=0,\"TCP\",\"192.0.2.7\",7,60,2\r");
    refuses(OK "\r\n+MIPOPEN: 0,557\r\n", "AT+MIPCLOSE=0\r");
    assert_error(ONEMO_SET_ERR, 557);
}

/* ---- afterwards ------------------------------------------------------------------------------ */

static void a_send_that_is_refused(void **state)
{
    (void)state;
    open_tcp(64);
    app_sends("hello");
    modem_hears("AT+QISEND=0,5\r");
    modem_says("\r\n+CME ERROR: 567\r\n");
    modem_hears("AT+QIRD=0,64\r"); /* the last bytes, which the modem may refuse, too */
    refuses("\r\n+CME ERROR: 555\r\n", "AT+QICLOSE=0\r");
    assert_error(ATB_ERROR_CME, 567);
}

static void the_next_opening_knows_nothing_of_it(void **state)
{
    quectel_says_it_in_the_result(state);
    open_tcp(64);
    assert_error(QUECTEL_SET_ERR, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(quectel_says_it_in_the_result, on_quectel),
        cmocka_unit_test_setup(quectel_refuses_at_once, on_quectel),
        cmocka_unit_test_setup(quectel_says_error_alone, on_quectel),
        cmocka_unit_test_setup(simcom_says_it_in_the_result, on_simcom),
        cmocka_unit_test_setup(simcom_knows_no_such_name, on_simcom),
        cmocka_unit_test_setup(fibocom_refuses_at_once, on_fibocom),
        cmocka_unit_test_setup(fibocom_says_no_number, on_fibocom),
        cmocka_unit_test_setup(onemo_says_it_in_the_result, on_onemo),
        cmocka_unit_test_setup(a_send_that_is_refused, on_quectel),
        cmocka_unit_test_setup(the_next_opening_knows_nothing_of_it, on_quectel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
