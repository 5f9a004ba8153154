/* SPDX-License-Identifier: MIT */
/*
 * What stands behind the generated handler macros: a row of a handler table whose
 * function has exactly the type that its decoder calls.
 */
#ifndef ATB_HANDLER_H
#define ATB_HANDLER_H

#include "atb_fields.h"
#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A handler of a line that has no values. */
typedef void atb_plain_handler(void *app);

/**
 * A handler of payload: called with each piece, in order. `remaining` bytes are still
 * to come (SIZE_MAX: all up to the line's end). The bytes live as long as the call.
 */
typedef void atb_payload_handler(void *app, const void *bytes, size_t length, size_t remaining);

/** Reads the fields of a line into the record's struct. ATB_OK or ATB_MALFORMED. */
static inline int atb_decode_event(const struct atb_record *record, const struct atb_event *event,
                                   void *out)
{
    size_t before = (size_t)(event->fields - event->text);
    return atb_decode(record, event->fields, event->length - before, out);
}

static inline int atb_plain_thunk(const struct atb_handler *handler, const struct atb_event *event,
                                  void *app)
{
    (void)event;
    ((atb_plain_handler *)handler->call)(app);
    return ATB_OK;
}

static inline int atb_payload_thunk(const struct atb_handler *handler,
                                    const struct atb_event *event, void *app)
{
    ((atb_payload_handler *)handler->call)(app, event->text, event->length, event->remaining);
    return ATB_OK;
}

#ifdef __cplusplus
}
#define ATB_CALL(type, function) reinterpret_cast<void (*)(void)>(static_cast<type *>(function))
#else
/* NOLINTNEXTLINE(bugprone-macro-parentheses): a type has none */
#define ATB_CALL(type, function) (void (*)(void)) _Generic((function), type * : (function))
#endif

/**
 * Declares what a line with values has beside its struct: `line`_record, its handler's type,
 * `line`_thunk(), which decodes for the handler, and `line`_decode() for whoever reads lines
 * by themselves: ATB_OK or ATB_MALFORMED from the `length` characters behind the keyword.
 */
#define ATB_LINE(line)                                                                             \
    extern const struct atb_record line##_record;                                                  \
    typedef void line##_handler(void *app, const struct line *received);                           \
    atb_thunk line##_thunk;                                                                        \
    static inline int line##_decode(const char *fields, size_t length, struct line *out)           \
    {                                                                                              \
        return atb_decode(&line##_record, fields, length, out);                                    \
    }

/** Defines `line`_thunk(); stands in the generated C file. */
#define ATB_THUNK(line)                                                                            \
    int line##_thunk(const struct atb_handler *handler, const struct atb_event *event, void *app)  \
    {                                                                                              \
        struct line received;                                                                      \
        int status = atb_decode_event(&line##_record, event, &received);                           \
        if (status == ATB_OK) {                                                                    \
            ((line##_handler *)handler->call)(app, &received);                                     \
        }                                                                                          \
        return status;                                                                             \
    }

/**
 * Rows of a handler table: `function` must have exactly the type of the line's handler.
 * `chapter` is NULL, or the shared one that knows the line.
 */
#define ATB_HANDLER(chapter, id, line, function)                                                   \
    {                                                                                              \
        id, false, chapter, line##_thunk, ATB_CALL(line##_handler, function)                       \
    }
#define ATB_PLAIN_HANDLER(chapter, id, function)                                                   \
    {                                                                                              \
        id, false, chapter, atb_plain_thunk, ATB_CALL(atb_plain_handler, function)                 \
    }
#define ATB_PAYLOAD_HANDLER(chapter, id, function)                                                 \
    {                                                                                              \
        id, true, chapter, atb_payload_thunk, ATB_CALL(atb_payload_handler, function)              \
    }

#endif
