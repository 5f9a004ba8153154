/* SPDX-License-Identifier: MIT */
/*
 * Numbers that may leave 32 bits: counters of bytes that the four dialects tell (all such fields
 * of their manuals), a time to live that the network chooses, error codes. A number beyond
 * 2,147,483,647 is malformed, never another number. What is longer by nature is a text: IMEI,
 * IMSI, ICCID, cells of 36 bits.
 */
#include "cellular.h"
#include "script.h"

#include <stdio.h>

#include "cellular.h"

static struct told {
    uint8_t kind;
    int8_t status;
    uint8_t field;
    char text[64];
} told;

static void on_event(void *app, const struct atb_event *event)
{
    (void)app;
    told.kind = event->kind;
    told.status = event->status;
    told.field = event->field;
    memcpy(told.text, event->text, event->length < 63 ? event->length : 63);
}

/* None of them is the field `number` of `layout`, which has a %s there. */
static void assert_too_large(struct atb_session *session, const char *layout, unsigned field)
{
    static const char *const too_large[] = {"2147483648",  "4294967295",           "4294967297",
                                            "99999999999", "18446744073709551617", "-2147483648"};
    char line[100];
    atb_set_on_event(session, on_event);
    for (size_t i = 0; i < ATB_LENGTH(too_large); i++) {
        memset(&told, 0, sizeof told);
        (void)snprintf(line, sizeof line, layout, too_large[i]);
        hear(session, line);
        assert_int_equal(told.kind, ATB_EVENT_MALFORMED);
        assert_int_equal(told.status, ATB_BAD_RANGE);
        assert_int_equal(told.field, field);
        assert_non_null(strstr(told.text, too_large[i])); /* for whoever wants it */
    }
}

/* The same, and the largest number of 32 bits is. */
static void assert_limit(struct atb_session *session, const char *layout, unsigned field)
{
    char line[100];
    atb_set_on_event(session, on_event);
    (void)snprintf(line, sizeof line, layout, "2147483647");
    hear(session, line);
    assert_int_not_equal(told.kind, ATB_EVENT_MALFORMED);
    assert_int_not_equal(told.kind, ATB_EVENT_TEXT);
    assert_too_large(session, layout, field);
}

static void counters_of_quectel(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_limit(session, "\r\n+QISEND: %s,1,1\r\n", 0);
    assert_limit(session, "\r\n+QISEND: 1,%s,1\r\n", 1);
    assert_limit(session, "\r\n+QISEND: 1,1,%s\r\n", 2);
    assert_int_equal(quectel_qird_query_start(&world.quectel, NULL, TELL, 0), ATB_OK);
    assert_limit(session, "\r\n+QIRD: %s,1,1\r\n", 0);
    assert_limit(session, "\r\n+QIRD: 1,%s,1\r\n", 1);
    assert_limit(session, "\r\n+QIRD: 1,1,%s\r\n", 2);
}

static void counters_of_simcom(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    assert_limit(session, "\r\n+CIPACK: %s,1,1\r\n", 0);
    assert_limit(session, "\r\n+CIPACK: 1,%s,1\r\n", 1);
    assert_limit(session, "\r\n+CIPACK: 1,1,%s\r\n", 2);
}

static void counters_of_fibocom(void **state)
{
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    assert_limit(session, "\r\n+GTSACK: %s,1,1\r\n", 0);
    assert_limit(session, "\r\n+GTSACK: 1,%s,1\r\n", 1);
    assert_limit(session, "\r\n+GTSACK: 1,1,%s\r\n", 2);
    assert_limit(session, "\r\n+MIPSTAT: 1,1,%s\r\n", 2);
}

static void counters_of_onemo(void **state)
{
    struct atb_session *session = &world.onemo.session;
    (void)state;
    assert_limit(session, "\r\n+MIPSACK: %s,1,1,1\r\n", 0);
    assert_limit(session, "\r\n+MIPSACK: 1,%s,1,1\r\n", 1);
    assert_limit(session, "\r\n+MIPSACK: 1,1,%s,1\r\n", 2);
    assert_limit(session, "\r\n+MIPSACK: 1,1,1,%s\r\n", 3);
}

