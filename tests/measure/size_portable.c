/* SPDX-License-Identifier: MIT */
/* examples/sensor.c on a board of nothing: what the portable application weighs. */
#include "sensor.h"
#include "sink.h"

static unsigned measure(void)
{
    return 21;
}

static void on_command(unsigned long number)
{
    (void)number;
}

static const struct atb_bringup_setup setup = {.apn = "internet"};
static struct sensor sensor;

int main(void)
{
    sensor.server = "192.0.2.7";
    sensor.port = 7;
    sensor.patience_ms = 20000;
    sensor.measure = measure;
    sensor.on_command = on_command;
    (void)sensor_start(&sensor, &sink, &setup);
    for (;;) {
        static char byte[16];
        (void)atb_feed(&sensor.modem.session, byte, sizeof byte);
        sensor_tick(&sensor);
    }
}
