/* SPDX-License-Identifier: MIT */
/* What the tests of lookups share: one, on a modem of a dialect, and what came of it. */
#ifndef LOOKING_UP_H
#define LOOKING_UP_H

#include "bench.h"

#include "atb_lookup.h"

enum { UNTOLD = 1 };

static const struct atb_resolver *resolver;
static struct atb_lookup lookup;
static char address[46];
static int ended, ends;

static int begin(const struct atb_resolver *how)
{
    atb_net_up(&net, false); /* nothing but lookups here */
    resolver = how;
    ended = UNTOLD;
    ends = 0;
    memset(&lookup, 0, sizeof lookup);
    strcpy(address, "unset");
    return 0;
}

static int set_up_quectel(void **state)
{
    (void)on_quectel(state);
    return begin(&quectel_resolve);
}

static int set_up_simcom(void **state)
{
    (void)on_simcom(state);
    return begin(&simcom_resolve);
}

static int set_up_onemo(void **state)
{
    (void)on_onemo(state);
    return begin(&onemo_resolve);
}

static void on_lookup(struct atb_lookup *which, int status)
{
    assert_ptr_equal(which, &lookup);
    ended = status;
    ends++;
}

static int start(size_t size)
{
    return atb_lookup_start(&lookup, session, resolver, "example.org", address, size, on_lookup);
}

/* Once, and with this. */
static void assert_ended(int status)
{
    assert_int_equal(ended, status);
    assert_int_equal(ends, 1);
    ended = UNTOLD;
    ends = 0;
}

static void assert_runs(void)
{
    assert_int_equal(ends, 0);
}

/* A lookup whose command is out. */
static void ask(const char *line)
{
    assert_int_equal(start(sizeof address), ATB_OK);
    pass(10);
    modem_hears(line);
}

#define QUECTEL_ASKS       "AT+QIDNSGIP=1,\"example.org\"\r"
#define SIMCOM_ASKS        "AT+CDNSGIP=\"example.org\"\r"
#define ONEMO_ASKS         "AT+MDNSGIP=\"example.org\"\r"

#define QUECTEL_TEST(name) cmocka_unit_test_setup(name, set_up_quectel)
#define SIMCOM_TEST(name)  cmocka_unit_test_setup(name, set_up_simcom)
#define ONEMO_TEST(name)   cmocka_unit_test_setup(name, set_up_onemo)

#endif
