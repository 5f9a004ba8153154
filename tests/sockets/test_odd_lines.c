/* SPDX-License-Identifier: MIT */
/* Lines that come at odd moments: twice, late, for a socket that has ended, for another job. */
#include "bench.h"

#include "quectel.h"

#define OK "\r\nOK\r\n"

/* ---- the end, more than once ------------------------------------------------------------ */

static void has_read_and_lost(const char *bytes)
{
    open_tcp(64);
    data_waits();
    modem_says("\r\n+QIRD: 3\r\n");
    modem_says(bytes);
    modem_says(OK "\r\n+QIURC: \"closed\",0\r\n");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    modem_says("\r\n+QIRD: 0\r\n" OK); /* asked once more behind the end */
    modem_hears("AT+QIRD=0,64\rAT+QIRD=0,61\rAT+QIRD=0,61\rAT+QICLOSE=0\r");
    modem_says(OK);
    pass(10);
    app_hears("readable 0, readable 0, ");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDED);
}

static void closed_twice_is_closed_once(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+QIURC: \"closed\",0\r\n\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 0\r\n" OK "\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_hears("AT+QICLOSE=0\r");
    modem_says("\r\n+QIURC: \"closed\",0\r\n" OK);
    pass(10);
    app_hears("closed 0, ");
    modem_says("\r\n+QIURC: \"closed\",0\r\n"); /* its number is nobody's any more */
    pass(10);
    app_hears("");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void lines_for_a_socket_that_has_ended_are_nobodys(void **state)
{
    (void)state;
    has_read_and_lost("abc");
    modem_says("\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_hears("");
    takes(&sockets[0], 64, "abc");
    pass(10);
    app_hears("closed 0, ");
}

static void the_network_that_goes_keeps_what_an_ended_socket_holds(void **state)
{
    (void)state;
    has_read_and_lost("abc");
    atb_net_up(&net, false);
    takes(&sockets[0], 64, "abc");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void closing_an_ended_socket_drops_what_it_holds(void **state)
{
    (void)state;
    has_read_and_lost("abc");
    atb_socket_close(&sockets[0]);
    takes(&sockets[0], 64, "");
    pass(10);
    modem_hears("");
    app_hears("closed 0, ");
}

static void closed_while_another_is_opened_it_alone_ends(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(open_at(1, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+CIPOPEN=1,\"TCP\",\"192.0.2.7\",7\r");
    modem_says("\r\n+IPCLOSE: 0,1\r\n\r\n+CIPOPEN: 1,0\r\n" OK);
    app_hears("opened 1, ");
    modem_hears("AT+CIPRXGET=2,0,64\r");
    modem_says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says(OK "\r\n+CIPCLOSE: 0,0\r\n");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
    assert_int_equal(atb_socket_state(&sockets[1]), ATB_SOCKET_OPEN);
}

/* ---- lines of another job --------------------------------------------------------------- */

static void a_late_word_about_a_send_is_no_word_about_a_read(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\nSEND FAIL\r\n");                 /* of a send: "the modem is full" */
    assert_int_equal(sockets[0].status, ATB_CLOSED); /* not ATB_NO_ROOM */
}

static void a_late_count_of_bytes_sent_is_nobodys(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+CIPSEND: 0,5,3\r\n");
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_OK);
    pass(10);
    modem_hears("AT+CIPSEND=0,4\r");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says(OK "\r\n+CIPSEND: 0,4,4\r\n");
    pass(10);
    app_hears("sent 0, ");
}

static void an_address_that_nobody_asked_for_is_not_dialled(void **state)
{
    (void)state;
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"203.0.113.1\"\r\n");
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+CIPRXGET=1\r");
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"203.0.113.1\"\r\n" OK);
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
}

/* ---- payload of another's ----------------------------------------------------------------- */

static void keep_status(void *app, int status)
{
    *(int *)app = status;
}

static void what_the_application_reads_by_itself_is_its_own(void **state)
{
    static struct quectel_qird_info head;
    static char data[8];
    int status = 1;
    (void)state;
    open_tcp(64);
    assert_int_equal(quectel_qird_start((struct quectel *)session, &head, data, sizeof data,
                                        keep_status, &status, 0, 5),
                     ATB_OK);
    modem_hears("AT+QIRD=0,5\r");
    modem_says("\r\n+QIRD: 3\r\nabc" OK);
    assert_int_equal(status, ATB_OK);
    assert_memory_equal(data, "abc", 3);
    takes(&sockets[0], 64, "");
}

static void what_is_read_while_it_closes_is_dropped(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    atb_socket_close(&sockets[0]);
    modem_says("\r\n+QIRD: 3\r\nabc" OK);
    modem_hears("AT+QICLOSE=0\r");
    modem_says(OK);
    pass(10);
    takes(&sockets[0], 64, "");
    app_hears("closed 0, ");
}

static void more_than_was_asked_for_ends_the_connection(void **state)
{
    (void)state;
    open_tcp(4);
    data_waits();
    modem_hears("AT+QIRD=0,4\r");
    modem_says("\r\n+QIRD: 9\r\nabcdef");
    modem_says("ghi" OK);
    assert_int_equal(sockets[0].status, ATB_NO_ROOM);
    pass(10);
    modem_hears("AT+QICLOSE=0\r");
}

/* ---- what a model lacks, and more memory than can be counted --------------------------------- */

static void what_the_model_cannot_do_is_not_waited_for(void **state)
{
    struct atb_socket_kind kind = quectel_tcp;
    (void)state;
    kind.jobs[ATB_JOB_OPEN] = NULL;
    assert_int_equal(open_at(0, &kind, 64), ATB_UNSUPPORTED);
    kind = quectel_tcp; /* one that closes by itself */
    kind.jobs[ATB_JOB_CLOSE] = NULL;
    assert_int_equal(open_at(0, &kind, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    atb_socket_close(&sockets[0]);
    pass(10);
    pass(10);
    modem_hears("");
    app_hears("opened 0, closed 0, ");
}

static void memory_is_used_up_to_64_kilobytes(void **state)
{
    static uint8_t much[70000];
    (void)state;
    much[UINT16_MAX] = '#';
    assert_int_equal(
        atb_socket_open(&net, &sockets[0], &quectel_tcp, "192.0.2.7", 7, much, sizeof much),
        ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    data_waits();
    modem_hears("AT+QIRD=0,1500\r");
    modem_says("\r\n+QIRD: 3\r\nabc" OK);
    takes(&sockets[0], 64, "abc");
    assert_int_equal(much[UINT16_MAX], '#');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(closed_twice_is_closed_once, on_quectel),
        cmocka_unit_test_setup(lines_for_a_socket_that_has_ended_are_nobodys, on_quectel),
        cmocka_unit_test_setup(the_network_that_goes_keeps_what_an_ended_socket_holds, on_quectel),
        cmocka_unit_test_setup(closing_an_ended_socket_drops_what_it_holds, on_quectel),
        cmocka_unit_test_setup(closed_while_another_is_opened_it_alone_ends, on_simcom),
        cmocka_unit_test_setup(a_late_word_about_a_send_is_no_word_about_a_read, on_quectel),
        cmocka_unit_test_setup(a_late_count_of_bytes_sent_is_nobodys, on_simcom),
        cmocka_unit_test_setup(an_address_that_nobody_asked_for_is_not_dialled, on_simcom),
        cmocka_unit_test_setup(what_the_application_reads_by_itself_is_its_own, on_quectel),
        cmocka_unit_test_setup(what_is_read_while_it_closes_is_dropped, on_quectel),
        cmocka_unit_test_setup(more_than_was_asked_for_ends_the_connection, on_quectel),
        cmocka_unit_test_setup(what_the_model_cannot_do_is_not_waited_for, on_quectel),
        cmocka_unit_test_setup(memory_is_used_up_to_64_kilobytes, on_quectel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
