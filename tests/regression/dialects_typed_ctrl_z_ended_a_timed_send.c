/* SPDX-License-Identifier: MIT */
/*
 * Fibocom's AT+MIPSEND=1 is one command line, whether Ctrl-Z or the modem's timer ends what is
 * typed. The timed call took a payload with Ctrl-Z in it: the modem would have sent what stood
 * before it, and read what stood behind it, perhaps a stranger's bytes, as commands.
 */
#include "script.h"

#define F (&world.fibocom)

static struct fibocom_mipsend_sent answer;

static int timed(const char *payload)
{
    return fibocom_mipsend_timeout_start(F, &answer, TELL, 1, payload, strlen(payload));
}

static void what_would_end_the_typing_is_refused(void **state)
{
    static const char *const payloads[] = {"a\x1A\r\nAT+MIPCALL=0\r\n", "\x1A", "\x1B", "ab\x1B"};
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(payloads); i++) {
        assert_int_equal(timed(payloads[i]), ATB_BAD_CHARACTER);
    }
    assert_string_equal(world.sent, "");
}

static void what_would_not_is_typed(void **state)
{
    (void)state;
    assert_int_equal(timed("a\r\n\x03"), ATB_OK);
    hear(&F->session, "\r\n> \r\n");
    assert_string_equal(world.sent, "AT+MIPSEND=1\ra\r\n\x03");
    hear(&F->session, "\r\nOK\r\n\r\n+MIPPUSH: 1,0\r\n\r\n+MIPSEND: 1,0,2044\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(answer.free_size, 2044);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_would_end_the_typing_is_refused),
        TEST(what_would_not_is_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
