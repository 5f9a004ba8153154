/* SPDX-License-Identifier: MIT */
/* Forms beside the usual one of a command of the shared chapter, as they leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cellular.h"

static char line[80];

static void assert_line(int length, const char *expected)
{
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(line, expected, strlen(expected));
}

static void several_contexts(void **state)
{
    (void)state;
    assert_line(cellular_cgact_several_encode(line, sizeof line, NULL, 1, 1, 2),
                "AT+CGACT=1,1,2\r");
    assert_line(cellular_cgact_several_encode(line, sizeof line, NULL, 0, 1, 2, 3, 4, 5, 6, 255),
                "AT+CGACT=0,1,2,3,4,5,6,255\r");
    assert_line(cellular_cgpaddr_several_encode(line, sizeof line, NULL, 1, 2), "AT+CGPADDR=1,2\r");
    assert_line(cellular_cgpaddr_several_encode(line, sizeof line, NULL, 0, 1, 2, 3, 4, 5, 6, 7),
                "AT+CGPADDR=0,1,2,3,4,5,6,7\r");
}

static void a_context_of_a_phone(void **state)
{
    (void)state;
    assert_line(
        cellular_cgdcont_phone_encode(line, sizeof line, NULL, 1, "IPV4V6", "ims", "", 0, 0, 1, 1),
        "AT+CGDCONT=1,\"IPV4V6\",\"ims\",\"\",0,0,0,0,1,1\r");
    assert_line(cellular_cgdcont_phone_encode(line, sizeof line, NULL, 2, "IP", "a", "10.1.2.3",
                                              ATB_EMPTY, ATB_EMPTY, 2),
                "AT+CGDCONT=2,\"IP\",\"a\",\"10.1.2.3\",0,0,,,2\r");
}

/* What stands far behind is reached over empty places, without values for those between. */
static void what_a_context_asks_for_alone(void **state)
{
    (void)state;
    assert_line(cellular_cgdcont_signalling_encode(line, sizeof line, NULL, 0, "IPV4V6", "ims",
                                                   ATB_EMPTY, 0, 1),
                "AT+CGDCONT=0,\"IPV4V6\",\"ims\",,0,0,,,,,0,1\r"); /* Quectel BC95's firmware */
    assert_line(cellular_cgdcont_signalling_encode(line, sizeof line, NULL, 1, "IP", "a",
                                                   "10.1.2.3", 1, ATB_EMPTY, 1, 1),
                "AT+CGDCONT=1,\"IP\",\"a\",\"10.1.2.3\",0,0,,,,,1,,1,1\r");
    assert_line(
        cellular_cgdcont_ims_encode(line, sizeof line, NULL, 1, "IP", "a", ATB_EMPTY, ATB_EMPTY, 1),
        "AT+CGDCONT=1,\"IP\",\"a\",,,,,,,,1\r");
    assert_line(cellular_cgdcont_non_ip_encode(line, sizeof line, NULL, 1, "Non-IP", "a", ATB_EMPTY,
                                               ATB_EMPTY, 1),
                "AT+CGDCONT=1,\"Non-IP\",\"a\",,,,,,,,,,,,,1\r");
    assert_line(
        cellular_cgdcont_5g_encode(line, sizeof line, NULL, 1, "IP", "a", ATB_EMPTY, "01.000001"),
        "AT+CGDCONT=1,\"IP\",\"a\",,,,,,,,,,,,,,,\"01.000001\"\r");
    assert_line(
        cellular_cgdcont_session_encode(line, sizeof line, NULL, 1, "IP", "a", ATB_EMPTY, 2),
        "AT+CGDCONT=1,\"IP\",\"a\",,,,,,,,,,,,,,,,,,,,2\r");
    assert_line(cellular_cgdcont_frames_encode(line, sizeof line, NULL, 1, "Ethernet", "a",
                                               ATB_EMPTY, ATB_EMPTY, 6, 1),
                "AT+CGDCONT=1,\"Ethernet\",\"a\",,,,,,,,,,,,,,,,,,,,,,,,,,6,1\r");
}

static void power_saving_is_forgotten(void **state)
{
    (void)state;
    assert_line(cellular_cpsms_encode(line, sizeof line, NULL), "AT+CPSMS=\r");
    assert_line(cellular_cpsms_encode(line, sizeof line, NULL, 1, ATB_EMPTY, ATB_EMPTY, "00100010",
                                      "00000010"),
                "AT+CPSMS=1,,,\"00100010\",\"00000010\"\r");
    assert_line(cellular_cedrxs_encode(line, sizeof line, NULL), "AT+CEDRXS=\r");
    assert_line(cellular_cedrxs_encode(line, sizeof line, NULL, 3), "AT+CEDRXS=3\r");
}

static void one_kind_of_network(void **state)
{
    (void)state;
    assert_line(cellular_cops_automatic_in_encode(line, sizeof line, NULL, ATB_EMPTY, 7),
                "AT+COPS=0,,,7\r");
}

static void a_lock(void **state)
{
    (void)state;
    assert_line(cellular_clck_query_encode(line, sizeof line, NULL, "SC"), "AT+CLCK=\"SC\",2\r");
    assert_line(cellular_clck_query_encode(line, sizeof line, NULL, "AO", ATB_EMPTY, 7),
                "AT+CLCK=\"AO\",2,,7\r");
    assert_line(cellular_clck_encode(line, sizeof line, NULL, "SC", 0, "1234"),
                "AT+CLCK=\"SC\",0,\"1234\"\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_contexts),
        cmocka_unit_test(a_context_of_a_phone),
        cmocka_unit_test(what_a_context_asks_for_alone),
        cmocka_unit_test(power_saving_is_forgotten),
        cmocka_unit_test(one_kind_of_network),
        cmocka_unit_test(a_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
