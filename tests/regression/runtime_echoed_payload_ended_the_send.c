/* SPDX-License-Identifier: MIT */
/*
 * With the modem's echo on, a line of payload that reads OK or ERROR ended the send
 * that it was payload of.
 */
#include "bench.h"

#include <stdio.h>

static struct bench bench;

static void start_with_echo(const char *data)
{
    struct atb_command command = command_of(&toy_hmsend_form, 2, number(1), number(0));
    size_t length = strlen(data);
    char line[64];
    command.values[1] = number((int32_t)length);
    command.payload = data;
    command.payload_length = length;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    (void)snprintf(line, sizeof line, "AT+HMSEND=1,%u\r\r\n> ", (unsigned)length);
    bench_feed(&bench, line, strlen(line));
}

static void echoed_lines_are_no_final_result_codes(void **state)
{
    (void)state;
    start_with_echo("ERROR\r\nOK\r\nend");
    FEED(&bench, "ERROR\r\nOK\r\nend");
    assert_int_equal(bench.done, NOT_DONE);
    FEED(&bench, "\r\nOK\r\n+HMSEND: 1,0,2048\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

static void wherever_they_stand_in_the_payload(void **state)
{
    static const char *const payloads[] = {"ERROR\r\na\r\nb", "a\r\nERROR\r\nb", "a\r\nb\r\nERROR"};
    (void)state;
    for (unsigned i = 0; i < ATB_LENGTH(payloads); i++) {
        start_with_echo(payloads[i]);
        bench_feed(&bench, payloads[i], strlen(payloads[i]));
        FEED(&bench, "\r\n");
        assert_int_equal(bench.done, NOT_DONE);
        FEED(&bench, "OK\r\n+HMSEND: 1,0,2048\r\nOK\r\n");
        assert_int_equal(bench.done, ATB_OK);
    }
}

static void each_line_is_repeated_once(void **state)
{
    (void)state;
    start_with_echo("OK");
    FEED(&bench, "OK\r\nOK\r\n+HMSEND: 1,0,2048\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    start_with_echo("OK");
    FEED(&bench, "OK\r\nERROR\r\n");
    assert_int_equal(bench.done, ATB_ERROR);
}

static void without_echo_they_are(void **state)
{
    struct atb_command command = command_of(&toy_hmsend_form, 2, number(1), number(2));
    (void)state;
    command.payload = "OK";
    command.payload_length = 2;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    FEED(&bench, "\r\n> ");
    FEED(&bench, "\r\nOK\r\n+HMSEND: 1,0,2048\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(echoed_lines_are_no_final_result_codes),
        cmocka_unit_test(wherever_they_stand_in_the_payload),
        cmocka_unit_test(each_line_is_repeated_once),
        cmocka_unit_test(without_echo_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
