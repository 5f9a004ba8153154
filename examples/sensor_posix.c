/* SPDX-License-Identifier: MIT */
/*
 * Runs examples/sensor.c on a POSIX system, and says what happens, a line each:
 *
 *     sensor_quectel DEVICE ADDRESS PORT [MESSAGES [PATIENCE-MS [RESET-COMMAND]]]
 *
 * RESET-COMMAND is run by the shell where a board would pull the reset pin.
 */
#include <stdio.h>
#include <stdlib.h>

#include "atb_posix.h"
#include "sensor.h"

static struct sensor sensor;
static int stage = -1;

static unsigned measure(void)
{
    return 20 + (unsigned)rand() % 10;
}

static void on_command(unsigned long number)
{
    printf("command %lu\n", number);
}

static void reset(void *command, bool pressed)
{
    if (!pressed && system(command) != 0) {
        puts("reset failed");
    }
}

/* ---- what a person sees ---------------------------------------------------------------- */

static void say_stage(void)
{
    if (stage != sensor.bringup.stage) {
        stage = sensor.bringup.stage;
        printf("stage %s\n", atb_stage_text(stage));
    }
}

static void say_socket(void)
{
    static bool open;
    bool now = atb_socket_state(&sensor.socket) == ATB_SOCKET_OPEN;
    if (now != open) {
        printf("%s\n", now ? "connected" : "disconnected");
    }
    open = now;
}

/* Once for each: it is so until the socket is opened again. */
static void say_refused(void)
{
    static bool refused;
    const struct atb_error *error = &sensor.socket.error;
    bool now = sensor.socket.status == ATB_ERROR;
    if (now && !refused && error->code != ATB_UNKNOWN) {
        printf("refused: %ld\n", (long)error->code);
    } else if (now && !refused) {
        puts("refused");
    }
    refused = now;
}

static void say_acknowledged(void)
{
    static unsigned long acked;
    if (acked != sensor.acked) {
        acked = sensor.acked;
        printf("acknowledged %lu\n", acked);
    }
}

/* ---- until so many messages have gone each way ------------------------------------------- */

static int run(unsigned long messages)
{
    int status = ATB_OK;
    while (status == ATB_OK && (sensor.acked < messages || sensor.heard < messages)) {
        status = atb_poll(&sensor.modem.session, 10);
        sensor_tick(&sensor);
        say_stage();
        say_socket();
        say_refused();
        say_acknowledged();
    }
    return status;
}

int main(int argc, char **argv)
{
    struct atb_posix uart;
    struct atb_bringup_setup setup = {.apn = "internet"};
    if (argc < 4) {
        fprintf(stderr, "usage: %s DEVICE ADDRESS PORT [MESSAGES [PATIENCE-MS [RESET-COMMAND]]]\n",
                argv[0]);
        return 2;
    }
    if (atb_posix_open(&uart, argv[1], 115200) != 0) {
        perror(argv[1]);
        return 1;
    }
    if (argc > 6) {
        setup.pins = (struct atb_pins){.reset = reset, .context = argv[6]};
    }
    sensor.server = argv[2];
    sensor.port = (uint16_t)atoi(argv[3]);
    sensor.patience_ms = argc > 5 ? (uint32_t)atol(argv[5]) : 20000;
    sensor.measure = measure;
    sensor.on_command = on_command;
    setvbuf(stdout, NULL, _IOLBF, 0);
    int status = sensor_start(&sensor, &uart.port, &setup);
    if (status == ATB_OK) {
        status = run(argc > 4 ? strtoul(argv[4], NULL, 10) : 10);
    }
    printf("end: %s\n", atb_status_text(status));
    return status == ATB_OK ? 0 : 1;
}
