/* SPDX-License-Identifier: MIT */
/* The answer has come, the OK behind it has not: 10 s is what it costs, and the connection where
 * the OK may have become payload. */
#include "bench.h"

#define OK "\r\nOK\r\n"

enum { SOON_MS = 10000 };

/* ---- reading ------------------------------------------------------------------------------- */

static void read_without_ok(const char *told, const char *command, const char *answer)
{
    open_tcp(64);
    modem_says(told);
    pass(10);
    modem_hears(command);
    modem_says(answer);
    pass(500);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
    pass(SOON_MS - 500);
    assert_int_not_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void quectel_ends_what_has_no_ok(void **state)
{
    (void)state;
    read_without_ok("\r\n+QIURC: \"recv\",0\r\n", "AT+QIRD=0,64\r", "\r\n+QIRD: 5\r\nhello");
}

static void simcom_ends_what_has_no_ok(void **state)
{
    (void)state;
    read_without_ok("\r\n+CIPRXGET: 1,0\r\n", "AT+CIPRXGET=2,0,64\r",
                    "\r\n+CIPRXGET: 2,0,5,1\r\nhello");
}

static void fibocom_ends_what_has_no_ok(void **state)
{
    (void)state;
    read_without_ok("\r\n+MIPREAD: 1,5\r\n", "AT+MIPREAD=1,64\r", "\r\n+MIPDATA: 1,5\r\nhello");
}

static void onemo_ends_what_has_no_ok(void **state)
{
    (void)state;
    read_without_ok("\r\n+MIPURC: \"rtcp\",0,5,5\r\n", "AT+MIPRD=0,64\r",
                    "\r\n+MIPRD: 0,1,5,hello\r\n");
}

/* Three bytes of ten: the OK's first ones take their place. */
static void payload_that_took_the_ok_ends_the_connection(void **state)
{
    (void)state;
    read_without_ok("\r\n+QIURC: \"recv\",0\r\n", "AT+QIRD=0,64\r", "\r\n+QIRD: 10\r\nhello78" OK);
}

/* Nothing waited there; who asks again is told of nothing new. */
static void an_empty_answer_is_an_answer(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 0\r\n");
    pass(SOON_MS);
    modem_hears("");
    app_hears("");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* Nobody knows what the rest was. */
static void data_that_came_in_part_ends_the_connection(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 5\r\nhel");
    pass(10);
    pass(5000);
    pass(SOON_MS);
    assert_int_not_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* Its line was lost, too. */
static void an_answer_that_did_not_come_ends_the_connection(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("hello\r\n");
    pass(60000);
    assert_int_not_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* ---- sending ------------------------------------------------------------------------------- */

static void send_without_ok(const char *command, const char *answer)
{
    open_tcp(64);
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_OK);
    pass(10);
    modem_hears(command);
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says(answer);
    pass(SOON_MS);
    app_hears("sent 0, ");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void what_simcom_took_is_sent(void **state)
{
    (void)state;
    send_without_ok("AT+CIPSEND=0,4\r", "\r\n+CIPSEND: 0,4,4\r\n");
}

static void what_fibocom_took_is_sent(void **state)
{
    (void)state;
    send_without_ok("AT+MIPSEND=1,4\r", OK "\r\n+MIPSEND: 1,0,2044\r\n");
}

/* ---- answers of others ---------------------------------------------------------------------- */

/* Of a connection before, whose number it had. */
static void what_another_send_took_opens_nothing(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_says("\r\n+CIPSEND: 0,4,4\r\n");
    pass(SOON_MS);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPENING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(quectel_ends_what_has_no_ok, on_quectel),
        cmocka_unit_test_setup(simcom_ends_what_has_no_ok, on_simcom),
        cmocka_unit_test_setup(fibocom_ends_what_has_no_ok, on_fibocom),
        cmocka_unit_test_setup(onemo_ends_what_has_no_ok, on_onemo),
        cmocka_unit_test_setup(payload_that_took_the_ok_ends_the_connection, on_quectel),
        cmocka_unit_test_setup(an_empty_answer_is_an_answer, on_quectel),
        cmocka_unit_test_setup(data_that_came_in_part_ends_the_connection, on_quectel),
        cmocka_unit_test_setup(an_answer_that_did_not_come_ends_the_connection, on_quectel),
        cmocka_unit_test_setup(what_simcom_took_is_sent, on_simcom),
        cmocka_unit_test_setup(what_fibocom_took_is_sent, on_fibocom),
        cmocka_unit_test_setup(what_another_send_took_opens_nothing, on_simcom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
