/* SPDX-License-Identifier: MIT */
/* A host that is a name, where the modem takes addresses alone: SIMCom's UDP. */
#include "bench.h"

#define OK "\r\nOK\r\n"

static int open_name(const char *host, size_t size)
{
    int status = atb_socket_open(&net, &sockets[0], &simcom_udp, host, 7, memory[0], size);
    if (status == ATB_OK) {
        pass(10);
        modem_hears("AT+CIPRXGET=1\r");
        modem_says(OK);
    }
    return status;
}

static void send_one(void)
{
    assert_int_equal(atb_socket_send(&sockets[0], "x", 1), ATB_OK);
    pass(10);
}

static void a_name_is_looked_up_before_it_is_opened(void **state)
{
    (void)state;
    memset(memory[0], 'x', sizeof memory[0]); /* whatever stood there before */
    assert_int_equal(open_name("example.org", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.9\"\r\n" OK);
    modem_hears("AT+CIPOPEN=0,\"UDP\",,,0\r");
    modem_says(OK "\r\n+CIPOPEN: 0,0\r\n");
    app_hears("opened 0, ");
    send_one();
    modem_hears("AT+CIPSEND=0,1,\"192.0.2.9\",7\r");
}

/* 46 characters, and room for 45 and a NUL. */
static void an_address_that_is_one_too_long_is_none(void **state)
{
    (void)state;
    assert_int_equal(open_name("example.org", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"2001:0db8:0000:0000:0000:0000:0000:0000:000007\""
               "\r\n" OK);
    modem_hears("AT+CIPCLOSE=0\r");
}

static void an_address_is_taken_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(open_name("192.0.2.7", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CIPOPEN=0,\"UDP\",,,0\r");
}

static void so_is_one_with_colons(void **state)
{
    (void)state;
    assert_int_equal(open_name("2001:db8::7", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CIPOPEN=0,\"UDP\",,,0\r");
}

static void an_address_that_is_too_long_is_none(void **state)
{
    (void)state;
    assert_int_equal(open_name("example.org", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
    modem_says(
        "\r\n+CDNSGIP: 1,\"example.org\",\"2001:0db8:0000:0000:0000:0000:0000:0000:0000:0007\""
        "\r\n" OK);
    modem_hears("AT+CIPCLOSE=0\r");
}

static void a_name_that_nobody_knows_is_not_opened(void **state)
{
    (void)state;
    assert_int_equal(open_name("example.org", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
    modem_says("\r\n+CDNSGIP: 0,10\r\n\r\nERROR\r\n");
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says("\r\nERROR\r\n");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_ERROR);
}

static void an_answer_without_an_address_is_none(void **state)
{
    (void)state;
    assert_int_equal(open_name("example.org", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"\"\r\n" OK);
    modem_hears("AT+CIPCLOSE=0\r");
}

/* As every other kind says of it. */
static void no_host_at_all_is_neither(void **state)
{
    (void)state;
    assert_int_equal(open_name(NULL, MEMORY), ATB_OK);
    pass(10);
    pass(100);
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says("\r\nERROR\r\n");
    pass(10);
    app_hears("closed 0, ");
    assert_int_equal(sockets[0].status, ATB_MISSING);
}

static void the_address_needs_room_behind_the_packets(void **state)
{
    (void)state;
    assert_int_equal(open_name("example.org", 1500 + 2 + ATB_ADDRESS_SIZE - 1), ATB_NO_ROOM);
    assert_int_equal(atb_socket_open(&net, &sockets[0], &simcom_udp, "example.org", 7, memory[0],
                                     1500 + 2 + ATB_ADDRESS_SIZE),
                     ATB_OK);
}

static void a_name_is_looked_up_again_when_the_network_is_back(void **state)
{
    (void)state;
    assert_int_equal(open_name("example.org", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
    atb_net_up(&net, false);
    modem_says("\r\nERROR\r\n");
    atb_net_up(&net, true);
    pass(10);
    modem_hears("AT+CIPRXGET=1\r");
    modem_says(OK);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
}

/* The answer to the first one's question comes while the second one's waits behind a mark. */
static void a_late_address_is_not_the_next_ones(void **state)
{
    (void)state;
    assert_int_equal(open_name("example.org", MEMORY), ATB_OK);
    pass(10);
    modem_hears("AT+CDNSGIP=\"example.org\"\r");
    atb_socket_close(&sockets[0]);
    assert_int_equal(
        atb_socket_open(&net, &sockets[1], &simcom_udp, "example.com", 7, memory[1], MEMORY),
        ATB_OK);
    assert_int_equal(atb_overrun(session, 0), ATB_OK);
    pass(10);
    modem_hears("AT+CSQ\r");
    modem_says("\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.9\"\r\n" OK);
    modem_says("\r\n+CSQ: 20,99\r\n" OK);
    modem_hears("AT+CDNSGIP=\"example.com\"\r");
    modem_says("\r\n+CDNSGIP: 0,10\r\n\r\nERROR\r\n"); /* nobody knows example.com */
    modem_hears("AT+CIPCLOSE=0\r");
    modem_says("\r\nERROR\r\n");
    modem_hears("AT+CIPCLOSE=1\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_name_is_looked_up_before_it_is_opened, on_simcom),
        cmocka_unit_test_setup(an_address_that_is_one_too_long_is_none, on_simcom),
        cmocka_unit_test_setup(an_address_is_taken_as_it_is, on_simcom),
        cmocka_unit_test_setup(so_is_one_with_colons, on_simcom),
        cmocka_unit_test_setup(an_address_that_is_too_long_is_none, on_simcom),
        cmocka_unit_test_setup(a_name_that_nobody_knows_is_not_opened, on_simcom),
        cmocka_unit_test_setup(an_answer_without_an_address_is_none, on_simcom),
        cmocka_unit_test_setup(no_host_at_all_is_neither, on_simcom),
        cmocka_unit_test_setup(the_address_needs_room_behind_the_packets, on_simcom),
        cmocka_unit_test_setup(a_name_is_looked_up_again_when_the_network_is_back, on_simcom),
        cmocka_unit_test_setup(a_late_address_is_not_the_next_ones, on_simcom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
