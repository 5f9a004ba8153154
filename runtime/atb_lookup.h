/* SPDX-License-Identifier: MIT */
/* Names to addresses, by the dialect's own command: &quectel_resolve. */
#ifndef ATB_LOOKUP_H
#define ATB_LOOKUP_H

#include "atb_prepared.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a dialect asks, and which lines answer. */
struct atb_resolver {
    const struct atb_form *command; /**< text A is the name */
    uint8_t address_line, address_field;
    uint8_t failure_line, failure_field; /**< not 0: there is none; or ATB_NO_LINE */
};

struct atb_lookup;
/** The addresses are there (ATB_OK), or why not. */
typedef void atb_lookup_done(struct atb_lookup *lookup, int status);

/** One name being looked up. All is private. */
struct atb_lookup {
    struct atb_watcher watcher;
    struct atb_session *session;
    const struct atb_resolver *resolver;
    const char *name;
    char *address;
    size_t size;
    atb_lookup_done *done; /**< NULL: nothing is under way */
    uint32_t start;
    uint8_t reboots; /**< of the session when it was asked */
    bool asked;
};

/**
 * Asks for the address of `name`, which must live until `done`; it is written to `address`, with a
 * NUL: 46 bytes (ATB_ADDRESS_SIZE of atb_net.h) hold any. One name of a session is asked at a time,
 * others wait their turn; the application does not send the dialect's own command beside it.
 * `done`, which is never NULL, is called once. It hears ATB_OK, ATB_ERROR (there is none),
 * ATB_TIMEOUT (65 s without its turn, or without an answer; on OneMO's modems, which ask for 90 s,
 * 95 s), ATB_NO_ROOM, ATB_REBOOTED, or why the command failed. The lookup watches the session, and
 * must live as long, or be zeroed where it never began.
 *
 * ATB_OK, or ATB_BUSY while this one is under way.
 */
int atb_lookup_start(struct atb_lookup *lookup, struct atb_session *session,
                     const struct atb_resolver *resolver, const char *name, char *address,
                     size_t size, atb_lookup_done *done);

#ifdef __cplusplus
}
#endif
#endif
