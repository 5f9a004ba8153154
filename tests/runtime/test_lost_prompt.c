/* SPDX-License-Identifier: MIT */
/*
 * Sends that go wrong, at every form of the four dialects that prompts, judged by
 * what the peer receives: the application's payload whole and once, or nothing;
 * never a byte of ours. And the session comes back, or says that it cannot.
 */
#include "sends.h"

static struct modem modem;

enum { IN_A_SESSION = 5, EVER = 300000 };

static const char *payload_of(unsigned i, bool like_a_command)
{
    static char text[64];
    (void)snprintf(text, sizeof text, "%s %u: OK\r\n> ERROR\r\n+QIURC: 1",
                   like_a_command ? "at+h" : "reading", i);
    return text;
}

/* Whole and once, or nothing. */
static void assert_whole_or_nothing(size_t before, const char *data, bool sent)
{
    size_t length = strlen(data);
    size_t came = modem.peer_length - before;
    assert_true(came == 0 || came == length);
    if (came > 0) {
        assert_memory_equal(modem.peer + before, data, length);
    }
    assert_true(came > 0 || !sent);
}

static void assert_it_is_back(void)
{
    size_t before = modem.peer_length;
    const char *data = payload_of(99, false);
    assert_int_equal(modem_ask(&modem), ATB_OK);
    modem_wait(&modem, EVER);
    assert_int_equal(modem.done, ATB_OK);
    assert_int_equal(modem_sends(&modem, data, strlen(data)), ATB_OK);
    assert_whole_or_nothing(before, data, true);
}

/* Nothing goes out before the reset. */
static void assert_it_needs_a_reset(void)
{
    size_t before = modem.peer_length;
    unsigned obeyed = modem.obeyed;
    assert_int_equal(modem_ask(&modem), ATB_RESET_NEEDED);
    assert_int_equal(atb_send_data(&modem.session, "x", 1), ATB_NOT_TRANSPARENT);
    modem_wait(&modem, 20000);
    assert_int_equal(modem.peer_length, before);
    assert_int_equal(modem.obeyed, obeyed);
    modem.pays = false;
    modem.said_length = 0;
    modem.line_length = 0;
    atb_modem_rebooted(&modem.session);
}

static void for_all_sends(void (*check)(void))
{
    for (unsigned i = 0; i < SENDS; i++) {
        modem_init(&modem, &sends[i]);
        print_message("%s\n", sends[i].name);
        check();
    }
}

/* ---- lost prompts -------------------------------------------------------------------- */

static void lose_each(void)
{
    const struct send *send = modem.send;
    for (unsigned lost = 0; lost < IN_A_SESSION; lost++) {
        modem_init(&modem, send);
        for (unsigned i = 0; i < IN_A_SESSION; i++) {
            const char *data = payload_of(i, false);
            size_t before = modem.peer_length;
            modem.loses_prompt = i == lost;
            int status = modem_sends(&modem, data, strlen(data));
            assert_whole_or_nothing(before, data, status == ATB_OK);
            assert_true(i == lost || status == ATB_OK);
            assert_true(status == ATB_OK || send->ending != BY_COUNT);
        }
        assert_it_is_back();
    }
}

static void a_prompt_is_lost_at_every_send_of_a_session(void **state)
{
    (void)state;
    for_all_sends(lose_each);
}

static void lose_all(void)
{
    for (unsigned i = 0; i < IN_A_SESSION; i++) {
        const char *data = payload_of(i, false);
        size_t before = modem.peer_length;
        modem.loses_prompt = true;
        int status = modem_sends(&modem, data, strlen(data));
        assert_whole_or_nothing(before, data, status == ATB_OK);
    }
    assert_it_is_back();
}

static void all_prompts_are_lost(void **state)
{
    (void)state;
    for_all_sends(lose_all);
}

static void lose_prompt_and_final(void)
{
    const char *data = payload_of(1, false);
    modem.loses_prompt = true;
    modem.loses_final = true;
    assert_int_equal(modem_sends(&modem, data, strlen(data)), ATB_TIMEOUT);
    assert_whole_or_nothing(0, data, false);
    modem.loses_final = false;
    assert_it_is_back();
}

static void prompt_and_final_are_lost(void **state)
{
    (void)state;
    for_all_sends(lose_prompt_and_final);
}

/* The modem never heard the command: the payload is chatter at its command line. */
static void lose_the_line(void)
{
    const char *data = payload_of(1, false);
    modem.loses_line = true;
    assert_int_equal(modem_sends(&modem, data, strlen(data)), ATB_TIMEOUT);
    assert_peer(&modem, "", 0);
    assert_int_equal(modem.obeyed, 0);
    assert_it_is_back();
}

static void the_command_line_is_lost(void **state)
{
    (void)state;
    for_all_sends(lose_the_line);
}

static void lose_before_a_command(void)
{
    const char *data = payload_of(1, true);
    modem.loses_prompt = true;
    int status = modem_sends(&modem, data, strlen(data));
    assert_peer(&modem, "", 0);
    if (modem.send->ending == BY_COUNT) {
        assert_int_equal(status, ATB_RESET_NEEDED);
        assert_it_needs_a_reset();
    } else {
        assert_int_not_equal(status, ATB_OK);
    }
    assert_it_is_back();
}

static void payload_that_reads_like_a_command_is_not_typed_blindly(void **state)
{
    (void)state;
    for_all_sends(lose_before_a_command);
}

