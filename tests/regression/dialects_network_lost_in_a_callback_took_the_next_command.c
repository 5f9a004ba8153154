/* SPDX-License-Identifier: MIT */
/*
 * An application that was told ATB_SOCKET_OPENED started a command of its own there, and then said
 * that the network was gone, or held back: the layer took its opening, which was over, for the
 * command under way, and aborted the application's.
 */
#include "script.h"

#include "atb_socket.h"
#include "quectel_sockets.h"

static struct atb_net net;
static struct atb_socket connection;
static char memory[64];
static void (*lose)(void);

static void go_down(void)
{
    atb_net_up(&net, false);
}

static void hold_back(void)
{
    atb_net_hold(&net, true);
}

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    if (event == ATB_SOCKET_OPENED) {
        assert_int_equal(atb_raw(&world.quectel.session, "AT+X", NULL, TELL), ATB_OK);
        lose();
    }
}

static void open_and(void (*what)(void))
{
    struct atb_session *session = &world.quectel.session;
    lose = what;
    atb_net_init(&net, session, &quectel_net, on_socket, NULL);
    atb_net_up(&net, true);
    assert_int_equal(
        atb_socket_open(&net, &connection, &quectel_tcp, "192.0.2.7", 7, memory, sizeof memory),
        ATB_OK);
    wait_ms(session, 20);
    assert_sent("AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r");
    hear(session, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    wait_ms(session, 20);
    assert_runs();
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_sent("AT+X\r");
}

static void the_network_goes(void **state)
{
    (void)state;
    open_and(go_down);
    wait_ms(&world.quectel.session, 20);
    assert_int_equal(atb_socket_state(&connection), ATB_SOCKET_FREE);
}

static void the_application_holds_back(void **state)
{
    (void)state;
    open_and(hold_back);
    assert_int_equal(atb_socket_state(&connection), ATB_SOCKET_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_network_goes),
        TEST(the_application_holds_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
