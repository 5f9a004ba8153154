/* SPDX-License-Identifier: MIT */
/*
 * One modem on one UART: the session. Bytes come in through atb_feed() from
 * wherever they arrive (ISR ring, DMA, task), time through atb_tick(). One
 * command is under way at a time. Nothing is allocated; the session and its
 * memory are the caller's. One thread per session.
 */
#ifndef ATB_SESSION_H
#define ATB_SESSION_H

#include "atb_heard.h"
#include "atb_read.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a session reaches its UART, and the clock. `context` is handed to each call. It, and what
 * the context is, must live as long as the session. None of its functions may call the session. */
struct atb_port {
    /** Hands bytes to the UART without waiting. Returns how many it took (0 when it is full: what
     * is left comes again with the next tick), or -1; any other number below 0 or above `length` is
     * taken for a failure, too. The bytes are borrowed until it returns. */
    int (*write)(void *context, const void *bytes, size_t length);
    /** Waits up to `wait_ms` for received bytes (only the blocking calls use it; may be NULL).
     * Returns how many (0: none came), or -1; any other number is judged as with `write`. */
    int (*read)(void *context, void *bytes, size_t size, uint32_t wait_ms);
    /** Milliseconds since any moment; may wrap. One that steps back makes limits that much longer.
     */
    uint32_t (*now)(void *context);
    void *context;
    /** Blocking calls: returns when there are bytes to read or room to write, or after `ms` at the
     * latest (a semaphore that the UART's interrupts give); earlier does no harm. NULL: `read`
     * waits. */
    void (*wait)(void *context, uint32_t ms);
};

struct atb_subject;
struct atb_engine;
struct atb_taker;
struct atb_transparent;

/** Where in the stream of bytes the session is, private; see atb_framer.h. */
struct atb_framer {
    uint8_t mode;          /**< enum atb_framer_mode */
    uint8_t commas;        /**< of this line, that may still have payload behind them */
    bool prompt;           /**< a command waits for '>' */
    bool after_prompt;     /**< a blank here belongs to the prompt */
    uint16_t size, length; /**< of `line`: room (one more byte is kept for its end), bytes in it */
    char *line;            /**< a line that came in pieces; payload that waits; data held back */
    size_t left;           /**< payload: bytes still to come, after decoding */
};

/** The command under way, private; see atb_engine.h. */
struct atb_pending {
    uint8_t state;     /**< enum atb_state */
    uint8_t part;      /**< enum atb_part: what is being sent */
    bool given_up : 1; /**< it ends as soon as the next line would stand alone */
    bool expected : 1; /**< by atb_expect(): nothing is sent, no time limits */
    bool echoes : 1;   /**< the modem repeated its command line */
    bool raw : 1;      /**< by atb_raw() */
    bool alone : 1;    /**< one reply pays: no more were asked for */
    bool informed : 1; /**< a line that it lists has come */
    bool skip : 1;     /**< the first of two characters of the next payload byte has left */
    bool blind : 1;    /**< its payload goes out without a prompt: that one was lost */
    int8_t status;     /**< how it will end: ATB_OK as long as nothing speaks against it */
    uint8_t oks;       /**< still owed */
    uint8_t results;   /**< still owed */
    uint8_t coding;    /**< of the payload that is sent */
    uint8_t mark;      /**< what is asked before it */
    const struct atb_form *form; /**< NULL: none */
    atb_done *done;
    void *done_app;
    union {
        const uint8_t *payload;
        atb_on_line_text *on_text; /**< of a raw command */
    };
    uint16_t payload_length;
    uint16_t sent;    /**< of what is being sent now: payload in bytes before coding */
    uint16_t echo_at; /**< payload before it has been repeated, or will not be */
    uint16_t line_size, line_length; /**< of atb_command_of(): room, characters in it */
    uint16_t line_head;              /**< what precedes inline payload */
    uint32_t deadline;
    int32_t key;    /**< the id that a late result repeats, or ATB_UNKNOWN */
    int32_t before; /**< what the setting was that it has changed */
};

