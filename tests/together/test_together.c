/* SPDX-License-Identifier: MIT */
/*
 * Four dialects in one program, sessions of them at once: what one session does
 * never shows in another, however their bytes come interleaved.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../sink.h"
#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

/* A UART that keeps what was sent. */
struct uart {
    char sent[256];
    size_t length;
};

static int keep(void *context, const void *bytes, size_t length)
{
    struct uart *uart = context;
    assert_true(uart->length + length < sizeof uart->sent);
    memcpy(uart->sent + uart->length, bytes, length);
    uart->length += length;
    uart->sent[uart->length] = 0;
    return (int)length;
}

static struct uart uart[2];
static const struct atb_port port[2] = {{keep, NULL, no_time, &uart[0], NULL},
                                        {keep, NULL, no_time, &uart[1], NULL}};
static char memory[2][QUECTEL_MEMORY + SIMCOM_MEMORY + FIBOCOM_MEMORY + ONEMO_MEMORY];

static int clear(void **state)
{
    (void)state;
    memset(uart, 0, sizeof uart);
    return 0;
}

struct end {
    int count;
    int status;
};

static void on_done(void *app, int status)
{
    struct end *end = app;
    end->count++;
    end->status = status;
}

static void test_fibocom_and_onemo_share_names_not_answers(void **state)
{
    static struct fibocom left;
    static struct onemo right;
    struct fibocom_mipopen_result opened_left = {0};
    struct onemo_mipopen_result opened_right = {0};
    struct end end[2] = {{0, 1}, {0, 1}};
    static const char from_left[] = "\r\nOK\r\n\r\n+MIPOPEN: 1,1\r\n";
    static const char from_right[] = "\r\nOK\r\n\r\n+MIPOPEN: 1,0\r\n";
    (void)state;

    fibocom_init(&left, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    onemo_init(&right, &port[1], memory[1], sizeof memory[1], NULL, 0, NULL);
    assert_int_equal(fibocom_mipopen_start(&left, &opened_left, on_done, &end[0], 1, ATB_EMPTY,
                                           "192.0.2.7", 7, 0),
                     ATB_OK);
    assert_int_equal(
        onemo_mipopen_start(&right, &opened_right, on_done, &end[1], 1, "TCP", "192.0.2.7", 7),
        ATB_OK);
    assert_string_equal(uart[0].sent, "AT+MIPOPEN=1,,\"192.0.2.7\",7,0\r");
    assert_string_equal(uart[1].sent, "AT+MIPOPEN=1,\"TCP\",\"192.0.2.7\",7\r");

    for (size_t i = 0; i < sizeof from_left - 1; i++) { /* a byte here, a byte there */
        atb_feed(&left.session, from_left + i, 1);
        atb_feed(&right.session, from_right + i, 1);
    }
    assert_int_equal(end[0].count, 1);
    assert_int_equal(end[0].status, ATB_OK);
    assert_int_equal(opened_left.socket_id, 1);
    assert_int_equal(opened_left.state, 1);
    assert_int_equal(end[1].count, 1);
    assert_int_equal(end[1].status, ATB_OK);
    assert_int_equal(opened_right.connect_id, 1);
    assert_int_equal(opened_right.result, 0);
}

static void test_one_waits_while_the_other_is_refused(void **state)
{
    static struct quectel left;
    static struct simcom right;
    struct end end[2] = {{0, 1}, {0, 1}};
    (void)state;

    quectel_init(&left, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    simcom_init(&right, &port[1], memory[1], sizeof memory[1], NULL, 0, NULL);
    assert_int_equal(quectel_qiopen_start(&left, NULL, on_done, &end[0], 1, 0, "TCP", "a.b", 7),
                     ATB_OK);
    assert_int_equal(simcom_cipclose_start(&right, NULL, on_done, &end[1], 1), ATB_OK);
    atb_feed(&right.session, "\r\n+CIPCLOSE: 1,2\r\n\r\nERROR\r\n", 27);
    atb_feed(&left.session, "\r\nOK\r\n", 6);
    assert_int_equal(end[1].count, 1);
    assert_int_equal(end[1].status, ATB_ERROR);
    assert_int_equal(right.session.error.code, 2);
    assert_int_equal(end[0].count, 0);
    atb_feed(&left.session, "\r\n+QIOPEN: 0,0\r\n", 16);
    assert_int_equal(end[0].count, 1); /* an answer that nobody wants may be NULL */
    assert_int_equal(end[0].status, ATB_OK);
}

static void test_a_command_that_sets_several_settings_sets_each(void **state)
{
    static struct simcom left;
    static struct onemo right;
    struct end end[2] = {{0, 1}, {0, 1}};
    (void)state;
    simcom_init(&left, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    onemo_init(&right, &port[1], memory[1], sizeof memory[1], NULL, 0, NULL);
    assert_int_equal(simcom_ciptimeout_start(&left, on_done, &end[0], 5000, 6000, 7000), ATB_OK);
    assert_int_equal(onemo_mipcfg_encoding_start(&right, on_done, &end[1], 3, 1, 0), ATB_OK);
    atb_feed(&left.session, "\r\nOK\r\n", 6);
    atb_feed(&right.session, "\r\nOK\r\n", 6);
    assert_int_equal(left.settings[SIMCOM_SETTING_NETOPEN_TIMEOUT], 5000);
    assert_int_equal(left.settings[SIMCOM_SETTING_CIPOPEN_TIMEOUT], 6000);
    assert_int_equal(left.settings[SIMCOM_SETTING_CIPSEND_TIMEOUT], 7000);
    assert_int_equal(right.settings[ONEMO_SETTING_SEND_FORMAT + 3], 1);
    assert_int_equal(right.settings[ONEMO_SETTING_RECV_FORMAT + 3], 0);
    assert_int_equal(right.settings[ONEMO_SETTING_RECV_FORMAT + 2], ATB_UNKNOWN);
}

static void test_a_banner_is_heard_where_no_command_was_ever_sent(void **state)
{
    static struct simcom modem;
    (void)state;
    simcom_init(&modem, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    atb_set_setting(&modem.session, SIMCOM_SETTING_CIPOPEN_TIMEOUT, 5000);
    atb_feed(&modem.session, "\r\n*ATREADY: 1\r\n", 15);
    assert_int_equal(modem.settings[SIMCOM_SETTING_CIPOPEN_TIMEOUT], ATB_UNKNOWN);
}

static uint8_t heard;

static void keep_line(void *app, const struct atb_event *event)
{
    (void)app;
    heard = event->line;
}

/* "+NETOPEN: 0" is what AT+NETOPEN? says, and how AT+NETOPEN ends; the table has them in this
 * order. */
static void test_of_two_layouts_news_come_before_answers_nobody_asked_for(void **state)
{
    static struct simcom modem;
    (void)state;
    simcom_init(&modem, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    atb_set_on_event(&modem.session, keep_line);
    atb_feed(&modem.session, "\r\n+NETOPEN: 0\r\n", 15);
    assert_int_equal(heard, SIMCOM_LINE_NETOPEN_RESULT);
    assert_int_equal(simcom_netopen_read_start(&modem, NULL, NULL, NULL), ATB_OK);
    atb_feed(&modem.session, "\r\n+NETOPEN: 0\r\n", 15);
    assert_int_equal(heard, SIMCOM_LINE_NETOPEN_READ_INFO);
}

static void keep_payloads_line(void *app, const struct atb_event *event)
{
    (void)app;
    heard = event->kind == ATB_EVENT_PAYLOAD ? event->line : heard;
}

/* Both layouts are of the command that waits, and alike: the mode of the connection tells. */
static void test_of_two_layouts_a_known_setting_chooses(void **state)
{
    static const uint8_t lines[] = {ONEMO_LINE_MIPRD_STREAM, ONEMO_LINE_MIPRD_PACKET};
    static struct onemo modem;
    char data[8];
    (void)state;
    onemo_init(&modem, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    atb_set_on_event(&modem.session, keep_payloads_line);
    atb_set_setting(&modem.session, ONEMO_SETTING_RECV_FORMAT, 0);
    for (int mode = 2; mode <= 3; mode++) {
        atb_set_setting(&modem.session, ONEMO_SETTING_ACCESS_MODE, mode);
        assert_int_equal(onemo_miprd_start(&modem, NULL, data, sizeof data, NULL, NULL, 0, 4),
                         ATB_OK);
        atb_feed(&modem.session, "\r\n+MIPRD: 0,1,4,abcd\r\n\r\nOK\r\n", 29);
        assert_int_equal(heard, lines[mode - 2]);
    }
}

/* What stands behind a keyword of OneMO's is no literal that it has. */
static void test_a_literal_that_no_line_has_makes_a_line_text(void **state)
{
    static struct onemo modem;
    (void)state;
    onemo_init(&modem, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    atb_set_on_event(&modem.session, keep_line);
    heard = 0;
    atb_feed(&modem.session, "\r\n+MIPCFGDNSCFG: \"priority\",0\r\n", 31);
    assert_int_equal(heard, ATB_NO_LINE);
}

/* An abandoned ATO may still connect, so lines are looked at for that; settings come from answers
 * alone. */
static void test_a_line_that_nobody_asked_for_tells_no_setting(void **state)
{
    static const char line[] = "\r\n+QISTATE: 0,\"TCP\",\"192.0.2.7\",7,0,2,1,0,1,\"uart1\"\r\n";
    static struct quectel modem;
    struct end end = {0, 1};
    (void)state;
    quectel_init(&modem, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    atb_set_on_event(&modem.session, keep_line);
    assert_int_equal(quectel_ato_start(&modem, on_done, &end), ATB_OK);
    atb_abort(&modem.session);
    assert_int_equal(end.status, ATB_ABORTED);
    atb_feed(&modem.session, line, sizeof line - 1);
    assert_int_equal(heard, QUECTEL_LINE_QISTATE_INFO);
    assert_int_equal(modem.settings[QUECTEL_SETTING_ACCESS_MODE], ATB_UNKNOWN);
}

static void count_data(void *app, const struct atb_event *event)
{
    (void)app;
    assert_int_equal(event->kind, ATB_EVENT_DATA);
}

static void test_a_banner_in_transparent_mode_is_data(void **state)
{
    static struct quectel modem;
    (void)state;
    quectel_init(&modem, &port[0], memory[0], sizeof memory[0], NULL, 0, NULL);
    atb_allow_connect(&modem.session, true);
    atb_feed(&modem.session, "\r\nCONNECT\r\n", 11);
    atb_set_on_event(&modem.session, count_data);
    atb_feed(&modem.session, "\r\nRDY\r\n\r\nPOWERED DOWN\r\nz", 25);
    assert_true(atb_is_transparent(&modem.session));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_of_two_layouts_news_come_before_answers_nobody_asked_for,
                               clear),
        cmocka_unit_test_setup(test_of_two_layouts_a_known_setting_chooses, clear),
        cmocka_unit_test_setup(test_a_literal_that_no_line_has_makes_a_line_text, clear),
        cmocka_unit_test_setup(test_a_line_that_nobody_asked_for_tells_no_setting, clear),
        cmocka_unit_test_setup(test_a_banner_in_transparent_mode_is_data, clear),
        cmocka_unit_test_setup(test_a_banner_is_heard_where_no_command_was_ever_sent, clear),
        cmocka_unit_test_setup(test_a_command_that_sets_several_settings_sets_each, clear),
        cmocka_unit_test_setup(test_fibocom_and_onemo_share_names_not_answers, clear),
        cmocka_unit_test_setup(test_one_waits_while_the_other_is_refused, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
