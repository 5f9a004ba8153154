/* SPDX-License-Identifier: MIT */
/*
 * The chapter that all dialects share, on modems of two of them: its calls, its
 * handlers, its answers without a keyword; and nothing of it where nobody names it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../sink.h"
#include "cellular.h"
#include "onemo.h"
#include "quectel.h"

static char sent[64];

static int keep(void *context, const void *bytes, size_t length)
{
    (void)context;
    assert_true(length < sizeof sent);
    memcpy(sent, bytes, length);
    sent[length] = 0;
    return (int)length;
}

static const struct atb_port port = {.write = keep, .now = no_time};

static void keep_status(void *app, int status)
{
    *(int *)app = status;
}

#define UNTOLD           1
#define SAY(modem, text) atb_feed(&(modem)->session, text, sizeof text - 1)

static void a_call_on_any_modem(void **state)
{
    static char memory[2][QUECTEL_MEMORY + ONEMO_MEMORY];
    struct quectel left;
    struct onemo right;
    struct cellular_cereg_read_info read[2] = {{0}, {0}};
    int status[2] = {UNTOLD, UNTOLD};
    (void)state;
    assert_int_equal(quectel_init(&left, &port, memory[0], sizeof memory[0], NULL, 0, NULL),
                     ATB_OK);
    assert_int_equal(onemo_init(&right, &port, memory[1], sizeof memory[1], NULL, 0, NULL), ATB_OK);
    assert_int_equal(cellular_cereg_read_start(&left, &read[0], keep_status, &status[0]), ATB_OK);
    assert_int_equal(cellular_cereg_read_start(&right, &read[1], keep_status, &status[1]), ATB_OK);
    assert_string_equal(sent, "AT+CEREG?\r");
    SAY(&left, "\r\n+CEREG: 2,5,\"1F00\",\"79D903\",7\r\n\r\nOK\r\n");
    SAY(&right, "\r\n+CEREG: 0,2\r\n\r\nOK\r\n");
    assert_int_equal(status[0], ATB_OK);
    assert_int_equal(status[1], ATB_OK);
    assert_int_equal(read[0].stat, CELLULAR_STAT_ROAMING);
    assert_true(read[0].has_tac);
    assert_memory_equal(read[0].tac.at, "1F00", 4);
    assert_int_equal(read[1].stat, CELLULAR_STAT_SEARCHING);
    assert_false(read[1].has_tac);
}

/* ---- one modem ------------------------------------------------------------------------------- */

static char memory[QUECTEL_MEMORY];
static struct quectel modem;
static int status; /* how the command under way ended */

#define TELL       keep_status, &status
#define TEST(name) cmocka_unit_test_setup(name, set_up)

static int set_up(void **state)
{
    (void)state;
    status = UNTOLD;
    assert_int_equal(quectel_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL), ATB_OK);
    return 0;
}

/* A line that the chapter knows is the mark's answer all the same. */
static void the_answer_of_a_mark_that_the_chapter_knows(void **state)
{
    (void)state;
    assert_int_equal(cellular_cgatt_read_start(&modem, NULL, TELL), ATB_OK);
    atb_abort(&modem.session);
    assert_int_equal(cellular_cimi_start(&modem, NULL, TELL), ATB_OK);
    assert_string_equal(sent, "AT+CSQ\r");
    SAY(&modem, "\r\n+CGATT: 1\r\n\r\nOK\r\n\r\n+CSQ: 9,9\r\n\r\nOK\r\n");
    assert_string_equal(sent, "AT+CIMI\r");
}

#define IMEI "861536030196001"

static void assert_imei(const char *answer)
{
    struct cellular_cgsn_info info = {0};
    assert_int_equal(cellular_cgsn_start(&modem, &info, TELL), ATB_OK);
    (void)atb_feed(&modem.session, answer, strlen(answer));
    assert_int_equal(status, ATB_OK);
    assert_int_equal(info.sn.length, 15);
    assert_memory_equal(info.sn.at, IMEI, 15);
}

static void an_answer_without_a_keyword(void **state)
{
    (void)state;
    assert_imei("AT+CGSN\r\r\n+QIURC: \"closed\",0\r\n^UNKNOWN: 7\r\n" IMEI "\r\n\r\nOK\r\n");
}

