/* SPDX-License-Identifier: MIT */
/* Bring-up and recovery: the way up, and back after any loss. */
#include "steps.h"

/* ---- the way up ------------------------------------------------------------------------ */

static void a_modem_that_is_on_is_up_without_a_key(void **state)
{
    (void)state;
    setup.pins = pins;
    up();
    assert_string_equal(keys, "");
}

static void a_modem_that_is_off_gets_its_power_key(void **state)
{
    (void)state;
    setup.pins = pins;
    tick(6000); /* four times AT, then the key for 2 s */
    assert_memory_equal(sent, "AT\r", 3);
    assert_string_equal(keys, "power up ");
    assert_stages("power ");
}

static void a_try_has_its_time_and_a_key_is_pressed_for_two_seconds(void **state)
{
    (void)state;
    setup.pins = pins;
    setup.baud = 921600;
    tick(100);
    assert_string_equal(sent, "AT\r"); /* once as yet */
    for (int i = 0; i < 600 && strstr(keys, "power") == NULL; i++) {
        tick(10);
    }
    tick(1900);
    assert_string_equal(keys, "921600 0 921600 0 power "); /* each try at the other speed */
    tick(200);
    assert_string_equal(keys, "921600 0 921600 0 power up 0 "); /* it has forgotten its speed */
}

static void an_answer_may_take_its_time(void **state)
{
    (void)state;
    tick(20);
    assert_string_equal(sent, "AT\r");
    memset(sent, 0, sizeof sent);
    tick(200);
    feed("\r\nOK\r\n");
    expect("ATE0\r", "\r\nOK\r\n");
}

static void the_clock_may_begin_anywhere(void **state)
{
    (void)state;
    now = UINT32_MAX - 100000;
    (void)quectel_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    stages[0] = '\0';
    atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, keys);
    up();
}

static void what_the_application_gives_adds_its_steps(void **state)
{
    (void)state;
    setup.pins = pins;
    setup.baud = 921600;
    setup.flow_control = true;
    setup.apn = "internet";
    to_the_card();
    expect("AT+IPR=921600\r", "\r\nOK\r\n");
    assert_string_equal(keys, "921600 ");
    expect("AT+IFC=2,2\r", "\r\nOK\r\n");
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QICSGP=1,1,\"internet\"\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
}

static void a_user_and_a_password_go_with_the_context(void **state)
{
    (void)state;
    setup.apn = "internet";
    setup.user = "me";
    setup.password = "sesame";
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QICSGP=1,1,\"internet\"\r", "\r\nOK\r\n");
    expect("AT+QICSGP=1,1,\"internet\",\"me\",\"sesame\",1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
}

static void the_network_is_asked_until_it_is_there(void **state)
{
    (void)state;
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,2\r\n\r\nOK\r\n");
    expect("AT+CGREG?\r", "\r\n+CGREG: 0,3\r\n\r\nOK\r\n");
    expect("AT+CREG?\r", "\r\n+CME ERROR: 30\r\n");
    to_data();
}

/* ---- losses ---------------------------------------------------------------------------------- */

static void a_banner_begins_again_behind_power(void **state)
{
    (void)state;
    up();
    feed("\r\nRDY\r\n");
    assert_stages("set-up ");
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
    to_the_network();
    to_data();
}

/* Its command has not failed: the question that went well last is asked again. */
static void a_banner_while_the_network_is_asked_for_changes_no_way(void **state)
{
    (void)state;
    up();
    tick(21000);
    assert_string_equal(sent, "AT+CEREG?\r");
    memset(sent, 0, sizeof sent);
    feed("\r\nRDY\r\n");
    assert_int_equal(bringup.way, 0);
    expect("ATE0\r", "\r\nOK\r\n");
    expect("AT+CMEE=1\r", "\r\nOK\r\n");
    to_the_network();
    to_data();
}

/* The last try of a step that leads to a restart: none was made. */
static void a_banner_behind_the_last_try_counts_no_restart(void **state)
{
    (void)state;
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,1\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nERROR\r\n");
    expect("AT+QIACT=1\r", "\r\nRDY\r\n");
    assert_int_equal(bringup.resets, 0);
    expect("ATE0\r", "\r\nOK\r\n");
}

/* Whoever hears it by other ways than a banner may be quicker than the modem's OK. */
static void a_restart_that_is_told_early_is_not_made_twice(void **state)
{
    (void)state;
    up();
    atb_bringup_reset(&bringup);
    expect("AT+CFUN=1,1\r", "");
    atb_modem_rebooted(&modem.session);
    to_the_card();
}

