/* SPDX-License-Identifier: MIT */
/*
 * Bytes of payload that are fed alone wait for the next tick. Those that had come before
 * atb_abort() were handed on behind the command's end: not into the caller's memory, as with
 * any other cut of the same bytes.
 */
#include "script.h"

static void bytes_before_an_abort(void **state)
{
    const char *came = "\r\n+QIRD: 4\r\nab";
    struct quectel_qird_info info = {0};
    char data[8] = "";
    (void)state;
    assert_int_equal(quectel_init(&world.quectel, &port, world.memory[0], MEMORY, NULL, 0, NULL),
                     ATB_OK);
    assert_int_equal(
        quectel_qird_start(&world.quectel, &info, data, sizeof data, keep_status, NULL, 0, 4),
        ATB_OK);
    for (; *came != '\0'; came++) {
        quectel_feed(&world.quectel, came, 1);
    }
    atb_abort(&world.quectel.session);
    assert_int_equal(world.status, ATB_ABORTED);
    assert_memory_equal(data, "ab", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(bytes_before_an_abort, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
