/* SPDX-License-Identifier: MIT */
/*
 * On a port without `read` a blocking call sent its command and then said ATB_IO; a socket went on
 * being opened behind such an ATB_IO, and behind the ATB_BUSY of a call from a callback. A call
 * that cannot wait begins nothing.
 */
#include "script.h"

#include "atb_socket.h"
#include "fibocom_sockets.h"
#include "onemo_sockets.h"
#include "quectel_sockets.h"
#include "simcom_sockets.h"

static const struct modem {
    struct atb_session *session;
    const struct atb_net_dialect *net;
    const struct atb_socket_kind *tcp;
} modems[] = {
    {&world.quectel.session, &quectel_net, &quectel_tcp},
    {&world.simcom.session, &simcom_net, &simcom_tcp},
    {&world.fibocom.session, &fibocom_net, &fibocom_tcp},
    {&world.onemo.session, &onemo_net, &onemo_tcp},
};

static struct atb_net net;
static struct atb_socket connection;
static char memory[2048];
static int told;

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    (void)event;
}

static int open_and_wait(const struct modem *modem)
{
    return atb_socket_open_wait(&net, &connection, modem->tcp, "192.0.2.7", 7, memory,
                                sizeof memory);
}

static void begin(const struct modem *modem)
{
    memset(&connection, 0, sizeof connection);
    memset(&net, 0, sizeof net);
    assert_int_equal(atb_net_init(&net, modem->session, modem->net, on_socket, NULL), ATB_OK);
    atb_net_up(&net, true);
}

static void no_command_is_sent(void **state)
{
    struct onemo_mipclose_result closed_one;
    (void)state;
    assert_int_equal(quectel_qiact(&world.quectel, 1), ATB_IO);
    assert_int_equal(simcom_netopen(&world.simcom, NULL), ATB_IO);
    assert_int_equal(fibocom_mipcall(&world.fibocom, NULL, 1), ATB_IO);
    assert_int_equal(onemo_mipclose(&world.onemo, &closed_one, 0), ATB_IO);
    assert_sent("");
    assert_int_equal(quectel_qiact_start(&world.quectel, TELL, 1), ATB_OK); /* by atb_feed() */
    assert_sent("AT+QIACT=1\r");
}

static void no_socket_is_opened(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(modems); i++) {
        begin(&modems[i]);
        assert_int_equal(open_and_wait(&modems[i]), ATB_IO);
        assert_int_equal(atb_socket_state(&connection), ATB_SOCKET_FREE);
        wait_ms(modems[i].session, 100);
        assert_null(strstr(world.sent, "192.0.2.7"));
    }
}

static void nothing_is_lent(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(modems); i++) {
        begin(&modems[i]);
        assert_int_equal(atb_socket_open(&net, &connection, modems[i].tcp, "192.0.2.7", 7, memory,
                                         sizeof memory),
                         ATB_OK);
        connection.state = ATB_SOCKET_OPEN;
        assert_int_equal(atb_socket_send_wait(&connection, "hello", 5), ATB_IO);
        assert_int_equal(connection.left, 0);
    }
    connection = (struct atb_socket){0};
    assert_int_equal(atb_socket_send_wait(&connection, "hello", 5), ATB_MISSING);
}

static void open_in_a_callback(void *app, int status)
{
    (void)status;
    told = open_and_wait(app);
}

static void nor_from_a_callback(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(modems); i++) {
        begin(&modems[i]);
        assert_int_equal(atb_raw(modems[i].session, "AT", NULL, open_in_a_callback,
                                 (void *)(uintptr_t)&modems[i]),
                         ATB_OK);
        hear(modems[i].session, "\r\nOK\r\n");
        assert_int_equal(told, ATB_BUSY);
        assert_int_equal(atb_socket_state(&connection), ATB_SOCKET_FREE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_command_is_sent),
        TEST(no_socket_is_opened),
        TEST(nothing_is_lent),
        TEST(nor_from_a_callback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
