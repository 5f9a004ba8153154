/* SPDX-License-Identifier: MIT */
/* The POSIX port on a real pseudo-terminal and a real TCP connection. */
#define _DEFAULT_SOURCE 1
#define _XOPEN_SOURCE   700
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "atb_posix.h"

static struct atb_posix uart;

/* What the session sends must come out unchanged, and the other way round. */
static void exchange(int peer)
{
    static const char bytes[] = "AT\r\n\x11\x13\x03\x1a\xff";
    char received[sizeof bytes];
    const struct atb_port *port = &uart.port;
    assert_int_equal(port->read(port->context, received, sizeof received, 1), 0);
    assert_int_equal(port->write(port->context, bytes, sizeof bytes), sizeof bytes);
    assert_int_equal(read(peer, received, sizeof received), sizeof bytes);
    assert_memory_equal(received, bytes, sizeof bytes);
    assert_int_equal(write(peer, bytes, sizeof bytes), sizeof bytes);
    assert_int_equal(port->read(port->context, received, sizeof received, 1000), sizeof bytes);
    assert_memory_equal(received, bytes, sizeof bytes);
}

static int open_terminal(char *name, size_t size)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(master >= 0);
    assert_int_equal(grantpt(master), 0);
    assert_int_equal(unlockpt(master), 0);
    assert_true((size_t)snprintf(name, size, "%s", ptsname(master)) < size);
    return master;
}

static void a_pseudo_terminal(void **state)
{
    char name[64];
    int master = open_terminal(name, sizeof name);
    (void)state;
    memset(&uart, 0xff, sizeof uart); /* on a stack, anything may have been there */
    assert_int_equal(atb_posix_open(&uart, name, 115200), 0);
    assert_null(uart.port.wait);
    exchange(master);
    atb_posix_close(&uart);
    assert_int_equal(atb_posix_open(&uart, name, 12345), -1);
    assert_int_equal(errno, EINVAL);
    atb_posix_close(&uart);
    close(master);
}

static void a_terminal_whose_other_end_is_gone(void **state)
{
    char name[64];
    char byte;
    int master = open_terminal(name, sizeof name);
    (void)state;
    assert_int_equal(atb_posix_open(&uart, name, 9600), 0);
    close(master);
    assert_int_equal(uart.port.read(uart.port.context, &byte, 1, 1000), -1);
    assert_int_equal(uart.port.write(uart.port.context, "x", 1), -1);
    atb_posix_close(&uart);
}

static int listen_on(const char *address, int family, char *where, size_t size)
{
    struct sockaddr_storage any = {.ss_family = (sa_family_t)family};
    socklen_t length = sizeof any;
    int listener = socket(family, SOCK_STREAM, 0);
    assert_true(listener >= 0);
    if (family == AF_INET) {
        ((struct sockaddr_in *)&any)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else {
        ((struct sockaddr_in6 *)&any)->sin6_addr = in6addr_loopback;
    }
    if (bind(listener, (struct sockaddr *)&any, length) != 0) {
        close(listener);
        return -1;
    }
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&any, &length), 0);
    unsigned port = family == AF_INET ? ntohs(((struct sockaddr_in *)&any)->sin_port)
                                      : ntohs(((struct sockaddr_in6 *)&any)->sin6_port);
    assert_true((size_t)snprintf(where, size, "%s:%u", address, port) < size);
    return listener;
}

static void check_tcp(const char *address, int family)
{
    char where[64];
    char byte;
    int listener = listen_on(address, family, where, sizeof where);
    if (listener < 0) {
        return; /* no such protocol on this machine */
    }
    assert_int_equal(atb_posix_open(&uart, where, 0), 0);
    int peer = accept(listener, NULL, NULL);
    exchange(peer);
    close(peer);
    assert_int_equal(uart.port.read(uart.port.context, &byte, 1, 1000), -1);
    atb_posix_close(&uart);
    close(listener);
    assert_int_equal(atb_posix_open(&uart, where, 0), -1);
}

static void tcp(void **state)
{
    (void)state;
    check_tcp("127.0.0.1", AF_INET);
    check_tcp("localhost", AF_INET);
    check_tcp("[::1]", AF_INET6);
}

static void what_cannot_be_opened(void **state)
{
    char long_name[400];
    (void)state;
    memset(long_name, 'x', sizeof long_name);
    memcpy(long_name + sizeof long_name - 3, ":1", 3);
    assert_int_equal(atb_posix_open(&uart, "/nonexistent/tty", 9600), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(atb_posix_open(&uart, "/dev/null", 9600), -1);
    assert_int_equal(atb_posix_open(&uart, long_name, 0), -1);
    assert_int_equal(atb_posix_open(&uart, "256.256.256.256:x y", 0), -1);
    atb_posix_close(&uart);
}

static void the_clock_runs(void **state)
{
    (void)state;
    (void)atb_posix_open(&uart, "/dev/null", 9600);
    uint32_t begun = uart.port.now(uart.port.context);
    usleep(20000);
    assert_in_range(uart.port.now(uart.port.context) - begun, 15, 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pseudo_terminal),
        cmocka_unit_test(a_terminal_whose_other_end_is_gone),
        cmocka_unit_test(tcp),
        cmocka_unit_test(what_cannot_be_opened),
        cmocka_unit_test(the_clock_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
