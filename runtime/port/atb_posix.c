/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE 1 /* baud rates above 38400 */
#define _POSIX_C_SOURCE 200809L
#include "atb_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#if defined __linux__ && __has_include(<linux/serial.h>)
#include <linux/serial.h> /* of the kernel's headers, which are not everywhere with the C library's */
#define COUNTS_OVERRUNS
#endif

/* ---- the port's calls ---------------------------------------------------------- */

static bool is_nothing_now(void)
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* A peer that has gone is an error of this call, not a signal. */
static ssize_t put(int file, const void *bytes, size_t length)
{
    ssize_t count = send(file, bytes, length, MSG_NOSIGNAL);
    return count < 0 && errno == ENOTSOCK ? write(file, bytes, length) : count;
}

static int port_write(void *context, const void *bytes, size_t length)
{
    struct atb_posix *posix = context;
    ssize_t count = put(posix->file, bytes, length);
    if (count < 0) {
        count = is_nothing_now() ? 0 : -1;
    }
    posix->full = count >= 0 && (size_t)count < length;
    return (int)count;
}

/* poll() takes an int, and below 0 for ever. */
static int as_time(uint32_t ms)
{
    return ms < INT32_MAX ? (int)ms : INT32_MAX;
}

/* What poll() says, an error too, port_read() meets again. */
static void port_wait(void *context, uint32_t ms)
{
    struct atb_posix *posix = context;
    const short room = posix->full ? POLLOUT : 0;
    struct pollfd wait = {.fd = posix->file, .events = (short)(POLLIN | room)};
    if (posix->file >= 0) { /* poll() would wait for nothing */
        (void)poll(&wait, 1, as_time(ms));
    }
    posix->full = false; /* until the rest is offered again */
}

/* What the UART and the system's buffer had no room for; what no driver counts stays as it was. */
static void count_overruns(struct atb_posix *posix)
{
#ifdef COUNTS_OVERRUNS
    struct serial_icounter_struct counters;
    if (ioctl(posix->file, TIOCGICOUNT, &counters) == 0) {
        const uint32_t count = (uint32_t)counters.overrun + (uint32_t)counters.buf_overrun;
        posix->overruns += count - posix->counted;
        posix->counted = count;
    }
#else
    (void)posix;
#endif
}

static int port_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    struct atb_posix *posix = context;
    struct pollfd wait = {.fd = posix->file, .events = POLLIN};
    if (posix->file < 0) {
        return -1;
    }
    int ready = poll(&wait, 1, as_time(wait_ms));
    if (ready <= 0) {
        return ready == 0 || errno == EINTR ? 0 : -1;
    }
    ssize_t count = read(posix->file, bytes, size);
    if (count < 0) {
        return is_nothing_now() ? 0 : -1;
    }
    count_overruns(posix);
    return count == 0 ? -1 : (int)count;
}

static uint32_t port_now(void *context)
{
    struct timespec now;
    (void)context;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

/* ---- serial devices -------------------------------------------------------------- */

/* The system's constant, or B0 for a rate it does not know. */
static speed_t speed_of(unsigned baud)
{
    static const struct {
        unsigned baud;
        speed_t speed;
    } speeds[] = {
        {1200, B1200},     {2400, B2400},     {4800, B4800},       {9600, B9600},
        {19200, B19200},   {38400, B38400},   {57600, B57600},     {115200, B115200},
        {230400, B230400},
#ifdef B460800
        {460800, B460800}, {921600, B921600}, {1000000, B1000000}, {3000000, B3000000},
#endif
    };
    for (size_t i = 0; i < ATB_LENGTH(speeds); i++) {
        if (speeds[i].baud == baud) {
            return speeds[i].speed;
        }
    }
    return B0;
}

/* 8N1, no flow control, nothing translated; an end without data is told by poll(). */
static int make_raw(int file, unsigned baud)
{
    struct termios mode;
    speed_t speed = speed_of(baud);
    if (speed == B0) {
        errno = EINVAL;
        return -1;
    }
    if (tcgetattr(file, &mode) != 0) {
        return -1;
    }
    mode.c_iflag = IGNBRK;
    mode.c_oflag = 0;
    mode.c_lflag = 0;
    mode.c_cflag = CS8 | CREAD | CLOCAL;
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    if (cfsetispeed(&mode, speed) != 0 || cfsetospeed(&mode, speed) != 0) {
        return -1;
    }
    return tcsetattr(file, TCSAFLUSH, &mode);
}

static int open_device(const char *path, unsigned baud)
{
    int file = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        return -1;
    }
    if (make_raw(file, baud) != 0) {
        int reason = errno;
        (void)close(file);
        errno = reason;
        return -1;
    }
    return file;
}

