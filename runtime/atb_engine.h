/* SPDX-License-Identifier: MIT */
/*
 * One command from start to end. A form says what the modem owes for it (so many
 * OKs, so many results, perhaps CONNECT); each line that arrives pays something
 * off, and when nothing is owed the command is done. The engine's calls are
 * declared in atb_session.h, which is all that an application needs. This header
 * holds what its parts share:
 *
 *   atb_start    a command's start          atb_receive  bytes in: pieces to events
 *   atb_engine   its course, what is owed   atb_deliver  a recognised line: who takes it
 *   atb_end      its end, giving it up      atb_mark     where the answers of an
 *   atb_time     limits, the tick                        abandoned command are over
 *   atb_send     bytes out                  atb_session  set-up, settings, reboots
 *   atb_echo     what the modem repeats
 *   atb_raw      a line of no table         atb_pace     rest and waking before a line
 *   atb_watch    who looks on beside the application
 */
#ifndef ATB_ENGINE_H
#define ATB_ENGINE_H

#include "atb_framer.h"
#include "atb_match.h"

#ifdef __cplusplus
extern "C" {
#endif

/** States of the command under way; diagram in atb_engine.c. */
enum atb_state {
    ATB_IDLE,
    ATB_RESTING,   /**< the modem rests or wakes up, see struct atb_pace */
    ATB_MARKING,   /**< a mark is sent: what comes before its answer is an abandoned command's */
    ATB_MARKED,    /**< its answer was there, its OK is awaited */
    ATB_GUARDING,  /**< silence before +++ */
    ATB_ESCAPING,  /**< +++ is sent */
    ATB_SENDING,   /**< the command line is being sent */
    ATB_PROMPTING, /**< the prompt is awaited */
    ATB_PAYING,    /**< payload is being sent */
    ATB_WAITING    /**< all bytes have left; what is owed is awaited */
};

/** What is being sent. */
enum atb_part {
    ATB_PART_NONE,
    ATB_PART_END,  /**< the end of a line that was left half sent */
    ATB_PART_MARK, /**< AT+CSQ or another */
    ATB_PART_HEAD, /**< the command line, or what precedes its payload */
    ATB_PART_PAYLOAD,
    ATB_PART_TAIL, /**< what follows payload inside the command line */
    ATB_PART_CTRL_Z
};

/* ---- what the receiving side asks and tells --------------------------------------- */

/** By pointer: a program that starts no command does not have the engine in it. */
struct atb_engine {
    uint8_t (*place_of)(const struct atb_session *session, uint8_t line);
    /** A line was read: whether the command under way waits for it. */
    void (*meet)(struct atb_subject *subject);
    /** A line that begins so, or with no keyword (index ATB_NO_LINE), is too long: was it awaited?
     */
    void (*lose)(struct atb_subject *subject);
    bool (*is_own)(struct atb_session *session, struct atb_event *event);
    void (*tell)(struct atb_subject *subject);
    void (*go_on)(const struct atb_subject *subject);
    void (*on_prompt)(struct atb_session *session, const char *text);
    bool (*send_on)(struct atb_session *session);
    void (*reboot)(struct atb_session *session);
    /** Shows an event to all who look on, the application first; or (NULL) that time passes.
     * NULL: the application is alone. */
    void (*show)(struct atb_session *session, const struct atb_event *event);
};

/** session->engine of whatever starts, expects or allows something; where somebody looks on beside
 * the application; and where a raw command's caller may, too: it is not taken back then. */
extern const struct atb_engine atb_engine, atb_watched_engine, atb_raw_engine;

/** Gives the session an engine, unless it has one. */
static inline void atb_use_engine(struct atb_session *session)
{
    if (session->engine == NULL) {
        session->engine = &atb_engine;
    }
}

/** By pointer: only a program that asks for an answer, or starts a command whose lines tell
 * settings, has it; it is not taken back then. */
struct atb_taker {
    bool (*fill)(struct atb_subject *subject);                          /**< atb_fill_answer */
    bool (*keep)(struct atb_session *session, struct atb_event *event); /**< atb_keep_payload */
    /** Takes over what a line tells; or NULL, where no command was started whose lines do:
     * atb_use_told(). True: it said that transparent mode begins. */
    bool (*tell)(const struct atb_subject *subject);
};
#define ATB_TAKES_ANSWERS .fill = atb_fill_answer, .keep = atb_keep_payload

/** By pointer: only a program that calls atb_allow_transparent() has transparent mode in it. */
struct atb_transparent {
    void (*enter)(struct atb_session *session);
    /** Takes bytes from `at`; returns where they end or the mode does. */
    const char *(*take_bytes)(struct atb_session *session, const char *at, const char *end);
    /** +++ is under way: silence goes before it. */
    void (*guard)(struct atb_session *session);
    /** Time passes: +++ may go out after silence, what is held back is data after it. */
    void (*tick)(struct atb_session *session);
    void (*leave)(struct atb_session *session);
};

/** Whether more than the application looks on. */
static inline bool atb_is_watched(const struct atb_session *session)
{
    return session->engine != NULL && session->engine->show != NULL;
}

/** Whether the watcher is one of those who do. */
bool atb_is_watching(const struct atb_session *session, const struct atb_watcher *watcher);

/* ---- small questions -------------------------------------------------------- */

/** Milliseconds, by the port's clock. */
uint32_t atb_now(const struct atb_session *session);

/* Moments are compared so that a clock that wraps does not mislead: no two that are lie more than
 * half its range apart. */

/** Whether a moment has come. */
static inline bool atb_has_come(uint32_t now, uint32_t moment)
{
    return (int32_t)(now - moment) >= 0;
}

/** Whether so long has passed since then; not for a clock that has stepped back. */
static inline bool atb_has_passed(uint32_t now, uint32_t since, uint32_t ms)
{
    return (int32_t)(now - since) >= (int32_t)ms;
}

/** It comes at the other one at the latest. */
static inline void atb_bring_forward(uint32_t *moment, uint32_t latest)
{
    if ((int32_t)(*moment - latest) > 0) {
        *moment = latest;
    }
}

/** What atb_is_transparent() tells the application. */
static inline bool atb_takes_data(const struct atb_session *session)
{
    return session->framer.mode == ATB_FRAME_DATA;
}

/** Ends transparent mode, if the session is in it. */
static inline void atb_back_to_lines(struct atb_session *session)
{
    if (atb_takes_data(session)) {
        session->transparent->leave(session);
    }
}

/** Whether any of the command has: before that nothing the modem says is an answer to it. */
static inline bool atb_has_left(const struct atb_pending *pending)
{
    return pending->part != ATB_PART_HEAD || pending->sent != 0;
}

/** The command line being sent: it stands behind the line that comes in. */
static inline char *atb_command_of(const struct atb_session *session)
{
    return session->framer.line + session->framer.size + 1;
}

/** The side of OK where the command under way is, and what the line pays (enum atb_place); 0: it
 * does not list the line there. */
static inline uint8_t atb_place(const struct atb_session *session, uint8_t line)
{
    return session->pending.form != NULL ? session->engine->place_of(session, line) : 0;
}

/** Whether the command under way lists lines that it waits for. */
static inline bool atb_awaits_lines(const struct atb_session *session)
{
    const struct atb_form *form = session->pending.form;
    return form != NULL && form->line_count > 0;
}

/** Whether the form's payload is asked for by a prompt. */
static inline bool atb_prompts(const struct atb_form *form)
{
    return form->send >= ATB_SEND_LENGTH;
}

/** The number in a field of the command line under way, counted by commas behind its '='; or what
 * stands for it when it is absent, or there is no such field: so many as ATB_NO_INDEX says, or
 * more, no line has. */
int32_t atb_number_of(const struct atb_session *session, unsigned field, int32_t absent);

/* ---- the course of a command --------------------------------------------------- */

/** It will end so, unless something else speaks against it already. */
static inline void atb_spoil(struct atb_pending *pending, int8_t status)
{
    if (pending->status == ATB_OK) {
        pending->status = status;
    }
}

/** Begins as far as time allows: with the mark where one is needed, or the command line. */
void atb_begin_paced(struct atb_session *session);

/** Everything of the current part has been sent; the engine moves on. */
void atb_sent(struct atb_session *session);

/** Nothing else under way, and the line in the mode that the form is for; or why not. */
int atb_check_free(const struct atb_session *session, const struct atb_form *form);

/** Makes a command pending whose line is written, and sends it. */
int atb_launch(struct atb_session *session, const struct atb_command *command, uint8_t coding,
               atb_done *done, void *app);

/** As atb_start(), of a command whose answer only events tell: who never asks for one in a struct
 * does not have what fills it. */
int atb_start_alone(struct atb_session *session, const struct atb_command *command, atb_done *done,
                    void *app);

/** An awaited line came. True: it is the one that the answer wants, and it was read into the
 * caller's next item, where there was one. */
bool atb_fill_answer(struct atb_subject *subject);

/** What the answer has room for of a piece of payload is its own; the event keeps the rest. True:
 * nothing is left. */
bool atb_keep_payload(struct atb_session *session, struct atb_event *event);

/* ---- its end ---------------------------------------------------------------------- */

/** Ends the command under way, if there is one, and tells. Nothing more is to come of it. */
void atb_finish(struct atb_session *session, int status);

/** Ends it as soon as the next line would stand alone; its answers may still come. */
void atb_give_up(struct atb_session *session, int status);

/** Moves a command that was given up towards its end. */
void atb_run_out(struct atb_session *session);

/** Ends it now, whatever is half sent: the port failed, or patience is over. */
void atb_break(struct atb_session *session, int status);

/** Whether a call can block here: ATB_OK, or why it has to begin nothing. */
int atb_check_wait(const struct atb_session *session);

/** For calls that block: sleeps up to `wait_ms` where the port can be woken, else polls. */
int atb_wait(struct atb_session *session, uint32_t wait_ms);

/** The prompt did not come in time. */
void atb_on_lost_prompt(struct atb_session *session);

/** What the modem took can no longer be known: ends the command, and nothing more goes out. */
void atb_need_reset(struct atb_session *session, int status);

/** Forgets the command under way without a word. */
void atb_drop(struct atb_session *session);

/** Makes memory 0: a loop instead of the C library's memset(), which would be linked for little
 * else. */
void atb_clear(void *memory, size_t size);

/** Whether so many characters are the same: one loop instead of the C library's. */
bool atb_same(const char *a, const char *b, size_t length);

/* ---- echo ---------------------------------------------------------------------------- */

/** Whether a line is of the session's own making: its echo, or the answer to a mark. */
bool atb_is_own(struct atb_session *session, struct atb_event *event);

/* ---- marks ------------------------------------------------------------------------- */

/** So many unanswered questions that refusals do not count them down to none: behind payload that
 * may be refused line by line. An answer says how many are left, or a long silence that none is. */
enum { ATB_MANY = 128 };

/** The mark sent last, with its CR. */
const char *atb_mark_text(const struct atb_session *session, uint16_t *length);

/** A mark has left: session->pending.mark, or another one. */
void atb_note_asked(struct atb_session *session, unsigned mark);

/** The command under way, abandoned, was itself what a mark is: its answer is a mark's. */
void atb_note_mark(struct atb_session *session);

/** A line came while marks are to be answered: is it one's answer? */
bool atb_hear_mark(struct atb_session *session, const struct atb_event *event);

/** Silence came, or nothing at all. True: it says that the mark was refused, and the command under
 * way goes out; or the next mark does. */
bool atb_pass_silence(struct atb_session *session);

/** A final result code came: is it a mark's? */
bool atb_end_mark(struct atb_session *session);

/* ---- bytes out ---------------------------------------------------------------------- */

static inline bool atb_has_to_send(const struct atb_session *session)
{
    return session->pending.part != ATB_PART_NONE || session->late.cancel_due;
}

/** How many bytes the port took, or -1; a port that says more than it was given has failed. */
int atb_put(const struct atb_session *session, const void *bytes, size_t length);

/** The text of a part; payload as it is before coding. Not for no part. */
const char *atb_part_text(const struct atb_session *session, uint8_t part, uint16_t *length);

/** What is sent behind a part. */
uint8_t atb_next_part(const struct atb_pending *pending, uint8_t part);

/** Sends as much as the port takes. False: the port failed, which has ended the command. */
bool atb_send_on(struct atb_session *session);

/* ---- time ---------------------------------------------------------------------------- */

/** No limit is longer, 12 days. What lies so far ahead still does so for a clock that has stepped
 * back by as much. */
#define ATB_LONGEST_MS ((uint32_t)INT32_MAX / 2)

/** The milliseconds of a form's `time` or `result_time` (see ATB_MINUTES); 0 stands for 10 s. */
static inline uint32_t atb_fixed_ms(uint8_t time)
{
    uint32_t seconds = time != 0 ? time : 10u;
    if (time >= ATB_LONG_TIME) {
        seconds = (time - ATB_LONG_TIME + 2u) * 120u;
    }
    return seconds * 1000u;
}

/** The command under way has so many milliseconds from now on. */
void atb_set_deadline(struct atb_session *session, uint32_t ms);

/** Starts a time limit: this one, or where it is NULL a fixed time, as a form's. */
void atb_set_limit(struct atb_session *session, const struct atb_limit *limit, uint8_t time);

/** The command under way has no more than so many milliseconds, but for its prompt. */
void atb_hurry(struct atb_session *session, uint32_t ms);

/** Starts the time limit of the command's final result code, or of its prompt. */
void atb_set_final_limit(struct atb_session *session);

/* ---- settings ------------------------------------------------------------------------ */

/** The first so many are unknown again. */
void atb_forget_settings(struct atb_session *session, unsigned count);

/** Settings that the command under way makes. `back`: that of the connection which it did not open,
 * behind OK: it is again what it was. */
void atb_apply_form(struct atb_session *session, bool back);

/** What was known of a modem that has started again. */
void atb_forget_all(struct atb_session *session);

/* ---- lines and events ------------------------------------------------------------ */

/** Shows an event to the application; with every line and piece of payload, so without a call. */
static inline void atb_report_at_once(struct atb_session *session, const struct atb_event *event)
{
    if (atb_is_watched(session)) {
        session->engine->show(session, event);
    } else if (session->on_event != NULL) {
        session->on_event(session->app, event);
    }
}

/** The same, where that is not so often. */
void atb_report(struct atb_session *session, const struct atb_event *event);

/** As atb_engine.show(), in whose place it stands. */
void atb_show(struct atb_session *session, const struct atb_event *event);

/** The same where a raw command may be under way: its caller may want its answer, and a call may
 * be refused. */
void atb_show_raw(struct atb_session *session, const struct atb_event *event);

/** A line, to whoever sent the raw command that was under way when it came. False: who has ended it
 * there. */
bool atb_tell_raw(const struct atb_session *session, const struct atb_event *event);

/** A line is longer than the memory: the raw command under way has lost it, if it was of its
 * answer. */
void atb_lose_raw(struct atb_session *session);

/** A line may say that the call is refused which a raw command has begun: that ends it. */
void atb_refuse_raw(struct atb_session *session, const struct atb_event *event);

/** Makes it an event without line and fields. */
void atb_set_event(struct atb_event *event, uint8_t kind, const char *text, size_t length);

#ifdef __cplusplus
}
#endif
#endif
