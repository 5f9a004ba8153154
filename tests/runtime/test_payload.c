/* SPDX-License-Identifier: MIT */
/* Payload that goes out: inside the line, in its coding, behind the prompt; how long it may be. */
#include "writer.h"

/* ---- payload ------------------------------------------------------------------------------- */

static void payload_inside_the_line(void **state)
{
    (void)state;
    assert_line(inline_data(5, "hello", 5), "AT+MIPSEND=0,5,\"hello\"\r");
    assert_line(inline_data(0, "hello", 5), "AT+MIPSEND=0,,\"hello\"\r");
    struct atb_command command = inline_data(5, "hello", 5);
    command.values[3] = number(1);
    assert_line(command, "AT+MIPSEND=0,5,\"hello\",1\r");
    command.values[1] = number(0); /* not checked */
    assert_line(command, "AT+MIPSEND=0,0,\"hello\",1\r");
    assert_refused(inline_data(4, "hello", 5), ATB_BAD_LENGTH, "data");
    assert_refused(inline_data(5, "he\"lo", 5), ATB_BAD_CHARACTER, "data");
    assert_refused(inline_data(5, "he\rlo", 5), ATB_BAD_CHARACTER, "data");
    command.payload = NULL;
    assert_refused(command, ATB_MISSING, "data");
}

static void payload_in_its_coding(void **state)
{
    struct atb_form coded = toy_mipsend_form;
    struct atb_form_checks checks = *atb_checks_of(&toy_mipsend_form);
    coded.rest = &checks.rest;
    struct atb_command command = inline_data(6, "a\"\\\r\n\t", 6);
    (void)state;
    command.form = &coded;
    checks.coding = ATB_ESCAPED;
    assert_line(command, "AT+MIPSEND=0,11,\"a\\\"\\\\\\r\\n\\t\"\r");
    checks.coding = ATB_HEX;
    assert_line(command, "AT+MIPSEND=0,6,\"61225C0D0A09\"\r");
    command = inline_data(1, "\x01", 1);
    command.form = &coded;
    assert_line(command, "AT+MIPSEND=0,1,\"01\"\r");
    checks.coding = ATB_ESCAPED;
    assert_refused(command, ATB_BAD_CHARACTER, "data");
}

static void escapes_count_in_the_stated_length(void **state)
{
    static char quotes[731];
    struct atb_form coded = toy_mipsend_form;
    struct atb_form_checks checks = *atb_checks_of(&toy_mipsend_form);
    coded.rest = &checks.rest;
    (void)state;
    checks.coding = ATB_ESCAPED;
    memset(quotes, '"', sizeof quotes);
    struct atb_command command = inline_data(730, quotes, 730);
    command.form = &coded;
    assert_int_equal(atb_encode(&command, line, sizeof line, NULL), 19 + 1460 + 2);
    assert_memory_equal(line, "AT+MIPSEND=0,1460,\"\\\"", 20);
    command = inline_data(731, quotes, 731);
    command.form = &coded;
    assert_refused(command, ATB_BAD_LENGTH, "data");
    command = inline_data(0, "\"", 1);
    command.form = &coded;
    assert_line(command, "AT+MIPSEND=0,,\"\\\"\"\r");
    command.values[1] = number(0); /* is not to be checked, and stays what it is */
    assert_line(command, "AT+MIPSEND=0,0,\"\\\"\"\r");
}

static void payload_behind_the_prompt(void **state)
{
    (void)state;
    assert_line(command_of(&toy_qisend_form, 2, number(0), number(5)), "AT+QISEND=0,5\r");
    assert_line(qisend(0, "\x1a\x1b\r\n\"", 5), "AT+QISEND=0,5\r");
    struct atb_command command = qisend(0, "hello", 5);
    command.values[1] = number(4);
    assert_refused(command, ATB_BAD_LENGTH, "data");
    command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    command.payload = "a\x1a";
    command.payload_length = 2;
    assert_refused(command, ATB_BAD_CHARACTER, "data");
    command.payload = "\x1b";
    command.payload_length = 1;
    assert_refused(command, ATB_BAD_CHARACTER, "data");
    command.payload = "12345678901";
    command.payload_length = 11;
    struct atb_refusal refusal = assert_refused(command, ATB_BAD_LENGTH, "data");
    assert_int_equal(refusal.max, 10);
    command = command_of(&toy_cipsend_form, 1, number(0));
    command.payload = "a\x1a";
    command.payload_length = 2;
    assert_line(command, "AT+CIPSEND=0,\r");
}

static void payload_longer_than_can_be_counted(void **state)
{
    static char data[UINT16_MAX + 1];
    static struct bench bench;
    struct atb_command command = command_of(&toy_cipsend_form, 1, number(0));
    (void)state;
    memset(data, 'x', sizeof data);
    bench_init(&bench, NULL, 0);
    command.payload = data;
    command.payload_length = sizeof data;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BAD_LENGTH);
    ASSERT_SENT(&bench, "");
    command.payload_length = UINT16_MAX;
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
}

