/* SPDX-License-Identifier: MIT */
/*
 * A line with payload was framed although the session knew that the setting forbids it:
 * a peer that sends "+IPD9999" as raw data could swallow all that follows.
 */
#include "bench.h"

static struct bench bench;

static void known_setting_framed_payload_all_the_same(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_set_setting(&bench.session, TOY_SETTING_IPRFMT, 1);
    FEED(&bench, "+MIPRTCP: 1,9999,x\r\nOK\r\n");
    assert_log(&bench, "text -! +MIPRTCP: 1,9999,x\nfinal OK! \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_setting_framed_payload_all_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
