/* SPDX-License-Identifier: MIT */
/* How fields stand together: left out, in lists, behind other separators; what is plain. */
#include "reading.h"

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
    assert_int_equal(READ("1,\"x\",2", "nx" IN_0_TO_11), ATB_OK);
    assert_int_equal(out.other, 2);
}

#undef FIRST
#define FIRST list
static void a_list_ends_with_its_line_or_when_it_is_full(void **state)
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
    assert_int_equal(reading.found & ATB_LOOSE, 0); /* what follows is not looked at */
    assert_ptr_equal(reading.at, reading.end);
    assert_int_equal(READ("1", "*\003" IN_0_TO_11), ATB_OK);
    assert_int_equal(out.list[1], 0);
    assert_int_equal(out.list[2], 0);
    assert_int_equal(READ("1,,3", "*\003" IN_0_TO_11), ATB_MISSING);
    assert_int_equal(READ("1,x,3", "*\003" IN_0_TO_11), ATB_BAD_VALUE);
    assert_int_equal(READ("1,12", "*\003" IN_0_TO_11), ATB_BAD_RANGE);
    assert_int_equal(READ("", "*\003" IN_0_TO_11), ATB_MISSING);
    assert_int_equal(READ("", "?*\003" IN_0_TO_11), ATB_OK);
    assert_int_equal(out.list_count, 0);
}

static void what_a_list_does_not_fill_is_nothing(void **state)
{
    struct {
        uint8_t list_count;
        int32_t list[6];
    } out;
    (void)state;
    assert_int_equal(READ("7", "*\006n"), ATB_OK);
    assert_int_equal(out.list_count, 1);
    assert_int_equal(out.list[0], 7);
    for (size_t i = 1; i < 6; i++) {
        assert_int_equal(out.list[i], 0);
    }
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
    static const char *const shapes[] = {"n", "q", "w", "r", "*\004w", "*\004n"};
    static const char *const texts_in_place[] = {"5\r\n6,7", "5\n", "5 \r\r\n\"x\""};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(shapes) * ATB_LENGTH(texts_in_place); i++) {
        const char *text = texts_in_place[i / ATB_LENGTH(shapes)];
        char values[80];
        reading = (struct atb_reading){
            .at = text, .end = text + strlen(text), .chapter = &chapter, .flag = values};
        assert_int_equal(atb_read(&reading, shapes[i % ATB_LENGTH(shapes)]), ATB_OK);
        assert_true(*reading.at == '\r' || *reading.at == '\n');
    }
}

static void what_is_written_as_documented_is_plain(void **state)
{
    static const struct {
        bool plain;
        const char *text, *shape;
    } cases[] = {
        {true, "", ""},
        {false, "5", ""},
        {true, "0", "n"},
        {true, "999999999", "n"},
        {false, "1000000000", "n"},
        {false, "-1", "n"},
        {false, " 1", "n"},
        {false, "1 ", "n"},
        {false, "1,", "n"},
        {false, "1,2", "n"},
        {false, "", "n"},
        {false, "a", "n"},
        {true, "11", IN_0_TO_11},
        {false, "12", IN_0_TO_11},
        {true, "11", ABOUT_0_TO_11},
        {false, "12", ABOUT_0_TO_11},
        {true, "1,2", "n" IN_0_TO_11},
        {true, "\"a,b\"", "q"},
        {true, "\"\"", "q"},
        {false, "a", "q"},
        {false, "\"a", "q"},
        {false, "\"a\"b\"", "q"},
        {false, "\"a\" ", "q"},
        {true, "a b", "w"},
        {false, "a ", "w"},
        {false, "\"a\"", "w"},
        {false, "", "w"},
        {false, "a,b", "w"},
        {true, "a,b", "r"},
        {true, "a,b", "ww"},
        {false, "a,", "ww"},
        {true, "1", "1n?n"},
        {true, "1,", "1n?n"},
        {true, "1,,3", "2n?n?n"},
        {true, "1,,\"x\"", "2n?" IN_0_TO_11 "?q"},
        {true, "", "1?w"},
        {false, "1", "1*\004n"},
        {false, "1", "=1"},
        {false, "x", "s\002"},
        {false, "x,1", "xn"},
        {false, "a:1", "w:n"},
        {false, "1", "1n!n"},
        {false, "1,,2", "1n~nn"},
    };
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(cases); i++) {
        char out[100];
        if ((read_plain(out, cases[i].text, cases[i].shape) != NULL) != cases[i].plain) {
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
                                   .chapter = &chapter,
                                   .flag = (char *)&out,
                                   .value = (char *)&out.number,
                                   .keep = out.memory,
                                   .room = sizeof out.memory};
    assert_int_equal(atb_read(&reading, "1nq*\002w"), ATB_OK);
    memset(text, '#', sizeof text);
    assert_text(out.text, "12345");
    assert_text(out.names[0], "67890");
    assert_null(out.names[1].at);
    assert_int_equal(out.names[1].length, 3);
}

