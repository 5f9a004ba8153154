/* SPDX-License-Identifier: MIT */
#include "places.h"

#include <stdlib.h>
#include <string.h>

#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

/* A call takes its dialect's modem, whose first member is the session. */
#define MODEM(dialect, session) ((struct dialect *)(void *)(session))

static void feed(struct atb_session *session, const char *text)
{
    atb_feed(session, text, strlen(text));
}

static void must_start(int status)
{
    if (status != ATB_OK) {
        abort();
    }
}

static void wait_for_prompt(struct atb_session *session)
{
    must_start(quectel_qisend_start(MODEM(quectel, session), note_done, session->app, 0, "ABC", 3));
}

static void wait_for_ok(struct atb_session *session)
{
    must_start(quectel_qiclose_start(MODEM(quectel, session), note_done, session->app, 0));
}

static void wait_for_data(struct atb_session *session)
{
    static struct quectel_qird_info got;
    static char data[64];
    must_start(quectel_qird_start(MODEM(quectel, session), &got, data, sizeof data, note_done,
                                  session->app, 0, 64));
}

static void go_transparent(struct atb_session *session)
{
    static struct quectel_qiopen_result opened;
    atb_allow_transparent(session);
    must_start(quectel_qiopen_start(MODEM(quectel, session), &opened, note_done, session->app, 1, 0,
                                    "TCP", "192.0.2.7", 7, 0, 2));
    feed(session, "\r\nCONNECT\r\n");
}

/* 1 + what every setting is set to. */
enum { RAW = 1, HEX_TO_LINE_END = 1, PUSH = 2, HEX = 2, COUNTED = 3 };

const struct place places[] = {
    {.name = "a line", .dialect = &quectel_dialect},
    {.name = "a line, short memory", .dialect = &quectel_dialect, .memory = 8},
    {.name = "a line, the shortest memory", .dialect = &onemo_dialect, .memory = 4},
    {.name = "a line of another dialect", .dialect = &onemo_dialect},
    {.name = "a command waits", .dialect = &quectel_dialect, .prepare = wait_for_ok},
    {.name = "a prompt", .dialect = &quectel_dialect, .prepare = wait_for_prompt},
    {.name = "a prompt, the line half written",
     .dialect = &quectel_dialect,
     .prepare = wait_for_prompt,
     .slow = true},
    {.name = "transparent mode", .dialect = &quectel_dialect, .prepare = go_transparent},
    {.name = "a length, payload behind the line",
     .dialect = &quectel_dialect,
     .settings = PUSH,
     .head = "+QIURC: \"recv\",0,"},
    {.name = "payload behind the line",
     .dialect = &quectel_dialect,
     .settings = PUSH,
     .head = "+QIURC: \"recv\",0,3\r\n"},
    {.name = "an answer's payload",
     .dialect = &quectel_dialect,
     .prepare = wait_for_data,
     .head = "+QIRD: "},
    {.name = "a length in the keyword",
     .dialect = &simcom_dialect,
     .settings = PUSH,
     .head = "+IPD"},
    {.name = "payload in the line, raw",
     .dialect = &onemo_dialect,
     .settings = RAW,
     .head = "+MIPURC: \"rtcp\",0,"},
    {.name = "payload in the line, hex",
     .dialect = &onemo_dialect,
     .settings = HEX,
     .head = "+MIPURC: \"rtcp\",0,",
     .hex = true},
    {.name = "payload in a line longer than memory",
     .dialect = &onemo_dialect,
     .settings = RAW,
     .memory = 40,
     .head = "+MIPURC: \"rtcp\",0,"},
    {.name = "hex to the line's end",
     .dialect = &fibocom_dialect,
     .settings = HEX_TO_LINE_END,
     .head = "+MIPRTCP: 1,0,",
     .hex = true},
    {.name = "raw, counted, in the line",
     .dialect = &fibocom_dialect,
     .settings = COUNTED,
     .head = "+MIPRTCP: 1,0,"},
};

const size_t place_count = ATB_LENGTH(places);
