/* SPDX-License-Identifier: MIT */
/*
 * A record showed PINs and passwords where a received line cut the echo of their command in the
 * midst of its keyword: what stood behind the line began with no keyword that is known.
 */
#include "bench.h"

#include <stdio.h>

#include "atb_tap.h"

static struct bench bench;
static struct atb_tap tap;
static char written[2048];

static const struct atb_secret secrets[] = {
    {"+CPIN=", 0x03}, {"+QICSGP=", 0x18}, {"+CGAUTH=", 0x0c},
    {"+CLCK=", 0x04}, {"+CPWD=", 0x06},   {"+MIPCALL=", 0x0c},
};

static void put(void *context, const char *bytes, size_t length)
{
    (void)context;
    strncat(written, bytes, length);
}

/* Upper-case words and numbers are open, secrets are small letters and numbers above 4. */
static const char *const lines[] = {
    "AT+CPIN=5678\r",
    "ATE0;+CPIN=\"5678\",\"5999\";+CSQ\r",
    "AT+QICSGP=1,1,\"APN\",\"user\",\"pass\",1\r",
    "AT+CGAUTH=1,1,\"me\",\"p,s\"\r",
    "AT+CLCK=\"SC\",1,\"5678\"\r",
    "AT+CPWD=\"SC\",\"5678\",\"56\"\r",
    "AT+MIPCALL=1,\"APN\",\"user\",\"pass\"\r",
};

static void receive(const char *bytes, size_t length)
{
    atb_tap_received(&tap, bytes, length);
}

static void say(const char *text)
{
    receive(text, strlen(text));
}

static void begin(void)
{
    bench_init(&bench, NULL, 0);
    atb_tap_init(&tap, &bench.port, secrets, ATB_LENGTH(secrets), put, &bench);
    memset(written, 0, sizeof written);
}

static bool is_secret(char c)
{
    return (c >= '5' && c <= '9') || (c >= 'a' && c <= 'z');
}

static void assert_hidden(const char *line)
{
    atb_tap_end(&tap);
    for (const char *at = written; *at != '\0'; at++) {
        if (strncmp(at, "\\x0", 3) == 0) {
            at += 3; /* a line end */
        } else if (is_secret(*at)) {
            print_error("%s in\n%s\n", line, written);
            fail();
        }
    }
}

/* The line has left before the modem repeats it, a line of its own before and behind the piece from
 * `a` to `b`. */
static void cut_twice(const char *line, size_t a, size_t b, const char *between)
{
    begin();
    (void)tap.port.write(tap.port.context, line, strlen(line));
    receive(line, a);
    say(between);
    receive(line + a, b - a);
    say(between);
    say(line + b);
    say("\r\nOK\r\n");
    assert_hidden(line);
    assert_non_null(strstr(written, "OK"));
}

static void a_line_that_cuts_the_echo_shows_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(lines); i++) {
        const size_t length = strlen(lines[i]);
        for (size_t a = 0; a < length; a++) {
            for (size_t b = a; b < length; b++) {
                cut_twice(lines[i], a, b, "\r\n+CREG: 1\r\n");
            }
        }
    }
}

/* The modem repeats byte by byte what the UART takes byte by byte. */
static void nor_while_the_line_still_leaves(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(lines); i++) {
        const size_t length = strlen(lines[i]);
        for (size_t cut = 0; cut < length; cut++) {
            begin();
            for (size_t at = 0; at < length; at++) {
                (void)tap.port.write(tap.port.context, lines[i] + at, 1);
                receive(lines[i] + at, 1);
                say(at == cut ? "\r\n+CREG: 1\r\n" : "");
            }
            assert_hidden(lines[i]);
        }
    }
}

/* A piece of three characters is known also where it stands behind something else. */
static void nor_one_that_has_lost_its_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(lines); i++) {
        const size_t length = strlen(lines[i]);
        for (size_t cut = 3; cut < length && lines[i][cut] != '='; cut++) {
            begin();
            (void)tap.port.write(tap.port.context, lines[i], length);
            receive(lines[i], cut);
            say("\r\n+CREG: 1");
            say(lines[i] + cut);
            say("\r\nOK\r\n");
            assert_hidden(lines[i]);
        }
    }
}

/* Nor is a command that leaves where a prompt was not answered, and so may be payload. */
static void nor_does_a_line_that_cuts_the_command(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(lines); i++) {
        const size_t length = strlen(lines[i]);
        for (size_t cut = 0; cut < length; cut++) {
            begin();
            say("\r\n> ");
            (void)tap.port.write(tap.port.context, lines[i], cut);
            say("\r\n+CREG: 1\r\n");
            (void)tap.port.write(tap.port.context, lines[i] + cut, length - cut);
            assert_hidden(lines[i]);
        }
    }
}

/* The modem is late: the next command leaves before the line has come to its end. */
static void nor_does_an_echo_that_the_next_command_overtakes(void **state)
{
    (void)state;
    begin();
    (void)tap.port.write(tap.port.context, lines[0], strlen(lines[0]));
    say("XIN=5678");
    (void)tap.port.write(tap.port.context, "AT\r", 3);
    say("\r\n");
    assert_hidden(lines[0]);
}

/* Nothing else is hidden, and nothing behind the next command. */
static void what_only_looks_like_it_is_shown(void **state)
{
    (void)state;
    begin();
    (void)tap.port.write(tap.port.context, "AT+CPIN=1234\r", 13);
    say("\r\n+CREG: 1,2\r\n\r\nOK\r\n");
    (void)tap.port.write(tap.port.context, "AT+QIRD=0,1234\r", 15);
    say("\r\n+QIRD: 1234\r\n");
    atb_tap_end(&tap);
    assert_string_equal(written, "> AT+CPIN=0000\n< +CREG: 1,2\n< OK\n> AT+QIRD=0,1234\n"
                                 "< +QIRD: 1234\n");
}

/* A password that has the words of a final result code in it hides none. */
static void final_result_codes_are_shown(void **state)
{
    (void)state;
    begin();
    (void)tap.port.write(tap.port.context, "AT+CGAUTH=1,1,\"ERROR\",\"OK\"\r", 27);
    say("\r\nOK\r\n\r\nERROR\r\n");
    atb_tap_end(&tap);
    assert_string_equal(written, "> AT+CGAUTH=1,1,\"*****\",\"**\"\n< OK\n< ERROR\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_cuts_the_echo_shows_nothing),
        cmocka_unit_test(nor_while_the_line_still_leaves),
        cmocka_unit_test(nor_one_that_has_lost_its_end),
        cmocka_unit_test(nor_does_a_line_that_cuts_the_command),
        cmocka_unit_test(nor_does_an_echo_that_the_next_command_overtakes),
        cmocka_unit_test(what_only_looks_like_it_is_shown),
        cmocka_unit_test(final_result_codes_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
