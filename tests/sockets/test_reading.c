/* SPDX-License-Identifier: MIT */
/* What a socket receives: byte by byte or packet by packet, and when the modem is asked for it. */
#include "bench.h"

#define OK "\r\nOK\r\n"

enum { QUECTEL_READS = 1500, PACKET = QUECTEL_READS + 2 };

/* ---- a stream --------------------------------------------------------------------------- */

static void bytes_go_round_in_the_memory(void **state)
{
    (void)state;
    open_tcp(8);
    data_waits();
    modem_hears("AT+QIRD=0,8\r");
    modem_says("\r\n+QIRD: 6\r\nabcdef" OK);
    modem_hears("AT+QIRD=0,2\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    takes(&sockets[0], 4, "abcd");
    data_waits();
    modem_hears("AT+QIRD=0,6\r");
    modem_says("\r\n+QIRD: 6\r\nghijkl" OK); /* two behind, four round the end */
    assert_int_equal(atb_socket_readable(&sockets[0]), 8);
    takes(&sockets[0], 3, "efg");
    takes(&sockets[0], 1, "h");
    takes(&sockets[0], 100, "ijkl");
    takes(&sockets[0], 100, "");
}

static void memory_is_used_to_its_last_byte_and_no_further(void **state)
{
    (void)state;
    memory[0][3] = '#';
    open_tcp(3);
    data_waits();
    modem_hears("AT+QIRD=0,3\r");
    modem_says("\r\n+QIRD: 3\r\nabc" OK);
    pass(10);
    modem_hears("");
    takes(&sockets[0], 3, "abc");
    assert_int_equal(memory[0][3], '#');
    pass(10);
    modem_hears("AT+QIRD=0,3\r"); /* from the front again */
    modem_says("\r\n+QIRD: 2\r\nde" OK);
    takes(&sockets[0], 3, "de");
}

static void no_more_is_asked_for_than_one_command_reads(void **state)
{
    (void)state;
    open_tcp(MEMORY);
    data_waits();
    modem_hears("AT+QIRD=0,1500\r");
}

static void pieces_of_an_answer_can_be_taken_before_its_end(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 6\r\nabc");
    takes(&sockets[0], 64, "abc");
    app_hears(""); /* the event comes with the end */
    modem_says("def" OK);
    app_hears("readable 0, ");
    takes(&sockets[0], 64, "def");
}

static void what_was_taken_before_the_end_is_no_event(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 3\r\nabc");
    takes(&sockets[0], 64, "abc");
    modem_says(OK);
    app_hears("");
}

static void an_answer_without_bytes_is_no_event(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
    app_hears("");
    pass(1000);
    modem_hears("");
}

static void a_modem_that_tells_what_is_left_is_read_until_nothing_is(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+CIPRXGET: 1,0\r\n");
    pass(10);
    modem_hears("AT+CIPRXGET=2,0,64\r");
    modem_says("\r\n+CIPRXGET: 2,0,3,2\r\nabc" OK);
    modem_hears("AT+CIPRXGET=2,0,61\r");
    modem_says("\r\n+CIPRXGET: 2,0,2,0\r\nde" OK);
    app_hears("readable 0, readable 0, ");
    pass(1000);
    modem_hears("");
    takes(&sockets[0], 64, "abcde");
}

static void where_nothing_to_read_is_an_error_the_connection_stays(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+CIPRXGET: 1,0\r\n");
    pass(10);
    modem_hears("AT+CIPRXGET=2,0,64\r");
    modem_says("\r\n+IP ERROR: No data\r\n\r\nERROR\r\n");
    pass(1000);
    modem_hears("");
    app_hears("");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void where_it_is_none_an_error_means_that_the_connection_is_lost(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\nERROR\r\n");
    pass(10);
    modem_hears("AT+QICLOSE=0\r"); /* not read once more: it would fail for ever */
    modem_says(OK);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_CLOSED);
}

static void a_read_that_is_not_answered_ends_the_connection(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    pass(100000);
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_CLOSING);
}

static void lines_say_that_data_waits_on_every_dialect(void **state)
{
    (void)state;
    (void)on_fibocom(state);
    open_tcp(64);
    modem_says("\r\n+MIPREAD: 1,0\r\n"); /* none does */
    pass(10);
    modem_hears("");
    modem_says("\r\n+MIPREAD: 1,5\r\n");
    pass(10);
    modem_hears("AT+MIPREAD=1,64\r");
    modem_says("\r\n+MIPDATA: 1,5\r\nhello" OK);
    takes(&sockets[0], 64, "hello");
    (void)on_onemo(state);
    open_tcp(64);
    modem_says("\r\n+MIPURC: \"rtcp\",0,5,5\r\n");
    pass(10);
    modem_hears("AT+MIPRD=0,64\r");
    modem_says("\r\n+MIPRD: 0,0,5,hello\r\n" OK);
    takes(&sockets[0], 64, "hello");
}

