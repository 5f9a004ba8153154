/* SPDX-License-Identifier: MIT */
/* What differs between the dialects: words, numbers, and how a session of each begins. */
#include "scene.h"

#define LINE(text) "\r\n" text "\r\n"
#define OK         LINE("OK")
#define MOST(a, b) ((a) > (b) ? (a) : (b))

static const struct words quectel_words = {
    .opened = LINE("+QIOPEN: %1,0"),
    .refused = LINE("+QIOPEN: %1,566"),
    .closed = OK,
    .not_open = OK,
    .prompt = "\r\n> ",
    .lost = LINE("+QIURC: \"closed\",%1"),
    .readable = LINE("+QIURC: \"recv\",%1"),
    .datagrams = LINE("+QIURC: \"recv\",%1"),
    .down = LINE("+QIURC: \"pdpdeact\",1"),
    .banner = LINE("RDY"),
    .incoming = LINE("+QIURC: \"incoming\",%1,%2,\"192.0.2.9\",5000"),
    .data = "\r\n+QIRD: %2",
    .empty = LINE("+QIRD: 0") OK,
    .sent = LINE("SEND OK"),
    .full = LINE("SEND FAIL"),
    .acked = LINE("+QISEND: %2,%3,%4") OK,
    .name = LINE("+QIURC: \"dnsgip\",0,1,600") LINE("+QIURC: \"dnsgip\",\"$\""),
    .name_behind = true,
    .last_id = 11,
};

static const struct words simcom_words = {
    .opened = LINE("+CIPOPEN: %1,0"),
    .refused = LINE("+CIPOPEN: %1,4"),
    .closed = OK LINE("+CIPCLOSE: %1,0"),
    .not_open = LINE("+CIPCLOSE: %1,4") LINE("ERROR"),
    .prompt = "\r\n>",
    .lost = LINE("+IPCLOSE: %1,1"),
    .readable = LINE("+CIPRXGET: 1,%1"),
    .datagrams = LINE("+CIPRXGET: 1,%1"),
    .down = LINE("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY"),
    .set_up = "AT+CIPRXGET=1",
    .banner = LINE("*ATREADY: 1"),
    .incoming = LINE("+CLIENT: %1,%2,192.0.2.9:5000"),
    .data = "\r\n+CIPRXGET: 2,%1,%2,%3",
    .empty = LINE("+IP ERROR: No data") LINE("ERROR"),
    .sent = OK LINE("+CIPSEND: %1,%2,%3"),
    .full = OK LINE("+CIPSEND: %1,%2,%3"),
    .acked = LINE("+CIPACK: %2,%3,0") OK,
    .name = LINE("+CDNSGIP: 1,\"@\",\"$\""),
    .takes_part = true,
    .gives_again = true,
    .last_id = 9,
};

static const struct words fibocom_words = {
    .opened = LINE("+MIPOPEN: %1,1"),
    .refused = LINE("+MIPSTAT: %1,1"),
    .closed = OK LINE("+MIPCLOSE: %1,0"),
    .not_open = LINE("ERROR"),
    .prompt = "\r\n> ",
    .lost = LINE("+MIPSTAT: %1,1"),
    .readable = LINE("+MIPREAD: %1,%2"),
    .datagrams = LINE("+MIPREAD: %1,%2"),
    .down = "",
    .set_up = "AT+GTSET=\"IPRFMT\",5",
    .banner = LINE("+SIM READY"),
    .incoming = "",
    .data = "\r\n+MIPDATA: %1,%2",
    .empty = LINE("+MIPREAD: %1,0") OK,
    .sent = OK LINE("+MIPSEND: %1,0,2048") OK,
    .full = OK LINE("+MIPSEND: %1,1,0") OK,
    .acked = LINE("+GTSACK: %1,%2,%3,%4") OK,
    .name = LINE("+MIPDNS: \"@\",$"),
    .first_id = 1,
    .last_id = 6,
};

/* Its prompted send has no word for a modem that is full: it refuses. */
static const struct words onemo_words = {
    .opened = LINE("+MIPOPEN: %1,0"),
    .refused = LINE("+MIPOPEN: %1,3"),
    .closed = OK LINE("+MIPCLOSE: %1"),
    .not_open = LINE("ERROR"),
    .prompt = "\r\n> ",
    .lost = LINE("+MIPURC: \"disconn\",%1,1"),
    .readable = LINE("+MIPURC: \"rtcp\",%1,%2,%2"),
    .datagrams = LINE("+MIPURC: \"rudp\",%1,%2"),
    .down = "",
    .banner = LINE("+MATREADY"),
    .incoming = "",
    .data = "\r\n+MIPRD: %1,%3,%2,",
    .empty = OK,
    .sent = OK,
    .sent_inline = LINE("+MIPSEND: %1,%2") OK,
    .full = LINE("+CME ERROR: 50"),
    .acked = LINE("+MIPSACK: %2,%3,%4,0") OK,
    .name = LINE("+MDNSGIP: \"@\",\"$\""),
    .name_behind = true,
    .data_in_line = true,
    .last_id = 5,
};

static int init_quectel(void *modem, const struct atb_port *port, void *memory, size_t size)
{
    return quectel_init(modem, port, memory, size, NULL, 0, NULL);
}

static int init_simcom(void *modem, const struct atb_port *port, void *memory, size_t size)
{
    return simcom_init(modem, port, memory, size, NULL, 0, NULL);
}

static int init_fibocom(void *modem, const struct atb_port *port, void *memory, size_t size)
{
    return fibocom_init(modem, port, memory, size, NULL, 0, NULL);
}

static int init_onemo(void *modem, const struct atb_port *port, void *memory, size_t size)
{
    return onemo_init(modem, port, memory, size, NULL, 0, NULL);
}

const struct dialect dialects[4] = {
    {&quectel_words,
     &quectel_net,
     {&quectel_tcp, &quectel_udp, &quectel_listener},
     &quectel_bringup,
     MOST(QUECTEL_SOCKETS_MEMORY, QUECTEL_BRINGUP_MEMORY),
     init_quectel},
    {&simcom_words,
     &simcom_net,
     {&simcom_tcp, &simcom_udp, &simcom_listener},
     &simcom_bringup,
     MOST(SIMCOM_SOCKETS_MEMORY, SIMCOM_BRINGUP_MEMORY),
     init_simcom},
    {&fibocom_words,
     &fibocom_net,
     {&fibocom_tcp, &fibocom_udp, NULL},
     &fibocom_bringup,
     MOST(FIBOCOM_SOCKETS_MEMORY, FIBOCOM_BRINGUP_MEMORY),
     init_fibocom},
    {&onemo_words,
     &onemo_net,
     {&onemo_tcp, &onemo_udp, NULL},
     &onemo_bringup,
     MOST(ONEMO_SOCKETS_MEMORY, ONEMO_BRINGUP_MEMORY),
     init_onemo},
};
