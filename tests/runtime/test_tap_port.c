/* SPDX-License-Identifier: MIT */
/* A tap as a port: it does what the port behind it does, and writes down what that did. */
#include "tap.h"

static void reading_passes_on_and_writes_down_what_came(void **state)
{
    char bytes[16];
    (void)state;
    bench.input = "\r\nOK\r\n";
    bench.input_length = 6;
    assert_int_equal(tap.port.read(tap.port.context, bytes, sizeof bytes, 10), 6);
    assert_memory_equal(bytes, "\r\nOK\r\n", 6);
    assert_int_equal(tap.port.read(tap.port.context, bytes, sizeof bytes, 10), 0);
    assert_int_equal(tap.port.now(tap.port.context), bench.time);
    assert_text("< OK\n");
}

static void a_port_that_fails_leaves_nothing_in_the_record(void **state)
{
    char bytes[16];
    (void)state;
    bench.fails = bench.read_fails = true;
    assert_int_equal(tap.port.write(tap.port.context, "AT\r", 3), -1);
    assert_int_equal(tap.port.read(tap.port.context, bytes, sizeof bytes, 10), -1);
    assert_text("");
}

static int lie;

static int lying_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return (int)length + lie;
}

static int lying_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    (void)wait_ms;
    (void)bytes;
    (void)context;
    return (int)size + lie;
}

/* More than there is room for is a failure, to the session, too: nobody reads behind the bytes. */
static void a_port_that_lies_leaves_nothing_in_the_record(void **state)
{
    struct atb_port liar = {.write = lying_write, .read = lying_read, .now = bench.port.now};
    char bytes[4] = "abcd";
    (void)state;
    liar.context = &bench;
    atb_tap_init(&tap, &liar, NULL, 0, put, &bench);
    lie = 1;
    assert_int_equal(tap.port.write(tap.port.context, "AT\r", 3), 4);
    assert_int_equal(tap.port.read(tap.port.context, bytes, sizeof bytes, 10), 5);
    assert_text("");
    lie = 0;
    assert_int_equal(tap.port.write(tap.port.context, "AT\r", 3), 3);
    assert_int_equal(tap.port.read(tap.port.context, bytes, sizeof bytes, 10), 4);
    assert_text("> AT\n<< abcd\n");
}

static void one_that_takes_nothing_does_not_end_what_is_received(void **state)
{
    (void)state;
    RECEIVE("\r\nO");
    bench.takes = 0;
    assert_int_equal(tap.port.write(tap.port.context, "AT\r", 3), 0);
    atb_tap_received(&tap, "", 0);
    RECEIVE("K\r\n");
    assert_text("< OK\n");
}

static uint32_t slept;

static void sleep_ms(void *context, uint32_t ms)
{
    assert_ptr_equal(context, &bench);
    slept += ms;
}

static void it_can_do_what_the_port_can(void **state)
{
    struct atb_port least = {.context = &bench, .write = bench.port.write, .now = bench.port.now};
    (void)state;
    atb_tap_init(&tap, &least, NULL, 0, put, NULL);
    assert_null(tap.port.read);
    assert_null(tap.port.wait);
    least.wait = sleep_ms;
    slept = 0;
    atb_tap_init(&tap, &least, NULL, 0, put, NULL);
    tap.port.wait(tap.port.context, 30);
    assert_int_equal(slept, 30);
}

/* `atbind record` has no port: it hands over what passes. */
static void without_a_port_it_writes_down_what_it_is_told(void **state)
{
    (void)state;
    atb_tap_init(&tap, NULL, NULL, 0, put, &bench);
    assert_null(tap.port.read);
    assert_null(tap.port.wait);
    atb_tap_sent(&tap, "AT\r", 3);
    RECEIVE("\r\nOK\r\n");
    assert_text("> AT\n< OK\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reading_passes_on_and_writes_down_what_came),
        TEST(a_port_that_fails_leaves_nothing_in_the_record),
        TEST(a_port_that_lies_leaves_nothing_in_the_record),
        TEST(one_that_takes_nothing_does_not_end_what_is_received),
        TEST(it_can_do_what_the_port_can),
        TEST(without_a_port_it_writes_down_what_it_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
