/* SPDX-License-Identifier: MIT */
/* What a campaign has reached: states of a session against what arrives, on which port. */
#ifndef REACH_H
#define REACH_H

enum state {
    STATE_IDLE,
    STATE_SENDING,
    STATE_AT_PROMPT,
    STATE_PAYING,
    STATE_WAITING,
    STATE_AFTER_FINAL,
    STATE_DATA,
    STATE_ESCAPING,
    STATE_RESET,
    STATES
};

enum arrival {
    COMES_SUCCESS,
    COMES_FAILURE,
    COMES_CONNECT,
    COMES_INFO,
    COMES_RESULT,
    COMES_URC,
    COMES_PROMPT,
    COMES_OTHERS_ANSWER,
    COMES_GARBAGE,
    COMES_TIME,
    COMES_ABORT,
    COMES_REBOOT,
    COMES_CALL, /* from a callback */
    ARRIVALS
};

enum port_state { PORT_FREE, PORT_SLOW, PORT_FULL, PORT_FAILS, PORT_STATES };

void reached(enum state state, enum arrival arrival, enum port_state port);
void reach_count(void); /* one execution */
void reach_print(void);

#endif
