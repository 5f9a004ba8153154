/* SPDX-License-Identifier: MIT */
/*
 * OneMO answers AT+MIPRD of an empty buffer with OK alone: section 3.6 says so of both forms, and
 * an ML307R does so. The form that only asks ended with ATB_INCOMPLETE.
 */
#include "script.h"

static void ask(const char *told, unsigned lines)
{
    struct atb_session *session = &world.onemo.session;
    struct onemo_miprd_unread unread = {0};
    assert_int_equal(onemo_miprd_query_start(&world.onemo, &unread, TELL, 2), ATB_OK);
    hear(session, told);
    assert_ended(ATB_OK);
    assert_int_equal(session->answer.count, lines);
    assert_int_equal(unread.unread_len, lines * 5);
}

static void of_an_empty_buffer_ok_alone(void **state)
{
    (void)state;
    ask("\r\nOK\r\n", 0);
    ask("\r\n+MIPRD: 2,5\r\n\r\nOK\r\n", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(of_an_empty_buffer_ok_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
