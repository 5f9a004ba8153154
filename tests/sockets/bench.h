/* SPDX-License-Identifier: MIT */
/*
 * The socket layer without a modem: a test reads what went out, and says what comes
 * in, byte by byte, on any of the four dialects. Nothing waits but in pass().
 */
#ifndef SOCKETS_BENCH_H
#define SOCKETS_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "atb_socket.h"
#include "fibocom_sockets.h"
#include "onemo_sockets.h"
#include "quectel_sockets.h"
#include "simcom_sockets.h"

enum { SOCKETS = 13, MEMORY = 4096, START_MS = 1000 };

extern struct atb_session *session;
extern struct atb_net net;
extern struct atb_socket sockets[SOCKETS];
extern uint8_t memory[SOCKETS][MEMORY];

/** Fixtures: a session of the dialect, its network up, polling off. */
int on_quectel(void **state);
int on_simcom(void **state);
int on_fibocom(void **state);
int on_onemo(void **state);

/** The clock goes on, then a tick. */
void pass(uint32_t ms);

/** The clock jumps, say to where it wraps; no tick. */
void set_clock(uint32_t ms);

/** Whatever is sent from now on, up to the next fixture, is the port's failure. */
void break_port(void);

void modem_says(const char *text);

/** Exactly this has gone out since the last look. */
void modem_hears(const char *text);

/** Behind an abandoned command its end is asked for, and told. */
void mark_passes(void);

/** The first socket is given the text to send, and some time. */
void app_sends(const char *text);

/** Exactly these events came since the last look: "opened 0, readable 0, ". */
void app_hears(const char *events);

/** What a socket hands over in one call of at most `size` bytes. */
void takes(struct atb_socket *socket, size_t size, const char *text);

/** sockets[index] on memory[index], of `size` bytes, to 192.0.2.7 port 7. */
int open_at(unsigned index, const struct atb_socket_kind *kind, size_t size);

/** The same, opened by the dialect's modem with the layer's first id; what was said is forgotten.
 */
void open_tcp(size_t size);
void open_udp(size_t size);

/** sockets[0] and sockets[1] of Quectel's. */
void open_two(size_t size);

/** Quectel's modem says that data has come for socket 0, and some time passes. */
void data_waits(void);

/** Quectel's modem is asked for what socket 0, of 64 bytes, still has, and has nothing. */
void nothing_is_left(void);

#endif
