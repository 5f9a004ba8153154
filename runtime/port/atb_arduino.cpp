/* SPDX-License-Identifier: MIT */
#ifdef ARDUINO /* PlatformIO compiles this under every framework */
#include "atb_arduino.h"

static Stream *stream_of(void *context)
{
    return static_cast<struct atb_arduino *>(context)->stream;
}

/* A stream that has never said that it has room cannot tell (SoftwareSerial): it gets a byte each
 * time, and may wait for that one. */
static int room_of(struct atb_arduino *arduino)
{
    const int room = arduino->stream->availableForWrite();
    arduino->tells = arduino->tells || room > 0;
    return arduino->tells ? room : 1;
}

/* What fits into the stream's transmit buffer; the session keeps the rest for its next tick. */
static int put(void *context, const void *bytes, size_t length)
{
    const int room = room_of(static_cast<struct atb_arduino *>(context));
    if (room <= 0) {
        return 0;
    }
    const size_t fits = length < static_cast<size_t>(room) ? length : static_cast<size_t>(room);
    return static_cast<int>(stream_of(context)->write(static_cast<const uint8_t *>(bytes), fits));
}

static uint32_t now(void *)
{
    return millis();
}

static int get(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    Stream *stream = stream_of(context);
    const uint32_t start = millis();
    while (stream->available() <= 0 && millis() - start < wait_ms) {
        yield();
    }
    char *out = static_cast<char *>(bytes);
    size_t count = 0;
    while (count < size && stream->available() > 0) {
        out[count++] = static_cast<char>(stream->read());
    }
    return static_cast<int>(count);
}

void atb_arduino_init(struct atb_arduino *arduino, Stream &stream)
{
    *arduino = atb_arduino();
    arduino->stream = &stream;
    arduino->port.write = put;
    arduino->port.read = get;
    arduino->port.now = now;
    arduino->port.context = arduino;
}
#endif
