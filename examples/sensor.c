/* SPDX-License-Identifier: MIT */
/*
 * A sensor that reports to a server and obeys it, on any dialect: from power-on,
 * through every loss. It sends lines "NUMBER ACKNOWLEDGED VALUE"; the server sends
 * "NUMBER ACKNOWLEDGED". Whoever has not heard its number acknowledged says the line
 * again; whoever hears a number again obeys it once. Nothing waits here: the main
 * loop calls sensor_tick(), see sensor_posix.c and bare_metal.
 */
#include "sensor.h"

enum { FAILURES = 5 };

static uint32_t now_of(const struct sensor *sensor)
{
    const struct atb_port *port = sensor->modem.session.port;
    return port->now(port->context);
}

/* ---- messages ---------------------------------------------------------------------- */

/* Before `at`, with a blank behind it. */
static char *put_number(char *at, unsigned long number)
{
    *--at = ' ';
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return at;
}

/* The next message, or the one that nobody has acknowledged. */
static void send_message(struct sensor *sensor)
{
    char *const end = sensor->out + sizeof sensor->out;
    char *at = put_number(end, sensor->measure());
    end[-1] = '\n';
    at = put_number(at, sensor->heard);
    at = put_number(at, sensor->acked + 1);
    if (atb_socket_send(&sensor->socket, at, (size_t)(end - at)) == ATB_OK) {
        sensor->sent = sensor->acked + 1;
        sensor->waiting_since = now_of(sensor);
    }
}

static void obey(struct sensor *sensor, unsigned long number, unsigned long acked)
{
    if (number == sensor->heard + 1) {
        sensor->heard = number;
        sensor->on_command(number);
    }
    if (acked == sensor->sent) {
        sensor->acked = acked;
        send_message(sensor);
    }
}

/* Reads "NUMBER ACKNOWLEDGED" as it comes; a carriage return says nothing. */
static void take(struct sensor *sensor, char byte)
{
    if (byte >= '0' && byte <= '9') {
        sensor->number = sensor->number * 10 + (unsigned)(byte - '0');
    } else if (byte != '\r') {
        if (byte == '\n') {
            obey(sensor, sensor->before, sensor->number);
        }
        sensor->before = byte == ' ' ? sensor->number : 0;
        sensor->number = 0;
    }
}

static void receive(struct sensor *sensor)
{
    char byte;
    while (atb_socket_receive(&sensor->socket, &byte, 1) == 1) {
        take(sensor, byte);
    }
}

/* ---- what happens to the connection ---------------------------------------------------- */

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    struct sensor *sensor = app;
    if (event == ATB_SOCKET_OPENED) {
        sensor->number = 0;
        send_message(sensor);
    } else if (event == ATB_SOCKET_READABLE) {
        receive(sensor);
    } else if (event == ATB_SOCKET_CLOSED && socket->status == ATB_TIMEOUT) {
        atb_bringup_again(&sensor->bringup); /* is the modem still there? */
    }
}

static void on_stage(void *app, int stage)
{
    struct sensor *sensor = app;
    bool up = atb_stage_is_up(stage);
    atb_net_up(&sensor->net, up);
    atb_net_hold(&sensor->net, stage == ATB_STAGE_LOST);
    atb_set_limit_ms(&sensor->modem.session, up ? sensor->patience_ms : 0);
}

static void keep_connected(struct sensor *sensor)
{
    if (atb_socket_state(&sensor->socket) == ATB_SOCKET_FREE) {
        (void)atb_socket_open(&sensor->net, &sensor->socket, ATB_MODEM_TCP, sensor->server,
                              sensor->port, sensor->received, sizeof sensor->received);
    }
    if (atb_socket_state(&sensor->socket) == ATB_SOCKET_OPEN &&
        now_of(sensor) - sensor->waiting_since >= sensor->patience_ms) {
        atb_socket_close(&sensor->socket); /* and say it again on a new connection */
    }
    if (sensor->net.failures >= FAILURES) {
        sensor->net.failures = 0;
        atb_bringup_again(&sensor->bringup);
    }
}

/* ---- the main loop's calls --------------------------------------------------------------- */

int sensor_start(struct sensor *sensor, const struct atb_port *port,
                 const struct atb_bringup_setup *setup)
{
    struct atb_session *session = &sensor->modem.session;
    int status = atb_modem_init(&sensor->modem, port, sensor->memory, sizeof sensor->memory, NULL,
                                0, sensor);
    if (status == ATB_OK) {
        status = atb_net_init(&sensor->net, session, ATB_MODEM_NET, on_socket, sensor);
    }
    if (status == ATB_OK) {
        status = atb_bringup_start(&sensor->bringup, session, ATB_MODEM_BRINGUP, setup, on_stage,
                                   sensor);
    }
    return status;
}

void sensor_tick(struct sensor *sensor)
{
    (void)atb_tick(&sensor->modem.session);
    keep_connected(sensor);
}
