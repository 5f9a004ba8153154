/* SPDX-License-Identifier: MIT */
/*
 * A call of no table, ATD5551234 by atb_raw(), ended with NO CARRIER, but not with the other ways
 * in which V.250 5.7.1 has a call refused: it waited for its limit.
 */
#include "script.h"

#include "cellular.h"

static struct atb_session *const sessions[] = {&world.quectel.session, &world.simcom.session,
                                               &world.fibocom.session, &world.onemo.session};
static const char *const refusals[] = {"BUSY", "NO ANSWER", "NO DIALTONE", "NO DIAL TONE",
                                       "No Answer"};
static const char *const calls[] = {"ATD5551234", "atdt0,5551234",       "ATE0DT5551234",
                                    "ATA",        "AT+CGDATA=\"PPP\",1", "ATO",
                                    "AT&D2L3O",   "ATS0=0D*99#",         "ATX3;D123;"};
static char heard[64];
static int knocks; /* how often a handler was called */

static void keep_line(void *app, const char *text, size_t length)
{
    (void)app;
    assert_true(length < sizeof heard);
    memcpy(heard, text, length);
    heard[length] = '\0';
}

static void on_busy(void *app)
{
    (void)app;
    knocks++;
}

static const struct atb_handler handlers[] = {CELLULAR_ON_BUSY(on_busy)};

static void start(struct atb_session *session, const char *line, atb_on_line_text *on_line)
{
    heard[0] = '\0';
    assert_int_equal(atb_raw(session, line, on_line, keep_status, NULL), ATB_OK);
    assert_runs();
}

static void hear_line(struct atb_session *session, const char *line)
{
    hear(session, "\r\n");
    hear(session, line);
    hear(session, "\r\n");
}

static void each_call_ends_with_each_refusal(struct atb_session *session)
{
    for (size_t i = 0; i < ATB_LENGTH(calls) * ATB_LENGTH(refusals); i++) {
        const char *said = refusals[i % ATB_LENGTH(refusals)];
        start(session, calls[i / ATB_LENGTH(refusals)], i % 2 == 0 ? keep_line : NULL);
        hear_line(session, said);
        assert_ended(ATB_ERROR);
        assert_string_equal(heard, i % 2 == 0 ? said : "");
    }
}

static void a_program_without_the_chapter_hears_how_its_call_ended(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(sessions); i++) {
        each_call_ends_with_each_refusal(sessions[i]);
    }
}

static void one_with_the_chapter_hears_it_by_its_handler_too(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    knocks = 0;
    assert_int_equal(simcom_init(&world.simcom, &port, world.memory[1], MEMORY, handlers,
                                 ATB_LENGTH(handlers), NULL),
                     ATB_OK);
    each_call_ends_with_each_refusal(session);
    assert_int_equal(knocks, ATB_LENGTH(calls));
}

/* A voice call, which went on behind its OK, is refused while the next command runs. */
static void what_is_no_call_goes_on(void **state)
{
    static const char *const others[] = {"AT+CSQ", "AT&D2", "ATZ0",        "AT",      "A",
                                         "ATS0=1", "AT&",   "AT^CARDLOCK", "AT+COPS?"};
    struct atb_session *session = &world.quectel.session;
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(others) * ATB_LENGTH(refusals); i++) {
        start(session, others[i / ATB_LENGTH(refusals)], keep_line);
        hear_line(session, refusals[i % ATB_LENGTH(refusals)]);
        assert_runs();
        hear_line(session, "OK");
        assert_ended(ATB_OK);
    }
}

static void a_call_goes_on_with_what_is_like_a_refusal(void **state)
{
    static const char *const others[] = {"BUSY 1", "NO", "RINGING", "NO ANSWERS", "BUS", " "};
    struct atb_session *session = &world.onemo.session;
    (void)state;
    start(session, "ATD5551234", NULL);
    for (size_t i = 0; i < ATB_LENGTH(others); i++) {
        hear_line(session, others[i]);
        assert_runs();
    }
    assert_int_equal(atb_feed(session, "BUSY\0Y\r\n", 8), ATB_OK);
    assert_runs();
    hear_line(session, "NO CARRIER");
    assert_ended(ATB_ERROR);
}

static void a_call_is_answered_with_its_speed(void **state)
{
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    atb_allow_transparent(session);
    start(session, "ATD*99#", NULL);
    hear_line(session, "CONNECT 150000000/V.34");
    assert_ended(ATB_OK);
    assert_true(atb_is_transparent(session));
}

/* What somebody has begun who was shown the refusal is not ended by it. */
static void next_call(void *app, int status)
{
    keep_status(app, status);
    assert_int_equal(atb_raw(app, "ATD7", NULL, keep_status, NULL), ATB_OK);
}

static void the_next_call_is_its_own(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_int_equal(atb_raw(session, "ATD5", NULL, next_call, session), ATB_OK);
    hear_line(session, "BUSY");
    assert_ended(ATB_ERROR);
    assert_sent("ATD5\rATD7\r");
    hear_line(session, "NO ANSWER");
    assert_ended(ATB_ERROR);
}

static void begin_anew(void *app, const struct atb_event *event)
{
    struct atb_session *session = app;
    if (event->kind == ATB_EVENT_TEXT && event->text[0] == 'B') {
        atb_abort(session);
    }
}

static void who_is_shown_it_may_end_the_call(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    session->on_event = begin_anew;
    session->app = session;
    start(session, "ATD5", NULL);
    hear_line(session, "BUSY");
    assert_ended(ATB_ABORTED);
}

static void end_it(void *app, const char *text, size_t length)
{
    (void)text;
    (void)length;
    atb_abort(app);
}

static void so_may_who_hears_its_lines(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_int_equal(atb_raw(session, "ATD5", end_it, keep_status, session), ATB_OK);
    assert_runs();
    hear_line(session, "BUSY");
    assert_ended(ATB_ABORTED);
}

static void a_call_that_nobody_waits_for_ends_too(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    assert_int_equal(atb_raw(session, "ATD5", NULL, NULL, NULL), ATB_OK);
    hear_line(session, "BUSY");
    assert_false(atb_busy(session));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_program_without_the_chapter_hears_how_its_call_ended),
        TEST(one_with_the_chapter_hears_it_by_its_handler_too),
        TEST(what_is_no_call_goes_on),
        TEST(a_call_goes_on_with_what_is_like_a_refusal),
        TEST(a_call_is_answered_with_its_speed),
        TEST(the_next_call_is_its_own),
        TEST(who_is_shown_it_may_end_the_call),
        TEST(so_may_who_hears_its_lines),
        TEST(a_call_that_nobody_waits_for_ends_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
