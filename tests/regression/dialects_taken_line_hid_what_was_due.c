/* SPDX-License-Identifier: MIT */
/*
 * While a command was under way, atb_next_tick_ms() passed over every watcher whose moment had
 * come, as if none could do anything but send. A main loop that slept as long as it was told then
 * pressed no reset key, told no socket's end and ended no lookup before that command was over: up
 * to three minutes later. Here somebody else's command takes the line, and nothing comes in.
 */
#include "layers.h"

#include "cellular.h"
#include "quectel_bringup.h"
#include "quectel_sockets.h"

static unsigned pressed;

static void press(void *context, bool down)
{
    (void)context;
    pressed += down;
}

static const struct atb_bringup_setup setup = {.pins = {.reset = press}};

/* Sleeps as long as it is told, so often; in that time the clock went on by less than this. */
static void sleep_and_tick(unsigned times, uint32_t less_than)
{
    uint32_t start = world.time;
    while (times-- > 0) {
        world.time += atb_next_tick_ms(&world.quectel.session);
        assert_int_equal(atb_tick(&world.quectel.session), ATB_OK);
    }
    assert_true(world.time - start < less_than);
}

/* One of the application's that takes 180 s, and nothing of it comes for now. */
static void take_the_line(void)
{
    assert_int_equal(cellular_cops_test_start(&world.quectel, NULL, TELL), ATB_OK);
    assert_sent("AT+COPS=?\r");
}

static void be_open(void)
{
    struct atb_session *session = &world.quectel.session;
    atb_net_init(&net, session, &quectel_net, on_socket, NULL);
    net.poll_ms = 0;
    atb_net_up(&net, true);
    closed = 0;
    assert_int_equal(
        atb_socket_open(&net, &connection, &quectel_tcp, "192.0.2.7", 7, memory, sizeof memory),
        ATB_OK);
    wait_ms(session, 20);
    hear(session, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    wait_ms(session, 20);
    assert_sent("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
}

static void a_reset_key_is_pressed_at_once(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    atb_bringup_start(&bringup, session, &quectel_bringup, &setup, on_stage, NULL);
    wait_ms(session, 20);
    hear(session, "\r\nOK\r\n");
    assert_sent("AT\r");
    take_the_line();
    pressed = 0;
    atb_bringup_reset(&bringup);
    sleep_and_tick(1, 10);
    assert_int_equal(pressed, 1);
    sleep_and_tick(2, 600); /* up again after 500 ms, and the session knows of it */
    assert_ended(ATB_REBOOTED);
}

static void the_end_of_a_socket_is_told_at_once(void **state)
{
    (void)state;
    be_open();
    take_the_line();
    atb_net_up(&net, false);
    sleep_and_tick(1, 10);
    assert_int_equal(closed, 1);
    assert_runs();
}

static void a_socket_that_was_read_empty_ends_at_once(void **state)
{
    char byte;
    (void)state;
    be_open();
    hear(&world.quectel.session, "\r\n+QIURC: \"recv\",0\r\n");
    wait_ms(&world.quectel.session, 20);
    assert_sent("AT+QIRD=0,1500\r");
    hear(&world.quectel.session, "\r\n+QIRD: 1\r\nx\r\nOK\r\n\r\n+QIURC: \"closed\",0\r\n");
    wait_ms(&world.quectel.session, 20);
    assert_sent("AT+QIRD=0,1500\r");
    atb_net_up(&net, false);
    hear(&world.quectel.session, "\r\n+QIRD: 0\r\n\r\nOK\r\n");
    wait_ms(&world.quectel.session, 20);
    take_the_line();
    assert_int_equal(closed, 0);
    assert_int_equal(atb_socket_receive(&connection, &byte, 1), 1);
    sleep_and_tick(1, 10);
    assert_int_equal(closed, 1);
}

/* The result may be 155 s away. What held back goes on as soon. */
static void an_opening_is_held_back_at_once(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    be_open();
    atb_socket_close(&connection);
    wait_ms(session, 20);
    hear(session, "\r\nOK\r\n");
    wait_ms(session, 20);
    assert_int_equal(
        atb_socket_open(&net, &connection, &quectel_tcp, "192.0.2.7", 7, memory, sizeof memory),
        ATB_OK);
    wait_ms(session, 20);
    hear(session, "\r\nOK\r\n");
    wait_ms(session, 20);
    assert_true(atb_busy(session));
    atb_net_hold(&net, true);
    assert_false(atb_busy(session));
    assert_true(atb_next_tick_ms(session) > 60000);
    world.length = 0;
    atb_net_hold(&net, false);
    sleep_and_tick(1, 10);
    assert_sent("AT+CSQ\r"); /* the mark behind what was abandoned */
}

/* Behind a command that is longer than its patience. */
static void a_lookup_that_never_had_the_line_ends_in_time(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    take_the_line();
    memset(&lookup, 0, sizeof lookup);
    assert_int_equal(
        atb_lookup_start(&lookup, session, &quectel_resolve, "example.org", memory, 46, on_lookup),
        ATB_OK);
    sleep_and_tick(2, 65010);
    assert_ended(ATB_TIMEOUT);
}

/* They have nothing to do but to wait for the line: no tick is asked for, until it is free. */
static void who_waits_for_the_line_sleeps_as_long(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    be_open();
    take_the_line();
    atb_bringup_start(&bringup, session, &quectel_bringup, &setup, on_stage, NULL);
    assert_int_equal(atb_socket_send(&connection, "hello", 5), ATB_OK);
    sleep_and_tick(1, 10); /* all have looked at it */
    assert_true(atb_next_tick_ms(session) > 60000);
    hear(session, "\r\nOK\r\n");
    assert_true(atb_next_tick_ms(session) <= 10);
    sleep_and_tick(1, 20);
    assert_true(world.length > 0);
}

static const char *answer_to(const char *command)
{
    if (strstr(command, "REG?") != NULL) {
        return "\r\n+CEREG: 1,1\r\n\r\nOK\r\n";
    }
    return strstr(command, "CPIN?") != NULL ? "\r\n+CPIN: READY\r\n\r\nOK\r\n" : "\r\nOK\r\n";
}

/* A step that has no limit but its command's own: here AT+QIDEACT, 40 s. */
static void a_step_under_way_is_no_tick(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    atb_bringup_start(&bringup, session, &quectel_bringup, &setup, on_stage, NULL);
    for (int i = 0; i < 100 && strstr(world.sent, "QIDEACT") == NULL; i++) {
        if (world.length > 0) {
            const char *answer = answer_to(world.sent);
            world.length = 0;
            world.sent[0] = '\0';
            hear(session, answer);
        }
        wait_ms(session, 100);
    }
    assert_sent("AT+QIDEACT=1\r");
    assert_true(atb_next_tick_ms(session) > 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_reset_key_is_pressed_at_once),
        TEST(the_end_of_a_socket_is_told_at_once),
        TEST(a_socket_that_was_read_empty_ends_at_once),
        TEST(an_opening_is_held_back_at_once),
        TEST(a_lookup_that_never_had_the_line_ends_in_time),
        TEST(who_waits_for_the_line_sleeps_as_long),
        TEST(a_step_under_way_is_no_tick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
