/* SPDX-License-Identifier: MIT */
/*
 * A line longer than the buffer that begins as the answer to a lookup does, its line feed lost: its
 * pieces have no fields, and the address was read from a null pointer.
 */
#include "script.h"

#include "atb_lookup.h"
#include "atb_socket.h"
#include "fibocom_sockets.h"
#include "onemo_sockets.h"
#include "quectel_sockets.h"
#include "simcom_sockets.h"

static struct atb_lookup lookup;
static struct atb_net net;
static struct atb_socket connection;
static char address[46], memory[2048];

static void on_lookup(struct atb_lookup *which, int status)
{
    (void)which;
    world.status = status;
}

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    (void)event;
}

/* Longer than any buffer. */
static void hear_on_and_on(struct atb_session *session, const char *text)
{
    hear(session, text);
    for (int i = 0; i < MEMORY; i++) {
        hear(session, "x");
    }
    hear(session, "\r\n");
}

static void ask(struct atb_session *session, const struct atb_resolver *resolver, const char *line,
                const char *answer)
{
    memset(&lookup, 0, sizeof lookup);
    assert_int_equal(atb_lookup_start(&lookup, session, resolver, "example.org", address,
                                      sizeof address, on_lookup),
                     ATB_OK);
    wait_ms(session, 10);
    hear_on_and_on(session, line);
    assert_runs();
    hear(session, answer);
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

static void every_lookup_waits_for_a_whole_line(void **state)
{
    (void)state;
    ask(&world.quectel.session, &quectel_resolve, "\r\n+QIURC: \"dnsgip\",\"",
        "\r\nOK\r\n\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    ask(&world.simcom.session, &simcom_resolve, "\r\n+CDNSGIP: 1,\"",
        "\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n");
    ask(&world.fibocom.session, &fibocom_resolve, "\r\n+MIPDNS: \"",
        "\r\n+MIPDNS: \"example.org\",192.0.2.7\r\n");
    ask(&world.onemo.session, &onemo_resolve, "\r\n+MDNSGIP: \"",
        "\r\n+MDNSGIP: \"example.org\",\"192.0.2.7\"\r\n");
}

static void so_does_a_socket_that_looks_its_host_up(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    atb_net_init(&net, session, &simcom_net, on_socket, NULL);
    atb_net_up(&net, true);
    assert_int_equal(
        atb_socket_open(&net, &connection, &simcom_udp, "example.org", 7, memory, sizeof memory),
        ATB_OK);
    wait_ms(session, 20);
    assert_sent("AT+CIPRXGET=1\r");
    hear(session, "\r\nOK\r\n");
    wait_ms(session, 20);
    assert_sent("AT+CDNSGIP=\"example.org\"\r");
    hear_on_and_on(session, "\r\n+CDNSGIP: 1,\"");
    hear(session, "\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n\r\nOK\r\n");
    assert_string_equal(connection.host, "192.0.2.7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_lookup_waits_for_a_whole_line),
        TEST(so_does_a_socket_that_looks_its_host_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
