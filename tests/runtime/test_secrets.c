/* SPDX-License-Identifier: MIT */
/* What nobody may read in a record: PINs, names, passwords, long numbers. */
#include "tap.h"

static void pins_passwords_and_long_numbers_are_masked(void **state)
{
    (void)state;
    send_text("AT+CPIN=\"1234\"\r");
    send_text("AT+QICSGP=1,1,\"apn\",\"me\",\"pass1\",1\r");
    send_text("AT+CIMI\r");
    RECEIVE("\r\n262011234567890\r\n");
    RECEIVE("\r\n+QICSGP: 1,\"apn\",\"me\",\"pass1\",1\r\n");
    RECEIVE("\r\n+CGAUTH: 1,1,\"me\",\"pass\"\r\n"); /* the last field, up to its line end */
    RECEIVE("861234567890123");
    assert_text("> AT+CPIN=\"0000\"\n> AT+QICSGP=1,1,\"apn\",\"**\",\"****0\",1\n> AT+CIMI\n"
                "< 000000000000000\n< +QICSGP: 1,\"apn\",\"**\",\"****0\",1\n"
                "< +CGAUTH: 1,1,\"**\",\"****\"\n<< 000000000000000\n");
}

/* An IMSI may have 14 digits, and so has an IMEI without its check digit; milliseconds of a clock
 * have 13. */
static void a_short_imsi_is_masked_and_a_moment_is_not(void **state)
{
    (void)state;
    send_text("AT+CIMI\r");
    RECEIVE("\r\n27402123456789\r\n");
    RECEIVE("\r\n1753184535123\r\n");
    assert_text("> AT+CIMI\n< 00000000000000\n< 1753184535123\n");
}

/* A card's number begins with 89, and those of China Mobile have a letter behind six digits or
 * more; other digits with letters between are payload. */
static void the_number_of_a_card_is_masked_with_its_letter(void **state)
{
    (void)state;
    RECEIVE("\r\n+ICCID: 898600C6112051005816\r\n");
    RECEIVE("\r\n898604981022c0256459\r\n");
    RECEIVE("\r\n+MIPRTCP: 1,0,48656C6C6F20776F726C6421\r\n");
    RECEIVE("\r\n+QIURC: 89860A, 12345\r\n");
    RECEIVE("\r\n+QIURC: 8986001G, 1234567A\r\n");
    assert_text("< +ICCID: 000000*0000000000000\n< 000000000000*0000000\n"
                "< +MIPRTCP: 1,0,48656C6C6F20776F726C6421\n< +QIURC: 89860A, 12345\n"
                "< +QIURC: 8986001G, 1234567A\n");
}

/* A keyword that is longer than what is kept of a line is none. */
static void secrets_of_the_applications_own_commands_are_masked(void **state)
{
    static const struct atb_secret own[] = {
        {"+CPIN=", 0x03},
        {"+QMTCONN=", 0x0c},
        {"+ELEVENLETTERS_=", 0x01},
        {"+TWELVELETTERS__=", 0x01},
    };
    (void)state;
    atb_tap_init(&tap, &bench.port, own, ATB_LENGTH(own), put, &bench);
    send_text("AT+QMTCONN=0,\"id\",\"me\",\"pass1\"\r");
    RECEIVE("AT+QMTCONN=0,\"id\",\"me\",\"pass1\"\r\r\nOK\r\n");
    send_text("AT+ELEVENLETTERS_=abc\r");
    send_text("AT+TWELVELETTERS__=abc\r");
    send_text("AT+CPIN=\"1234\"\r");
    assert_text("> AT+QMTCONN=0,\"id\",\"**\",\"****0\"\n"
                "<< AT+QMTCONN=0,\"id\",\"**\",\"****0\"\\x0d\n< OK\n"
                "> AT+ELEVENLETTERS_=***\n> AT+TWELVELETTERS__=abc\n> AT+CPIN=\"0000\"\n");
}

