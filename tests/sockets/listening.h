/* SPDX-License-Identifier: MIT */
/* What the tests of listeners share: socket 0 listens on a Quectel modem, and others are taken of
 * it. */
#ifndef LISTENING_H
#define LISTENING_H

#include "bench.h"
#include "quectel.h"

#define OK "\r\nOK\r\n"

static void listen(void)
{
    assert_int_equal(atb_socket_open(&net, &sockets[0], &quectel_listener, NULL, 2020, NULL, 0),
                     ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,0,\"TCP LISTENER\",\"127.0.0.1\",0,2020,0\r");
    modem_says(OK "\r\n+QIOPEN: 0,0\r\n");
    app_hears("opened 0, ");
}

static int accept(unsigned index, size_t size)
{
    return atb_socket_accept(&sockets[0], &sockets[index], memory[index], size);
}

#endif
