/* SPDX-License-Identifier: MIT */
/*
 * What stands behind the generated handler macros: a row of a handler table whose
 * function has exactly the type that its decoder calls.
 */
#ifndef ATB_HANDLER_H
#define ATB_HANDLER_H

#include <string.h>

#include "atb_session.h"

#ifdef __cplusplus
#define ATB_CALL(type, function)        reinterpret_cast<void (*)(void)>(static_cast<type *>(function))
#define ATB_TAKES(type, text, function) 0
#else
/* NOLINTBEGIN(bugprone-macro-parentheses): a type has none */
#define ATB_CALL(type, function)                                                                   \
    (void (*)(void)) _Generic((function), type * : (function), default : (type *)0)
/** 0; stops the build with what a function of this type takes, where the given one does not. */
#define ATB_TAKES(type, text, function)                                                            \
    (0 * sizeof(struct {                                                                           \
         _Static_assert(_Generic((function), type * : 1, default : 0), text);                      \
         int unused;                                                                               \
     }))
/* NOLINTEND(bugprone-macro-parentheses) */
#endif

/**
 * Declares what a line with values has beside its struct: `line`_record, its handler's type, and
 * `line`_decode() for whoever reads lines by themselves: ATB_OK or ATB_MALFORMED from the `length`
 * characters behind the keyword.
 */
#define ATB_LINE_AS(line, values)                                                                  \
    extern const struct atb_record line##_record;                                                  \
    typedef void line##_handler(void *app, const struct values *received);                         \
    static inline int line##_decode(const char *fields, size_t length, struct values *out)         \
    {                                                                                              \
        return atb_decode(&line##_record, fields, length, out);                                    \
    }
#define ATB_LINE(line) ATB_LINE_AS(line, line)
#define ATB_LINE_KEPT(line)                                                                        \
    ATB_LINE_AS(line, line##_received) /* its struct keeps an answer's texts */

/**
 * Declares what a struct has that stands in brackets in some text: `group`_record, and
 * `group`_next(), which takes the next one off the text: see atb_next_group().
 */
#define ATB_GROUP(group)                                                                           \
    extern const struct atb_record group##_record;                                                 \
    static inline bool group##_next(struct atb_text *left, struct group *out)                      \
    {                                                                                              \
        return atb_next_group(&group##_record, left, out);                                         \
    }

/**
 * A case of the chapter's atb_call_handler, which stands in the generated C file. All are called
 * alike: what compilers make of it is one jump.
 */
#define ATB_CALL_AS(id, line, values_struct)                                                       \
    case id: {                                                                                     \
        _Static_assert(sizeof(struct values_struct) <= ATB_VALUES_ROOM,                            \
                       "more values than a line may have");                                        \
        ((line##_handler *)call)(app, values);                                                     \
        break;                                                                                     \
    }
#define ATB_CALL_LINE(id, line) ATB_CALL_AS(id, line, line)
#define ATB_CALL_KEPT(id, line) ATB_CALL_AS(id, line, line##_received)

/**
 * Rows of a handler table: `function` must have exactly the type of the line's handler. Before one
 * of a line of the shared chapter stands ATB_USES() of what lets a session know it.
 */
#define ATB_USES(use)                                                                              \
    {                                                                                              \
        ATB_USE_KEY, false, ATB_CALL(atb_use_lines, use)                                           \
    }
#define ATB_HANDLER_AS(id, line, values, function)                                                 \
    {                                                                                              \
        (id) + ATB_TAKES(line##_handler,                                                           \
                         "the handler: void (void *app, const struct " #values " *received)",      \
                         function),                                                                \
            false, ATB_CALL(line##_handler, function)                                              \
    }
#define ATB_HANDLER(id, line, function)      ATB_HANDLER_AS(id, line, line, function)
#define ATB_HANDLER_KEPT(id, line, function) ATB_HANDLER_AS(id, line, line##_received, function)
#define ATB_PLAIN_HANDLER(id, function)                                                            \
    {                                                                                              \
        (id) + ATB_TAKES(atb_plain_handler, "the handler: void (void *app)", function), true,      \
            ATB_CALL(atb_plain_handler, function)                                                  \
    }
#define ATB_PAYLOAD_HANDLER(id, function)                                                          \
    {                                                                                              \
        ATB_PAYLOAD_KEY(id) + ATB_TAKES(atb_payload_handler,                                       \
                                        "the handler: void (void *app, const void *bytes, "        \
                                        "size_t length, size_t remaining)",                        \
                                        function),                                                 \
            false, ATB_CALL(atb_payload_handler, function)                                         \
    }

#endif
