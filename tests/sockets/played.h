/* SPDX-License-Identifier: MIT */
/*
 * Bring-up against a modem that plays itself, on any of the four dialects: with a card and its PIN,
 * a speed, keys, registers, and a boot that takes its time. A test says how it is, and what it
 * refuses; then it looks at the stages and at what the modem has heard.
 */
#ifndef PLAYED_H
#define PLAYED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "atb_bringup.h"

enum { OWN_BAUD = 115200, BOOT_MS = 1500, PIN_TRIES = 3, LATE_LINES = 128 };

/** What dialects say differently. */
struct language {
    const char *name, *banner, *lost_context;
    const char *good_bye;             /* or NULL */
    const char *activate, *activated; /* the command, and its answer */
    const char *configure;
    bool lte_alone; /* it asks one register */
};

enum card { CARD_READY, CARD_WANTS_PIN, CARD_WANTS_PUK, CARD_ELSE };

/** The modem; a test changes what it likes, between two calls of pass(). */
struct played {
    const struct language *says;
    struct atb_session *session;
    struct atb_bringup bringup;
    struct atb_bringup_setup setup;
    const struct atb_bringup_list *list;
    bool on, echo;
    bool hung;            /* until it starts again */
    unsigned noise, seed; /* of 1,000 bytes so many are damaged or lost */
    bool mute;            /* has no banner, or it was lost */
    bool hoards;          /* answers what it has heard while it started, or hung */
    uint32_t thinks_ms;   /* about each command, one behind the other */
    uint32_t thought_at;  /* private: 0: it thinks about none */
    uint32_t late_ms;     /* of the line to it: what is on the way arrives behind a start, too */
    uint32_t sent_at[LATE_LINES]; /* private: of each command that is on the way */
    unsigned late;                /* private: how many are */
    uint32_t boot_ms;
    uint32_t baud, port_baud, now, boots_at, pressed_at;
    bool keeps_baud;              /* over a restart */
    uint32_t deaf_ms, deaf_until; /* behind a change of its speed; private: up to then */
    enum card card;               /* what it is now */
    bool wants_pin;               /* at each start */
    const char *pin;              /* that is right */
    unsigned tries;               /* that are left */
    unsigned pins;                /* that were sent, arrived or not */
    const char *state;            /* CARD_ELSE: the answer to AT+CPIN? */
    int stat[3];           /* in LTE, for packets in 2G and 3G, for calls; below 0: an error */
    const char *call;      /* its answer to AT+MIPCALL?; NULL: it does not know that command */
    const char *dialled;   /* its answer to AT+MIPCALL=1,1 */
    const char *call_then; /* behind that, its answer to AT+MIPCALL? */
    const char *deaf;      /* does what it hears, but the answer to this is lost */
    const char *refuse;    /* the command that it refuses */
    const char *terse;     /* what it says for every OK, up to ATQ0V1 or a restart; NULL: OK */
    char typed[1024], heard[131072], stages[4096], keys[4096];
};

extern struct played played;

/** Fixtures: *state is one of 0 to 3, for quectel, simcom, fibocom, onemo. */
int played_modem(void **state);

void start_bringup(void);

/** With a list and a listener of the test's own. */
void start_with(const struct atb_bringup_list *list, atb_on_stage *on_stage);

/** The clock goes on, 10 ms a tick. */
void pass(uint32_t ms);

/** As pass(), until the stage, and not longer: the milliseconds that it took. */
uint32_t until(int stage, uint32_t ms);

void says(const char *text);

/** By hand. */
void switch_on(void);

/** Power is lost for a moment. */
void reboot(void);

/** How often it has heard commands that begin so. */
unsigned count(const char *command);

/** The keys and the port's speed, for the set-up. */
extern const struct atb_pins all_pins;

/** A test for each dialect. */
#define EACH(f)                                                                                    \
    {#f " (quectel)", f, played_modem, NULL, &(int){0}},                                           \
        {#f " (simcom)", f, played_modem, NULL, &(int){1}},                                        \
        {#f " (fibocom)", f, played_modem, NULL, &(int){2}},                                       \
    {                                                                                              \
#f " (onemo)", f, played_modem, NULL, &(int)                                               \
        {                                                                                          \
            3                                                                                      \
        }                                                                                          \
    }

#endif
