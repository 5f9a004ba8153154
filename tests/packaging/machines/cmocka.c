/* SPDX-License-Identifier: MIT */
#include "cmocka.h"

#include <setjmp.h>

static jmp_buf next_test;

#ifdef __AVR__
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

/* The simulator prints what is written to this register. */
static void say(const char *text)
{
    for (; *text != '\0'; text++) {
        GPIOR1 = (uint8_t)*text;
    }
}

/* Behind main(): asleep with interrupts off, where the simulation ends. */
static void __attribute__((destructor)) stop(void)
{
    cli();
    sleep_mode();
}
#else
#include <stdio.h>

static void say(const char *text)
{
    (void)fputs(text, stdout);
}
#endif

static void say_number(int64_t number)
{
    char digits[21];
    char *at = digits + sizeof digits - 1;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    *at = '\0';
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    say(number < 0 ? "-" : "");
    say(at);
}

void cmocka_check(bool holds, const char *file, uint16_t line)
{
    if (!holds) {
        say(file);
        say(":");
        say_number(line);
        say("\n");
        longjmp(next_test, 1);
    }
}

void cmocka_check_number(int64_t given, int64_t wanted, const char *file, uint16_t line)
{
    if (given != wanted) {
        say_number(given);
        say(" is not ");
        say_number(wanted);
        say(": ");
    }
    cmocka_check(given == wanted, file, line);
}

void cmocka_check_text(const char *given, const char *wanted, const char *file, uint16_t line)
{
    const bool same = strcmp(given, wanted) == 0;
    if (!same) {
        say(given);
        say(" is not ");
        say(wanted);
        say(": ");
    }
    cmocka_check(same, file, line);
}

static bool passes(const struct CMUnitTest *test)
{
    void *state = NULL;
    if (setjmp(next_test) != 0) {
        say("failed: ");
        say(test->name);
        say("\n");
        return false;
    }
    if (test->setup != NULL) {
        cmocka_check(test->setup(&state) == 0, __FILE__, __LINE__);
    }
    test->test(&state);
    return true;
}

int run_tests(const struct CMUnitTest *tests, size_t count)
{
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        failed += passes(&tests[i]) ? 0 : 1;
    }
    say_number((int64_t)count);
    say(" tests, ");
    say_number(failed);
    say(" failed\n");
    return failed;
}
