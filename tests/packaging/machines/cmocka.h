/* SPDX-License-Identifier: MIT */
/* What the tests of the runtime use of cmocka, for machines that it is not packaged for: see
 * test_machines.py. */
#ifndef CMOCKA_H
#define CMOCKA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*test)(void **state);
    int (*setup)(void **state);
};

#define cmocka_unit_test(test)              ((struct CMUnitTest){#test, test, NULL})
#define cmocka_unit_test_setup(test, setup) ((struct CMUnitTest){#test, test, setup})

/** Says what failed and how many tests there were; how many failed. */
int run_tests(const struct CMUnitTest *tests, size_t count);

void cmocka_check(bool holds, const char *file, uint16_t line);
void cmocka_check_number(int64_t given, int64_t wanted, const char *file, uint16_t line);
void cmocka_check_text(const char *given, const char *wanted, const char *file, uint16_t line);

/* Nothing is shared between tests here: no group has a set-up or an end, no test gives back. */
#define cmocka_unit_test_teardown(test, teardown) cmocka_unit_test(test)
#define cmocka_run_group_tests(tests, setup, teardown)                                             \
    run_tests(tests, sizeof(tests) / sizeof((tests)[0]))

#define assert_true(holds)               cmocka_check(holds, __FILE__, __LINE__)
#define assert_false(holds)              assert_true(!(holds))
#define assert_null(pointer)             assert_true((pointer) == NULL)
#define assert_non_null(pointer)         assert_true((pointer) != NULL)
#define assert_ptr_equal(one, other)     assert_true((const void *)(one) == (const void *)(other))
#define assert_int_equal(given, wanted)  cmocka_check_number((given), (wanted), __FILE__, __LINE__)
#define assert_int_not_equal(one, other) assert_true((int64_t)(one) != (int64_t)(other))
#define assert_in_range(number, from, to)                                                          \
    assert_true((int64_t)(number) >= (int64_t)(from) && (int64_t)(number) <= (int64_t)(to))
#define assert_string_equal(given, wanted)    cmocka_check_text(given, wanted, __FILE__, __LINE__)
#define assert_memory_equal(one, other, size) assert_true(memcmp(one, other, size) == 0)
#define fail()                                assert_true(false)
#define fail_msg(...)                         fail()

#endif
