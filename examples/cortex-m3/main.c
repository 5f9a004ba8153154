/* SPDX-License-Identifier: MIT */
/*
 * The portable sensor (examples/sensor.c) without an operating system: a main loop
 * that sleeps until bytes come or the session wants a tick. It ends when MESSAGES
 * messages have gone each way.
 */
#include "board.h"
#include "port.h"
#include "sensor.h"

enum { MESSAGES = 20, TICK_MS = 1000 };

static struct sensor sensor = {.server = SERVER, .port = SERVER_PORT, .patience_ms = 10000};
static const struct atb_bringup_setup setup = {.apn = "internet"};

static unsigned measure(void)
{
    return 21;
}

static void on_command(unsigned long number)
{
    (void)number;
    board_print(".");
}

/* Whatever arrived is fed; with nothing there it sleeps until an interrupt brings some or a tick is
 * needed, at most as long as the sensor's own times may be late. */
static void pass_time(struct atb_session *session)
{
    char bytes[64];
    uint32_t next = atb_next_tick_ms(session);
    int count = bare_metal_port.read(NULL, bytes, sizeof bytes, next < TICK_MS ? next : TICK_MS);
    (void)atb_feed(session, bytes, (size_t)count);
    sensor_tick(&sensor);
}

int main(void)
{
    sensor.measure = measure;
    sensor.on_command = on_command;
    int status = sensor_start(&sensor, &bare_metal_port, &setup);
    while (status == ATB_OK && (sensor.acked < MESSAGES || sensor.heard < MESSAGES)) {
        pass_time(&sensor.modem.session);
    }
    board_print(port_lost_bytes() == 0 ? " all messages, no byte lost\n" : " bytes lost\n");
    return status == ATB_OK && port_lost_bytes() == 0 ? 0 : 1;
}
