/* SPDX-License-Identifier: MIT */
/* Values to command lines: what is written, and what is refused before a byte is. */
#include "bench.h"

#include "atb_kind.h"
#include "atb_writer.h"

#include <stdio.h>

static char line[4096];

static void assert_line(struct atb_command command, const char *expected)
{
    struct atb_refusal refusal = {0};
    int length = atb_encode(&command, line, sizeof line, &refusal);
    assert_int_equal(refusal.status, ATB_OK);
    assert_string_equal(line, expected);
    assert_int_equal(length, strlen(expected));
}

/* Refused, and nothing written. */
static struct atb_refusal assert_refused(struct atb_command command, int status,
                                         const char *parameter)
{
    struct atb_refusal refusal = {0};
    memset(line, '#', sizeof line);
    assert_int_equal(atb_encode(&command, line, sizeof line, &refusal), status);
    assert_int_equal(atb_encode(&command, line, sizeof line, NULL), status);
    assert_int_equal(refusal.status, status);
    if (parameter == NULL) {
        assert_null(refusal.parameter);
    } else {
        assert_string_equal(refusal.parameter, parameter);
    }
    for (size_t i = 0; i < sizeof line; i++) {
        assert_int_equal(line[i], '#');
    }
    return refusal;
}

static struct atb_command open_to(const char *address)
{
    return command_of(&toy_qiopen, 5, number(1), number(0), text("TCP"), text(address), number(7));
}

static struct atb_command inline_data(int32_t length, const char *data, size_t size)
{
    struct atb_command command = command_of(
        &toy_mipsend, 3, number(0), length != 0 ? number(length) : empty, bytes(data, size));
    command.payload = data;
    command.payload_length = size;
    return command;
}

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
    assert_line(command_of(&toy_cipccfg, 0), "AT+CIPCCFG=\r");
    assert_line(command_of(&toy_cipccfg, 1, number(1)), "AT+CIPCCFG=1\r");
    assert_line(command_of(&toy_cipccfg, 3, empty, empty, number(2)), "AT+CIPCCFG=,,2\r");
    assert_line(command_of(&toy_cipccfg, 3, absent, empty, number(2)), "AT+CIPCCFG=,,2\r");
    assert_line(command_of(&toy_cipccfg, 2, number(2), empty), "AT+CIPCCFG=2,\r");
}

static void literals_stand_where_the_manual_has_them(void **state)
{
    (void)state;
    assert_line(command_of(&toy_at, 0), "AT\r");
    assert_line(command_of(&toy_cipopen, 2, number(1), number(5000)),
                "AT+CIPOPEN=1,\"UDP\",,,5000\r");
    assert_line(command_of(&toy_gtset, 1, number(5)), "AT+GTSET=\"IPRFMT\",5\r");
    assert_line(command_of(&toy_escape, 0), "+++");
}

static void either_kind_fits_an_alternative(void **state)
{
    (void)state;
    assert_line(command_of(&toy_mipcall, 1, number(16)), "AT+MIPCALL=16\r");
    assert_line(command_of(&toy_mipcall, 1, text("CMNET")), "AT+MIPCALL=\"CMNET\"\r");
    assert_line(open_to("example.com"), "AT+QIOPEN=1,0,\"TCP\",\"example.com\",7\r");
    assert_refused(command_of(&toy_mipcall, 1, number(17)), ATB_BAD_RANGE, "contextID");
    assert_refused(command_of(&toy_mipcall, 1, text("0123456789")), ATB_BAD_LENGTH, "APN");
    assert_refused(open_to("a\"b"), ATB_BAD_CHARACTER, "IP_address");
}

static void numbers_are_written_whole(void **state)
{
    (void)state;
    assert_line(command_of(&toy_qiclose, 2, number(0), number(INT32_MAX)),
                "AT+QICLOSE=0,2147483647\r");
    assert_line(command_of(&toy_qiclose, 2, number(0), number(0)), "AT+QICLOSE=0,0\r");
    static const struct atb_range range = {INT32_MIN, 0};
    static const struct atb_parameter offset = {"offset", &atb_wide_integer, {.range = &range}};
    static const struct atb_parameter *const parameters[] = {&offset};
    static const struct atb_form form = {
        .text = "AT+O=%", .parameters = parameters, .position_count = 1};
    assert_line(command_of(&form, 1, number(-7)), "AT+O=-7\r");
    assert_line(command_of(&form, 1, number(INT32_MIN)), "AT+O=-2147483648\r");
}