static void a_comma_between_quotes_separates_nothing(void **state)
{
    (void)state;
    send_text("AT+QICSGP=1,1,\"a,b\",\"us,er\",\"pa,ss\",1\r");
    assert_text("> AT+QICSGP=1,1,\"a,b\",\"*****\",\"*****\",1\n");
}

static void a_command_in_small_letters_is_masked_too(void **state)
{
    (void)state;
    send_text("at+cpin=\"1234\"\r");
    send_text("at+CgAuth=1,1,\"me\",\"pass\"\r");
    send_text("at~cpin=\"1234\"\r"); /* beyond the small letters: another command */
    assert_text("> at+cpin=\"0000\"\n> at+CgAuth=1,1,\"**\",\"****\"\n> at~cpin=\"1234\"\n");
}

/* V.250 lets blanks stand anywhere in a command line. */
static void a_command_with_blanks_is_masked_too(void **state)
{
    (void)state;
    send_text("AT+CPIN = \"1234\"\r");
    send_text("AT +CPIN= 1234\r");
    RECEIVE("\r\n+CGAUTH : 1,1,\"me\",\"pass\"\r\n");
    assert_text("> AT+CPIN = \"0000\"\n> AT +CPIN= 0000\n< +CGAUTH : 1,1,\"**\",\"****\"\n");
}

static void secrets_are_shown_to_whoever_asks(void **state)
{
    (void)state;
    atb_tap_init(&tap, &bench.port, NULL, ATB_LENGTH(secrets), put, &bench);
    send_text("AT+CPIN=\"1234\"\r");
    RECEIVE("\r\n262011234567890\r\n");
    assert_text("> AT+CPIN=\"1234\"\n< 262011234567890\n");
}

static void a_number_where_the_buffer_is_full_is_masked(void **state)
{
    char line[300];
    (void)state;
    memset(line, 'x', sizeof line);
    memcpy(line + 180, " 490154203237518 ", 18);
    send_text("AT\r");
    atb_tap_received(&tap, line, 250);
    atb_tap_end(&tap);
    assert_null(strstr(written, "4901"));
    assert_null(strstr(written, "7518"));
    assert_non_null(strstr(written, " 000000000000000 "));
}

static void shape_and_what_separates_nothing_between_quotes(void **state)
{
    (void)state;
    send_text("AT+CGAUTH=1,1,\"m e;x\",\"a;b\";+CSQ\r");
    assert_text("> AT+CGAUTH=1,1,\"* ***\",\"***\";+CSQ\n");
}

static void a_secret_keeps_its_blanks_and_an_unended_one_is_masked_too(void **state)
{
    (void)state;
    send_text("AT+CPIN=\"ab 34\", 5678\r");
    send_text("AT+CPIN=\r");
    assert_text("> AT+CPIN=\"** 00\", 0000\n> AT+CPIN=\n");
}

/* The password stands where the buffer has been full before. */
static void secrets_of_a_long_line_are_masked(void **state)
{
    char line[400], wanted[400], name[170];
    (void)state;
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    (void)snprintf(line, sizeof line, "AT+QICSGP=1,1,\"%s\",\"user1\",\"secret\",1", name);
    (void)snprintf(wanted, sizeof wanted, "> AT+QICSGP=1,1,\"%s\",\"****0\",\"******\",1\n", name);
    send_text(line);
    send_text("\r");
    assert_text(wanted);
}

static void secrets_of_a_command_within_a_line_are_masked(void **state)
{
    (void)state;
    send_text("ATE0;+CPIN=\"1234\",\"5678\";+CSQ;+clck=\"SC\",1,\"4321\"\r");
    assert_text("> ATE0;+CPIN=\"0000\",\"0000\";+CSQ;+clck=\"SC\",1,\"0000\"\n");
}

/* A UART takes 16 bytes at a time, and its modem repeats them at once. */
static void a_line_that_is_repeated_while_it_leaves_is_one_line(void **state)
{
    (void)state;
    send_text("AT+CPIN=12");
    RECEIVE("AT+CP");
    send_text("34\r");
    RECEIVE("IN=1234\r\r\nOK\r\n");
    assert_text("> AT+CPIN=0000\n<< AT+CPIN=0000\\x0d\n< OK\n");
}

