/* SPDX-License-Identifier: MIT */
/*
 * A server that speaks first: what it says may be told before the result of the open. The mode in
 * which data is handed over was known behind that result only, so OneMO's
 * +MIPURC: "rtcp",0,1460,1460 of the buffered mode was read as 1460 bytes of pushed data, and
 * the result in it was lost.
 */
#include "script.h"

#define OK "\r\nOK\r\n"

static void onemo_buffers_before_it_is_open(void **state)
{
    struct onemo_mipopen_result opened;
    (void)state;
    assert_int_equal(onemo_mipopen_start(&world.onemo, &opened, keep_status, NULL, 0, "TCP",
                                         "192.0.2.7", 7, 60, 2),
                     ATB_OK);
    hear(&world.onemo.session, OK "\r\n+MIPURC: \"rtcp\",0,1460,1460\r\n");
    assert_runs();
    hear(&world.onemo.session, "\r\n+MIPOPEN: 0,0\r\n");
    assert_ended(ATB_OK);
}

static void onemo_pushes_before_it_is_open(void **state)
{
    struct onemo_mipopen_result opened;
    (void)state;
    assert_int_equal(onemo_mipopen_start(&world.onemo, &opened, keep_status, NULL, 0, "TCP",
                                         "192.0.2.7", 7, 60, 0),
                     ATB_OK);
    hear(&world.onemo.session, OK "\r\n+MIPURC: \"rtcp\",0,16,\r\n+MIPOPEN: 0,9\r\n");
    assert_runs(); /* the peer wrote that */
    hear(&world.onemo.session, "\r\n+MIPOPEN: 0,0\r\n");
    assert_ended(ATB_OK);
}

static void quectel_says_recv_before_it_is_open(void **state)
{
    struct quectel_qiopen_result opened;
    (void)state;
    assert_int_equal(quectel_qiopen_start(&world.quectel, &opened, keep_status, NULL, 1, 0, "TCP",
                                          "192.0.2.7", 7, 0, 0),
                     ATB_OK);
    hear(&world.quectel.session, OK "\r\n+QIURC: \"recv\",0\r\n");
    assert_runs();
    hear(&world.quectel.session, "\r\n+QIOPEN: 0,0\r\n");
    assert_ended(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(onemo_buffers_before_it_is_open),
        TEST(onemo_pushes_before_it_is_open),
        TEST(quectel_says_recv_before_it_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
