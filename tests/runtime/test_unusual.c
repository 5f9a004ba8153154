/* SPDX-License-Identifier: MIT */
/* Lines that are almost others: ids that nobody has, keywords with more behind them, lines too long
 * for the buffer, many heads of payload in one chunk, ranges of test answers. */
#include "course.h"

#include "atb_handler.h"

/* ---- an id that nobody has ------------------------------------------------------------------- */

static unsigned pieces;

static void on_relay_payload(void *app, const void *bytes, size_t length, size_t remaining)
{
    (void)app;
    (void)bytes;
    (void)length;
    (void)remaining;
    pieces++;
}

static void payload_of_an_id_that_nobody_has_is_nobodys(void **state)
{
    static const struct atb_handler handlers[] = {TOY_ON_RELAY_PAYLOAD(on_relay_payload)};
    (void)state;
    bench_handlers(&bench, handlers, ATB_LENGTH(handlers));
    pieces = 0;
    FEED(&bench, "+RELAY: 6,3\r\nabc\r\n");
    assert_int_equal(pieces, 1);
    assert_log(&bench, "urc RELAY! 6,3\npayload RELAY abc\n");
    FEED(&bench, "+RELAY: 7,4\r\nOK\r\n\r\nCLOSED\r\n"); /* four bytes, then a line */
    assert_int_equal(pieces, 1);
    assert_log(&bench, "malformed RELAY! -3@0 7,4\npayload RELAY! OK\\0d\\0a\nurc CLOSED! \n");
    FEED(&bench, "+RELAY: 7,x\r\nCLOSED\r\n");
    assert_log(&bench, "malformed RELAY! -4@1 7,x\nurc CLOSED! \n");
}

/* ---- payload that waits ---------------------------------------------------------------------- */

static void a_byte_that_waits_goes_before_a_chunk_that_is_payload(void **state)
{
    (void)state;
    bench_init(&bench, NULL, 0);
    FEED(&bench, "+RELAY: 6,5\r\n");
    FEED(&bench, "a");
    FEED(&bench, "bc");
    FEED(&bench, "de");
    assert_log(&bench, "urc RELAY! 6,5\npayload RELAY! abcde\n");
}

/* ---- what may stand behind a keyword --------------------------------------------------------- */

static void a_number_follows_its_prefix_at_once(void **state)
{
    static const char *const known[] = {"+IPD0", "+IPD9", "+IPD-1"};
    static const char *const unknown[] = {"+IPD/", "+IPD:", "+IPDx", "+IPD 5", "+IPD+1"};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(known); i++) {
        bench.log_length = 0;
        bench_init(&bench, NULL, 0);
        bench_feed(&bench, known[i], strlen(known[i]));
        FEED(&bench, "\r\n");
        bench.log[bench.log_length] = '\0';
        assert_null(strstr(bench.log, "text"));
    }
    for (size_t i = 0; i < ATB_LENGTH(unknown); i++) {
        bench.log_length = 0;
        bench_feed(&bench, unknown[i], strlen(unknown[i]));
        FEED(&bench, "\r\n");
        bench.log[bench.log_length] = '\0';
        assert_non_null(strstr(bench.log, "text"));
    }
}

/* ---- too long for the buffer ----------------------------------------------------------------- */

static void feed_long(const char *keyword)
{
    char many[sizeof bench.memory];
    memset(many, 'x', sizeof many);
    bench_feed(&bench, keyword, strlen(keyword));
    bench_feed(&bench, many, sizeof many);
    FEED(&bench, "\r\n");
}

static void a_long_line_spoils_the_answer_of_its_keyword_alone(void **state)
{
    static const char *const others[] = {"+QIURC: \"recv\",", "+QIURC: \"closed\",",
                                         "+QPING: ",          "+MPING: ",
                                         "+CIPOPEN: ",        "+CIPERROR: ",
                                         "+MIPRD: ",          "+MIPURC: ",
                                         "+MIPRTCP: ",        "+MIPOPEN: ",
                                         "+MIPREAD: ",        "MIPXOFF: ",
                                         "+RELAY: ",          "+IPD",
                                         "RECV FROM:"};
    static char data[4];
    struct atb_answer answer = {.data = data, .data_size = sizeof data};
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(4));
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(others); i++) {
        start(qiopen(0));
        FEED(&bench, "OK\r\n");
        feed_long(others[i]);
        FEED(&bench, "+QIOPEN: 0,0\r\n");
        assert_done(ATB_OK);
        assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
        feed_long(others[i]);
        FEED(&bench, "+QIRD: 4\r\nabcd\r\nOK\r\n");
        assert_done(ATB_OK);
        bench.log_length = bench.sent_length = 0;
    }
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    feed_long("+QIRD: ");
    FEED(&bench, "+QIRD: 4\r\nabcd\r\nOK\r\n");
    assert_done(ATB_MALFORMED);
}

/* ---- payload that begins inside a line ------------------------------------------------------- */

