/* SPDX-License-Identifier: MIT */
/* Used again while the modem still works for the life before: what it says then is nobody's. */
#include "bench.h"
#include "quectel_commands.h"

#define OK "\r\nOK\r\n"

/* The network goes, and with it sockets[0]; the application opens it again at once. */
static void lose_and_open(void)
{
    atb_net_up(&net, false);
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
}

static void bytes_of_the_last_connection_are_not_the_next_ones(void **state)
{
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    lose_and_open();
    modem_says("\r\n+QIRD: 4\r\nlate" OK);
    app_hears("");
    takes(&sockets[0], 64, "");
}

static void a_packet_of_the_last_connection_is_not_the_next_ones(void **state)
{
    (void)state;
    open_udp(MEMORY);
    data_waits();
    modem_hears("AT+QIRD=0\r");
    lose_and_open();
    modem_says("\r\n+QIRD: 4,\"192.0.2.7\",7\r\nlate" OK);
    app_hears("");
    takes(&sockets[0], 64, "");
}

static void the_end_of_the_last_close_does_not_end_the_next_connection(void **state)
{
    (void)state;
    open_tcp(64);
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("AT+QICLOSE=0\r");
    lose_and_open();
    modem_says(OK);
    pass(10);
    app_hears("");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPENING);
}

/* The context is made anew: what was opened in the old one is gone. */
static void what_is_opened_behind_the_end_of_the_network_is_opened_anew(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    atb_net_up(&net, false);
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    pass(10);
    app_hears("");
    atb_net_up(&net, true);
    pass(10);
    mark_passes();
    modem_hears("AT+QICLOSE=0\r"); /* it may be open */
    modem_says(OK);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    app_hears("opened 0, ");
}