/* What a line is chosen by, beside whether it can be read. */
#undef FIRST
#define FIRST number
static void what_a_pass_finds(void **state)
{
    struct {
        int32_t number, other;
        struct atb_text text;
    } out;
    (void)state;
    assert_int_equal(READ("5,6", "nn"), ATB_OK);
    assert_int_equal(reading.found, 0);
    assert_int_equal(READ("5,6,", "nn"), ATB_OK);
    assert_int_equal(reading.found, ATB_LOOSE);
    assert_int_equal(READ("5,6,7", "nn"), ATB_OK);
    assert_int_equal(reading.found, ATB_LOOSE);
    assert_int_equal(READ("1,5", "=1n"), ATB_OK);
    assert_int_equal(reading.found, ATB_LITERAL);
    assert_int_equal(READ("12,5", IN_0_TO_11 "n"), ATB_BAD_RANGE);
    assert_int_equal(reading.found, ATB_OUTSIDE | ATB_BEYOND);
    assert_int_equal(READ("5,12", "n" IN_0_TO_11), ATB_BAD_RANGE);
    assert_int_equal(reading.found, ATB_BEYOND);
    assert_int_equal(READ("5,12", "n" ABOUT_0_TO_11), ATB_OK);
    assert_int_equal(reading.found, ATB_OUTSIDE);
    assert_int_equal(READ("5,6,a,b \"", "nnw"), ATB_OK);
    assert_int_equal(reading.found, ATB_LOOSE);
    assert_text(out.text, "a,b");
    assert_int_equal(READ("5,6\r", "nn"), ATB_OK);
    assert_int_equal(reading.found, 0); /* its line end has a CR */
    assert_int_equal(READ("5,6,\"a\"\rb\"", "nnq"), ATB_OK);
    assert_text(out.text, "a\"\rb"); /* a CR alone ends nothing */
}

static void numbers_by_their_place(void **state)
{
    static const char text[] = "1,\"a,b\",3";
    (void)state;
    assert_int_equal(atb_number_at(text, text + 9, 2), 3);
    assert_int_equal(atb_number_at(text, text + 9, 3), ATB_UNKNOWN);
    assert_int_equal(atb_number_at(text, text + 9, 1), ATB_UNKNOWN);
    assert_int_equal(atb_number_at(text, text, 0), ATB_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optional_and_empty_fields),
        cmocka_unit_test(words_that_say_nothing_are_read_past),
        cmocka_unit_test(a_list_ends_with_its_line_or_when_it_is_full),
        cmocka_unit_test(what_a_list_does_not_fill_is_nothing),
        cmocka_unit_test(lists_of_texts),
        cmocka_unit_test(fields_between_colons),
        cmocka_unit_test(fields_between_blanks),
        cmocka_unit_test(the_line_feed_ends_every_field),
        cmocka_unit_test(what_is_written_as_documented_is_plain),
        cmocka_unit_test(texts_that_outlive_their_line),
        cmocka_unit_test(what_a_pass_finds),
        cmocka_unit_test(numbers_by_their_place),
    };
    return RUN_READ_TWICE(tests);
}
