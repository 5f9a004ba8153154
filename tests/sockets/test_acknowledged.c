/* SPDX-License-Identifier: MIT */
/* What the peer has of what was sent: the modem is asked, and a dead peer found. */
#include "bench.h"

#define OK "\r\nOK\r\n"

static void sent(void)
{
    app_sends("data");
    modem_says("\r\n> ");
    modem_says("\r\nSEND OK\r\n");
    modem_hears("AT+QISEND=0,4\rdata");
    app_hears("sent 0, ");
}

/* Of the modem, five seconds later. */
static void is_asked(const char *question, const char *answer)
{
    pass(5000);
    modem_hears(question);
    modem_says(answer);
}

static void the_peer_is_asked_after_five_seconds_later(void **state)
{
    (void)state;
    open_tcp(64);
    pass(60000);
    modem_hears(""); /* nothing was sent */
    sent();
    pass(4999);
    modem_hears("");
    pass(1);
    modem_hears("AT+QISEND=0,0\r");
    modem_says("\r\n+QISEND: 4,3,1\r\n" OK);
    pass(4999);
    modem_hears("");
    pass(1);
    modem_hears("AT+QISEND=0,0\r");
    modem_says("\r\n+QISEND: 4,4,0\r\n" OK);
    pass(60000);
    modem_hears("");
}

/* `most` times 5 s without progress. */
static void ask_in_vain(unsigned most)
{
    for (unsigned i = 0; i < most; i++) {
        assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
        is_asked("AT+QISEND=0,0\r", "\r\n+QISEND: 4,0,4\r\n" OK);
    }
}

static void two_minutes_without_progress_and_the_peer_is_dead(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    ask_in_vain(120 / 5);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_ENDING);
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
}

static void a_clock_that_steps_back_makes_no_silence(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    ask_in_vain(1);
    pass(5000);
    modem_hears("AT+QISEND=0,0\r");
    set_clock(START_MS);
    modem_says("\r\n+QISEND: 4,0,4\r\n" OK);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void it_is_full(void)
{
    modem_hears("AT+QISEND=0,4\r");
    modem_says("\r\n> ");
    modem_hears("data");
    modem_says("\r\nSEND FAIL\r\n");
}

/* It is full for the peer's sake: whoever tries to send for ever hears of its end. */
static void a_dead_peer_is_found_though_the_modem_is_full(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    app_sends("data");
    for (unsigned i = 0; i < 260 && sockets[0].status == ATB_OK; i++) {
        it_is_full();
        if (i % 10 == 0 && i > 0) { /* five seconds */
            modem_hears("AT+QISEND=0,0\r");
            modem_says("\r\n+QISEND: 4,0,4\r\n" OK);
        }
        pass(500);
    }
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
}

static void progress_begins_the_silence_anew(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    ask_in_vain(20);
    is_asked("AT+QISEND=0,0\r", "\r\n+QISEND: 4,1,3\r\n" OK);
    ask_in_vain(24);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* Whatever is sent, as much is on its way each time that it is asked. */
static void a_steady_stream_is_no_silence(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    is_asked("AT+QISEND=0,0\r", "\r\n+QISEND: 4,0,4\r\n" OK);
    for (unsigned i = 1; i < 100; i++) {
        char answer[64];
        pass(4900);
        sent();
        snprintf(answer, sizeof answer, "\r\n+QISEND: %u,%u,4\r\n" OK, 4 * i + 4, 4 * i);
        pass(90);
        modem_hears("AT+QISEND=0,0\r");
        modem_says(answer);
    }
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
    ask_in_vain(120 / 5);
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
}

static void a_silent_peer_may_be_waited_for_without_end(void **state)
{
    (void)state;
    net.silent_ms = 0;
    open_tcp(64);
    sent();
    ask_in_vain(100);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
    net.silent_ms = UINT32_MAX;
    ask_in_vain(10);
    net.silent_ms = (uint32_t)INT32_MAX + 1;
    ask_in_vain(10);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void sent_by_simcom(void)
{
    app_sends("data");
    modem_says("\r\n> ");
    modem_says(OK "\r\n+CIPSEND: 0,4,4\r\n");
    modem_hears("AT+CIPSEND=0,4\rdata");
}

static void what_is_sent_and_what_is_acknowledged_may_both_be_told(void **state)
{
    (void)state;
    open_tcp(64);
    sent_by_simcom();
    is_asked("AT+CIPACK=0\r", "\r\n+CIPACK: 100,99,0\r\n" OK); /* one is missing */
    is_asked("AT+CIPACK=0\r", "\r\n+CIPACK: 100,100,0\r\n" OK);
    pass(60000);
    modem_hears("");
}

/* Their difference is more than a number can be. */
static void more_acknowledged_than_numbers_tell(void **state)
{
    (void)state;
    open_tcp(64);
    sent_by_simcom();
    is_asked("AT+CIPACK=0\r", "\r\n+CIPACK: 2147483647,-2147483647,0\r\n" OK);
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void a_modem_that_does_not_say_is_not_asked_again(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    is_asked("AT+QISEND=0,0\r", "\r\nERROR\r\n");
    pass(60000);
    modem_hears("");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

/* It may be dead all the same: what it says is lost, not that it says nothing. */
static void an_answer_that_was_lost_is_asked_for_again(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    is_asked("AT+QISEND=0,0\r", OK);
    pass(5000);
    modem_hears("AT+QISEND=0,0\r");
    pass(60000); /* the whole answer */
    pass(5000);
    mark_passes();
    modem_hears("AT+QISEND=0,0\r");
    modem_says("\r\n+QISEND: 4,0,4\r\n" OK);
    ask_in_vain((120 - 5 - 5 - 60 - 5) / 5);
    assert_int_equal(sockets[0].status, ATB_TIMEOUT);
}

/* 2 GB on one connection: the count is no number any more, and the peer is believed. It is asked
 * again behind the next send. */
static void counts_that_are_too_large_say_nothing(void **state)
{
    (void)state;
    open_tcp(64);
    sent();
    is_asked("AT+QISEND=0,0\r", "\r\n+QISEND: 2147483648,2147483644,4\r\n" OK);
    pass(300000);
    modem_hears("");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
    sent();
    pass(5000);
    modem_hears("AT+QISEND=0,0\r");
}

static void packets_are_not_asked_after(void **state)
{
    (void)state;
    open_udp(MEMORY);
    sent();
    pass(600000);
    modem_hears("");
}

int main(void)
{
#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)
#define SIMCOM(name)  cmocka_unit_test_setup(name, on_simcom)
    const struct CMUnitTest tests[] = {
        QUECTEL(the_peer_is_asked_after_five_seconds_later),
        QUECTEL(two_minutes_without_progress_and_the_peer_is_dead),
        QUECTEL(a_clock_that_steps_back_makes_no_silence),
        QUECTEL(a_dead_peer_is_found_though_the_modem_is_full),
        QUECTEL(progress_begins_the_silence_anew),
        QUECTEL(a_steady_stream_is_no_silence),
        QUECTEL(a_silent_peer_may_be_waited_for_without_end),
        SIMCOM(what_is_sent_and_what_is_acknowledged_may_both_be_told),
        SIMCOM(more_acknowledged_than_numbers_tell),
        QUECTEL(a_modem_that_does_not_say_is_not_asked_again),
        QUECTEL(an_answer_that_was_lost_is_asked_for_again),
        QUECTEL(counts_that_are_too_large_say_nothing),
        QUECTEL(packets_are_not_asked_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
