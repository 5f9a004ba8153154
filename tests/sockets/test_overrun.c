/* SPDX-License-Identifier: MIT */
/*
 * The port has lost bytes: nobody waits for what may be among them, nothing behind a gap is taken
 * for data, and what a socket may not have been told is asked for.
 */
#include "bench.h"

#define OK   "\r\nOK\r\n"
#define OPEN "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r"

static void lose_bytes(void)
{
    assert_int_equal(atb_overrun(session, 0), ATB_OK);
    pass(10);
}

/* Socket 0 is opened; the modem has been told what it sends, and has not asked for it yet. */
static void send_four(const char *data)
{
    open_tcp(64);
    assert_int_equal(atb_socket_send(&sockets[0], data, 4), ATB_OK);
    pass(10);
    modem_hears("AT+QISEND=0,4\r");
}

/* Of what is lost an end is made, and the application is told that it is no regular one. */
static void it_is_closed_as_aborted(void)
{
    modem_says(OK);
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_ABORTED);
}

static void a_result_that_was_lost_is_not_waited_for(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears(OPEN);
    modem_says(OK "\r\n+QIO");
    lose_bytes();
    modem_says("\r\n");
    mark_passes();
    modem_hears("AT+QICLOSE=0\r"); /* it may be open */
    modem_says(OK);
    modem_hears(OPEN);
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    app_hears("opened 0, ");
    assert_int_equal(net.failures, 0);
}

/* The modem counts: what follows a gap would be taken for the end of the data. */
static void nothing_behind_a_gap_is_data(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 12\r\nabcd");
    lose_bytes();
    app_hears("readable 0, ");
    takes(&sockets[0], MEMORY, "abcd");
    modem_says("kl" OK); /* "\r\nOK\r\n" and what is left make twelve */
    takes(&sockets[0], MEMORY, "");
    app_hears("");
    modem_says("\r\n+CSQ: 20,99\r\n" OK);
    modem_hears("AT+CSQ\rAT+QICLOSE=0\r");
    it_is_closed_as_aborted();
}

/* The read was given up, what it brings is lost: whatever the modem tells now, nothing behind it is
 * asked for. */
static void gives_up_reading(const char *told, const char *read, const char *close)
{
    char hears[80];
    open_tcp(64);
    modem_says(told);
    pass(10);
    modem_hears(read);
    assert_int_equal(atb_raw(session, "ATI", NULL, NULL, NULL), ATB_BUSY); /* it has its turn now */
    assert_int_equal(atb_overrun(session, 0), ATB_OK);
    modem_says(told);
    pass(10);
    pass(10);
    modem_says("\r\n+CSQ: 20,99\r\n" OK);
    snprintf(hears, sizeof hears, "AT+CSQ\r%s", close);
    modem_hears(hears);
}

static void what_is_told_behind_a_gap_is_not_read(void **state)
{
    (void)on_quectel(state);
    gives_up_reading("\r\n+QIURC: \"recv\",0\r\n", "AT+QIRD=0,64\r", "AT+QICLOSE=0\r");
    (void)on_simcom(state);
    gives_up_reading("\r\n+CIPRXGET: 1,0\r\n", "AT+CIPRXGET=2,0,64\r", "AT+CIPCLOSE=0\r");
    (void)on_onemo(state);
    gives_up_reading("\r\n+MIPURC: \"rtcp\",0,5,5\r\n", "AT+MIPRD=0,64\r", "AT+MIPCLOSE=0\r");
    (void)on_fibocom(state);
    gives_up_reading("\r\n+MIPREAD: 1,5\r\n", "AT+MIPREAD=1,64\r", "AT+MIPCLOSE=1\r");
}

/* The end is no regular one: the peer had closed it, but not all that it sent was read. */
static void an_end_behind_a_gap_says_so(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+QIURC: \"closed\",0\r\n");
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 12\r\nabcd");
    lose_bytes();
    app_hears("readable 0, ");
    takes(&sockets[0], MEMORY, "abcd");
    modem_says("kl" OK);
    modem_says("\r\n+CSQ: 20,99\r\n" OK);
    modem_hears("AT+CSQ\rAT+QICLOSE=0\r");
    it_is_closed_as_aborted();
}

