/* SPDX-License-Identifier: MIT */
/*
 * SIMCom's modems refuse AT+NETOPEN while the network is open, as it is where AT+NETCLOSE was lost:
 * it was asked for three times, then the modem was restarted.
 */
#include "script.h"

#include "simcom_bringup.h"

static struct atb_bringup bringup;
static const struct atb_bringup_setup setup = {.apn = "internet"};
static int stage;
static bool open;     /* the network, as the modem has it */
static unsigned deaf; /* so many times it refuses to close it */
static unsigned restarts;

static void on_stage(void *app, int now)
{
    (void)app;
    stage = now;
}

static const char *to_close(void)
{
    if (deaf > 0 || !open) {
        deaf -= deaf > 0;
        return "\r\nERROR\r\n";
    }
    open = false;
    return "\r\nOK\r\n\r\n+NETCLOSE: 0\r\n";
}

static const char *to_open(void)
{
    if (open) {
        return "\r\n+IP ERROR: Network is already opened\r\n\r\nERROR\r\n";
    }
    open = true;
    return "\r\nOK\r\n\r\n+NETOPEN: 0\r\n";
}

static const char *answer_to(const char *line)
{
    if (strcmp(line, "AT+CPIN?\r") == 0) {
        return "\r\n+CPIN: READY\r\n\r\nOK\r\n";
    }
    if (strcmp(line, "AT+CEREG?\r") == 0) {
        return "\r\n+CEREG: 0,1\r\n\r\nOK\r\n";
    }
    if (strcmp(line, "AT+NETCLOSE\r") == 0) {
        return to_close();
    }
    if (strcmp(line, "AT+CFUN=1,1\r") == 0) {
        restarts++;
        open = false;
    }
    return strcmp(line, "AT+NETOPEN\r") == 0 ? to_open() : "\r\nOK\r\n";
}

/* The modem answers each line, for half a minute. */
static void be_brought_up(void)
{
    struct atb_session *session = &world.simcom.session;
    char line[256];
    assert_int_equal(atb_bringup_start(&bringup, session, &simcom_bringup, &setup, on_stage, NULL),
                     ATB_OK);
    for (int i = 0; i < 3000 && stage != ATB_STAGE_UP; i++) {
        wait_ms(session, 10);
        assert_true(world.length < sizeof line);
        strcpy(line, world.sent);
        assert_sent(line);
        if (line[0] != '\0') {
            hear(session, answer_to(line));
        }
    }
}

static int begin(void **state)
{
    memset(&bringup, 0, sizeof bringup);
    stage = ATB_STAGE_POWER;
    restarts = deaf = 0;
    open = true;
    return set_up(state);
}

static void it_is_closed_before_it_is_opened(void **state)
{
    (void)state;
    be_brought_up();
    assert_int_equal(stage, ATB_STAGE_UP);
    assert_int_equal(restarts, 0);
}

static void and_closed_again_where_that_was_in_vain(void **state)
{
    (void)state;
    deaf = 1;
    be_brought_up();
    assert_int_equal(stage, ATB_STAGE_UP);
    assert_int_equal(restarts, 0);
}

static void what_never_closes_is_restarted(void **state)
{
    (void)state;
    deaf = 100;
    be_brought_up();
    assert_int_equal(stage, ATB_STAGE_UP);
    assert_int_equal(restarts, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_is_closed_before_it_is_opened, begin),
        cmocka_unit_test_setup(and_closed_again_where_that_was_in_vain, begin),
        cmocka_unit_test_setup(what_never_closes_is_restarted, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
