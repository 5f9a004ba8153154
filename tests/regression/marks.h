/* SPDX-License-Identifier: MIT */
/* What the tests of marks share: a session, and AT, which is abandoned in many ways. */
#ifndef MARKS_H
#define MARKS_H

#include "bench.h"

static struct bench bench;

static int set_up(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    return 0;
}

static void start_at(void)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

#endif
