/* SPDX-License-Identifier: MIT */
/*
 * The answer to AT+COPS=? was a text in an event: whoever wanted an operator of the list took
 * brackets, quotes and commas apart by hand, and names have commas and brackets.
 */
#include "script.h"

#include <stdlib.h>

#include "cellular.h"

#define Q (&world.quectel)

static void assert_text(struct atb_text text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.at, expected, text.length);
}

static void each_operator_is_a_struct(void **state)
{
    struct cellular_cops_test_info found;
    struct cellular_cops_operator one;
    (void)state;
    assert_int_equal(cellular_cops_test_start(Q, &found, TELL), ATB_OK);
    hear(&Q->session,
         "\r\n+COPS: (2,\"T-Mobile (DE), old\",\"TMO D\",\"26201\",7),"
         " (3,,,\"310410\"),(1,\"\",\"\",\"26202\",0),,(0,1,2,3,4),(0,1,2)\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    struct atb_text left = found.operators;
    assert_true(cellular_cops_operator_next(&left, &one));
    assert_int_equal(one.stat, 2);
    assert_text(one.long_name, "T-Mobile (DE), old");
    assert_text(one.short_name, "TMO D");
    assert_text(one.number, "26201");
    assert_true(one.has_access_technology && one.access_technology == 7);
    assert_true(cellular_cops_operator_next(&left, &one));
    assert_int_equal(one.stat, 3);
    assert_false(one.has_long_name || one.has_short_name || one.has_access_technology);
    assert_text(one.number, "310410");
    assert_true(cellular_cops_operator_next(&left, &one));
    assert_text(one.number, "26202");
    assert_false(cellular_cops_operator_next(&left, &one)); /* the modes are no operator */
    assert_text(left, ",(0,1,2,3,4),(0,1,2)");
}

/* In memory that ends with it: nothing behind it may be looked at. */
static char *copy_of(const char *text)
{
    size_t length = strlen(text);
    char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    memcpy(copy, text, length);
    return copy;
}

static void what_is_no_group_ends_the_list(void **state)
{
    static const char *const texts[] = {"",    " ", "2,\"A\"", "(2,\"A\",\"A\",\"26201\"",
                                        "(x)", "()"};
    struct cellular_cops_operator one;
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(texts); i++) {
        char *text = copy_of(texts[i]);
        struct atb_text left = {text, (uint16_t)strlen(texts[i])};
        assert_false(cellular_cops_operator_next(&left, &one));
        assert_ptr_equal(left.at, text);
        free(text);
    }
}

static void the_last_group_needs_no_comma_behind_it(void **state)
{
    char *list = copy_of("(2,\"A\",\"A\",\"26201\")(1,\"B\",\"B\",\"26202\")");
    struct cellular_cops_operator one;
    struct atb_text left = {list, 2 * (sizeof "(2,\"A\",\"A\",\"26201\")" - 1)};
    (void)state;
    assert_true(cellular_cops_operator_next(&left, &one));
    assert_text(one.number, "26201");
    assert_true(cellular_cops_operator_next(&left, &one));
    assert_text(one.number, "26202");
    assert_int_equal(left.length, 0);
    free(list);
}

/* Whoever does not ask `has_operators` walks an empty list. */
static void a_list_may_be_empty(void **state)
{
    static const char *const answers[] = {"\r\n+COPS:\r\n\r\nOK\r\n", "\r\n+COPS: \r\n\r\nOK\r\n"};
    struct cellular_cops_operator one;
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(answers); i++) {
        struct cellular_cops_test_info found;
        memset(&found, 0xAA, sizeof found);
        assert_int_equal(cellular_cops_test_start(Q, &found, TELL), ATB_OK);
        hear(&Q->session, answers[i]);
        assert_ended(ATB_OK);
        assert_false(found.has_operators);
        assert_false(cellular_cops_operator_next(&found.operators, &one));
    }
}

static void who_is_chosen_is_another_answer(void **state)
{
    struct cellular_cops_read_info chosen;
    (void)state;
    assert_int_equal(cellular_cops_read_start(Q, &chosen, TELL), ATB_OK);
    hear(&Q->session, "\r\n+COPS: 0,2,\"26201\",7\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_text(chosen.oper, "26201");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_operator_is_a_struct),
        TEST(what_is_no_group_ends_the_list),
        TEST(the_last_group_needs_no_comma_behind_it),
        TEST(a_list_may_be_empty),
        TEST(who_is_chosen_is_another_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
