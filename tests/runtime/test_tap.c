/* SPDX-License-Identifier: MIT */
/* A record of a session: what passes, as a transcript. */
#include "tap.h"

static void lines_prompt_and_payload_as_a_transcript_has_them(void **state)
{
    (void)state;
    send_text("AT+QISEND=0,4\r");
    RECEIVE("\r\n> ");
    send_text("te\nt");
    RECEIVE("\r\nSEND OK\r\n\r\n+QIURC: \"recv\",0\r\n");
    assert_text("> AT+QISEND=0,4\n< >\n>> te.t\n< SEND OK\n< +QIURC: \"recv\",0\n");
}

static void a_prompt_may_be_the_last_of_a_record(void **state)
{
    (void)state;
    RECEIVE("\r\n> ");
    assert_text("< >\n");
}

/* It may be a line of payload that was received, too, whose bytes are all kept. */
static void a_prompt_that_nobody_answered_ends_where_the_next_line_begins(void **state)
{
    (void)state;
    send_text("AT+MIPSEND=0,4\r");
    RECEIVE("\r\n>\r\n+CME ERROR: 559\r\n");
    send_text("AT+MIPSEND=0,4\r");
    RECEIVE("\r\n> \r\nERROR\r\n");
    assert_text("> AT+MIPSEND=0,4\n<< \\x0d\\x0a\n< >\n< +CME ERROR: 559\n"
                "> AT+MIPSEND=0,4\n<< \\x0d\\x0a\n<< > \n< ERROR\n");
}

static void received_payload_keeps_every_byte(void **state)
{
    (void)state;
    send_text("AT+QIRD=0,5\r");
    RECEIVE("\r\n+QIRD: 5\r\na\0\\\r\n");
    RECEIVE("\r\nOK\r\n");
    assert_text("> AT+QIRD=0,5\n< +QIRD: 5\n<< a\\x00\\x5c\\x0d\\x0a\n< OK\n");
}

static void pieces_of_any_size_make_the_same_record(void **state)
{
    static const char bytes[] = "\r\n+CSQ: 20,99\r\n\r\nOK\r\n";
    (void)state;
    for (size_t i = 0; i + 1 < sizeof bytes; i++) {
        atb_tap_received(&tap, bytes + i, 1);
    }
    assert_text("< +CSQ: 20,99\n< OK\n");
}

static void lines_without_their_line_end_before_are_kept_byte_for_byte(void **state)
{
    (void)state;
    RECEIVE("OK\r\nRDY\r\n\r\n");
    assert_text("<< OK\\x0d\\x0a\n<< RDY\\x0d\\x0a\n<< \\x0d\\x0a\n");
}

