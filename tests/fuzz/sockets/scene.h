/* SPDX-License-Identifier: MIT */
/*
 * One run of the sockets' fuzzer: an application with some sockets, the layer, and at the other end
 * a modem with peers of its own.
 *
 *   program.c   fuzzed bytes to steps; the end, at which everything must come to rest
 *   app.c       the application, and what it may expect: events in order, the right bytes
 *   modem.c     the modem: takes bytes, keeps what it has to say; its peers write, come and go
 *   answers.c   what it says to the layer's commands
 *   life.c      the modem starts, hangs, finds a network; bring-up, where a program has it
 *   names.c     lookups beside the sockets, and what it says to these
 *   words.c     the same things in the words of four dialects
 *   damage.c    what becomes of its lines on a bad wire, and lines that it never said
 *   again.c     and once more, when all is as it should be
 *   port.c      session, port, clock
 */
#ifndef SCENE_H
#define SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atb_bringup.h"
#include "atb_lookup.h"
#include "atb_socket.h"
#include "fibocom.h"
#include "fibocom_bringup.h"
#include "fibocom_sockets.h"
#include "onemo.h"
#include "onemo_bringup.h"
#include "onemo_sockets.h"
#include "quectel.h"
#include "quectel_bringup.h"
#include "quectel_sockets.h"
#include "simcom.h"
#include "simcom_bringup.h"
#include "simcom_sockets.h"

enum {
    SOCKETS = 5,
    MOST_SOCKETS = 13,
    LINKS = 16,
    CONNECTIONS = 300,
    PACKETS = 8,
    TOLD = 64,
    NAMES = 2,
    SAID = 1 << 15,
    ASKED = 3200,
    COMES_BACK_MS = 4 * 3600000
};

/* What stands in the input, byte by byte; behind its end there are zeros. */
struct input {
    const uint8_t *at, *end;
};

/* One connection, from its opening at the modem on: what each end wrote is a pattern of its own, so
 * that a byte that is lost, doubled or another connection's is seen. */
struct connection {
    unsigned serial;
    bool listens, packets;
    bool came;                /* a listener's peer */
    bool gone;                /* the peer has closed it; what it wrote can be read still */
    bool cut;                 /* the network or the modem keeps what was not read */
    size_t wrote;             /* by the peer, */
    size_t read;              /* and what of that the layer was given */
    size_t took;              /* of what the application sent; */
    bool mistaken;            /* that was not what it sent */
    uint16_t packet[PACKETS]; /* lengths of those that were not read */
    unsigned packet_count;
    size_t starts[TOLD]; /* where those begin that were told, the last ones */
    unsigned told;
};

/* What the dialects say, each in its words; %1 is the first number of the comment, and so on. */
struct words {
    const char *opened, *refused;     /* id: results of an opening */
    const char *closed, *not_open;    /* id: answers to closing */
    const char *prompt;               /* */
    const char *lost;                 /* id: the peer has closed it */
    const char *readable, *datagrams; /* id, bytes (or datagrams) that wait */
    const char *banner;               /* it has started */
    const char *set_up;               /* without it what comes is pushed; NULL: never */
    const char *down;                 /* the network has gone */
    const char *incoming;             /* id, listener's id */
    const char *data;                 /* id, length, what is left behind it */
    const char *empty;                /* id: nothing can be read */
    const char *sent;                 /* id, length, how much of it was taken, 1 if none was */
    const char *sent_inline;          /* the same, of data that stood in the command line */
    const char *full;                 /* the same, of one that took nothing */
    const char *acked;                /* bytes sent, acknowledged, and not */
    const char *name;                 /* @ is a name, $ its address */
    bool name_behind;                 /* its OK */
    bool takes_part;                  /* of a send */
    bool data_in_line;                /* line end stands behind the data, not before */
    bool gives_again;                 /* a peer's number, as soon as that has closed */
    uint8_t first_id, last_id;
};

struct dialect {
    const struct words *words;
    const struct atb_net_dialect *net;
    const struct atb_socket_kind *kinds[3]; /* the last may be NULL */
    const struct atb_bringup_list *bringup;
    size_t memory;
    int (*init)(void *modem, const struct atb_port *port, void *memory, size_t size);
};

struct modem {
    char line[ASKED]; /* that comes in */
    size_t length;
    struct connection *paid; /* whose payload comes in, or NULL */
    int paid_id;
    size_t due, payload; /* of so many bytes, so many have come */
    bool in_payload;
    bool is_inline; /* it stood in the command line */
    struct connection connections[CONNECTIONS];
    unsigned count;
    struct connection *links[LINKS], *listeners[LINKS];
    bool slow; /* a result comes later than its OK */
    bool refuses, is_full;
    bool restarted;
    bool echoes;    /* until it is told not to */
    bool is_set_up; /* data waits in it until it is read */
    bool hangs;     /* until it starts again */
    bool roams;     /* it looks for a network */
    int owed;       /* the link whose result is still to be said, or -1 */
    int name_owed;  /* the same of names */
    uint32_t name_at;
    char said[SAID];
    size_t said_length;
};

