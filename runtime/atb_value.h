/* SPDX-License-Identifier: MIT */
/*
 * What the generated calls make of their arguments: each a struct atb_value, all
 * together a struct atb_command. Strict ISO C11, and C++11.
 */
#ifndef ATB_VALUE_H
#define ATB_VALUE_H

#include "atb_session.h"
#include "atb_writer.h"

/* ---- what may stand in place of an argument -------------------------- */

struct atb_empty; /* never defined: only pointers to it exist */
struct atb_left_out;

/** Leaves a position empty between its commas. */
#define ATB_EMPTY    ATB_AS(const struct atb_empty *, NULL)

/** Stands in a place that is left out, and for all behind the last argument. */
#define ATB_LEFT_OUT ATB_AS(const struct atb_left_out *, NULL)

/* ---- values ------------------------------------------------------------ */

static inline int32_t atb_saturate(long long number)
{
    if (number > INT32_MAX) {
        return INT32_MAX;
    }
    return number < INT32_MIN ? INT32_MIN : ATB_AS(int32_t, number);
}

static inline struct atb_value atb_value_of_kind(enum atb_value_kind kind)
{
    struct atb_value value = {{NULL}, ATB_AS(unsigned, kind)};
    return value;
}

static inline struct atb_value atb_from_signed(long long number)
{
    struct atb_value value = {{NULL}, ATB_NUMBER};
    value.number = atb_saturate(number);
    return value;
}

static inline struct atb_value atb_from_unsigned(unsigned long long number)
{
    return atb_from_signed(number > INT32_MAX ? INT32_MAX : ATB_AS(long long, number));
}

/* Of its own type: gcc looks through the cast of an argument `(size_t)n` otherwise. */
static inline struct atb_value atb_from_unsigned_long(unsigned long number)
{
    return atb_from_unsigned(number);
}

static inline struct atb_value atb_from_string(const char *text)
{
    struct atb_value value = {{text}, ATB_STRING};
    return value;
}

static inline struct atb_value atb_from_empty(const struct atb_empty *empty)
{
    (void)empty;
    return atb_value_of_kind(ATB_EMPTY_POSITION);
}

/* What is no argument at all; the check in front of it has said so. */
static inline struct atb_value atb_from_pointer(const volatile void *other)
{
    (void)other;
    return atb_value_of_kind(ATB_ABSENT);
}

static inline struct atb_value atb_from_real(double other)
{
    (void)other;
    return atb_value_of_kind(ATB_ABSENT);
}

static inline struct atb_value atb_from_left_out(const struct atb_left_out *left_out)
{
    (void)left_out;
    return atb_value_of_kind(ATB_ABSENT);
}

/* ---- commands and answers ------------------------------------------------- */

/** Room that an answer has: more than it can count is as good as that. */
static inline uint16_t atb_room(size_t count)
{
    return count < UINT16_MAX ? ATB_AS(uint16_t, count) : ATB_AS(uint16_t, UINT16_MAX);
}

/* Temporaries on the stack of the caller. */
#ifndef __cplusplus
#define ATB_COMMAND(form, ...)                                                                     \
    (&(struct atb_command){&(form), (struct atb_value[]){__VA_ARGS__}, NULL, 0})
#define ATB_ANSWER(record, items, capacity, data, size)                                            \
    (&(struct atb_answer){&(record), items, data, atb_room(capacity), atb_room(size), 0, 0, 0, 0})
#else
#define ATB_COMMAND(form, ...) atb_at(atb_command{&(form), atb_first({__VA_ARGS__}), nullptr, 0})
#define ATB_ANSWER(record, items, capacity, data, size)                                            \
    atb_at(atb_answer{&(record), items, data, atb_room(capacity), atb_room(size), 0, 0, 0, 0})

template <typename Temporary> inline Temporary *atb_at(Temporary &&temporary)
{
    return &temporary;
}

template <size_t count> inline atb_value *atb_first(atb_value (&&values)[count])
{
    return values;
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
    command->payload_length = length.number < 0 ? 0 : ATB_AS(size_t, length.number);
    if (length_position < ATB_VALUES_MAX) {
        command->values[length_position] = length;
    }
    if (data_position < ATB_VALUES_MAX) {
        command->values[data_position].kind = ATB_BYTES;
    }
    return command;
}

/** Returns how many items were filled; session->answer.total is how many lines came. */
static inline int atb_run_many(struct atb_session *session, const struct atb_command *command,
                               struct atb_answer *answer)
{
    int status = atb_run(session, command, answer);
    return status == ATB_OK ? ATB_AS(int, answer->count) : status;
}

/* ---- without checks ------------------------------------------------------- */

/*
 * With -DATB_NO_CHECKS the generated calls are functions in strict ISO C: no macro
 * stands in front of them, nothing is checked before the program runs. All
 * arguments are written then; these two say that there is none. The same source
 * compiles with the checks.
 */
#ifdef ATB_NO_CHECKS
#define ATB_NO_NUMBER INT32_MIN
#define ATB_NO_TEXT   atb_no_text
#else
#define ATB_NO_NUMBER ATB_LEFT_OUT
#define ATB_NO_TEXT   ATB_LEFT_OUT
#endif

/* An editor sees these functions, too (-DATB_EDITOR), and lets the last arguments be left out. */
#ifdef ATB_EDITOR
#undef ATB_EMPTY
#undef ATB_LEFT_OUT
#define ATB_EMPTY     0
#define ATB_LEFT_OUT  0
#define ATB_ALSO(...) , ...
#else
#define ATB_ALSO(...) , __VA_ARGS__
#endif

/** A number, or none if it is INT32_MIN. */
static inline struct atb_value atb_given_number(int32_t number)
{
    return number == INT32_MIN ? atb_value_of_kind(ATB_ABSENT) : atb_from_signed(number);
}

/** A text, or none if it is atb_no_text. */
static inline struct atb_value atb_given_text(const char *text)
{
    return text == atb_no_text ? atb_value_of_kind(ATB_ABSENT) : atb_from_string(text);
}

#endif
