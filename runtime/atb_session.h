/* SPDX-License-Identifier: MIT */
/*
 * One modem on one UART: the session. Bytes come in through atb_feed() from
 * wherever they arrive (ISR ring, DMA, task), time through atb_tick(). One
 * command is under way at a time. Nothing is allocated; the session and its
 * buffer are the caller's. One thread per session.
 */
#ifndef ATB_SESSION_H
#define ATB_SESSION_H

#include "atb_tables.h"

#ifdef __cplusplus
extern "C" {
#endif

struct atb_session;

/** How a session reaches its UART, and the clock. `context` is handed to each call. */
struct atb_port {
    /** Hands bytes to the UART. Returns how many it took (0 when it is full), or -1. */
    int (*write)(void *context, const void *bytes, size_t length);
    /** Waits up to `wait_ms` for received bytes (only the blocking calls use it; may be NULL). Returns how many, or -1. */
    int (*read)(void *context, void *bytes, size_t size, uint32_t wait_ms);
    /** Milliseconds since any moment; may wrap. */
    uint32_t (*now)(void *context);
    void *context;
};

/** What came in. Pointers are valid during the callback only. */
enum atb_event_kind {
    ATB_EVENT_ECHO,
    ATB_EVENT_FINAL,     /**< a final result code */
    ATB_EVENT_INFO,      /**< an information response */
    ATB_EVENT_URC,       /**< an unsolicited line, or a result after OK */
    ATB_EVENT_PROMPT,
    ATB_EVENT_PAYLOAD,   /**< a piece of payload; `remaining` bytes are still to come */
    ATB_EVENT_DATA,      /**< transparent mode: bytes from the peer */
    ATB_EVENT_TEXT,      /**< bytes that no table knows */
    ATB_EVENT_MALFORMED, /**< a known keyword whose fields do not fit */
    ATB_EVENT_OVERLONG   /**< a line longer than the buffer: its pieces, in order */
};

#define ATB_NO_LINE 255u

struct atb_event {
    uint8_t kind;         /**< enum atb_event_kind */
    uint8_t line;         /**< index into the dialect's lines, or ATB_NO_LINE */
    bool handled;         /**< a typed handler or the pending command took it */
    const char *text;     /**< the whole line without its end, or the bytes */
    size_t length;
    const char *fields;   /**< behind the keyword */
    size_t remaining;     /**< payload: bytes (after decoding) still to come; SIZE_MAX: up to the line's end */
};

typedef void atb_on_event(void *app, const struct atb_event *event);

/** A typed handler: made by the generated QUECTEL_ON_…() macros only. */
struct atb_handler;
typedef int atb_thunk(const struct atb_handler *handler, const struct atb_event *event, void *app);
struct atb_handler {
    uint8_t line;
    atb_thunk *decode;      /**< decodes, then casts `call` back to its exact type */
    void (*call)(void);
};

/** Where a command's answer goes. All memory is the caller's and must live until completion. */
struct atb_answer {
    const struct atb_record *record; /**< which line is wanted, or NULL */
    void *items;                     /**< array of the record's struct */
    size_t capacity;                 /**< its elements */
    size_t count;                    /**< out: lines seen (may exceed capacity; the rest went to on_event) */
    char *text;                      /**< where strings of the answer are copied, or NULL: not kept */
    size_t text_size;
    void *data;                      /**< where payload of the answer goes, or NULL: to on_event */
    size_t data_size;
    size_t data_length;              /**< out: payload bytes received (may exceed data_size; the rest went to on_event) */
};

/** Called once when a command has ended: ATB_OK or a negative enum atb_status. May start the next command. */
typedef void atb_done(void *app, int status);

/* ---- set-up ---------------------------------------------------------- */

/** Prepares a session. `memory` holds the line in progress and the command being sent: <DIALECT>_MEMORY bytes. */
void atb_init(struct atb_session *session, const struct atb_dialect *dialect, int32_t *settings,
              const struct atb_port *port, void *memory, size_t memory_size,
              const struct atb_handler *handlers, size_t handler_count, void *app);

/** Sees every event, handled or not: text, payload, log. */
void atb_set_on_event(struct atb_session *session, atb_on_event *on_event);

/* ---- bytes and time --------------------------------------------------- */

/** Takes received bytes, in pieces of any size. Handlers run inside it. */
void atb_feed(struct atb_session *session, const void *bytes, size_t length);

/** Lets time pass: time limits, guard times, bytes the port did not take yet. Call every 10 to 100 ms. */
void atb_tick(struct atb_session *session);

/* ---- commands --------------------------------------------------------- */

/** Validates everything, then starts sending. Nothing is sent on a refusal; see session->refusal. */
int atb_start(struct atb_session *session, const struct atb_command *command, struct atb_answer *answer,
              atb_done *done, void *app);

/** As atb_start(), and waits for the end through the port's read. */
int atb_run(struct atb_session *session, const struct atb_command *command, struct atb_answer *answer);

/** Ends the command under way with ATB_ABORTED: ESC at the prompt; late answers are dropped. */
void atb_abort(struct atb_session *session);

/* ---- transparent mode ------------------------------------------------- */

bool atb_in_data_mode(const struct atb_session *session);

/** Sends bytes to the peer in transparent mode. Returns how many were taken, or a negative status. */
int atb_send_data(struct atb_session *session, const void *bytes, size_t length);

/* ---- settings --------------------------------------------------------- */

#define ATB_UNKNOWN INT32_MIN

/** States a setting that was not made through this session. */
void atb_set_setting(struct atb_session *session, unsigned setting, int32_t value);

/** Forgets settings after a reboot of the modem; ends the command under way with ATB_ABORTED. */
void atb_modem_rebooted(struct atb_session *session);

#ifdef __cplusplus
}
#endif
#endif
