/* SPDX-License-Identifier: MIT */
/* One argument: its range, its values, its length, and the characters that could break out. */
#include "writer.h"

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

/* What the last one had is not what this one has. */
static void a_refusal_has_its_own_range(void **state)
{
    static struct bench bench;
    struct atb_command command = open_to("192.0.2.7");
    (void)state;
    bench_init(&bench, NULL, 0);
    command.values[0] = number(17);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_RANGE);
    assert_int_equal(bench.session.refusal.max, 16);
    command.values[0] = number(1);
    command.values[2] = text("TLS");
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_VALUE);
    assert_int_equal(bench.session.refusal.min, 0);
    assert_int_equal(bench.session.refusal.max, 0);
}

static void gaps_in_a_range(void **state)
{
    (void)state;
    assert_line(command_of(&toy_gtset_form, 1, number(1)), "AT+GTSET=\"IPRFMT\",1\r");
    assert_refused(command_of(&toy_gtset_form, 1, number(2)), ATB_BAD_VALUE, "value");
    struct atb_refusal refusal =
        assert_refused(command_of(&toy_gtset_form, 1, number(6)), ATB_BAD_RANGE, "value");
    assert_int_equal(refusal.min, 0);
    assert_int_equal(refusal.max, 5);
}

static void words_of_an_enumeration(void **state)
{
    (void)state;
    struct atb_command command = open_to("192.0.2.7");
    command.values[2] = text("UDP");
    assert_line(command, "AT+QIOPEN=1,0,\"UDP\",\"192.0.2.7\",7\r");
    command.values[2] = text("TC");
    struct atb_refusal refusal = assert_refused(command, ATB_BAD_VALUE, "service_type");
    assert_int_equal(refusal.min, 0); /* a word has no range */
    assert_int_equal(refusal.max, 0);
    command.values[2] = text("tcp");
    assert_refused(command, ATB_BAD_VALUE, "service_type");
    command.values[2] = number(1);
    assert_refused(command, ATB_BAD_VALUE, "service_type");
    command.values[2] = text(NULL);
    assert_refused(command, ATB_MISSING, "service_type");
}

static void words_without_quotes(void **state)
{
    static const char *const words[] = {"ON", "OFF", NULL};
    static const struct atb_parameter mode = {&atb_bare_words, {.words = words}};
    static const struct atb_parameter *const parameters[] = {&mode};
    static const struct atb_form form = {
        .text = "+A=%", .rest = &atb_no_rest, .parameters = parameters, .position_count = 1};
    (void)state;
    assert_line(command_of(&form, 1, text("OFF")), "AT+A=OFF\r");
    struct atb_refusal refusal =
        assert_refused(command_of(&form, 1, text("off")), ATB_BAD_VALUE, NULL);
    assert_int_equal(refusal.place, 1);
    assert_int_equal(refusal.min, 0);
    assert_int_equal(refusal.max, 0);
}

static void a_value_that_neither_kind_takes_is_refused_as_the_first(void **state)
{
    (void)state;
    static const char digits[] =
        "1234567890123456789012345678901234567890123456789012345678901234567";
    assert_refused(open_to("no host!"), ATB_BAD_CHARACTER, "IP_address/domain_name");
    assert_refused(open_to(digits), ATB_BAD_LENGTH, "IP_address/domain_name");
    assert_line(open_to("example.org"), "AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r");
}

static void edges_of_a_length(void **state)
{
    (void)state;
    assert_line(command_of(&toy_mipcall_form, 1, text("123456789")), "AT+MIPCALL=\"123456789\"\r");
    struct atb_refusal refusal =
        assert_refused(command_of(&toy_mipcall_form, 1, text("")), ATB_BAD_LENGTH, "contextID/APN");
    assert_int_equal(refusal.max, 9);
    assert_refused(command_of(&toy_mipcall_form, 3, number(1), text("1234567890"), text("w")),
                   ATB_BAD_LENGTH, "user");
    assert_refused(command_of(&toy_mipcall_form, 3, number(1), text(NULL), text("w")), ATB_MISSING,
                   "user");
}

static void hex_digits_are_these_alone(void **state)
{
    (void)state;
    assert_line(command_of(&toy_mipcall_form, 4, number(1), text("u"), text("w"), text("09afAF")),
                "AT+MIPCALL=1,\"u\",w,09afAF\r");
    static const char *const others[] = {"0/", "0:", "0@", "0G", "0`", "0g"};
    for (size_t i = 0; i < ATB_LENGTH(others); i++) {
        assert_refused(
            command_of(&toy_mipcall_form, 4, number(1), text("u"), text("w"), text(others[i])),
            ATB_BAD_CHARACTER, "key");
    }
}

/* ---- characters ---------------------------------------------------------------------- */

