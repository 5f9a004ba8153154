/* SPDX-License-Identifier: MIT */
/*
 * The prompt was not lost, it never came: the modem was at its command line, took the
 * payload for lines and answered ERROR to each. The first ERROR ended the send, the
 * others answered the commands that followed, each one too late, for ever.
 */
#include "script.h"

#define Q (&world.quectel)

static void send_blind(void)
{
    assert_int_equal(quectel_qisend_start(Q, TELL, 0, "one\rtwo\r", 8), ATB_OK);
    assert_sent("AT+QISEND=0,8\r");
    while (world.length == 0) {
        wait_ms(&Q->session, 100);
    }
    assert_sent("one\rtwo\r"); /* without a prompt: it holds no command */
}

static void errors_of_payload_answered_the_next_command(void **state)
{
    (void)state;
    send_blind();
    hear(&Q->session, "\r\nERROR\r\n");
    assert_ended(ATB_ERROR);
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    assert_null(strstr(world.sent, "QIACT")); /* a mark goes first */
    world.length = 0;
    hear(&Q->session, "\r\nERROR\r\n");
    assert_runs();
    hear(&Q->session, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    assert_sent("AT+QIACT=1\r");
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

static void refuse_mark(const char *mark)
{
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    assert_non_null(strstr(world.sent, mark));
    assert_null(strstr(world.sent, "QIACT"));
    world.length = 0;
    hear(&Q->session, "\r\nERROR\r\n");
    wait_ms(&Q->session, 7000);
}

/* They come minutes apart: a silence behind one says nothing of the mark. */
static void one_error_of_payload_was_the_marks(void **state)
{
    (void)state;
    send_blind();
    wait_ms(&Q->session, 180000);
    assert_ended(ATB_TIMEOUT);
    refuse_mark("\",?\"\rAT+CSQ\r");
    assert_ended(ATB_TIMEOUT);
    refuse_mark("AT+CMEE?\r"); /* AT+CFUN? was asked behind the first */
    assert_ended(ATB_TIMEOUT);
    assert_int_equal(quectel_qiact_start(Q, TELL, 1), ATB_OK);
    world.length = 0;
    hear(&Q->session, "\r\nERROR\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    hear(&Q->session, "\r\n+CFUN: 1\r\n\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    hear(&Q->session, "\r\n+CGATT: 1\r\n\r\nOK\r\n");
    assert_sent("AT+QIACT=1\r");
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(errors_of_payload_answered_the_next_command),
                                       TEST(one_error_of_payload_was_the_marks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
