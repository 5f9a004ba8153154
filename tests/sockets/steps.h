/* SPDX-License-Identifier: MIT */
/*
 * Bring-up against a modem of a few lines that a test scripts: what goes out next, and its answer.
 * The list is Quectel's.
 */
#ifndef STEPS_H
#define STEPS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "quectel.h"
#include "quectel_bringup.h"

static struct quectel modem;
static struct atb_bringup bringup;
static struct atb_bringup_setup setup;
static char lines[8192], sent[1024], stages[512], keys[256];
static uint32_t now;
static bool port_fails;

static inline int port_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    if (port_fails) {
        return -1;
    }
    strncat(sent, bytes, length);
    return (int)length;
}

static inline uint32_t port_now(void *context)
{
    (void)context;
    return now;
}

static const struct atb_port port = {.write = port_write, .now = port_now};

static inline void press_power(void *context, bool pressed)
{
    (void)context;
    strcat(keys, pressed ? "power " : "up ");
}

static inline void press_reset(void *context, bool pressed)
{
    (void)context;
    strcat(keys, pressed ? "reset " : "up ");
}

static inline void set_speed(void *context, uint32_t baud)
{
    size_t length = strlen(keys);
    (void)context;
    snprintf(keys + length, sizeof keys - length, "%u ", (unsigned)baud);
}

static const struct atb_pins pins = {press_power, press_reset, set_speed, NULL};

static inline void on_stage(void *app, int stage)
{
    static const char *const names[] = {"power",   "reset",  "set-up", "sim", "register",
                                        "context", "locked", "lost",   "up"};
    assert_ptr_equal(app, keys);
    strcat(strcat(stages, names[stage]), " ");
}

static inline int set_up(void **state)
{
    (void)state;
    memset(&setup, 0, sizeof setup);
    memset(sent, 0, sizeof sent);
    memset(stages, 0, sizeof stages);
    memset(keys, 0, sizeof keys);
    now = 1000;
    port_fails = false;
    (void)quectel_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    memset(&bringup, 0xA5, sizeof bringup); /* wherever it lies, it need not be zeroed */
    atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, keys);
    return 0;
}

static inline void tick(uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms; passed += 10) {
        now += 10;
        (void)atb_tick(&modem.session);
    }
}

static inline void feed(const char *text)
{
    (void)atb_feed(&modem.session, text, strlen(text));
}

/* The next command that goes out is this one; and this is its answer. */
static inline void expect(const char *command, const char *answer)
{
    for (int i = 0; i < 300 && sent[0] == '\0'; i++) {
        tick(10);
    }
    assert_string_equal(sent, command);
    memset(sent, 0, sizeof sent);
    feed(answer);
}

static inline void assert_stages(const char *text)
{
    assert_string_equal(stages, text);
    memset(stages, 0, sizeof stages);
}

static inline void to_the_card(void)
{
    expect("AT\r", "\r\nOK\r\n");
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
}

static inline void to_the_network(void)
{
    expect("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
}

static inline void to_data(void)
{
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
}

static inline void up(void)
{
    to_the_card();
    to_the_network();
    to_data();
    assert_stages("power set-up sim register context up ");
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

#endif
