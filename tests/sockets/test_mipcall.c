/* SPDX-License-Identifier: MIT */
/* OneMO's data connection: what 4G modules were seen to answer to AT+MIPCALL, and what NB modules
 * may. */
#include "played.h"

enum { MINUTE_MS = 60000 };

#define OK      "\r\nOK\r\n"
#define CALL    "\r\n+MIPCALL: 1,1,\"10.81.41.153\"\r\n"
#define NO_CALL "\r\n+MIPCALL: 1,0\r\n"
#define ADDRESS "\"2409:8900:103f:14f:d7e:9afe:12d2:6a8a\""

static void start_as(const char *call, const char *dialled, const char *call_then)
{
    played.call = call;
    played.dialled = dialled;
    played.call_then = call_then;
    start_bringup();
}

static void assert_sent(unsigned dialled, unsigned activated, unsigned restarted)
{
    assert_int_equal(count("AT+MIPCALL=1,1"), dialled);
    assert_int_equal(count("AT+CGACT=1,1"), activated);
    assert_int_equal(count("AT+CFUN=1,1"), restarted);
}

/* ---- how it comes up ---------------------------------------------------------------------------
 */

static void one_that_does_not_know_it_has_its_context_activated(void **state)
{
    (void)state;
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_sent(1, 1, 0);
}

static void one_that_is_connected_is_left_so(void **state)
{
    static const char *const calls[] = {CALL OK, CALL "\r\n+MIPCALL: 2,0\r\n" OK,
                                        "\r\n+MIPCALL: 1,1,\"10.0.0.2\"," ADDRESS "\r\n" OK,
                                        "\r\n+MIPCALL: 1,1,," ADDRESS "\r\n" OK,
                                        "\r\n+MIPCALL:1,1," ADDRESS "\r\n" OK};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        played_modem(state);
        start_as(calls[i], "\r\n+CME ERROR: 50\r\n", NULL);
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        assert_sent(0, 0, 0);
    }
}

static void one_that_is_not_is_connected(void **state)
{
    static const char *const calls[] = {NO_CALL OK, OK, ("\r\n+MIPCALL:1,0,\"0.0.0.0\"\r\n" OK)};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        played_modem(state);
        start_as(calls[i], OK CALL, CALL OK);
        (void)until(ATB_STAGE_UP, MINUTE_MS);
        assert_sent(1, 0, 0);
    }
}

/* With the report before OK, or a while behind it, and no line at all while it connects. */
static void the_question_tells_when_it_is(void **state)
{
    (void)state;
    start_as(NO_CALL OK, OK, OK);
    (void)until(ATB_STAGE_CONTEXT, MINUTE_MS);
    pass(10000);
    assert_int_equal(played.bringup.stage, ATB_STAGE_CONTEXT);
    says(CALL);
    played.call = CALL OK;
    (void)until(ATB_STAGE_UP, 2000);
    assert_sent(1, 0, 0);
}

/* Seen where the module was about to connect by itself. */
static void one_that_refuses_to_has_its_context_activated(void **state)
{
    (void)state;
    start_as(OK, "\r\n+CME ERROR: 50\r\n", CALL OK);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    assert_sent(1, 1, 0);
}

/* The line that says so is no loss, or the modem would be asked for ever. */
static void a_network_that_refuses_is_a_restart_at_last(void **state)
{
    (void)state;
    start_as(NO_CALL OK, OK NO_CALL, NO_CALL OK);
    (void)until(ATB_STAGE_RESET, 2 * MINUTE_MS);
    assert_sent(1, 0, 0);
}

/* ---- how it is lost ----------------------------------------------------------------------------
 */

static void a_lost_call_is_made_again(void **state)
{
    (void)state;
    start_as(CALL OK, OK CALL, CALL OK);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    says(NO_CALL);
    assert_int_equal(played.bringup.stage, ATB_STAGE_LOST);
    played.call = NO_CALL OK;
    assert_in_range(until(ATB_STAGE_UP, MINUTE_MS), 1000, 15000);
    assert_sent(1, 0, 0);
}

static void the_loss_of_another_context_is_none(void **state)
{
    (void)state;
    start_as(CALL OK, OK CALL, CALL OK);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    says("\r\n+MIPCALL: 2,0\r\n");
    (void)until(ATB_STAGE_UP, 2000);
    assert_sent(0, 0, 0);
}

#define ONEMO(f)                                                                                   \
    {                                                                                              \
#f, f, played_modem, NULL, &(int)                                                          \
        {                                                                                          \
            3                                                                                      \
        }                                                                                          \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONEMO(one_that_does_not_know_it_has_its_context_activated),
        ONEMO(one_that_is_connected_is_left_so),
        ONEMO(one_that_is_not_is_connected),
        ONEMO(the_question_tells_when_it_is),
        ONEMO(one_that_refuses_to_has_its_context_activated),
        ONEMO(a_network_that_refuses_is_a_restart_at_last),
        ONEMO(a_lost_call_is_made_again),
        ONEMO(the_loss_of_another_context_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
