/* SPDX-License-Identifier: MIT */
/*
 * A name with two addresses: the lookup ended with the first, its caller had the memory back, and
 * the second was written to it all the same. So was an address that came behind the time-out.
 */
#include "script.h"

#include "atb_lookup.h"
#include "fibocom_sockets.h"
#include "onemo_sockets.h"
#include "quectel_sockets.h"
#include "simcom_sockets.h"

static struct atb_lookup lookup;
static char address[46];

static void on_lookup(struct atb_lookup *which, int status)
{
    (void)which;
    assert_runs(); /* once */
    world.status = status;
}

static void ask(struct atb_session *session, const struct atb_resolver *resolver)
{
    memset(&lookup, 0, sizeof lookup);
    assert_int_equal(atb_lookup_start(&lookup, session, resolver, "example.org", address,
                                      sizeof address, on_lookup),
                     ATB_OK);
    wait_ms(session, 10);
}

static void assert_second_is_not_written(struct atb_session *session, const char *first,
                                         const char *second)
{
    hear(session, first);
    assert_string_equal(address, "192.0.2.7");
    assert_ended(ATB_OK);
    strcpy(address, "the caller's");
    hear(session, second);
    assert_string_equal(address, "the caller's");
    assert_runs();
}

static void quectel_names_two(void **state)
{
    (void)state;
    ask(&world.quectel.session, &quectel_resolve);
    hear(&world.quectel.session, "\r\nOK\r\n\r\n+QIURC: \"dnsgip\",0,2,600\r\n");
    assert_second_is_not_written(&world.quectel.session, "\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n",
                                 "\r\n+QIURC: \"dnsgip\",\"192.0.2.8\"\r\n");
}

static void simcom_names_two(void **state)
{
    (void)state;
    ask(&world.simcom.session, &simcom_resolve);
    assert_second_is_not_written(&world.simcom.session,
                                 "\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n",
                                 "\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.8\"\r\n");
}

static void fibocom_names_two(void **state)
{
    (void)state;
    ask(&world.fibocom.session, &fibocom_resolve);
    assert_second_is_not_written(&world.fibocom.session,
                                 "\r\n+MIPDNS: \"example.org\",192.0.2.7\r\n",
                                 "\r\n+MIPDNS: \"example.org\",192.0.2.8\r\n");
}

static void onemo_names_two(void **state)
{
    (void)state;
    ask(&world.onemo.session, &onemo_resolve);
    assert_second_is_not_written(&world.onemo.session,
                                 "\r\n+MDNSGIP: \"example.org\",\"192.0.2.7\"\r\n",
                                 "\r\n+MDNSGIP: \"example.org\",\"192.0.2.8\"\r\n");
}

static void one_comes_behind_the_time_out(void **state)
{
    (void)state;
    ask(&world.quectel.session, &quectel_resolve);
    hear(&world.quectel.session, "\r\nOK\r\n");
    wait_ms(&world.quectel.session, 65000);
    assert_ended(ATB_TIMEOUT);
    strcpy(address, "the caller's");
    hear(&world.quectel.session, "\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_string_equal(address, "the caller's");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(quectel_names_two),
        TEST(simcom_names_two),
        TEST(fibocom_names_two),
        TEST(onemo_names_two),
        TEST(one_comes_behind_the_time_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
