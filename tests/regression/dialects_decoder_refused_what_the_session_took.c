/* SPDX-License-Identifier: MIT */
/*
 * Samsung's +CREG: 2,1,"1A2B","0123",00F1,7 has a layout of its own. With a field more than that
 * has, a session takes the line by it all the same; the line's decoder, for whoever reads lines by
 * themselves, and with it `atbind decode`, tried the manual's layout alone for lines that are not
 * just as documented.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cellular.h"

static int decode(const char *fields, struct cellular_creg_read_info_received *out)
{
    return cellular_creg_read_info_decode(fields, strlen(fields), out);
}

static void another_layout_with_a_field_more(void **state)
{
    struct cellular_creg_read_info_received cell;
    (void)state;
    assert_int_equal(decode("2,1,\"1A2B\",\"0123\",00F1,7,1", &cell), ATB_OK);
    assert_int_equal(cell.stat, 1);
    assert_true(cell.has_ci && !cell.has_access_technology);
    assert_int_equal(decode("2,1,\"1A2B\",\"0123\",7,0,1,0", &cell), ATB_OK);
    assert_int_equal(cell.access_technology, 7);
    assert_int_equal(decode("2,x,\"1A2B\",\"0123\",00F1,7,1", &cell), ATB_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_layout_with_a_field_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