static void a_lost_context_is_made_anew_and_another_is_not_ours(void **state)
{
    (void)state;
    up();
    feed("\r\n+QIURC: \"pdpdeact\",16\r\n");
    assert_stages("");
    feed("\r\n+QIURC: \"pdpdeact\",1\r\n");
    assert_stages("lost ");
    tick(990);
    assert_string_equal(sent, ""); /* what has arrived can still be read */
    tick(20);
    assert_string_equal(sent, "AT+QIDEACT=1\r");
    expect("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect("AT+QIACT=1\r", "\r\nOK\r\n");
    assert_stages("context ");
}

static void a_lost_registration_is_waited_for(void **state)
{
    (void)state;
    up();
    feed("\r\n+CEREG: 2\r\n");
    assert_stages("lost ");
    to_data();
    assert_stages("register context up ");
}

static void a_hung_modem_is_reset_by_its_key(void **state)
{
    (void)state;
    setup.pins = pins;
    up();
    tick(60000);
    assert_memory_equal(keys, "reset up ", 9); /* and then the power key, for it stays silent */
}

static void without_a_key_the_modem_is_asked_to_restart(void **state)
{
    (void)state;
    up();
    atb_bringup_reset(&bringup);
    assert_stages("reset ");
    expect("AT+CFUN=1,1\r", "\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
}

/* The modem hears it at the speed that it has, and has its own again behind it. */
static void asked_to_restart_it_has_its_own_speed_behind_that(void **state)
{
    (void)state;
    setup.pins = pins;
    setup.pins.power_key = setup.pins.reset = NULL;
    setup.baud = 921600;
    to_the_card();
    expect("AT+IPR=921600\r", "\r\nOK\r\n");
    assert_string_equal(keys, "921600 ");
    atb_bringup_reset(&bringup);
    expect("AT+CFUN=1,1\r", "");
    assert_string_equal(keys, "921600 ");
    feed("\r\nOK\r\n");
    assert_string_equal(keys, "921600 0 ");
    expect("AT\r", "\r\nOK\r\n");
}

/* Figure 1 of the manual: behind three that failed one at once, and then those that wait. */
static void restarts_follow_each_other_more_slowly(void **state)
{
    (void)state;
    for (int i = 0; i < 3 + 1; i++) {
        atb_bringup_reset(&bringup);
        tick(20);
        assert_string_equal(sent, "AT+CFUN=1,1\r");
        memset(sent, 0, sizeof sent);
        feed("\r\nOK\r\n");
    }
    atb_bringup_reset(&bringup);
    memset(sent, 0, sizeof sent);
    tick(599000);
    assert_string_equal(sent, "");
    tick(2000);
    assert_string_equal(sent, "AT+CFUN=1,1\r");
}

static uint32_t minutes_to_the_restart(void)
{
    uint32_t minutes = 0;
    atb_bringup_reset(&bringup);
    memset(sent, 0, sizeof sent);
    tick(20);
    for (; sent[0] == '\0' && minutes < 1000; minutes++) {
        now += 60000;
        tick(20);
    }
    assert_string_equal(sent, "AT+CFUN=1,1\r");
    feed("\r\nOK\r\n");
    return minutes;
}

static void the_last_pause_is_that_of_all_others(void **state)
{
    uint32_t longest = 0;
    (void)state;
    for (int i = 0; i < 20; i++) {
        uint32_t minutes = minutes_to_the_restart();
        assert_true(minutes >= longest && minutes <= 60);
        longest = minutes;
    }
    assert_true(longest > 0);
}

static void an_echo_that_was_off_is_a_restart_that_nobody_noticed(void **state)
{
    (void)state;
    up();
    tick(20000);
    assert_string_equal(sent, "AT+CEREG?\r");
    memset(sent, 0, sizeof sent);
    feed("AT+CEREG?\r\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    assert_stages("set-up ");
    expect("ATE0\r", "\r\nOK\r\n");
}

/* Each time: the modem's banner was lost in payload that it did not finish. */
static void so_is_the_next_one(void **state)
{
    (void)state;
    up();
    for (int restarts = 0; restarts < 3; restarts++) {
        tick(20000);
        expect("AT+CEREG?\r", "AT+CEREG?\r\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
        expect("ATE0\r", "ATE0\r\r\nOK\r\n");
        expect("AT+CMEE=1\r", "\r\nOK\r\n");
        to_the_network();
        to_data();
        stages[0] = '\0';
    }
}

/* The next command, and its answer behind an echo. */
static void expect_echoed(const char *command, const char *answer)
{
    char said[100];
    snprintf(said, sizeof said, "%s%s", command, answer);
    expect(command, said);
}

static void an_echo_that_cannot_be_switched_off_is_no_restart(void **state)
{
    (void)state;
    expect_echoed("AT\r", "\r\nOK\r\n");
    expect_echoed("ATE0\r", "\r\nOK\r\n");
    expect_echoed("AT+CMEE=1\r", "\r\nOK\r\n");
    expect_echoed("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    expect_echoed("AT\r", "\r\nOK\r\n");
    expect_echoed("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
    expect_echoed("AT+CEREG=1\r", "\r\nOK\r\n");
    expect_echoed("AT+QIDEACT=1\r", "\r\nOK\r\n");
    expect_echoed("AT+QIACT=1\r", "\r\nOK\r\n");
    for (int questions = 0; questions < 3; questions++) {
        expect_echoed("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
        tick(20000);
    }
    assert_stages("power set-up sim register context up ");
}

static void a_registration_lost_on_the_way_is_waited_for(void **state)
{
    (void)state;
    to_the_card();
    feed("\r\n+QIURC: \"pdpdeact\",1\r\n"); /* of before: its step is still to come */
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 1,5\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
    feed("\r\n+CEREG: 2\r\n");
    to_data();
    assert_stages("power set-up sim register context up ");
}

/* It tells what the question under way is about: that one's answer counts. */
static void a_loss_of_what_is_being_asked_for_changes_nothing(void **state)
{
    (void)state;
    to_the_card();
    to_the_network();
    expect("AT+CEREG?\r", "\r\n+CEREG: 2\r\n\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    expect("AT+CEREG=1\r", "\r\nOK\r\n");
}

static void a_port_that_fails_is_tried_again(void **state)
{
    (void)state;
    port_fails = true;
    tick(3000);
    port_fails = false;
    up();
}

static void a_modem_that_must_be_reset_is_reset(void **state)
{
    (void)state;
    up();
    assert_int_equal(quectel_qisend_start(&modem, NULL, NULL, 0, "AT+H", 4), ATB_OK);
    memset(sent, 0, sizeof sent);
    for (int i = 0; i < 700 && sent[0] == '\0'; i++) {
        tick(100); /* the prompt is lost, and the payload could be a command */
    }
    assert_string_equal(sent, "AT+CFUN=1,1\r"); /* there is no key */
    assert_stages("reset ");
}

static void the_application_may_send_it_back(void **state)
{
    (void)state;
    to_the_card();
    atb_bringup_again(&bringup); /* it is not that far yet */
    expect("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    expect("AT\r", "");
    atb_bringup_again(&bringup); /* it is just there */
    feed("\r\nOK\r\n");
    to_data();
    assert_stages("power set-up sim register context up ");
    atb_bringup_again(&bringup);
    assert_stages("lost ");
    expect("AT\r", "\r\nOK\r\n");
}

static void the_command_of_another_is_waited_for(void **state)
{
    (void)state;
    assert_int_equal(atb_raw(&modem.session, "AT+X", NULL, NULL, NULL), ATB_OK);
    expect("AT+X\r", "");
    tick(500);
    assert_string_equal(sent, "");
    feed("\r\nOK\r\n");
    expect("AT\r", "\r\nOK\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_modem_that_is_on_is_up_without_a_key),
        TEST(a_modem_that_is_off_gets_its_power_key),
        TEST(a_try_has_its_time_and_a_key_is_pressed_for_two_seconds),
        TEST(an_answer_may_take_its_time),
        TEST(the_clock_may_begin_anywhere),
        TEST(what_the_application_gives_adds_its_steps),
        TEST(a_user_and_a_password_go_with_the_context),
        TEST(the_network_is_asked_until_it_is_there),
        TEST(a_banner_begins_again_behind_power),
        TEST(a_banner_while_the_network_is_asked_for_changes_no_way),
        TEST(a_banner_behind_the_last_try_counts_no_restart),
        TEST(a_restart_that_is_told_early_is_not_made_twice),
        TEST(a_lost_context_is_made_anew_and_another_is_not_ours),
        TEST(a_lost_registration_is_waited_for),
        TEST(a_hung_modem_is_reset_by_its_key),
        TEST(without_a_key_the_modem_is_asked_to_restart),
        TEST(asked_to_restart_it_has_its_own_speed_behind_that),
        TEST(restarts_follow_each_other_more_slowly),
        TEST(the_last_pause_is_that_of_all_others),
        TEST(an_echo_that_was_off_is_a_restart_that_nobody_noticed),
        TEST(so_is_the_next_one),
        TEST(an_echo_that_cannot_be_switched_off_is_no_restart),
        TEST(a_registration_lost_on_the_way_is_waited_for),
        TEST(a_loss_of_what_is_being_asked_for_changes_nothing),
        TEST(a_port_that_fails_is_tried_again),
        TEST(a_modem_that_must_be_reset_is_reset),
        TEST(the_application_may_send_it_back),
        TEST(the_command_of_another_is_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
