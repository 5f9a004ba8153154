/* SPDX-License-Identifier: MIT */
#include "reach.h"

#include <stdio.h>

static const char *const states[STATES] = {"idle",        "sending",  "at prompt",
                                           "paying",      "waiting",  "after OK",
                                           "transparent", "escaping", "reset needed"};
static const char *const arrivals[ARRIVALS] = {"success", "failure", "CONNECT", "info",    "result",
                                               "URC",     "prompt",  "other's", "garbage", "time",
                                               "abort",   "reboot",  "call"};
static const char marks[PORT_STATES + 1] = "fs0x";

static unsigned long counts[STATES][ARRIVALS][PORT_STATES];
static unsigned long executions;

void reached(enum state state, enum arrival arrival, enum port_state port)
{
    counts[state][arrival][port]++;
}

void reach_count(void)
{
    executions++;
}

/* How many states of the port were met there. */
static unsigned print_cell(const unsigned long *met)
{
    char cell[PORT_STATES + 1] = "....";
    unsigned count = 0;
    for (int p = 0; p < PORT_STATES; p++) {
        if (met[p] > 0) {
            cell[p] = marks[p];
            count++;
        }
    }
    printf("%9s", cell);
    return count;
}

void reach_print(void)
{
    unsigned met = 0;
    printf("\n%lu executions. A session in each state met (port: f free, s slow, 0 full, x "
           "fails):\n%-13s",
           executions, "");
    for (int a = 0; a < ARRIVALS; a++) {
        printf("%9s", arrivals[a]);
    }
    for (int s = 0; s < STATES; s++) {
        printf("\n%-13s", states[s]);
        for (int a = 0; a < ARRIVALS; a++) {
            met += print_cell(counts[s][a]);
        }
    }
    printf("\n%u of %d combinations\n", met, STATES * ARRIVALS * PORT_STATES);
}
