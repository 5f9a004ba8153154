/* SPDX-License-Identifier: MIT */
/*
 * The transport of PROTOCOLS.md as a library uses it:
 *
 *     transport DEVICE PORT
 *
 * PORT is a server's on 127.0.0.1 that sends back what it gets, and closes behind "bye". The page's
 * code stands in transport.inc. Two streams at a time, then both anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atb_modem.h"
#include "atb_posix.h"
#include "transport.inc"

enum { STREAMS = 2, LENGTH = 5000 };

static const char awkward[] =
    "\x1A\x1B\x03\r\nOK\r\n+++\r\nNO CARRIER\r\n> \r\n+QIURC: \"closed\",0\r\n";
static struct atb_modem modem;
static struct atb_net net;
static struct stream streams[STREAMS];

static void on_stage(void *app, int stage)
{
    (void)app;
    atb_net_up(&net, atb_stage_is_up(stage));
}

/* Every byte value, and what modems say. */
static char byte_of(size_t place)
{
    size_t at = place % 300;
    return at < sizeof awkward - 1 ? awkward[at] : (char)(place * 7 + place / 251);
}

/* As the main loop does: the library where it was, then the modem. */
static bool echoes(struct stream *stream, size_t length)
{
    static char out[LENGTH];
    char in[200];
    size_t sent = 0, got = 0;
    for (size_t i = 0; i < length; i++) {
        out[i] = byte_of(i);
    }
    while (got < length) {
        int written = stream_write(stream, out + sent, length - sent);
        int read = stream_read(stream, in, sizeof in);
        if (written < 0 || read < 0 || memcmp(in, out + got, (size_t)read) != 0 ||
            atb_poll(&modem.session, 10) != ATB_OK) {
            return false;
        }
        sent += (size_t)written;
        got += (size_t)read;
    }
    return true;
}

static bool is_over(struct stream *stream)
{
    char byte;
    int status = stream_write(stream, "bye", 3) == 3 ? ATB_OK : ATB_BUSY;
    while (status == ATB_OK && stream_read(stream, &byte, 1) == 0) {
        status = atb_poll(&modem.session, 10);
    }
    return status == ATB_OK && stream_write(stream, "?", 1) == -1;
}

static bool run(struct stream *stream, uint16_t port)
{
    static const size_t lengths[] = {1, 1460, LENGTH};
    stream->sends = false;
    bool well = atb_socket_open(&net, &stream->socket, ATB_MODEM_TCP, "127.0.0.1", port,
                                stream->memory, sizeof stream->memory) == ATB_OK;
    for (size_t i = 0; i < ATB_LENGTH(lengths); i++) {
        well = well && echoes(stream, lengths[i]);
    }
    return well;
}

int main(int argc, char **argv)
{
    static char memory[ATB_MODEM_MEMORY];
    static struct atb_bringup bringup;
    static const struct atb_bringup_setup setup = {.apn = "internet"};
    struct atb_posix uart;
    bool well =
        argc == 3 && atb_posix_open(&uart, argv[1], 115200) == 0 &&
        atb_modem_init(&modem, &uart.port, memory, sizeof memory, NULL, 0, NULL) == ATB_OK &&
        atb_net_init(&net, &modem.session, ATB_MODEM_NET, on_socket, NULL) == ATB_OK &&
        atb_bringup_start(&bringup, &modem.session, ATB_MODEM_BRINGUP, &setup, on_stage, NULL) ==
            ATB_OK;
    for (int round = 0; well && round < 2; round++) {
        well =
            run(&streams[0], (uint16_t)atoi(argv[2])) && run(&streams[1], (uint16_t)atoi(argv[2]));
        well = well && is_over(&streams[0]) && is_over(&streams[1]);
    }
    puts(well ? "all came back, and the end was told" : "something went wrong");
    return well ? 0 : 1;
}
