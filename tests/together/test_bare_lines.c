/* SPDX-License-Identifier: MIT */
/* Answers without a keyword have handlers, too: each is called by the session that asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../sink.h"
#include "cellular.h"
#include "quectel.h"
#include "simcom.h"

#define TEXT "123456789012345"

static const char *heard; /* the line whose handler was called last */

static void hear(const char *line, struct atb_text text)
{
    assert_int_equal(text.length, strlen(TEXT));
    assert_memory_equal(text.at, TEXT, text.length);
    heard = line;
}

#define HEARS(line, member)                                                                        \
    static void on_##line(void *app, const struct cellular_##line##_received *received)            \
    {                                                                                              \
        (void)app;                                                                                 \
        hear(#line, received->member);                                                             \
    }

HEARS(ati_info, information)
HEARS(cgmi_info, manufacturer)
HEARS(cgmm_info, model)
HEARS(cgmr_info, revision)
HEARS(gmi_info, manufacturer)
HEARS(gmm_info, model)
HEARS(gmr_info, revision)
HEARS(cgsn_test_info, numbers)
HEARS(cgsn_info, sn)
HEARS(cgsn_number_info, number)
HEARS(gsn_info, sn)
HEARS(cimi_info, imsi)
HEARS(ccid_info, iccid)
HEARS(iccid_info, iccid)

static void on_end(void *app, int status)
{
    *(int *)app = status;
}

/* A modem that answers what a command without arguments asks with the text alone. */
static int answer_to(struct quectel *modem, const struct atb_form *form, struct atb_value *values)
{
    static const char answer[] = "\r\n" TEXT "\r\n\r\nOK\r\n";
    const struct atb_command command = {.form = form, .values = values};
    int status = 1;
    assert_int_equal(atb_start(&modem->session, &command, NULL, on_end, &status), ATB_OK);
    assert_int_equal(atb_feed(&modem->session, answer, sizeof answer - 1), ATB_OK);
    return status;
}

static void each_answer_without_a_keyword_has_its_handler(void **state)
{
    static const struct atb_handler handlers[] = {
        CELLULAR_ON_ATI_INFO(on_ati_info),   CELLULAR_ON_CGMI_INFO(on_cgmi_info),
        CELLULAR_ON_CGMM_INFO(on_cgmm_info), CELLULAR_ON_CGMR_INFO(on_cgmr_info),
        CELLULAR_ON_GMI_INFO(on_gmi_info),   CELLULAR_ON_GMM_INFO(on_gmm_info),
        CELLULAR_ON_GMR_INFO(on_gmr_info),   CELLULAR_ON_CGSN_TEST_INFO(on_cgsn_test_info),
        CELLULAR_ON_CGSN_INFO(on_cgsn_info), CELLULAR_ON_CGSN_NUMBER_INFO(on_cgsn_number_info),
        CELLULAR_ON_GSN_INFO(on_gsn_info),   CELLULAR_ON_CIMI_INFO(on_cimi_info),
        CELLULAR_ON_CCID_INFO(on_ccid_info), CELLULAR_ON_ICCID_INFO(on_iccid_info),
    };
    static const struct {
        const struct atb_form *form;
        const char *line;
    } asked[] = {
        {&cellular_ati_form, "ati_info"},     {&cellular_cgmi_form, "cgmi_info"},
        {&cellular_cgmm_form, "cgmm_info"},   {&cellular_cgmr_form, "cgmr_info"},
        {&cellular_gmi_form, "gmi_info"},     {&cellular_gmm_form, "gmm_info"},
        {&cellular_gmr_form, "gmr_info"},     {&cellular_cgsn_test_form, "cgsn_test_info"},
        {&cellular_cgsn_form, "cgsn_info"},   {&cellular_gsn_form, "gsn_info"},
        {&cellular_cimi_form, "cimi_info"},   {&cellular_ccid_form, "ccid_info"},
        {&cellular_iccid_form, "iccid_info"},
    };
    struct atb_value imei = atb_from_signed(1);
    static char memory[QUECTEL_MEMORY];
    struct quectel modem;
    (void)state;
    assert_int_equal(
        quectel_init(&modem, &sink, memory, sizeof memory, handlers, ATB_LENGTH(handlers), NULL),
        ATB_OK);
    for (unsigned i = 0; i < ATB_LENGTH(asked); i++) {
        assert_int_equal(answer_to(&modem, asked[i].form, NULL), ATB_OK);
        assert_string_equal(heard, asked[i].line);
    }
    assert_int_equal(answer_to(&modem, &cellular_cgsn_number_form, &imei), ATB_OK);
    assert_string_equal(heard, "cgsn_number_info");
}

/* Some of the lines that come between a command and its answer, and that no table knows. */
static void a_line_of_other_than_digits_is_no_number(void **state)
{
    static const char *const between[] = {"RING", "Call Ready", "SMS Ready", "DST: 0", "12345"};
    static char memory[QUECTEL_MEMORY];
    struct quectel modem;
    struct cellular_cimi_info card;
    (void)state;
    for (unsigned i = 0; i < ATB_LENGTH(between); i++) {
        int status = 1;
        assert_int_equal(quectel_init(&modem, &sink, memory, sizeof memory, NULL, 0, NULL), ATB_OK);
        assert_int_equal(cellular_cimi_start(&modem, &card, on_end, &status), ATB_OK);
        assert_int_equal(atb_feed(&modem.session, between[i], strlen(between[i])), ATB_OK);
        assert_int_equal(atb_feed(&modem.session, "\r\n" TEXT "\r\nOK\r\n", sizeof TEXT + 7),
                         ATB_OK);
        assert_int_equal(status, ATB_OK);
        assert_int_equal(card.imsi.length, strlen(TEXT));
        assert_memory_equal(card.imsi.at, TEXT, card.imsi.length);
    }
}

static void note_text(void *app, const struct atb_event *event)
{
    (void)app;
    if (event->kind == ATB_EVENT_TEXT) {
        assert_memory_equal(event->text, "+WIND: 7", event->length);
        heard = "text";
    }
}

/* It is no model, and shown to whoever looks on. */
static void a_keyword_that_no_table_knows_is_told(void **state)
{
    static char memory[QUECTEL_MEMORY];
    struct quectel modem;
    int status = 1;
    (void)state;
    heard = NULL;
    assert_int_equal(quectel_init(&modem, &sink, memory, sizeof memory, NULL, 0, NULL), ATB_OK);
    modem.session.on_event = note_text;
    assert_int_equal(cellular_cgmm_start(&modem, NULL, on_end, &status), ATB_OK);
    assert_int_equal(atb_feed(&modem.session, "\r\n+WIND: 7\r\n", 12), ATB_OK);
    assert_string_equal(heard, "text");
    assert_int_equal(status, 1);
}

/* So many digits in a row are enough, whatever stands behind them. */
static void a_number_ends_with_a_letter(void **state)
{
    static char memory[QUECTEL_MEMORY];
    struct quectel modem;
    struct cellular_cgsn_info device;
    int status = 1;
    (void)state;
    assert_int_equal(quectel_init(&modem, &sink, memory, sizeof memory, NULL, 0, NULL), ATB_OK);
    assert_int_equal(cellular_cgsn_start(&modem, &device, on_end, &status), ATB_OK);
    assert_int_equal(atb_feed(&modem.session, "\r\n123456A\r\n\r\nOK\r\n", 17), ATB_OK);
    assert_int_equal(status, ATB_OK);
    assert_int_equal(device.sn.length, 7);
}

/* The tables' words win over any text: the command goes on waiting for its answer. */
static void a_word_that_a_table_knows_is_no_model(void **state)
{
    static const char *const words[] = {"RING",      "PB DONE",           "SMS DONE",
                                        "BUSY",      "NORMAL POWER DOWN", "RECV FROM:192.0.2.7:7",
                                        "CLOSED",    "Call Ready",        "SMS Ready",
                                        "CALL READY"};
    static char memory[SIMCOM_MEMORY];
    struct simcom modem;
    struct cellular_cgmm_info device;
    (void)state;
    for (unsigned i = 0; i < ATB_LENGTH(words); i++) {
        int status = 1;
        assert_int_equal(simcom_init(&modem, &sink, memory, sizeof memory, NULL, 0, NULL), ATB_OK);
        assert_int_equal(cellular_cgmm_start(&modem, &device, on_end, &status), ATB_OK);
        assert_int_equal(atb_feed(&modem.session, words[i], strlen(words[i])), ATB_OK);
        assert_int_equal(atb_feed(&modem.session, "\r\nA7672E\r\nOK\r\n", 14), ATB_OK);
        assert_int_equal(status, ATB_OK);
        assert_int_equal(device.model.length, 6);
        assert_memory_equal(device.model.at, "A7672E", 6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_that_a_table_knows_is_no_model),
        cmocka_unit_test(a_number_ends_with_a_letter),
        cmocka_unit_test(a_keyword_that_no_table_knows_is_told),
        cmocka_unit_test(a_line_of_other_than_digits_is_no_number),
        cmocka_unit_test(each_answer_without_a_keyword_has_its_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
