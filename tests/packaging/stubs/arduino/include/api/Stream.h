/* SPDX-License-Identifier: MIT */
/* What the port needs of Arduino's API, as its newer cores declare it: in a namespace, and in
 * no header that a sketch could name. */
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace arduino
{

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

} // namespace arduino

unsigned long millis();
void yield();
