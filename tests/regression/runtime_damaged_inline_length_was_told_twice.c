/* SPDX-License-Identifier: MIT */
/*
 * A damaged length of inline payload was reported at the comma, and again with the
 * whole line.
 */
#include "bench.h"

static struct bench bench;

static void damaged_inline_length_was_told_twice(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    FEED(&bench, "+MIPURC: \"rtcp\",0,-4,xx\r\n");
    assert_log(&bench, "malformed RTCP! -3@1 0,-4,xx\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(damaged_inline_length_was_told_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
