/* SPDX-License-Identifier: MIT */
/* A sensor behind any modem: see sensor.c. */
#ifndef SENSOR_H
#define SENSOR_H

#include "atb_modem.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sensor {
    const char *server;
    uint16_t port;
    unsigned (*measure)(void); /* a value to send */
    void (*on_command)(unsigned long number);
    uint32_t patience_ms; /* for an answer of the modem, and of the server */

    uint32_t waiting_since;
    unsigned long sent, acked;    /* numbers of our messages */
    unsigned long heard;          /* the last command that was obeyed */
    unsigned long number, before; /* of the server's line: the one that is read, the last one */
    struct atb_modem modem;
    struct atb_bringup bringup;
    struct atb_net net;
    struct atb_socket socket;
    char memory[ATB_MODEM_MEMORY];
    uint8_t received[256];
    char out[48];
};

/** Fill in `server`, `port`, `patience_ms`, `measure` and `on_command` before. ATB_OK, or what the
 * port lacks. */
int sensor_start(struct sensor *sensor, const struct atb_port *port,
                 const struct atb_bringup_setup *setup);

/** Call it every 10 to 100 ms, and atb_feed(&sensor->modem.session, ...) with what arrives. */
void sensor_tick(struct sensor *sensor);

#ifdef __cplusplus
}
#endif
#endif
