/* SPDX-License-Identifier: MIT */
/*
 * A port for POSIX systems: a serial device or pseudo-terminal in raw mode, or a
 * TCP connection to a modem's AT port (a simulator, a terminal server). Fill a
 * struct atb_posix with atb_posix_open() and give its `port` to the session;
 * close it when the session is no longer used.
 */
#ifndef ATB_POSIX_H
#define ATB_POSIX_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A session's way to a file descriptor. */
struct atb_posix {
    struct atb_port port; /**< for <dialect>_init(); `context` points to this structure, which must
                             stay where it is */
    int file;             /**< descriptor, non-blocking; -1 when closed */
    uint32_t overruns; /**< how often a serial device of Linux has lost bytes, as its driver counts:
                          what has been added since you looked is for atb_overrun(), with 0 */
    uint32_t counted;  /**< the driver's count, which begins before us: private */
    bool full;         /**< what was to be sent did not fit: private */
};

/**
 * Opens a device ("/dev/ttyUSB2") at `baud` bits a second, 8N1, no flow control, raw;
 * or, where `where` is no existing path, does not begin with '/' and has a colon, a TCP connection
 * ("localhost:7000", "[::1]:7000"; `baud` is not used). 0, or -1 with errno set
 * (EINVAL for a baud rate that the system does not know, EADDRNOTAVAIL for a host that nobody
 * knows). A signal that comes while it connects changes nothing.
 */
int atb_posix_open(struct atb_posix *posix, const char *where, unsigned baud);

/** Closes it. Harmless on one that is closed. */
void atb_posix_close(struct atb_posix *posix);

#ifdef __cplusplus
}
#endif
#endif
