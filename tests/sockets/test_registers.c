/* SPDX-License-Identifier: MIT */
/* Bring-up in LTE, 3G or 2G: any register will do, and that one is watched. */
#include "steps.h"

static void up_in_2g(void)
{
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 0,0\r\n\r\nOK\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 0,5\r\n\r\nOK\r\n");
    expect("AT+CGREG=1\r", "\r\nOK\r\n"); /* the one that is watched */
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 1,5\r\n\r\nOK\r\n");
    assert_stages("power set-up sim register context up ");
}

static void a_late_answer_is_no_loss(void **state)
{
    (void)state;
    up();
    feed("\r\n+CEREG: 0,1\r\n"); /* <n> and <stat>, or <stat> and a place? */
    assert_stages("");
    expect("AT+CEREG?\r", "\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    tick(1000);
    assert_stages("");
    feed("\r\n+CEREG: 0,\"1A2B\"\r\n");
    assert_stages("lost ");
}

static void any_register_will_do(void **state)
{
    (void)state;
    up_in_2g();
    tick(20000);
    expect("AT+CGREG?\r", "\r\n+CGREG: 1,1\r\n\r\nOK\r\n"); /* and it alone is asked */
    assert_stages("");
}

static void the_register_of_another_network_is_no_loss(void **state)
{
    (void)state;
    up_in_2g();
    feed("\r\n+CEREG: 0\r\n\r\n+CREG: 2\r\n");
    assert_stages("");
    feed("\r\n+CGREG: 2\r\n");
    assert_stages("lost ");
}

static void a_modem_that_comes_back_in_another_network_is_found_there(void **state)
{
    (void)state;
    up_in_2g();
    feed("\r\n+CGREG: 2\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 1,2\r\n\r\nOK\r\n");
    expect("AT+CREG?\r", "\r\n+CREG: 0,2\r\n\r\nOK\r\n");
    to_data();
    assert_stages("lost register context up ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_late_answer_is_no_loss),
        TEST(any_register_will_do),
        TEST(the_register_of_another_network_is_no_loss),
        TEST(a_modem_that_comes_back_in_another_network_is_found_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