/** What commands that were given up have left behind, private: nothing of it is true any more once
 * a mark is answered, or the modem has started again. */
struct atb_late {
    bool stale : 1;        /**< answers may still come */
    bool half_line : 1;    /**< what was sent last has no line end: one goes before the next */
    bool prompt_lost : 1;  /**< its payload went out all the same: none must come any more */
    bool may_connect : 1;  /**< CONNECT may still come */
    bool cancel_due : 1;   /**< `cancel` is to be sent */
    bool mark_heard : 1;   /**< a mark's answer came: the next final result code is its */
    bool final_seen : 1;   /**< a final result code came since the mark was sent: its refusal? */
    bool reset_needed : 1; /**< nothing goes out before atb_modem_rebooted() */
    uint8_t cancel;        /**< what ends an abandoned prompt without payload, or 0 */
    uint8_t marks;         /**< two bits for each question: answers still to come */
    uint8_t unanswered; /**< questions, and second OKs, that have neither come nor been refused */
};

struct atb_session;

/**
 * What must pass before a line goes out: rest between two commands, waking a modem that
 * sleeps. `rest_ms` says how many milliseconds are still to wait, and wakes where that is
 * due; atb_pace_rest() is one that serves most modems, with the numbers below. Neither it nor
 * `wake` may call the session.
 */
struct atb_pace {
    uint32_t (*rest_ms)(struct atb_session *session, const struct atb_pace *pace);
    uint32_t asleep_after_ms;    /**< so long behind the last byte sent it may sleep, and what it
                                    says itself does not mean that it listens; 0: it never sleeps */
    uint16_t quiet_ms;           /**< from the last byte received to the next line. While the modem
                                    is never silent for so long no command goes out: a limit by
                                    atb_set_limit_ms() ends it */
    uint16_t wake_ms;            /**< that waking takes */
    const char *wake_byte;       /**< is sent to wake it (behind half a line a blank), or NULL */
    void (*wake)(void *context); /**< raises DTR or the like; gets the port's context; or NULL */
};

/** An error code and whose it is. */
struct atb_error {
    int32_t code; /**< ATB_UNKNOWN: none, or in words */
    uint8_t set;  /**< enum atb_error_set, or one of the dialect's own */
};

/**
 * One modem. The application may read `error`, `refusal`, `answer` and `port`; all else is
 * private. (Small members come first: short instructions reach them.)
 */
struct atb_session {
    uint8_t handler_count;
    bool payload_owned : 1;   /**< the payload belongs to the command under way */
    bool connect_allowed : 1; /**< by atb_allow_connect() */
    bool woken : 1;           /**< by atb_pace_rest(), and perhaps not awake yet */
    bool heard : 1;           /**< bytes came since the last tick */
    bool shared_lines : 1;    /**< some line has two handlers */
    uint8_t reboots : 2;      /**< how often the modem has started again, modulo 4 */
    uint8_t serial;           /**< changes with every start and end of a command */
    bool open;                /**< takes bytes and ticks: set up, and none of its calls under way */
    struct atb_late late;
    struct atb_framer framer;
    struct atb_pending pending;
    uint8_t high;         /**< payload: a first hex digit, or ATB_NO_DIGIT */
    uint8_t payload_line; /**< whose payload, or over-long rest, comes in */
    bool line_start;      /**< data: the next byte begins a line */
    uint8_t banner;       /**< the last line that told of a start; 0: none, it is no banner's id */
    const struct atb_dialect *dialect;
    const struct atb_chapter *shared; /**< NULL: only the dialect's own lines are known */
    const struct atb_engine *engine;  /**< NULL: no command was ever started */
    const struct atb_taker *taker;    /**< NULL: no answer was asked for, no setting told */
    const struct atb_transparent *transparent; /**< NULL: atb_allow_transparent() was not called */
    const struct atb_port *port;
    int32_t *settings;
    const struct atb_handler *handlers;
    const struct atb_handler *payload_handler; /**< of the payload that comes in, or NULL */
    atb_on_event *on_event;
    struct atb_watcher *watchers;
    void *app;
    uint32_t heard_at; /**< when bytes last came, as atb_tick() noticed */
    uint32_t sent_at;  /**< when bytes last went out */
    uint32_t limit_ms; /**< the application's own, of the next command; ATB_LONGEST_MS: none */
    uint32_t latest;   /**< when that of the command under way is over */
    const struct atb_pace *pace;
    uint8_t first_rows[ATB_HANDLER_GROUPS]; /**< of `handlers`, by group: 1 + the row; 0: none */

