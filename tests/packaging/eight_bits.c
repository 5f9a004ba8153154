/* SPDX-License-Identifier: MIT */
/*
 * What a machine of 8 bits reads, whose structs have no gaps: on an AVR, or on a PC with packed
 * structs. Says "right", or the line that is wrong.
 */
#include <stdio.h>
#include <string.h>

#include "quectel.h"

#ifdef __AVR__
#include <avr/io.h>
#include <avr/sleep.h>
static int put(char c, FILE *stream)
{
    (void)stream;
    while ((UCSR0A & (1 << UDRE0)) == 0) {
    }
    UDR0 = (uint8_t)c;
    return 0;
}
static FILE serial = FDEV_SETUP_STREAM(put, NULL, _FDEV_SETUP_WRITE);
#endif

static int wrong, status, heard;
static uint32_t now;
#define CHECK(holds)                                                                               \
    if (!(holds) && wrong == 0) {                                                                  \
        wrong = __LINE__;                                                                          \
    }

static int take_bytes(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return (int)length;
}

static uint32_t tell_time(void *context)
{
    (void)context;
    return now;
}

static const struct atb_port port = {.write = take_bytes, .now = tell_time};
static struct quectel modem;
static char memory[1200], data[8];

static void keep_status(void *app, int ended)
{
    (void)app;
    status = ended;
}

static bool is(struct atb_text text, const char *expected)
{
    return text.length == strlen(expected) && memcmp(text.at, expected, text.length) == 0;
}

static void on_summary(void *app, const struct quectel_qping_summary *received)
{
    (void)app;
    heard++;
    CHECK(received->has_sent && received->has_rcvd && !received->has_lost && !received->has_avg);
    CHECK(received->finresult == 2 && received->sent == 4 && received->rcvd == 3);
}

static const struct atb_handler handlers[] = {QUECTEL_ON_QPING_SUMMARY(on_summary)};

static void hear(const char *text)
{
    (void)atb_feed(&modem.session, text, strlen(text));
}

static void read_answers(void)
{
    struct quectel_qiact_read_info contexts[2] = {{.context_id = 0}};
    CHECK(quectel_qiact_read_start(&modem, contexts, 2, keep_status, NULL) == ATB_OK);
    hear("+QIACT: 1,1,1,\"10.0.0.1\"\r\n+QIACT: 2,0,1\r\nOK\r\n");
    CHECK(status == ATB_OK && modem.session.answer.count == 2);
    CHECK(contexts[0].has_ip_address && contexts[0].context_id == 1);
    CHECK(is(contexts[0].ip_address, "10.0.0.1"));
    CHECK(!contexts[1].has_ip_address && contexts[1].context_id == 2);
    CHECK(contexts[1].context_state == 0 && contexts[1].context_type == 1);
}

static void look_numbers_up(void)
{
    struct quectel_qntp_result time;
    CHECK(quectel_qntp_start(&modem, &time, keep_status, NULL, 1, "ntp.org") == ATB_OK);
    hear("OK\r\n+QNTP: 565\r\n");
    CHECK(status == ATB_ERROR && modem.session.error.code == 565 && !time.has_time);
    struct quectel_qird_from_info from;
    CHECK(quectel_qird_packet_start(&modem, &from, data, sizeof data, keep_status, NULL, 0) ==
          ATB_OK);
    hear("+QIRD: 4,\"10.7.76.34\",7687\r\nO\r\nK\r\nOK\r\n");
    CHECK(status == ATB_OK && modem.session.answer.data_length == 4);
    CHECK(memcmp(data, "O\r\nK", 4) == 0);
    CHECK(from.read_actual_length == 4 && from.has_remote_port && from.remote_port == 7687);
}

static void wait_until(uint32_t ms)
{
    now = ms;
    (void)atb_tick(&modem.session);
}

/* More than a minute is more milliseconds than 16 bits have. */
static void keep_a_limit(void)
{
    status = 1;
    CHECK(quectel_qiact_start(&modem, keep_status, NULL, 1) == ATB_OK);
    wait_until(0);
    CHECK(atb_next_tick_ms(&modem.session) == 155000);
    wait_until(154999);
    CHECK(status == 1);
    wait_until(155000);
    CHECK(status == ATB_TIMEOUT);
}

int main(void)
{
    CHECK(quectel_init(&modem, &port, memory, sizeof memory, handlers, 1, NULL) == ATB_OK);
    hear("+QPING: 2,4,3\r\n+QPING:  2, 4,3\r\n"); /* as documented, and not */
    CHECK(heard == 2);
    read_answers();
    look_numbers_up();
    keep_a_limit();
#ifdef __AVR__
    UCSR0B = 1 << TXEN0;
    stdout = &serial;
#endif
    if (wrong == 0) {
        puts("right");
    } else {
        printf("line %d is wrong\n", wrong);
    }
#ifdef __AVR__
    while ((UCSR0A & (1 << TXC0)) == 0) {
    }
    sleep_mode(); /* with interrupts off: for good, and the simulator ends */
#endif
    return wrong != 0;
}
