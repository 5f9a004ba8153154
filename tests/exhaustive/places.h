/* SPDX-License-Identifier: MIT */
/* Where a text may arrive: in a line, at a prompt, in payload of each kind, in transparent mode. */
#ifndef PLACES_H
#define PLACES_H

#include "atb_session.h"

struct place {
    const char *name;
    const struct atb_dialect *dialect;
    int settings;  /* 1 + what every setting is set to; 0: they stay unknown */
    size_t memory; /* the session's; 0: what the dialect wants */
    void (*prepare)(struct atb_session *session); /* starts what is under way, or NULL */
    const char *head; /* what stands before the text, in the same line, or NULL */
    bool slow;        /* the port takes AT+QISEND but for some bytes, then one for each chunk */
    bool hex;         /* two digits of the text may be one byte of an event */
};

extern const struct place places[];
extern const size_t place_count;

/** What a command has ended with; the program that feeds defines it. */
void note_done(void *app, int status);

#endif
