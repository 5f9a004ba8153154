/* SPDX-License-Identifier: MIT */
/* Sockets that always have something to do, and others on the same session: all get their turn. */
#include "bench.h"

#include "quectel.h"
#include "quectel_bringup.h"

#define OK "\r\nOK\r\n"

static int ended;

static void on_done(void *app, int status)
{
    (void)app;
    ended = status;
}

static void more_data(void)
{
    char data[8];
    modem_says("\r\n+QIRD: 4\r\ndata" OK);
    (void)atb_socket_receive(&sockets[0], data, sizeof data);
}

/* A socket whose modem always has more. */
static void read_for_ever(void)
{
    open_tcp(64);
    data_waits();
    modem_hears("AT+QIRD=0,64\r");
    ended = 1;
}

/* As a main loop does that tries again each time round. */
static void an_application_that_was_refused_is_next(void **state)
{
    (void)state;
    read_for_ever();
    assert_int_equal(atb_raw(session, "ATI", NULL, on_done, NULL), ATB_BUSY);
    more_data();
    pass(10);
    modem_hears("");
    assert_int_equal(atb_raw(session, "ATI", NULL, on_done, NULL), ATB_OK);
    modem_hears("ATI\r");
    modem_says("Quectel" OK);
    assert_int_equal(ended, ATB_OK);
    pass(10);
    modem_hears("AT+QIRD=0,64\r");
}

/* Who does not come back holds nobody up. */
static void one_that_does_not_try_again_is_waited_for_once(void **state)
{
    (void)state;
    read_for_ever();
    assert_int_equal(atb_raw(session, "ATI", NULL, on_done, NULL), ATB_BUSY);
    more_data();
    assert_int_equal(atb_next_tick_ms(session), 0);
    pass(0);
    modem_hears("");
    assert_int_equal(atb_next_tick_ms(session), 0);
    pass(0);
    modem_hears("AT+QIRD=0,64\r");
    more_data();
    modem_hears("AT+QIRD=0,60\r"); /* at once: nobody was refused */
}

/* ---- a loop that sleeps is awake for it ---------------------------------------------------------
 */

static void the_end_of_a_command_whose_turn_is_given_away_wakes_it(void **state)
{
    (void)state;
    read_for_ever();
    assert_int_equal(atb_raw(session, "ATI", NULL, on_done, NULL), ATB_BUSY);
    pass(10);
    modem_says("\r\n+QIRD: 4\r\ndata" OK);
    assert_int_equal(atb_next_tick_ms(session), 0);
}

static void a_restart_wakes_it(void **state)
{
    (void)state;
    read_for_ever();
    pass(10);
    modem_says("\r\nRDY\r\n");
    assert_int_equal(atb_next_tick_ms(session), 0);
    pass(0);
    app_hears("closed 0, ");
}

static void closing_wakes_it(void **state)
{
    (void)state;
    open_tcp(64);
    pass(10);
    pass(10);
    assert_true(atb_next_tick_ms(session) > 0);
    atb_socket_close(&sockets[0]);
    assert_int_equal(atb_next_tick_ms(session), 0);
}

/* ---- bring-up ------------------------------------------------------------------------------- */

static void on_stage(void *app, int stage)
{
    (void)app;
    (void)stage;
}

/* Its questions go out between two reads. */
static void bring_up_gets_its_turn(void **state)
{
    static const struct atb_bringup_setup setup = {.apn = "internet"};
    static struct atb_bringup bringup;
    (void)state;
    read_for_ever();
    atb_bringup_start(&bringup, session, &quectel_bringup, &setup, on_stage, NULL);
    pass(10);
    more_data();
    pass(10);
    modem_hears("AT\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_application_that_was_refused_is_next, on_quectel),
        cmocka_unit_test_setup(one_that_does_not_try_again_is_waited_for_once, on_quectel),
        cmocka_unit_test_setup(the_end_of_a_command_whose_turn_is_given_away_wakes_it, on_quectel),
        cmocka_unit_test_setup(a_restart_wakes_it, on_quectel),
        cmocka_unit_test_setup(closing_wakes_it, on_quectel),
        cmocka_unit_test_setup(bring_up_gets_its_turn, on_quectel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
