/* SPDX-License-Identifier: MIT */
/*
 * Addresses that nobody asked this lookup for: the second one of the lookup before, in a line of
 * its own a few milliseconds behind the first; one of a question that was abandoned, while the next
 * waits behind a mark; of two lookups at once, where the line does not say whose it is; and of one
 * that was given up before the modem's 60 s were over.
 */
#include "script.h"

#include "atb_lookup.h"
#include "quectel_sockets.h"
#include "simcom_sockets.h"

#define OK           "\r\nOK\r\n"
#define QUECTEL_ASKS "AT+QIDNSGIP=1,\"example.org\"\r"
#define SIMCOM_ASKS  "AT+CDNSGIP=\"example.org\"\r"

static struct atb_lookup lookup, other;
static char address[46], its[46];

static void on_lookup(struct atb_lookup *which, int status)
{
    (void)which;
    assert_runs(); /* once */
    world.status = status;
}

static void begin(struct atb_session *session, const struct atb_resolver *resolver,
                  struct atb_lookup *which, const char *name, char *room)
{
    strcpy(room, "unset");
    assert_int_equal(
        atb_lookup_start(which, session, resolver, name, room, sizeof address, on_lookup), ATB_OK);
}

/* One whose command is out, or what goes out before. */
static void ask(struct atb_session *session, const struct atb_resolver *resolver, const char *line)
{
    begin(session, resolver, &lookup, "example.org", address);
    wait_ms(session, 10);
    assert_sent(line);
}

static int set_up_lookups(void **state)
{
    memset(&lookup, 0, sizeof lookup);
    memset(&other, 0, sizeof other);
    return set_up(state);
}

static void the_second_address_was_the_next_ones(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    ask(session, &quectel_resolve, QUECTEL_ASKS);
    hear(session, OK "\r\n+QIURC: \"dnsgip\",0,2,600\r\n"
                     "\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    ask(session, &quectel_resolve, QUECTEL_ASKS);
    hear(session, "\r\n+QIURC: \"dnsgip\",\"192.0.2.8\"\r\n\r\n+QIURC: \"dnsgip\",565\r\n");
    assert_runs();
    assert_string_equal(address, "unset");
    hear(session, OK "\r\n+QIURC: \"dnsgip\",\"192.0.2.9\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.9");
}

static void an_abandoned_questions_address_was_the_next_ones(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    ask(session, &simcom_resolve, SIMCOM_ASKS);
    atb_abort(session);
    assert_ended(ATB_ABORTED);
    ask(session, &simcom_resolve, "AT+CSQ\r");
    hear(session, "\r\n+CDNSGIP: 1,\"example.net\",\"192.0.2.8\"\r\n" OK);
    assert_runs();
    assert_string_equal(address, "unset");
    hear(session, "\r\n+CSQ: 20,99\r\n" OK);
    assert_sent(SIMCOM_ASKS);
    hear(session, "\r\n+CDNSGIP: 1,\"example.org\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

/* It had waited for its turn, and the modem had not its 60 s. */
static void a_name_given_up_too_early_was_the_next_ones(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_int_equal(quectel_qiact_start(&world.quectel, NULL, NULL, 1), ATB_OK);
    begin(session, &quectel_resolve, &lookup, "example.org", address);
    wait_ms(session, 30000);
    hear(session, OK);
    wait_ms(session, 10);
    hear(session, OK);
    wait_ms(session, 40000);
    assert_runs();
    hear(session, "\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

static void two_at_once_both_took_the_first_answer(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    begin(session, &quectel_resolve, &lookup, "example.org", address);
    begin(session, &quectel_resolve, &other, "example.com", its);
    wait_ms(session, 10);
    assert_sent("AT+QIDNSGIP=1,\"example.com\"\r");
    hear(session, OK);
    wait_ms(session, 20);
    assert_sent("");
    assert_in_range(atb_next_tick_ms(session), 1000, 65000); /* nor is it busy waiting */
    hear(session, "\r\n+QIURC: \"dnsgip\",\"192.0.2.8\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(its, "192.0.2.8");
    assert_int_equal(atb_next_tick_ms(session), 0); /* the other one's turn */
    wait_ms(session, 10);
    assert_sent(QUECTEL_ASKS);
    hear(session, OK "\r\n+QIURC: \"dnsgip\",\"192.0.2.7\"\r\n");
    assert_ended(ATB_OK);
    assert_string_equal(address, "192.0.2.7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_second_address_was_the_next_ones, set_up_lookups),
        cmocka_unit_test_setup(an_abandoned_questions_address_was_the_next_ones, set_up_lookups),
        cmocka_unit_test_setup(a_name_given_up_too_early_was_the_next_ones, set_up_lookups),
        cmocka_unit_test_setup(two_at_once_both_took_the_first_answer, set_up_lookups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