/* A 4G model of OneMO was seen to hand over a stream segment by segment, and to count these. */
static void a_stream_may_come_in_several_lines(void **state)
{
    (void)on_onemo(state);
    open_tcp(64);
    modem_says("\r\n+MIPURC: \"rtcp\",0,10,10\r\n");
    pass(10);
    modem_hears("AT+MIPRD=0,64\r");
    modem_says("\r\n+MIPRD: 0,2,3,one\r\n\r\n+MIPRD: 0,1,3,two\r\n\r\n+MIPRD: 0,0,4,four\r\n" OK);
    app_hears("readable 0, ");
    takes(&sockets[0], 64, "onetwofour");
    pass(1000);
    modem_hears("");
    modem_says("\r\n+MIPURC: \"rtcp\",0,10,10\r\n");
    pass(10);
    modem_hears("AT+MIPRD=0,64\r");
    modem_says("\r\n+MIPRD: 0,1,3,one\r\n\r\n+MIPRD: 0,1,3,two\r\n" OK); /* one is left */
    modem_hears("AT+MIPRD=0,58\r");
    takes(&sockets[0], 64, "onetwo");
}

static void lines_of_other_numbers_are_not_ours(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+QIURC: \"recv\",1\r\n\r\n+QIURC: \"closed\",1\r\n");
    pass(1000);
    modem_hears("");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* ---- packets ---------------------------------------------------------------------------- */

static void packets_are_kept_apart(void **state)
{
    (void)state;
    open_udp(2 * PACKET);
    data_waits();
    modem_hears("AT+QIRD=0\r");
    modem_says("\r\n+QIRD: 5,\"192.0.2.9\",7\r\nhello" OK);
    modem_hears("AT+QIRD=0\r");
    modem_says("\r\n+QIRD: 3,\"192.0.2.9\",7\r\nyou" OK);
    app_hears("readable 0, readable 0, ");
    assert_int_equal(atb_socket_readable(&sockets[0]), 5 + 3 + 2 * 2);
    takes(&sockets[0], 100, "hello");
    takes(&sockets[0], 100, "you");
    takes(&sockets[0], 100, "");
}

static void what_is_not_taken_of_a_packet_is_lost(void **state)
{
    (void)state;
    open_udp(2 * PACKET);
    data_waits();
    modem_says("\r\n+QIRD: 5,\"192.0.2.9\",7\r\nhello" OK);
    modem_says("\r\n+QIRD: 3,\"192.0.2.9\",7\r\nyou" OK);
    takes(&sockets[0], 2, "he");
    takes(&sockets[0], 3, "you");
    takes(&sockets[0], 3, "");
}

static void a_packet_is_whole_or_not_there(void **state)
{
    (void)state;
    open_udp(PACKET);
    data_waits();
    modem_hears("AT+QIRD=0\r");
    modem_says("\r\n+QIRD: 5,\"192.0.2.9\",7\r\nhe");
    assert_int_equal(atb_socket_readable(&sockets[0]), 0);
    takes(&sockets[0], 100, "");
    modem_says("llo" OK);
    takes(&sockets[0], 100, "hello");
}

static void half_a_packet_is_dropped(void **state)
{
    (void)state;
    open_udp(PACKET);
    data_waits();
    modem_says("\r\n+QIRD: 5,\"192.0.2.9\",7\r\nhe");
    pass(100000);
    takes(&sockets[0], 100, "");
    assert_int_equal(atb_socket_readable(&sockets[0]), 0);
}

static void a_packet_is_asked_for_when_the_longest_finds_room(void **state)
{
    (void)state;
    open_udp(PACKET + 3);
    data_waits();
    modem_hears("AT+QIRD=0\r");
    modem_says("\r\n+QIRD: 2,\"192.0.2.9\",7\r\nab" OK);
    pass(10);
    modem_hears("");
    takes(&sockets[0], 100, "ab");
    pass(10);
    modem_hears("AT+QIRD=0\r");
    modem_says("\r\n+QIRD: 1,\"192.0.2.9\",7\r\nc" OK);
    modem_hears("AT+QIRD=0\r"); /* three bytes are held, and the longest finds room behind them */
}

static void packets_need_memory_for_the_longest(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_udp, PACKET - 1), ATB_NO_ROOM);
    assert_int_equal(open_at(0, &quectel_udp, PACKET), ATB_OK);
}

