/* SPDX-License-Identifier: MIT */
/*
 * A main loop that sleeps until atb_next_tick_ms(), or until bytes come: bring-up and sockets did
 * not count for it, and where nothing else was under way it slept for ever. Here it sleeps exactly
 * as long as it is told. A lookup that had ended, and a card that was locked, kept it awake 24 days
 * later: what is due half a turn of the clock away must be put off again. The end of a socket was
 * told when the next command of another was over.
 */
#include "layers.h"

#include "fibocom_bringup.h"
#include "fibocom_sockets.h"
#include "onemo_bringup.h"
#include "onemo_sockets.h"
#include "quectel_bringup.h"
#include "quectel_sockets.h"
#include "simcom_bringup.h"
#include "simcom_sockets.h"

enum { SOON = 20 };

static const struct atb_bringup_setup setup = {.apn = "internet"};

/* Sleeps and ticks until the session wants to sleep longer than that: how often. */
static unsigned ticks_within(struct atb_session *session, uint32_t ms)
{
    uint32_t start = world.time;
    unsigned ticks = 0;
    uint32_t next = atb_next_tick_ms(session);
    while (next <= ms - (world.time - start)) {
        world.time += next;
        assert_int_equal(atb_tick(session), ATB_OK);
        assert_true(++ticks <= ms / 10 + 10); /* none that does nothing, again and again */
        next = atb_next_tick_ms(session);
    }
    world.time = start + ms;
    return ticks;
}

/* Twice past half a turn of the port's clock. */
static void assert_sleeps_for_weeks(struct atb_session *session)
{
    for (int i = 0; i < 3; i++) {
        uint32_t next = atb_next_tick_ms(session);
        assert_true(next > 1000000);
        world.time += next < INT32_MAX ? next : INT32_MAX;
        assert_int_equal(atb_tick(session), ATB_OK);
    }
}

/* ---- bring-up ------------------------------------------------------------------------------- */

static void bring_up(struct atb_session *session, const struct atb_bringup_list *list)
{
    atb_bringup_start(&bringup, session, list, &setup, on_stage, NULL);
    assert_int_equal(atb_next_tick_ms(session), 0);
    for (int minute = 0; minute < 60; minute++) { /* a modem that is not there */
        ticks_within(session, 60000);
        world.length = 0;
    }
    assert_true(bringup.resets > 2);
    assert_true(atb_next_tick_ms(session) <= 3600000); /* the longest pause before a reset */
}

static void every_bring_up_goes_on(void **state)
{
    (void)state;
    bring_up(&world.quectel.session, &quectel_bringup);
    bring_up(&world.simcom.session, &simcom_bringup);
    bring_up(&world.fibocom.session, &fibocom_bringup);
    bring_up(&world.onemo.session, &onemo_bringup);
}

/* Of somebody else's, whose end it awaits: not again and again. */
static void bring_up_waits_for_a_command(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_int_equal(atb_raw(session, "AT+X", NULL, TELL), ATB_OK);
    atb_bringup_start(&bringup, session, &quectel_bringup, &setup, on_stage, NULL);
    ticks_within(session, 9990);
    assert_sent("AT+X\r");
    hear(session, "OK\r\n");
    ticks_within(session, SOON);
    assert_sent("AT\r");
}

static void a_locked_card_lets_it_sleep(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    atb_bringup_start(&bringup, session, &quectel_bringup, &setup, on_stage, NULL);
    while (bringup.stage != ATB_STAGE_LOCKED) {
        ticks_within(session, SOON);
        bool asks = strcmp(world.sent, "AT+CPIN?\r") == 0;
        hear(session, asks ? "+CPIN: SIM PUK\r\nOK\r\n" : "OK\r\n");
        world.length = 0;
    }
    ticks_within(session, SOON);
    assert_sleeps_for_weeks(session);
}

/* ---- sockets -------------------------------------------------------------------------------- */

