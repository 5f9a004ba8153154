/* SPDX-License-Identifier: MIT */
/*
 * A command of the tables with some of its values left open: what the socket layer
 * and bring-up send. The generator makes it of a command line such as
 *
 *     AT+QIOPEN=1,<id>,"TCP",<host>,<port>,0,0
 *
 * so that neither of them knows a dialect.
 */
#ifndef ATB_PREPARED_H
#define ATB_PREPARED_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A form, and for each of its positions where the value comes from. */
struct atb_prepared {
    const struct atb_form *form; /**< NULL: the dialect has no such command */
    /**
     * Position by position: digits are a number (a comma parts two numbers), `w` is the next word,
     * `-` an empty position, `$` the payload itself, and a to v are arguments 0 to 21.
     */
    const char *values;
    const char *words; /**< one behind the other, each with its NUL; or NULL */
};

/** What fills the open positions, and goes along. Texts and payload are borrowed as atb_start()
 * does. */
struct atb_arguments {
    const struct atb_value *values;
    const void *payload; /**< or NULL */
    size_t payload_length;
};

/**
 * Starts a prepared command. Returns as atb_start() does; ATB_UNSUPPORTED where there is no such
 * command.
 */
int atb_start_prepared(struct atb_session *session, const struct atb_prepared *prepared,
                       const struct atb_arguments *arguments, atb_done *done, void *app);

#ifdef __cplusplus
}
#endif
#endif
