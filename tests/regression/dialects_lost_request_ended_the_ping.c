/* SPDX-License-Identifier: MIT */
/*
 * Where the manual's module says 1 of a request without reply, EC20, BG95, BG96 and BG770A say
 * 569. That ended the ping as refused at the first one, and what came behind it answered the next.
 */
#include "script.h"

static struct quectel_qping_reply replies[4];

static void start(unsigned number)
{
    assert_int_equal(
        quectel_qping_start(&world.quectel, replies, 4, TELL, 1, "192.0.2.7", 4, number), ATB_OK);
    hear(&world.quectel.session, "\r\nOK\r\n");
    assert_runs();
}

static void some_are_lost(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    start(4);
    hear(session, "\r\n+QPING: 569\r\n\r\n+QPING: 0,\"192.0.2.7\",32,192,255\r\n");
    hear(session, "\r\n+QPING: 569\r\n\r\n+QPING: 0,\"192.0.2.7\",32,194,255\r\n");
    assert_runs();
    hear(session, "\r\n+QPING: 0,4,2,2,192,194,193\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(session->answer.count, 2);
    assert_int_equal(replies[1].time, 194);
}

static void all_are_lost(void **state)
{
    (void)state;
    start(2);
    hear(&world.quectel.session, "\r\n+QPING: 569\r\n\r\n+QPING: 569\r\n");
    assert_runs();
    hear(&world.quectel.session, "\r\n+QPING: 0,2,0,2\r\n");
    assert_ended(ATB_OK);
}

/* Without <timeout> BG95 and BG96 wait 4 s for each of four; the manual's waits 1 s. */
static void four_seconds_each(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_int_equal(quectel_qping_start(&world.quectel, NULL, 0, TELL, 1, "192.0.2.7"), ATB_OK);
    hear(session, "\r\nOK\r\n");
    for (unsigned i = 0; i < 4; i++) {
        world.time += 4000;
        atb_tick(session);
        hear(session, "\r\n+QPING: 569\r\n");
    }
    assert_runs();
    hear(session, "\r\n+QPING: 0,4,0,4\r\n");
    assert_ended(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(some_are_lost), TEST(all_are_lost),
                                       TEST(four_seconds_each)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
