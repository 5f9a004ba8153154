/* SPDX-License-Identifier: MIT */
/* Fields of a line to a struct: every type, every tolerance, every refusal. */
#include "bench.h"

struct all {
    int32_t number;
    int32_t closed;
    struct atb_text text;
    struct atb_text host, port;
    int32_t list[3];
    struct atb_text names[2];
    bool has_number, has_closed, has_text;
    uint8_t list_count, names_count;
    char memory[10];
};

#define AT(member) offsetof(struct all, member)
static const struct atb_range range = {0, 11};
static const struct atb_field number_field = {NULL, AT(number), ATB_INTEGER, 0, 0, 0};
static const struct atb_field closed_field = {&range,           AT(closed), ATB_INTEGER,
                                              ATB_FIELD_CLOSED, 0,          0};
static const struct atb_field text_field = {NULL, AT(text), ATB_QUOTED, 0, 0, 0};

static struct all out;
static uint8_t failed;
static char *behind; /* the fields, in memory that ends with them */

/* Reads `text` by up to four fields. */
static int read_with(const char *text, size_t count, const struct atb_field *fields)
{
    struct atb_record record = {.fields = fields,
                                .size = sizeof out,
                                .field_count = (uint8_t)count,
                                .text = AT(memory),
                                .text_size = sizeof out.memory};
    size_t length = strlen(text);
    free(behind);
    behind = malloc(length > 0 ? length : 1);
    assert_non_null(behind);
    memcpy(behind, text, length);
    memset(&out, 0x55, sizeof out);
    failed = 99;
    int status = atb_decode_field(&record, behind, length, &out, &failed);
    assert_int_equal(atb_decode(&record, behind, length, &out),
                     status == ATB_OK ? ATB_OK : ATB_MALFORMED);
    return status;
}

#define READ(text, ...)                                                                            \
    read_with((text), sizeof((struct atb_field[]){__VA_ARGS__}) / sizeof(struct atb_field),        \
              (struct atb_field[]){__VA_ARGS__})

static void assert_text(struct atb_text text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.at, expected, text.length);
}

static void numbers(void **state)
{
    static const struct {
        const char *text;
        int status;
        int32_t number;
    } cases[] = {
        {"0", ATB_OK, 0},
        {"-1", ATB_OK, -1},
        {"+7", ATB_OK, 7},
        {"2147483647", ATB_OK, INT32_MAX},
        {"-2147483647", ATB_OK, -INT32_MAX},
        {"007", ATB_OK, 7},
        {" 5 ", ATB_OK, 5},
        {"\"5\"", ATB_OK, 5},
        {"\"5", ATB_OK, 5},
        {"5\"", ATB_OK, 5},
        {"2147483648", ATB_BAD_RANGE, 0},
        {"4294967296", ATB_BAD_RANGE, 0},
        {"99999999999999999999", ATB_BAD_RANGE, 0},
        {"x", ATB_BAD_VALUE, 0},
        {"5x", ATB_BAD_VALUE, 0},
        {"-", ATB_BAD_VALUE, 0},
        {"1.5", ATB_BAD_VALUE, 0},
        {"", ATB_MISSING, 0},
        {"\"\"", ATB_MISSING, 0},
        {",", ATB_MISSING, 0},
    };
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        assert_int_equal(READ(cases[i].text, number_field), cases[i].status);
        if (cases[i].status == ATB_OK) {
            assert_int_equal(out.number, cases[i].number);
        } else {
            assert_int_equal(failed, 0);
        }
    }
}

static void a_closed_range_is_kept_an_open_one_is_not(void **state)
{
    struct atb_field open = {&range, AT(number), ATB_INTEGER, 0, 0, 0};
    (void)state;
    assert_int_equal(READ("561,11", open, closed_field), ATB_OK);
    assert_int_equal(out.number, 561);
    assert_int_equal(out.closed, 11);
    assert_int_equal(READ("5,12", open, closed_field), ATB_BAD_RANGE);
    assert_int_equal(failed, 1);
    assert_int_equal(READ("5,-1", open, closed_field), ATB_BAD_RANGE);
}

