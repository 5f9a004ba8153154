/* SPDX-License-Identifier: MIT */
/*
 * An application whose modem sleeps for an hour by itself (PSM), as runtime/POWER.md says:
 *
 *     asleep_quectel DEVICE PORT SLEEP-COMMAND WAKE-COMMAND
 *
 * Three times: up, five bytes to the echo server on 127.0.0.1 and back, asleep. The shell runs the
 * commands: WAKE-COMMAND where a board would press the power key. Prints what it saw.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atb_modem.h"
#include "atb_posix.h"

enum { ROUNDS = 3, PATIENCE_MS = 60000, ASLEEP_MS = 500 };

static struct atb_posix uart;
static struct atb_modem modem;
static struct atb_bringup bringup;
static struct atb_net net;
static struct atb_socket socket;
static uint8_t received[64];
static size_t echoed;

static void power_key(void *command, bool pressed)
{
    if (!pressed) {
        puts("power key");
        (void)!system(command);
    }
}

static void on_stage(void *app, int stage)
{
    (void)app;
    atb_net_up(&net, atb_stage_is_up(stage));
}

static void on_socket(void *app, struct atb_socket *its, int event)
{
    char data[8];
    (void)app;
    if (event == ATB_SOCKET_OPENED) {
        (void)atb_socket_send(its, "hello", 5);
    } else if (event == ATB_SOCKET_READABLE) {
        echoed += atb_socket_receive(its, data, sizeof data);
    }
}

static uint32_t now(void)
{
    return uart.port.now(uart.port.context);
}

static void live(uint16_t port, size_t until)
{
    for (uint32_t start = now(); echoed < until && now() - start < PATIENCE_MS;) {
        if (atb_socket_state(&socket) == ATB_SOCKET_FREE) {
            (void)atb_socket_open(&net, &socket, ATB_MODEM_TCP, "127.0.0.1", port, received,
                                  sizeof received);
        }
        (void)atb_poll(&modem.session, 10);
    }
    printf("%u bytes came back\n", (unsigned)echoed);
}

/* Nothing is sent meanwhile, and nothing waits. */
static void sleep_on(const char *command)
{
    atb_bringup_stop(&bringup);
    atb_net_up(&net, false);
    while (atb_busy(&modem.session)) {
        (void)atb_poll(&modem.session, 10);
    }
    (void)!system(command);
    for (uint32_t start = now(); now() - start < ASLEEP_MS;) {
        (void)atb_poll(&modem.session, 10);
    }
    const bool rests = !atb_busy(&modem.session) && atb_socket_state(&socket) == ATB_SOCKET_FREE;
    puts(rests ? "asleep" : "restless");
}

int main(int argc, char **argv)
{
    static char memory[ATB_MODEM_MEMORY];
    struct atb_bringup_setup setup = {.apn = "internet", .pins = {.power_key = power_key}};
    if (argc < 5 || atb_posix_open(&uart, argv[1], 115200) != 0) {
        fprintf(stderr, "usage: %s DEVICE PORT SLEEP-COMMAND WAKE-COMMAND\n", argv[0]);
        return 2;
    }
    setup.pins.context = argv[4];
    (void)atb_modem_init(&modem, &uart.port, memory, sizeof memory, NULL, 0, NULL);
    (void)atb_net_init(&net, &modem.session, ATB_MODEM_NET, on_socket, NULL);
    for (size_t round = 1; round <= ROUNDS; round++) {
        (void)atb_bringup_start(&bringup, &modem.session, ATB_MODEM_BRINGUP, &setup, on_stage,
                                NULL);
        live((uint16_t)atoi(argv[2]), 5 * round);
        sleep_on(argv[3]);
    }
    return 0;
}
