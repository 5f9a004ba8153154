# SPDX-License-Identifier: MIT
"""spec/README.md, what has no words: a modem that asks for payload with CONNECT, or hands it over behind
one, and ends it with OK (Quectel's HTTP) is transparent until the application has seen that OK."""

import subprocess

OVERLAY = """\
overlay: quectel
doc: HTTP(S) Application Note
add:
  commands:
    +QHTTPURL:
      title: Set the URL
      parameters: {url_length: {type: integer, range: 1..700}}
      forms: [{syntax: AT+QHTTPURL=<url_length>, answers: [CONNECT, ERROR]}]
    +QHTTPREAD:
      title: Read what was answered
      parameters: {wait_time: {type: integer, range: 1..65535, unit: s}}
      forms: [{syntax: AT+QHTTPREAD=<wait_time>, timeout: <wait_time> s, answers: [CONNECT, ERROR]}]
  urcs:
    qhttpread: {line: '+QHTTPREAD: <err>', parameters: {err: {type: integer}}}
"""
PROGRAM = r"""
#include <stdio.h>
#include <string.h>

#include "quectel.h"

static struct quectel modem;
static uint32_t now_ms;
static char last[6];

static int transmit(void *context, const void *bytes, size_t length)
{
    (void)context;
    printf("-> %.*s\n", (int)length, (const char *)bytes);
    return (int)length;
}

static uint32_t now(void *context)
{
    (void)context;
    return now_ms;
}

static void on_event(void *app, const struct atb_event *event)
{
    (void)app;
    for (size_t i = 0; event->kind == ATB_EVENT_DATA && i < event->length; i++) {
        memmove(last, last + 1, 5);
        last[5] = event->text[i];
        putchar(event->text[i] >= ' ' ? event->text[i] : '.');
    }
    if (event->kind == ATB_EVENT_DATA && memcmp(last, "\r\nOK\r\n", 6) == 0) {
        memset(last, 0, sizeof last);
        puts(" is the end");
        atb_end_transparent(&modem.session);
    }
}

static void on_read(void *app, const struct quectel_urc_qhttpread *urc)
{
    (void)app;
    printf("read: %d\n", (int)urc->err);
}

static void modem_says(const char *text)
{
    quectel_feed(&modem, text, strlen(text));
    for (int i = 0; i < 5; i++) {
        now_ms += 50;
        quectel_tick(&modem);
    }
}

int main(void)
{
    static const struct atb_handler handlers[] = {QUECTEL_ON_QHTTPREAD(on_read)};
    static const struct atb_port port = {.write = transmit, .now = now};
    static char memory[QUECTEL_MEMORY];
    quectel_init(&modem, &port, memory, sizeof memory, handlers, 1, NULL);
    quectel_on_event(&modem, on_event);
    atb_allow_transparent(&modem.session);
    (void)quectel_qhttpurl_start(&modem, NULL, NULL, 18);
    modem_says("\r\nCONNECT\r\n");
    (void)atb_send_data(&modem.session, "http://example.org", 18);
    modem_says("\r\nOK\r\n");
    (void)quectel_qhttpread_start(&modem, NULL, NULL, 80);
    modem_says("\r\nCONNECT\r\nhello\r\nOK\r\n\r\n+QHTTPREAD: 0\r\n");
    return atb_busy(&modem.session) || atb_is_transparent(&modem.session);
}
"""
SAYS = """\
-> AT+QHTTPURL=18
-> http://example.org
..OK.. is the end
-> AT+QHTTPREAD=80
hello..OK.. is the end
read: 0
"""


def test_a_url_goes_out_and_what_it_names_comes_back(atbind, home, tmp_path):
    (tmp_path / "http.yaml").write_text(OVERLAY)
    (tmp_path / "main.c").write_text(PROGRAM)
    laid = ["--dialect", "quectel", "--overlay", tmp_path / "http.yaml"]
    assert atbind("generate", *laid, "--output", tmp_path / "at").returncode == 0
    parts = [home / "runtime", tmp_path / "at/cellular", tmp_path / "at/quectel"]
    sources = [p for part in parts for p in part.glob("*.c") if not p.stem.endswith("_names")]
    command = ["cc", "-std=c11", *(f"-I{part}" for part in parts), tmp_path / "main.c", *sources]
    subprocess.run([*command, "-o", tmp_path / "main"], check=True)
    done = subprocess.run([tmp_path / "main"], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == (SAYS, 0)