    /** What the command under way, or the last one, was told: cleared when one starts. */
    struct atb_error error;
    /** Of the last command that was refused. */
    struct atb_refusal refusal;
    /** Of the command under way, or in its atb_done; `count` and `data_length` are results. */
    struct atb_answer answer;
};

/* ---- set-up ---------------------------------------------------------- */

/**
 * Prepares a session, before every other call. `memory` holds the line in progress and the command
 * being sent: <DIALECT>_MEMORY bytes. The handlers are counted by ATB_LENGTH(): what a macro writes
 * may be two rows. A second call prepares it anew: the command under way is forgotten, and its
 * `done` not called; to one that waits (atb_run()) it is ATB_ABORTED. Who watched it (sockets,
 * bring-up, lookups) does so no more. Where a callback makes that call, they must live until the
 * callback returns to whoever called the session, and may be told once more; its parts must be
 * right, for the session goes on at once, and no command may be started before the callback
 * returns: the line that was just told could end it.
 *
 * ATB_OK; ATB_MISSING (a null pointer, or a port without write or now), ATB_NO_ROOM
 * (less memory than 4 bytes), ATB_EXTRA (more than 255 handlers), ATB_BAD_VALUE (constants
 * generated for another ABI). The session then refuses commands and atb_poll() with ATB_MISSING,
 * bytes and ticks with ATB_BUSY; its other calls do nothing.
 */
int atb_init(struct atb_session *session, const struct atb_dialect *dialect, int32_t *settings,
             const struct atb_port *port, void *memory, size_t memory_size,
             const struct atb_handler *handlers, size_t handler_count, void *app);

/**
 * Shares the memory anew: the line in progress gets room for `longest` characters, the command
 * the rest. For lines longer than <DIALECT>_LINE_MAX, which else come in pieces: an application
 * that asks for AT+CGCONTRDP gives CELLULAR_LINE_MAX, and as much more memory. Between atb_init()
 * and the first byte. ATB_OK, or ATB_NO_ROOM: nothing has changed.
 */
int atb_set_line_max(struct atb_session *session, size_t longest);

/** Sees every event, handled or not: text, payload, log. */
void atb_set_on_event(struct atb_session *session, atb_on_event *on_event);

/**
 * Lets the session know the lines of a chapter that all dialects share, too; a line that
 * both know is the dialect's. Handlers and commands of the chapter do this by themselves.
 */
static inline void atb_use(struct atb_session *session, const struct atb_chapter *chapter)
{
    session->shared = chapter;
}

/** Adds a watcher, once however often it is added; it must live until it is taken off, or as long
 * as the session. It may start commands as any callback may.
 */
void atb_watch(struct atb_session *session, struct atb_watcher *watcher);

/** Takes a watcher off, if it is there; one that takes itself off must live until its function
 * returns. Where that takes off others behind itself, they must, too, and may be told this once. */
void atb_unwatch(struct atb_session *session, const struct atb_watcher *watcher);

/* ---- bytes and time --------------------------------------------------- */

/**
 * Makes a form pending without sending anything, as if it had just been sent: for
 * decoders of recorded traffic. A form already pending is dropped silently. No
 * validation, no time limits; the prompt is expected if the form has a send. Of a command line
 * for which the session's memory has no room, neither connection nor settings are known.
 */
