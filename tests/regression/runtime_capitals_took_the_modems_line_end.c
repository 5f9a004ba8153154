/* SPDX-License-Identifier: MIT */
/*
 * In transparent mode, capitals that end right before the modem's own line took that
 * line's CR LF with them: the peer's data grew by two bytes.
 */
#include "bench.h"

static struct bench bench;

static void capitals_took_the_modems_line_end(void **state)
{
    struct atb_command ato = command_of(&toy_ato_form, 0);
    struct atb_command escape = command_of(&toy_escape_form, 0);
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_expect(&bench.session, &ato);
    FEED(&bench, "CONNECT\r\n");
    atb_expect(&bench.session, &escape);
    FEED(&bench, "HELLO CLIENT\r\nOK\r\n");
    assert_log(&bench, "final CONNECT \ndata -! HELLO CLIENT\nfinal OK \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(capitals_took_the_modems_line_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
