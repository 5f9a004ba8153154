/* SPDX-License-Identifier: MIT */
/* Opens a TCP connection to an echo server, sends a line, and prints what comes back. */
#include <string.h>

#include "board.h"
#include "port.h"
#include "quectel.h"

enum { RECEIVED = 64 };

static struct quectel modem;
static char memory[QUECTEL_MEMORY];
static volatile bool readable;

static void on_recv(void *app, const struct quectel_urc_recv *urc)
{
    (void)app;
    readable = urc->connect_id == 0;
}

static const struct atb_handler handlers[] = {QUECTEL_ON_RECV(on_recv)};

static int fail(const char *what, int status)
{
    board_print(what);
    board_print(": ");
    board_print(atb_status_text(status));
    board_print("\n");
    return 1;
}

static int exchange(void)
{
    static const char hello[] = "hello from a Cortex-M3";
    struct quectel_qird_info read;
    char data[RECEIVED + 1];
    int status = quectel_qisend(&modem, 0, hello, sizeof hello - 1);
    while (status == ATB_OK && !readable) {
        status = quectel_poll(&modem, 10);
    }
    if (status == ATB_OK) {
        status = quectel_qird(&modem, &read, data, RECEIVED, 0, RECEIVED);
    }
    if (status != ATB_OK) {
        return fail("exchange", status);
    }
    data[sizeof hello - 1] = '\0';
    board_print(data);
    board_print("\n");
    return strcmp(data, hello) == 0 ? 0 : 1;
}

int main(void)
{
    quectel_init(&modem, &bare_metal_port, memory, sizeof memory, handlers, ATB_LENGTH(handlers),
                 NULL);
    int status = quectel_qiact(&modem, 1);
    if (status == ATB_OK) {
        status = quectel_qiopen(&modem, NULL, 1, 0, "TCP", SERVER, SERVER_PORT, 0, 0);
    }
    if (status != ATB_OK) {
        return fail("open", status);
    }
    status = exchange();
    (void)quectel_qiclose(&modem, 0);
    return port_lost_bytes() == 0 ? status : fail("bytes lost", ATB_IO);
}