static void texts(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"\"TCP\"", "TCP"},   {"TCP", "TCP"},
        {"\"TCP", "TCP"},     {"TCP\"", "TCP"},
        {" \"TCP\" ", "TCP"}, {"\"a,b\"", "a,b"},
        {"\"a\"b\"", "a\"b"}, {"\"\"", ""},
        {"  TCP  ", "TCP"},   {"\"\xc3\xa9\"", "\xc3\xa9"},
    };
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        assert_int_equal(READ(cases[i].text, text_field), ATB_OK);
        assert_text(out.text, cases[i].expected);
    }
    assert_int_equal(READ("", text_field), ATB_MISSING);
}

static void more_fields_than_documented(void **state)
{
    (void)state;
    assert_int_equal(READ("1,\"a\",9,\"x\"", number_field, text_field), ATB_OK);
    assert_text(out.text, "a");
}

static void the_last_text_without_quotes_takes_the_rest(void **state)
{
    (void)state;
    assert_int_equal(READ("19/02/21,07:35:03+32", text_field), ATB_OK);
    assert_text(out.text, "19/02/21,07:35:03+32");
    assert_int_equal(READ("a,b,3", text_field, number_field), ATB_BAD_VALUE);
    assert_int_equal(READ("a,3", text_field, number_field), ATB_OK);
    assert_text(out.text, "a");
    struct atb_field rest = {NULL, AT(text), ATB_REST, 0, 0, 0};
    assert_int_equal(READ("3, \"a\",b", number_field, rest), ATB_OK);
    assert_text(out.text, "\"a\",b");
    assert_int_equal(READ("3", number_field, rest), ATB_MISSING);
}

static void optional_and_empty_fields(void **state)
{
    struct atb_field number = {NULL,           AT(number), ATB_INTEGER, ATB_FIELD_OPTIONAL,
                               AT(has_number), 0};
    struct atb_field text = {NULL, AT(text), ATB_QUOTED, ATB_FIELD_EMPTY, AT(has_text), 0};
    (void)state;
    assert_int_equal(READ("5,1,\"a\"", closed_field, number, text), ATB_OK);
    assert_true(out.has_number && out.has_text);
    assert_int_equal(READ("5", closed_field, number, text), ATB_OK);
    assert_false(out.has_number || out.has_text);
    assert_int_equal(READ("5,,", closed_field, number, text), ATB_OK);
    assert_false(out.has_number || out.has_text);
    assert_int_equal(READ("5,,\"\"", closed_field, number, text), ATB_OK);
    assert_true(out.has_text && !out.has_number);
    assert_int_equal(READ("5,x", closed_field, number), ATB_BAD_VALUE);
}

static void literals_are_read_past(void **state)
{
    struct atb_field literal = {.flags = ATB_FIELD_SKIP, .type = ATB_QUOTED};
    (void)state;
    assert_int_equal(READ("1,\"x\",2", number_field, literal, closed_field), ATB_OK);
    assert_int_equal(out.closed, 2);
}

static void lists(void **state)
{
    struct atb_field list = {
        &range, AT(list), ATB_INTEGER, ATB_FIELD_LIST | ATB_FIELD_CLOSED, AT(list_count), 3};
    struct atb_field names = {NULL, AT(names), ATB_BARE, ATB_FIELD_LIST, AT(names_count), 2};
    (void)state;
    assert_int_equal(READ("1,2,3", list), ATB_OK);
    assert_int_equal(out.list_count, 3);
    assert_int_equal(out.list[2], 3);
    assert_int_equal(READ("1,2,3,4", list), ATB_OK);
    assert_int_equal(out.list_count, 3);
    assert_int_equal(READ("1,12", list), ATB_BAD_RANGE);
    assert_int_equal(READ("", list), ATB_MISSING);
    assert_int_equal(READ("7,1.2.3.4,::1", closed_field, names), ATB_OK);
    assert_int_equal(out.names_count, 2);
    assert_text(out.names[1], "::1");
    list.flags |= ATB_FIELD_OPTIONAL;
    assert_int_equal(READ("", list), ATB_OK);
    assert_int_equal(out.list_count, 0);
}

