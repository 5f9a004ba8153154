/* SPDX-License-Identifier: MIT */
/*
 * A read that was abandoned may still be answered, while the next one waits behind its mark: its
 * payload was given to the next socket, and its SEND FAIL made the next send one that the modem had
 * not taken, so that it was sent twice.
 */
#include "script.h"

#include "atb_socket.h"
#include "quectel_sockets.h"

#define S    (&world.quectel.session)
#define OK   "\r\nOK\r\n"
#define MARK "\r\n+CSQ: 20,99\r\n" OK

static struct atb_net net;
static struct atb_socket first, second;
static char memories[2][64];

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    (void)event;
}

static void open_it(struct atb_socket *socket, char *memory, const char *result)
{
    assert_int_equal(atb_socket_open(&net, socket, &quectel_tcp, "192.0.2.7", 7, memory, 64),
                     ATB_OK);
    wait_ms(S, 20);
    hear(S, result);
    assert_int_equal(atb_socket_state(socket), ATB_SOCKET_OPEN);
}

static int set_up_two(void **state)
{
    (void)set_up(state);
    atb_net_init(&net, S, &quectel_net, on_socket, NULL);
    net.poll_ms = 0;
    atb_net_up(&net, true);
    open_it(&first, memories[0], OK "\r\n+QIOPEN: 0,0\r\n");
    open_it(&second, memories[1], OK "\r\n+QIOPEN: 1,0\r\n");
    world.length = 0;
    world.sent[0] = '\0';
    return 0;
}

static void the_rest_of_a_read_is_nobodys(void **state)
{
    char data[64];
    (void)state;
    hear(S, "\r\n+QIURC: \"recv\",0\r\n\r\n+QIURC: \"recv\",1\r\n");
    wait_ms(S, 20);
    struct atb_socket *asked = strcmp(world.sent, "AT+QIRD=0,64\r") == 0 ? &first : &second;
    struct atb_socket *other = asked == &first ? &second : &first;
    hear(S, "\r\n+QIRD: 12\r\nabcd");
    atb_abort(S);
    wait_ms(S, 20);
    assert_non_null(strstr(world.sent, "AT+CSQ\r"));
    hear(S, "efghijkl" OK);
    assert_int_equal(atb_socket_readable(other), 0);
    hear(S, MARK);
    hear(S, "\r\n+QIRD: 2\r\nxy" OK);
    hear(S, "\r\n+QIRD: 2\r\nxy" OK);
    size_t length = atb_socket_receive(other, data, sizeof data);
    assert_true(length >= 2 && memcmp(data, "xy", 2) == 0);
}

static void a_late_refusal_is_not_of_the_next_send(void **state)
{
    (void)state;
    assert_int_equal(atb_socket_send(&first, "data", 4), ATB_OK);
    wait_ms(S, 20);
    hear(S, "> ");
    assert_sent("AT+QISEND=0,4\rdata");
    assert_int_equal(atb_socket_send(&second, "more", 4), ATB_OK);
    atb_abort(S);
    wait_ms(S, 20);
    assert_sent("AT+CSQ\r");
    hear(S, "\r\nSEND FAIL\r\n" MARK);
    assert_sent("AT+QISEND=1,4\r");
    hear(S, "> ");
    assert_sent("more");
    hear(S, "\r\nSEND OK\r\n");
    assert_int_equal(second.left, 0);
}

#define TWO(name) cmocka_unit_test_setup(name, set_up_two)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TWO(the_rest_of_a_read_is_nobodys),
        TWO(a_late_refusal_is_not_of_the_next_send),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
