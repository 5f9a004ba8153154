/* SPDX-License-Identifier: MIT */
/* One field after the other along a shape: every letter, every tolerance, every refusal. */
#include "reading.h"

#define FIRST number
static void a_number_has_a_sign_and_31_bits(void **state)
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
    struct {
        int32_t number;
    } out;
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        assert_int_equal(READ(cases[i].text, "n"), cases[i].status);
        if (cases[i].status == ATB_OK) {
            assert_int_equal(out.number, cases[i].number);
        } else {
            assert_int_equal(reading.field, 0);
        }
    }
}

#undef FIRST
#define FIRST number
static void a_closed_range_is_kept_a_documented_one_is_not(void **state)
{
    struct {
        int32_t number, closed;
    } out;
    (void)state;
    assert_int_equal(READ("561,11", ABOUT_0_TO_11 IN_0_TO_11), ATB_OK);
    assert_int_equal(out.number, 561);
    assert_int_equal(out.closed, 11);
    assert_int_equal(READ("5,12", ABOUT_0_TO_11 IN_0_TO_11), ATB_BAD_RANGE);
    assert_int_equal(reading.field, 1);
    assert_int_equal(READ("5,-1", ABOUT_0_TO_11 IN_0_TO_11), ATB_BAD_RANGE);
}

static void what_is_not_documented_is_loose(void **state)
{
    struct {
        int32_t number, more;
    } out;
    (void)state;
    assert_int_equal(READ("5", "n"), ATB_OK);
    assert_false(reading.found & ATB_LOOSE);
    assert_int_equal(READ("\"5\"", "n"), ATB_OK);
    assert_true(reading.found & ATB_LOOSE);
    assert_int_equal(READ("5,6", "n"), ATB_OK);
    assert_true(reading.found & ATB_LOOSE);
    assert_int_equal(READ("5,", "n?n"), ATB_OK);
    assert_false(reading.found & ATB_LOOSE);
}

static void a_number_that_must_be_the_one(void **state)
{
    struct {
        int32_t number;
    } out;
    (void)state;
    assert_int_equal(READ("2,7", "=2n"), ATB_OK);
    assert_int_equal(out.number, 7);
    assert_int_equal(READ("3,7", "=2n"), ATB_BAD_VALUE);
    assert_int_equal(reading.field, 0);
    assert_int_equal(READ("-1,7", "=/n"), ATB_OK);
    assert_int_equal(READ("100,7", "=\224n"), ATB_OK); /* also where a char has a sign */
    assert_int_equal(READ("207,7", "=\377n"), ATB_OK);
    assert_int_equal(READ("-49,7", "=\377n"), ATB_BAD_VALUE);
}

#undef FIRST
#define FIRST text
static void a_text_has_both_quotes_or_is_loose(void **state)
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
    struct {
        struct atb_text text;
    } out;
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        assert_int_equal(READ(cases[i].text, "q"), ATB_OK);
        assert_text(out.text, cases[i].expected);
        assert_int_equal((reading.found & ATB_LOOSE) != 0,
                         strchr(cases[i].text, '"') == NULL ||
                             cases[i].text[strlen(cases[i].text) - 1] == 'P' ||
                             cases[i].text[0] == 'T');
    }
    assert_int_equal(READ("", "q"), ATB_MISSING);
}

static void a_word_that_must_be_short(void **state)
{
    struct {
        struct atb_text text;
    } out;
    (void)state;
    assert_int_equal(READ("\"1F\"", "s\002"), ATB_OK);
    assert_text(out.text, "1F");
    assert_false(reading.found & ATB_LOOSE);
    assert_int_equal(READ("1F0", "s\002"), ATB_BAD_VALUE);
    assert_int_equal(READ("", "s\002"), ATB_MISSING);
}

static void more_fields_than_documented(void **state)
{
    struct {
        struct atb_text text;
        int32_t number;
    } out;
    (void)state;
    assert_int_equal(READ("\"a\",1,9,\"x\"", "qn"), ATB_OK);
    assert_text(out.text, "a");
    assert_true(reading.found & ATB_LOOSE);
}

static void the_last_text_without_quotes_takes_the_rest(void **state)
{
    struct {
        struct atb_text text;
        int32_t number;
    } out;
    (void)state;
    assert_int_equal(READ("19/02/21,07:35:03+32", "q"), ATB_OK);
    assert_text(out.text, "19/02/21,07:35:03+32");
    assert_true(reading.found & ATB_LOOSE);
    assert_int_equal(READ("a,b,3", "qn"), ATB_BAD_VALUE);
    assert_int_equal(READ("a,3", "wn"), ATB_OK);
    assert_text(out.text, "a");
    assert_int_equal(READ("3, \"a\",b", "xr"), ATB_OK);
    assert_text(out.text, "\"a\",b");
    assert_false(reading.found & ATB_LOOSE);
    assert_int_equal(READ("3", "xr"), ATB_MISSING);
    assert_int_equal(READ("\"a\"b", "q"), ATB_OK); /* behind the quote there should be nothing */
    assert_true(reading.found & ATB_LOOSE);
    assert_int_equal(READ("3,  ", "xr"), ATB_MISSING); /* blanks are no text */
    assert_int_equal(READ("3, a  ", "xr"), ATB_OK);
    assert_text(out.text, "a");
    assert_int_equal(READ("a,", "r"), ATB_OK); /* a comma at its edge is its own, too */
    assert_text(out.text, "a,");
}

static void fields_of_other_layouts(void **state)
{
    struct {
        bool has_absent, has_number, has_last;
        struct atb_text text;
        int32_t number, last;
    } out;
    (void)state;
    assert_int_equal(READ(",8", "!w?n!n"), ATB_OK);
    assert_false(out.has_absent || out.has_number || out.has_last);
    assert_null(out.text.at);
    assert_true(reading.found & ATB_LOOSE); /* one field more than it has */
    assert_int_equal(READ("7", "!w?n!n"), ATB_OK);
    assert_true(out.has_number && !out.has_absent && !out.has_last);
    assert_int_equal(out.number, 7);
    assert_int_equal(out.last, 0);
    assert_int_equal(reading.field, 1);
}

#undef FIRST
#define FIRST first
/* Not one that was read before it. */
static void a_text_that_is_not_there_is_none(void **state)
{
    struct {
        bool has_first, has_second, has_last;
        struct atb_text first, second, last;
    } out;
    (void)state;
    assert_int_equal(READ("\"one\",", "?q?q?w"), ATB_OK);
    assert_true(out.has_first && !out.has_second && !out.has_last);
    assert_text(out.first, "one");
    assert_null(out.second.at);
    assert_int_equal(out.second.length, 0);
    assert_null(out.last.at);
    assert_int_equal(out.last.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_has_a_sign_and_31_bits),
        cmocka_unit_test(a_closed_range_is_kept_a_documented_one_is_not),
        cmocka_unit_test(what_is_not_documented_is_loose),
        cmocka_unit_test(a_number_that_must_be_the_one),
        cmocka_unit_test(a_text_has_both_quotes_or_is_loose),
        cmocka_unit_test(a_word_that_must_be_short),
        cmocka_unit_test(more_fields_than_documented),
        cmocka_unit_test(the_last_text_without_quotes_takes_the_rest),
        cmocka_unit_test(fields_of_other_layouts),
        cmocka_unit_test(a_text_that_is_not_there_is_none),
    };
    return RUN_READ_TWICE(tests);
}
