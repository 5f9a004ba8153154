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

/* ---- numbers of arguments --------------------------------------------- */

#define ATB_COUNT(...)                                                                             \
    ATB_COUNT_(__VA_ARGS__, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,   \
               6, 5, 4, 3, 2, 1, 0)
#define ATB_COUNT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17,     \
                   a18, a19, a20, a21, a22, a23, a24, n, ...)                                      \
    n

/* Expands the arguments before `macro` counts them. */
#define ATB_INVOKE(macro, ...) macro(__VA_ARGS__)

/* Fills the positions behind the last argument. */
#define ATB_PADDING                                                                                \
    ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT,            \
        ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT, ATB_LEFT_OUT

/* ---- commands and answers ---------------------------------------------- */

/*
 * Temporaries on the stack of the caller, one block each, so that two calls in a
 * function can share their place.
 */
#ifndef __cplusplus
#define ATB_COMMAND(form, ...) (&(struct atb_command){&(form), {__VA_ARGS__}, NULL, 0})
#define ATB_ANSWER(record, items, capacity, data, size)                                            \
    (&(struct atb_answer){&(record), items, capacity, 0, data, size, 0, 0, 0})
#define ATB_BLOCK(call) (__extension__({ call; }))
#else
#define ATB_COMMAND(form, ...) atb_at(atb_command{&(form), {__VA_ARGS__}, nullptr, 0})
#define ATB_ANSWER(record, items, capacity, data, size)                                            \
    atb_at(atb_answer{&(record), items, capacity, 0, data, size, 0, 0, 0})
#define ATB_BLOCK(call) (call)

template <typename Temporary> inline Temporary *atb_at(Temporary &&temporary)
{
    return &temporary;
}
#endif

/** The value of a position that the call fills otherwise, or not at all. */
#define ATB_NONE atb_value_of_kind(ATB_ABSENT)

/** Adds payload. Its length and itself are values, too, where the form has positions for them. */
static inline struct atb_command *atb_with_payload(struct atb_command *command, const void *data,
                                                   struct atb_value length,
                                                   unsigned length_position, unsigned data_position)
{
    command->payload = data;
    command->payload_length = length.number < 0 ? 0 : (size_t)length.number;
    if (length_position < ATB_VALUES_MAX) {
        command->values[length_position] = length;
    }
    if (data_position < ATB_VALUES_MAX) {
        command->values[data_position].text = (const char *)data;
        command->values[data_position].number = length.number;
        command->values[data_position].kind = ATB_BYTES;
    }
    return command;
}