static void assert_goes_out(struct atb_session *session, const char *what)
{
    ticks_within(session, SOON);
    assert_non_null(strstr(world.sent, what));
    world.length = 0;
    world.sent[0] = '\0';
}

static void open_connection(struct atb_session *session, const struct atb_net_dialect *dialect,
                            const struct atb_socket_kind *kind)
{
    atb_net_init(&net, session, dialect, on_socket, NULL);
    ticks_within(session, SOON);
    assert_true(atb_next_tick_ms(session) > 1000000);
    assert_int_equal(
        atb_socket_open(&net, &connection, kind, "192.0.2.7", 7, memory, sizeof memory), ATB_OK);
    ticks_within(session, SOON);
    assert_sent("");
    assert_true(atb_next_tick_ms(session) > 1000000); /* the network is down */
    atb_net_up(&net, true);
}

static void every_socket_opens(void **state)
{
    (void)state;
    open_connection(&world.quectel.session, &quectel_net, &quectel_tcp);
    assert_goes_out(&world.quectel.session, "AT+QIOPEN");
    open_connection(&world.simcom.session, &simcom_net, &simcom_tcp);
    assert_goes_out(&world.simcom.session, "AT+CIPRXGET=1");
    open_connection(&world.fibocom.session, &fibocom_net, &fibocom_tcp);
    assert_goes_out(&world.fibocom.session, "AT+GTSET");
    open_connection(&world.onemo.session, &onemo_net, &onemo_tcp);
    assert_goes_out(&world.onemo.session, "AT+MIPCFG");
}

static void what_the_application_wants_goes_out_at_once(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    open_connection(session, &quectel_net, &quectel_tcp);
    assert_goes_out(session, "AT+QIOPEN");
    hear(session, "OK\r\n+QIOPEN: 0,0\r\n");
    ticks_within(session, SOON);
    assert_true(atb_next_tick_ms(session) > 9000); /* polling */
    assert_int_equal(atb_socket_send(&connection, "hello", 5), ATB_OK);
    assert_goes_out(session, "AT+QISEND=0,5");
    hear(session, "> ");
    assert_goes_out(session, "hello");
    hear(session, "SEND OK\r\n");
    atb_socket_close(&connection);
    assert_goes_out(session, "AT+QICLOSE=0");
}

static void it_polls_and_asks_in_time(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    open_connection(session, &quectel_net, &quectel_tcp);
    assert_goes_out(session, "AT+QIOPEN");
    hear(session, "OK\r\n+QIOPEN: 0,0\r\n");
    assert_int_equal(atb_socket_send(&connection, "x", 1), ATB_OK);
    assert_goes_out(session, "AT+QISEND=0,1");
    hear(session, "> ");
    assert_goes_out(session, "x");
    hear(session, "SEND OK\r\n");
    assert_int_equal(ticks_within(session, 4900), 1); /* the bytes that came are noticed */
    ticks_within(session, 200);
    assert_sent("AT+QISEND=0,0\r");
    hear(session, "+QISEND: 1,1,0\r\nOK\r\n");
    ticks_within(session, 5000);
    assert_sent("AT+QIRD=0,1500\r");
}

/* The application hears of what was never sent, and may try again at once. */
static void one_that_cannot_be_opened_is_told(void **state)
{
    static const char nobody[] = "no\"name";
    struct atb_session *session = &world.quectel.session;
    (void)state;
    atb_net_init(&net, session, &quectel_net, on_socket, NULL);
    atb_net_up(&net, true);
    closed = 0;
    for (unsigned times = 1; times <= 3; times++) {
        assert_int_equal(
            atb_socket_open(&net, &connection, &quectel_tcp, nobody, 7, memory, sizeof memory),
            ATB_OK);
        ticks_within(session, 500);
        assert_sent("AT+QICLOSE=0\r");
        hear(session, "OK\r\n");
        ticks_within(session, SOON);
        assert_int_equal(closed, times);
        assert_int_equal(connection.status, ATB_BAD_CHARACTER);
    }
}