static void raw_payload_is_counted_as_it_is(void **state)
{
    static struct bench bench;
    struct atb_command command = qisend(0, "hello", 5);
    (void)state;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_OK);
    bench.takes = 0;
    FEED(&bench, "\r\n> ");
    assert_int_equal(atb_unsent(&bench.session), 5);
    bench.takes = SIZE_MAX;
    atb_tick(&bench.session);
    assert_int_equal(atb_unsent(&bench.session), 0);
}

static void count_ends(void *app, const struct atb_event *event)
{
    struct bench *bench = app;
    bench->done_count += event->kind == ATB_EVENT_PAYLOAD && event->remaining == 0;
}

static void payload_that_half_fits_ends_once(void **state)
{
    static struct bench bench;
    char data[4];
    struct atb_answer answer = {.data = data, .data_size = sizeof data};
    struct atb_command command = command_of(&toy_hexread_form, 0);
    (void)state;
    bench_init(&bench, NULL, 0);
    atb_set_on_event(&bench.session, count_ends);
    assert_int_equal(atb_start(&bench.session, &command, &answer, NULL, NULL), ATB_OK);
    FEED(&bench, "+HEXREAD: 1,6162636465\r\nOK\r\n");
    assert_int_equal(bench.done_count, 1);
    command = command_of(&toy_qird_form, 2, number(0), number(5));
    assert_int_equal(atb_start(&bench.session, &command, &answer, NULL, NULL), ATB_OK);
    FEED(&bench, "+QIRD: 5\r\nabcde\r\nOK\r\n");
    assert_int_equal(bench.done_count, 2);
}

static void what_finds_no_room_is_told_once_and_no_byte_more(void **state)
{
    static struct bench bench;
    char data[4];
    struct atb_answer answer = {.data = data, .data_size = sizeof data};
    struct atb_command command = command_of(&toy_qird_form, 2, number(0), number(6));
    (void)state;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+QIRD: 6\r\nabcdef\r\nOK\r\n");
    assert_log(&bench,
               "info QIRD_INFO 6\npayload QIRD_INFO abcd\npayload QIRD_INFO! ef\nfinal OK \n");
    assert_int_equal(bench.done, ATB_TRUNCATED);
}

static void hex_up_to_the_lines_end_is_an_answers_too(void **state)
{
    static struct bench bench;
    char data[4];
    struct atb_answer answer = {.data = data, .data_size = sizeof data};
    struct atb_command command = command_of(&toy_hexread_form, 0);
    (void)state;
    bench_init(&bench, NULL, 0);
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+HEXREAD: 1,6162");
    FEED(&bench, "63\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_OK);
    assert_int_equal(bench.session.answer.data_length, 3);
    assert_memory_equal(data, "abc", 3);
    assert_log(&bench, "info HEXREAD_INFO 1\npayload HEXREAD_INFO abc\n"
                       "payload HEXREAD_INFO! \nfinal OK \n"); /* its end is told */
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+HEXREAD: 1,6162636465\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_TRUNCATED);
    assert_int_equal(bench.session.answer.data_total, 5);
    assert_int_equal(bench_start(&bench, &command, &answer), ATB_OK);
    FEED(&bench, "+HEXREAD: 1,61x2\r\nOK\r\n");
    assert_int_equal(bench.done, ATB_MALFORMED);
}

/* The silence that gives payload up counts from its last byte, also of one that comes alone. */
static void payload_that_comes_slowly_comes_whole(void **state)
{
    static struct bench bench;
    (void)state;
    bench_init(&bench, NULL, 0);
    FEED(&bench, "+QIURC: \"recv\",0,4\r\n");
    for (const char *byte = "abcd"; *byte != '\0'; byte++) {
        bench_wait(&bench, 4000);
        bench_feed(&bench, byte, 1);
    }
    FEED(&bench, "\r\nOK\r\n");
    assert_log(&bench, "urc RECV_DATA! 0,4\npayload RECV_DATA! abcd\nfinal OK! \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payload_inside_the_line),
        cmocka_unit_test(payload_in_its_coding),
        cmocka_unit_test(escapes_count_in_the_stated_length),
        cmocka_unit_test(payload_behind_the_prompt),
        cmocka_unit_test(payload_longer_than_can_be_counted),
        cmocka_unit_test(raw_payload_is_counted_as_it_is),
        cmocka_unit_test(payload_that_half_fits_ends_once),
        cmocka_unit_test(what_finds_no_room_is_told_once_and_no_byte_more),
        cmocka_unit_test(hex_up_to_the_lines_end_is_an_answers_too),
        cmocka_unit_test(payload_that_comes_slowly_comes_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
