/* SPDX-License-Identifier: MIT */
/*
 * The server of SOCKETS.md on a modem that may lose its network:
 *
 *     server DEVICE PORT
 *
 * It listens on PORT, anew behind each loss, until it is ended. The page's code stands in
 * server.inc.
 */
#include <stdio.h>
#include <stdlib.h>

#include "atb_posix.h"
#include "quectel.h"
#include "quectel_bringup.h"
#include "server.inc"

static struct quectel modem;
static struct atb_net net;
static struct atb_bringup bringup;
static struct atb_socket listener;

static void on_stage(void *app, int stage)
{
    (void)app;
    atb_net_up(&net, atb_stage_is_up(stage));
    atb_net_hold(&net, stage == ATB_STAGE_LOST);
}

static void start(const struct atb_port *port)
{
    static const struct atb_bringup_setup setup = {.apn = "internet"};
    static char memory[QUECTEL_MEMORY];
    (void)quectel_init(&modem, port, memory, sizeof memory, NULL, 0, NULL);
    (void)atb_net_init(&net, &modem.session, &quectel_net, on_socket, &listener);
    (void)atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, NULL);
}

int main(int argc, char **argv)
{
    static struct atb_posix uart;
    if (argc < 3 || atb_posix_open(&uart, argv[1], 115200) != 0) {
        return 2;
    }
    start(&uart.port);
    while (atb_poll(&modem.session, 1000) == ATB_OK) {
        if (atb_socket_state(&listener) == ATB_SOCKET_FREE &&
            atb_socket_open(&net, &listener, &quectel_listener, NULL, (uint16_t)atoi(argv[2]), NULL,
                            0) != ATB_OK) {
            return 1;
        }
    }
    return 0;
}
