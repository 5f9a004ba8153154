/* SPDX-License-Identifier: MIT */
/*
 * What stands behind the generated calls: counting their arguments, filling up
 * those that are left out, and handing command and answer to the session. The
 * generated macros name a form's own checks and its constants; all else is here.
 */
#ifndef ATB_CALL_H
#define ATB_CALL_H

#include "atb_check.h"
#include "atb_session.h"
#include "atb_writer.h"

/* ---- commands and answers ---------------------------------------------- */

/* Expands the arguments before `macro` counts them. */
#define ATB_INVOKE(macro, ...) macro(__VA_ARGS__)

/* Fills the positions behind the last argument. */
#define ATB_PADDING                                                                                \
    ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT,            \
        ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT

/* Temporaries live as long as their block: two calls in a function can share their place. */
#ifndef __cplusplus
#define ATB_BLOCK(call) (__extension__({ call; }))
#else
#define ATB_BLOCK(call) (call)
#endif

/* ---- the three calls of a form ------------------------------------------ */

/*
 * ATB_RUN, ATB_START and ATB_ENCODE take what the form is made of, then what the
 * application wrote:
 *
 *   modem_of  the macro that finds the session of a modem of this dialect
 *   shape     what answers: ATB_NO_ANSWER, ATB_ONE_LINE, ATB_MANY_LINES or ATB_LINE_AND_DATA
 *   line      whose struct that is
 *   maker     the macro that checks the parameters and makes the command
 *   form      the form's constant
 *
 * They count the arguments and fill up those that are left out. The shape takes
 * those of the answer, ATB_START also `done` and `app`; the rest is the maker's.
 */
#define ATB_RUN(modem_of, shape, line, maker, form, ...)                                           \
    ATB_INVOKE(shape, ATB_RUN_, line, modem_of, maker, form, ATB_COUNT(__VA_ARGS__), __VA_ARGS__,  \
               ATB_PADDING)
#define ATB_RUN_(answer, modem_of, maker, form, room, count, modem, ...)                           \
    ATB_BLOCK(atb_run(modem_of(modem), maker(form, room, (count)-1, __VA_ARGS__), answer))

/** Like ATB_RUN; returns how many items were filled. */
#define ATB_RUN_MANY(modem_of, shape, line, maker, form, ...)                                      \
    ATB_INVOKE(shape, ATB_RUN_MANY_, line, modem_of, maker, form, ATB_COUNT(__VA_ARGS__),          \
               __VA_ARGS__, ATB_PADDING)
#define ATB_RUN_MANY_(answer, modem_of, maker, form, room, count, modem, ...)                      \
    ATB_BLOCK(atb_run_many(modem_of(modem), maker(form, room, (count)-1, __VA_ARGS__), answer))

#define ATB_START(modem_of, shape, line, maker, form, ...)                                         \
    ATB_INVOKE(shape, ATB_START_, line, modem_of, maker, form, ATB_COUNT(__VA_ARGS__),             \
               __VA_ARGS__, ATB_PADDING)
#define ATB_START_(answer, modem_of, maker, form, room, count, modem, done, app, ...)              \
    ATB_BEHIND(ATB_IS_APP(app), "behind done: what it gets, a pointer or NULL",                    \
               atb_start(modem_of(modem), maker(form, room, (count)-3, __VA_ARGS__), answer,       \
                         ATB_DONE(done), ATB_AS_APP(app)))

#define ATB_ENCODE(maker, form, ...)                                                               \
    ATB_INVOKE(ATB_ENCODE_, maker, form, ATB_COUNT(__VA_ARGS__), __VA_ARGS__, ATB_PADDING)
#define ATB_ENCODE_(maker, form, count, buffer, size, refusal, ...)                                \
    ATB_BEHIND(ATB_POINTS(struct atb_refusal, refusal),                                            \
               "behind buffer and size: a struct atb_refusal, or NULL",                            \
               atb_encode(maker(form, 0, (count)-3, __VA_ARGS__), buffer, size,                    \
                          ATB_POINTER(struct atb_refusal, refusal)))

/* The shapes; `room` is what there is for payload of the answer. */
#define ATB_NO_ANSWER(next, line, modem_of, maker, form, count, modem, ...)                        \
    next(NULL, modem_of, maker, form, 0, count, modem, __VA_ARGS__)
