/* SPDX-License-Identifier: MIT */
/*
 * The port lost bytes in the midst of a line: what had come of it and what came behind the gap were
 * read as one line, which nobody had sent: connection 1 and connection 1 became connection 11.
 */
#include "script.h"

static char told[256];
static unsigned received;

static void on_recv(void *app, const struct quectel_urc_recv *urc)
{
    (void)app;
    received |= 1u << urc->connect_id;
}

static const struct atb_handler handlers[] = {QUECTEL_ON_RECV(on_recv)};

static void note(void *app, const struct atb_event *event)
{
    (void)app;
    strncat(told, event->kind == ATB_EVENT_OVERRUN ? "|" : event->text,
            event->kind == ATB_EVENT_OVERRUN ? 1 : event->length);
    strcat(told, " ");
}

static struct atb_session *begin(void)
{
    told[0] = '\0';
    received = 0;
    assert_int_equal(quectel_init(&world.quectel, &port, world.memory[0], MEMORY, handlers,
                                  ATB_LENGTH(handlers), NULL),
                     ATB_OK);
    atb_set_on_event(&world.quectel.session, note);
    return &world.quectel.session;
}

static void what_stands_around_a_gap_is_no_line(void **state)
{
    struct atb_session *session = begin();
    (void)state;
    hear(session, "\r\n+QIURC: \"recv\",1");
    assert_int_equal(atb_overrun(session, 0), ATB_OK);
    hear(session, "1\r\n\r\n+QIURC: \"recv\",2\r\n");
    assert_int_equal(received, 1u << 2);
    assert_string_equal(told, "+QIURC: \"recv\",1 | 1 +QIURC: \"recv\",2 ");
}

/* A command's OK is one behind a gap as well; that something is missing, its end says. */
static void a_whole_line_behind_a_gap_is_one(void **state)
{
    struct atb_session *session = begin();
    (void)state;
    assert_int_equal(atb_raw(session, "AT+X", NULL, TELL), ATB_OK);
    hear(session, "\r\nAnd");
    assert_int_equal(atb_overrun(session, 0), ATB_OK);
    hear(session, "\r\nOK\r\n");
    assert_ended(ATB_MALFORMED);
    assert_string_equal(told, "And | OK ");
}

static void between_two_lines_nothing_is_missing(void **state)
{
    struct atb_session *session = begin();
    (void)state;
    hear(session, "\r\n+QIURC: \"recv\",1\r\n");
    assert_int_equal(atb_overrun(session, 0), ATB_OK);
    hear(session, "+QIURC: \"recv\",2\r\n");
    assert_int_equal(received, 1u << 1 | 1u << 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_stands_around_a_gap_is_no_line),
        TEST(a_whole_line_behind_a_gap_is_one),
        TEST(between_two_lines_nothing_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
