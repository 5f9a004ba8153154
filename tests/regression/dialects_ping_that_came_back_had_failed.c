/* SPDX-License-Identifier: MIT */
/*
 * The manual ends a ping with 2 and its statistics; EC20, EC25 and BG96 end it with 0 and the
 * same, which was taken for a failure. What failed has no statistics.
 */
#include "script.h"

static void ping(const char *replies, int status)
{
    struct atb_session *session = &world.quectel.session;
    assert_int_equal(quectel_qping_start(&world.quectel, NULL, 0, TELL, 1, "192.0.2.7", 4, 1),
                     ATB_OK);
    hear(session, "\r\nOK\r\n");
    assert_runs();
    hear(session, replies);
    assert_ended(status);
}

static void with_statistics(void **state)
{
    (void)state;
    ping("\r\n+QPING: 0,\"192.0.2.7\",32,192,255\r\n\r\n+QPING: 0,1,1,0,192,192,192\r\n", ATB_OK);
    ping("\r\n+QPING: 0,192.0.2.7,32,192,255\r\n\r\n+QPING: 2,1,1,0,192,192,192\r\n", ATB_OK);
}

static void without(void **state)
{
    (void)state;
    ping("\r\n+QPING: 565\r\n", ATB_ERROR);
    ping("\r\n+QPING: 4\r\n", ATB_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(with_statistics), TEST(without)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
