/* SPDX-License-Identifier: MIT */
/* What goes out comes back, whole and in order: through a stream that says how much its buffer
 * takes, as those of UARTs do, and through one that cannot tell, as SoftwareSerial. */
#include <stdio.h>
#include <string.h>

#include <deque>

#include "atb_arduino.h"

static unsigned long now;

unsigned long millis()
{
    return now++;
}

void yield()
{
}

/* TX is wired to RX; it writes at once. */
class Wire : public Stream
{
  public:
    using Print::write;
    size_t write(uint8_t byte) override
    {
        wire.push_back(byte);
        return 1;
    }
    int available() override
    {
        return (int)wire.size();
    }
    int read() override
    {
        const uint8_t byte = wire.front();
        wire.pop_front();
        return byte;
    }

  private:
    std::deque<uint8_t> wire;
};

/* It has room for 16, and never waits for more. */
class Buffered : public Wire
{
  public:
    int availableForWrite() override
    {
        return 16 - Wire::available();
    }
    size_t write(const uint8_t *bytes, size_t length) override
    {
        waited = waited || (int)length > availableForWrite();
        return Wire::write(bytes, length);
    }
    bool waited = false;
};

static bool comes_back(Stream &stream)
{
    struct atb_arduino uart;
    uint8_t out[700], in[700];
    size_t sent = 0, got = 0;
    for (size_t i = 0; i < sizeof out; i++) {
        out[i] = (uint8_t)(i * 7 + i / 256);
    }
    atb_arduino_init(&uart, stream);
    for (int turn = 0; turn < 1000 && got < sizeof in; turn++) {
        sent += (size_t)uart.port.write(&uart, out + sent, sizeof out - sent);
        got += (size_t)uart.port.read(&uart, in + got, sizeof in - got, 10);
    }
    return got == sizeof in && memcmp(in, out, sizeof in) == 0;
}

/* A full buffer is none that cannot tell. */
static bool waits_for_room(Stream &stream)
{
    struct atb_arduino uart;
    uint8_t bytes[32] = {0};
    atb_arduino_init(&uart, stream);
    return uart.port.write(&uart, bytes, sizeof bytes) == 16 &&
           uart.port.write(&uart, bytes, sizeof bytes) == 0;
}

int main()
{
    Buffered buffered;
    Wire wire;
    bool right = comes_back(buffered) && comes_back(wire) && waits_for_room(buffered);
    puts(right && !buffered.waited ? "700 bytes out and back, twice, right" : "wrong");
    return 0;
}
