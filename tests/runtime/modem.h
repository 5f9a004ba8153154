/* SPDX-License-Identifier: MIT */
/*
 * A modem that plays the other side of a send: a port of a session. It obeys one
 * command that asks for payload, the questions that marks are made of, and nothing
 * else; what it takes for payload goes to the peer, whoever it came from. It is as
 * strict as a modem that counts: it neither hears ESC nor anything else until its
 * count is full.
 */
#ifndef MODEM_H
#define MODEM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "atb_session.h"

/** How payload ends. */
enum ending { BY_COUNT, BY_CTRL_Z, BY_TIMER };

/** One send of one dialect. */
struct send {
    const char *name;
    const struct atb_dialect *dialect;
    const struct atb_form *form;
    struct atb_value values[ATB_VALUES_MAX];
    int length_at;      /**< the value that counts the payload, or -1 */
    const char *begins; /**< how the command line begins */
    enum ending ending;
    bool esc_cancels;    /**< and is no payload */
    const char *accepts; /**< what it says when payload is complete; %zu is its length */
};

struct modem {
    const struct send *send;
    struct atb_session session;
    struct atb_port port;
    int32_t settings[64];
    char memory[2048];
    uint32_t time;

    char line[512]; /* of a command, so far */
    size_t line_length;
    bool pays;         /* it waits for payload */
    size_t left;       /* BY_COUNT: so many bytes */
    uint32_t since;    /* BY_TIMER */
    char payload[512]; /* not with the peer yet */
    size_t payload_length;
    char said[1024]; /* not with the session yet */
    size_t said_length;

    /* what the test wants */
    bool loses_prompt, loses_final, loses_line, is_dumb, echoes;
    size_t takes; /* the most it takes in one tick */
    size_t room;  /* of it, what is left in this one */
    bool fails;

    char peer[4096]; /* what arrived there */
    size_t peer_length;
    unsigned obeyed; /* command lines, questions not counted */
    int done;
    bool is_done;
};

/** A session with this modem, just switched on. */
void modem_init(struct modem *modem, const struct send *send);

/** Starts the send, or the plain command; returns what atb_start() does. */
int modem_send(struct modem *modem, const char *data, size_t length);
int modem_ask(struct modem *modem);

/** Lets time pass in ticks of 10 ms, until the command under way ended or time is over. */
void modem_wait(struct modem *modem, uint32_t ms);

/** Delivers what the modem said so far. */
void modem_speak(struct modem *modem);

/** Sends, waits up to five minutes, and returns how it ended. */
int modem_sends(struct modem *modem, const char *data, size_t length);

void assert_peer(struct modem *modem, const char *bytes, size_t length);

#endif
