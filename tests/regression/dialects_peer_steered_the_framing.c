/* SPDX-License-Identifier: MIT */
/*
 * Lines that nobody asked for changed how later bytes were read: a peer or one damaged
 * byte could hide the modem's next lines, or make a time limit 0.
 */
#include "script.h"

static struct {
    char text[1024];
    size_t length;
} log_;

static void add(const char *text, size_t length)
{
    assert_true(log_.length + length < sizeof log_.text);
    memcpy(log_.text + log_.length, text, length);
    log_.length += length;
    log_.text[log_.length] = '\0';
}

/* One letter for the kind, then the text. */
static void on_event(void *app, const struct atb_event *event)
{
    static const char kinds[] = "efiu>pdt!o";
    (void)app;
    add(&kinds[event->kind], 1);
    add(event->text, event->length);
    add("|", 1);
}

static void assert_heard(const char *text)
{
    assert_string_equal(log_.text, text);
    log_.length = 0;
    log_.text[0] = '\0';
}

static struct atb_session *listen_to(struct atb_session *session)
{
    log_.length = 0;
    log_.text[0] = '\0';
    atb_set_on_event(session, on_event);
    return session;
}

static void a_length_in_buffer_mode_is_no_payload(void **state)
{
    struct atb_session *session = listen_to(&world.quectel.session);
    (void)state;
    atb_set_setting(session, QUECTEL_SETTING_ACCESS_MODE + 0, 0);
    hear(session, "\r\n+QIURC: \"recv\",0,5\r\n\r\n+QIURC: \"closed\",0\r\n");
    assert_heard("u+QIURC: \"recv\",0,5|u+QIURC: \"closed\",0|");
    atb_set_setting(session, QUECTEL_SETTING_ACCESS_MODE + 0, 1);
    hear(session, "\r\n+QIURC: \"recv\",0,5\r\nhello\r\nOK\r\n");
    assert_heard("u+QIURC: \"recv\",0,5|phello|fOK|");
}

static void a_short_answer_does_not_take_the_ok(void **state)
{
    struct atb_session *session = listen_to(&world.quectel.session);
    (void)state;
    assert_int_equal(quectel_qird_query_start(&world.quectel, NULL, TELL, 0), ATB_OK);
    hear(session, "\r\n+QIRD: 12\r\n\r\nOK\r\n");
    assert_heard("!+QIRD: 12|fOK|");
    assert_ended(ATB_MALFORMED);
}

static void settings_follow_awaited_lines(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    hear(session, "\r\n+CIPHEAD: 1\r\n+CIPSRIP: 1\r\n+CIPTIMEOUT: 0,0,0\r\n");
    for (unsigned i = 0; i < session->dialect->setting_count; i++) {
        assert_int_equal(session->settings[i], ATB_UNKNOWN);
    }
    assert_int_equal(simcom_ciphead_read_start(&world.simcom, NULL, TELL), ATB_OK);
    hear(session, "\r\n+CIPHEAD: 1\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(session->settings[SIMCOM_SETTING_CIPHEAD], 1);
}

static void settings_are_what_the_manual_knows(void **state)
{
    struct atb_session *session = &world.simcom.session;
    (void)state;
    assert_int_equal(simcom_ciptimeout_read_start(&world.simcom, NULL, TELL), ATB_OK);
    hear(session, "\r\n+CIPTIMEOUT: 0,2147483647,120000\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(session->settings[SIMCOM_SETTING_NETOPEN_TIMEOUT], ATB_UNKNOWN);
    assert_int_equal(session->settings[SIMCOM_SETTING_CIPOPEN_TIMEOUT], ATB_UNKNOWN);
    assert_int_equal(session->settings[SIMCOM_SETTING_CIPSEND_TIMEOUT], 120000);
}

/* Nobody waits for anything, and the payload's length was damaged on the wire. */
static void payload_that_does_not_come_is_given_up(void **state)
{
    struct atb_session *session = listen_to(&world.quectel.session);
    (void)state;
    hear(session, "\r\n+QIURC: \"recv\",0,64000\r\nhello");
    wait_ms(session, 4900);
    assert_heard("u+QIURC: \"recv\",0,64000|phello|");
    wait_ms(session, 200);
    assert_heard("!|");
    hear(session, "\r\n+QIURC: \"closed\",0\r\n");
    assert_heard("u+QIURC: \"closed\",0|");
}

/* Every byte is some event: a first hex digit alone, and one that the reboot leaves. */
static void no_byte_is_lost(void **state)
{
    struct atb_session *session = listen_to(&world.fibocom.session);
    (void)state;
    atb_set_setting(session, FIBOCOM_SETTING_IPRFMT, 0);
    hear(session, "\r\n+MIPRTCP: 1,0,5\r\n");
    assert_heard("u+MIPRTCP: 1,0|!5|");
    hear(session, "\r\n+MIPRTCP: 1,0,546");
    atb_modem_rebooted(session);
    assert_heard("u+MIPRTCP: 1,0|pT|!6|");
}

static void a_test_answer_has_its_ranges_outside_of_quotes(void **state)
{
    struct atb_session *session = &world.quectel.session;
    struct quectel_qicsgp_query_info info;
    (void)state;
    assert_int_equal(quectel_qicsgp_query_start(&world.quectel, &info, TELL, 1), ATB_OK);
    hear(session, "\r\n+QICSGP: 1,\"a(b\",\"\",\"\",0\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(session->answer.count, 1);
    assert_int_equal(info.apn.length, 3);
}

/* Each comma measured the whole head again: 459 bytes cost a thousand times what others do. */
static void quotes_and_commas_end_soon(void **state)
{
    struct atb_session *session = listen_to(&world.onemo.session);
    char line[460] = "+MIPRD: \"x\"";
    (void)state;
    size_t length = strlen(line);
    while (length + 5 < sizeof line) {
        memcpy(line + length, "a,\"a,", 5);
        length += 5;
    }
    atb_feed(session, line, length);
    hear(session, "\r\n");
    assert_int_equal(log_.text[0], '!');
    assert_int_equal(log_.length, length + 2);
}

/* The indication of another socket is no answer: its line has the same layout. */
static void another_sockets_news_is_no_answer(void **state)
{
    struct atb_session *session = listen_to(&world.fibocom.session);
    char data[8];
    (void)state;
    assert_int_equal(fibocom_mipread_start(&world.fibocom, NULL, data, sizeof data, TELL, 6, 8, 0),
                     ATB_OK);
    hear(session, "\r\n+MIPDATA: 2,2\r\n\r\n+MIPDATA: 6,2\r\nab\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(session->answer.data_length, 2);
    assert_memory_equal(data, "ab", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_length_in_buffer_mode_is_no_payload),
        TEST(a_short_answer_does_not_take_the_ok),
        TEST(settings_follow_awaited_lines),
        TEST(settings_are_what_the_manual_knows),
        TEST(payload_that_does_not_come_is_given_up),
        TEST(no_byte_is_lost),
        TEST(a_test_answer_has_its_ranges_outside_of_quotes),
        TEST(quotes_and_commas_end_soon),
        TEST(another_sockets_news_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