static void what_an_earlier_line_left_is_no_field(void **state)
{
    (void)state;
    send_text("AT+QISTATE=1,1\r");
    send_text("AT+CPIN=1234\r");
    RECEIVE("+CGAUTH: 1,1,\"me\",\"pass\"\r\n"); /* no line of its own */
    assert_text("> AT+QISTATE=1,1\n> AT+CPIN=0000\n"
                "<< +CGAUTH: 1,1,\"**\",\"****\"\\x0d\\x0a\n");
}

/* A command that was given up: its answer comes while the next one leaves. */
static void an_answer_that_the_next_command_cuts_is_masked(void **state)
{
    (void)state;
    RECEIVE("\r\n26201123");
    send_text("AT\r");
    RECEIVE("4567890\r\n\r\n+QICSGP: 1,\"apn\",\"us");
    send_text("ATI\r");
    RECEIVE("er\",\"pw\",1\r\n");
    assert_text("> AT\n< 000000000000000\n> ATI\n< +QICSGP: 1,\"apn\",\"****\",\"**\",1\n");
}

static void a_quote_that_noise_has_left_hides_no_comma(void **state)
{
    (void)state;
    RECEIVE("x\"+CGAUTH: 1,1,\"me\",\"pass\"\r\n");
    assert_text("<< x\"+CGAUTH: 1,1,\"**\",\"****\"\\x0d\\x0a\n");
}

/* A mask is made of noughts and stars: of a secret that has them these are secret, too. */
/* Two may be anything's. */
static void three_characters_of_a_secret_are_known_wherever_they_stand(void **state)
{
    (void)state;
    send_text("AT+CPIN=\"7391\"\r");
    RECEIVE("\r\n>739\r\n>91\r\n");
    assert_text("> AT+CPIN=\"0000\"\n<< \\x0d\\x0a\n<< >000\\x0d\\x0a\n<< >91\\x0d\\x0a\n");
}

static void a_secret_that_looks_like_its_mask_is_known_where_noise_cuts_its_echo(void **state)
{
    (void)state;
    send_text("AT+CPIN=1000\r");
    RECEIVE("AT+C\x01IN=1000\r\r\nOK\r\n");
    send_text("AT+CGAUTH=1,1,\"user\",\"*a*0\"\r");
    RECEIVE("1,1,\"user\",x\"*a*0\"\r\r\n");
    assert_text("> AT+CPIN=0000\n<< AT+C\\x01IN=0000\\x0d\n< OK\n"
                "> AT+CGAUTH=1,1,\"****\",\"***0\"\n<< 1,1,\"****\",x\"***0\"\\x0d\\x0d\\x0a\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pins_passwords_and_long_numbers_are_masked),
        TEST(a_short_imsi_is_masked_and_a_moment_is_not),
        TEST(the_number_of_a_card_is_masked_with_its_letter),
        TEST(secrets_of_the_applications_own_commands_are_masked),
        TEST(a_comma_between_quotes_separates_nothing),
        TEST(a_command_in_small_letters_is_masked_too),
        TEST(a_command_with_blanks_is_masked_too),
        TEST(secrets_are_shown_to_whoever_asks),
        TEST(a_number_where_the_buffer_is_full_is_masked),
        TEST(shape_and_what_separates_nothing_between_quotes),
        TEST(a_secret_keeps_its_blanks_and_an_unended_one_is_masked_too),
        TEST(secrets_of_a_long_line_are_masked),
        TEST(secrets_of_a_command_within_a_line_are_masked),
        TEST(a_line_that_is_repeated_while_it_leaves_is_one_line),
        TEST(what_an_earlier_line_left_is_no_field),
        TEST(an_answer_that_the_next_command_cuts_is_masked),
        TEST(a_quote_that_noise_has_left_hides_no_comma),
        TEST(three_characters_of_a_secret_are_known_wherever_they_stand),
        TEST(a_secret_that_looks_like_its_mask_is_known_where_noise_cuts_its_echo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