/* ---- TCP ------------------------------------------------------------------------------ */

/* "[::1]:7000" -> "::1" and "7000". False: no colon, or no room. */
static bool split_address(const char *where, char *host, size_t size, const char **service)
{
    const char *colon = strrchr(where, ':');
    size_t length = colon != NULL ? (size_t)(colon - where) : size;
    if (length > 2 && where[0] == '[' && where[length - 1] == ']') {
        where++;
        length -= 2;
    }
    if (length >= size) {
        return false;
    }
    memcpy(host, where, length);
    host[length] = '\0';
    *service = colon + 1;
    return true;
}

/* It goes on behind a signal, too, and at its end the system says what became of it. */
static int wait_until_connected(int file)
{
    struct pollfd wait = {.fd = file, .events = POLLOUT};
    int reason = 0;
    socklen_t size = sizeof reason;
    while (poll(&wait, 1, -1) < 0 && errno == EINTR) {
    }
    if (getsockopt(file, SOL_SOCKET, SO_ERROR, &reason, &size) == 0) {
        errno = reason;
    }
    return errno == 0 ? 0 : -1;
}

static int reach(int file, const struct addrinfo *address)
{
    int status = connect(file, address->ai_addr, address->ai_addrlen);
    return status != 0 && errno == EINTR ? wait_until_connected(file) : status;
}

static int connect_to(const struct addrinfo *address)
{
    int on = 1;
    int file = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (file < 0) {
        return -1;
    }
    if (reach(file, address) != 0 || fcntl(file, F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(file, F_SETFD, FD_CLOEXEC) != 0) {
        int reason = errno;
        (void)close(file);
        errno = reason;
        return -1;
    }
    (void)setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return file;
}

static int look_up(const char *host, const char *service, struct addrinfo **found)
{
    struct addrinfo hints;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    int status = getaddrinfo(host, service, &hints, found);
    if (status != 0 && status != EAI_SYSTEM) { /* which has said what is wrong */
        errno = EADDRNOTAVAIL;
    }
    return status;
}

static int open_tcp(const char *where)
{
    char host[256];
    const char *service = NULL;
    struct addrinfo *found = NULL;
    int file = -1;
    if (!split_address(where, host, sizeof host, &service)) {
        errno = ENOENT;
        return -1;
    }
    if (look_up(host, service, &found) != 0) {
        return -1;
    }
    for (const struct addrinfo *at = found; at != NULL && file < 0; at = at->ai_next) {
        file = connect_to(at);
    }
    freeaddrinfo(found);
    return file;
}

/* ---- open and close ---------------------------------------------------------------------- */

int atb_posix_open(struct atb_posix *posix, const char *where, unsigned baud)
{
    bool is_address = *where != '/' && strchr(where, ':') != NULL && access(where, F_OK) != 0;
    posix->port = (struct atb_port){.write = port_write,
                                    .read = port_read,
                                    .now = port_now,
                                    .context = posix,
                                    .wait = port_wait};
    posix->full = false;
    posix->counted = 0;
    posix->file = is_address ? open_tcp(where) : open_device(where, baud);
    if (posix->file < 0) {
        return -1;
    }
    count_overruns(posix);
    posix->overruns = 0; /* others may have lost some before */
    return 0;
}

void atb_posix_close(struct atb_posix *posix)
{
    if (posix->file >= 0) {
        (void)close(posix->file);
        posix->file = -1;
    }
}