/* The very first setting of a dialect. */
static void a_line_tells_the_setting_of_connection_0(void **state)
{
    struct quectel_qistate_info answer = {0};
    (void)state;
    assert_int_equal(quectel_qistate_start(&modem, &answer, TELL, 0), ATB_OK);
    SAY(&modem, "\r\n+QISTATE: 0,\"TCP\",\"192.0.2.7\",7,1,2,1,0,0,\"uart1\"\r\n\r\nOK\r\n");
    assert_int_equal(status, ATB_OK);
    assert_int_equal(modem.settings[QUECTEL_SETTING_ACCESS_MODE], 0);
}

static unsigned texts, events;
static uint8_t kind;

static void count_texts(void *app, const struct atb_event *event)
{
    (void)app;
    kind = event->kind;
    texts += event->kind == ATB_EVENT_TEXT;
    events++;
}

/* Whether or not a command with such an answer waits, what no table knows is told. */
static void lines_that_nobody_knows_are_text(void **state)
{
    struct cellular_cgsn_info answer = {0};
    struct cellular_cereg_read_info other = {0};
    (void)state;
    atb_set_on_event(&modem.session, count_texts);
    texts = events = 0;
    assert_int_equal(cellular_cgsn_start(&modem, &answer, TELL), ATB_OK);
    SAY(&modem, "^UNKNOWN: 7\r\n");
    assert_int_equal(texts, 1);
    SAY(&modem, IMEI "\r\n");
    assert_int_equal(kind, ATB_EVENT_INFO);
    assert_int_equal(events, 2); /* each once */
    assert_int_equal(texts, 1);
    SAY(&modem, "OK\r\n");
    SAY(&modem, IMEI "\r\n");
    assert_int_equal(texts, 2);
    assert_int_equal(cellular_cereg_read_start(&modem, &other, TELL), ATB_OK);
    SAY(&modem, IMEI "\r\n");
    assert_int_equal(texts, 3);
    SAY(&modem, "+CEREG: 0,2\r\nOK\r\n");
    assert_int_equal(status, ATB_OK);
    assert_int_equal(cellular_cgsn_start(&modem, &answer, TELL), ATB_OK);
    atb_abort(&modem.session);
    assert_int_equal(cellular_cgsn_start(&modem, &answer, TELL), ATB_OK);
    SAY(&modem, IMEI "\r\n"); /* before the mark: of the one that was given up */
    assert_int_equal(texts, 4);
}

static void a_name_before_such_an_answer_is_no_part_of_it(void **state)
{
    (void)state;
    assert_imei("\r\n+CGSN:  " IMEI "\r\n\r\nOK\r\n");
}

static void an_answer_longer_than_the_memory_is_malformed(void **state)
{
    static char digits[QUECTEL_MEMORY];
    struct cellular_cereg_read_info answer = {0};
    (void)state;
    memset(digits, '1', sizeof digits);
    assert_int_equal(cellular_cereg_read_start(&modem, &answer, TELL), ATB_OK);
    SAY(&modem, "\r\n+CEREG: 0,");
    (void)atb_feed(&modem.session, digits, sizeof digits);
    SAY(&modem, "\r\n\r\nOK\r\n");
    assert_int_equal(status, ATB_MALFORMED);
}

/* How AT+CGMI ends with such an answer. */
static int answered(const char *answer, struct cellular_cgmi_info *info)
{
    (void)set_up(NULL);
    assert_int_equal(cellular_cgmi_start(&modem, info, TELL), ATB_OK);
    (void)atb_feed(&modem.session, answer, strlen(answer));
    (void)atb_feed(&modem.session, "\r\nOK\r\n", 6);
    return status;
}

#define ADDRESS "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"
#define LONG_CONTEXT                                                                               \
    "+CGCONTRDP: 1,5,\"internet.mnc001.mcc262.gprs\",\"" ADDRESS "." ADDRESS "\",\"" ADDRESS       \
    "\",\"" ADDRESS "\",\"" ADDRESS "\",\"" ADDRESS "\",\"" ADDRESS "\",0,0,1500"

static void a_session_has_room_for_a_longer_line_where_it_is_told(void **state)
{
    static char more[QUECTEL_COMMAND_MAX + CELLULAR_LINE_MAX + 2];
    struct cellular_cgcontrdp_info contexts[2];
    (void)state;
    assert_true(sizeof LONG_CONTEXT > QUECTEL_LINE_MAX);
    assert_int_equal(quectel_init(&modem, &port, more, sizeof more, NULL, 0, NULL), ATB_OK);
    assert_int_equal(atb_set_line_max(&modem.session, CELLULAR_LINE_MAX), ATB_OK);
    assert_int_equal(cellular_cgcontrdp_start(&modem, contexts, ATB_LENGTH(contexts), TELL, 1),
                     ATB_OK);
    assert_string_equal(sent, "AT+CGCONTRDP=1\r");
    for (const char *at = "\r\n" LONG_CONTEXT "\r\n\r\nOK\r\n"; *at != '\0'; at++) {
        (void)atb_feed(&modem.session, at, 1);
    }
    assert_int_equal(status, ATB_OK);
    assert_int_equal(modem.session.answer.count, 1);
    assert_int_equal(contexts[0].dns_secondary.length, sizeof ADDRESS - 1);
}

