/* SPDX-License-Identifier: MIT */
/* Fields of a line along its shape: every letter, every tolerance, every refusal. */
#include <stdio.h>

#include "bench.h"

#define IN_0_TO_11    "i\001"
#define ABOUT_0_TO_11 "d\001"

static const struct atb_range ranges[] = {{0, 11}};
static struct atb_line line;
static const struct atb_chapter chapter = {.lines = &line, .ranges = ranges, .line_count = 1};

static struct atb_reading reading;
static char *behind; /* the fields, in memory that ends with them */

/* All is read twice: with every tolerance, and, what is written just as documented, in one pass. */
static bool plainly;

static int set_plainly(void **state)
{
    (void)state;
    plainly = true;
    return 0;
}

/* Where it ends, or NULL: it is not written so. */
static const char *read_plain(void *out, const char *text, const char *shape)
{
    static char in_line[600]; /* texts in `out` point there */
    size_t length = strlen(text);
    assert_true(length + 3 <= sizeof in_line);
    memcpy(in_line, text, length);
    memcpy(in_line + length, "\r\n", 3);
    const char *stop = atb_read_plain(in_line, shape, ranges, out);
    assert_true(stop == NULL || stop == in_line + length);
    return stop;
}

/* Into a struct without flags whose values begin at its start, or behind eight flags. */
static int read_into(void *out, size_t size, uint8_t values, const char *text, const char *shape)
{
    struct atb_record record = {&chapter, (uint16_t)size, 0, 0};
    size_t length = strlen(text);
    const char flags[] = {values != 0 ? (char)('0' + values) : '\0', '\0'};
    char whole[32];
    snprintf(whole, sizeof whole, "%c%s%s", *shape, flags, shape + 1);
    line.shape = whole;
    free(behind);
    behind = malloc(length > 0 ? length : 1);
    assert_non_null(behind);
    memcpy(behind, text, length);
    reading = (struct atb_reading){.at = behind, .end = behind + length, .ranges = ranges};
    int status = atb_read(&reading, shape + 1);
    memset(out, 0x55, size);
    assert_int_equal(atb_decode(&record, behind, length, out),
                     status == ATB_OK ? ATB_OK : ATB_MALFORMED);
    char spoilt[400];
    assert_true(size <= sizeof spoilt);
    if (plainly && read_plain(spoilt, text, whole + 1) != NULL) {
        assert_int_equal(status, ATB_OK);
        assert_int_equal(reading.found, 0);
        memset(out, 0x55, size);
        (void)read_plain(out, text, whole + 1);
    }
    return status;
}

#define READ(text, shape)                                                                          \
    read_into(&out, sizeof out, (uint8_t)((char *)&out.FIRST - (char *)&out), (text), "u" shape)

static void assert_text(struct atb_text text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.at, expected, text.length);
}

#define FIRST number
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
}

