/* SPDX-License-Identifier: MIT */
/*
 * The port of examples/bare_metal with rings of 16 bytes, on a board whose clock the test holds:
 * a byte leaves, or arrives, in each sleep.
 */
#include "../../examples/bare_metal/port.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { BYTE_US = 87, LENGTH = 1017, ROOM = 15 };

static uint32_t now_us;
static bool sending;
static char sent[LENGTH];
static size_t count, silent;
static const char *arrives;

void board_uart_start_sending(void)
{
    sending = true;
}

uint32_t board_milliseconds(void)
{
    return now_us / 1000;
}

void board_sleep_until_interrupt(void)
{
    uint8_t byte;
    now_us += BYTE_US;
    sending = sending && port_next_byte(&byte);
    if (sending) {
        assert_true(count < LENGTH);
        sent[count++] = (char)byte;
    } else {
        silent++;
    }
    if (*arrives != '\0') {
        port_on_byte((uint8_t)*arrives++);
    }
}

static int set_up(void **state)
{
    (void)state;
    now_us = 0;
    sending = false;
    count = silent = 0;
    arrives = "";
    return 0;
}

static int wait(char *bytes, size_t size, uint32_t ms)
{
    return bare_metal_port.read(NULL, bytes, size, ms);
}

/* The main loop offers the rest, and sleeps up to 10 ms; once the line was silent for as long. */
static void the_line_is_busy_until_all_has_left(void **state)
{
    char bytes[LENGTH];
    size_t taken = 0;
    (void)state;
    for (size_t i = 0; i < LENGTH; i++) {
        bytes[i] = (char)(i * 7);
    }
    while (taken < LENGTH) {
        char none;
        int some = bare_metal_port.write(NULL, bytes + taken, LENGTH - taken);
        assert_true(some <= ROOM);
        taken += (size_t)some;
        assert_int_equal(wait(&none, 1, taken < LENGTH ? 10 : 0), 0);
    }
    assert_int_equal(silent, 0);
    char none;
    assert_int_equal(wait(&none, 1, 10), 0);
    assert_int_equal(count, LENGTH);
    assert_memory_equal(sent, bytes, LENGTH);
}

/* A command that ends while its line leaves gives the rest no more: the loop sleeps all the same.
 */
static void what_is_never_offered_again_keeps_nobody_awake(void **state)
{
    char bytes[2 * ROOM] = "";
    (void)state;
    assert_int_equal(bare_metal_port.write(NULL, bytes, sizeof bytes), ROOM);
    assert_int_equal(wait(bytes, 1, 10), 0); /* back at once, for there is room */
    assert_true(now_us < 10000);
    uint32_t start = now_us;
    assert_int_equal(wait(bytes, 1, 10), 0);
    assert_true(now_us - start >= 9000);
}

static void reading_comes_back_for_the_first_bytes_and_after_its_time(void **state)
{
    char bytes[8];
    (void)state;
    assert_int_equal(wait(bytes, sizeof bytes, 5), 0);
    assert_in_range(now_us, 5000, 5000 + BYTE_US);
    arrives = "OK";
    assert_int_equal(wait(bytes, sizeof bytes, 5), 1);
    assert_int_equal(bytes[0], 'O');
    assert_int_equal(wait(bytes, sizeof bytes, 5), 1);
    assert_int_equal(bytes[0], 'K');
}

static void bytes_that_find_no_room_are_counted(void **state)
{
    char bytes[2 * ROOM];
    (void)state;
    uint32_t before = port_lost_bytes();
    for (unsigned i = 0; i < ROOM + 3; i++) {
        port_on_byte((uint8_t)('a' + i));
    }
    assert_int_equal(port_lost_bytes() - before, 3);
    assert_int_equal(wait(bytes, sizeof bytes, 0), ROOM);
    assert_memory_equal(bytes, "abcdefghijklmno", ROOM);
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_line_is_busy_until_all_has_left),
        TEST(what_is_never_offered_again_keeps_nobody_awake),
        TEST(reading_comes_back_for_the_first_bytes_and_after_its_time),
        TEST(bytes_that_find_no_room_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
