/* SPDX-License-Identifier: MIT */
/* Transparent mode: its beginning, its data, its end. */
#include "course.h"

#include "atb_handler.h"

static void bytes_pass_in_transparent_mode(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    assert_int_equal(atb_send_data(&bench.session, "x", 1), ATB_NOT_TRANSPARENT);
    go_online();
    assert_int_equal(bench_start(&bench, &command, NULL), ATB_BUSY);
    bench.fails = true; /* nothing to be sent does not ask the port */
    assert_int_equal(atb_send_data(&bench.session, "x", 0), 0);
    assert_int_equal(atb_send_data(&bench.session, "x", 1), ATB_IO);
    bench.fails = false;
    bench.takes = 3;
    assert_int_equal(atb_send_data(&bench.session, "hello", 5), 3);
    ASSERT_SENT(&bench, "hel");
    bench.fails = true;
    assert_int_equal(atb_send_data(&bench.session, "lo", 2), ATB_IO);
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 120);
    assert_log(&bench, "data -! OK\\0d\\0a\n");
}

static void start_at(void *app)
{
    (void)app;
    start(command_of(&toy_at_form, 0));
}

static void a_handler_of_the_end_may_start_a_command(void **state)
{
    static const struct atb_handler handlers[] = {
        ATB_PLAIN_HANDLER(TOY_LINE_FINAL_NO_CARRIER, start_at)};
    (void)state;
    bench_handlers(&bench, handlers, ATB_LENGTH(handlers));
    go_online();
    FEED(&bench, "\r\nNO CARRIER\r\n");
    ASSERT_SENT(&bench, "AT\r");
    assert_running(); /* it is not what the connection's end ends */
    FEED(&bench, "\r\nOK\r\n");
    assert_done(ATB_OK);
}

static void its_end_is_nothing_to_another_command(void **state)
{
    (void)state;
    start(command_of(&toy_at_form, 0));
    atb_end_transparent(&bench.session);
    assert_running();
    FEED(&bench, "\r\nOK\r\n");
    assert_done(ATB_OK);
}

static void what_is_held_back_is_data_when_the_mode_ends(void **state)
{
    (void)state;
    go_online();
    FEED(&bench, "\r\nNO CAR");
    assert_log(&bench, "");
    atb_end_transparent(&bench.session);
    assert_log(&bench, "data -! \\0d\\0aNO CAR\n");
    FEED(&bench, "> \r\n");
    assert_log(&bench, "text -! > \n");
}

/* A word that the modem would have said alone in a line has bytes of the peer's in front of it, or
 * behind, that nobody knows. */
static void what_is_held_back_before_lost_bytes_is_data(void **state)
{
    (void)state;
    go_online();
    FEED(&bench, "\r\nNO CARRIER");
    assert_int_equal(atb_overrun(&bench.session, 7), ATB_OK);
    assert_log(&bench, "data -! \\0d\\0aNO CARRIER\noverrun -! \n");
    FEED(&bench, "\r\nfrom the peer");
    assert_log(&bench, "data -! \\0d\\0afrom the peer\n");
    FEED(&bench, "\r\n");
    assert_int_equal(atb_overrun(&bench.session, 7), ATB_OK);
    FEED(&bench, "NO CARRIER\r\nx");
    assert_true(atb_is_transparent(&bench.session));
    assert_log(&bench, "data -! \\0d\\0a\noverrun -! \ndata -! NO CARRIER\\0d\\0ax\n");
}

/* What was lost, right behind CONNECT, may have been the beginning of its line. */
static void behind_lost_bytes_no_line_begins(void **state)
{
    (void)state;
    go_online();
    assert_int_equal(atb_overrun(&bench.session, 1), ATB_OK);
    FEED(&bench, "NO CARRIER\r\n");
    assert_true(atb_is_transparent(&bench.session));
}