static void bare_and_hex_strings_have_no_quotes(void **state)
{
    (void)state;
    assert_line(
        command_of(&toy_mipcall, 5, number(3), text("a\\b"), text("word"), text("0aF9"), number(5)),
        "AT+MIPCALL=3,\"a\\b\",word,0aF9,5\r");
    assert_line(command_of(&toy_mipcall, 5, number(3), text(""), text("w"), empty, number(0)),
                "AT+MIPCALL=3,\"\",w,,0\r");
}

/* ---- ranges, values, lengths ------------------------------------------------------ */

static void edges_of_a_range(void **state)
{
    (void)state;
    struct atb_command command = open_to("192.0.2.7");
    command.values[0] = number(16);
    assert_line(command, "AT+QIOPEN=16,0,\"TCP\",\"192.0.2.7\",7\r");
    command.values[0] = number(17);
    struct atb_refusal refusal = assert_refused(command, ATB_BAD_RANGE, "contextID");
    assert_int_equal(refusal.min, 1);
    assert_int_equal(refusal.max, 16);
    command.values[0] = number(0);
    assert_refused(command, ATB_BAD_RANGE, "contextID");
    command.values[0] = number(INT32_MIN);
    assert_refused(command, ATB_BAD_RANGE, "contextID");
}

static void gaps_in_a_range(void **state)
{
    (void)state;
    assert_line(command_of(&toy_gtset, 1, number(1)), "AT+GTSET=\"IPRFMT\",1\r");
    assert_refused(command_of(&toy_gtset, 1, number(2)), ATB_BAD_VALUE, "value");
    assert_refused(command_of(&toy_gtset, 1, number(6)), ATB_BAD_RANGE, "value");
}

static void words_of_an_enumeration(void **state)
{
    (void)state;
    struct atb_command command = open_to("192.0.2.7");
    command.values[2] = text("UDP");
    assert_line(command, "AT+QIOPEN=1,0,\"UDP\",\"192.0.2.7\",7\r");
    command.values[2] = text("TC");
    assert_refused(command, ATB_BAD_VALUE, "service_type");
    command.values[2] = text("tcp");
    assert_refused(command, ATB_BAD_VALUE, "service_type");
    command.values[2] = number(1);
    assert_refused(command, ATB_BAD_VALUE, "service_type");
    command.values[2] = text(NULL);
    assert_refused(command, ATB_MISSING, "service_type");
}

static void edges_of_a_length(void **state)
{
    (void)state;
    assert_line(command_of(&toy_mipcall, 1, text("123456789")), "AT+MIPCALL=\"123456789\"\r");
    struct atb_refusal refusal =
        assert_refused(command_of(&toy_mipcall, 1, text("")), ATB_BAD_LENGTH, "APN");
    assert_int_equal(refusal.max, 9);
    assert_refused(command_of(&toy_mipcall, 3, number(1), text("1234567890"), text("w")),
                   ATB_BAD_LENGTH, "user");
}

/* ---- characters ---------------------------------------------------------------------- */

static void every_character_that_breaks_out_is_refused(void **state)
{
    (void)state;
    for (unsigned c = 1; c < 256; c++) {
        const char quoted[] = {'a', (char)c, 'b', '\0'};
        bool breaks_out = c < 0x20 || c == 0x7F || c == '"';
        struct atb_command apn = command_of(&toy_mipcall, 1, text(quoted));
        struct atb_command user = command_of(&toy_mipcall, 3, number(1), text(quoted), text("w"));
        struct atb_command word = command_of(&toy_mipcall, 3, number(1), text("u"), text(quoted));
        assert_int_equal(atb_encode(&apn, line, sizeof line, NULL) < 0, breaks_out || c == '\\');
        assert_int_equal(atb_encode(&user, line, sizeof line, NULL) < 0, breaks_out);
        assert_int_equal(atb_encode(&word, line, sizeof line, NULL) < 0,
                         breaks_out || c == '\\' || c == ',' || c == ';');
    }
    assert_refused(command_of(&toy_mipcall, 3, number(1), text("u"), text("a;b")),
                   ATB_BAD_CHARACTER, "word");
    assert_refused(command_of(&toy_mipcall, 4, number(1), text("u"), text("w"), text("0g")),
                   ATB_BAD_CHARACTER, "key");
}

