/* SPDX-License-Identifier: MIT */
/* What goes out comes back, whole, and no call of the port blocks longer than it may. */
#include <stdio.h>
#include <string.h>

#include "atb_esp_idf.h"

int main(void)
{
    static struct atb_esp_idf esp;
    char sent[700], got[700];
    size_t out = 0, in = 0;
    if (atb_esp_idf_open(&esp, 2, 115200, 17, 16, 1024) == ESP_OK ||
        atb_esp_idf_open(&esp, 1, 115200, 17, 16, 1024) != ESP_OK) {
        return 1;
    }
    for (size_t i = 0; i < sizeof sent; i++) {
        sent[i] = (char)(i * 7);
    }
    while (in < sizeof got) {
        out += (size_t)esp.port.write(&esp, sent + out, sizeof sent - out);
        int count = esp.port.read(&esp, got + in, 33, 10);
        if (count <= 0) {
            return 2;
        }
        in += (size_t)count;
    }
    uint32_t before = esp.port.now(&esp);
    bool silent = esp.port.read(&esp, got, 1, 30) == 0 && esp.port.now(&esp) - before == 30;
    atb_esp_idf_close(&esp);
    printf("%zu bytes out and back, %s\n", in,
           memcmp(sent, got, sizeof sent) == 0 && silent ? "right" : "wrong");
    return 0;
}