/* A socket's turn comes when somebody else's command is over. */
static void a_socket_waits_for_a_command(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_int_equal(atb_raw(session, "AT+X", NULL, TELL), ATB_OK);
    atb_net_init(&net, session, &quectel_net, on_socket, NULL);
    atb_net_up(&net, true);
    assert_int_equal(
        atb_socket_open(&net, &connection, &quectel_tcp, "192.0.2.7", 7, memory, sizeof memory),
        ATB_OK);
    assert_true(ticks_within(session, 9990) <= 1);
    assert_sent("AT+X\r");
    atb_abort(session);
    world.length = 0;
    assert_int_equal(atb_next_tick_ms(session), 0);
    assert_goes_out(session, "AT+CSQ"); /* the mark behind what was abandoned */
}

static void open_it(struct atb_session *session)
{
    open_connection(session, &quectel_net, &quectel_tcp);
    assert_goes_out(session, "AT+QIOPEN");
    hear(session, "OK\r\n+QIOPEN: 0,0\r\n");
    ticks_within(session, SOON);
    closed = 0;
}

/* Its end needs no line: it is told though another's command has taken that. */
static void an_end_waits_for_no_command(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    open_it(session);
    atb_socket_close(&connection);
    assert_goes_out(session, "AT+QICLOSE=0");
    assert_int_equal(atb_raw(session, "AT+X", NULL, TELL), ATB_BUSY);
    atb_abort(session);
    assert_int_equal(atb_raw(session, "AT+X", NULL, TELL), ATB_OK);
    ticks_within(session, SOON);
    assert_runs();
    assert_int_equal(closed, 1);
}

static void nor_does_one_with_the_modem(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    open_it(session);
    assert_int_equal(atb_socket_send(&connection, "hello", 5), ATB_OK);
    assert_goes_out(session, "AT+QISEND=0,5");
    atb_modem_rebooted(session);
    assert_int_equal(atb_raw(session, "AT+X", NULL, TELL), ATB_OK);
    ticks_within(session, SOON);
    assert_runs();
    assert_int_equal(closed, 1);
}

static void a_lookup_ends_in_time(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    memset(&lookup, 0, sizeof lookup);
    assert_int_equal(
        atb_lookup_start(&lookup, session, &quectel_resolve, "example.org", memory, 46, on_lookup),
        ATB_OK);
    assert_goes_out(session, "AT+QIDNSGIP");
    hear(session, "OK\r\n");
    ticks_within(session, SOON);
    ticks_within(session, 64900);
    assert_runs();
    ticks_within(session, 200);
    assert_ended(ATB_TIMEOUT);
    ticks_within(session, SOON);
    assert_sleeps_for_weeks(session);
}

/* Of a modem that the application has switched off and on. */
static void so_does_one_whose_modem_has_started_again(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    memset(&lookup, 0, sizeof lookup);
    assert_int_equal(
        atb_lookup_start(&lookup, session, &quectel_resolve, "example.org", memory, 46, on_lookup),
        ATB_OK);
    assert_goes_out(session, "AT+QIDNSGIP");
    hear(session, "OK\r\n");
    ticks_within(session, 1000);
    assert_runs();
    atb_modem_rebooted(session);
    ticks_within(session, SOON);
    assert_ended(ATB_REBOOTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_bring_up_goes_on),
        TEST(bring_up_waits_for_a_command),
        TEST(a_locked_card_lets_it_sleep),
        TEST(every_socket_opens),
        TEST(what_the_application_wants_goes_out_at_once),
        TEST(it_polls_and_asks_in_time),
        TEST(one_that_cannot_be_opened_is_told),
        TEST(a_socket_waits_for_a_command),
        TEST(an_end_waits_for_no_command),
        TEST(nor_does_one_with_the_modem),
        TEST(a_lookup_ends_in_time),
        TEST(so_does_one_whose_modem_has_started_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