/* A table with an address alone: names do not help out. */
static struct atb_command address_only(const char *address)
{
    static const struct atb_parameter parameter = {"address", &atb_ip, {.span = {0, 45}}};
    static const struct atb_parameter *const parameters[] = {&parameter};
    static const struct atb_form form = {
        .text = "AT+A=%", .parameters = parameters, .position_count = 1};
    return command_of(&form, 1, text(address));
}

static void addresses(void **state)
{
    static const char *const good[] = {"192.0.2.7",
                                       "0.0.0.0",
                                       "255.255.255.255",
                                       "::",
                                       "::1",
                                       "1::",
                                       "2001:db8::7",
                                       "1:2:3:4:5:6:7:8",
                                       "1:2:3:4:5:6:7::",
                                       "::2:3:4:5:6:7:8",
                                       "::ffff:192.0.2.7",
                                       "1:2:3:4:5:6:192.0.2.7",
                                       "fe80::ABCD",
                                       "",
                                       NULL};
    static const char *const bad[] = {"1",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "256.1.1.1",
                                      "1.2.3.04567",
                                      "1..2.3",
                                      "1.2.3.",
                                      "a.b.c.d",
                                      ":",
                                      ":1",
                                      "1:",
                                      ":::",
                                      "1::2::3",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1:2:3:4:5:6:7:8::",
                                      "12345::",
                                      "g::",
                                      "::1.2.3",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "::1:2:3:4:5:6:1.2.3.4",
                                      "-1.2.3.4",
                                      NULL};
    (void)state;
    for (size_t i = 0; good[i] != NULL; i++) {
        struct atb_command command = address_only(good[i]);
        assert_true(atb_encode(&command, line, sizeof line, NULL) > 0);
    }
    for (size_t i = 0; bad[i] != NULL; i++) {
        struct atb_command command = address_only(bad[i]);
        int status = atb_encode(&command, line, sizeof line, NULL);
        if (status != ATB_BAD_VALUE && status != ATB_BAD_CHARACTER) {
            print_error("%s is no address\n", bad[i]);
        }
        assert_true(status == ATB_BAD_VALUE || status == ATB_BAD_CHARACTER);
    }
}

static void host_names(void **state)
{
    (void)state;
    assert_line(open_to("a-b_c.example.com"), "AT+QIOPEN=1,0,\"TCP\",\"a-b_c.example.com\",7\r");
    assert_refused(open_to("a b"), ATB_BAD_CHARACTER, "IP_address");
    assert_refused(open_to("a,b"), ATB_BAD_CHARACTER, "IP_address");
    assert_refused(open_to(""), ATB_BAD_LENGTH, "IP_address");
}

static int status_of(const struct atb_kind *kind, int32_t max, const char *value)
{
    const struct atb_parameter parameter = {"name", kind, {.span = {1, max}}};
    const struct atb_parameter *const parameters[] = {&parameter};
    const struct atb_form form = {.text = "AT+A=%", .parameters = parameters, .position_count = 1};
    struct atb_command command = command_of(&form, 1, text(value));
    int length = atb_encode(&command, line, sizeof line, NULL);
    return length > 0 ? ATB_OK : length;
}

static void four_numbers_only(void **state)
{
    (void)state;
    assert_int_equal(status_of(&atb_ipv4, 15, "192.0.2.7"), ATB_OK);
    assert_string_equal(line, "AT+A=\"192.0.2.7\"\r");
    assert_int_equal(status_of(&atb_ipv4, 15, "::1"), ATB_BAD_VALUE);
    assert_int_equal(status_of(&atb_ipv4, 15, "1.2.3"), ATB_BAD_VALUE);
    assert_int_equal(status_of(&atb_ipv4, 15, "example.com"), ATB_BAD_VALUE);
    assert_int_equal(status_of(&atb_ipv4, 15, ""), ATB_BAD_LENGTH);
}

