/* SPDX-License-Identifier: MIT */
/* What goes out comes back, whole, no call of the port blocks longer than it may, and an overrun is
 * counted. */
#include <stdio.h>
#include <string.h>

#include "atb_esp_idf.h"

void fake_event(uart_event_type_t type);

static bool is_silent_for(struct atb_esp_idf *esp, uint32_t ms)
{
    char byte;
    uint32_t before = esp->port.now(esp);
    esp->port.wait(esp, ms);
    uint32_t waited = esp->port.now(esp) - before;
    return esp->port.read(esp, &byte, 1, 0) == 0 && waited >= ms && waited < ms + 50;
}

/* As many as the queue holds, of which a call that waits takes the first; and one less, which is no
 * loss. */
static bool is_told_where_its_event_found_no_room(struct atb_esp_idf *esp)
{
    char byte;
    const uint32_t before = esp->overruns;
    for (int i = 0; i < 31; i++) {
        fake_event(UART_DATA);
    }
    esp->port.wait(esp, 10);
    bool silent = esp->port.read(esp, &byte, 1, 0) == 0 && esp->overruns == before;
    for (int i = 0; i < 32; i++) {
        fake_event(UART_DATA);
    }
    fake_event(UART_FIFO_OVF);
    esp->port.wait(esp, 10);
    return silent && esp->port.read(esp, &byte, 1, 0) == 0 && esp->overruns == before + 1;
}

/* By another task, also before it sleeps; a queue that is full wakes by itself. */
static bool is_woken(struct atb_esp_idf *esp)
{
    char byte;
    const uint32_t before = esp->port.now(esp);
    for (int i = 0; i < 40; i++) {
        atb_esp_idf_wake(esp);
        esp->port.wait(esp, 1000);
        (void)esp->port.read(esp, &byte, 1, 0);
    }
    const uint32_t overruns = esp->overruns;
    return esp->port.now(esp) == before && overruns == 0 && is_silent_for(esp, 1000);
}

int main(void)
{
    static struct atb_esp_idf esp;
    char sent[700], got[700];
    size_t out = 0, in = 0;
    if (atb_esp_idf_open(&esp, 2, 115200, 17, 16, 1024) == ESP_OK ||
        atb_esp_idf_open(&esp, 1, 115200, -2, 16, 1024) == ESP_OK || /* and leaves it free */
        atb_esp_idf_open(&esp, 1, 115200, 17, 16, 1024) != ESP_OK) {
        return 1;
    }
    for (size_t i = 0; i < sizeof sent; i++) {
        sent[i] = (char)(i * 7);
    }
    while (in < sizeof got) {
        out += (size_t)esp.port.write(&esp, sent + out, sizeof sent - out);
        esp.port.wait(&esp, 10);
        int count = esp.port.read(&esp, got + in, 33, 10);
        if (count <= 0 || esp.port.now(&esp) != 0) {
            return 2;
        }
        in += (size_t)count;
    }
    bool right = memcmp(sent, got, sizeof sent) == 0;
    bool silent = is_silent_for(&esp, 1000) && is_woken(&esp);
    fake_event(UART_FIFO_OVF);
    fake_event(UART_FRAME_ERR);
    bool told = esp.port.read(&esp, got, 1, 0) == 0 && esp.overruns == 1;
    told = told && is_told_where_its_event_found_no_room(&esp);
    memset(got, 0, sizeof got);
    esp.port.write(&esp, got, sizeof got); /* more than fits: nobody tells when there is room */
    while (esp.port.read(&esp, got, sizeof got, 0) > 0) {
    }
    uint32_t before = esp.port.now(&esp);
    esp.port.wait(&esp, 1000);
    bool offers_soon = esp.port.now(&esp) - before < 50;
    atb_esp_idf_close(&esp);
    printf("%zu bytes out and back, %s\n", in,
           right && silent && told && offers_soon ? "right" : "wrong");
    return 0;
}
