/* SPDX-License-Identifier: MIT */
/* Arguments of any C type: a number that 32 bits cannot hold is refused, never cut to one that
 * fits; how much room an answer has; blocking calls whose port fails. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../sink.h"
#include "quectel.h"

enum { UNTOLD = 1 };

static struct quectel modem;
static char memory[QUECTEL_MEMORY], sent[64];

static int keep(void *context, const void *bytes, size_t length)
{
    (void)context;
    strncat(sent, bytes, length);
    return (int)length;
}

static const char *answer; /* NULL: the port fails */

static int read_answer(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    size_t length = answer != NULL ? strlen(answer) : 0;
    (void)context;
    (void)wait_ms;
    if (answer == NULL) {
        return -1;
    }
    length = length < size ? length : size;
    memcpy(bytes, answer, length);
    answer += length;
    return (int)length;
}

static const struct atb_port port = {.write = keep, .read = read_answer, .now = no_time};

static void keep_status(void *app, int status)
{
    *(int *)app = status;
}

static int set_up(void **state)
{
    (void)state;
    sent[0] = '\0';
    answer = NULL;
    return quectel_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL);
}

/* Each would be 3, a right one, if it were cut to 32 bits. */
static void wide_numbers_are_not_cut(void **state)
{
    volatile long long high = 4294967299LL, low = -4294967293LL;
    volatile unsigned long long huge = 18446744069414584323ull;
    volatile unsigned long lasting = sizeof(long) > 4 ? ULONG_MAX - 4294967292ul : ULONG_MAX;
    int status = UNTOLD;
    (void)state;
    assert_int_equal(quectel_qiclose_start(&modem, keep_status, &status, high), ATB_BAD_RANGE);
    assert_int_equal(quectel_qiclose_start(&modem, keep_status, &status, low), ATB_BAD_RANGE);
    assert_int_equal(quectel_qiclose_start(&modem, keep_status, &status, huge), ATB_BAD_RANGE);
    assert_int_equal(quectel_qiclose_start(&modem, keep_status, &status, lasting), ATB_BAD_RANGE);
    assert_string_equal(sent, "");
    assert_int_equal(status, UNTOLD);
}

static void numbers_of_every_type_are_sent_as_they_are(void **state)
{
    volatile long long wide = 3;
    volatile unsigned long long huge = 3;
    volatile signed char narrow = 3;
    int status = UNTOLD;
    (void)state;
    assert_int_equal(quectel_qiclose_start(&modem, keep_status, &status, wide), ATB_OK);
    assert_int_equal(atb_feed(&modem.session, "\r\nOK\r\n", 6), ATB_OK);
    assert_int_equal(quectel_qiclose_start(&modem, keep_status, &status, huge), ATB_OK);
    assert_int_equal(atb_feed(&modem.session, "\r\nOK\r\n", 6), ATB_OK);
    assert_int_equal(quectel_qiclose_start(&modem, keep_status, &status, narrow), ATB_OK);
    assert_string_equal(sent, "AT+QICLOSE=3\rAT+QICLOSE=3\rAT+QICLOSE=3\r");
}

static void the_ends_of_32_bits(void **state)
{
    (void)state;
    assert_int_equal(atb_saturate(INT32_MAX), INT32_MAX);
    assert_int_equal(atb_saturate(INT32_MAX + 1LL), INT32_MAX);
    assert_int_equal(atb_saturate(INT32_MIN), INT32_MIN);
    assert_int_equal(atb_saturate(INT32_MIN - 1LL), INT32_MIN);
    assert_int_equal(atb_from_unsigned(INT32_MAX).number, INT32_MAX);
    assert_int_equal(atb_from_unsigned(ULLONG_MAX).number, INT32_MAX);
}

static void more_room_than_can_be_counted_is_as_good_as_that(void **state)
{
    (void)state;
    assert_int_equal(atb_room(2), 2);
    assert_int_equal(atb_room(UINT16_MAX - 1u), UINT16_MAX - 1);
    assert_int_equal(atb_room(UINT16_MAX), UINT16_MAX);
    assert_int_equal(atb_room(UINT16_MAX + 3u), UINT16_MAX);
}

static void what_is_left_out_in_calls_without_checks(void **state)
{
    (void)state;
    assert_int_equal(atb_given_number(INT32_MIN).kind, ATB_ABSENT);
    assert_int_equal(atb_given_number(INT32_MIN + 1).kind, ATB_NUMBER);
    assert_int_equal(atb_given_text(atb_no_text).kind, ATB_ABSENT);
    assert_int_equal(atb_given_text("").kind, ATB_STRING);
}

static void a_blocking_call_with_a_list_tells_why_it_failed(void **state)
{
    struct quectel_qiact_read_info items[2];
    (void)state;
    assert_int_equal(quectel_qiact_read(&modem, items, 2), ATB_IO);
    assert_string_equal(sent, "AT+QIACT?\r");
}

static void a_blocking_call_with_a_list_tells_how_many_came(void **state)
{
    struct quectel_qiact_read_info items[2];
    (void)state;
    answer = "\r\n+QIACT: 1,1,1,\"10.0.0.1\"\r\n+QIACT: 2,1,1,\"10.0.0.2\"\r\n"
             "+QIACT: 3,1,1,\"10.0.0.3\"\r\n\r\nOK\r\n";
    assert_int_equal(quectel_qiact_read(&modem, items, 2), 2); /* as many as there is room for */
    assert_int_equal(modem.session.answer.total, 3);
    assert_int_equal(items[1].context_id, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(wide_numbers_are_not_cut, set_up),
        cmocka_unit_test_setup(numbers_of_every_type_are_sent_as_they_are, set_up),
        cmocka_unit_test(the_ends_of_32_bits),
        cmocka_unit_test(more_room_than_can_be_counted_is_as_good_as_that),
        cmocka_unit_test(what_is_left_out_in_calls_without_checks),
        cmocka_unit_test_setup(a_blocking_call_with_a_list_tells_why_it_failed, set_up),
        cmocka_unit_test_setup(a_blocking_call_with_a_list_tells_how_many_came, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
