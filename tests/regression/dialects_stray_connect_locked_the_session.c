/* SPDX-License-Identifier: MIT */
/*
 * One CONNECT that nobody asked for locked the session out: URCs became data and
 * commands were busy. A late one behind an abandoned open sent the next command line
 * to the peer. A peer's OK ended transparent mode after +++ had timed out. One that came before
 * anything of a command had left gave the command up. A result that means as much, but whose OK was
 * lost, did not begin transparent mode: the next mark went to the peer.
 */
#include "script.h"

static struct atb_session *sessions[4];

static int set_up_four(void **state)
{
    set_up(state);
    sessions[0] = &world.quectel.session;
    sessions[1] = &world.simcom.session;
    sessions[2] = &world.fibocom.session;
    sessions[3] = &world.onemo.session;
    for (unsigned i = 0; i < 4; i++) {
        atb_allow_transparent(sessions[i]);
    }
    return 0;
}

static void a_stray_connect(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        hear(sessions[i], "\r\nCONNECT\r\n");
        assert_false(atb_is_transparent(sessions[i]));
        assert_int_equal(atb_raw(sessions[i], "AT", NULL, TELL), ATB_OK);
        hear(sessions[i], "\r\nOK\r\n");
        assert_ended(ATB_OK);
        atb_allow_connect(sessions[i], true);
        hear(sessions[i], "\r\nCONNECT 115200\r\n");
        assert_true(atb_is_transparent(sessions[i]));
        atb_end_transparent(sessions[i]);
        assert_false(atb_is_transparent(sessions[i]));
    }
}

static void a_stray_connect_before_the_command_has_left(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        world.room = 0;
        assert_int_equal(atb_raw(sessions[i], "AT", NULL, TELL), ATB_OK);
        hear(sessions[i], "\r\nCONNECT\r\n");
        assert_int_equal(world.status, UNTOLD);
        world.room = SIZE_MAX;
        wait_ms(sessions[i], 10);
        assert_sent("AT\r");
        hear(sessions[i], "\r\nOK\r\n");
        assert_ended(ATB_OK);
    }
}

static void a_late_connect(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    start_quectel_transparent();
    wait_ms(session, 155000);
    assert_ended(ATB_TIMEOUT);
    hear(session, "\r\nCONNECT\r\n");
    assert_true(atb_is_transparent(session));
    assert_refuses(session, ATB_BUSY);
}

static void a_late_connect_while_the_next_command_waits(void **state)
{
    struct atb_session *session = &world.onemo.session;
    (void)state;
    assert_int_equal(onemo_mipmode_transparent_start(&world.onemo, TELL, 0), ATB_OK);
    hear(session, "\r\nOK\r\n");
    wait_ms(session, 60000);
    assert_ended(ATB_TIMEOUT);
    assert_int_equal(onemo_mipmode_start(&world.onemo, TELL, 0, 0), ATB_OK);
    hear(session, "\r\nCONNECT\r\n");
    assert_ended(ATB_OUT_OF_ORDER);
    assert_true(atb_is_transparent(session));
}

/* The command line would be the peer's. */
static void a_connect_that_is_allowed_before_the_command_has_left(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        atb_allow_connect(sessions[i], true);
        world.room = 0;
        assert_int_equal(atb_raw(sessions[i], "AT", NULL, TELL), ATB_OK);
        hear(sessions[i], "\r\nCONNECT\r\n");
        assert_ended(ATB_OUT_OF_ORDER);
        world.room = SIZE_MAX;
        wait_ms(sessions[i], 1000);
        assert_int_equal(world.length, 0);
    }
}

/* Fibocom says with a result line that transparent mode begins. */
static void a_late_result_that_means_as_much(void **state)
{
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    start_fibocom_transparent();
    atb_abort(session);
    assert_ended(ATB_ABORTED);
    hear(session, "\r\nOK\r\n\r\n+MIPODM: 1,1,\"example.com\",1\r\n");
    assert_true(atb_is_transparent(session));
    assert_refuses(session, ATB_BUSY);
}

/* Its OK was lost; the next mark would be the peer's. */
static void a_result_that_means_as_much_without_its_ok(void **state)
{
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    start_fibocom_transparent();
    hear(session, "\r\n+MIPODM: 1,1,\"example.com\",1\r\n");
    assert_true(atb_is_transparent(session));
    assert_ended(ATB_OUT_OF_ORDER);
    assert_refuses(session, ATB_BUSY);
}

/* What a raw command opens: OK has ended it. */
static void a_result_that_means_as_much_where_any_is_allowed(void **state)
{
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    for (int allowed = 0; allowed < 2; allowed++) {
        atb_allow_connect(session, allowed != 0);
        assert_int_equal(atb_raw(session, "AT+MIPODM=1,,\"example.com\",7,0", NULL, TELL), ATB_OK);
        hear(session, "\r\nOK\r\n\r\n+MIPODM: 1,1,\"example.com\",1\r\n");
        assert_ended(ATB_OK);
        assert_int_equal(atb_is_transparent(session), allowed != 0);
    }
}

static void the_peers_ok_behind_a_lost_escape(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    atb_allow_connect(session, true);
    hear(session, "\r\nCONNECT\r\n");
    assert_int_equal(quectel_escape_start(&world.quectel, TELL), ATB_OK);
    wait_ms(session, 70000);
    assert_ended(ATB_TIMEOUT);
    hear(session, "\r\nOK\r\n");
    assert_true(atb_is_transparent(session));
    atb_end_transparent(session);
    world.length = 0;
    assert_int_equal(quectel_qiact_start(&world.quectel, TELL, 1), ATB_OK);
    assert_sent("AT+CSQ\r"); /* +++ may still be answered */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_stray_connect, set_up_four),
        cmocka_unit_test_setup(a_stray_connect_before_the_command_has_left, set_up_four),
        cmocka_unit_test_setup(a_late_connect, set_up_four),
        cmocka_unit_test_setup(a_late_connect_while_the_next_command_waits, set_up_four),
        cmocka_unit_test_setup(a_connect_that_is_allowed_before_the_command_has_left, set_up_four),
        cmocka_unit_test_setup(a_late_result_that_means_as_much, set_up_four),
        cmocka_unit_test_setup(a_result_that_means_as_much_without_its_ok, set_up_four),
        cmocka_unit_test_setup(a_result_that_means_as_much_where_any_is_allowed, set_up_four),
        cmocka_unit_test_setup(the_peers_ok_behind_a_lost_escape, set_up_four),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
