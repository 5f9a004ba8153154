/* SPDX-License-Identifier: MIT */
/*
 * A data call, on any dialect: behind CONNECT the UART carries PPP, for a stack in
 * the firmware (lwIP's PPPoS, say). Here each line of standard input stands for what
 * the stack sends, and is waited for to come back. Then +++, a question to the modem,
 * ATO, a last line, +++ and ATH.
 *
 *     ppp_quectel DEVICE APN
 */
#include <stdio.h>
#include <string.h>

#include "atb_modem.h"
#include "atb_posix.h"
#include "cellular.h"

static struct atb_modem modem;
static size_t received;

/* lwIP: pppos_input(ppp, event->text, event->length) */
static void on_event(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind == ATB_EVENT_DATA) {
        fwrite(event->text, 1, event->length, stdout);
        received += event->length;
    }
}

/* lwIP's output callback: a frame that leaves in part is lost, so all of it is taken, or none while
 * there is no call. */
static size_t output(const void *frame, size_t length)
{
    const char *at = frame;
    const char *const end = at + length;
    while (at < end) {
        int taken = atb_send_data(&modem.session, at, (size_t)(end - at));
        if (taken < 0) {
            return 0; /* NO CARRIER came, or +++ is under way */
        }
        at += taken;
        if (taken == 0 && atb_poll(&modem.session, 10) != ATB_OK) {
            return 0;
        }
    }
    return length;
}

/* Until as many bytes have come back, or the call has ended. */
static bool exchange(const char *line)
{
    size_t expected = received + strlen(line);
    bool sent = output(line, strlen(line)) > 0;
    while (sent && received < expected && atb_is_transparent(&modem.session)) {
        sent = atb_poll(&modem.session, 100) == ATB_OK;
    }
    return sent && received >= expected;
}

static int talk(void)
{
    char line[256];
    struct cellular_csq_info signal;
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (!exchange(line)) {
            return ATB_CLOSED;
        }
    }
    int status = atb_modem_escape(&modem);
    if (status == ATB_OK) {
        status = cellular_csq(&modem, &signal);
    }
    if (status == ATB_OK) {
        printf("signal %d\n", (int)signal.rssi);
        status = cellular_ato(&modem);
    }
    return status == ATB_OK && !exchange("back again\n") ? ATB_CLOSED : status;
}

static int call(const char *apn)
{
    int status = cellular_cgdcont(&modem, 1, "IP", apn);
    if (status == ATB_OK) {
        status = cellular_atd_99(&modem); /* or cellular_atd_99_cid(&modem, cid) */
    }
    if (status == ATB_OK) {
        status = talk();
    }
    if (atb_is_transparent(&modem.session)) {
        (void)atb_modem_escape(&modem);
    }
    if (status == ATB_OK) {
        status = cellular_ath(&modem);
    }
    return status;
}

int main(int argc, char **argv)
{
    static char memory[ATB_MODEM_MEMORY];
    struct atb_posix uart;
    int status = ATB_IO;

    if (argc != 3) {
        fprintf(stderr, "usage: %s DEVICE APN\n", argv[0]);
        return 2;
    }
    if (atb_posix_open(&uart, argv[1], 115200) == 0) {
        status = atb_modem_init(&modem, &uart.port, memory, sizeof memory, NULL, 0, NULL);
    }
    if (status == ATB_OK) {
        atb_set_on_event(&modem.session, on_event);
        atb_allow_transparent(&modem.session);
        status = call(argv[2]);
        atb_posix_close(&uart);
    }
    printf("end: %s\n", atb_status_text(status));
    return status == ATB_OK ? 0 : 1;
}
