/* SPDX-License-Identifier: MIT */
/*
 * Sockets behind a modem: the same calls on every dialect. Nothing here waits;
 * the layer works in atb_feed() and atb_tick(), and says what happened.
 *
 *     atb_net_init(&net, &modem.session, &quectel_net, on_socket, app);
 *     atb_socket_open(&net, &socket, &quectel_tcp, "example.org", 7, memory, sizeof memory);
 *     ... ATB_SOCKET_OPENED ... atb_socket_send(&socket, "hello", 5);
 *     ... ATB_SOCKET_READABLE ... atb_socket_receive(&socket, data, sizeof data);
 *
 * A socket and its receive memory are the caller's, from atb_socket_open() to
 * ATB_SOCKET_CLOSED; the struct itself stays on the layer's list, and must live as long as the
 * layer. It need not be prepared for atb_socket_open() and atb_socket_accept(); before one of these
 * the other calls want one that is all zeros. SOCKETS.md says what the layer promises.
 */
#ifndef ATB_SOCKET_H
#define ATB_SOCKET_H

#include "atb_net.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What happened to a socket. */
enum atb_socket_event {
    ATB_SOCKET_OPENED,   /**< or listening */
    ATB_SOCKET_READABLE, /**< atb_socket_receive() has something; of a connection that has ended
                            (it is not ATB_SOCKET_OPEN) ATB_SOCKET_CLOSED waits until all is taken
                          */
    ATB_SOCKET_SENT,     /**< all that atb_socket_send() was given is with the modem */
    ATB_SOCKET_INCOMING, /**< a listener has a peer: atb_socket_accept() */
    ATB_SOCKET_CLOSED    /**< `status` and `error` of the socket say why; it may be opened again */
};

/**
 * Opens a connection, or a listener where the kind is one (`host` is NULL then, `port` our own).
 * The modem's id is chosen by the layer. While the network is down the socket waits for it.
 *
 * `memory` takes what was received, until it is read: the larger, the fewer commands. A kind of
 * packets needs 2 bytes more than its longest packet, and ATB_ADDRESS_SIZE more where the dialect's
 * modem takes addresses alone, and the layer looks the name up (simcom_udp). `host` must live until
 * ATB_SOCKET_CLOSED.
 *
 * ATB_OK: ATB_SOCKET_OPENED or ATB_SOCKET_CLOSED follows, this also for a `host` that no command
 * line can hold (its `status` says why). ATB_BUSY: the socket is in use.
 * ATB_NO_ROOM: every id is taken, or no memory. ATB_UNSUPPORTED: the dialect has no such kind.
 */
int atb_socket_open(struct atb_net *net, struct atb_socket *socket,
                    const struct atb_socket_kind *kind, const char *host, uint16_t port,
                    void *memory, size_t size);

/** Takes the peer that a listener announced, as a socket of its own, which is open at once;
 * `memory` as for atb_socket_open(). ATB_OK; ATB_MISSING: there is none; ATB_BUSY: the socket is in
 * use; ATB_NO_ROOM: no memory. */
int atb_socket_accept(struct atb_socket *listener, struct atb_socket *socket, void *memory,
                      size_t size);

/**
 * Sends `length` bytes (packets: one packet), which are borrowed until ATB_SOCKET_SENT,
 * ATB_SOCKET_CLOSED, or ATB_SOCKET_READABLE of a connection that has ended. ATB_OK, ATB_BUSY while
 * an earlier one is under way, ATB_MISSING when the socket is not open, ATB_BAD_LENGTH for an empty
 * one or a packet that is too long.
 */
int atb_socket_send(struct atb_socket *socket, const void *data, size_t length);

/**
 * Copies up to `size` received bytes (packets: one packet, whose rest is lost), and returns how
 * many; 0 when there is nothing now.
 */
size_t atb_socket_receive(struct atb_socket *socket, void *data, size_t size);

/** How many bytes atb_socket_receive() has now (packets: with 2 bytes for each). */
static inline size_t atb_socket_readable(const struct atb_socket *socket)
{
    return socket->count;
}

/** Closes; what was not read is dropped. ATB_SOCKET_CLOSED follows, unless it is free already. */
void atb_socket_close(struct atb_socket *socket);

/** Where it is between two openings (enum atb_socket_state draws it); of one that is all zeros
 * ATB_SOCKET_FREE. */
static inline enum atb_socket_state atb_socket_state(const struct atb_socket *socket)
{
    return ATB_AS(enum atb_socket_state, socket->state);
}

/* ---- blocking helpers, through the port's read ------------------------------------- */

/* Without a read they are ATB_IO, inside a callback ATB_BUSY: nothing is opened or lent then. Where
 * a callback begins the layer or the session anew, they are ATB_ABORTED. */

/** As atb_socket_open(), and waits. ATB_OK, or why it failed (ATB_CLOSED: a callback has closed
 * it); where the port's read fails on the way (ATB_IO) it goes on being opened. */
int atb_socket_open_wait(struct atb_net *net, struct atb_socket *socket,
                         const struct atb_socket_kind *kind, const char *host, uint16_t port,
                         void *memory, size_t size);

/** As atb_socket_send(), and waits until the modem has all of it. ATB_OK, or why not: also
 * ATB_CLOSED, where the peer, the network or a callback has closed it meanwhile; what the modem has
 * been promised of the bytes goes out before. Where the port's read fails on the way (ATB_IO) they
 * are lent as those of atb_socket_send() are. */
int atb_socket_send_wait(struct atb_socket *socket, const void *data, size_t length);

/**
 * Waits up to `wait_ms` for the first byte; 0: looks once. Returns how many bytes were copied, 0
 * when none came in time, or a negative status: ATB_CLOSED behind the last byte.
 */
int atb_socket_receive_wait(struct atb_socket *socket, void *data, size_t size, uint32_t wait_ms);

/** As atb_socket_close(), and waits until the socket is free. ATB_OK; ATB_IO, ATB_BUSY: it closes
 * all the same. */
int atb_socket_close_wait(struct atb_socket *socket);

#ifdef __cplusplus
}
#endif
#endif
