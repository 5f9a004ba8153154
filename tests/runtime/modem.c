/* SPDX-License-Identifier: MIT */
#include "modem.h"

enum { CTRL_Z = 0x1A, ESC = 0x1B, TIMER_MS = 12000, PATIENCE_MS = 300000 };

/* ---- what it says ------------------------------------------------------------------ */

static void say(struct modem *modem, const char *text)
{
    size_t length = strlen(text);
    assert_true(modem->said_length + length < sizeof modem->said);
    memcpy(modem->said + modem->said_length, text, length);
    modem->said_length += length;
}

static void accept_payload(struct modem *modem)
{
    char text[128];
    assert_true(modem->peer_length + modem->payload_length <= sizeof modem->peer);
    memcpy(modem->peer + modem->peer_length, modem->payload, modem->payload_length);
    modem->peer_length += modem->payload_length;
    modem->pays = false;
    (void)snprintf(text, sizeof text, modem->send->accepts, modem->payload_length,
                   modem->payload_length);
    if (!modem->loses_final) {
        say(modem, text);
    }
    modem->loses_final = false;
}

/* ---- command lines -------------------------------------------------------------------- */

static void ask_for_payload(struct modem *modem, const char *values)
{
    modem->obeyed++;
    if (strchr(values, '"') != NULL && strchr(values, '?') != NULL) {
        say(modem, "\r\nERROR\r\n");
        return;
    }
    modem->pays = true;
    modem->payload_length = 0;
    modem->since = modem->time;
    modem->left = modem->send->ending == BY_COUNT ? strtoul(values, NULL, 10) : 0;
    say(modem, modem->loses_prompt ? "\r\n" : "\r\n> ");
    modem->loses_prompt = false;
}

static bool is(const struct modem *modem, const char *line)
{
    return strcmp(modem->line, line) == 0;
}

/* A modem finds AT wherever it stands, and forgets what precedes it. */
static void obey(struct modem *modem)
{
    const char *begins = modem->send->begins;
    const char *at = strstr(modem->line, "AT");
    memmove(modem->line, at != NULL ? at : "", at != NULL ? strlen(at) + 1 : 1);
    if (modem->loses_line || modem->line[0] == '\0') {
        modem->loses_line = false;
    } else if (strncmp(modem->line, begins, strlen(begins)) == 0) {
        ask_for_payload(modem, modem->line + strlen(begins));
    } else if (is(modem, "AT+CSQ")) {
        say(modem, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    } else if (is(modem, "AT+CFUN?")) {
        say(modem, "\r\n+CFUN: 1\r\n\r\nOK\r\n");
    } else {
        modem->obeyed++;
        say(modem, is(modem, "AT") ? "\r\nOK\r\n" : "\r\nERROR\r\n");
    }
}

static void hear_line(struct modem *modem, char byte)
{
    if (byte != '\r' && modem->line_length + 1 < sizeof modem->line) {
        modem->line[modem->line_length++] = byte;
        return;
    }
    modem->line[modem->line_length] = '\0';
    modem->line_length = 0;
    obey(modem);
}

/* ---- payload ---------------------------------------------------------------------------- */

static void hear_payload(struct modem *modem, char byte)
{
    const struct send *send = modem->send;
    if (send->ending != BY_COUNT && byte == CTRL_Z) {
        accept_payload(modem);
    } else if (send->esc_cancels && byte == ESC) {
        modem->pays = false;
        say(modem, "\r\nOK\r\n");
    } else {
        assert_true(modem->payload_length < sizeof modem->payload);
        modem->payload[modem->payload_length++] = byte;
        if (send->ending == BY_COUNT && modem->payload_length == modem->left) {
            accept_payload(modem);
        }
    }
}

static void pass_time(struct modem *modem)
{
    if (modem->pays && modem->send->ending == BY_TIMER && modem->time - modem->since >= TIMER_MS) {
        accept_payload(modem);
    }
}

/* ---- the port -------------------------------------------------------------------------------- */

static int take(void *context, const void *bytes, size_t length)
{
    struct modem *modem = context;
    size_t count = length < modem->room ? length : modem->room;
    const char *at = bytes;
    if (modem->fails) {
        return -1;
    }
    modem->room -= modem->room == SIZE_MAX ? 0 : count;
    for (size_t i = 0; i < count && !modem->is_dumb; i++) {
        if (modem->echoes) {
            say(modem, (const char[]){at[i], '\0'});
        }
        (modem->pays ? hear_payload : hear_line)(modem, at[i]);
    }
    return (int)count;
}

static uint32_t tell_time(void *context)
{
    return ((struct modem *)context)->time;
}

void modem_init(struct modem *modem, const struct send *send)
{
    memset(modem, 0, sizeof *modem);
    modem->send = send;
    modem->takes = SIZE_MAX;
    modem->room = SIZE_MAX;
    modem->port = (struct atb_port){.write = take, .now = tell_time, .context = modem};
    assert_int_equal(atb_init(&modem->session, send->dialect, modem->settings, &modem->port,
                              modem->memory, sizeof modem->memory, NULL, 0, NULL),
                     ATB_OK);
}

/* ---- what a test does ------------------------------------------------------------------------ */

static void on_done(void *app, int status)
{
    struct modem *modem = app;
    assert_false(modem->is_done);
    modem->done = status;
    modem->is_done = true;
}

static int start(struct modem *modem, const struct atb_command *command)
{
    modem->is_done = false;
    return atb_start(&modem->session, command, NULL, on_done, modem);
}

int modem_send(struct modem *modem, const char *data, size_t length)
{
    struct atb_value values[ATB_VALUES_MAX];
    const struct atb_command command = {
        .form = modem->send->form, .values = values, .payload = data, .payload_length = length};
    memcpy(values, modem->send->values, sizeof values);
    if (modem->send->length_at >= 0) {
        values[modem->send->length_at] =
            (struct atb_value){.number = (int32_t)length, .kind = ATB_NUMBER};
    }
    return start(modem, &command);
}

int modem_ask(struct modem *modem)
{
    modem->is_done = false;
    return atb_raw(&modem->session, "AT", NULL, on_done, modem);
}

void modem_speak(struct modem *modem)
{
    char said[sizeof modem->said];
    size_t length = modem->said_length;
    memcpy(said, modem->said, length);
    modem->said_length = 0;
    assert_int_equal(atb_feed(&modem->session, said, length), ATB_OK);
}

void modem_wait(struct modem *modem, uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms && !modem->is_done; passed += 10) {
        modem->time += 10;
        modem->room = modem->takes;
        pass_time(modem);
        modem_speak(modem);
        assert_int_equal(atb_tick(&modem->session), ATB_OK);
    }
}

int modem_sends(struct modem *modem, const char *data, size_t length)
{
    int status = modem_send(modem, data, length);
    if (status == ATB_OK) {
        modem_wait(modem, PATIENCE_MS);
        assert_true(modem->is_done);
        status = modem->done;
    }
    return status;
}

void assert_peer(struct modem *modem, const char *bytes, size_t length)
{
    assert_int_equal(modem->peer_length, length);
    assert_memory_equal(modem->peer, bytes, length);
}
