/* SPDX-License-Identifier: MIT */
/* The POSIX port on a real pseudo-terminal and a real TCP connection. */
#define _DEFAULT_SOURCE 1
#define _XOPEN_SOURCE   700
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
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
    exchange(master);
    atb_posix_close(&uart);
    assert_int_equal(atb_posix_open(&uart, name, 12345), -1);
    assert_int_equal(errno, EINVAL);
    atb_posix_close(&uart);
    close(master);
}

#ifdef __linux__
#include <linux/serial.h>

static struct serial_icounter_struct counters;
static bool counts;

/* In place of the system's: a device whose driver counts, or, as this one, does not. */
int ioctl(int file, unsigned long request, ...)
{
    va_list more;
    va_start(more, request);
    if (counts && request == TIOCGICOUNT) {
        *va_arg(more, struct serial_icounter_struct *) = counters;
    } else {
        errno = file >= 0 ? ENOTTY : EBADF;
    }
    va_end(more);
    return counts && request == TIOCGICOUNT ? 0 : -1;
}

static void read_one(int master)
{
    char byte;
    assert_int_equal(write(master, "x", 1), 1);
    assert_int_equal(uart.port.read(&uart, &byte, 1, 1000), 1);
}

static void what_the_driver_has_lost_is_counted(void **state)
{
    char name[64];
    int master = open_terminal(name, sizeof name);
    (void)state;
    counters.overrun = 7; /* of whoever had the device before */
    counts = true;
    assert_int_equal(atb_posix_open(&uart, name, 115200), 0);
    read_one(master);
    assert_int_equal(uart.overruns, 0);
    counters.overrun = 9;     /* in the UART */
    counters.buf_overrun = 1; /* in the system's buffer */
    read_one(master);
    assert_int_equal(uart.overruns, 3);
    counts = false;
    read_one(master);
    assert_int_equal(uart.overruns, 3);
    atb_posix_close(&uart);
    close(master);
}
#else
static void what_the_driver_has_lost_is_counted(void **state)
{
    (void)state; /* the system does not tell */
}
#endif

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

static void a_name_with_a_port_is_a_tcp_connection(void **state)
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

/* Unplugged, or under another name: the colons in it are no service's. */
static void a_device_that_is_gone_is_no_address(void **state)
{
    (void)state;
    assert_int_equal(
        atb_posix_open(&uart, "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", 9600), -1);
    assert_int_equal(errno, ENOENT);
}

/* Who asks it would wait for ever. */
static void one_that_is_closed_has_failed(void **state)
{
    char byte;
    (void)state;
    assert_int_equal(atb_posix_open(&uart, "/nonexistent/tty", 9600), -1);
    assert_int_equal(uart.port.read(uart.port.context, &byte, 1, 1), -1);
    assert_int_equal(uart.port.write(uart.port.context, "x", 1), -1);
}

/* ---- signals ------------------------------------------------------------------------------ */

static void on_alarm(int signal)
{
    (void)signal;
}

/* One each so many microseconds; each ends the call that it finds waiting. */
static void set_alarms(suseconds_t us)
{
    const struct itimerval each = {{0, us}, {0, us}};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_alarm;
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &each, NULL), 0);
}

/* A listener that has no room for another connection: who tries waits for a second. */
static int fill_up(int listener, const char *where)
{
    struct atb_posix other;
    assert_int_equal(listen(listener, 0), 0);
    assert_int_equal(atb_posix_open(&other, where, 0), 0);
    return other.file;
}

/* Opens, and is told by alarms meanwhile; then the listener takes it, or is gone. */
static int open_with_alarms(const char *where, int listener, bool takes)
{
    const int other = fill_up(listener, where);
    const pid_t child = fork();
    if (child == 0) {
        usleep(300000);
        int taken = takes ? accept(listener, NULL, NULL) : close(listener);
        exit(taken < 0 || pause() < 0);
    }
    if (!takes) {
        close(listener);
    }
    set_alarms(50000);
    int status = atb_posix_open(&uart, where, 0);
    set_alarms(0);
    (void)kill(child, SIGKILL);
    close(other);
    return status;
}