static void room_that_is_not_there_cannot_be_shared(void **state)
{
    (void)state;
    assert_int_equal(atb_set_line_max(&modem.session, sizeof memory - 2), ATB_NO_ROOM);
    assert_int_equal(atb_set_line_max(&modem.session, SIZE_MAX), ATB_NO_ROOM);
    assert_int_equal(atb_set_line_max(&modem.session, sizeof memory - 3), ATB_OK);
}

/* The manufacturer from such an answer; no characters where no line of it says one. */
static void assert_manufacturer(const char *answer, const char *expected)
{
    struct cellular_cgmi_info info = {0};
    assert_int_equal(answered(answer, &info), expected[0] != '\0' ? ATB_OK : ATB_INCOMPLETE);
    assert_int_equal(info.manufacturer.length, strlen(expected));
    if (expected[0] != '\0') {
        assert_memory_equal(info.manufacturer.at, expected, strlen(expected));
    }
}

static void the_commands_name_before_the_answer_is_none_of_it(void **state)
{
    (void)state;
    assert_manufacturer("\r\nQuectel\r\n", "Quectel");
    assert_manufacturer("\r\n+CGMI: Quectel\r\n", "Quectel");
    assert_manufacturer("\r\n+CGMI:Quectel\r\n", "Quectel");
    assert_manufacturer("\r\nQ\r\n", "Q"); /* shorter than the name */
}

static void the_commands_name_alone_is_no_answer(void **state)
{
    struct cellular_cgmi_info info;
    (void)state;
    assert_int_equal(answered("\r\n+CGMI\r\n", &info), ATB_INCOMPLETE);
    assert_int_equal(answered("\r\n+CGMIX: 7\r\n", &info), ATB_INCOMPLETE); /* another's */
    assert_int_equal(answered("\r\n!GSTATUS: 7\r\n", &info), ATB_INCOMPLETE);
    assert_int_equal(answered("\r\n+CGMI: \r\n", &info), ATB_MALFORMED);
}

static void a_text_of_an_answer_outlives_its_line(void **state)
{
    char line[] = "\r\nQuectel\r\n", end[] = "\r\nOK\r\n";
    struct cellular_cgmi_info info = {0};
    (void)state;
    assert_int_equal(cellular_cgmi_start(&modem, &info, TELL), ATB_OK);
    (void)atb_feed(&modem.session, line, strlen(line));
    memset(line, 'x', sizeof line);
    (void)atb_feed(&modem.session, end, strlen(end));
    memset(memory, 'x', sizeof memory);
    assert_int_equal(status, ATB_OK);
    assert_memory_equal(info.manufacturer.at, "Quectel", 7);
}

static void a_line_with_another_keyword_is_not_the_answer(void **state)
{
    static const char *const others[] = {"\r\n+CGMX: 1\r\n", "\r\n*PSUTTZ: 1\r\n",
                                         "\r\n^MODE: 1\r\n", "\r\n%XSIM: 1\r\n",
                                         "\r\n#SIM: 1\r\n",  "\r\n$X: 1\r\n"};
    (void)state;
    for (unsigned i = 0; i < ATB_LENGTH(others); i++) {
        assert_manufacturer(others[i], "");
    }
}

static void a_context_without_an_address_has_no_line(void **state)
{
    struct cellular_cgpaddr_info told = {0}; /* A7670: OK alone, where the context is not active */
    (void)state;
    assert_int_equal(cellular_cgpaddr_start(&modem, &told, TELL, 1), ATB_OK);
    SAY(&modem, "\r\nOK\r\n");
    assert_int_equal(status, ATB_OK);
    assert_false(told.has_pdp_addr_1);
}