#define ATB_ONE(line, item) ATB_ANSWER(line##_record, ATB_TYPED(struct line *, item), 1, NULL, 0)
#define ATB_MANY(line, items, capacity)                                                            \
    ATB_ANSWER(line##_record, ATB_TYPED(struct line *, items), capacity, NULL, 0)
#define ATB_ONE_DATA(line, item, data, size)                                                       \
    ATB_ANSWER(line##_record, ATB_TYPED(struct line *, item), 1, data, size)

/* ---- the three calls of a form ------------------------------------------ */

/** Returns how many items were filled; session->answer.total is how many lines came. */
static inline int atb_run_many(struct atb_session *session, const struct atb_command *command,
                               struct atb_answer *answer)
{
    int status = atb_run(session, command, answer);
    return status == ATB_OK ? (int)answer->count : status;
}

/*
 * Each takes the macro that finds the session of a modem, the macro that checks
 * a form's parameters and makes its command, the line of the answer, then the
 * application's arguments.
 */
#define ATB_RUN(modem_of, form, ...)                                                               \
    ATB_INVOKE(ATB_RUN_, modem_of, form, ATB_COUNT(__VA_ARGS__), __VA_ARGS__, ATB_PADDING)
#define ATB_RUN_(modem_of, form, count, modem, ...)                                                \
    ATB_BLOCK(atb_run(modem_of(modem), form(((count)-1), __VA_ARGS__), NULL))
#define ATB_START(modem_of, form, ...)                                                             \
    ATB_INVOKE(ATB_START_, modem_of, form, ATB_COUNT(__VA_ARGS__), __VA_ARGS__, ATB_PADDING)
#define ATB_START_(modem_of, form, count, modem, done, app, ...)                                   \
    ATB_BLOCK(atb_start(modem_of(modem), form(((count)-3), __VA_ARGS__), NULL, done, app))

/* One line answers. */
#define ATB_RUN_ONE(modem_of, form, line, ...)                                                     \
    ATB_INVOKE(ATB_RUN_ONE_, modem_of, form, line, ATB_COUNT(__VA_ARGS__), __VA_ARGS__, ATB_PADDING)
#define ATB_RUN_ONE_(modem_of, form, line, count, modem, item, ...)                                \
    ATB_BLOCK(atb_run(modem_of(modem), form(((count)-2), __VA_ARGS__), ATB_ONE(line, item)))
#define ATB_START_ONE(modem_of, form, line, ...)                                                   \
    ATB_INVOKE(ATB_START_ONE_, modem_of, form, line, ATB_COUNT(__VA_ARGS__), __VA_ARGS__,          \
               ATB_PADDING)
#define ATB_START_ONE_(modem_of, form, line, count, modem, item, done, app, ...)                   \
    ATB_BLOCK(atb_start(modem_of(modem), form(((count)-4), __VA_ARGS__), ATB_ONE(line, item),      \
                        done, app))

/* Several lines of one kind answer. */
#define ATB_RUN_MANY(modem_of, form, line, ...)                                                    \
    ATB_INVOKE(ATB_RUN_MANY_, modem_of, form, line, ATB_COUNT(__VA_ARGS__), __VA_ARGS__,           \
               ATB_PADDING)
#define ATB_RUN_MANY_(modem_of, form, line, count, modem, items, capacity, ...)                    \
    ATB_BLOCK(atb_run_many(modem_of(modem), form(((count)-3), __VA_ARGS__),                        \
                           ATB_MANY(line, items, capacity)))
#define ATB_START_MANY(modem_of, form, line, ...)                                                  \
    ATB_INVOKE(ATB_START_MANY_, modem_of, form, line, ATB_COUNT(__VA_ARGS__), __VA_ARGS__,         \
               ATB_PADDING)
#define ATB_START_MANY_(modem_of, form, line, count, modem, items, capacity, done, app, ...)       \
    ATB_BLOCK(atb_start(modem_of(modem), form(((count)-5), __VA_ARGS__),                           \
                        ATB_MANY(line, items, capacity), done, app))

/* A line with payload answers. */
#define ATB_RUN_DATA(modem_of, form, line, ...)                                                    \
    ATB_INVOKE(ATB_RUN_DATA_, modem_of, form, line, ATB_COUNT(__VA_ARGS__), __VA_ARGS__,           \
               ATB_PADDING)
#define ATB_RUN_DATA_(modem_of, form, line, count, modem, item, data, size, ...)                   \
    ATB_BLOCK(atb_run(modem_of(modem), form(((count)-4), __VA_ARGS__),                             \
                      ATB_ONE_DATA(line, item, data, size)))
#define ATB_START_DATA(modem_of, form, line, ...)                                                  \
    ATB_INVOKE(ATB_START_DATA_, modem_of, form, line, ATB_COUNT(__VA_ARGS__), __VA_ARGS__,         \
               ATB_PADDING)
#define ATB_START_DATA_(modem_of, form, line, count, modem, item, data, size, done, app, ...)      \
    ATB_BLOCK(atb_start(modem_of(modem), form(((count)-6), __VA_ARGS__),                           \
                        ATB_ONE_DATA(line, item, data, size), done, app))

/* Into a buffer. */
#define ATB_ENCODE(form, ...)                                                                      \
    ATB_INVOKE(ATB_ENCODE_, form, ATB_COUNT(__VA_ARGS__), __VA_ARGS__, ATB_PADDING)
#define ATB_ENCODE_(form, count, buffer, size, refusal, ...)                                       \
    ATB_BLOCK(atb_encode(form(((count)-3), __VA_ARGS__), buffer, size, refusal))

#endif