static void fields_between_colons(void **state)
{
    struct atb_field host = {NULL, AT(host), ATB_BARE, ATB_FIELD_UNTIL_COLON, 0, 0};
    struct atb_field port = {NULL, AT(number), ATB_INTEGER, 0, 0, 0};
    (void)state;
    assert_int_equal(READ("1.2.3.4:5253", host, port), ATB_OK);
    assert_text(out.host, "1.2.3.4");
    assert_int_equal(out.number, 5253);
    assert_int_equal(READ("fe80::1:80,7", host, port, closed_field), ATB_OK);
    assert_text(out.host, "fe80::1");
    assert_int_equal(out.closed, 7);
    assert_int_equal(READ("1.2.3.4", host, port), ATB_MISSING);
    assert_int_equal(READ("1.2.3.4:", host, port), ATB_MISSING);
}

static void texts_that_outlive_their_line(void **state)
{
    struct atb_field names = {NULL, AT(names), ATB_BARE, ATB_FIELD_LIST, AT(names_count), 2};
    struct atb_field fields[] = {number_field, text_field, names};
    struct atb_record record = {.fields = fields,
                                .size = sizeof out,
                                .field_count = 3,
                                .text = AT(memory),
                                .text_size = sizeof out.memory};
    char line[] = "1,\"12345\",67890,xyz";
    (void)state;
    assert_int_equal(atb_decode(&record, line, strlen(line), &out), ATB_OK);
    atb_keep_texts(&record, &out);
    memset(line, '#', sizeof line);
    assert_text(out.text, "12345");
    assert_text(out.names[0], "67890");
    assert_null(out.names[1].at);
    assert_int_equal(out.names[1].length, 3);
}

static void an_absent_text_is_not_kept(void **state)
{
    struct atb_field text = {NULL, AT(text), ATB_QUOTED, ATB_FIELD_EMPTY, AT(has_text), 0};
    struct atb_field fields[] = {number_field, text};
    struct atb_record record = {.fields = fields, .size = sizeof out, .field_count = 2};
    (void)state;
    assert_int_equal(atb_decode(&record, "1,", 2, &out), ATB_OK);
    atb_keep_texts(&record, &out);
    assert_null(out.text.at);
    assert_int_equal(out.text.length, 0);
}

static void numbers_by_their_place(void **state)
{
    int32_t value = 0;
    (void)state;
    assert_int_equal(atb_number_at("1,\"a,b\",3", 9, 2, &value), ATB_OK);
    assert_int_equal(value, 3);
    assert_int_equal(atb_number_at("1,\"a,b\",3", 9, 3, &value), ATB_MISSING);
    assert_int_equal(atb_number_at("1,a", 3, 1, &value), ATB_BAD_VALUE);
    assert_int_equal(atb_number_at("", 0, 0, &value), ATB_MISSING);
}

static int free_memory(void **state)
{
    (void)state;
    free(behind);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(a_closed_range_is_kept_an_open_one_is_not),
        cmocka_unit_test(texts),
        cmocka_unit_test(more_fields_than_documented),
        cmocka_unit_test(the_last_text_without_quotes_takes_the_rest),
        cmocka_unit_test(optional_and_empty_fields),
        cmocka_unit_test(literals_are_read_past),
        cmocka_unit_test(lists),
        cmocka_unit_test(fields_between_colons),
        cmocka_unit_test(texts_that_outlive_their_line),
        cmocka_unit_test(an_absent_text_is_not_kept),
        cmocka_unit_test(numbers_by_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, free_memory);
}