static void every_character_that_breaks_out_is_refused(void **state)
{
    (void)state;
    for (unsigned c = 1; c < 256; c++) {
        const char quoted[] = {'a', (char)c, 'b', '\0'};
        bool breaks_out = c < 0x20 || c == 0x7F || c == '"';
        struct atb_command apn = command_of(&toy_mipcall_form, 1, text(quoted));
        struct atb_command user =
            command_of(&toy_mipcall_form, 3, number(1), text(quoted), text("w"));
        struct atb_command word =
            command_of(&toy_mipcall_form, 3, number(1), text("u"), text(quoted));
        assert_int_equal(atb_encode(&apn, line, sizeof line, NULL) < 0, breaks_out || c == '\\');
        assert_int_equal(atb_encode(&user, line, sizeof line, NULL) < 0, breaks_out);
        assert_int_equal(atb_encode(&word, line, sizeof line, NULL) < 0,
                         breaks_out || c == '\\' || c == ',' || c == ';');
    }
    assert_refused(command_of(&toy_mipcall_form, 3, number(1), text("u"), text("a;b")),
                   ATB_BAD_CHARACTER, "word");
    assert_refused(command_of(&toy_mipcall_form, 4, number(1), text("u"), text("w"), text("0g")),
                   ATB_BAD_CHARACTER, "key");
}

/* A table with an address alone: names do not help out. */
static struct atb_command address_only(const char *address)
{
    static const struct atb_parameter parameter = {&atb_ip, {.span = {0, 45}}};
    static const struct atb_parameter *const parameters[] = {&parameter};
    static const struct atb_form form = {
        .text = "+A=%", .rest = &atb_no_rest, .parameters = parameters, .position_count = 1};
    return command_of(&form, 1, text(address));
}

static const char *const addresses[] = {
    "192.0.2.7",
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
    "afAF:09::",
    "1:2:3:4:5::1.2.3.4",
    "",
};

static const char *const no_addresses[] = {
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "1.2.3.0004",
    "1.2.3.00004",
    "0001.2.3.4",
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
    "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7:8g",
    "12345::",
    "g::",
    "::1.2.3",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::1:2:3:4:5:6:1.2.3.4",
    "-1.2.3.4",
};

static void an_address_has_four_bytes_or_eight_groups(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(addresses); i++) {
        struct atb_command command = address_only(addresses[i]);
        assert_true(atb_encode(&command, line, sizeof line, NULL) > 0);
    }
    for (size_t i = 0; i < ATB_LENGTH(no_addresses); i++) {
        struct atb_command command = address_only(no_addresses[i]);
        int status = atb_encode(&command, line, sizeof line, NULL);
        if (status != ATB_BAD_VALUE && status != ATB_BAD_CHARACTER) {
            fail_msg("%s is no address", no_addresses[i]);
        }
    }
}

static void a_host_is_a_name_or_an_address(void **state)
{
    (void)state;
    assert_line(open_to("a-b_c.example.com"), "AT+QIOPEN=1,0,\"TCP\",\"a-b_c.example.com\",7\r");
    assert_refused(open_to("a b"), ATB_BAD_CHARACTER, "IP_address/domain_name");
    assert_refused(open_to("a,b"), ATB_BAD_CHARACTER, "IP_address/domain_name");
    assert_refused(open_to(""), ATB_BAD_LENGTH, "IP_address/domain_name");
}

static int status_of(const struct atb_kind *kind, uint16_t max, const char *value)
{
    const struct atb_parameter parameter = {kind, {.span = {1, max}}};
    const struct atb_parameter *const parameters[] = {&parameter};
    const struct atb_form form = {
        .text = "+A=%", .rest = &atb_no_rest, .parameters = parameters, .position_count = 1};
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

static void ipv6_addresses_only(void **state)
{
    (void)state;
    assert_int_equal(status_of(&atb_ipv6, 45, "2400:3200::1"), ATB_OK);
    assert_string_equal(line, "AT+A=\"2400:3200::1\"\r");
    assert_int_equal(status_of(&atb_ipv6, 45, "::ffff:192.0.2.7"), ATB_OK);
    assert_int_equal(status_of(&atb_ipv6, 45, "192.0.2.7"), ATB_BAD_VALUE);
    assert_int_equal(status_of(&atb_ipv6, 45, "2400:3200:1"), ATB_BAD_VALUE);
    assert_int_equal(status_of(&atb_ipv6, 45, "example.com"), ATB_BAD_VALUE);
    assert_int_equal(status_of(&atb_ipv6, 45, ""), ATB_BAD_LENGTH);
}

static void a_domain_is_labels_between_points(void **state)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_of_a_range),
        cmocka_unit_test(a_refusal_has_its_own_range),
        cmocka_unit_test(gaps_in_a_range),
        cmocka_unit_test(words_of_an_enumeration),
        cmocka_unit_test(words_without_quotes),
        cmocka_unit_test(a_value_that_neither_kind_takes_is_refused_as_the_first),
        cmocka_unit_test(edges_of_a_length),
        cmocka_unit_test(hex_digits_are_these_alone),
        cmocka_unit_test(every_character_that_breaks_out_is_refused),
        cmocka_unit_test(an_address_has_four_bytes_or_eight_groups),
        cmocka_unit_test(a_host_is_a_name_or_an_address),
        cmocka_unit_test(four_numbers_only),
        cmocka_unit_test(ipv6_addresses_only),
        cmocka_unit_test(a_domain_is_labels_between_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