/* The system goes on with it: to give up would leave the modem a connection of nobody. */
static void a_signal_while_it_connects_changes_nothing(void **state)
{
    char where[64];
    int listener = listen_on("127.0.0.1", AF_INET, where, sizeof where);
    (void)state;
    assert_int_equal(open_with_alarms(where, listener, true), 0);
    exchange(accept(listener, NULL, NULL));
    atb_posix_close(&uart);
    close(listener);
}

static void behind_a_signal_a_refusal_is_one(void **state)
{
    char where[64];
    int listener = listen_on("127.0.0.1", AF_INET, where, sizeof where);
    (void)state;
    assert_int_equal(open_with_alarms(where, listener, false), -1);
    assert_int_equal(errno, ECONNREFUSED);
}

/* ---- no descriptor is left --------------------------------------------------------------- */

/* All are used up to the lowest that is free. */
static void allow_descriptors(int more)
{
    int lowest = dup(0);
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = more < 0 ? limit.rlim_max : (rlim_t)(lowest + more);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    close(lowest);
}

static void without_a_descriptor_that_is_said(void **state)
{
    static const char *const wheres[] = {"/dev/tty", "127.0.0.1:7", "localhost:7"};
    (void)state;
    allow_descriptors(0);
    for (size_t i = 0; i < ATB_LENGTH(wheres); i++) {
        errno = 0;
        assert_int_equal(atb_posix_open(&uart, wheres[i], 9600), -1);
        assert_int_equal(errno, EMFILE);
    }
    allow_descriptors(-1);
}

/* At least `ms` long: nobody woke it. */
static bool sleeps(uint32_t ms)
{
    const uint32_t before = uart.port.now(&uart);
    uart.port.wait(&uart, ms);
    return uart.port.now(&uart) - before >= ms;
}

static void fill(void)
{
    char bytes[512] = "";
    while (uart.port.write(&uart, bytes, sizeof bytes) == sizeof bytes) {
    }
}

static void drain(int peer)
{
    char bytes[512];
    assert_int_equal(fcntl(peer, F_SETFL, O_NONBLOCK), 0);
    while (read(peer, bytes, sizeof bytes) > 0) {
    }
}

/* One that nobody wakes is ended by the alarm. */
static void who_waits_is_woken_by_bytes_and_by_room(void **state)
{
    char name[64];
    char byte;
    int master = open_terminal(name, sizeof name);
    (void)state;
    assert_int_equal(atb_posix_open(&uart, name, 115200), 0);
    assert_true(signal(SIGALRM, SIG_DFL) != SIG_ERR);
    alarm(20);
    assert_true(sleeps(20));
    assert_int_equal(write(master, "x", 1), 1);
    uart.port.wait(&uart, UINT32_MAX);
    assert_int_equal(uart.port.read(&uart, &byte, 1, 0), 1);
    fill();
    drain(master);
    uart.port.wait(&uart, UINT32_MAX);
    assert_true(sleeps(20)); /* nothing more is to be sent */
    close(master);
    uart.port.wait(&uart, UINT32_MAX);
    atb_posix_close(&uart);
    uart.port.wait(&uart, UINT32_MAX);
    alarm(0);
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
        cmocka_unit_test(what_the_driver_has_lost_is_counted),
        cmocka_unit_test(a_terminal_whose_other_end_is_gone),
        cmocka_unit_test(a_name_with_a_port_is_a_tcp_connection),
        cmocka_unit_test(what_cannot_be_opened),
        cmocka_unit_test(a_device_that_is_gone_is_no_address),
        cmocka_unit_test(one_that_is_closed_has_failed),
        cmocka_unit_test(a_signal_while_it_connects_changes_nothing),
        cmocka_unit_test(behind_a_signal_a_refusal_is_one),
        cmocka_unit_test(without_a_descriptor_that_is_said),
        cmocka_unit_test(who_waits_is_woken_by_bytes_and_by_room),
        cmocka_unit_test(the_clock_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