static void a_prompt_from_before_is_over(void **state)
{
    struct atb_command command = command_of(&toy_qisend_ctrl_z_form, 1, number(0));
    (void)state;
    command.payload = "hello";
    command.payload_length = 5;
    start(command);
    atb_abort(&bench.session);
    assert_done(ATB_ABORTED);
    atb_allow_connect(&bench.session, true);
    FEED(&bench, "\r\nCONNECT\r\nabc\r\nNO CARRIER\r\n");
    bench.sent_length = bench.log_length = 0;
    FEED(&bench, "> \r\n");
    assert_log(&bench, "text -! > \n");
    ASSERT_SENT(&bench, "");
}

static void a_word_behind_data_is_no_line(void **state)
{
    (void)state;
    go_online();
    FEED(&bench, "abc");
    FEED(&bench, "NO CARRIER\r\n");
    assert_true(atb_is_transparent(&bench.session));
}

/* As many as a word that ends it may have, with what is around it; all letters count. */
static void how_much_is_held_back(void **state)
{
    (void)state;
    go_online();
    FEED(&bench, "\r\nABCDEFGHIJKLMNOPQRSTUV");
    assert_log(&bench, "");
    FEED(&bench, "W");
    assert_log(&bench, "data -! \\0d\\0aABCDEFGHIJKLMNOPQRSTUVW\n");
    FEED(&bench, "\r\nZ");
    assert_log(&bench, "");
}

/* The words of all other lines are data, whatever stands beside them in the tables. */
static void no_other_word_ends_it(void **state)
{
    static const char *const words[] = {"OK",        "ERROR",     "CONNECT",
                                        "SEND OK",   "SEND FAIL", "CONNECT FAIL",
                                        "RECV FROM", "RING",      "MIPXOFF"};
    (void)state;
    go_online();
    for (size_t i = 0; i < ATB_LENGTH(words); i++) {
        FEED(&bench, "\r\n");
        bench_feed(&bench, words[i], strlen(words[i]));
        FEED(&bench, "\r\n");
        assert_true(atb_is_transparent(&bench.session));
    }
}

static void held_bytes_are_data_after_a_while(void **state)
{
    (void)state;
    go_online();
    FEED(&bench, "NO CARR");
    assert_log(&bench, "");
    bench_wait(&bench, 100);
    assert_log(&bench, "");
    bench_wait(&bench, 10);
    assert_log(&bench, "data -! NO CARR\n");
    FEED(&bench, "IER\r\n");
    bench_wait(&bench, 110);
    assert_log(&bench, "data -! IER\\0d\\0a\n");
    assert_true(atb_is_transparent(&bench.session));
}

static void an_end_stands_alone_in_its_line(void **state)
{
    (void)state;
    go_online();
    FEED(&bench, "x\rNO CARRIER\r\n"); /* a carriage return alone ends no line */
    FEED(&bench, "yNO CARRIER\r\n");
    bench_wait(&bench, 120);
    assert_true(atb_is_transparent(&bench.session));
    FEED(&bench, "z\r\n");
    bench_wait(&bench, 120); /* the line end was given out: the line begins all the same */
    FEED(&bench, "NO CARRIER\r\n");
    assert_false(atb_is_transparent(&bench.session));
}

static void words_longer_than_the_line_buffer_are_data(void **state)
{
    char memory[24];
    (void)state;
    bench_init(&bench, memory, sizeof memory);
    start(command_of(&toy_ato_form, 0));
    FEED(&bench, "CONNECT\r\n");
    bench.log_length = 0;
    FEED(&bench, "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n");
    bench_wait(&bench, 120);
    assert_log(&bench, "data -! ABCDEFGHIJKLMNOPQRSTUVWXYZ\\0d\\0a\n");
}

static void no_carrier_is_the_answer_to_ato_alone(void **state)
{
    (void)state;
    start(command_of(&toy_ato_form, 0));
    FEED(&bench, "NO CARRIER\r\n");
    assert_done(ATB_ERROR);
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "NO CARRIER\r\nCLOSED\r\n");
    assert_running();
    FEED(&bench, "OK\r\n");
    assert_done(ATB_OK);
}