/* Read past, or as a text, the number would fit a line with fewer fields. */
static void no_looser_line_of_the_keyword_takes_them(void **state)
{
    struct atb_session *quectel = &world.quectel.session, *simcom = &world.simcom.session;
    (void)state;
    assert_limit(quectel, "\r\n+QIURC: \"dnsgip\",0,1,%s\r\n", 2);
    assert_limit(quectel, "\r\n+QNTP: %s,\"0\"\r\n", 0);
    assert_limit(simcom, "\r\n+CIPRXGET: 4,9,%s\r\n", 2);
    assert_limit(simcom, "\r\n+CIPOPEN: 5,%s\r\n", 1);
    assert_limit(&world.fibocom.session, "\r\n+MIPCLOSE: 6,1,%s\r\n", 2);
    assert_limit(&world.fibocom.session, "\r\n+MIPSEND: 1,1,%s\r\n", 2);
    assert_limit(&world.onemo.session, "\r\n+MPING: 1,\"192.0.2.7\",64,%s,64\r\n", 3);
}

/* A state that comes unasked has an area, of up to eight digits, where an answer has its state,
 * of which none is larger than 99. */
static void no_state_is_an_area(void **state)
{
    static const char *const lines[] = {"\r\n+CREG: 4,%s\r\n", "\r\n+CGREG: 0,%s\r\n",
                                        "\r\n+CEREG: 1,%s\r\n", "\r\n+C5GREG: 0,%s\r\n"};
    (void)state;
    cellular_use(&world.quectel.session);
    for (size_t i = 0; i < ATB_LENGTH(lines); i++) {
        assert_too_large(&world.quectel.session, lines[i], 1);
    }
}

/* The line's other numbers say how much of it follows. */
static void what_it_counts_is_payload_all_the_same(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    assert_int_equal(simcom_ciprxget_data_start(&world.simcom, NULL, NULL, 0, TELL, 0, 1500),
                     ATB_OK);
    atb_set_on_event(session, on_event);
    hear(session, "\r\n+CIPRXGET: 2,0,4,4294967297\r\n");
    assert_int_equal(told.kind, ATB_EVENT_MALFORMED);
    hear(session, "OK\r\n");
    assert_int_equal(told.kind, ATB_EVENT_PAYLOAD);
    assert_runs();
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_MALFORMED);
}

static void the_command_ends_malformed(void **state)
{
    struct quectel_qisend_query_info sent = {.total_send_length = 5};
    (void)state;
    assert_int_equal(quectel_qisend_query_start(&world.quectel, &sent, TELL, 0), ATB_OK);
    hear(&world.quectel.session, "\r\n+QISEND: 4294967297,1,1\r\n\r\nOK\r\n");
    assert_ended(ATB_MALFORMED);
    assert_int_equal(sent.total_send_length, 5);
}

/* It fails the command all the same: as words. */
static void an_error_code_beyond_them_is_a_failure(void **state)
{
    (void)state;
    assert_int_equal(quectel_qiact_start(&world.quectel, TELL, 1), ATB_OK);
    hear(&world.quectel.session, "\r\n+CME ERROR: 4294967298\r\n");
    assert_ended(ATB_ERROR);
    assert_int_equal(world.quectel.session.error.code, ATB_UNKNOWN);
}

static void what_is_longer_by_nature_is_a_text(void **state)
{
    struct cellular_c5greg_read_info cell;
    struct cellular_cgsn_info imei;
    (void)state;
    assert_int_equal(cellular_c5greg_read_start(&world.quectel, &cell, TELL), ATB_OK);
    hear(&world.quectel.session, "\r\n+C5GREG: 2,1,\"FFFFFF\",\"FFFFFFFFF\",11\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(cell.ci.length, 9);
    assert_memory_equal(cell.ci.at, "FFFFFFFFF", 9);
    assert_int_equal(cellular_cgsn_start(&world.quectel, &imei, TELL), ATB_OK);
    hear(&world.quectel.session, "\r\n867648040000017\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_memory_equal(imei.sn.at, "867648040000017", 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counters_of_quectel),
        TEST(counters_of_simcom),
        TEST(counters_of_fibocom),
        TEST(counters_of_onemo),
        TEST(no_looser_line_of_the_keyword_takes_them),
        TEST(no_state_is_an_area),
        TEST(what_it_counts_is_payload_all_the_same),
        TEST(the_command_ends_malformed),
        TEST(an_error_code_beyond_them_is_a_failure),
        TEST(what_is_longer_by_nature_is_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
