/* SPDX-License-Identifier: MIT */
/*
 * One run of the session fuzzer: the session with its port and clock, the modem at
 * the other end (player.c and answers.c), what happened (log), and what was promised (oracle.c).
 *
 *   program.c   fuzzed bytes to steps: start, answer, time, port, callbacks
 *   noise.c     steps that no command asked for: URCs, garbage, prompts
 *   player.c    the modem: takes bytes, and lines in order
 *   answers.c   what it says to them; it knows whose answer it gives
 *   world.c     session, port, clock, events
 *   log.c       what happened: events in order, who was handed what, every byte accounted for
 *   oracle.c    what must hold after each step
 *   reach.c     which states met which arrivals on which port
 */
#ifndef WORLD_H
#define WORLD_H

#include "commands.h"
#include "reach.h"

enum {
    SETTINGS = 64,
    WIRE = 2048,
    LOG = 1 << 16,
    FED = 1 << 15,
    STARTED = 192, /* commands of one run, at most */
    BACKLOG = 8192,
    MODEM_LINE = 1200,
    MARKS = 256,
    ENDS = 1024
};

/* A command that atb_start() took. */
struct started {
    const struct call *call; /* NULL: +++ */
    uint32_t serial;
    uint32_t at;     /* when */
    char wire[WIRE]; /* what has to leave the port for it: its line, then its payload */
    size_t line_length, wire_length;
    size_t sent;                    /* of it */
    bool line_seen, prompted, paid; /* by the modem */
    bool outlasted;                 /* the modem's timer ended its payload before its last byte */
    bool final_seen;                /* the session was told a final result code of it */
    uint8_t oks;                    /* success codes of its form that came behind its last byte */
    bool answered_good;             /* the modem has said all that a success is */
    bool mistaken;                  /* it took a result that nobody can tell from its own */
    bool damaged;                   /* a line of its answer said nothing any more */
    bool disturbed; /* port failed, aborted, late, rebooted: it may end in any way */
    bool ended;
};

/* What the modem does with the bytes that it receives. */
enum hearing { HEAR_LINES, HEAR_PAYLOAD, HEAR_DATA };

struct player {
    enum hearing hearing;
    char backlog[BACKLOG]; /* bytes that it has not looked at */
    size_t waiting;
    char line[MODEM_LINE]; /* that comes in, or is to be answered */
    size_t length;
    bool line_waits;         /* for its answer to begin */
    struct started *serving; /* whose line it is; NULL: the library's own */
    const struct answer *answer;
    unsigned step;     /* of the answer */
    size_t payload_at; /* bytes of payload received */
    uint32_t heard_at; /* when the last byte came */
    unsigned pluses;
    bool cancelled;
    bool damages;         /* noise hits the next line of an answer */
    bool refuses;         /* knows none of the library's own questions */
    struct started *late; /* said OK, and went on: its result is still to be said */
    const struct said *late_result;
};

enum cut { CUT_NONE, CUT_BYTES, CUT_ODD };

struct log {
    size_t length;
    int last;
    char text[LOG];
};

/* How long log, taken, wire and ends were after a step; how many writes had failed. */
struct mark {
    size_t log, taken, wire, ends, failures;
};

/* What a handler of payload was handed last. */
struct handed {
    uint8_t line;
    const void *bytes;
    size_t length;
};

/* Bytes that were fed and that no event has told yet, in order. */
struct fed {
    size_t from, to;
    char bytes[FED];
    const char *piece, *piece_end; /* where the last bytes lie that were fed */
};

/* What was known before some bytes came. */
struct before {
    int32_t settings[SETTINGS];
    bool data; /* transparent mode */
    bool idle;
    uint32_t attempts; /* a callback may have started a command, in vain or not */
};