/* The line behind it is one like any other. */
static void an_echo_ends_with_its_carriage_return(void **state)
{
    (void)state;
    RECEIVE("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    RECEIVE("at\r\r\nAT\r\nATE\n\r\r\n");
    assert_text("<< AT+CSQ\\x0d\n< +CSQ: 20,99\n< OK\n"
                "<< at\\x0d\n< AT\n<< ATE\\x0a\n<< \\x0d\\x0d\\x0a\n");
}

static void blank_and_tilde_are_the_first_and_the_last_plain_character(void **state)
{
    (void)state;
    RECEIVE("\r\n ~\r\n");
    RECEIVE(" ~\x1f\x7f\r\n");
    assert_text("<  ~\n<<  ~\\x1f\\x7f\\x0d\\x0a\n");
}

static void of_two_line_ends_each_is_written_down(void **state)
{
    (void)state;
    RECEIVE("\r\n\r\nOK\r\n");
    assert_text("<< \\x0d\\x0a\n< OK\n");
}

static void behind_an_answer_to_a_prompt_lines_are_lines(void **state)
{
    (void)state;
    RECEIVE("\r\n> ");
    send_text("a\rb");
    RECEIVE("\r\nERROR\r\n");
    send_text("AT\r");
    send_text("A");
    atb_tap_received(&tap, "", 0); /* nothing came */
    send_text("TI\r");
    assert_text("< >\n>> a.b\n< ERROR\n> AT\n> ATI\n");
}

static void ctrl_z_is_written_as_words(void **state)
{
    (void)state;
    RECEIVE("\r\n>");
    send_text("data\x1A");
    assert_text("< >\n>> data<CTRL+Z>\n");
}

static void what_the_port_did_not_take_was_not_sent(void **state)
{
    (void)state;
    bench.takes = 2;
    assert_int_equal(tap.port.write(tap.port.context, "AT\r", 3), 2);
    bench.takes = 1;
    assert_int_equal(tap.port.write(tap.port.context, "\r", 1), 1);
    assert_text("> AT\n");
}

static void more_than_the_buffer_holds_goes_on_in_the_next_line(void **state)
{
    char many[400];
    (void)state;
    memset(many, 'x', sizeof many);
    atb_tap_received(&tap, many, sizeof many);
    atb_tap_end(&tap);
    assert_int_equal(strlen(written), sizeof many + 3 * strlen("<< \n"));
}

static void payload_keeps_its_line_ends_as_dots(void **state)
{
    (void)state;
    RECEIVE("\r\n> ");
    send_text("a\rb\x7f\\");
    assert_text("< >\n>> a.b..\n");
}

static void payload_of_no_bytes_is_its_end_alone(void **state)
{
    (void)state;
    RECEIVE("\r\n> ");
    send_text("\x1A");
    assert_text("< >\n>> <CTRL+Z>\n");
}

static void long_payload_goes_on_in_the_next_line(void **state)
{
    char many[sizeof tap.sent.bytes + 9];
    char expected[sizeof many + 16];
    (void)state;
    memset(many, 'x', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    RECEIVE("\r\n> ");
    send_text(many);
    snprintf(expected, sizeof expected, "< >\n>> %.*s\n>> %s\n", (int)sizeof tap.sent.bytes, many,
             many + sizeof tap.sent.bytes);
    assert_text(expected);
}

static void what_is_no_line_of_text_is_kept_byte_for_byte(void **state)
{
    (void)state;
    RECEIVE("\r\nab\x01\r\n");
    RECEIVE("\r\nab\xc3\r\n");
    RECEIVE("\r\nab\n");
    RECEIVE("\r\nx\n");
    RECEIVE("\r\n>x\r\n");
    RECEIVE("\r\ny\r\n"); /* this is one */
    RECEIVE("\r\nab\rc");
    send_text("AT\r");
    RECEIVE("\r\na\x7f\r\n");
    assert_text("<< \\x0d\\x0a\n<< ab\\x01\\x0d\\x0a\n<< \\x0d\\x0a\n<< ab\\xc3\\x0d\\x0a\n"
                "<< \\x0d\\x0a\n<< ab\\x0a\n<< \\x0d\\x0a\n<< x\\x0a\n"
                "<< \\x0d\\x0a\n<< >x\\x0d\\x0a\n< y\n<< \\x0d\\x0a\n<< ab\\x0dc\n> AT\n"
                "<< \\x0d\\x0a\n<< a\\x7f\\x0d\\x0a\n");
}

static void two_characters_are_a_prompt_only_as_such(void **state)
{
    (void)state;
    RECEIVE("\r\n>>");
    send_text("AT\r");
    RECEIVE("\r\nx");
    send_text("AT\r");
    assert_text("<< \\x0d\\x0a\n<< >>\n> AT\n<< \\x0d\\x0a\n<< x\n> AT\n");
}

/* ---- what comes in between ----------------------------------------------------------------------
 */

static void a_line_within_a_command_line_stands_before_it(void **state)
{
    (void)state;
    send_text("AT+QI");
    RECEIVE("\r\n+QIURC: \"recv\",0\r\n");
    send_text("CLOSE=0\r");
    assert_text("< +QIURC: \"recv\",0\n> AT+QICLOSE=0\n");
}

static void a_line_within_payload_does_not_end_it(void **state)
{
    (void)state;
    send_text("AT+QISEND=0,8\r");
    RECEIVE("\r\n> ");
    send_text("hel");
    RECEIVE("\r\n+QIURC: \"recv\",1\r\n");
    send_text("lo\ryou");
    RECEIVE("\r\nSEND OK\r\n");
    send_text("\r"); /* wakes it */
    send_text("A");
    send_text("T\r");
    assert_text("> AT+QISEND=0,8\n< >\n>> hel\n< +QIURC: \"recv\",1\n>> lo.you\n< SEND OK\n> AT\n");
}

/* ---- secrets that are cut in two ------------------------------------------------------------- */

/* A prompt that nobody answered makes payload of what follows, which any received byte ends. */
static void a_secret_goes_on_behind_what_came_in_its_midst(void **state)
{
    (void)state;
    send_text("AT+QISEND=0,2\r");
    RECEIVE("\r\n> ");
    send_text("a;AT+QICSGP=1,1,\"apn\",\"us");
    RECEIVE("\r\nRING\r\n");
    send_text("er\",\"pass\",1\r");
    assert_null(strstr(written, "er\""));
    assert_null(strstr(written, "pass"));
}

/* Its second piece begins as a command does. */
static void a_secret_goes_on_in_the_next_piece_of_its_line(void **state)
{
    char line[sizeof tap.sent.bytes + 8] = "AT+CPIN=\"";
    const size_t cut = sizeof tap.sent.bytes - 3;
    (void)state;
    memset(line + strlen(line), '.', cut - strlen(line));
    strcpy(line + cut, "ATpass\"\r");
    send_text(line);
    assert_int_equal(strlen(written), 2 + strlen(line));
    assert_null(strstr(written + 4, "AT"));
    assert_null(strstr(written, "pass"));
}

static void the_next_command_is_no_secret(void **state)
{
    (void)state;
    send_text("AT+QISEND=0,6\r");
    RECEIVE("\r\n> ");
    send_text("+CPIN=");
    RECEIVE("\r\nSEND OK\r\n");
    send_text("AT+QISTATE=1,0\r");
    assert_text("> AT+QISEND=0,6\n< >\n>> +CPIN=\n< SEND OK\n> AT+QISTATE=1,0\n");
}

/* ---- where pieces end ------------------------------------------------------------------------ */

static void only_what_begins_as_a_command_is_held_back(void **state)
{
    (void)state;
    send_text("A");
    RECEIVE("\r\nRING\r\n");
    send_text("T\r");
    send_text("AX");
    RECEIVE("\r\nRING\r\n");
    assert_text("< RING\n> AT\n> AX\n< RING\n");
}

/* `length` characters, of which the one at 191, where the buffer is full, is `last`. */
static void send_long(char last, size_t length)
{
    char line[260];
    memset(line, '_', sizeof line);
    memcpy(line, "AT+X=", 5);
    line[191] = last;
    line[length] = '\0';
    send_text(line);
}

static void a_line_that_just_fills_the_buffer_has_an_end(void **state)
{
    (void)state;
    send_long('_', 192);
    send_text("\r");
    atb_tap_end(&tap);
    assert_int_equal(strlen(written), 2 + 192 + 1);
    assert_int_equal(written[2 + 192], '\n');
}

static void a_long_line_goes_on_whatever_comes_between(void **state)
{
    static const char lasts[] = "+_a{";
    (void)state;
    for (const char *last = lasts; *last != '\0'; last++) {
        assert_int_equal(set_up(NULL), 0);
        send_long(*last, 250);
        RECEIVE("\r\nRING\r\n");
        send_text("!\r");
        atb_tap_end(&tap);
        char *ring = strstr(written, "< RING\n");
        assert_non_null(ring);
        memmove(ring, ring + 7, strlen(ring + 7) + 1);
        assert_int_equal(strlen(written), 2 + 250 + 2);
        assert_int_equal(written[2 + 191], *last);
        assert_string_equal(written + 2 + 250, "!\n"); /* one line, to its end */
    }
}

/* Nothing of it is left to be written, nor looked at. */
static void payload_that_just_fills_the_buffer_has_one_line(void **state)
{
    char word[sizeof tap.sent.bytes + 1] = "";
    (void)state;
    memset(word, 'a', sizeof word - 1);
    RECEIVE("\r\n> ");
    send_text(word);
    RECEIVE("\r\nSEND OK\r\n");
    atb_tap_end(&tap);
    assert_string_equal(written + strlen("< >\n>> ") + sizeof word - 1, "\n< SEND OK\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_prompt_and_payload_as_a_transcript_has_them),
        TEST(a_prompt_may_be_the_last_of_a_record),
        TEST(a_prompt_that_nobody_answered_ends_where_the_next_line_begins),
        TEST(received_payload_keeps_every_byte),
        TEST(pieces_of_any_size_make_the_same_record),
        TEST(lines_without_their_line_end_before_are_kept_byte_for_byte),
        TEST(an_echo_ends_with_its_carriage_return),
        TEST(blank_and_tilde_are_the_first_and_the_last_plain_character),
        TEST(of_two_line_ends_each_is_written_down),
        TEST(behind_an_answer_to_a_prompt_lines_are_lines),
        TEST(ctrl_z_is_written_as_words),
        TEST(what_the_port_did_not_take_was_not_sent),
        TEST(more_than_the_buffer_holds_goes_on_in_the_next_line),
        TEST(payload_keeps_its_line_ends_as_dots),
        TEST(payload_of_no_bytes_is_its_end_alone),
        TEST(long_payload_goes_on_in_the_next_line),
        TEST(what_is_no_line_of_text_is_kept_byte_for_byte),
        TEST(two_characters_are_a_prompt_only_as_such),
        TEST(a_line_within_a_command_line_stands_before_it),
        TEST(a_line_within_payload_does_not_end_it),
        TEST(a_secret_goes_on_behind_what_came_in_its_midst),
        TEST(a_secret_goes_on_in_the_next_piece_of_its_line),
        TEST(the_next_command_is_no_secret),
        TEST(only_what_begins_as_a_command_is_held_back),
        TEST(a_line_that_just_fills_the_buffer_has_an_end),
        TEST(payload_that_just_fills_the_buffer_has_one_line),
        TEST(a_long_line_goes_on_whatever_comes_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
