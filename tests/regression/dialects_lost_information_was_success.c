/* SPDX-License-Identifier: MIT */
/*
 * An information line that was lost left ATB_OK with no item, and AT+CGMI answered by OK
 * alone ATB_OK with an empty name. What the table says to come must come; lists may be empty.
 */
#include "script.h"

#include "cellular.h"

#define Q (&world.quectel)

static void one_line_is_owed(void **state)
{
    struct quectel_qird_info got;
    char data[64];
    (void)state;
    assert_int_equal(quectel_qird_start(Q, &got, data, sizeof data, TELL, 0, 64), ATB_OK);
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_INCOMPLETE);
    assert_int_equal(quectel_qird_start(Q, &got, data, sizeof data, TELL, 0, 64), ATB_OK);
    hear(&Q->session, "\r\n+QIRD: 5\r\nhello\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(quectel_qird_start(Q, NULL, NULL, 0, TELL, 0, 64), ATB_OK);
    hear(&Q->session, "\r\n+QIRD: 0\r\n\r\nOK\r\n");
    assert_ended(ATB_OK); /* it came, though nobody keeps it */
    assert_int_equal(quectel_qird_start(Q, &got, data, sizeof data, TELL, 0, 64), ATB_OK);
    hear(&Q->session, "\r\nERROR\r\n");
    assert_ended(ATB_ERROR);
    assert_int_equal(quectel_qird_start(Q, &got, data, sizeof data, TELL, 0, 64), ATB_OK);
    hear(&Q->session, "\r\n+QIRD: x\r\n\r\nOK\r\n");
    assert_ended(ATB_MALFORMED);
}

static void a_text_without_keyword_is_owed(void **state)
{
    struct cellular_cgmi_info maker;
    (void)state;
    assert_int_equal(cellular_cgmi_start(Q, &maker, TELL), ATB_OK);
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_INCOMPLETE);
    assert_int_equal(cellular_cgmi_start(Q, &maker, TELL), ATB_OK);
    hear(&Q->session, "\r\nQuectel\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
}

static void a_list_may_be_empty(void **state)
{
    (void)state;
    assert_int_equal(quectel_qiact_read_start(Q, NULL, 0, TELL), ATB_OK);
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

static void in_every_dialect(void **state)
{
    struct atb_session *session;
    (void)state;
    session = &world.simcom.session;
    assert_int_equal(simcom_netopen_read_start(&world.simcom, NULL, TELL), ATB_OK);
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_INCOMPLETE);
    session = &world.fibocom.session;
    assert_int_equal(fibocom_mipkeepconf_read_start(&world.fibocom, NULL, TELL), ATB_OK);
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_INCOMPLETE);
    session = &world.onemo.session;
    assert_int_equal(onemo_mipmode_query_start(&world.onemo, NULL, TELL, 0), ATB_OK);
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_INCOMPLETE);
}

/* The only command that both tells and sets: how its own answer is coded. That counts from its
 * start, whether or not the answer comes, and for no other. */
static void what_codes_an_answer_counts_though_it_is_lost(void **state)
{
    struct fibocom *f = &world.fibocom;
    struct fibocom_mipread_data got;
    char data[8] = "";
    (void)state;
    assert_int_equal(fibocom_mipread_start(f, &got, data, sizeof data, TELL, 1, 8, 1), ATB_OK);
    assert_int_equal(f->settings[FIBOCOM_SETTING_MIPREAD_HEXMODE], 1);
    hear(&f->session, "\r\nOK\r\n");
    assert_ended(ATB_INCOMPLETE);
    assert_int_equal(f->settings[FIBOCOM_SETTING_MIPREAD_HEXMODE], 1);
    assert_int_equal(fibocom_mipread_start(f, &got, data, sizeof data, TELL, 1, 8, 0), ATB_OK);
    hear(&f->session, "\r\n+MIPDATA: 1,4\r\n3132\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(data, "3132");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_line_is_owed),
        TEST(a_text_without_keyword_is_owed),
        TEST(a_list_may_be_empty),
        TEST(in_every_dialect),
        TEST(what_codes_an_answer_counts_though_it_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