#undef FIRST
#define FIRST text
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
    struct {
        struct atb_text text;
    } out;
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        assert_int_equal(READ(cases[i].text, "q"), ATB_OK);
        assert_text(out.text, cases[i].expected);
        assert_int_equal(reading.found & ATB_LOOSE,
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
    assert_int_equal(READ("3, \"a\",b", "-r"), ATB_OK);
    assert_text(out.text, "\"a\",b");
    assert_false(reading.found & ATB_LOOSE);
    assert_int_equal(READ("3", "-r"), ATB_MISSING);
    assert_int_equal(READ("\"a\"b", "q"), ATB_OK); /* behind the quote there should be nothing */
    assert_true(reading.found & ATB_LOOSE);
    assert_int_equal(READ("3,  ", "-r"), ATB_MISSING); /* blanks are no text */
    assert_int_equal(READ("3, a  ", "-r"), ATB_OK);
    assert_text(out.text, "a");
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
#define FIRST closed
static void optional_and_empty_fields(void **state)
{
    struct {
        bool has_number, has_text;
        int32_t closed, number;
        struct atb_text text;
    } out;
    (void)state;
    assert_int_equal(READ("5,1,\"a\"", IN_0_TO_11 "?n~q"), ATB_OK);
    assert_true(out.has_number && out.has_text);
    assert_text(out.text, "a");
    assert_int_equal(READ("5", IN_0_TO_11 "?n?q"), ATB_OK);
    assert_false(out.has_number || out.has_text);
    assert_int_equal(READ("5,,", IN_0_TO_11 "?n~q"), ATB_OK);
    assert_false(out.has_number || out.has_text);
    assert_null(out.text.at);
    assert_int_equal(READ("5,,\"\"", IN_0_TO_11 "?n~q"), ATB_OK);
    assert_true(out.has_text && !out.has_number);
    assert_int_equal(READ("5,x", IN_0_TO_11 "?n"), ATB_BAD_VALUE);
    assert_int_equal(READ("5,1", IN_0_TO_11 "?n~q"), ATB_MISSING);
    assert_int_equal(reading.field, 2);
}

static void words_that_say_nothing_are_read_past(void **state)
{
    struct {
        int32_t closed, other;
    } out;
    (void)state;
    assert_int_equal(READ("1,\"x\",2", "n-" IN_0_TO_11), ATB_OK);
    assert_int_equal(out.other, 2);
}

#undef FIRST
#define FIRST list
static void lists(void **state)
{
    struct {
        uint8_t list_count;
        int32_t list[3];
    } out;
    (void)state;
    assert_int_equal(READ("1,2,3", "*\003" IN_0_TO_11), ATB_OK);
    assert_int_equal(out.list_count, 3);
    assert_int_equal(out.list[2], 3);
    assert_int_equal(READ("1,2,3,4", "*\003" IN_0_TO_11), ATB_OK);
    assert_int_equal(out.list_count, 3);
    assert_int_equal(READ("1,12", "*\003" IN_0_TO_11), ATB_BAD_RANGE);
    assert_int_equal(READ("", "*\003" IN_0_TO_11), ATB_MISSING);
    assert_int_equal(READ("", "?*\003" IN_0_TO_11), ATB_OK);
    assert_int_equal(out.list_count, 0);
}

#undef FIRST
#define FIRST closed
static void lists_of_texts(void **state)
{
    struct {
        uint8_t names_count;
        int32_t closed;
        struct atb_text names[2];
    } out;
    (void)state;
    assert_int_equal(READ("7,1.2.3.4,::1", IN_0_TO_11 "*\002w"), ATB_OK);
    assert_int_equal(out.names_count, 2);
    assert_text(out.names[1], "::1");
    assert_int_equal(READ("7,,::1", IN_0_TO_11 "*\002w"), ATB_OK);
    assert_int_equal(out.names_count, 2);
    assert_text(out.names[0], "");
}

#undef FIRST
#define FIRST host
static void fields_between_colons(void **state)
{
    struct {
        struct atb_text host;
        int32_t number, closed;
    } out;
    (void)state;
    assert_int_equal(READ("1.2.3.4:5253", "w:n"), ATB_OK);
    assert_text(out.host, "1.2.3.4");
    assert_int_equal(out.number, 5253);
    assert_int_equal(READ("fe80::1:80,7", "w:n" IN_0_TO_11), ATB_OK);
    assert_text(out.host, "fe80::1");
    assert_int_equal(out.closed, 7);
    assert_int_equal(READ("1.2.3.4", "w:n"), ATB_MISSING);
    assert_int_equal(READ("1.2.3.4:", "w:n"), ATB_MISSING);
}

static void fields_between_blanks(void **state)
{
    struct {
        struct atb_text host;
        int32_t number, closed;
    } out;
    (void)state;
    assert_int_equal(READ(" ME PDN ACT 1, 7", "w n" IN_0_TO_11), ATB_OK);
    assert_text(out.host, "ME PDN ACT");
    assert_int_equal(out.number, 1);
    assert_int_equal(out.closed, 7);
    assert_int_equal(READ("NW DETACH", "w n"), ATB_BAD_VALUE);
    assert_int_equal(READ("DETACH", "w n"), ATB_MISSING);
}

/* In a chunk the fields end with their line, wherever the chunk does. */
static void the_line_feed_ends_every_field(void **state)
{
    static const char *const shapes[] = {"un", "uq", "uw", "ur", "u*\004w", "u*\004n"};
    static const char *const texts_in_place[] = {"5\r\n6,7", "5\n", "5 \r\r\n\"x\""};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(shapes) * ATB_LENGTH(texts_in_place); i++) {
        const char *text = texts_in_place[i / ATB_LENGTH(shapes)];
        reading = (struct atb_reading){.at = text, .end = text + strlen(text), .ranges = ranges};
        assert_int_equal(atb_read(&reading, shapes[i % ATB_LENGTH(shapes)] + 1), ATB_OK);
        assert_true(*reading.at == '\r' || *reading.at == '\n');
    }
}

