/* SPDX-License-Identifier: MIT */
/*
 * What the socket layer keeps for one modem, and the constants that say how a
 * dialect does sockets. An application needs atb_socket.h; the generator fills
 * the constants from the table's section `sockets`.
 */
#ifndef ATB_NET_H
#define ATB_NET_H

#include "atb_prepared.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- constants: one dialect -------------------------------------------------------- */

/* What prepared commands leave open: text A is the host; the numbers a, b and c are id, port and
 * length. */

/** The commands of a kind of socket. Up to ATB_JOB_CLOSE they can be given again, whatever became
 * of the last one. */
enum atb_net_job {
    ATB_JOB_PREPARE, /**< what must be set before it is opened, in the kind's own order */
    ATB_JOB_PREPARE_TOO,
    ATB_JOB_OPEN, /**< again behind ATB_JOB_CLOSE */
    ATB_JOB_CLOSE,
    ATB_JOB_SEND,
    ATB_JOB_SEND_ELSE, /**< where the model lacks the other */
    ATB_JOB_READ,
    ATB_JOB_ACKED, /**< how much the peer has acknowledged */
    ATB_JOBS,
    ATB_JOB_SET_UP = ATB_JOBS, /**< once after each start of the modem, before one is opened */
    ATB_NO_JOB
};

struct atb_socket;
struct atb_net;

/** Room for an address with its NUL; the last id that a listener's peer can have. */
enum { ATB_ADDRESS_SIZE = 46, ATB_LAST_PEER = 15 };

/**
 * Whether the host is still a name, once what this event says of it is known (or NULL). For kinds
 * whose modem takes addresses alone: ATB_JOB_PREPARE asks for the address.
 */
bool atb_net_look_up(struct atb_socket *socket, const struct atb_event *event, uint8_t field);

/** What a line says of a listener, or of peers that wait: of kinds that have `accepted`. `id` or
 * `value` is ATB_UNKNOWN or 1 where the line has none. */
void atb_net_listen(struct atb_net *net, struct atb_socket *listener, uint8_t word, int32_t id,
                    int32_t value);

/** Of kinds whose datagrams are read whole: linked where one is named. */
struct atb_packets {
    /** As atb_socket_receive(): one of them. */
    size_t (*receive)(struct atb_socket *socket, void *data, size_t size);
    /** One of so many bytes comes. False: there is no room for what it begins with in the ring. */
    bool (*begin)(struct atb_socket *socket, size_t length);
};
extern const struct atb_packets atb_packets;

/** How one kind of socket (TCP, UDP, a listener) is opened, fed, read and closed. Small members
 * come first: Thumb reaches them in short. */
struct atb_socket_kind {
    uint16_t send_max, read_max; /**< bytes in one command */
    uint16_t read_room;          /**< that a read needs of a socket's memory; 0: nothing is read */
    uint8_t ids;                 /**< how many sockets of the kind the modem has */
    bool empty_is_error : 1;     /**< reading when there is nothing is answered with ERROR */
    bool apart : 1;              /**< the modem counts its ids apart: of listeners, if fewer */
    const struct atb_socket_kind *accepted; /**< what a listener's peers are */
    const struct atb_packets *packets;      /**< &atb_packets, or NULL: a stream of bytes */
    /** atb_net_listen, or NULL: a connection. */
    void (*listen)(struct atb_net *net, struct atb_socket *listener, uint8_t word, int32_t id,
                   int32_t value);
    /** atb_net_look_up, or NULL: the modem takes names. */
    bool (*look_up)(struct atb_socket *socket, const struct atb_event *event, uint8_t field);
    const struct atb_form *jobs[ATB_JOBS]; /**< NULL: the dialect has no such command */
};

/** What a line says about sockets. */
enum atb_net_word {
    ATB_SAYS_READABLE, /**< data waits */
    ATB_SAYS_CLOSED,   /**< the peer or the network has closed it */
    ATB_SAYS_DOWN,     /**< value: 1 (the context used here), or none: all of them are closed */
    ATB_SAYS_INCOMING, /**< value: the listener whose peer it is */
    ATB_SAYS_DATA,     /**< the answer to a read: payload follows */
    ATB_SAYS_LEFT,     /**< value: what can be read still */
    ATB_SAYS_TAKEN,    /**< value: how much of a send the modem took */
    ATB_SAYS_FULL,     /**< value: not 0 (or none): it took nothing now, try later */
    ATB_SAYS_SENT,     /**< value: sent, or not yet acknowledged */
    ATB_SAYS_ACKED,    /**< value: acknowledged */
    ATB_SAYS_ADDRESS   /**< value: of the host, where the kind looks it up */
};

/** A line that says something about sockets. */
struct atb_net_line {
    uint8_t line;  /**< of the dialect's lines */
    uint8_t word;  /**< enum atb_net_word */
    uint8_t id;    /**< field with the socket's id, or ATB_NO_INDEX: the one under way */
    uint8_t value; /**< field with the value, or ATB_NO_INDEX */
};