static void a_packet_goes_round_the_end_with_its_length(void **state)
{
    static char packet[QUECTEL_READS + 1], line[2000];
    (void)state;
    memset(packet, 'x', QUECTEL_READS);
    open_udp(PACKET);
    data_waits();
    snprintf(line, sizeof line, "\r\n+QIRD: 1499,\"192.0.2.9\",7\r\n%s" OK, packet + 1);
    modem_says(line);
    takes(&sockets[0], MEMORY, packet + 1);
    pass(10);
    snprintf(line, sizeof line, "\r\n+QIRD: 1500,\"192.0.2.9\",7\r\n%s" OK, packet);
    modem_says(line); /* its length stands in the last byte and the first */
    takes(&sockets[0], MEMORY, packet);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* ---- when it is asked for ----------------------------------------------------------------- */

static void data_is_asked_for_without_a_line_once_in_a_while(void **state)
{
    (void)state;
    net.poll_ms = 10000;
    open_tcp(64);
    pass(9999);
    modem_hears("");
    pass(1);
    modem_hears("AT+QIRD=0,64\r");
    pass(500);
    modem_says("\r\n+QIRD: 0\r\n" OK);
    pass(9999);
    modem_hears("");
    pass(1);
    modem_hears("AT+QIRD=0,64\r");
}

static void ten_seconds_unless_told_otherwise(void **state)
{
    (void)state;
    atb_net_init(&net, session, &quectel_net, net.on_event, &net);
    assert_int_equal(net.poll_ms, 10000);
    assert_int_equal(net.ask_ms, 5000);
    assert_int_equal(net.silent_ms, 120000);
}

static void the_clock_may_wrap_between(void **state)
{
    (void)state;
    set_clock(UINT32_MAX - 4000);
    net.poll_ms = 10000;
    open_tcp(64);
    pass(9999);
    modem_hears("");
    pass(1);
    modem_hears("AT+QIRD=0,64\r");
}

static void reading_and_sending_take_turns(void **state)
{
    (void)state;
    open_tcp(64);
    modem_says("\r\n+QIURC: \"recv\",0\r\n");
    assert_int_equal(atb_socket_send(&sockets[0], "data", 4), ATB_OK);
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 1\r\na" OK);
    modem_hears("AT+QISEND=0,4\r"); /* though there may be more to read */
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("dataAT+QIRD=0,63\r");
}

static void a_long_send_leaves_reading_its_turn(void **state)
{
    struct atb_socket_kind kind = quectel_tcp;
    (void)state;
    kind.send_max = 4;
    assert_int_equal(open_at(0, &kind, 64), ATB_OK);
    pass(10);
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    modem_says("\r\n+QIURC: \"recv\",0\r\n");
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    assert_int_equal(atb_socket_send(&sockets[0], "123456", 6), ATB_OK);
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 1\r\na" OK);
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QISEND=0,4\r1234AT+QIRD=0,63\r");
    modem_says("\r\n+QIRD: 1\r\nb" OK);
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QISEND=0,2\r56AT+QIRD=0,62\r");
}

static void what_waits_is_read_behind_the_applications_command(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_raw(session, "ATE0", NULL, NULL, NULL), ATB_OK);
    data_waits();
    modem_hears("ATE0\r");
    modem_says(OK);
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
}

static void sockets_take_turns(void **state)
{
    (void)state;
    open_two(64);
    modem_says("\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"recv\",1\r\n");
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 1\r\na" OK);
    modem_hears("AT+QIRD=1,64\r");
    modem_says("\r\n+QIRD: 1\r\nb" OK);
    modem_hears("AT+QIRD=0,63\r");
    takes(&sockets[0], 64, "a");
    takes(&sockets[1], 64, "b");
}

int main(void)
{
#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)
#define SIMCOM(name)  cmocka_unit_test_setup(name, on_simcom)
    const struct CMUnitTest tests[] = {
        QUECTEL(bytes_go_round_in_the_memory),
        QUECTEL(memory_is_used_to_its_last_byte_and_no_further),
        QUECTEL(no_more_is_asked_for_than_one_command_reads),
        QUECTEL(pieces_of_an_answer_can_be_taken_before_its_end),
        QUECTEL(what_was_taken_before_the_end_is_no_event),
        QUECTEL(an_answer_without_bytes_is_no_event),
        SIMCOM(a_modem_that_tells_what_is_left_is_read_until_nothing_is),
        SIMCOM(where_nothing_to_read_is_an_error_the_connection_stays),
        QUECTEL(where_it_is_none_an_error_means_that_the_connection_is_lost),
        QUECTEL(a_read_that_is_not_answered_ends_the_connection),
        QUECTEL(lines_say_that_data_waits_on_every_dialect),
        QUECTEL(a_stream_may_come_in_several_lines),
        QUECTEL(lines_of_other_numbers_are_not_ours),
        QUECTEL(packets_are_kept_apart),
        QUECTEL(what_is_not_taken_of_a_packet_is_lost),
        QUECTEL(a_packet_is_whole_or_not_there),
        QUECTEL(half_a_packet_is_dropped),
        QUECTEL(a_packet_is_asked_for_when_the_longest_finds_room),
        QUECTEL(packets_need_memory_for_the_longest),
        QUECTEL(a_packet_goes_round_the_end_with_its_length),
        QUECTEL(data_is_asked_for_without_a_line_once_in_a_while),
        QUECTEL(ten_seconds_unless_told_otherwise),
        QUECTEL(the_clock_may_wrap_between),
        QUECTEL(reading_and_sending_take_turns),
        QUECTEL(a_long_send_leaves_reading_its_turn),
        QUECTEL(what_waits_is_read_behind_the_applications_command),
        QUECTEL(sockets_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
