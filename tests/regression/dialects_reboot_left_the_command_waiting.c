/* SPDX-License-Identifier: MIT */
/*
 * A modem that started again in the middle of a command left it waiting for its limit,
 * and its settings as if nothing had happened. A lookup whose command was over waited for
 * its 60 s.
 */
#include "script.h"

#include "atb_lookup.h"
#include "quectel_sockets.h"

#define Q (&world.quectel)
#define S (&world.simcom)
#define F (&world.fibocom)
#define O (&world.onemo)

static void a_banner_ends_the_command_under_way(void **state)
{
    (void)state;
    assert_int_equal(quectel_qisend_start(Q, TELL, 0, "hello", 5), ATB_OK);
    hear(&Q->session, "\r\n> ");
    world.length = 0;
    hear(&Q->session, "\r\nRDY\r\n");
    assert_ended(ATB_REBOOTED);
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    assert_sent("AT+QIACT=1\r"); /* nothing is left over */
}

static void bytes_may_go_out_again(void **state)
{
    (void)state;
    assert_int_equal(simcom_cipsend_length_start(S, NULL, TELL, 0, "AT", 2), ATB_OK);
    wait_ms(&S->session, 300000);
    assert_ended(ATB_RESET_NEEDED);
    assert_int_equal(simcom_ciphead_start(S, TELL, 1), ATB_RESET_NEEDED);
    hear(&S->session, "\r\n*ATREADY: 1\r\n");
    assert_int_equal(simcom_ciphead_start(S, TELL, 1), ATB_OK);
}

static void what_the_modem_stores_stays_known(void **state)
{
    (void)state;
    assert_int_equal(fibocom_gtset_iprfmt_start(F, TELL, 2), ATB_OK);
    hear(&F->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
    atb_modem_rebooted(&F->session);
    assert_int_equal(F->settings[FIBOCOM_SETTING_IPRFMT], 2);
    atb_set_setting(&O->session, ONEMO_SETTING_ACCESS_MODE, 2);
    atb_modem_rebooted(&O->session);
    assert_int_equal(O->settings[ONEMO_SETTING_ACCESS_MODE], ATB_UNKNOWN);
}

static void tell_lookup(struct atb_lookup *lookup, int status)
{
    (void)lookup;
    world.status = status;
}

static void look_up(void)
{
    static struct atb_lookup lookup;
    static char address[46];
    memset(&lookup, 0, sizeof lookup);
    assert_int_equal(atb_lookup_start(&lookup, &Q->session, &quectel_resolve, "example.org",
                                      address, sizeof address, tell_lookup),
                     ATB_OK);
    wait_ms(&Q->session, 10);
    hear(&Q->session, "\r\nOK\r\n");
    wait_ms(&Q->session, 10);
    assert_runs();
}

static void a_lookup_ends_with_its_modem(void **state)
{
    (void)state;
    look_up();
    hear(&Q->session, "\r\nRDY\r\n");
    wait_ms(&Q->session, 10);
    assert_ended(ATB_REBOOTED);
    set_up(state);
    look_up();
    atb_modem_rebooted(&Q->session); /* a modem whose banner no table knows */
    wait_ms(&Q->session, 10);
    assert_ended(ATB_REBOOTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_banner_ends_the_command_under_way),
        TEST(bytes_may_go_out_again),
        TEST(what_the_modem_stores_stays_known),
        TEST(a_lookup_ends_with_its_modem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
