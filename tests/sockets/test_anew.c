/* SPDX-License-Identifier: MIT */
/* A layer, or its session, that a callback begins anew while a call waits for a socket. */
#include "waiting.h"

static void every_wait_is_aborted(void **state, bool *anew)
{
    char data[4];
    expect(nothing);
    *anew = true;
    assert_int_equal(open_it(), ATB_ABORTED);
    (void)set_up(state);
    open_first();
    expect(nothing);
    *anew = true;
    assert_int_equal(atb_socket_send_wait(&one, "data", 4), ATB_ABORTED);
    assert_int_equal(atb_socket_receive_wait(&one, data, sizeof data, 1000), ATB_ABORTED);
    assert_int_equal(atb_socket_close_wait(&one), ATB_ABORTED);
}

/* The layer forgets its sockets, and tells nobody. */
static void a_layer_that_is_begun_anew_ends_every_wait(void **state)
{
    every_wait_is_aborted(state, &net_anew_while_waiting);
}

static void so_does_a_session(void **state)
{
    every_wait_is_aborted(state, &session_anew_while_waiting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_layer_that_is_begun_anew_ends_every_wait),
        TEST(so_does_a_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
