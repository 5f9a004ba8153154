/* SPDX-License-Identifier: MIT */
/* What the port needs of Arduino's API, as its core for AVR declares it. */
#pragma once
#include <stddef.h>
#include <stdint.h>

class Print
{
  public:
    virtual size_t write(uint8_t byte) = 0;
    virtual size_t write(const uint8_t *bytes, size_t length)
    {
        size_t count = 0;
        while (count < length && write(bytes[count]) != 0) {
            count++;
        }
        return count;
    }
    virtual int availableForWrite()
    {
        return 0;
    } /* "a single write may block" */
    virtual ~Print()
    {
    }
};

class Stream : public Print
{
  public:
    virtual int available() = 0;
    virtual int read() = 0;
};

unsigned long millis();
void yield();
