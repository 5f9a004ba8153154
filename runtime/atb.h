/* SPDX-License-Identifier: MIT */
/*
 * The words that every part of atbind shares: what a call returns, what a
 * command parameter carries, and one command ready to be sent. Nothing here
 * knows a dialect; the generated files fill these structures with constants.
 */
#ifndef ATB_H
#define ATB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* glibc's, in strict C99, is none inside a struct; the compiler's own is one there, too. */
#if defined _Static_assert && !defined __cplusplus
#undef _Static_assert
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Raised when generated code and runtime no longer fit together. */
#define ATB_ABI           2

/** Elements of an array. */
#define ATB_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/** A conversion, as C and C++ write it: C++ may be told to complain about a cast of C. */
#ifdef __cplusplus
#define ATB_AS(type, x) static_cast<type>(x)
#else
#define ATB_AS(type, x) ((type)(x))
#endif

/** Two words as one, after each is expanded. */
#define ATB_JOIN(a, b)         ATB_JOIN_(a, b)
#define ATB_JOIN_(a, b)        a##b

/** Of three arguments or more, each expanded, the second. */
#define ATB_SECOND(...)        ATB_SECOND_(__VA_ARGS__)
#define ATB_SECOND_(a, b, ...) b

/** What every call returns: 0, or one negative code. Lengths are positive. */
enum atb_status {
    ATB_OK = 0,
    ATB_ERROR = -1,         /**< the modem refused: ERROR, +CME ERROR, SEND FAIL, NO CARRIER, … */
    ATB_TIMEOUT = -2,       /**< what is owed did not come within its time limit */
    ATB_BAD_RANGE = -3,     /**< a number outside min..max */
    ATB_BAD_VALUE = -4,     /**< not one of the documented values */
    ATB_BAD_LENGTH = -5,    /**< a string or payload too short or too long */
    ATB_BAD_CHARACTER = -6, /**< a character that could break out of its place */
    ATB_MISSING = -7,       /**< a required parameter is absent (or a null pointer) */
    ATB_EXTRA = -8,         /**< more parameters than the form takes */
    ATB_BAD_COMBINATION = -9, /**< a documented rule between parameters is broken */
    ATB_UNSUPPORTED = -10,    /**< the selected model lacks this command or parameter */
    ATB_NO_ROOM = -11,        /**< the caller's memory is too small; nothing was written */
    ATB_BUSY = -12,      /**< another command is under way, or the line is in transparent mode */
    ATB_ABORTED = -13,   /**< atb_abort() ended the command */
    ATB_IO = -14,        /**< the port failed */
    ATB_MALFORMED = -15, /**< a known line whose fields do not fit its documentation */
    ATB_NOT_TRANSPARENT = -16, /**< transparent mode was expected */
    ATB_OUT_OF_ORDER = -17,    /**< a success that the command does not owe, or before its last byte
                                    had left: what the modem did with it is not known */
    ATB_RESET_NEEDED = -18,    /**< what the modem took can no longer be known: reset it, then call
                                    atb_modem_rebooted(); no byte goes out before */
    ATB_REBOOTED = -19,        /**< the modem started again and forgot the command */
    ATB_TRUNCATED = -20,       /**< the answer is longer than the caller's memory, which is full */
    ATB_CLOSED = -21,          /**< the peer or the network has closed the connection */
    ATB_INCOMPLETE = -22       /**< success, but the information that the command asks for did not
                                    come */
};

/** What a parameter's value is. */
enum atb_value_kind { ATB_ABSENT, ATB_EMPTY_POSITION, ATB_NUMBER, ATB_STRING, ATB_BYTES };

/** One parameter's value on its way into a command line. */
struct atb_value {
    union {
        const char *text; /**< ATB_STRING: NUL-terminated, borrowed */
        int32_t number;   /**< ATB_NUMBER */
    };
    unsigned kind; /**< enum atb_value_kind; ATB_BYTES are the command's payload */
};

/** The most positions a command form may have. */
#define ATB_VALUES_MAX 8

struct atb_form;

/** One command: a form and a value for each of its positions, in the manual's order. The generated
 * calls make both, on the stack of whoever calls. */
struct atb_command {
    const struct atb_form *form;
    struct atb_value *values; /**< NULL: a form without positions */
    const void *payload;   /**< bytes to send after the prompt or inline; borrowed until atb_done */
    size_t payload_length; /**< in bytes, before any coding: up to 65535 */
};

/** Says which parameter was refused, and why. Its name as the manual spells it is asked of
 * <dialect>_parameter_name(): a program that does not ask has no names in it. */
struct atb_refusal {
    const struct atb_form *form; /**< of the command that was judged last, refused or not */
    int32_t min, max;            /**< the range of a number, or the length range of a text or of
                                      payload in bytes; both 0: it has none */
    int8_t status;               /**< enum atb_status */
    uint8_t place; /**< which parameter of the manual's syntax, from 1 on, literals not counted; 0:
                        the command as a whole; or ATB_PAYLOAD_PLACE */
};

/** Payload that the command line does not hold. */
#define ATB_PAYLOAD_PLACE 255u

/** A piece of a received line: not NUL-terminated. A handler's is valid only during the callback,
 * one in a command's answer as long as the answer's struct. */
struct atb_text {
    const char *at;
    uint16_t length; /**< in bytes */
};

#ifdef __cplusplus
}
#endif
#endif
