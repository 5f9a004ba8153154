/* SPDX-License-Identifier: MIT */
/* What a command line looks like, what it may lack, and how much room it takes. */
#include "writer.h"

#include "atb_kind.h"

/* ---- what is written ------------------------------------------------------------ */

static void optional_positions_end_the_line(void **state)
{
    (void)state;
    assert_line(open_to("192.0.2.7"), "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7\r");
    struct atb_command command = open_to("192.0.2.7");
    command.values[5] = number(0);
    command.values[6] = number(2);
    assert_line(command, "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,2\r");
}

static void the_equals_sign_stays_when_all_is_left_out(void **state)
{
    (void)state;
    assert_line(command_of(&toy_cipccfg_form, 0), "AT+CIPCCFG=\r");
    assert_line(command_of(&toy_cipccfg_form, 1, number(1)), "AT+CIPCCFG=1\r");
    assert_line(command_of(&toy_cipccfg_form, 3, empty, empty, number(2)), "AT+CIPCCFG=,,2\r");
    assert_line(command_of(&toy_cipccfg_form, 3, absent, empty, number(2)), "AT+CIPCCFG=,,2\r");
    assert_line(command_of(&toy_cipccfg_form, 2, number(2), empty), "AT+CIPCCFG=2,\r");
}

static void literals_stand_where_the_manual_has_them(void **state)
{
    (void)state;
    assert_line(command_of(&toy_at_form, 0), "AT\r");
    assert_line(command_of(&toy_cipopen_form, 2, number(1), number(5000)),
                "AT+CIPOPEN=1,\"UDP\",,,5000\r");
    assert_line(command_of(&toy_gtset_form, 1, number(5)), "AT+GTSET=\"IPRFMT\",5\r");
    assert_line(command_of(&toy_escape_form, 0), "+++");
}

static void either_kind_fits_an_alternative(void **state)
{
    (void)state;
    assert_line(command_of(&toy_mipcall_form, 1, number(16)), "AT+MIPCALL=16\r");
    assert_line(command_of(&toy_mipcall_form, 1, text("CMNET")), "AT+MIPCALL=\"CMNET\"\r");
    assert_line(open_to("example.com"), "AT+QIOPEN=1,0,\"TCP\",\"example.com\",7\r");
    assert_refused(command_of(&toy_mipcall_form, 1, number(17)), ATB_BAD_RANGE, "contextID/APN");
    assert_refused(command_of(&toy_mipcall_form, 1, text("0123456789")), ATB_BAD_LENGTH,
                   "contextID/APN");
    assert_refused(open_to("a\"b"), ATB_BAD_CHARACTER, "IP_address/domain_name");
}

static void numbers_are_written_whole(void **state)
{
    (void)state;
    assert_line(command_of(&toy_qiclose_form, 2, number(0), number(INT32_MAX)),
                "AT+QICLOSE=0,2147483647\r");
    assert_line(command_of(&toy_qiclose_form, 2, number(0), number(0)), "AT+QICLOSE=0,0\r");
    static const struct atb_range range = {INT32_MIN, 0};
    static const struct atb_parameter offset = {&atb_wide_integer, {.range = &range}};
    static const struct atb_parameter *const parameters[] = {&offset};
    static const struct atb_form form = {
        .text = "+O=%", .rest = &atb_no_rest, .parameters = parameters, .position_count = 1};
    assert_line(command_of(&form, 1, number(-7)), "AT+O=-7\r");
    assert_line(command_of(&form, 1, number(INT32_MIN)), "AT+O=-2147483648\r");
    struct atb_refusal refusal =
        assert_refused(command_of(&form, 1, number(1)), ATB_BAD_RANGE, NULL);
    assert_int_equal(refusal.place, 1);
    assert_int_equal(refusal.min, INT32_MIN);
    assert_int_equal(refusal.max, 0);
}

static void bare_and_hex_strings_have_no_quotes(void **state)
{
    (void)state;
    assert_line(command_of(&toy_mipcall_form, 5, number(3), text("a\\b"), text("word"),
                           text("0aF9"), number(5)),
                "AT+MIPCALL=3,\"a\\b\",word,0aF9,5\r");
    assert_line(command_of(&toy_mipcall_form, 5, number(3), text(""), text("w"), empty, number(0)),
                "AT+MIPCALL=3,\"\",w,,0\r");
}

/* ---- missing, extra, together, rules ---------------------------------------------------- */

static void missing_and_extra(void **state)
{
    (void)state;
    assert_refused(command_of(&toy_qiopen_form, 4, number(1), number(0), text("TCP"), text("::1")),
                   ATB_MISSING, "remote_port");
    assert_refused(
        command_of(&toy_qiopen_form, 5, number(1), empty, text("TCP"), text("::1"), number(1)),
        ATB_MISSING, "connectID");
    struct atb_command command = open_to("::1");
    command.values[6] = number(1);
    assert_refused(command, ATB_MISSING, "local_port");
}

static void of_two_mistakes_the_first_is_told(void **state)
{
    (void)state;
    struct atb_command command = open_to("::1");
    command.values[0] = number(17);
    command.values[1] = number(9);
    command.values[4] = text("seven");
    struct atb_refusal refusal = assert_refused(command, ATB_BAD_RANGE, "contextID");
    assert_int_equal(refusal.max, 16);
}