static void each_line_has_its_own_commas(void **state)
{
    static const char lines[] = "+MIPREAD: 1,2\r\n+MIPREAD: 1,2\r\n+MIPRTCP: 1,2,ab\r\n"
                                "+MIPURC: \"rtcp\",1,2,cd\r\n+MIPURC: \"rtcp\",1,2,ef\r\n"
                                "+MIPRTCP: 1,2,gh\r\n+MIPURC: \"rtcp\",1,2,ij\r\n";
    (void)state;
    atb_set_setting(&bench.session, TOY_SETTING_IPRFMT, 2);
    for (size_t piece = 1; piece < sizeof lines; piece++) {
        unsigned found = 0;
        for (size_t at = 0; at + 1 < sizeof lines; at += piece) {
            size_t left = sizeof lines - 1 - at;
            bench_feed(&bench, lines + at, piece < left ? piece : left);
        }
        bench.log[bench.log_length] = '\0';
        for (const char *at = bench.log; (at = strstr(at, "payload ")) != NULL; at++) {
            found++;
        }
        assert_int_equal(found, 5);
        bench.log_length = 0;
        bench.last_kind = -1;
    }
}

/* Behind the second line the third one's comma would be the sixth. */
static void commas_of_lines_without_payload_do_not_count(void **state)
{
    (void)state;
    for (unsigned lines = 0; lines < 8; lines++) {
        for (unsigned i = 0; i < lines; i++) {
            FEED(&bench, "+MIPRD: 1,");
            FEED(&bench, "2\r\n");
        }
        start(command_of(&toy_miprd_form, 2, number(1), number(5)));
        bench.log_length = 0;
        FEED(&bench, "+MIPRD: 1,2,2,");
        FEED(&bench, "ab\r\nOK\r\n");
        assert_log(&bench, "info MIPRD_INFO 1,2,2\npayload MIPRD_INFO! ab\nfinal OK \n");
        assert_done(ATB_OK);
    }
}

/* ---- a damaged result ------------------------------------------------------------------------ */

static void a_result_that_is_damaged_is_no_success(void **state)
{
    static const char *const results[] = {"+QIOPEN: 0\r\n", "+QIOPEN: 3\r\n", "+QIOPEN: x,0\r\n",
                                          "+QIOPEN: \r\n"};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(results); i++) {
        start(qiopen(0));
        FEED(&bench, "OK\r\n");
        bench_feed(&bench, results[i], strlen(results[i]));
        assert_done(ATB_MALFORMED);
    }
}

/* ---- one number of a line -------------------------------------------------------------------- */

static void a_number_is_all_of_its_field(void **state)
{
    static const struct {
        const char *fields;
        unsigned index;
        int32_t number;
    } cases[] = {{"12", 0, 12},
                 {"12\r\n", 0, 12},
                 {"12\n", 0, 12},
                 {"12,3", 0, 12},
                 {"12x", 0, ATB_UNKNOWN},
                 {"1,2x,3", 1, ATB_UNKNOWN},
                 {"1,2,3", 2, 3},
                 {"1,2", 2, ATB_UNKNOWN},
                 {"\"a,b\",7", 1, 7},
                 {"1,,3", 1, ATB_UNKNOWN},
                 {"1, 2 ,3", 1, 2},
                 {"1,-2", 1, -2},
                 {"x", 0, ATB_UNKNOWN},
                 {"", 0, ATB_UNKNOWN},
                 {"999999999", 0, 999999999},
                 {"2147483647", 0, INT32_MAX},
                 {"4294967297", 0, ATB_UNKNOWN},
                 {"1\n,2", 1, ATB_UNKNOWN}};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        const char *end = cases[i].fields + strlen(cases[i].fields);
        assert_int_equal(atb_number_at(cases[i].fields, end, cases[i].index), cases[i].number);
    }
}

/* ---- ranges of a test answer ----------------------------------------------------------------- */

static void ranges_stand_in_brackets_outside_of_quotes(void **state)
{
    (void)state;
    FEED(&bench, "+QIOPEN: \"TCP\",(1-16)\r\n");
    assert_log(&bench, "info QIOPEN_TEST_INFO! \"TCP\",(1-16)\n");
    FEED(&bench, "+QIOPEN: a,(1-16)\r\n+QIOPEN: ab,(1-16)\r\n");
    assert_log(&bench, "info QIOPEN_TEST_INFO! a,(1-16)\ninfo QIOPEN_TEST_INFO! ab,(1-16)\n");
    FEED(&bench, "+QIOPEN: \"a(b\",x\r\n");
    bench.log[bench.log_length] = '\0';
    assert_null(strstr(bench.log, "info"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(payload_of_an_id_that_nobody_has_is_nobodys),
        TEST(a_byte_that_waits_goes_before_a_chunk_that_is_payload),
        TEST(a_number_follows_its_prefix_at_once),
        TEST(a_long_line_spoils_the_answer_of_its_keyword_alone),
        TEST(each_line_has_its_own_commas),
        TEST(commas_of_lines_without_payload_do_not_count),
        TEST(a_result_that_is_damaged_is_no_success),
        TEST(a_number_is_all_of_its_field),
        TEST(ranges_stand_in_brackets_outside_of_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
