/* SPDX-License-Identifier: MIT */
/*
 * Quectel's +QIURC: "dnsgip",0,1,<DNS_ttl> with a time to live beyond 2,147,483,647, which whoever
 * answers the lookup chooses, or with a digit damaged, fits only the line that tells an address: a
 * lookup ended with ATB_OK and the address "0".
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
    world.status = status;
}

/* Hears lines that hold no address, and then one that does. */
static void ask(struct atb_session *session, const struct atb_resolver *resolver, const char *line,
                const char *right)
{
    memset(&lookup, 0, sizeof lookup);
    assert_int_equal(atb_lookup_start(&lookup, session, resolver, "example.org", address,
                                      sizeof address, on_lookup),
                     ATB_OK);
    wait_ms(session, 10);
    hear(session, line);
    assert_runs();
    hear(session, right);
    assert_ended(ATB_OK);
    assert_string_equal(address, "2001:db8::7");
}

static void what_has_lost_a_number_is_no_address(void **state)
{
    struct atb_session *session = &world.quectel.session;
    const char *const right = "\r\n+QIURC: \"dnsgip\",\"2001:db8::7\"\r\n";
    (void)state;
    ask(session, &quectel_resolve, "\r\nOK\r\n\r\n+QIURC: \"dnsgip\",0,1,4294967295\r\n", right);
    ask(session, &quectel_resolve, "\r\nOK\r\n\r\n+QIURC: \"dnsgip\",0,1,6O0\r\n", right);
    ask(session, &quectel_resolve, "\r\nOK\r\n\r\n+QIURC: \"dnsgip\",56b\r\n", right);
}

static void on_no_dialect(void **state)
{
    (void)state;
    ask(&world.simcom.session, &simcom_resolve, "\r\n+CDNSGIP: 1,\"example.org\",\"19\"\r\n",
        "\r\n+CDNSGIP: 1,\"example.org\",\"2001:db8::7\"\r\n");
    ask(&world.fibocom.session, &fibocom_resolve, "\r\n+MIPDNS: \"example.org\",0\r\n",
        "\r\n+MIPDNS: \"example.org\",2001:db8::7\r\n");
    ask(&world.onemo.session, &onemo_resolve, "\r\n+MDNSGIP: \"example.org\",\"1\"\r\n",
        "\r\n+MDNSGIP: \"example.org\",\"2001:db8::7\"\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_has_lost_a_number_is_no_address),
        TEST(on_no_dialect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
