/* SPDX-License-Identifier: MIT */
/* Rules between parameters where payload is checked, too; and groups, which come whole or not. */
#include "bench.h"

#include "atb_kind.h"
#include "atb_validate.h"
#include "atb_writer.h"

enum { ID, LENGTH_AT, DATA };

static const struct atb_parameter id = {&atb_integer, {.span = {0, 5}}};
static const struct atb_parameter length = {&atb_integer, {.span = {0, 8}}};
static const struct atb_parameter data = {&atb_data, {.span = {0, 0}}};
static const struct atb_parameter *const places[] = {&id, &length, &data};

/* Socket 5 takes no more than 2 bytes. */
static const struct atb_rule rules[] = {
    {.a = ID, .when = ATB_EQUAL, .a_value = 5, .b = LENGTH_AT, .must = ATB_AT_MOST, .b_value = 2}};

#define RULED(check_)                                                                              \
    {                                                                                              \
        .rest.checked = true, .check = (check_), .coder = &atb_coder, .rules = rules,              \
        .rule_count = 1, .payload_max = UINT16_MAX, .coding_index = ATB_NO_INDEX,                  \
        .length_position = LENGTH_AT                                                               \
    }
static const struct atb_form_checks prompted_checks = RULED(atb_check_both);
static const struct atb_form_checks inline_checks = RULED(atb_check_both_inline);

#define FORM(text_, count, mode, checks_)                                                          \
    {                                                                                              \
        .text = (text_), .oks = 1, .parameters = places, .position_count = (count),                \
        .send = (mode), .rest = &(checks_).rest                                                    \
    }
static const struct atb_form prompted = FORM("+SEND=%,%", 2, ATB_SEND_LENGTH, prompted_checks);
static const struct atb_form inside = FORM("+PUT=%,%,%", 3, ATB_SEND_INLINE, inline_checks);

static struct atb_command with(struct atb_command command, const char *payload)
{
    command.payload = payload;
    command.payload_length = strlen(payload);
    return command;
}

static struct atb_command prompted_of(int32_t socket, int32_t count, const char *payload)
{
    return with(command_of(&prompted, 2, number(socket), number(count)), payload);
}

static struct atb_command inside_of(int32_t socket, int32_t count, const char *payload)
{
    return with(command_of(&inside, 3, number(socket), number(count), data_here), payload);
}

/* `place`: from 1 on. */
static void assert_judged(struct atb_command command, int status, unsigned place)
{
    struct atb_refusal refusal = {0};
    struct atb_walk walk = {.command = &command, .refusal = &refusal, .coding = ATB_RAW};
    assert_int_equal(atb_write(&walk), status);
    assert_int_equal(refusal.status, status);
    assert_int_equal(refusal.place, place);
}

static void rules_and_payload_behind_a_prompt(void **state)
{
    (void)state;
    assert_judged(prompted_of(4, 3, "abc"), ATB_OK, 0);
    assert_judged(prompted_of(5, 2, "ab"), ATB_OK, 0);
    assert_judged(prompted_of(5, 3, "abc"), ATB_BAD_COMBINATION, LENGTH_AT + 1);
    assert_judged(prompted_of(5, 2, "abc"), ATB_BAD_LENGTH, ATB_PAYLOAD_PLACE);
    assert_judged(prompted_of(6, 3, "abc"), ATB_BAD_RANGE, ID + 1); /* each value comes first */
}

static void rules_and_payload_inside_the_line(void **state)
{
    (void)state;
    assert_judged(inside_of(4, 3, "abc"), ATB_OK, 0);
    assert_judged(inside_of(5, 2, "ab"), ATB_OK, 0);
    assert_judged(inside_of(5, 3, "abc"), ATB_BAD_COMBINATION, LENGTH_AT + 1);
    assert_judged(inside_of(5, 2, "abc"), ATB_BAD_LENGTH, DATA + 1);
    assert_judged(inside_of(5, 2, "a\""), ATB_BAD_CHARACTER, DATA + 1);
}

static void of_two_mistakes_the_rule_is_told(void **state)
{
    (void)state;
    assert_judged(prompted_of(5, 3, "ab"), ATB_BAD_COMBINATION, LENGTH_AT + 1);
    assert_judged(inside_of(5, 3, "\""), ATB_BAD_COMBINATION, LENGTH_AT + 1);
}

static void a_group_lacks_the_one_that_is_not_given(void **state)
{
    (void)state;
    assert_judged(command_of(&toy_mipcall_form, 3, number(1), text("u"), text("w")), ATB_OK, 0);
    assert_judged(command_of(&toy_mipcall_form, 2, number(1), text("u")), ATB_MISSING, 3);
    assert_judged(command_of(&toy_mipcall_form, 3, number(1), empty, text("w")), ATB_MISSING, 2);
}

static void a_place_beyond_the_last_has_no_marks(void **state)
{
    (void)state;
    assert_int_equal(atb_place_flags(&toy_mipcall_form, 0), ATB_OPTIONAL);
    assert_int_equal(atb_place_flags(&toy_mipcall_form, 2), ATB_OPTIONAL | ATB_GROUPED);
    assert_int_equal(atb_place_flags(&toy_mipcall_form, 5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_and_payload_behind_a_prompt),
        cmocka_unit_test(rules_and_payload_inside_the_line),
        cmocka_unit_test(of_two_mistakes_the_rule_is_told),
        cmocka_unit_test(a_group_lacks_the_one_that_is_not_given),
        cmocka_unit_test(a_place_beyond_the_last_has_no_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
