/* SPDX-License-Identifier: MIT */
/*
 * The head of payload that begins inside its line had an id that no manual knows: it was malformed,
 * but the event no longer said which field was.
 */
#include "script.h"

static uint8_t field;

static void note_field(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind == ATB_EVENT_MALFORMED) {
        assert_int_equal(event->status, ATB_BAD_RANGE);
        field = event->field;
    }
}

/* Cut at each place. */
static void assert_field(struct atb_session *session, const char *line, uint8_t expected)
{
    const size_t length = strlen(line);
    atb_set_on_event(session, note_field);
    for (size_t cut = 0; cut < length; cut++) {
        field = UINT8_MAX;
        assert_int_equal(atb_feed(session, line, cut), ATB_OK);
        assert_int_equal(atb_feed(session, line + cut, length - cut), ATB_OK);
        assert_int_equal(field, expected);
    }
}

static void head_did_not_say_which_field(void **state)
{
    (void)state;
    assert_field(&world.onemo.session, "+MIPRD: 99,10,4,ABCD\r\n", 0);
    atb_set_setting(&world.fibocom.session, FIBOCOM_SETTING_IPRFMT, 0);
    assert_field(&world.fibocom.session, "+MIPRTCP: 99,0,ABCD\r\n", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(head_did_not_say_which_field)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
