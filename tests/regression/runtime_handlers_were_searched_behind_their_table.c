/* SPDX-License-Identifier: MIT */
/*
 * A handler that prepares the session anew, with a table of other handlers: where that one has two
 * for some line, the next one of the line was searched for behind the row of the old table, up to
 * the end of the new one, through memory that is neither.
 */
#include "bench.h"

static struct bench bench;

static void ignore(void *app, const struct toy_urc_peer_closed *urc)
{
    (void)app;
    (void)urc;
}

static void fail_it(void *app, const struct toy_urc_peer_closed *urc)
{
    (void)app;
    (void)urc;
    fail();
}

static const struct atb_handler two[] = {TOY_ON_PEER_CLOSED(ignore), TOY_ON_PEER_CLOSED(ignore)};

static void prepare_anew(void *app, const struct toy_urc_peer_closed *urc)
{
    (void)app;
    (void)urc;
    bench_handlers(&bench, two, ATB_LENGTH(two));
}

/* The last row is counted to no table. */
static const struct atb_handler one[] = {TOY_ON_PEER_CLOSED(prepare_anew),
                                         TOY_ON_PEER_CLOSED(fail_it)};

static void what_lies_behind_the_old_table_is_no_handler(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    bench_handlers(&bench, one, 1);
    FEED(&bench, "+QIURC: \"closed\",1\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_behind_the_old_table_is_no_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
