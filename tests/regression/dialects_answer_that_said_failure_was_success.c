/* SPDX-License-Identifier: MIT */
/*
 * A result without an error code of the dialect was success whatever it said: half of the
 * bytes sent, a name without an address, a link that went down instead of up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../sink.h"
#include "fibocom.h"
#include "onemo.h"
#include "simcom.h"

static void keep_status(void *app, int status)
{
    *(int *)app = status;
}

#define SAY(modem, text) atb_feed(&(modem)->session, text, sizeof text - 1)
#define UNTOLD           1

static int sent(const char *result)
{
    static char memory[SIMCOM_MEMORY];
    struct simcom modem;
    int status = UNTOLD;
    simcom_init(&modem, &sink, memory, sizeof memory, NULL, 0, NULL);
    assert_int_equal(simcom_cipsend_length_start(&modem, NULL, keep_status, &status, 0,
                                                 "twenty bytes of data", 20),
                     ATB_OK);
    SAY(&modem, "\r\n>");
    SAY(&modem, "\r\nOK\r\n");
    assert_int_equal(status, UNTOLD);
    atb_feed(&modem.session, result, strlen(result));
    return status;
}

static void bytes_not_sent(void **state)
{
    (void)state;
    assert_int_equal(sent("\r\n+CIPSEND: 0,20,20\r\n"), ATB_OK);
    assert_int_equal(sent("\r\n+CIPSEND: 0,20,19\r\n"), ATB_ERROR);
    assert_int_equal(sent("\r\n+CIPSEND: 0,20,0\r\n"), ATB_ERROR);
    assert_int_equal(sent("\r\n+CIPSEND: 0,20,-1\r\n"), ATB_ERROR);
}

static int resolved(const char *result)
{
    static char memory[ONEMO_MEMORY];
    struct onemo modem;
    int status = UNTOLD;
    onemo_init(&modem, &sink, memory, sizeof memory, NULL, 0, NULL);
    assert_int_equal(onemo_mdnsgip_start(&modem, NULL, keep_status, &status, "example.com"),
                     ATB_OK);
    SAY(&modem, "\r\nOK\r\n");
    atb_feed(&modem.session, result, strlen(result));
    return status;
}

static void name_without_an_address(void **state)
{
    (void)state;
    assert_int_equal(resolved("\r\n+MDNSGIP: \"example.com\",\"192.0.2.7\"\r\n"), ATB_OK);
    assert_int_equal(resolved("\r\n+MDNSGIP: \"example.com\"\r\n"), ATB_ERROR);
}

static int linked(const char *result)
{
    static char memory[FIBOCOM_MEMORY];
    struct fibocom modem;
    int status = UNTOLD;
    fibocom_init(&modem, &sink, memory, sizeof memory, NULL, 0, NULL);
    assert_int_equal(fibocom_mipcall_start(&modem, NULL, keep_status, &status, 1), ATB_OK);
    SAY(&modem, "\r\nOK\r\n");
    atb_feed(&modem.session, result, strlen(result));
    return status;
}

static void link_that_went_down(void **state)
{
    (void)state;
    assert_int_equal(linked("\r\n+MIPCALL:10.173.146.228\r\n"), ATB_OK);
    assert_int_equal(linked("\r\n+MIPCALL:0\r\n"), ATB_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_not_sent),
        cmocka_unit_test(name_without_an_address),
        cmocka_unit_test(link_that_went_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
