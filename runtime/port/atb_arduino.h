/* SPDX-License-Identifier: MIT */
/*
 * A port for Arduino: any Stream (Serial1, SoftwareSerial) and millis(). Call
 * begin() on the stream yourself, with the modem's baud rate.
 */
#ifndef ATB_ARDUINO_H
#define ATB_ARDUINO_H

#include <Arduino.h>

#include "atb_session.h"

/** A session's way to a Stream of Arduino. */
struct atb_arduino {
    struct atb_port port; /**< for <dialect>_init(); `context` points to this structure, which must
                             stay where it is */
    Stream *stream;
    bool tells; /**< how much it takes: it has said so once */
};

/** Makes `arduino->port` reach `stream`, which must live as long. */
void atb_arduino_init(struct atb_arduino *arduino, Stream &stream);

#endif