struct world {
    struct atb_session session; /* first: a dialect's modem begins with it */
    int32_t settings[SETTINGS];
    const struct spoken *spoken;
    char *memory;
    enum cut cut;
    bool honest;            /* the modem says only what the manual lets it say */
    bool waits;             /* at the end a silence, not bytes, must bring it right again */
    bool never_transparent; /* the application has not allowed transparent mode */
    uint32_t now;
    size_t room; /* bytes that the port still takes */
    bool unlimited, port_fails;
    unsigned abandoned; /* commands in a row */
    uint32_t said_at;   /* when the modem spoke last */
    bool hushed;        /* with all marks open it fell silent for longer than the library waits */
    bool escape_failed; /* +++ was not answered in time: its OK may still come, as data */
    bool reset_needed;  /* the session has said so: nothing may be written */
    struct player player;
    uint32_t serials;  /* the last one */
    uint32_t attempts; /* to start one: what a form sets at once stays, though the port failed */
    struct started *current;
    uint32_t owner;   /* whose answer is being fed: a serial, or one of these */
    bool peer_speaks; /* what is being fed are the peer's bytes */
    /* what to do in the next callback, and with which call */
    uint8_t in_event, in_handler, in_done;
    uint8_t callback_call;
    char data[256]; /* transparent mode: taken from the application, not yet seen at the modem */
    size_t data_length;
    unsigned heard; /* calls of typed handlers */
    struct fed fed;
    struct handed handed;
    struct log *log;   /* events */
    struct log *taken; /* which handler was handed which values and payload */
    char wire[WIRE * 8];
    size_t wire_length;
    int8_t ends[ENDS];     /* statuses of all commands, */
    size_t ended_at[ENDS]; /* and between which events, where the modem says what none would */
    size_t failures;       /* of the port */
    size_t end_count;
    struct mark marks[MARKS];
    unsigned mark_count;
    bool prompts_due; /* a prompt comes while the line is being written: it is one, always */
    struct started started[STARTED]; /* by serial, from 1 */
};

enum { OWNER_URC = 0, OWNER_NOBODY = UINT32_MAX };

/* world.c */
void world_init(struct world *world, const struct spoken *spoken, struct log *log,
                struct log *taken, bool never_transparent);
void world_free(struct world *world);
void world_feed(struct world *world, uint32_t owner, const char *bytes, size_t length);
void world_pass(struct world *world, uint32_t ms);
int world_start(struct world *world, const struct call *call);
int world_escape(struct world *world);
void world_abort(struct world *world);
void world_reboot(struct world *world);
void world_send_data(struct world *world, size_t length);
void world_overrun(struct world *world);
void call_back(struct world *world, uint8_t *what);
void trace(const struct world *world, const char *what, const char *bytes, size_t length);
enum port_state port_state(const struct world *world);

void world_hears(struct world *world, uint8_t line);

/* log.c */
void log_event(struct world *world, const struct atb_event *event);
void log_end(struct world *world, int status);
void note_fed(struct world *world, const char *bytes, size_t length);
void check_told(struct world *world, const struct atb_event *event);
void check_all_told(struct world *world);

/* player.c */
void player_takes(struct world *world, char byte);
void player_reads_on(struct world *world); /* what waited while it was busy */
void player_waits(struct world *world);    /* some time has passed */
void player_reboots(struct world *world);

/* answers.c */
bool player_says(struct world *world, uint8_t choice); /* one step; false: nothing to say */
bool player_says_late(struct world *world); /* a result that it owed, behind others' answers */
void player_loses_prompt(struct world *world, uint8_t choice);
void player_misses_line(struct world *world);
bool is_own(const char *line, size_t length);

/* oracle.c */
void violation(struct world *world, const char *what);
void check_event(struct world *world, const struct atb_event *event);
void check_payload(struct world *world, const struct atb_event *event);
void check_fed(struct world *world, const struct before *before);
void check_done(struct world *world, struct started *started, int status);
void check_answered(struct world *world, const struct started *started);
void check_time(struct world *world);
void check_recovery(struct world *world);
enum state state_of(const struct world *world);

#endif