/* What the application knows of a socket. */
enum belief { FREE, OPENING, OPEN };

struct one {
    struct atb_socket socket; /* first: an event tells it */
    enum belief belief;
    bool closing; /* by us: nothing but its end is told any more */
    struct connection *connection;
    uint8_t *memory, *out; /* ours again behind CLOSED, and freed then: exact sizes, for ASan */
    char *host;
    size_t sending, sent, got;
    size_t passed; /* of what `got` counts, lost with packets */
    size_t fed_at; /* how much the modem had said before */
};

/* One that is looked up. */
struct name {
    struct atb_lookup lookup; /* first: its end tells it */
    struct scene *scene;
    char address[ATB_ADDRESS_SIZE];
    bool runs;
};

struct scene {
    union {
        struct atb_session session; /* each begins with it */
        struct quectel quectel;
        struct simcom simcom;
        struct fibocom fibocom;
        struct onemo onemo;
    } host;
    struct atb_session *session;
    const struct dialect *dialect;
    const struct words *words;
    struct atb_net net;
    void *memory;
    uint32_t now;
    bool honest;     /* no line was damaged, lost or invented: bytes are right, and complete */
    bool untold;     /* a line was lost that may have told of an end, or there is none for it */
    bool cut_short;  /* a read was given up, which costs a packet */
    bool late_names; /* one was given up: its address may come as the next one's */
    bool port_fails, unlimited;
    size_t room; /* bytes that the port still takes */
    size_t fed;  /* bytes that the modem has said in all */
    bool brings; /* bring-up tells the layer when the network is there */
    struct atb_bringup bringup;
    struct atb_bringup_setup setup;
    uint8_t reflex; /* what the application does in the next callback */
    struct modem modem;
    struct one ones[MOST_SOCKETS]; /* a program uses SOCKETS of them */
    struct name names[NAMES];
};

_Noreturn void violation(const char *what);
void trace(const struct scene *scene, const char *who, const char *bytes, size_t length);
uint8_t pattern(const struct connection *connection, bool of_peer, size_t at);

/* words.c */
extern const struct dialect dialects[4];

/* port.c */
void scene_begin(struct scene *scene, const struct dialect *dialect, uint32_t now);
void scene_end(struct scene *scene);
void feed(struct scene *scene, const char *bytes, size_t length);
void pass(struct scene *scene, uint32_t ms);

/* app.c */
void app_hears(void *app, struct atb_socket *socket, int event);
void app_opens(struct scene *scene, struct one *one, uint8_t kind, uint8_t size);
void app_sends(struct one *one, uint8_t how_much);
void app_receives(struct scene *scene, struct one *one, uint8_t size);
void app_closes(struct one *one);
void app_accepts(struct scene *scene, struct one *one, uint8_t size);
void app_lets_go(struct one *one);

/* modem.c */
void modem_takes(struct scene *scene, char byte);
void modem_is_paid(struct scene *scene, char byte);
void modem_says(struct scene *scene, size_t count);
void modem_says_result(struct scene *scene);
void say(struct scene *scene, const char *form, const int numbers[4]);
void say_bytes(struct scene *scene, const char *bytes, size_t length);
struct connection *connect_link(struct scene *scene, struct connection **link);
void peer_writes(struct scene *scene, unsigned from, uint8_t how_much);
void peer_closes(struct scene *scene, unsigned from);
void peer_comes(struct scene *scene, unsigned from);
void network_goes(struct scene *scene, bool is_told);

/* answers.c */
void answer_line(struct scene *scene, const char *line);
void answer_payload(struct scene *scene);
void say_opened(struct scene *scene, int id);

/* life.c */
void modem_restarts(struct scene *scene, bool is_told);
void modem_hangs(struct scene *scene);
void registration_changes(struct scene *scene, bool is_told);
bool answer_of_life(struct scene *scene, const char *line);
void app_begins_bringup(struct scene *scene);
void app_waits_for_network(struct scene *scene);

/* again.c */
uint32_t let_live(struct scene *scene);
void use_again(struct scene *scene);

/* names.c */
void app_looks_up(struct scene *scene, uint8_t which);
bool app_waits_for_a_name(const struct scene *scene);
void modem_says_name(struct scene *scene);
void modem_is_asked(struct scene *scene, const char *line);

/* damage.c */
void damage(struct scene *scene, struct input *input);
void invent(struct scene *scene, struct input *input);
void lose_bytes(struct scene *scene, uint8_t count);

/* program.c */
uint8_t next(struct input *input);

#endif
