/* SPDX-License-Identifier: MIT */
/*
 * A session whose memory had room for its lines, but not for the command that opens a socket, took
 * the socket layer all the same: every opening ended with ATB_NO_ROOM, an application that tried
 * again did so for ever, and no constant said how much it takes.
 */
#include "script.h"

#include "atb_socket.h"
#include "fibocom_sockets.h"
#include "onemo_sockets.h"
#include "quectel_sockets.h"
#include "simcom_sockets.h"

enum { HOST = 300 };

static struct atb_net net;
static struct atb_socket connection;
static char host[HOST + 1], received[64];
static int status, opened;

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    status = event == ATB_SOCKET_CLOSED ? socket->status : UNTOLD;
}

/* As long as the modem may be told: what that is, the layer is not asked. */
static void open_to(struct atb_session *session, const struct atb_socket_kind *kind, size_t length)
{
    memset(host, 'a', sizeof host);
    host[length] = '\0';
    status = UNTOLD;
    assert_int_equal(
        atb_socket_open(&net, &connection, kind, host, 65535, received, sizeof received), ATB_OK);
    for (int i = 0; i < 20 && connection.state != ATB_SOCKET_FREE; i++) {
        wait_ms(session, 200);
        opened += strstr(world.sent, host) != NULL;
        world.length = 0;
        world.sent[0] = '\0';
        hear(session, "\r\nERROR\r\n");
    }
}

#define ROOM(dialect, DIALECT)                                                                     \
    static void dialect##_says_at_once_what_it_needs(void **state)                                 \
    {                                                                                              \
        struct atb_session *session = &world.dialect.session;                                      \
        (void)state;                                                                               \
        (void)dialect##_init(&world.dialect, &port, world.memory[0], DIALECT##_SOCKETS_MEMORY - 1, \
                             NULL, 0, NULL);                                                       \
        assert_int_equal(atb_net_init(&net, session, &dialect##_net, on_socket, NULL),             \
                         ATB_NO_ROOM);                                                             \
        assert_null(session->watchers);                                                            \
        (void)dialect##_init(&world.dialect, &port, world.memory[0], DIALECT##_SOCKETS_MEMORY,     \
                             NULL, 0, NULL);                                                       \
        assert_int_equal(atb_net_init(&net, session, &dialect##_net, on_socket, NULL), ATB_OK);    \
        assert_true(DIALECT##_SOCKETS_MEMORY <= DIALECT##_MEMORY);                                 \
        atb_net_up(&net, true);                                                                    \
        opened = 0;                                                                                \
        for (size_t length = HOST; length > 0 && opened == 0; length--) {                          \
            open_to(session, &dialect##_tcp, length);                                              \
            assert_int_not_equal(status, ATB_NO_ROOM);                                             \
        }                                                                                          \
        assert_int_not_equal(opened, 0);                                                           \
    }

ROOM(quectel, QUECTEL)
ROOM(simcom, SIMCOM)
ROOM(fibocom, FIBOCOM)
ROOM(onemo, ONEMO)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(quectel_says_at_once_what_it_needs),
        TEST(simcom_says_at_once_what_it_needs),
        TEST(fibocom_says_at_once_what_it_needs),
        TEST(onemo_says_at_once_what_it_needs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
