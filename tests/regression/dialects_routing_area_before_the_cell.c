/* SPDX-License-Identifier: MIT */
/*
 * SIM7080 and others print the routing area between area and cell. Such lines were malformed:
 * a program heard nothing of its registration. They fill the same struct now.
 */
#include "script.h"

#include "cellular.h"

#define Q (&world.quectel)

static struct cellular_urc_cereg heard;
static char texts[3][16];

static void copy(char *to, struct atb_text from)
{
    assert_true(from.length < 16);
    if (from.length > 0) {
        memcpy(to, from.at, from.length);
    }
    to[from.length] = '\0';
}

static void on_cereg(void *app, const struct cellular_urc_cereg *urc)
{
    (void)app;
    heard = *urc;
    copy(texts[0], urc->tac);
    copy(texts[1], urc->rac);
    copy(texts[2], urc->ci);
}

static const struct atb_handler handlers[] = {CELLULAR_ON_CEREG(on_cereg)};

static void hear_of(const char *text)
{
    memset(&heard, 0x55, sizeof heard);
    hear(&Q->session, text);
}

static void a_handler_gets_one_struct_of_either_layout(void **state)
{
    (void)state;
    assert_int_equal(
        quectel_init(Q, &port, world.memory[0], MEMORY, handlers, ATB_LENGTH(handlers), NULL),
        ATB_OK);
    hear_of("\r\n+CEREG: 1,\"122D\",\"A\",\"2845C10\",9,,,\"00100001\"\r\n");
    assert_int_equal(heard.stat, 1);
    assert_true(heard.has_tac && heard.has_rac && heard.has_ci && heard.has_active_time);
    assert_false(heard.has_cause_type || heard.has_reject_cause || heard.has_periodic_tau);
    assert_string_equal(texts[0], "122D");
    assert_string_equal(texts[1], "A");
    assert_string_equal(texts[2], "2845C10");
    assert_int_equal(heard.access_technology, 9);
    hear_of("\r\n+CEREG: 5,\"122D\",\"2845C10\",7,0,15\r\n");
    assert_int_equal(heard.stat, 5);
    assert_true(heard.has_tac && heard.has_ci && !heard.has_rac && heard.rac.at == NULL);
    assert_string_equal(texts[2], "2845C10");
    assert_int_equal(heard.access_technology, 7);
    assert_int_equal(heard.reject_cause, 15);
}

static void an_answer_keeps_its_texts(void **state)
{
    struct cellular_cereg_read_info answer;
    (void)state;
    assert_int_equal(cellular_cereg_read_start(Q, &answer, TELL), ATB_OK);
    hear(&Q->session, "\r\n+CEREG: 2,1, 1F00, 20 ,79D903 ,7\r\n\r\nOK\r\n");
    assert_ended(ATB_OK);
    assert_int_equal(answer.n, 2);
    assert_int_equal(answer.stat, 1);
    assert_memory_equal(answer.tac.at, "1F00", 4);
    assert_memory_equal(answer.rac.at, "20", 2);
    assert_memory_equal(answer.ci.at, "79D903", 6);
    assert_true(answer.rac.at > (char *)&answer && answer.rac.at < (char *)(&answer + 1));
    assert_int_equal(answer.access_technology, 7);
}

static int decode(const char *fields, struct cellular_urc_cereg *out)
{
    memset(out, 0x55, sizeof *out);
    return cellular_urc_cereg_decode(fields, strlen(fields), out);
}

static void lines_that_came_by_other_ways_too(void **state)
{
    struct cellular_urc_cereg urc;
    (void)state;
    assert_int_equal(decode("1,\"122D\",\"A\",\"2845C10\",9", &urc), ATB_OK);
    assert_true(urc.has_rac && urc.access_technology == 9);
    assert_int_equal(decode("1,122D,A,2845010,9", &urc), ATB_OK);
    assert_true(urc.has_rac && urc.access_technology == 9); /* no network is of kind 2845010 */
    assert_int_equal(decode("1,\"122D\",\"2845C10\",9", &urc), ATB_OK);
    assert_true(!urc.has_rac && urc.access_technology == 9);
    assert_int_equal(decode("1,\"122D\",\"2845C10\",99", &urc), ATB_OK); /* loose, but one does */
    assert_int_equal(urc.access_technology, 99);
    assert_int_equal(decode("x", &urc), ATB_MALFORMED);
    struct cellular_cedrxs_read_info_received cycle;
    static const char last[] = "1,4,\"0010\""; /* the last line that has another layout */
    assert_int_equal(cellular_cedrxs_read_info_decode(last, sizeof last - 1, &cycle), ATB_OK);
    assert_int_equal(cycle.access_technology, 4);
    assert_true(cycle.has_mode && cycle.mode == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_handler_gets_one_struct_of_either_layout),
        TEST(an_answer_keeps_its_texts),
        TEST(lines_that_came_by_other_ways_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
