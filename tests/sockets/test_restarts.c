/* SPDX-License-Identifier: MIT */
/* A modem that says that it goes, and that it is there again: one restart is told once, on four
 * modems that play themselves. */
#include "played.h"

enum { MINUTE_MS = 60000, UNTOLD = 1 };

static int status;

static void note_end(void *app, int how)
{
    (void)app;
    status = how;
}

/* An application's first command of the modem's new life: where it hears the banner. */
static void begin_at_banner(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind == ATB_EVENT_URC && !atb_busy(played.session) &&
        strncmp(played.says->banner + 2, event->text, event->length) == 0) {
        assert_int_equal(atb_raw(played.session, "AT+X", NULL, note_end, NULL), ATB_OK);
    }
}

/* Up, and with an application that begins there. */
static int be_up(void **state)
{
    int failed = played_modem(state);
    start_bringup();
    (void)until(ATB_STAGE_UP, MINUTE_MS);
    atb_set_on_event(played.session, begin_at_banner);
    status = UNTOLD;
    return failed;
}

static void one_that_says_good_bye_first_is_one(void **state)
{
    char both[256];
    (void)state;
    snprintf(both, sizeof both, "%s%s", played.says->good_bye, played.says->banner);
    says(both);
    pass(50);
    assert_int_equal(status, ATB_OK);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
}

static void two_banners_are_two(void **state)
{
    (void)state;
    says(played.says->banner);
    assert_true(atb_busy(played.session));
    atb_set_on_event(played.session, NULL);
    says(played.says->banner);
    assert_int_equal(status, ATB_REBOOTED);
}

/* What began behind the banner is over with the modem. */
static void a_good_bye_behind_the_banner_is_another(void **state)
{
    char both[256];
    (void)state;
    snprintf(both, sizeof both, "%s%s", played.says->banner, played.says->good_bye);
    (void)atb_feed(played.session, both, strlen(both));
    assert_true(atb_busy(played.session));
    (void)atb_tick(played.session);
    assert_int_equal(status, ATB_REBOOTED);
}

/* The command that starts it anew has its OK, and the banner comes before the next tick. */
static void a_restart_that_was_asked_for_is_one(void **state)
{
    char both[256];
    (void)state;
    played.refuse = played.deaf = "AT+CFUN=1,1";
    atb_bringup_reset(&played.bringup);
    pass(50);
    assert_int_equal(count("AT+CFUN=1,1"), 1);
    snprintf(both, sizeof both, "\r\nOK\r\n%s", played.says->banner);
    (void)atb_feed(played.session, both, strlen(both));
    assert_true(atb_busy(played.session));
    (void)atb_tick(played.session);
    assert_int_equal(status, UNTOLD);
}

/* A card that is put in says the same: the session hears of it by bring-up alone. */
static void what_begins_at_a_line_that_may_mean_less_ends(void **state)
{
    (void)state;
    says(played.says->banner);
    assert_true(atb_busy(played.session));
    (void)atb_tick(played.session);
    assert_int_equal(status, ATB_REBOOTED);
    (void)until(ATB_STAGE_UP, MINUTE_MS);
}

/* A modem that does not answer may be off: what it was asked is forgotten then and there. */
static void what_begins_behind_a_try_that_failed_goes_on(void **state)
{
    (void)state;
    status = UNTOLD;
    start_bringup();
    played.refuse = "AT";
    pass(10);
    assert_int_equal(count("AT"), 1);
    played.refuse = NULL;
    assert_int_equal(atb_raw(played.session, "AT+X", NULL, note_end, NULL), ATB_OK);
    pass(50);
    assert_int_equal(status, ATB_OK);
}

/* Fibocom's modems have no banner that means nothing else. */
#define EACH_THAT_BOOTS(f) ON(f, "quectel", 0), ON(f, "simcom", 1), ON(f, "onemo", 3)
#define ON(f, name, which)                                                                         \
    {                                                                                              \
#f " (" name ")", f, be_up, NULL, &(int)                                                   \
        {                                                                                          \
            which                                                                                  \
        }                                                                                          \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH_THAT_BOOTS(one_that_says_good_bye_first_is_one),
        EACH_THAT_BOOTS(two_banners_are_two),
        EACH_THAT_BOOTS(a_good_bye_behind_the_banner_is_another),
        EACH_THAT_BOOTS(a_restart_that_was_asked_for_is_one),
        ON(what_begins_at_a_line_that_may_mean_less_ends, "fibocom", 2),
        EACH(what_begins_behind_a_try_that_failed_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
