/* SPDX-License-Identifier: MIT */
/*
 * Nothing goes out before the modem has been reset; but a prompt that came late still got the byte
 * that cancels the abandoned command before, which another prompt takes for its payload.
 */
#include "script.h"

/* Abandoned before its prompt came: what a late one is answered with is remembered. */
static void abandon_at_the_prompt(struct atb_session *session)
{
    assert_int_equal(quectel_qisend_ctrl_z_start(&world.quectel, TELL, 0, "hello", 5), ATB_OK);
    atb_abort(session);
    assert_ended(ATB_ABORTED);
}

/* No mark is answered: behind an error and silence the next command goes out. */
static void pass_in_vain(struct atb_session *session)
{
    while (strstr(world.sent, "AT+QISEND=0,6\r") == NULL) {
        hear(session, "\r\nERROR\r\n");
        wait_ms(session, 3500);
    }
}

static void a_late_prompt(void **state)
{
    struct atb_session *session = &world.quectel.session;
    (void)state;
    abandon_at_the_prompt(session);
    assert_int_equal(quectel_qisend_start(&world.quectel, TELL, 0, "\rAT+X\r", 6), ATB_OK);
    pass_in_vain(session);
    wait_ms(session, 60000);
    assert_ended(ATB_RESET_NEEDED); /* its prompt did not come, and the modem may count */
    world.length = 0;
    hear(session, "\r\n> ");
    wait_ms(session, 100);
    assert_int_equal(world.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_late_prompt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
