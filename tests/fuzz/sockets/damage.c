/* SPDX-License-Identifier: MIT */
/* A bad wire, and a modem that says what nobody has asked for. */
#include "scene.h"

#include <string.h>

enum { MOST = 400 };

/* The next bytes that it would say are left out, changed, doubled, or said out of their turn. */
void damage(struct scene *scene, struct input *input)
{
    struct modem *modem = &scene->modem;
    const uint8_t how = next(input);
    size_t count = next(input);
    count = count < modem->said_length ? count : modem->said_length;
    scene->honest = false;
    if (count == 0) {
        return;
    }
    if (how % 4 == 0) {
        modem->said_length -= count;
        memmove(modem->said, modem->said + count, modem->said_length);
    } else if (how % 4 == 1) {
        modem->said[count - 1] = (char)next(input);
    } else if (how % 4 == 2) {
        feed(scene, modem->said, count);
    } else {
        feed(scene, modem->said + modem->said_length - count, count);
    }
}

/* Bytes that the port had no room for. It says so in their place: that is honest. */
void lose_bytes(struct scene *scene, uint8_t count)
{
    struct modem *modem = &scene->modem;
    const size_t lost = count < modem->said_length ? count : modem->said_length;
    trace(scene, "lost", modem->said, lost);
    modem->said_length -= lost;
    memmove(modem->said, modem->said + lost, modem->said_length);
    scene->untold = scene->cut_short = true;
    if (atb_overrun(scene->session, lost) != ATB_OK) {
        violation("an overrun was refused");
    }
}

/* Each % is a number that the input chooses. */
static const char *const lines[][16] = {
    {"+QIURC: \"recv\",%", "+QIURC: \"closed\",%", "+QIURC: \"pdpdeact\",%",
     "+QIURC: \"incoming\",%,%,\"192.0.2.9\",%", "+QIRD: %", "+QIRD: %,\"192.0.2.9\",%",
     "SEND FAIL", "SEND OK", "+QISEND: %,%,%", "+QIOPEN: %,%", "+QIURC: \"dnsgip\",%,%,%"},
    {"+CIPRXGET: 1,%", "+IPCLOSE: %,%", "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY",
     "+CLIENT: %,%,192.0.2.9:%", "+CIPRXGET: 2,%,%,%", "+CIPSEND: %,%,%", "+CIPACK: %,%,%",
     "+CDNSGIP: 1,\"a\",\"192.0.2.9\"", "+CIPOPEN: %,%", "+CIPCLOSE: %,%", "+CIPERROR: %",
     "RECV FROM:192.0.2.9:%"},
    {"+MIPREAD: %,%", "+MIPSTAT: %,%", "+MIPDATA: %,%", "+MIPSEND: %,%,%", "+GTSACK: %,%,%,%",
     "+MIPOPEN: %,%", "+MIPCLOSE: %,%", "+MIPRTCP: %,%,ab"},
    {"+MIPURC: \"rtcp\",%,%,%", "+MIPURC: \"rudp\",%,%", "+MIPURC: \"disconn\",%,%",
     "+MIPRD: %,%,%,hello", "+MIPSACK: %,%,%", "+MIPOPEN: %,%", "+MIPCLOSE: %,%", "+MIPSEND: %,%"},
    {"OK", "ERROR", "> ", "+CME ERROR: %", "CONNECT", "NO CARRIER", "RDY", "hello", "", "+CSQ: %,%",
     "+CMS ERROR: %", "+CFUN: %"},
};

static const char *choose_line(const struct scene *scene, uint8_t which)
{
    const size_t own = (size_t)(scene->dialect - dialects);
    const char *line = lines[which < 128 ? own : 4][which % 16];
    return line != NULL ? line : "OK";
}

static const char *choose_number(uint8_t which)
{
    static const char *const numbers[] = {
        "0",  "1",   "2",     "3",  "4",          "5",           "6",           "10",
        "11", "255", "65535", "-1", "2147483647", "-2147483648", "99999999999", ""};
    return numbers[which % 16];
}

void invent(struct scene *scene, struct input *input)
{
    char line[MOST] = "\r\n";
    for (const char *at = choose_line(scene, next(input)); *at != '\0'; at++) {
        if (*at == '%') {
            strcat(line, choose_number(next(input)));
        } else {
            strncat(line, at, 1);
        }
    }
    scene->honest = false;
    strcat(line, "\r\n");
    feed(scene, line, strlen(line));
}
