/* SPDX-License-Identifier: MIT */
/*
 * What an application hears of its session: events, lines by typed handlers, payload,
 * a command's answer and its end. All of it is called from atb_feed(), atb_tick() and
 * the calls in atb_session.h, in the thread that made them.
 */
#ifndef ATB_HEARD_H
#define ATB_HEARD_H

#include "atb.h"

#ifdef __cplusplus
extern "C" {
#endif

struct atb_chapter;
struct atb_record;

/** What came in. Pointers are valid during the callback only. */
enum atb_event_kind {
    ATB_EVENT_ECHO,
    ATB_EVENT_FINAL, /**< a final result code */
    ATB_EVENT_INFO,  /**< an information response */
    ATB_EVENT_URC,   /**< an unsolicited line, or a result after OK */
    ATB_EVENT_PROMPT,
    ATB_EVENT_PAYLOAD,   /**< a piece of payload; `remaining` bytes are still to come */
    ATB_EVENT_DATA,      /**< transparent mode: bytes from the peer */
    ATB_EVENT_TEXT,      /**< bytes that no table knows */
    ATB_EVENT_MALFORMED, /**< a known keyword whose fields do not fit */
    ATB_EVENT_OVERLONG,  /**< a line longer than the buffer: its pieces, in order */
    ATB_EVENT_OVERRUN    /**< atb_overrun(): `remaining` bytes were lost here */
};

/** What has happened, for on_event(); pointers are good until it returns. */
struct atb_event {
    uint8_t kind;     /**< enum atb_event_kind */
    int8_t status;    /**< malformed: why (ATB_MISSING, ATB_BAD_VALUE, ATB_BAD_RANGE, …) */
    uint8_t field;    /**< malformed: which field, counted by commas, or ATB_NO_INDEX */
    bool handled;     /**< a typed handler or the command under way took it */
    uint8_t line;     /**< id of the line (enum <dialect>_line), or ATB_NO_LINE */
    const char *text; /**< the whole line without its end, or the bytes */
    size_t length;
    const char *fields; /**< of a known line: what stands behind its keyword; else NULL */
    size_t remaining; /**< payload: bytes (after decoding) still to come; SIZE_MAX: up to the line's
                         end. Over-long line: SIZE_MAX while pieces follow, 0 at the last */
};

/** Is told everything; see struct atb_event. */
typedef void atb_on_event(void *app, const struct atb_event *event);

/**
 * Sees every event and every tick, beside the application: the socket layer, bring-up, a record.
 * Stands at the head of whatever it belongs to. Either function may be NULL.
 */
struct atb_watcher {
    struct atb_watcher *next;
    void (*on_event)(struct atb_watcher *watcher, const struct atb_event *event);
    void (*on_tick)(struct atb_watcher *watcher);
    uint32_t due; /**< when on_tick() has something to do next, by the port's clock: it says so, and
                     so does whoever gives it work. A moment that has passed is due at once */
    bool waits; /**< it is due, too, as soon as no command is under way: it found the line taken */
};

/** A handler of a line that has no values. */
typedef void atb_plain_handler(void *app);

/**
 * A handler of payload: called with each piece, in order. `remaining` bytes are still
 * to come (SIZE_MAX: all up to the line's end). The bytes live as long as the call.
 */
typedef void atb_payload_handler(void *app, const void *bytes, size_t length, size_t remaining);

#define ATB_PAYLOAD_KEY(line) ((line) | 0x100u)

struct atb_session;

/** Lets the session know the shared chapter. */
typedef void atb_use_lines(struct atb_session *session);

/** Of a row whose `call` is an atb_use_lines, of the chapter whose line the next row is for. */
#define ATB_USE_KEY 0x200u

/** A search for a handler begins at the first one of its group: lines whose ids are neighbours. */
enum { ATB_HANDLER_GROUPS = 8 };

/** A typed handler: made by the generated QUECTEL_ON_…() macros only. */
struct atb_handler {
    uint16_t key; /**< the line's id; ATB_PAYLOAD_KEY of it: for its payload; or ATB_USE_KEY */
    bool plain;   /**< `call` is an atb_plain_handler */
    void (*call)(void);
};

/**
 * Where a command's answer goes. The structure itself is copied when the command
 * starts; what it points to is the caller's and must live until atb_done.
 * Strings go to the record's own text (atb_record.text); one for which there is
 * no room has `at` NULL and keeps its length.
 */
struct atb_answer {
    const struct atb_record *record; /**< which line is wanted, or NULL */
    void *items;                     /**< array of the record's struct */
    void *data;                      /**< where payload of the answer goes, or NULL: to on_event */
    uint16_t capacity;               /**< elements of `items` */
    uint16_t data_size;              /**< bytes at `data` */
    uint16_t count;                  /**< out: items filled */
    uint16_t data_length;            /**< out: payload bytes kept */
    uint16_t total;      /**< out: lines that came, also those without room (to on_event) */
    uint16_t data_total; /**< out: payload bytes that came, likewise; more than there is room for
                              makes success ATB_TRUNCATED */
};

/** Called once when a command has ended: ATB_OK or a negative enum atb_status. May start the next
 * command. */
typedef void atb_done(void *app, int status);

/** A line of the answer to a raw command, without its end; the text lives as long as the call. */
typedef void atb_on_line_text(void *app, const char *text, size_t length);

#ifdef __cplusplus
}
#endif
#endif