/* The modem is slow: it prompts when the payload went out already, and has thrown that away. */
static void prompt_late(void)
{
    const char *data = payload_of(1, false);
    if (modem.send->ending != BY_COUNT) {
        return;
    }
    modem.is_dumb = true;
    assert_int_equal(modem_send(&modem, data, strlen(data)), ATB_OK);
    for (int i = 0; i < 30000 && !modem.session.pending.blind; i++) {
        modem_wait(&modem, 10);
    }
    assert_true(modem.session.pending.blind);
    modem_wait(&modem, 10);
    assert_int_equal(atb_feed(&modem.session, "\r\n> ", 4), ATB_OK);
    assert_int_equal(modem.done, ATB_RESET_NEEDED);
    modem.is_dumb = false;
    assert_it_needs_a_reset();
    assert_it_is_back();
}

static void a_prompt_behind_the_payload_needs_a_reset(void **state)
{
    (void)state;
    for_all_sends(prompt_late);
}

/* ---- given up half-way ------------------------------------------------------------------ */

/* Sends byte by byte, up to `steps` ticks; false: the command ended before. */
static bool send_slowly(const char *data, unsigned steps)
{
    modem.takes = 1;
    modem.room = 1;
    assert_int_equal(modem_send(&modem, data, strlen(data)), ATB_OK);
    modem_wait(&modem, steps * 10);
    return !modem.is_done;
}

static void abort_at_each_byte(void)
{
    const struct send *send = modem.send;
    const char *data = payload_of(1, false);
    for (unsigned steps = 0; send_slowly(data, steps); steps++) {
        atb_abort(&modem.session);
        modem_wait(&modem, EVER);
        assert_true(modem.is_done);
        assert_int_equal(modem.done, ATB_ABORTED);
        modem.takes = SIZE_MAX;
        modem.room = SIZE_MAX;
        assert_it_is_back();
        size_t rest = modem.peer_length - strlen(payload_of(99, false));
        modem.peer_length = rest;
        assert_whole_or_nothing(0, payload_of(1, false), false);
        modem_init(&modem, send);
        data = payload_of(1, false);
    }
}

/* The prompt is heard while the port is full: only Ctrl-Z alone ends payload that has none. */
static void abort_before_the_first_byte(void)
{
    const char *data = payload_of(1, false);
    assert_int_equal(modem_send(&modem, data, strlen(data)), ATB_OK);
    modem.takes = modem.room = 0;
    modem_speak(&modem);
    atb_abort(&modem.session);
    modem.takes = modem.room = SIZE_MAX;
    modem_wait(&modem, EVER);
    assert_int_equal(modem.done, ATB_ABORTED);
    assert_it_is_back();
    modem.peer_length -= strlen(payload_of(99, false));
    bool sent = modem.send->ending == BY_COUNT;
    assert_whole_or_nothing(0, payload_of(1, false), sent);
    assert_int_equal(modem.peer_length != 0, sent);
}

static void an_abort_before_the_first_byte_of_payload(void **state)
{
    (void)state;
    for_all_sends(abort_before_the_first_byte);
}

static void an_abort_at_every_byte(void **state)
{
    (void)state;
    for_all_sends(abort_at_each_byte);
}

/* A success that nobody owes, in whatever moment. */
static void success_at_each_byte(void)
{
    static const char *const successes[] = {"\r\nOK\r\n", "\r\nSEND OK\r\n"};
    const struct send *send = modem.send;
    for (unsigned i = 0; i < 2; i++) {
        const char *data = payload_of(1, false);
        for (unsigned steps = 0; send_slowly(data, steps) && atb_unsent(&modem.session) > 0;
             steps++) {
            const char *text = successes[send->dialect == &quectel_dialect ? i : 0];
            assert_int_equal(atb_feed(&modem.session, text, strlen(text)), ATB_OK);
            modem_wait(&modem, EVER);
            assert_true(modem.is_done);
            assert_int_equal(modem.done, ATB_OUT_OF_ORDER);
            modem.takes = SIZE_MAX;
            modem.room = SIZE_MAX;
            assert_it_is_back();
            modem.peer_length -= strlen(payload_of(99, false));
            assert_whole_or_nothing(0, payload_of(1, false), false);
            modem_init(&modem, send);
            data = payload_of(1, false);
        }
        modem_init(&modem, send);
    }
}

static void a_success_before_the_last_byte_has_left(void **state)
{
    (void)state;
    for_all_sends(success_at_each_byte);
}

static void fail_at_each_byte(void)
{
    const struct send *send = modem.send;
    const char *data = payload_of(1, false);
    for (unsigned steps = 0; send_slowly(data, steps) && atb_unsent(&modem.session) > 0; steps++) {
        modem.fails = true;
        modem_wait(&modem, EVER);
        assert_true(modem.is_done);
        assert_int_equal(modem.done, ATB_IO);
        modem.fails = false;
        modem.takes = SIZE_MAX;
        modem.room = SIZE_MAX;
        if (modem.session.late.reset_needed) {
            assert_it_needs_a_reset();
        }
        assert_it_is_back();
        modem.peer_length -= strlen(payload_of(99, false));
        assert_whole_or_nothing(0, payload_of(1, false), false);
        modem_init(&modem, send);
        data = payload_of(1, false);
    }
}

static void a_port_that_fails_at_every_byte(void **state)
{
    (void)state;
    for_all_sends(fail_at_each_byte);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prompt_is_lost_at_every_send_of_a_session),
        cmocka_unit_test(all_prompts_are_lost),
        cmocka_unit_test(prompt_and_final_are_lost),
        cmocka_unit_test(the_command_line_is_lost),
        cmocka_unit_test(payload_that_reads_like_a_command_is_not_typed_blindly),
        cmocka_unit_test(a_prompt_behind_the_payload_needs_a_reset),
        cmocka_unit_test(an_abort_before_the_first_byte_of_payload),
        cmocka_unit_test(an_abort_at_every_byte),
        cmocka_unit_test(a_success_before_the_last_byte_has_left),
        cmocka_unit_test(a_port_that_fails_at_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
