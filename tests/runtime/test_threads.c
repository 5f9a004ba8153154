/* SPDX-License-Identifier: MIT */
/*
 * Modems of different dialects and two of the same, each with a thread of its own, under the
 * thread sanitizer: sessions share nothing but constants.
 */
#include <pthread.h>

#include "sends.h"

enum { MODEMS = 6, ROUNDS = 200 };

static struct modem modems[MODEMS];
static unsigned sent[MODEMS];

/* One send after the other; a few of them lose their prompt, are aborted or refused. */
static void *keep_sending(void *argument)
{
    struct modem *modem = argument;
    unsigned index = (unsigned)(modem - modems);
    for (unsigned i = 0; i < ROUNDS; i++) {
        modem->loses_prompt = i % 7 == index;
        modem->loses_line = i % 11 == index;
        if (i % 5 == 0 && modem_send(modem, "aborted", 7) == ATB_OK) {
            atb_abort(&modem->session);
            modem_wait(modem, 300000);
        }
        sent[index] += modem_sends(modem, "hello", 5) == ATB_OK;
    }
    return NULL;
}

static void each_modem_has_its_thread(void **state)
{
    static const unsigned kinds[MODEMS] = {0, 0, 4, 7, 11, 11}; /* of `sends` */
    pthread_t threads[MODEMS];
    (void)state;
    for (unsigned i = 0; i < MODEMS; i++) {
        modem_init(&modems[i], &sends[kinds[i]]);
        assert_int_equal(pthread_create(&threads[i], NULL, keep_sending, &modems[i]), 0);
    }
    for (unsigned i = 0; i < MODEMS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(sent[i] > ROUNDS / 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_modem_has_its_thread)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
