/* SPDX-License-Identifier: MIT */
/* examples/sensor.c on a board of nothing: what the portable application weighs. */
#include "sensor.h"

static int uart(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return (int)length;
}

static uint32_t clock_ms(void *context)
{
    (void)context;
    return 0;
}

static unsigned measure(void)
{
    return 21;
}

static void on_command(unsigned long number)
{
    (void)number;
}

static const struct atb_port port = {.write = uart, .now = clock_ms};
static const struct atb_bringup_setup setup = {.apn = "internet"};
static struct sensor sensor;

int main(void)
{
    sensor.server = "192.0.2.7";
    sensor.port = 7;
    sensor.patience_ms = 20000;
    sensor.measure = measure;
    sensor.on_command = on_command;
    (void)sensor_start(&sensor, &port, &setup);
    for (;;) {
        static char byte[16];
        (void)atb_feed(&sensor.modem.session, byte, sizeof byte);
        sensor_tick(&sensor);
    }
}