static void a_network_that_is_back_before_the_modem_answers_has_gone_all_the_same(void **state)
{
    (void)state;
    assert_int_equal(open_at(0, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    atb_net_up(&net, false);
    atb_net_up(&net, true);
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    app_hears("");
    pass(10);
    mark_passes();
    modem_hears("AT+QICLOSE=0\r");
}

/* Its result may be minutes away, and what brings the network back waits for the session. */
static void no_opening_is_waited_for(int (*on_dialect)(void **state),
                                     const struct atb_socket_kind *kind, const char *open,
                                     const char *close)
{
    void *state = NULL;
    (void)on_dialect(&state);
    assert_int_equal(open_at(0, kind, 64), ATB_OK);
    for (const char *at = strchr(open, '\r'); at != NULL; at = strchr(at + 1, '\r')) {
        pass(10);
        modem_says(OK);
    }
    modem_hears(open);
    atb_net_up(&net, false);
    atb_net_up(&net, false);
    assert_int_equal(atb_raw(session, "AT", NULL, NULL, NULL), ATB_OK);
    mark_passes();
    modem_hears("AT\r");
    modem_says(OK);
    atb_net_up(&net, true);
    net.is_set_up = true;
    pass(10);
    modem_hears(close);
    app_hears("");
    assert_int_equal(net.failures, 0);
}

static void an_opening_keeps_nobody_waiting_when_the_network_has_gone(void **state)
{
    (void)state;
    no_opening_is_waited_for(on_quectel, &quectel_tcp,
                             "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r", "AT+QICLOSE=0\r");
    no_opening_is_waited_for(on_simcom, &simcom_tcp,
                             "AT+CIPRXGET=1\rAT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r",
                             "AT+CIPCLOSE=0\r");
    no_opening_is_waited_for(on_fibocom, &fibocom_tcp,
                             "AT+GTSET=\"IPRFMT\",5\rAT+MIPOPEN=1,,\"192.0.2.7\",7,0\r",
                             "AT+MIPCLOSE=1\r");
    no_opening_is_waited_for(on_onemo, &onemo_tcp,
                             "AT+MIPCFG=\"encoding\",0,1,0\rAT+MIPCFG=\"autofree\",0,1\r"
                             "AT+MIPOPEN=0,\"TCP\",\"192.0.2.7\",7,60,2\r",
                             "AT+MIPCLOSE=0\r");
}

static void what_is_open_is_read_though_another_was_being_opened(void **state)
{
    (void)state;
    open_tcp(64);
    assert_int_equal(open_at(1, &quectel_tcp, 64), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK "\r\n+QIURC: \"recv\",0\r\n");
    /* The network has gone: what has arrived is read before it is made anew. */
    atb_net_hold(&net, true);
    pass(10);
    mark_passes();
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 4\r\nlast" OK);
    app_hears("readable 0, ");
    modem_says("\r\n+QIRD: 0\r\n" OK "\r\n+QIOPEN: 1,0\r\n");
    modem_hears("AT+QIRD=0,60\r");
    atb_net_up(&net, false);
    pass(10);
    app_hears("readable 0, ");
    atb_net_up(&net, false);
    pass(10);
    app_hears(""); /* of the last byte it has heard */
    atb_net_up(&net, true);
    atb_net_hold(&net, false);
    pass(10);
    modem_hears("AT+QICLOSE=1\r");
    modem_says(OK);
    modem_hears("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK "\r\n+QIOPEN: 1,0\r\n");
    app_hears("opened 1, ");
}

static void a_close_that_waits_for_its_result_keeps_nobody_waiting_either(void **state)
{
    (void)state;
    (void)on_simcom(state);
    open_tcp(64);
    atb_socket_close(&sockets[0]);
    pass(10);
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says(OK);
    atb_net_up(&net, false);
    assert_int_equal(atb_raw(session, "AT", NULL, NULL, NULL), ATB_OK);
    mark_passes();
}

static void the_answer_about_the_last_ones_name_is_not_the_next_ones(void **state)
{
    (void)state;
    (void)on_simcom(state);
    assert_int_equal(
        atb_socket_open(&net, &sockets[0], &simcom_udp, "example.org", 7, memory[0], MEMORY),
        ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears("AT+CIPRXGET=1\rAT+CDNSGIP=\"example.org\"\r");
    atb_net_up(&net, false);
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.9\"\r\n" OK);
    app_hears("");
    assert_string_equal(sockets[0].host, "example.org");
}

/* The peer was quicker than OK, and the network than both. */
static void what_closed_the_last_opening_does_not_close_the_next_one(void **state)
{
    static const char opens[] = "AT+CIPRXGET=1\rAT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r";
    (void)state;
    (void)on_simcom(state);
    assert_int_equal(open_at(0, &simcom_tcp, 64), ATB_OK);
    pass(10);
    modem_says(OK);
    modem_hears(opens);
    modem_says("\r\n+CIPOPEN: 0,0\r\n\r\n+IPCLOSE: 0,1\r\n");
    atb_net_up(&net, false);
    modem_says(OK);
    atb_net_up(&net, true);
    pass(10);
    mark_passes();
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says("\r\n+CIPCLOSE: 0,4\r\n\r\nERROR\r\n");
    modem_hears("AT+CIPRXGET=1\r");
    modem_says(OK);
    modem_hears("AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r");
    modem_says("\r\n+CIPOPEN: 0,0\r\n" OK);
    app_hears("opened 0, ");
    assert_int_equal(atb_socket_state(&sockets[0]), ATB_SOCKET_OPEN);
}

static void a_layer_may_be_begun_anew(void **state)
{
    struct atb_watcher *const first = session->watchers;
    (void)state;
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    atb_net_init(&net, session, net.dialect, net.on_event, &net);
    assert_ptr_equal(session->watchers, first);
    assert_null(first->next);
    modem_says("\r\n+QIRD: 4\r\nlate" OK);
    app_hears("");
}

static int ticks;

static void count_tick(struct atb_watcher *watcher)
{
    (void)watcher;
    ticks++;
}

static void begin_anew(void *app, struct atb_socket *socket, int event)
{
    (void)socket;
    assert_int_equal(event, ATB_SOCKET_CLOSED);
    atb_net_init(&net, session, net.dialect, net.on_event, app);
}

static void even_where_it_is_heard_of_and_others_are_shown_nothing_twice(void **state)
{
    struct atb_watcher other = {.on_tick = count_tick};
    (void)state;
    ticks = 0;
    atb_watch(session, &other);
    open_tcp(64);
    net.on_event = begin_anew;
    atb_net_up(&net, false);
    ticks = 0;
    pass(10);
    assert_null(net.sockets);
    assert_int_equal(ticks, 1);
}

/* The modem counts payload: once it was asked for, all of it is sent, whoever waits for it. */
static void what_is_still_being_sent_is_not_given_back(void **state)
{
    static char data[] = "hello";
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_socket_send(&sockets[0], data, 5), ATB_OK);
    pass(10);
    modem_hears("AT+QISEND=0,5\r");
    atb_net_up(&net, false);
    pass(10);
    app_hears("");
    modem_says("\r\n> ");
    modem_hears("hello");
    pass(10);
    app_hears("");
    modem_says("\r\nSEND OK\r\n");
    app_hears("closed 0, ");
}

/* Only whose bytes they are waits for it. */
static void others_need_not_wait_for_what_is_being_sent(void **state)
{
    static char data[] = "hello";
    (void)state;
    open_two(64);
    assert_int_equal(atb_socket_send(&sockets[0], data, 5), ATB_OK);
    pass(10);
    modem_hears("AT+QISEND=0,5\r");
    atb_net_up(&net, false);
    pass(10);
    app_hears("closed 1, ");
    modem_says("\r\n> ");
    modem_hears("hello");
    modem_says("\r\nSEND OK\r\n");
    app_hears("closed 0, ");
}

/* What the application sends by a command of its own is lent by no socket. */
static void nor_for_a_command_of_the_applications_own(void **state)
{
    struct atb_value values[] = {{.kind = ATB_NUMBER, .number = 5},
                                 {.kind = ATB_NUMBER, .number = 5}};
    const struct atb_command command = {
        .form = &quectel_qisend_form, .values = values, .payload = "hello", .payload_length = 5};
    (void)state;
    open_tcp(64);
    assert_int_equal(atb_start(session, &command, NULL, NULL, NULL), ATB_OK);
    modem_hears("AT+QISEND=5,5\r");
    atb_net_up(&net, false);
    pass(10);
    app_hears("closed 0, ");
}

int main(void)
{
#define QUECTEL(name) cmocka_unit_test_setup(name, on_quectel)
    const struct CMUnitTest tests[] = {
        QUECTEL(bytes_of_the_last_connection_are_not_the_next_ones),
        QUECTEL(a_packet_of_the_last_connection_is_not_the_next_ones),
        QUECTEL(the_end_of_the_last_close_does_not_end_the_next_connection),
        QUECTEL(what_is_opened_behind_the_end_of_the_network_is_opened_anew),
        QUECTEL(a_network_that_is_back_before_the_modem_answers_has_gone_all_the_same),
        QUECTEL(an_opening_keeps_nobody_waiting_when_the_network_has_gone),
        QUECTEL(what_is_open_is_read_though_another_was_being_opened),
        QUECTEL(a_close_that_waits_for_its_result_keeps_nobody_waiting_either),
        QUECTEL(the_answer_about_the_last_ones_name_is_not_the_next_ones),
        QUECTEL(what_closed_the_last_opening_does_not_close_the_next_one),
        QUECTEL(a_layer_may_be_begun_anew),
        QUECTEL(even_where_it_is_heard_of_and_others_are_shown_nothing_twice),
        QUECTEL(what_is_still_being_sent_is_not_given_back),
        QUECTEL(others_need_not_wait_for_what_is_being_sent),
        QUECTEL(nor_for_a_command_of_the_applications_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