static void who_waits_for_no_such_line_gets_none(void **state)
{
    struct cellular_cereg_read_info read = {0};
    struct cellular_cgsn_info number = {0};
    (void)state;
    assert_int_equal(cellular_cgsn_start(&modem, &number, TELL), ATB_OK);
    SAY(&modem, "\r\n" IMEI "\r\n\r\nOK\r\n");
    assert_int_equal(status, ATB_OK);
    SAY(&modem, "\r\n" IMEI "\r\n"); /* nobody waits at all */
    assert_int_equal(cellular_cereg_read_start(&modem, &read, TELL), ATB_OK);
    SAY(&modem, "\r\n" IMEI "\r\n\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    assert_int_equal(status, ATB_OK);
    assert_int_equal(read.stat, 1);
}

static void count_state(void *app, const struct cellular_urc_cereg *urc)
{
    *(int *)app += urc->stat;
}

static void a_handler_brings_the_scanner(void **state)
{
    static const struct atb_handler handlers[] = {CELLULAR_ON_CEREG(count_state)};
    static char room[ONEMO_MEMORY];
    struct onemo other;
    int states = 0;
    (void)state;
    assert_int_equal(
        onemo_init(&other, &port, room, sizeof room, handlers, ATB_LENGTH(handlers), &states),
        ATB_OK);
    SAY(&other, "\r\n+CEREG: 2\r\n\r\n+CEREG: 5,\"1F00\",\"79D903\",7\r\n");
    assert_int_equal(states, 7);
}

static void its_lines_may_be_in_small_letters(void **state)
{
    int count = 0;
    const struct atb_handler handlers[] = {CELLULAR_ON_CEREG(count_state)};
    (void)state;
    assert_int_equal(
        quectel_init(&modem, &port, memory, sizeof memory, handlers, ATB_LENGTH(handlers), &count),
        ATB_OK);
    (void)atb_feed(&modem.session, "\r\n+cereg: 1\r\n", 14);
    assert_int_equal(count, 1);
}

static void nobody_names_it(void **state)
{
    (void)state;
    assert_int_equal(cellular_ate0_start(&modem, TELL), ATB_OK);
    assert_null(modem.session.shared); /* a command without lines needs no scanner */
    SAY(&modem, "ATE0\r\r\nOK\r\n");
    assert_int_equal(status, ATB_OK);
}

static uint8_t heard;

static void keep_answer(void *app, const struct atb_event *event)
{
    (void)app;
    heard = event->kind == ATB_EVENT_INFO ? event->line : heard;
}

/* A list of operators may be anything; a line that nobody asked for is the first that it fits. */
static void of_two_lines_that_fit_the_awaited_one_is_it(void **state)
{
    struct cellular_cops_test_info operators = {0};
    (void)state;
    atb_set_on_event(&modem.session, keep_answer);
    assert_int_equal(cellular_cops_test_start(&modem, &operators, TELL), ATB_OK);
    SAY(&modem, "\r\n+COPS: 0\r\n\r\nOK\r\n");
    assert_int_equal(heard, CELLULAR_LINE_COPS_TEST_INFO);
    assert_int_equal(status, ATB_OK);
    SAY(&modem, "\r\n+COPS: 0\r\n");
    assert_int_equal(heard, CELLULAR_LINE_COPS_READ_INFO);
}

/* A blank parts them; one before the field parts nothing. */
static void two_fields_in_one_word_are_one(void **state)
{
    static const char line[] = "+CGEV: 5";
    struct cellular_urc_cgev_context context;
    (void)state;
    assert_int_not_equal(cellular_urc_cgev_context_decode(line + 7, 1, &context), ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_on_any_modem),
        TEST(two_fields_in_one_word_are_one),
        TEST(the_answer_of_a_mark_that_the_chapter_knows),
        TEST(an_answer_without_a_keyword),
        TEST(a_line_tells_the_setting_of_connection_0),
        TEST(lines_that_nobody_knows_are_text),
        TEST(a_name_before_such_an_answer_is_no_part_of_it),
        TEST(an_answer_longer_than_the_memory_is_malformed),
        TEST(a_session_has_room_for_a_longer_line_where_it_is_told),
        TEST(room_that_is_not_there_cannot_be_shared),
        TEST(the_commands_name_before_the_answer_is_none_of_it),
        TEST(the_commands_name_alone_is_no_answer),
        TEST(a_text_of_an_answer_outlives_its_line),
        TEST(a_line_with_another_keyword_is_not_the_answer),
        TEST(a_context_without_an_address_has_no_line),
        TEST(who_waits_for_no_such_line_gets_none),
        TEST(a_handler_brings_the_scanner),
        TEST(its_lines_may_be_in_small_letters),
        TEST(nobody_names_it),
        TEST(of_two_lines_that_fit_the_awaited_one_is_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
