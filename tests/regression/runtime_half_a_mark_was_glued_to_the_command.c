/* SPDX-License-Identifier: MIT */
/*
 * The port took only half of the mark behind an abandoned command. When some final result code
 * came and then the mark's time was over, the command went out behind that half:
 * "AT+CSAT+QIOPEN=…". An aborted command went out, too.
 */
#include "bench.h"

static struct bench bench;

/* A command abandoned; behind it another one, of whose mark the port takes five bytes. */
static void half_a_mark(void)
{
    struct atb_command first = qiopen(0), second = qiopen(1);
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &first, NULL), ATB_OK);
    atb_abort(&bench.session);
    ASSERT_SENT(&bench, "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7\r");
    bench.takes = 5;
    bench.once = true; /* a call takes five bytes, the next one none */
    bench.taken = 0;
    assert_int_equal(bench_start(&bench, &second, NULL), ATB_OK);
    ASSERT_SENT(&bench, "AT+CS");
    bench.once = false;
    bench.takes = 0;
    FEED(&bench, "\r\nERROR\r\n");
}

static void nothing_goes_out_behind_half_a_mark(void **state)
{
    (void)state;
    half_a_mark();
    bench_wait(&bench, 3100);
    bench.takes = SIZE_MAX;
    bench_wait(&bench, 100);
    ASSERT_SENT(&bench, "Q\r");
    assert_int_equal(bench.done, ATB_TIMEOUT);
}

static void an_aborted_command_does_not_go_out(void **state)
{
    (void)state;
    half_a_mark();
    atb_abort(&bench.session);
    bench_wait(&bench, 3100);
    bench.takes = SIZE_MAX;
    bench_wait(&bench, 100);
    ASSERT_SENT(&bench, "");
    assert_int_equal(bench.done, ATB_ABORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_goes_out_behind_half_a_mark),
                                       cmocka_unit_test(an_aborted_command_does_not_go_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
