/* SPDX-License-Identifier: MIT */
/*
 * A final result code that comes while the port has taken nothing of the command can be no answer
 * to it: a stray OK ended it out of order, a stray ERROR as if the modem had refused it.
 */
#include "bench.h"

static struct bench bench;

/* Starts a command while the port is full. */
static void start_unsent(void)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    bench_init(&bench, NULL, 0);
    bench.takes = 0;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

static void assert_goes_on(void)
{
    assert_int_equal(bench.done, NOT_DONE);
    bench.takes = SIZE_MAX;
    bench_wait(&bench, 10);
    ASSERT_SENT(&bench, "AT\r");
    FEED(&bench, "\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    assert_int_equal(bench.done_count, 1);
}

/* Whose comes next? */
static void assert_marked(void)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    ASSERT_SENT(&bench, "AT+CSQ\r");
}

static void a_success_is_nobodys(void **state)
{
    (void)state;
    start_unsent();
    FEED(&bench, "\r\nOK\r\n");
    assert_goes_on();
    assert_marked();
}

static void a_failure_is_nobodys(void **state)
{
    (void)state;
    start_unsent();
    FEED(&bench, "\r\nERROR\r\n");
    assert_goes_on();
    assert_marked();
}

/* Half a line the modem may refuse, and it is not known what an OK is for. */
static void what_has_left_in_part_is_answered(void **state)
{
    (void)state;
    start_unsent();
    bench.takes = 1;
    bench.taken = 0;
    bench.once = true;
    assert_int_equal(atb_tick(&bench.session), ATB_OK);
    bench.takes = 0;
    FEED(&bench, "\r\nERROR\r\n");
    bench.takes = SIZE_MAX;
    bench.once = false;
    bench_wait(&bench, 10);
    assert_int_equal(bench.done, ATB_ERROR);
    ASSERT_SENT(&bench, "AT\r"); /* whole all the same: the next line stands alone */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_success_is_nobodys),
        cmocka_unit_test(a_failure_is_nobodys),
        cmocka_unit_test(what_has_left_in_part_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