#define ATB_ONE_LINE(next, line, modem_of, maker, form, count, modem, item, ...)                   \
    ATB_FOR(line, item,                                                                            \
            next(ATB_TO(line, item, 1, NULL, 0), modem_of, maker, form, 0, (count)-1, modem,       \
                 __VA_ARGS__))
#define ATB_MANY_LINES(next, line, modem_of, maker, form, count, modem, items, capacity, ...)      \
    ATB_FOR(line, items,                                                                           \
            ATB_BEHIND(ATB_IS_COUNT(capacity), "behind the answers: for how many there is room",   \
                       next(ATB_TO(line, items, ATB_AS_COUNT(capacity), NULL, 0), modem_of, maker, \
                            form, 0, (count)-2, modem, __VA_ARGS__)))
#define ATB_LINE_AND_DATA(next, line, modem_of, maker, form, count, modem, item, data, size, ...)  \
    ATB_FOR(line, item,                                                                            \
            next(ATB_TO(line, item, 1, data, size), modem_of, maker, form, size, (count)-3, modem, \
                 __VA_ARGS__))

/* Where the answer goes. */
#define ATB_FOR(line, items, call)                                                                 \
    ATB_BEHIND(ATB_POINTS(struct line, items),                                                     \
               "behind the modem: a struct " #line " for the answer, or NULL", call)

/* A call with something that is easily forgotten: the check stands first, for without it all other
 * arguments seem wrong; so it is within a call for which something before was. */
#ifndef __cplusplus
#define ATB_BEHIND(condition, text, call)                                                          \
    (__extension__({                                                                               \
        ATB_CHECK(condition, text);                                                                \
        struct atb_before {                                                                        \
            char size[sizeof(struct atb_answered)];                                                \
        };                                                                                         \
        struct atb_answered {                                                                      \
            char size[sizeof(struct atb_before) > 1 || !(condition) ? 2 : 1];                      \
        };                                                                                         \
        call;                                                                                      \
    }))
#else /* where a call is an argument, C++ asks for its type, and there no struct may be defined */
#define ATB_BEHIND(condition, text, call) (ATB_CHECK(condition, text), call)
#endif
#define ATB_TO(line, items, capacity, data, size)                                                  \
    ATB_ANSWER(line##_record, ATB_POINTER(struct line, items), capacity, data, size)

/** The modem, which must be one of this dialect's (in C++ the generated headers see to it). */
#ifndef __cplusplus
#define ATB_MODEM(dialect, modem)                                                                  \
    (ATB_CHECK(_Generic((modem), struct dialect * : 1, default : 0),                               \
               "the modem: a struct " #dialect " *"),                                              \
     _Generic((modem), struct dialect *                                                            \
              : (modem), default                                                                   \
              : (struct dialect *)NULL))
#endif

/** The maker of all forms without parameters. */
#define ATB_ALONE(form, room, given, ...)                                                          \
    (ATB_CHECK((given) == 0, "takes no parameters"), ATB_COMMAND(form, ATB_NONE))

/** For how many answers there is room: a number, and what stands for it where it is none. */
#define ATB_IS_COUNT(x) (ATB_IS_INTEGER(x) && ATB_IS_GIVEN(x))
#ifndef __cplusplus
#define ATB_AS_COUNT(x) ATB_KINDS(x, x, 0, 0)
#else
#define ATB_AS_COUNT(x) (x)
#endif

/** What `done` gets: a pointer; a plain 0 is one. And what stands for it where it is none. */
#ifndef __cplusplus
#define ATB_IS_APP(x) (ATB_IS_GIVEN(x) && ATB_KINDS(x, ATB_NUMBER_OR(x, 1) == 0, 1, 1))
/* clang-format off */
#define ATB_AS_APP(x)                                                                              \
    _Generic((x), const struct atb_empty *: NULL, const struct atb_left_out *: NULL,               \
             default: ATB_KINDS(x, NULL, x, x))
/* clang-format on */
#else
#define ATB_IS_APP(x) ATB_POINTS(void, x)
#define ATB_AS_APP(x) (x)
#endif

/** The function that is called at the end, or NULL. */
#ifndef __cplusplus
/* clang-format off */
#define ATB_DONE(done)                                                                     \
    (ATB_CHECK(_Generic((done), atb_done *: 1, void *: 1, default: 0),                     \
               "done: void done(void *app, int status), or NULL"),                         \
     _Generic((done), atb_done *: (done), default: (atb_done *)0))
/* clang-format on */
#else
#define ATB_DONE(done) (done)
#endif

#endif