static void what_is_plain(void **state)
{
    static const struct {
        bool plain;
        const char *text, *shape;
    } cases[] = {
        {true, "", "u"},
        {false, "5", "u"},
        {true, "0", "un"},
        {true, "999999999", "un"},
        {false, "1000000000", "un"},
        {false, "-1", "un"},
        {false, " 1", "un"},
        {false, "1 ", "un"},
        {false, "1,", "un"},
        {false, "1,2", "un"},
        {false, "", "un"},
        {false, "a", "un"},
        {true, "11", "u" IN_0_TO_11},
        {false, "12", "u" IN_0_TO_11},
        {true, "11", "u" ABOUT_0_TO_11},
        {false, "12", "u" ABOUT_0_TO_11},
        {true, "1,2", "un" IN_0_TO_11},
        {true, "\"a,b\"", "uq"},
        {true, "\"\"", "uq"},
        {false, "a", "uq"},
        {false, "\"a", "uq"},
        {false, "\"a\"b\"", "uq"},
        {false, "\"a\" ", "uq"},
        {true, "a b", "uw"},
        {false, "a ", "uw"},
        {false, "\"a\"", "uw"},
        {false, "", "uw"},
        {false, "a,b", "uw"},
        {true, "a,b", "ur"},
        {true, "a,b", "uww"},
        {false, "a,", "uww"},
        {true, "1", "u4n?n"},
        {true, "1,", "u4n?n"},
        {true, "1,,3", "u4n?n?n"},
        {true, "1,,\"x\"", "u4n?" IN_0_TO_11 "?q"},
        {true, "", "u4?w"},
        {false, "1", "u4*\004n"},
        {false, "1", "u=1"},
        {false, "x", "us\002"},
        {false, "x,1", "u-n"},
        {false, "a:1", "uw:n"},
        {false, "1", "u4n!n"},
        {false, "1,,2", "u4n~nn"},
    };
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        char out[100];
        if ((read_plain(out, cases[i].text, cases[i].shape + 1) != NULL) != cases[i].plain) {
            fail_msg("%s along %s", cases[i].text, cases[i].shape);
        }
    }
}

static void texts_that_outlive_their_line(void **state)
{
    char text[] = "1,\"12345\",67890,xyz";
    struct {
        uint8_t names_count;
        int32_t number;
        struct atb_text text, names[2];
        char memory[10];
    } out;
    (void)state;
    reading = (struct atb_reading){.at = text,
                                   .end = text + strlen(text),
                                   .flag = (char *)&out,
                                   .value = (char *)&out.number,
                                   .keep = out.memory,
                                   .room = sizeof out.memory};
    assert_int_equal(atb_read(&reading, "nq*\002w"), ATB_OK);
    memset(text, '#', sizeof text);
    assert_text(out.text, "12345");
    assert_text(out.names[0], "67890");
    assert_null(out.names[1].at);
    assert_int_equal(out.names[1].length, 3);
}

static void numbers_by_their_place(void **state)
{
    static const char text[] = "1,\"a,b\",3";
    (void)state;
    assert_int_equal(atb_number_at(text, text + 9, 2), 3);
    assert_int_equal(atb_number_at(text, text + 9, 3), ATB_UNKNOWN);
    assert_int_equal(atb_number_at(text, text + 9, 1), ATB_UNKNOWN);
    assert_int_equal(atb_number_at(text, text, 0), ATB_UNKNOWN);
    assert_true(atb_is_there(text, text + 9, 1) && !atb_is_there(text, text + 9, 3));
    assert_false(atb_is_there(",3", text, 0));
    static const char empty[] = "\"\",,3";
    assert_true(atb_is_there(empty, empty + 5, 0)); /* a text of no characters is one */
    assert_false(atb_is_there(empty, empty + 5, 1));
}

static int free_memory(void **state)
{
    (void)state;
    free(behind);
    behind = NULL;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(a_closed_range_is_kept_a_documented_one_is_not),
        cmocka_unit_test(what_is_not_documented_is_loose),
        cmocka_unit_test(a_number_that_must_be_the_one),
        cmocka_unit_test(texts),
        cmocka_unit_test(a_word_that_must_be_short),
        cmocka_unit_test(more_fields_than_documented),
        cmocka_unit_test(the_last_text_without_quotes_takes_the_rest),
        cmocka_unit_test(fields_of_other_layouts),
        cmocka_unit_test(optional_and_empty_fields),
        cmocka_unit_test(words_that_say_nothing_are_read_past),
        cmocka_unit_test(lists),
        cmocka_unit_test(lists_of_texts),
        cmocka_unit_test(fields_between_colons),
        cmocka_unit_test(fields_between_blanks),
        cmocka_unit_test(the_line_feed_ends_every_field),
        cmocka_unit_test(what_is_plain),
        cmocka_unit_test(texts_that_outlive_their_line),
        cmocka_unit_test(numbers_by_their_place),
    };
    int failed = cmocka_run_group_tests(tests, NULL, free_memory);
    return failed + cmocka_run_group_tests(tests, set_plainly, free_memory);
}
