/* SPDX-License-Identifier: MIT */
/* A slow line: what is read takes its time, and nobody gives it up while it comes. */
#include "bench.h"

#define OK "\r\nOK\r\n"

/* 1,200 bits a second are 120 bytes. */
enum { LONGEST = 1460, IN_A_SECOND = 120 };

static void says_slowly(const char *text)
{
    char piece[IN_A_SECOND + 1];
    while (*text != '\0') {
        const size_t length = strlen(text) < IN_A_SECOND ? strlen(text) : IN_A_SECOND;
        memcpy(piece, text, length);
        piece[length] = '\0';
        modem_says(piece);
        pass(1000);
        text += length;
    }
}

/* %s is the payload, whose length the answer says. */
static void reads_it_all(const char *told, const char *command, const char *answer)
{
    static char payload[LONGEST + 1], text[LONGEST + 64], got[LONGEST];
    memset(payload, 'x', LONGEST);
    open_tcp(LONGEST);
    modem_says(told);
    pass(10);
    modem_hears(command);
    snprintf(text, sizeof text, answer, payload);
    says_slowly(text);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
    assert_int_equal(atb_socket_receive(&sockets[0], got, sizeof got), LONGEST);
    assert_memory_equal(got, payload, LONGEST);
}

static void quectel_reads_it_all(void **state)
{
    (void)state;
    reads_it_all("\r\n+QIURC: \"recv\",0\r\n", "AT+QIRD=0,1460\r", "\r\n+QIRD: 1460\r\n%s" OK);
}

static void simcom_reads_it_all(void **state)
{
    (void)state;
    reads_it_all("\r\n+CIPRXGET: 1,0\r\n", "AT+CIPRXGET=2,0,1460\r",
                 "\r\n+CIPRXGET: 2,0,1460,0\r\n%s" OK);
}

/* Its manual gives the command one second. */
static void fibocom_reads_it_all(void **state)
{
    (void)state;
    reads_it_all("\r\n+MIPREAD: 1,1460\r\n", "AT+MIPREAD=1,1460\r",
                 "\r\n+MIPDATA: 1,1460\r\n%s" OK);
}

static void onemo_reads_it_all(void **state)
{
    (void)state;
    reads_it_all("\r\n+MIPURC: \"rtcp\",0,1460,1460\r\n", "AT+MIPRD=0,1460\r",
                 "\r\n+MIPRD: 0,0,1460,%s\r\n" OK);
}

/* The port has taken it at once, and sends it on for seconds. Its manual gives the command one. */
static void what_a_port_has_taken_reaches_fibocom_later(void **state)
{
    static char payload[2048];
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_socket_send(&sockets[0], payload, sizeof payload), ATB_OK);
    pass(10);
    modem_hears("AT+MIPSEND=1,2048\r");
    modem_says("\r\n> ");
    for (unsigned i = 0; i < 17; i++) {
        pass(1000);
    }
    modem_says(OK "\r\n+MIPSEND: 1,0,2048\r\n" OK);
    app_hears("sent 0, ");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* A damaged number: it counts more than was asked for, and lines are taken for what it counts. */
static void what_finds_no_room_is_not_waited_for(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 1405\r\nhello" OK);
    for (unsigned i = 0; i < 5; i++) {
        pass(3000);
        modem_says("\r\n+QIURC: \"recv\",1\r\n\r\n+QIURC: \"recv\",2\r\n");
    }
    assert_int_not_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(quectel_reads_it_all, on_quectel),
        cmocka_unit_test_setup(simcom_reads_it_all, on_simcom),
        cmocka_unit_test_setup(fibocom_reads_it_all, on_fibocom),
        cmocka_unit_test_setup(onemo_reads_it_all, on_onemo),
        cmocka_unit_test_setup(what_a_port_has_taken_reaches_fibocom_later, on_fibocom),
        cmocka_unit_test_setup(what_finds_no_room_is_not_waited_for, on_quectel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
