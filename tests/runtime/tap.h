/* SPDX-License-Identifier: MIT */
/* A tap on the bench: what was written down so far. */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include "bench.h"

#include <stdio.h>

#include "atb_tap.h"

static struct bench bench;
static struct atb_tap tap;
static char written[2048];

/* As QUECTEL_SECRETS and FIBOCOM_SECRETS have them. */
static const struct atb_secret secrets[] = {
    {"+CGAUTH:", 0x0c}, {"+CGAUTH=", 0x0c}, {"+CLCK=", 0x04},   {"+CPIN=", 0x03},
    {"+CPWD=", 0x06},   {"+QICSGP:", 0x0c}, {"+QICSGP=", 0x18}, {"+MIPCALL=", 0x0c},
};

static void put(void *context, const char *bytes, size_t length)
{
    assert_ptr_equal(context, &bench);
    strncat(written, bytes, length);
}

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_tap_init(&tap, &bench.port, secrets, ATB_LENGTH(secrets), put, &bench);
    memset(written, 0, sizeof written);
    return 0;
}

static inline void send_text(const char *bytes)
{
    (void)tap.port.write(tap.port.context, bytes, strlen(bytes));
}

#define RECEIVE(literal) atb_tap_received(&tap, literal, sizeof(literal) - 1)

static inline void assert_text(const char *expected)
{
    atb_tap_end(&tap);
    assert_string_equal(written, expected);
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

#endif