void atb_expect(struct atb_session *session, const struct atb_command *command);

/** Takes received bytes, in pieces of any size. ATB_OK; ATB_BUSY inside a callback, wherever it
 * was called from, and of a session in static memory before atb_init(): nothing was taken then. */
int atb_feed(struct atb_session *session, const void *bytes, size_t length);

/** Lets time pass: time limits, guard times, bytes the port did not take yet. Call every 10 to 100
 * ms, behind atb_feed(): what waits in a ring has not come yet, whatever limit is over meanwhile.
 * ATB_OK, or ATB_BUSY inside a callback. */
int atb_tick(struct atb_session *session);

/** Whether a command is under way: a start would be ATB_BUSY. */
bool atb_busy(const struct atb_session *session);

/** Bytes of the command under way, its payload as it leaves, that the port did not take yet. */
size_t atb_unsent(const struct atb_session *session);

/** Milliseconds until atb_tick() is needed, also by what watches the session (sockets, bring-up);
 * UINT32_MAX: not before bytes come or a call is made. Ask it behind the last call before sleeping.
 */
uint32_t atb_next_tick_ms(const struct atb_session *session);

/** The port lost `lost` received bytes (0: unknown how many). ATB_OK, or ATB_BUSY inside a
 * callback: say it again behind it. It becomes an event, in its place, and an answer that is coming
 * is ATB_MALFORMED. What had come of a line is text, told before. */
int atb_overrun(struct atb_session *session, size_t lost);

/** A time limit of the application's own for commands started from now on, from start to end, in
 * milliseconds; the table's limits hold beside it. 0, or more than 12 days: none, as no limit is
 * longer. */
void atb_set_limit_ms(struct atb_session *session, uint32_t ms);

/** Lets time pass before each line; see struct atb_pace, which must live as long. NULL: none. */
void atb_set_pace(struct atb_session *session, const struct atb_pace *pace);

/** The `rest_ms` that serves most modems: see struct atb_pace. */
uint32_t atb_pace_rest(struct atb_session *session, const struct atb_pace *pace);

/* ---- commands --------------------------------------------------------- */

/**
 * Validates everything, then starts sending; `done` (or NULL) hears how the command ended. `answer`
 * (or NULL) says where its answer goes. The command and its strings are borrowed until this
 * returns, payload and what `answer` points to until `done`.
 *
 * ATB_OK: it has begun, and `done` will be called once, from atb_feed(), atb_tick() or whatever
 * call ends it. Else nothing was sent and `done` is not called; session->refusal has the status
 * and the parameter: a code from ATB_BAD_RANGE to ATB_UNSUPPORTED for values, ATB_NO_ROOM (the
 * session's memory is too small), ATB_BUSY, ATB_NOT_TRANSPARENT, ATB_RESET_NEEDED, ATB_MISSING (no
 * payload, or a session whose atb_init() failed). ATB_IO: the port failed while it was sent.
 */
int atb_start(struct atb_session *session, const struct atb_command *command,
              struct atb_answer *answer, atb_done *done, void *app);

/**
 * As atb_start(), and waits for the end through the port's `read`. Returns what `done` would hear,
 * or why it did not start; ATB_BUSY inside a callback, ATB_IO without a `read`: nothing was sent
 * then. `answer` is filled in: its `count`, `total`, `data_length` and `data_total` say what came.
 */
int atb_run(struct atb_session *session, const struct atb_command *command,
            struct atb_answer *answer);

