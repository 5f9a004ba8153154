/* SPDX-License-Identifier: MIT */
/*
 * A prompt that was lost was waited for as long as the table gives the whole command, which the
 * network may need: a minute on Quectel, two on SIMCom. Nothing else can go out meanwhile, neither
 * for other connections nor to bring a lost network back.
 */
#include "script.h"

#define QUECTEL (&world.quectel.session)
#define SIMCOM  (&world.simcom.session)
#define ONEMO   (&world.onemo.session)

/* Without its prompt the payload goes out: it is no command. */
static void goes_out_after(uint32_t ms, struct atb_session *session, const char *line)
{
    assert_sent(line);
    wait_ms(session, ms - 100);
    assert_sent("");
    wait_ms(session, 100);
    assert_sent("hello");
}

static void counted_payload_waits_half_a_minute(void **state)
{
    (void)state;
    assert_int_equal(quectel_qisend_start(&world.quectel, TELL, 0, "hello", 5), ATB_OK);
    goes_out_after(30000, QUECTEL, "AT+QISEND=0,5\r");
    assert_int_equal(simcom_cipsend_length_start(&world.simcom, NULL, TELL, 0, "hello", 5), ATB_OK);
    goes_out_after(30000, SIMCOM, "AT+CIPSEND=0,5\r");
    /* Where the table gives less, that is its time. */
    assert_int_equal(onemo_mipsend_length_start(&world.onemo, TELL, 0, "hello", 5), ATB_OK);
    goes_out_after(15000, ONEMO, "AT+MIPSEND=0,5\r");
}

static void payload_with_an_end_is_cancelled_then(void **state)
{
    (void)state;
    assert_int_equal(quectel_qisend_ctrl_z_start(&world.quectel, TELL, 0, "hello", 5), ATB_OK);
    assert_sent("AT+QISEND=0\r");
    wait_ms(QUECTEL, 30000);
    assert_sent("\x1B");
    assert_ended(ATB_TIMEOUT);
}

/* The final result code has the table's time, from the last byte of payload. */
static void behind_its_prompt_the_network_has_its_time(void **state)
{
    (void)state;
    assert_int_equal(quectel_qisend_start(&world.quectel, TELL, 0, "hello", 5), ATB_OK);
    wait_ms(QUECTEL, 29900);
    hear(QUECTEL, "\r\n> ");
    assert_sent("AT+QISEND=0,5\rhello");
    wait_ms(QUECTEL, 59900);
    assert_runs();
    hear(QUECTEL, "\r\nSEND OK\r\n");
    assert_ended(ATB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counted_payload_waits_half_a_minute),
        TEST(payload_with_an_end_is_cancelled_then),
        TEST(behind_its_prompt_the_network_has_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
