/* SPDX-License-Identifier: MIT */
/*
 * A program that does not use transparent mode does not link it. A modem that enters
 * it all the same takes every byte for the peer's: the session says so and sends none.
 */
#include "script.h"

static void assert_locked(struct quectel *modem)
{
    world.length = 0;
    assert_false(atb_is_transparent(&modem->session));
    assert_int_equal(quectel_qiact_start(modem, TELL, 1), ATB_RESET_NEEDED);
    assert_int_equal(world.length, 0);
    assert_refuses(&modem->session, ATB_RESET_NEEDED);
    atb_modem_rebooted(&modem->session);
    world.status = UNTOLD;
    assert_int_equal(quectel_qiact_start(modem, TELL, 1), ATB_OK);
    assert_sent("AT+QIACT=1\r");
    hear(&modem->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

static void connect_for_the_command_that_asked(void **state)
{
    (void)state;
    start_quectel_transparent();
    hear(&world.quectel.session, "\r\nCONNECT\r\nhello\r\nOK\r\n");
    assert_ended(ATB_RESET_NEEDED);
    assert_locked(&world.quectel);
}

static void connect_behind_an_abandoned_command(void **state)
{
    (void)state;
    start_quectel_transparent();
    atb_abort(&world.quectel.session);
    assert_ended(ATB_ABORTED);
    hear(&world.quectel.session, "\r\nCONNECT\r\n");
    assert_locked(&world.quectel);
}

static void connect_while_the_next_line_is_half_sent(void **state)
{
    (void)state;
    start_quectel_transparent();
    atb_abort(&world.quectel.session);
    assert_ended(ATB_ABORTED);
    world.room = 0;
    assert_int_equal(quectel_qiact_start(&world.quectel, TELL, 1), ATB_OK);
    hear(&world.quectel.session, "\r\nCONNECT\r\n");
    assert_ended(ATB_RESET_NEEDED);
    world.room = SIZE_MAX;
    assert_locked(&world.quectel);
}

static void a_result_that_means_as_much(void **state)
{
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    start_fibocom_transparent();
    hear(session, "\r\nOK\r\n\r\n+MIPODM: 1,1,\"example.com\",1\r\n");
    assert_ended(ATB_RESET_NEEDED);
    assert_refuses(session, ATB_RESET_NEEDED);
}

static void a_stray_one_is_only_reported(void **state)
{
    (void)state;
    hear(&world.quectel.session, "\r\nCONNECT\r\n");
    assert_int_equal(quectel_qiact_start(&world.quectel, TELL, 1), ATB_OK);
    hear(&world.quectel.session, "\r\nCONNECT\r\n");
    assert_ended(ATB_OUT_OF_ORDER);
    assert_int_equal(quectel_qiact_start(&world.quectel, TELL, 1), ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(connect_for_the_command_that_asked),
        TEST(connect_behind_an_abandoned_command),
        TEST(connect_while_the_next_line_is_half_sent),
        TEST(a_result_that_means_as_much),
        TEST(a_stray_one_is_only_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