/** How a dialect does sockets: its lines, and what is sent once after each start. */
struct atb_net_dialect {
    const struct atb_net_line *lines;
    const struct atb_form *set_up; /**< or NULL */
    uint8_t line_count;
    uint8_t first_id;
    uint16_t command_max; /**< bytes of the longest command, its CR and a NUL */
};

/* ---- state ---------------------------------------------------------------------------- */

/**
 *   FREE --open--> OPENING --> OPEN --lost--> ENDING --drained--> CLOSING --> ENDED --> FREE
 *                     |          |                                   ^          ^
 *                     +-refused--+---------- close ------------------+   reboot +
 *
 * ENDING: what the modem still has is read. ENDED: the application reads the last bytes.
 */
enum atb_socket_state {
    ATB_SOCKET_FREE,
    ATB_SOCKET_OPENING,
    ATB_SOCKET_OPEN,
    ATB_SOCKET_ENDING,
    ATB_SOCKET_CLOSING,
    ATB_SOCKET_ENDED
};

/** One socket. The application may read `status` and `error`; all else is private. Bytes come
 * first: Thumb reaches them in short. */
struct atb_socket {
    struct atb_socket *next;
    uint8_t id, state;
    int8_t status; /**< why it closed: ATB_OK by us, ATB_CLOSED by the peer, or what failed */
    uint8_t job;   /**< the next one while it is being opened */
    bool readable; /**< the modem may have data; once it has ended: our last bytes are not told */
    bool turn;     /**< a read went before: sending is next */
    bool paused;   /**< until `pause_end` */
    uint16_t waiting; /**< a bit for each id, up to ATB_LAST_PEER, of a listener's next peers */
    uint16_t port;
    uint16_t size, head, count;
    uint16_t held;   /**< behind them: a packet that is not whole yet */
    uint8_t *memory; /**< a ring of received bytes */
    struct atb_net *net;
    const struct atb_socket_kind *kind;
    const char *host;
    const uint8_t *out; /**< what is being sent */
    size_t left;
    uint32_t pause_end;
    uint32_t poll_at, ask_at, heard_at; /**< when to read, to ask for acknowledgement; last heard */
    struct atb_error error; /**< where `status` is ATB_ERROR: the number of what was refused */
    union {
        uint32_t unacked; /**< of a connection: bytes, if the peer has got no more than it had */
        uint16_t gone;    /**< of a listener: those of `waiting` that have closed since */
    };
};

/** `event` is an enum atb_socket_event. It may call the session and the layer, but for the calls
 * that wait. */
typedef void atb_net_event(void *app, struct atb_socket *socket, int event);

/** The sockets of one modem. The application may change `poll_ms`, `ask_ms` and `silent_ms` behind
 * atb_net_init(), and read and clear `failures`; all else is private. */
struct atb_net {
    struct atb_watcher watcher;
    bool answered;      /**< all that is needed of the answer has come, but for its OK */
    bool full;          /**< what was read finds no room */
    bool got;           /**< a read brought something */
    uint8_t failures;   /**< opens that failed in a row */
    int32_t value;      /**< what the answer said, see enum atb_net_word; -1: nothing */
    uint8_t job;        /**< enum atb_net_job */
    bool up, is_set_up; /**< the network is there; the modem has had the dialect's `set_up` */
    bool holds;         /**< nothing is opened */
    size_t length;      /**< of a send */
    struct atb_session *session;
    const struct atb_net_dialect *dialect;
    atb_net_event *on_event;
    void *app;
    struct atb_socket *sockets;
    struct atb_socket *turn;   /**< who is asked next */
    struct atb_socket *socket; /**< whose job is under way */
    uint32_t poll_ms;          /**< read without being told, for lost lines; 10 s; 0: never; to
                                  INT32_MAX */
    uint32_t ask_ms;           /**< ask for acknowledgement; 5 s; to INT32_MAX */
    uint32_t silent_ms;        /**< without any progress the peer is dead; 120 s; 0: for ever (so is
                                  more than INT32_MAX) */
};

/**
 * Watches the session, which must be initialised and have no other layer: numbers of sockets are
 * the layer's. `on_event`, never NULL, hears of every socket. Sockets of a layer that is begun anew
 * are forgotten; where a callback does that, they must live until it returns to whoever called the
 * session, and may be told of once more.
 *
 * ATB_OK; ATB_NO_ROOM: the session's memory is less than <DIALECT>_SOCKETS_MEMORY, a command of the
 * layer might not fit. The layer then does nothing.
 */
int atb_net_init(struct atb_net *net, struct atb_session *session,
                 const struct atb_net_dialect *dialect, atb_net_event *on_event, void *app);

/**
 * The network is there (say, once bring-up is done), or gone: then every open socket closes, and
 * those that are opening wait. Where only a late result of the layer's command is still to come, it
 * is abandoned, and the session is free for whoever brings the network back; one that still waits
 * for its OK has 10 s.
 */
void atb_net_up(struct atb_net *net, bool up);

/**
 * Holds back while the network is up: nothing is opened, an opening that is under way is abandoned
 * and begins anew, what is open goes on. For a network that is about to be made anew: what has
 * arrived is read before. Until it is called with false.
 */
void atb_net_hold(struct atb_net *net, bool holds);

#ifdef __cplusplus
}
#endif
#endif
