/* SPDX-License-Identifier: MIT */
/* Two modems of different makers in one program: each has its bring-up and its sockets, and what
 * happens to one is nothing to the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "atb_bringup.h"
#include "atb_socket.h"
#include "fibocom.h"
#include "fibocom_bringup.h"
#include "fibocom_sockets.h"
#include "quectel.h"
#include "quectel_bringup.h"
#include "quectel_sockets.h"

#define OK "\r\nOK\r\n"

/* What a modem answers to commands that begin so; OK to all others. */
struct answer {
    const char *command, *says;
};

static const struct answer quectel_answers[] = {
    {"AT+CPIN?", "\r\n+CPIN: READY\r\n" OK},  {"AT+CEREG?", "\r\n+CEREG: 1,1\r\n" OK},
    {"AT+QIOPEN", OK "\r\n+QIOPEN: 0,0\r\n"}, {"AT+QIRD=0,", "\r\n+QIRD: 4\r\nleft" OK},
    {"AT+CSQ", "\r\n+CSQ: 20,99\r\n" OK},     {"", OK},
};
static const struct answer fibocom_answers[] = {
    {"AT+CPIN?", "\r\n+CPIN: READY\r\n" OK},    {"AT+CEREG?", "\r\n+CEREG: 1,1\r\n" OK},
    {"AT+MIPCALL=0", "\r\nERROR\r\n"},          {"AT+MIPCALL=1", OK "\r\n+MIPCALL: 192.0.2.1\r\n"},
    {"AT+MIPOPEN", OK "\r\n+MIPOPEN: 1,1\r\n"}, {"AT+MIPREAD=1,", "\r\n+MIPDATA: 1,5\r\nright" OK},
    {"AT+CSQ", "\r\n+CSQ: 20,99\r\n" OK},       {"", OK},
};

struct side {
    struct atb_session *session;
    const struct answer *answers;
    const struct atb_socket_kind *tcp;
    struct atb_bringup bringup;
    struct atb_net net;
    struct atb_socket socket;
    char typed[1024], stages[512], events[256];
    uint8_t memory[64];
};

static struct quectel left_modem;
static struct fibocom right_modem;
static struct side left, right;
static char lines[2][4096];
static uint32_t now;

static int port_write(void *context, const void *bytes, size_t length)
{
    struct side *side = context;
    assert_true(strlen(side->typed) + length < sizeof side->typed);
    strncat(side->typed, bytes, length);
    return (int)length;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return now;
}

static const struct atb_port left_port = {.write = port_write, .now = port_now, .context = &left};
static const struct atb_port right_port = {.write = port_write, .now = port_now, .context = &right};

static void say(struct side *side, const char *text)
{
    assert_int_equal(atb_feed(side->session, text, strlen(text)), ATB_OK);
}

static void play(struct side *side)
{
    const struct answer *answer = side->answers;
    (void)atb_tick(side->session);
    if (side->typed[0] != '\0') {
        while (strncmp(side->typed, answer->command, strlen(answer->command)) != 0) {
            answer++;
        }
        side->typed[0] = '\0';
        say(side, answer->says);
    }
}

static void pass(uint32_t ms)
{
    for (uint32_t end = now + ms; now != end; now += 10) {
        play(&left);
        play(&right);
    }
}

static void on_stage(void *app, int stage)
{
    struct side *side = app;
    strcat(strcat(side->stages, atb_stage_text(stage)), " ");
    atb_net_up(&side->net, atb_stage_is_up(stage));
}

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    static const char *const names[] = {"opened ", "readable ", "sent ", "incoming ", "closed "};
    struct side *side = app;
    assert_ptr_equal(socket, &side->socket);
    strcat(side->events, names[event]);
}

static void begin(struct side *side, const struct atb_net_dialect *net,
                  const struct atb_bringup_list *list)
{
    static const struct atb_bringup_setup setup = {.apn = "internet"};
    assert_int_equal(atb_net_init(&side->net, side->session, net, on_socket, side), ATB_OK);
    side->net.poll_ms = 0;
    assert_int_equal(atb_bringup_start(&side->bringup, side->session, list, &setup, on_stage, side),
                     ATB_OK);
    assert_int_equal(atb_socket_open(&side->net, &side->socket, side->tcp, "192.0.2.7", 7,
                                     side->memory, sizeof side->memory),
                     ATB_OK);
}

static int two_modems(void **state)
{
    (void)state;
    left = (struct side){
        .session = &left_modem.session, .answers = quectel_answers, .tcp = &quectel_tcp};
    right = (struct side){
        .session = &right_modem.session, .answers = fibocom_answers, .tcp = &fibocom_tcp};
    (void)quectel_init(&left_modem, &left_port, lines[0], sizeof lines[0], NULL, 0, NULL);
    (void)fibocom_init(&right_modem, &right_port, lines[1], sizeof lines[1], NULL, 0, NULL);
    begin(&left, &quectel_net, &quectel_bringup);
    begin(&right, &fibocom_net, &fibocom_bringup);
    pass(3000);
    return 0;
}

static void reads(struct side *side, const char *text)
{
    char data[64] = "";
    assert_int_equal(atb_socket_receive(&side->socket, data, strlen(text)), strlen(text));
    assert_string_equal(data, text);
}

static void both_come_up_and_read_their_own(void **state)
{
    (void)state;
    assert_string_equal(left.stages, "power set up sim register context up ");
    assert_string_equal(right.stages, "power set up sim register context up ");
    say(&right, "\r\n+MIPREAD: 1,5\r\n");
    say(&left, "\r\n+QIURC: \"recv\",0\r\n");
    pass(20);
    reads(&left, "left");
    reads(&right, "right");
}

static void a_restart_of_one_is_nothing_to_the_other(void **state)
{
    (void)state;
    say(&left, "\r\nRDY\r\n");
    assert_int_equal(left.bringup.stage, ATB_STAGE_SET_UP);
    assert_string_equal(left.events, "opened ");
    pass(3000);
    assert_string_equal(left.events, "opened closed ");
    assert_int_equal(left.bringup.stage, ATB_STAGE_UP);
    assert_string_equal(right.stages, "power set up sim register context up ");
    assert_string_equal(right.events, "opened ");
    assert_int_equal(atb_socket_state(&right.socket), ATB_SOCKET_OPEN);
}

/* Quectel's lines say nothing to Fibocom's modem, and the other way round. */
static void a_line_of_the_others_makers_is_text(void **state)
{
    (void)state;
    say(&right, "\r\nRDY\r\n\r\n+QIURC: \"pdpdeact\",1\r\n\r\n+QIURC: \"closed\",1\r\n");
    say(&left, "\r\n+SIM READY\r\n\r\n+MIPCALL: 0\r\n\r\n+MIPSTAT: 0,1\r\n");
    pass(1000);
    assert_string_equal(left.stages, right.stages);
    assert_string_equal(left.events, "opened ");
    assert_string_equal(right.events, "opened ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(both_come_up_and_read_their_own, two_modems),
        cmocka_unit_test_setup(a_restart_of_one_is_nothing_to_the_other, two_modems),
        cmocka_unit_test_setup(a_line_of_the_others_makers_is_text, two_modems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
