/* SPDX-License-Identifier: MIT */
/*
 * AT+MIPODM was abandoned, and its +MIPODM: 2,1, which begins transparent mode as CONNECT does,
 * came while the next command's mark was half sent: the peer got the other half. CONNECT had
 * always ended the command under way; a line that says as much did not.
 */
#include "script.h"

static struct atb_session *session = &world.fibocom.session;

static void abandon_mipodm(void)
{
    assert_int_equal(fibocom_mipodm_start(&world.fibocom, NULL, TELL, 2, 0, "example.com", 1, 0, 0),
                     ATB_OK);
    hear(session, "\r\nOK\r\n");
    atb_abort(session);
    assert_ended(ATB_ABORTED);
    world.length = 0;
}

static void half_a_mark(void **state)
{
    (void)state;
    atb_allow_transparent(session);
    abandon_mipodm();
    world.room = 5;
    assert_int_equal(atb_raw(session, "AT", NULL, TELL), ATB_OK);
    assert_sent("AT+CS");
    hear(session, "\r\n+MIPODM: 2,1,\"example.com\",1\r\n");
    assert_ended(ATB_OUT_OF_ORDER);
    assert_true(atb_is_transparent(session));
    world.room = SIZE_MAX;
    wait_ms(session, 20000);
    assert_sent("");
}

static void a_mark_that_waits(void **state)
{
    (void)state;
    atb_allow_transparent(session);
    abandon_mipodm();
    assert_int_equal(atb_raw(session, "AT", NULL, TELL), ATB_OK);
    assert_sent("AT+CSQ\r");
    hear(session, "\r\n+MIPODM: 2,1,\"example.com\",1\r\n");
    assert_ended(ATB_OUT_OF_ORDER);
    wait_ms(session, 20000);
    assert_sent("");
}

static void a_program_without_transparent_mode(void **state)
{
    (void)state;
    abandon_mipodm();
    world.room = 5;
    assert_int_equal(atb_raw(session, "AT", NULL, TELL), ATB_OK);
    assert_sent("AT+CS");
    hear(session, "\r\n+MIPODM: 2,1,\"example.com\",1\r\n");
    assert_ended(ATB_RESET_NEEDED);
    world.room = SIZE_MAX;
    wait_ms(session, 20000);
    assert_sent("");
}

static void another_connections_news(void **state)
{
    (void)state;
    atb_allow_transparent(session);
    abandon_mipodm();
    assert_int_equal(atb_raw(session, "AT", NULL, TELL), ATB_OK);
    hear(session, "\r\n+MIPODM: 2,2,\"example.com\",1\r\n+CSQ: 9,9\r\nOK\r\n");
    assert_sent("AT+CSQ\rAT\r");
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(half_a_mark),
        TEST(a_mark_that_waits),
        TEST(a_program_without_transparent_mode),
        TEST(another_connections_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