static void domain_names(void **state)
{
    static const char *const good[] = {"a", "www.example.com", "192.0.2.7", "a-b.c--d.0", "x-",
                                       NULL};
    static const char *const bad[] = {"a_b", "a:b", "::1", "-a",  "a.-b", ".a", "a..b",
                                      "a.",  ".",   "a b", "a,b", "a/b",  NULL};
    static const char label[] = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0";
    char name[131];
    (void)state;
    for (size_t i = 0; good[i] != NULL; i++) {
        assert_int_equal(status_of(&atb_domain, 254, good[i]), ATB_OK);
    }
    for (size_t i = 0; bad[i] != NULL; i++) {
        assert_int_equal(status_of(&atb_domain, 254, bad[i]), ATB_BAD_CHARACTER);
    }
    (void)snprintf(name, sizeof name, "%s.%s", label, label);
    assert_int_equal(status_of(&atb_domain, 254, name), ATB_OK);
    assert_int_equal(status_of(&atb_domain, 126, name), ATB_BAD_LENGTH);
    (void)snprintf(name, sizeof name, "a.%s1", label);
    assert_int_equal(status_of(&atb_domain, 254, name), ATB_BAD_LENGTH);
    assert_int_equal(status_of(&atb_domain, 254, ""), ATB_BAD_LENGTH);
}

/* ---- missing, extra, together, rules ---------------------------------------------------- */

static void missing_and_extra(void **state)
{
    (void)state;
    assert_refused(command_of(&toy_qiopen, 4, number(1), number(0), text("TCP"), text("::1")),
                   ATB_MISSING, "remote_port");
    assert_refused(
        command_of(&toy_qiopen, 5, number(1), empty, text("TCP"), text("::1"), number(1)),
        ATB_MISSING, "connectID");
    struct atb_command command = open_to("::1");
    command.values[6] = number(1);
    assert_refused(command, ATB_MISSING, "local_port");
    assert_refused(command_of(&toy_at, 1, number(1)), ATB_EXTRA, NULL);
    assert_refused(command_of(&toy_gtset, 2, number(1), empty), ATB_EXTRA, NULL);
}

static void what_comes_together(void **state)
{
    (void)state;
    assert_refused(command_of(&toy_mipcall, 2, number(1), text("u")), ATB_MISSING, "word");
    assert_refused(command_of(&toy_mipcall, 3, number(1), absent, text("w")), ATB_MISSING, "user");
    assert_refused(command_of(&toy_mipcall, 3, number(1), empty, text("w")), ATB_MISSING, "user");
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
        command_of(&toy_mipcall, 5, number(3), text("u"), text("w"), empty, number(5));
    assert_refused(call, ATB_BAD_COMBINATION, "key");
    call.values[4] = number(1);
    assert_line(call, "AT+MIPCALL=3,\"u\",w,,1\r");
    call.values[3] = text("00");
    assert_refused(call, ATB_BAD_COMBINATION, "key");
    call.values[4] = number(5);
    call.values[0] = number(2);
    assert_refused(call, ATB_BAD_COMBINATION, "value");
    assert_refused(command_of(&toy_mipcall, 1, number(13)), ATB_BAD_COMBINATION, "contextID");
}

static void what_the_model_lacks(void **state)
{
    (void)state;
    assert_refused(command_of(&toy_lacking, 0), ATB_UNSUPPORTED, NULL);
    assert_refused(command_of(&toy_broken_limit, 1, number(1)), ATB_UNSUPPORTED, "connectID");
    assert_line(command_of(&toy_broken_limit, 0), "AT+PARTLY=\r");
}

/* ---- payload ------------------------------------------------------------------------------- */

static void payload_inside_the_line(void **state)
{
    (void)state;
    assert_line(inline_data(5, "hello", 5), "AT+MIPSEND=0,5,\"hello\"\r");
    assert_line(inline_data(0, "hello", 5), "AT+MIPSEND=0,,\"hello\"\r");
    struct atb_command command = inline_data(5, "hello", 5);
    command.values[3] = number(1);
    assert_line(command, "AT+MIPSEND=0,5,\"hello\",1\r");
    command.values[1] = number(0); /* not checked */
    assert_line(command, "AT+MIPSEND=0,0,\"hello\",1\r");
    assert_refused(inline_data(4, "hello", 5), ATB_BAD_LENGTH, "data");
    assert_refused(inline_data(5, "he\"lo", 5), ATB_BAD_CHARACTER, "data");
    assert_refused(inline_data(5, "he\rlo", 5), ATB_BAD_CHARACTER, "data");
    command.payload = NULL;
    assert_refused(command, ATB_MISSING, "data");
}