static void what_comes_together(void **state)
{
    (void)state;
    assert_refused(command_of(&toy_mipcall_form, 2, number(1), text("u")), ATB_MISSING, "word");
    assert_refused(command_of(&toy_mipcall_form, 3, number(1), absent, text("w")), ATB_MISSING,
                   "user");
    assert_refused(command_of(&toy_mipcall_form, 3, number(1), empty, text("w")), ATB_MISSING,
                   "user");
}

static void rules_between_parameters(void **state)
{
    (void)state;
    struct atb_command listener = open_to("::1");
    listener.values[2] = text("TCP LISTENER");
    assert_refused(listener, ATB_BAD_COMBINATION, "local_port");
    listener.values[5] = number(80);
    assert_line(listener, "AT+QIOPEN=1,0,\"TCP LISTENER\",\"::1\",7,80\r");
    struct atb_command call =
        command_of(&toy_mipcall_form, 5, number(3), text("u"), text("w"), empty, number(5));
    assert_refused(call, ATB_BAD_COMBINATION, "key");
    call.values[4] = number(1);
    assert_line(call, "AT+MIPCALL=3,\"u\",w,,1\r");
    call.values[3] = text("00");
    assert_refused(call, ATB_BAD_COMBINATION, "key");
    call.values[4] = number(5);
    call.values[0] = number(2);
    assert_refused(call, ATB_BAD_COMBINATION, "value");
    assert_refused(command_of(&toy_mipcall_form, 1, number(13)), ATB_BAD_COMBINATION,
                   "contextID/APN");
}

/* What the generator makes for a model that lacks a command, or a parameter of one. */
static const struct atb_parameter connection = {&atb_integer, {.span = {0, 5}}};
static const struct atb_parameter *const one_place[] = {&connection};
static const struct atb_form lacking = {.text = "+LACKING=" ATB_OR_END ATB_LACKED "%",
                                        .rest = &atb_no_rest,
                                        .parameters = one_place,
                                        .position_count = 1,
                                        .oks = 1,
                                        .lacking = true};
static const struct atb_form partly = {.text = "+PARTLY=" ATB_OR_END ATB_LACKED "%",
                                       .rest = &atb_no_rest,
                                       .parameters = one_place,
                                       .position_count = 1,
                                       .oks = 1};

static void what_the_model_lacks(void **state)
{
    (void)state;
    assert_refused(command_of(&lacking, 0), ATB_UNSUPPORTED, NULL);
    assert_refused(command_of(&lacking, 1, number(9)), ATB_UNSUPPORTED, NULL);
    struct atb_refusal refusal =
        assert_refused(command_of(&partly, 1, number(1)), ATB_UNSUPPORTED, NULL);
    assert_int_equal(refusal.place, 1);
    assert_line(command_of(&partly, 0), "AT+PARTLY=\r");
}

/* ---- room ------------------------------------------------------------------------------------ */

static const char *name_at(const struct atb_form *form, uint8_t place)
{
    const struct atb_refusal refusal = {.form = form, .place = place};
    return toy_parameter_name(&refusal);
}

static void each_place_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(name_at(&toy_qiopen_form, 1), "contextID");
    assert_string_equal(name_at(&toy_qiopen_form, 4), "IP_address/domain_name");
    assert_string_equal(name_at(&toy_qiopen_form, 5), "remote_port");
    assert_string_equal(name_at(&toy_qiopen_form, ATB_PAYLOAD_PLACE), "data");
    assert_null(name_at(&toy_qiopen_form, 0));
    assert_null(name_at(&partly, 1)); /* of other tables */
    assert_null(name_at(NULL, 0));    /* nothing was refused */
}

static void room_to_the_byte(void **state)
{
    struct atb_command command = inline_data(5, "hello", 5);
    struct atb_refusal refusal;
    const int length = (int)strlen("AT+MIPSEND=0,5,\"hello\"\r");
    (void)state;
    for (int size = 0; size <= length; size++) {
        memset(line, '#', sizeof line);
        assert_int_equal(atb_encode(&command, line, (size_t)size, &refusal), ATB_NO_ROOM);
        assert_int_equal(line[0], '#');
    }
    assert_int_equal(atb_encode(&command, line, (size_t)length + 1, &refusal), length);
    assert_int_equal(line[length + 1], '#');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optional_positions_end_the_line),
        cmocka_unit_test(the_equals_sign_stays_when_all_is_left_out),
        cmocka_unit_test(literals_stand_where_the_manual_has_them),
        cmocka_unit_test(either_kind_fits_an_alternative),
        cmocka_unit_test(numbers_are_written_whole),
        cmocka_unit_test(bare_and_hex_strings_have_no_quotes),
        cmocka_unit_test(missing_and_extra),
        cmocka_unit_test(of_two_mistakes_the_first_is_told),
        cmocka_unit_test(what_comes_together),
        cmocka_unit_test(rules_between_parameters),
        cmocka_unit_test(what_the_model_lacks),
        cmocka_unit_test(each_place_has_its_name),
        cmocka_unit_test(room_to_the_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
