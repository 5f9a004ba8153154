/* SPDX-License-Identifier: MIT */
/*
 * What stands behind the generated handler macros: a row of a handler table whose
 * function has exactly the type that its decoder calls.
 */
#ifndef ATB_HANDLER_H
#define ATB_HANDLER_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Reads the fields of a line into the record's struct at `out`, for its handler. ATB_OK or why
 * not.
 */
int atb_take(struct atb_subject *subject, const struct atb_record *record, void *out);

/** As atb_take_line, of a line that has no values. */
atb_take_line atb_take_plain;

#ifdef __cplusplus
}
#define ATB_CALL(type, function) reinterpret_cast<void (*)(void)>(static_cast<type *>(function))
#else
/* NOLINTNEXTLINE(bugprone-macro-parentheses): a type has none */
#define ATB_CALL(type, function) (void (*)(void)) _Generic((function), type * : (function))
#endif

/**
 * Declares what a line with values has beside its struct: `line`_record, its handler's type,
 * `line`_take(), which reads for the handler, and `line`_decode() for whoever reads lines
 * by themselves: ATB_OK or ATB_MALFORMED from the `length` characters behind the keyword.
 */
#define ATB_LINE(line)                                                                             \
    extern const struct atb_record line##_record;                                                  \
    typedef void line##_handler(void *app, const struct line *received);                           \
    atb_take_line line##_take;                                                                     \
    static inline int line##_decode(const char *fields, size_t length, struct line *out)           \
    {                                                                                              \
        return atb_decode(&line##_record, fields, length, out);                                    \
    }

/** Defines `line`_take(); stands in the generated C file. */
#define ATB_TAKE(line)                                                                             \
    int line##_take(const struct atb_handler *handler, struct atb_subject *subject, void *app)     \
    {                                                                                              \
        struct line received;                                                                      \
        int status = atb_take(subject, &line##_record, &received);                                 \
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
        id, chapter, line##_take, ATB_CALL(line##_handler, function)                               \
    }
#define ATB_PLAIN_HANDLER(chapter, id, function)                                                   \
    {                                                                                              \
        id, chapter, atb_take_plain, ATB_CALL(atb_plain_handler, function)                         \
    }
#define ATB_PAYLOAD_HANDLER(chapter, id, function)                                                 \
    {                                                                                              \
        ATB_PAYLOAD_KEY(id), chapter, NULL, ATB_CALL(atb_payload_handler, function)                \
    }

#endif
