/* SPDX-License-Identifier: MIT */
/*
 * Feeds a Quectel stream again and again; tests/measure/scan counts the
 * instructions that this takes.
 *
 *     scan lines|data CHUNK ROUNDS      prints the bytes of one round
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quectel.h"

static const char lines[] = "\r\n+QIURC: \"recv\",0\r\n"
                            "\r\nOK\r\n"
                            "\r\n+QIOPEN: 0,0\r\n"
                            "\r\n+QIURC: \"closed\",11\r\n"
                            "\r\n+QISEND: 1460,1400,60\r\n"
                            "\r\n+QISTATE: 0,\"TCP\",\"192.0.2.7\",8705,0,2,1,0,0,\"uart\"\r\n"
                            "\r\n+QIURC: \"incoming\",11,1,\"192.0.2.222\",54091\r\n"
                            "\r\n+QIURC: \"pdpdeact\",1\r\n"
                            "\r\n+QPING: 0,192.0.2.7,32,147,64\r\n"
                            "\r\n+QNTP: 0,\"2013/08/19,11:10:10+32\"\r\n"
                            "\r\n+QIURC: \"dnsgip\",0,1,600\r\n"
                            "\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n"
                            "\r\nSEND OK\r\n"
                            "\r\n+QIGETERROR: 558, invalid parameters\r\n";

static const char head[] = "\r\n+QIURC: \"recv\",0,1460\r\n";

static int drop(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return (int)length;
}

static uint32_t no_time(void *context)
{
    (void)context;
    return 0;
}

static void on_recv(void *app, const struct quectel_urc_recv *urc)
{
    *(int *)app += urc->connect_id;
}

static void on_recv_data(void *app, const struct quectel_urc_recv_data *urc)
{
    *(int *)app += urc->connect_id;
}

static const struct atb_handler handlers[] = {QUECTEL_ON_RECV(on_recv),
                                              QUECTEL_ON_RECV_DATA(on_recv_data)};

static size_t make_stream(char *stream, bool data)
{
    if (!data) {
        memcpy(stream, lines, sizeof lines - 1);
        return sizeof lines - 1;
    }
    memcpy(stream, head, sizeof head - 1);
    memset(stream + sizeof head - 1, 'x', 1460);
    return sizeof head - 1 + 1460;
}

int main(int argc, char **argv)
{
    static const struct atb_port port = {drop, NULL, no_time, NULL};
    static struct quectel modem;
    static char memory[QUECTEL_MEMORY];
    static char stream[2048];
    static int seen;
    if (argc != 4) {
        return 2;
    }
    size_t length = make_stream(stream, strcmp(argv[1], "data") == 0);
    size_t chunk = (size_t)atoi(argv[2]);
    quectel_init(&modem, &port, memory, sizeof memory, handlers, ATB_LENGTH(handlers), &seen);
    for (int round = atoi(argv[3]); round > 0; round--) {
        for (size_t at = 0; at < length; at += chunk) {
            atb_feed(&modem.session, stream + at, length - at < chunk ? length - at : chunk);
        }
    }
    printf("%zu\n", length);
    return 0;
}
