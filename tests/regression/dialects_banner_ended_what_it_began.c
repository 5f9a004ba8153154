/* SPDX-License-Identifier: MIT */
/*
 * The session forgot its last life only behind the callbacks that were told of the modem's start:
 * a command begun there, where an application begins its set-up, was refused or ended with
 * ATB_REBOOTED, and bring-up's next tick ended it once more. An idle '>' behind
 * atb_modem_rebooted() was a prompt.
 */
#include "script.h"

#include "atb_bringup.h"
#include "atb_socket.h"
#include "quectel_bringup.h"
#include "quectel_sockets.h"

#define Q (&world.quectel)

/* A command that any modem takes. */
static void begin(struct atb_session *session)
{
    assert_int_equal(atb_raw(session, "ATE0", NULL, TELL), ATB_OK);
}

static void assert_lives(struct atb_session *session)
{
    assert_runs();
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

/* ---- whoever hears it ---------------------------------------------------------------------- */

static struct atb_session *session;
static unsigned banners;

static bool is_banner(const struct atb_event *event)
{
    return event->kind == ATB_EVENT_URC;
}

static void begin_at_event(void *app, const struct atb_event *event)
{
    (void)app;
    if (is_banner(event)) {
        assert_false(event->handled);
        banners++;
        world.status = UNTOLD;
        begin(session);
    }
}

static void begin_at_watcher(struct atb_watcher *watcher, const struct atb_event *event)
{
    (void)watcher;
    if (is_banner(event)) {
        banners++;
        begin(session);
    }
}

static void begin_at_handler(void *app)
{
    (void)app;
    banners++;
    begin(session);
}

static void each_banner(struct atb_session *modem, const char *banner)
{
    session = modem;
    banners = 0;
    atb_set_on_event(modem, begin_at_event);
    hear(modem, banner);
    assert_lives(modem);
    assert_int_equal(atb_raw(modem, "ATI", NULL, TELL), ATB_OK);
    hear(modem, banner);
    assert_int_equal(banners, 2);
    assert_lives(modem);
}

static void what_begins_in_on_event_lives_on_every_dialect(void **state)
{
    (void)state;
    each_banner(&world.quectel.session, "\r\nRDY\r\n");
    each_banner(&world.quectel.session, "\r\nAPP RDY\r\n");
    each_banner(&world.simcom.session, "\r\n*ATREADY: 1\r\n");
    each_banner(&world.simcom.session, "\r\nRDY\r\n");
    each_banner(&world.onemo.session, "\r\n+MATREADY\r\n");
}

static void what_begins_in_a_handler_lives(void **state)
{
    static const struct atb_handler handlers[] = {QUECTEL_ON_RDY(begin_at_handler)};
    (void)state;
    assert_int_equal(quectel_init(Q, &port, world.memory[0], MEMORY, handlers, 1, NULL), ATB_OK);
    session = &Q->session;
    begin(session);
    hear(session, "\r\nRDY\r\n");
    assert_ended(ATB_REBOOTED);
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

static void what_begins_in_a_watcher_lives(void **state)
{
    static struct atb_watcher watcher = {.on_event = begin_at_watcher};
    (void)state;
    session = &Q->session;
    atb_watch(session, &watcher);
    hear(session, "\r\nRDY\r\n");
    assert_lives(session);
}

static void begin_at_end(void *app, int status)
{
    world.status = status;
    if (status == ATB_REBOOTED) {
        begin(app);
    }
}

static void what_begins_where_the_last_one_ends_lives(void **state)
{
    (void)state;
    assert_int_equal(quectel_qiact_start(Q, begin_at_end, &Q->session, 1), ATB_OK);
    hear(&Q->session, "\r\nRDY\r\n");
    assert_ended(ATB_REBOOTED);
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

/* ---- what it has forgotten ------------------------------------------------------------------ */

static void where_a_reset_was_needed_it_is_no_more(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipsend_length_start(&world.simcom, NULL, TELL, 0, "AT", 2), ATB_OK);
    wait_ms(&world.simcom.session, 300000);
    assert_ended(ATB_RESET_NEEDED);
    session = &world.simcom.session;
    atb_set_on_event(session, begin_at_event);
    hear(session, "\r\n*ATREADY: 1\r\n");
    assert_lives(session);
}

static void a_damaged_banner_is_none(void **state)
{
    (void)state;
    session = &world.simcom.session;
    begin(session);
    hear(session, "\r\n*ATREADY: 99999999999\r\n");
    hear(session, "\r\n*ATREADY: x\r\n");
    assert_lives(session);
}

static uint8_t last_kind;

static void keep_kind(void *app, const struct atb_event *event)
{
    (void)app;
    last_kind = event->kind;
}

static void nothing_prompts_a_modem_that_has_started_again(void **state)
{
    (void)state;
    assert_int_equal(quectel_qisend_start(Q, TELL, 0, "hello", 5), ATB_OK);
    wait_ms(&Q->session, 300000); /* its prompt was lost, and it went out all the same */
    assert_ended(ATB_TIMEOUT);
    atb_set_on_event(&Q->session, keep_kind);
    atb_modem_rebooted(&Q->session);
    hear(&Q->session, ">\r\n");
    assert_int_equal(last_kind, ATB_EVENT_TEXT);
}

/* ---- what lives beside it ---------------------------------------------------------------------
 */

static struct atb_bringup bringup;
static struct atb_net net;

static void pass_stage_on(void *app, int stage)
{
    (void)app;
    atb_net_up(&net, atb_stage_is_up(stage));
}

static void ignore_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    (void)event;
}

static void bring_up(void)
{
    static const struct atb_bringup_setup setup = {0};
    atb_net_init(&net, session, &quectel_net, ignore_socket, NULL);
    atb_bringup_start(&bringup, session, &quectel_bringup, &setup, pass_stage_on, NULL);
    for (int i = 0; i < 400 && bringup.stage != ATB_STAGE_UP; i++) {
        wait_ms(session, 10);
        hear(session, strstr(world.sent, "CPIN") != NULL ? "\r\n+CPIN: READY\r\n" : "");
        hear(session, strstr(world.sent, "REG?") != NULL ? "\r\n+CEREG: 0,1\r\n" : "");
        hear(session, world.length > 0 ? "\r\nOK\r\n" : "");
        world.length = 0;
        world.sent[0] = '\0';
    }
    assert_int_equal(bringup.stage, ATB_STAGE_UP);
}

static void bring_up_leaves_it_alone(void **state)
{
    (void)state;
    session = &Q->session;
    bring_up();
    atb_set_on_event(session, begin_at_event);
    hear(session, "\r\nRDY\r\n");
    atb_set_on_event(session, NULL);
    wait_ms(session, 100);
    assert_lives(session);
    wait_ms(session, 20);
    assert_sent("ATE0\rATE0\r"); /* the second is bring-up's */
}

static void bring_up_tells_of_what_is_no_banner(void **state)
{
    (void)state;
    session = &Q->session;
    bring_up();
    begin(session);
    hear(session, "\r\nPOWERED DOWN\r\n");
    wait_ms(session, 10);
    assert_ended(ATB_REBOOTED);
}

static void sockets_wait_for_the_network(void **state)
{
    static struct atb_socket socket;
    static uint8_t memory[100];
    (void)state;
    session = &Q->session;
    bring_up();
    assert_int_equal(atb_socket_open(&net, &socket, &quectel_tcp, "192.0.2.7", 7, memory, 100),
                     ATB_OK);
    wait_ms(session, 10);
    assert_sent("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    hear(session, "\r\nRDY\r\n");
    assert_sent("");
    wait_ms(session, 10);
    assert_sent("ATE0\r");
    assert_int_equal(socket.state, ATB_SOCKET_OPENING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_begins_in_on_event_lives_on_every_dialect),
        TEST(what_begins_in_a_handler_lives),
        TEST(what_begins_in_a_watcher_lives),
        TEST(what_begins_where_the_last_one_ends_lives),
        TEST(where_a_reset_was_needed_it_is_no_more),
        TEST(a_damaged_banner_is_none),
        TEST(nothing_prompts_a_modem_that_has_started_again),
        TEST(bring_up_leaves_it_alone),
        TEST(bring_up_tells_of_what_is_no_banner),
        TEST(sockets_wait_for_the_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
