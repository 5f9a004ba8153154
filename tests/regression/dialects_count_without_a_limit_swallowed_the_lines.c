/* SPDX-License-Identifier: MIT */
/*
 * Fibocom's manual says of no count of received bytes how large it can be. One damaged byte in it,
 * `+MIPRTCP: 2,42222222,`, and all lines were payload for as long as the modem was never silent.
 */
#include "script.h"

static size_t payload, lines;

static void count(void *app, const struct atb_event *event)
{
    (void)app;
    payload += event->kind == ATB_EVENT_PAYLOAD ? event->length : 0;
    lines += event->kind == ATB_EVENT_URC;
}

/* After a head that says how many bytes are to come, raw and inside the line, come as many. */
static void hear_behind(const char *head, size_t length)
{
    struct atb_session *session = &world.fibocom.session;
    atb_set_on_event(session, count);
    atb_set_setting(session, FIBOCOM_SETTING_IPRFMT, 2);
    payload = lines = 0;
    hear(session, head);
    for (; length > 0; length--) {
        hear(session, "a");
    }
    hear(session, "\r\n+MIPXON: 2\r\n");
}

static void what_can_be_is_payload(void **state)
{
    (void)state;
    hear_behind("+MIPRTCP: 2,65535,", 65535);
    assert_int_equal(payload, 65535);
    assert_int_equal(lines, 2);
}

static void what_cannot_be_is_a_damaged_line(void **state)
{
    static const char *const heads[] = {"+MIPRTCP: 2,65536,a", "+MIPRTCP: 2,42222222,a",
                                        "+MIPRUDP: 192.0.2.7,7,2,65536,a", "+MIPRUDP: 2,65536,a"};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(heads); i++) {
        hear_behind(heads[i], 3);
        assert_int_equal(payload, 0);
        assert_int_equal(lines, 1);
    }
}

static void an_answer_has_the_same_limit(void **state)
{
    char data[8];
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    assert_int_equal(fibocom_mipread_start(&world.fibocom, NULL, data, sizeof data, TELL, 2, 8, 0),
                     ATB_OK);
    hear(session, "\r\n+MIPDATA: 2,65536\r\n\r\nOK\r\n");
    assert_ended(ATB_MALFORMED);
}

static void assert_limited(const struct atb_framing *framing)
{
    if (framing->payload != ATB_NO_PAYLOAD && framing->length != ATB_NO_INDEX) {
        assert_true(framing->payload_max > 0);
    }
}

/* Its siblings: no dialect has a count without a limit. */
static void every_count_has_a_limit(void **state)
{
    static const struct atb_dialect *const dialects[] = {&quectel_dialect, &simcom_dialect,
                                                         &fibocom_dialect, &onemo_dialect};
    (void)state;
    for (size_t d = 0; d < ATB_LENGTH(dialects); d++) {
        const struct atb_chapter *own = &dialects[d]->own;
        for (unsigned i = 0; i < (unsigned)own->line_count + own->layout_count; i++) {
            const struct atb_line_more *more = atb_more_of(own, &own->lines[i]);
            if (more->framing != 0) {
                assert_limited(&own->framings[more->framing - 1]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_can_be_is_payload),
        TEST(what_cannot_be_is_a_damaged_line),
        TEST(an_answer_has_the_same_limit),
        cmocka_unit_test(every_count_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
