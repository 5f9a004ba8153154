/* SPDX-License-Identifier: MIT */
/*
 * Any success code ended any command with ATB_OK, in every moment: SEND OK ended
 * AT+QIACT, OK ended AT+QISEND, CONNECT whatever was under way.
 */
#include "script.h"

#define Q (&world.quectel)
#define S (&world.simcom)
#define F (&world.fibocom)
#define O (&world.onemo)

/* Commands of every dialect that end with one OK. */
static struct atb_session *start_plain(unsigned which)
{
    static struct atb_session *session;
    int status = ATB_ERROR;
    switch (which) {
    case 0:
        session = &Q->session;
        status = quectel_qiact_start(Q, TELL, 1);
        break;
    case 1:
        session = &S->session;
        status = simcom_ciphead_start(S, TELL, 1);
        break;
    case 2:
        session = &F->session;
        status = fibocom_mipkeepconf_start(F, TELL, 0);
        break;
    default:
        session = &O->session;
        status = onemo_mipmode_start(O, TELL, 0, 0);
        break;
    }
    assert_int_equal(status, ATB_OK);
    return session;
}

static void another_commands_success(void **state)
{
    for (unsigned which = 0; which < 4; which++) {
        set_up(state);
        struct atb_session *session = start_plain(which);
        hear(session, "\r\nCONNECT\r\n");
        assert_ended(ATB_OUT_OF_ORDER);
        assert_false(atb_is_transparent(session));
    }
    set_up(state);
    struct atb_session *session = start_plain(0);
    hear(session, "\r\nSEND OK\r\n");
    assert_ended(ATB_OUT_OF_ORDER);
    world.length = 0;
    start_plain(0);
    assert_sent("AT+CSQ\r"); /* the OK of the first may still come */
    hear(session, "\r\nOK\r\n\r\n+CSQ: 9,9\r\n\r\nOK\r\n");
    assert_sent("AT+QIACT=1\r");
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_OK);
}

static void a_send_ended_by_a_plain_ok(void **state)
{
    (void)state;
    assert_int_equal(quectel_qisend_start(Q, TELL, 0, "hello", 5), ATB_OK);
    hear(&Q->session, "\r\n> ");
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_OUT_OF_ORDER);
}

static void prompt_and_success_in_one_chunk(void **state)
{
    (void)state;
    assert_int_equal(quectel_qisend_start(Q, TELL, 0, "hello", 5), ATB_OK);
    hear(&Q->session, "\r\n> \r\nSEND OK\r\n");
    assert_sent("AT+QISEND=0,5\rhello"); /* the modem counts: all of it must go */
    assert_ended(ATB_OUT_OF_ORDER);
}

/* The line is finished, for half of it may be another command. */
static void half_a_line_was_glued_to_the_next(void **state)
{
    for (unsigned which = 0; which < 4; which++) {
        set_up(state);
        world.room = 6;
        struct atb_session *session = start_plain(which);
        hear(session, "\r\nOK\r\n");
        assert_runs();
        world.room = SIZE_MAX;
        wait_ms(session, 10);
        assert_ended(ATB_OUT_OF_ORDER);
        assert_int_equal(world.sent[world.length - 1], '\r');
        assert_null(strstr(world.sent + 2, "AT"));
        world.length = 0;
        start_plain(which);
        assert_sent("AT+CSQ\r");
    }
}

static void a_second_ok_while_the_result_is_awaited(void **state)
{
    (void)state;
    assert_int_equal(quectel_qiopen_start(Q, NULL, TELL, 1, 0, "TCP", "192.0.2.7", 7), ATB_OK);
    hear(&Q->session, "\r\nOK\r\n");
    assert_runs();
    hear(&Q->session, "\r\nOK\r\n");
    assert_ended(ATB_OUT_OF_ORDER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(another_commands_success),
        TEST(a_send_ended_by_a_plain_ok),
        TEST(prompt_and_success_in_one_chunk),
        TEST(half_a_line_was_glued_to_the_next),
        TEST(a_second_ok_while_the_result_is_awaited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
