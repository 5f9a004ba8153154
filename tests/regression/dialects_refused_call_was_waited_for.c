/* SPDX-License-Identifier: MIT */
/*
 * BUSY, NO ANSWER and NO DIALTONE (then NO DIAL TONE, NetComm N3GS003) were lines that no table
 * knew: a call that was refused so waited a minute for its limit, and who had called could not tell
 * why.
 */
#include "script.h"

#include "cellular.h"

static const char *refusal; /* whose handler was called last */

static void on_busy(void *app)
{
    (void)app;
    refusal = "BUSY";
}

static void on_no_answer(void *app)
{
    (void)app;
    refusal = "NO ANSWER";
}

static void on_no_dialtone(void *app)
{
    (void)app;
    refusal = "NO DIALTONE";
}

static const struct atb_handler handlers[] = {
    CELLULAR_ON_BUSY(on_busy),
    CELLULAR_ON_NO_ANSWER(on_no_answer),
    CELLULAR_ON_NO_DIALTONE(on_no_dialtone),
};

static const char *const refusals[] = {"BUSY", "NO ANSWER", "NO DIALTONE", "NO DIAL TONE",
                                       "No Dial Tone"};

#define INIT(dialect, place)                                                                       \
    assert_int_equal(dialect##_init(&world.dialect, &port, world.memory[place], MEMORY, handlers,  \
                                    ATB_LENGTH(handlers), NULL),                                   \
                     ATB_OK)

static struct atb_session *const sessions[] = {&world.quectel.session, &world.simcom.session,
                                               &world.fibocom.session, &world.onemo.session};

static int set_up_heard(void **state)
{
    (void)set_up(state);
    INIT(quectel, 0);
    INIT(simcom, 1);
    INIT(fibocom, 2);
    INIT(onemo, 3);
    refusal = "";
    return 0;
}

static void start(struct atb_session *session, const struct atb_form *form)
{
    struct atb_value context[] = {atb_from_signed(1), ATB_NONE};
    const struct atb_command command = {.form = form, .values = context};
    assert_int_equal(atb_start(session, &command, NULL, keep_status, NULL), ATB_OK);
}

static void hear_line(struct atb_session *session, const char *line)
{
    hear(session, "\r\n");
    hear(session, line);
    hear(session, "\r\n");
}

/* The handler of one, whatever its letters and blanks. */
static void assert_told(const char *said)
{
    const bool no_tone = said[3] == 'D';
    assert_string_equal(refusal, no_tone ? "NO DIALTONE" : said);
}

static void each_call_ends_with_each_refusal_on_each_dialect(void **state)
{
    static const struct atb_form *const dials[] = {&cellular_atd_99_form, &cellular_atd_99_cid_form,
                                                   &cellular_cgdata_form, &cellular_ato_form};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(sessions) * ATB_LENGTH(dials) * ATB_LENGTH(refusals); i++) {
        struct atb_session *session = sessions[i % ATB_LENGTH(sessions)];
        const char *said = refusals[i / ATB_LENGTH(sessions) % ATB_LENGTH(refusals)];
        start(session, dials[i / ATB_LENGTH(sessions) / ATB_LENGTH(refusals)]);
        hear_line(session, said);
        assert_ended(ATB_ERROR);
        assert_told(said);
    }
}

/* The next command needs no mark, and has its own answer. */
static void what_comes_behind_a_refusal_stands_alone(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    start(session, &cellular_atd_99_form);
    hear_line(session, "BUSY");
    assert_ended(ATB_ERROR);
    assert_sent("ATD*99#\r");
    start(session, &cellular_at_form);
    assert_sent("AT\r");
    hear_line(session, "OK");
    assert_ended(ATB_OK);
}

/* A call that AT+D...; has begun, and its OK answered, may be refused while another command runs.
 */
static void no_other_command_ends_with_a_refusal(void **state)
{
    static const struct atb_form *const others[] = {&cellular_at_form, &cellular_ath_form,
                                                    &cellular_csq_test_form};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(others) * ATB_LENGTH(refusals); i++) {
        start(sessions[0], others[i / ATB_LENGTH(refusals)]);
        hear_line(sessions[0], refusals[i % ATB_LENGTH(refusals)]);
        assert_told(refusals[i % ATB_LENGTH(refusals)]);
        assert_runs();
        hear(sessions[0], others[i / ATB_LENGTH(refusals)] == &cellular_csq_test_form
                              ? "\r\n+CSQ: (0-31,99),(0-7,99)\r\n\r\nOK\r\n"
                              : "\r\nOK\r\n");
        assert_ended(ATB_OK);
    }
}

static void an_open_does_not_end_with_a_refusal(void **state)
{
    (void)state;
    atb_allow_transparent(&world.quectel.session);
    start_quectel_transparent();
    hear(&world.quectel.session, "\r\nBUSY\r\n");
    assert_runs();
    hear(&world.quectel.session, "\r\nCONNECT\r\n");
    assert_ended(ATB_OK);
}

static void a_refusal_in_the_data_is_data(void **state)
{
    struct atb_session *session = &world.fibocom.session;
    (void)state;
    atb_allow_transparent(session);
    start(session, &cellular_atd_99_form);
    hear(session, "\r\nCONNECT 150000000\r\n");
    assert_ended(ATB_OK);
    hear(session, "\r\nBUSY\r\n");
    assert_true(atb_is_transparent(session));
    assert_string_equal(refusal, "");
}

static void one_that_nobody_waits_for_is_told(void **state)
{
    (void)state;
    hear(&world.onemo.session, "\r\nNO ANSWER\r\n");
    assert_string_equal(refusal, "NO ANSWER");
}

#define HEARD(name) cmocka_unit_test_setup(name, set_up_heard)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HEARD(each_call_ends_with_each_refusal_on_each_dialect),
        HEARD(what_comes_behind_a_refusal_stands_alone),
        HEARD(no_other_command_ends_with_a_refusal),
        HEARD(an_open_does_not_end_with_a_refusal),
        HEARD(a_refusal_in_the_data_is_data),
        HEARD(one_that_nobody_waits_for_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
