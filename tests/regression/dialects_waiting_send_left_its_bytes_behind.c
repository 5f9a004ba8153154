/* SPDX-License-Identifier: MIT */
/*
 * A peer that closed while its bytes were being sent ended atb_socket_send_wait(), whose caller's
 * memory was read on: what the modem counts goes out to the end. The call waits for that.
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
    const char *command, *prompt, *closes, *ends;
} modems[] = {
    {&world.quectel.session, &quectel_net, &quectel_tcp, "AT+QISEND=0,5\r", "\r\n> ",
     "\r\n+QIURC: \"closed\",0\r\n", "\r\nSEND FAIL\r\n"},
    {&world.simcom.session, &simcom_net, &simcom_tcp, "AT+CIPSEND=0,5\r", "\r\n>",
     "\r\n+IPCLOSE: 0,1\r\n", "\r\nERROR\r\n"},
    {&world.fibocom.session, &fibocom_net, &fibocom_tcp, "AT+MIPSEND=1,5\r", "\r\n>",
     "\r\n+MIPSTAT: 1,1\r\n", "\r\nERROR\r\n"},
    {&world.onemo.session, &onemo_net, &onemo_tcp, "AT+MIPSEND=0,5\r", "\r\n>",
     "\r\n+MIPURC: \"disconn\",0,1\r\n", "\r\nERROR\r\n"},
};

static struct atb_net net;
static struct atb_socket connection;
static struct atb_port reading;
static const struct modem *modem;
static unsigned reads;
static char memory[2048];

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    (void)event;
}

/* A prompt, and half of the payload leaves; the peer closes; the port takes more; the end. */
static int read_next(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    const char *said[] = {modem->prompt, modem->closes, "", "", modem->ends};
    const bool heard = strstr(world.sent, modem->command) != NULL;
    const char *text = heard && reads < ATB_LENGTH(said) ? said[reads] : "";
    (void)context;
    assert_true(strlen(text) <= size);
    if (heard) {
        world.room = reads > 2 ? SIZE_MAX : reads == 0 ? 3 : 0;
        reads++;
    }
    world.time += text[0] != '\0' ? 0 : wait_ms;
    memcpy(bytes, text, strlen(text));
    return (int)strlen(text);
}

static void begin(void)
{
    reads = 0;
    reading = port;
    reading.read = read_next;
    modem->session->port = &reading;
    memset(&connection, 0, sizeof connection);
    assert_int_equal(atb_net_init(&net, modem->session, modem->net, on_socket, NULL), ATB_OK);
    atb_net_up(&net, true);
    net.is_set_up = true;
    net.poll_ms = 0; /* nothing is read unasked */
    assert_int_equal(
        atb_socket_open(&net, &connection, modem->tcp, "192.0.2.7", 7, memory, sizeof memory),
        ATB_OK);
    connection.state = ATB_SOCKET_OPEN;
}

static void all_has_left_when_the_call_returns(void **state)
{
    char data[] = "hello";
    (void)state;
    for (modem = modems; modem < modems + ATB_LENGTH(modems); modem++) {
        begin();
        world.room = strlen(modem->command);
        world.length = 0;
        world.sent[0] = '\0';
        assert_true(atb_socket_send_wait(&connection, data, 5) < 0);
        assert_non_null(strstr(world.sent, modem->command));
        assert_non_null(strstr(world.sent, data));
        assert_false(atb_busy(modem->session) &&
                     modem->session->pending.form->send != ATB_SEND_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(all_has_left_when_the_call_returns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