static void payload_in_its_coding(void **state)
{
    struct atb_form coded = toy_mipsend;
    struct atb_form_rest rest = *toy_mipsend.rest;
    coded.rest = &rest;
    struct atb_command command = inline_data(6, "a\"\\\r\n\t", 6);
    (void)state;
    command.form = &coded;
    rest.coding = ATB_ESCAPED;
    assert_line(command, "AT+MIPSEND=0,11,\"a\\\"\\\\\\r\\n\\t\"\r");
    rest.coding = ATB_HEX;
    assert_line(command, "AT+MIPSEND=0,6,\"61225C0D0A09\"\r");
    command = inline_data(1, "\x01", 1);
    command.form = &coded;
    assert_line(command, "AT+MIPSEND=0,1,\"01\"\r");
    rest.coding = ATB_ESCAPED;
    assert_refused(command, ATB_BAD_CHARACTER, "data");
}

static void escapes_count_in_the_stated_length(void **state)
{
    static char quotes[731];
    struct atb_form coded = toy_mipsend;
    struct atb_form_rest rest = *toy_mipsend.rest;
    coded.rest = &rest;
    (void)state;
    rest.coding = ATB_ESCAPED;
    memset(quotes, '"', sizeof quotes);
    struct atb_command command = inline_data(730, quotes, 730);
    command.form = &coded;
    assert_int_equal(atb_encode(&command, line, sizeof line, NULL), 19 + 1460 + 2);
    assert_memory_equal(line, "AT+MIPSEND=0,1460,\"\\\"", 20);
    command = inline_data(731, quotes, 731);
    command.form = &coded;
    assert_refused(command, ATB_BAD_LENGTH, "data");
    command = inline_data(0, "\"", 1);
    command.form = &coded;
    assert_line(command, "AT+MIPSEND=0,,\"\\\"\"\r");
}

static void payload_behind_the_prompt(void **state)
{
    (void)state;
    assert_line(command_of(&toy_qisend, 2, number(0), number(5)), "AT+QISEND=0,5\r");
    assert_line(qisend(0, "\x1a\x1b\r\n\"", 5), "AT+QISEND=0,5\r");
    struct atb_command command = qisend(0, "hello", 5);
    command.values[1] = number(4);
    assert_refused(command, ATB_BAD_LENGTH, "data");
    command = command_of(&toy_qisend_ctrl_z, 1, number(0));
    command.payload = "a\x1a";
    command.payload_length = 2;
    assert_refused(command, ATB_BAD_CHARACTER, "data");
    command.payload = "\x1b";
    command.payload_length = 1;
    assert_refused(command, ATB_BAD_CHARACTER, "data");
    command.payload = "12345678901";
    command.payload_length = 11;
    struct atb_refusal refusal = assert_refused(command, ATB_BAD_LENGTH, "data");
    assert_int_equal(refusal.max, 10);
    command = command_of(&toy_cipsend, 1, number(0));
    command.payload = "a\x1a";
    command.payload_length = 2;
    assert_line(command, "AT+CIPSEND=0,\r");
}

/* ---- room -------------------------------------------------------------------------------------
 */

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
        cmocka_unit_test(edges_of_a_range),
        cmocka_unit_test(gaps_in_a_range),
        cmocka_unit_test(words_of_an_enumeration),
        cmocka_unit_test(edges_of_a_length),
        cmocka_unit_test(every_character_that_breaks_out_is_refused),
        cmocka_unit_test(addresses),
        cmocka_unit_test(host_names),
        cmocka_unit_test(four_numbers_only),
        cmocka_unit_test(domain_names),
        cmocka_unit_test(missing_and_extra),
        cmocka_unit_test(what_comes_together),
        cmocka_unit_test(rules_between_parameters),
        cmocka_unit_test(what_the_model_lacks),
        cmocka_unit_test(payload_inside_the_line),
        cmocka_unit_test(payload_in_its_coding),
        cmocka_unit_test(escapes_count_in_the_stated_length),
        cmocka_unit_test(payload_behind_the_prompt),
        cmocka_unit_test(room_to_the_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