static void connect_behind_ok_or_not(void **state)
{
    (void)state;
    start(command_of(&toy_mipmode_form, 2, number(0), number(1)));
    FEED(&bench, "OK\r\n");
    assert_running();
    FEED(&bench, "CONNECT\r\n");
    assert_done(ATB_OK);
    assert_true(atb_is_transparent(&bench.session));
    set_up(state);
    start(command_of(&toy_mipmode_form, 2, number(0), number(0)));
    FEED(&bench, "OK\r\n");
    bench_wait(&bench, 10000);
    assert_done(ATB_TIMEOUT);
    assert_false(atb_is_transparent(&bench.session));
    set_up(state);
    start(qiopen(0));
    FEED(&bench, "CONNECT\r\n");
    assert_done(ATB_OK);
    set_up(state);
    start(command_of(&toy_at_form, 0));
    FEED(&bench, "CONNECT 9600\r\n");
    assert_done(ATB_OUT_OF_ORDER);
    assert_false(atb_is_transparent(&bench.session));
    set_up(state);
    FEED(&bench, "CONNECT 9600\r\n");
    assert_log(&bench, "final CONNECT! 9600\n");
    assert_false(atb_is_transparent(&bench.session));
    atb_allow_connect(&bench.session, true);
    FEED(&bench, "CONNECT 9600\r\nxyz");
    assert_log(&bench, "final CONNECT! 9600\ndata -! xyz\n");
}

static void online_by_a_result_line(void **state)
{
    (void)state;
    start(command_of(&toy_odm_form, 1, number(1)));
    FEED(&bench, "OK\r\n+MIPODM: 1,0\r\n");
    assert_done(ATB_OK);
    assert_false(atb_is_transparent(&bench.session));
    start(command_of(&toy_odm_form, 1, number(1)));
    FEED(&bench, "OK\r\n+MIPODM: 1,1\r\n");
    assert_done(ATB_OK);
    assert_true(atb_is_transparent(&bench.session));
    FEED(&bench, "\r\nCLOSED\r\n");
    assert_false(atb_is_transparent(&bench.session));
    assert_int_equal(bench.settings[TOY_SETTING_ONLINE], 0);
}

/* What a setting's line says of transparent mode is not what CONNECT says, which tells no setting.
 */
static void connect_behind_a_command_that_was_told_a_setting(void **state)
{
    (void)state;
    start(command_of(&toy_format_form, 1, number(4)));
    FEED(&bench, "+FORMAT: 4,2\r\nOK\r\n");
    assert_done(ATB_OK);
    assert_int_equal(bench.settings[TOY_SETTING_FORMAT + 4], 2);
    assert_false(atb_is_transparent(&bench.session));
    go_online();
}

static void a_command_expected_in_transparent_mode_ends_it(void **state)
{
    struct atb_command command = command_of(&toy_at_form, 0);
    (void)state;
    go_online();
    atb_expect(&bench.session, &command);
    assert_false(atb_is_transparent(&bench.session));
    FEED(&bench, "AT\r\r\nOK\r\n");
    bench_wait(&bench, 20000); /* what is expected has no time limit */
    assert_log(&bench, "echo - AT\nfinal OK \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_pass_in_transparent_mode),
        TEST(its_end_is_nothing_to_another_command),
        TEST(what_is_held_back_is_data_when_the_mode_ends),
        TEST(what_is_held_back_before_lost_bytes_is_data),
        TEST(behind_lost_bytes_no_line_begins),
        TEST(a_prompt_from_before_is_over),
        TEST(a_word_behind_data_is_no_line),
        TEST(how_much_is_held_back),
        TEST(no_other_word_ends_it),
        TEST(held_bytes_are_data_after_a_while),
        TEST(an_end_stands_alone_in_its_line),
        TEST(words_longer_than_the_line_buffer_are_data),
        TEST(no_carrier_is_the_answer_to_ato_alone),
        TEST(connect_behind_ok_or_not),
        TEST(online_by_a_result_line),
        TEST(connect_behind_a_command_that_was_told_a_setting),
        TEST(a_handler_of_the_end_may_start_a_command),
        TEST(a_command_expected_in_transparent_mode_ends_it),
    };
    RUN_WITH_ALL_CLOCKS(tests);
}