/* Nobody knows what the peer has: a lost answer is no acknowledgement. */
static void a_question_for_a_dead_peer_is_asked_again(void **state)
{
    (void)state;
    send_four("data");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says("\r\nSEND OK\r\n");
    app_hears("sent 0, ");
    pass(net.ask_ms);
    modem_hears("AT+QISEND=0,0\r");
    lose_bytes();
    mark_passes();
    nothing_is_left();
    pass(net.ask_ms);
    modem_hears("AT+QISEND=0,0\r");
}

/* The modem keeps what it has told of once: it is asked. */
static void a_lost_line_of_any_socket_is_asked_for(void **state)
{
    (void)state;
    open_two(64);
    lose_bytes();
    nothing_is_left();
    modem_hears("AT+QIRD=1,64\r");
    modem_says("\r\n+QIRD: 4\r\ndata" OK);
    app_hears("readable 1, ");
    modem_hears("AT+QIRD=1,60\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    pass(5000);
    modem_hears("");
}

static void a_loop_that_sleeps_asks_at_once(void **state)
{
    (void)state;
    open_tcp(64);
    pass(10);
    assert_true(atb_next_tick_ms(session) > 1000);
    assert_int_equal(atb_overrun(session, 0), ATB_OK);
    assert_int_equal(atb_next_tick_ms(session), 0);
}

/* Whether the modem has it, nobody knows: it is never sent twice. */
static void what_was_being_sent_ends_the_connection(void **state)
{
    (void)state;
    send_four("data");
    modem_says("> ");
    modem_hears("data");
    modem_says("\r\nSEND");
    lose_bytes();
    modem_says("\r\n");
    mark_passes();
    nothing_is_left();
    modem_hears("AT+QICLOSE=0\r");
    it_is_closed_as_aborted();
}

/* The modem may wait for what it counts: nothing else goes out before that. */
static void a_prompt_that_was_lost_is_waited_for(void **state)
{
    (void)state;
    send_four("code");
    lose_bytes();
    pass(4970);
    lose_bytes(); /* begins nothing anew */
    modem_hears("");
    app_hears("");
    pass(10);
    modem_hears("code\",?\"\rAT+CSQ\r"); /* taken for a line, it would be none */
    modem_says("\r\nSEND OK\r\n\r\nERROR\r\n\r\n+CSQ: 20,99\r\n" OK);
    nothing_is_left();
    modem_hears("AT+QICLOSE=0\r");
}

static void a_prompt_that_comes_behind_a_gap_is_answered(void **state)
{
    (void)state;
    send_four("code");
    lose_bytes();
    pass(4000);
    modem_says("\r\n> ");
    modem_hears("codeAT+CSQ\r"); /* it goes out whole, then an end is made */
}

static void what_can_be_done_again_is(void **state)
{
    (void)state;
    (void)on_fibocom(state);
    assert_int_equal(open_at(0, &fibocom_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+GTSET=\"IPRFMT\",5\r");
    lose_bytes();
    mark_passes();
    modem_hears("AT+GTSET=\"IPRFMT\",5\r");
    modem_says(OK);
    modem_hears("AT+MIPOPEN=1,,\"192.0.2.7\",7,0\r");
    modem_says(OK "\r\n+MIPOPEN: 1,1\r\n");
    app_hears("opened 0, ");
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("AT+MIPCLOSE=1\r");
    modem_says(OK);
    lose_bytes();
    mark_passes();
    modem_hears("AT+MIPCLOSE=1\r");
    modem_says("\r\nERROR\r\n");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_OK);
}

static void a_setting_before_an_opening_is_made_again(void **state)
{
    (void)state;
    (void)on_onemo(state);
    assert_int_equal(open_at(0, &onemo_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\r");
    lose_bytes();
    mark_passes();
    modem_hears("AT+MIPCFG=\"encoding\",0,1,0\r");
}

/* The application's commands are its own affair. */
static void another_command_goes_on(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_raw(session, "AT+X", NULL, NULL, NULL), ATB_OK);
    lose_bytes();
    modem_hears("AT+X\r");
    assert_true(atb_busy(session));
    modem_says(OK);
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
}

/* ---- more than the read is lost ------------------------------------------------------------- */

/* Of twelve bytes and what stands behind them all is lost from the fifth on: as many bytes of what
 * comes next are taken for data, the mark's answer among them. */
static void lose_the_end_of_a_read(void)
{
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 60\r\nabcd");
    lose_bytes();
    modem_hears("AT+CSQ\r");
    modem_says("\r\n+CSQ: 20,99\r\n" OK);
    pass(10);
}

static void a_close_goes_out_though_its_marks_answer_was_lost(void **state)
{
    (void)state;
    open_tcp(64);
    lose_the_end_of_a_read();
    app_hears("readable 0, ");
    takes(&sockets[0], MEMORY, "abcd");
    pass(2990);
    app_hears(""); /* its number is the modem's still */
    modem_hears("AT+CFUN?\r");
    modem_says("\r\n+CFUN: 1\r\n" OK);
    modem_hears("AT+QICLOSE=0\r");
    it_is_closed_as_aborted();
}

static void another_socket_does_not_die_of_it(void **state)
{
    (void)state;
    open_two(64);
    lose_the_end_of_a_read();
    app_hears("readable 0, ");
    pass(2990);
    modem_hears("AT+CFUN?\r");
    modem_says("\r\n+CFUN: 1\r\n" OK);
    modem_hears("AT+QIRD=1,64\r");
    modem_says("\r\n+QIRD: 4\r\ndata" OK);
    app_hears("readable 1, ");
}

/* A datagram may be lost: its socket, with its port and what others know of it, need not be. */
static void loses_a_datagram(const char *told, const char *read, const char *half,
                             const char *whole)
{
    char hears[80];
    open_udp(3000);
    modem_says(told);
    pass(10);
    modem_hears(read);
    modem_says(half);
    lose_bytes();
    modem_says("p" OK "\r\n+CSQ: 20,99\r\n" OK);
    snprintf(hears, sizeof hears, "AT+CSQ\r%s", read);
    modem_hears(hears);
    modem_says(whole);
    app_hears("readable 0, ");
    takes(&sockets[0], MEMORY, "next");
    takes(&sockets[0], MEMORY, "");
}

static void a_datagram_behind_a_gap_costs_no_socket(void **state)
{
    (void)on_quectel(state);
    loses_a_datagram("\r\n+QIURC: \"recv\",0\r\n", "AT+QIRD=0\r",
                     "\r\n+QIRD: 3,\"192.0.2.9\",7\r\ng",
                     "\r\n+QIRD: 4,\"192.0.2.9\",7\r\nnext" OK);
    (void)on_simcom(state);
    loses_a_datagram("\r\n+CIPRXGET: 1,0\r\n", "AT+CIPRXGET=2,0,1500\r",
                     "\r\n+CIPRXGET: 2,0,3,0\r\ng", "\r\n+CIPRXGET: 2,0,4,0\r\nnext" OK);
    (void)on_onemo(state);
    loses_a_datagram("\r\n+MIPURC: \"rudp\",0,2\r\n", "AT+MIPRD=0,1\r", "\r\n+MIPRD: 0,1,3,g",
                     "\r\n+MIPRD: 0,0,4,next" OK);
    (void)on_fibocom(state);
    loses_a_datagram("\r\n+MIPREAD: 1,3\r\n", "AT+MIPREAD=1,2048\r", "\r\n+MIPDATA: 1,3\r\ng",
                     "\r\n+MIPDATA: 1,4\r\nnext" OK);
}

#define QUECTEL(function) cmocka_unit_test_setup(function, on_quectel)

int main(void)
{
    const struct CMUnitTest tests[] = {
        QUECTEL(a_result_that_was_lost_is_not_waited_for),
        QUECTEL(nothing_behind_a_gap_is_data),
        QUECTEL(what_is_told_behind_a_gap_is_not_read),
        QUECTEL(an_end_behind_a_gap_says_so),
        QUECTEL(a_question_for_a_dead_peer_is_asked_again),
        QUECTEL(a_lost_line_of_any_socket_is_asked_for),
        QUECTEL(a_loop_that_sleeps_asks_at_once),
        QUECTEL(what_was_being_sent_ends_the_connection),
        QUECTEL(a_prompt_that_was_lost_is_waited_for),
        QUECTEL(a_prompt_that_comes_behind_a_gap_is_answered),
        QUECTEL(what_can_be_done_again_is),
        QUECTEL(a_setting_before_an_opening_is_made_again),
        QUECTEL(another_command_goes_on),
        QUECTEL(a_close_goes_out_though_its_marks_answer_was_lost),
        QUECTEL(another_socket_does_not_die_of_it),
        cmocka_unit_test(a_datagram_behind_a_gap_costs_no_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