/**
 * Sends a line that no table knows ("ATE0"; without its CR), and hands over the lines that come
 * before its final result code; `done` says which kind that was. Either may be NULL. A call (ATD,
 * ATA, ATO, AT+CGDATA) ends with BUSY, NO ANSWER and NO DIALTONE, too, as ATB_ERROR; on_line gets
 * these. No byte below blank may stand in the line: ATB_BAD_CHARACTER. Else as atb_start(); 10 s,
 * or less by atb_set_limit_ms(). `line` is borrowed until this returns; ATB_NO_ROOM: the session's
 * memory has no room for it. An answer's line that finds none comes to on_event alone, in pieces,
 * and success is ATB_TRUNCATED then: atb_set_line_max(). What prompts wants a row in the tables:
 * here the prompt is cancelled with ESC when the time is over. What opens transparent mode behind
 * its OK wants atb_allow_connect() before.
 */
int atb_raw(struct atb_session *session, const char *line, atb_on_line_text *on_line,
            atb_done *done, void *app);

/**
 * Reads what the port has, waiting up to `wait_ms` (where the port has a `wait`, there), but no
 * longer than to the next tick; takes it and lets time pass. So it is a main loop that sleeps.
 * ATB_OK, whether or not bytes came; ATB_IO (the port's `read` failed, or there is none), ATB_BUSY
 * inside a callback, ATB_MISSING of a session whose atb_init() failed.
 */
int atb_poll(struct atb_session *session, uint32_t wait_ms);

/** A few English words for an enum atb_status, for logs: a constant, never NULL. */
const char *atb_status_text(int status);

/**
 * Ends the command under way with ATB_ABORTED as soon as the next line would stand alone:
 * mostly at once; a command line half sent is finished first, and so is payload that the
 * modem counts (runtime/README.md, "Giving a command up"). Its answers may still come: the next
 * command waits until they are over.
 */
void atb_abort(struct atb_session *session);

/* ---- transparent mode ------------------------------------------------- */

/** Bytes are data of the transparent connection, not lines. */
bool atb_is_transparent(const struct atb_session *session);

/**
 * For programs that use transparent mode, which the others do not link: the CONNECT (or the line
 * that says as much) of a command that may connect begins it from now on. Where this was not
 * called, such a line leaves a modem that takes every further byte for the peer's: its command
 * ends with ATB_RESET_NEEDED, and no byte goes out before atb_modem_rebooted().
 */
void atb_allow_transparent(struct atb_session *session);

/** Whether a CONNECT (or a line that says as much) that no command asked for begins transparent
 * mode, too: of a server that accepts, behind the OK of a raw command; not at start. Without it,
 * such a line is only reported. */
void atb_allow_connect(struct atb_session *session, bool allowed);

/** The modem is back at its command line, whatever was or was not heard of it (+++ timed out,
 * DTR dropped): leaves transparent mode and keeps all other settings; +++ under way ends with
 * ATB_OK. */
void atb_end_transparent(struct atb_session *session);

/** Sends bytes to the peer in transparent mode. Returns how many the port took (0: full, later), or
 * ATB_NOT_TRANSPARENT, ATB_RESET_NEEDED, ATB_BUSY (+++ is under way), ATB_IO. Behind a +++ that
 * ended otherwise than with ATB_OK the peer may have got up to three '+': a modem hands on what did
 * not take it out of the mode, and what has left cannot be taken back. */
int atb_send_data(struct atb_session *session, const void *bytes, size_t length);

/* ---- settings --------------------------------------------------------- */

/** States a setting that was not made through this session: `setting` is one of enum
 * <dialect>_setting, plus the number of the connection where each has its own; one that does not
 * exist is passed over. `value` is the manual's number, or ATB_UNKNOWN. */
void atb_set_setting(struct atb_session *session, unsigned setting, int32_t value);

/** The modem started again (a boot banner that the tables know does this by itself): forgets what
 * the modem forgot, ends the command under way with ATB_REBOOTED, and transparent mode. Settings
 * that the modem stores stay known. Bytes may go out again after ATB_RESET_NEEDED, commands may
 * start from the callbacks that are told of it. */
void atb_modem_rebooted(struct atb_session *session);

#ifdef __cplusplus
}
#endif
#endif
