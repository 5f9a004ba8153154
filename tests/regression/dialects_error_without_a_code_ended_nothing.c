/* SPDX-License-Identifier: MIT */
/*
 * `+CME ERROR:` and nothing behind it, a code that was lost on its way, was told as malformed, and
 * the command waited for an end that had come. The word says enough.
 */
#include "script.h"

static uint8_t kind;
static bool handled;

static void see(void *app, const struct atb_event *event)
{
    (void)app;
    kind = event->kind;
    handled = event->handled;
}

static void ends(struct atb_session *session, int started, const char *line)
{
    assert_int_equal(started, ATB_OK);
    atb_set_on_event(session, see);
    hear(session, line);
    assert_ended(ATB_ERROR);
    assert_int_equal(kind, ATB_EVENT_MALFORMED);
    assert_true(handled); /* by the command */
    assert_int_equal(session->error.code, ATB_UNKNOWN);
}

static void an_error_without_its_code(void **state)
{
    static const char *const lines[] = {"\r\n+CME ERROR:\r\n", "\r\n+CMS ERROR: \r\n"};
    for (size_t i = 0; i < ATB_LENGTH(lines); i++) {
        set_up(state);
        struct quectel *q = &world.quectel;
        ends(&q->session, quectel_qiact_start(q, TELL, 1), lines[i]);
        struct simcom *s = &world.simcom;
        ends(&s->session, simcom_ciphead_start(s, TELL, 1), lines[i]);
        struct fibocom *f = &world.fibocom;
        ends(&f->session, fibocom_mipkeepconf_start(f, TELL, 0), lines[i]);
        struct onemo *o = &world.onemo;
        ends(&o->session, onemo_mipmode_start(o, TELL, 0, 0), lines[i]);
    }
}

static void an_own_error_without_its_code(void **state)
{
    (void)state;
    struct onemo *o = &world.onemo;
    ends(&o->session, onemo_mipmode_start(o, TELL, 0, 0), "\r\n+CIS ERROR:\r\n");
}

static void one_that_nobody_waits_for(void **state)
{
    (void)state;
    atb_set_on_event(&world.simcom.session, see);
    hear(&world.simcom.session, "\r\n+CME ERROR:\r\n");
    assert_int_equal(kind, ATB_EVENT_MALFORMED);
    assert_false(handled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_error_without_its_code),
        TEST(an_own_error_without_its_code),
        TEST(one_that_nobody_waits_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
