/* SPDX-License-Identifier: MIT */
/*
 * A session of a shipped dialect, its modem played by the test: what left it, and how
 * the last command ended.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

enum { UNTOLD = 1, MEMORY = 8192, SETTINGS = 64 };

static struct {
    struct quectel quectel;
    struct simcom simcom;
    struct fibocom fibocom;
    struct onemo onemo;
    char memory[4][MEMORY];
    char sent[4096];
    size_t length;
    size_t room; /* the port takes no more than this */
    bool fails;
    uint32_t time;
    int status;
} world;

static int take(void *context, const void *bytes, size_t length)
{
    size_t count = length < world.room ? length : world.room;
    (void)context;
    if (world.fails) {
        return -1;
    }
    assert_true(world.length + count < sizeof world.sent);
    memcpy(world.sent + world.length, bytes, count);
    world.length += count;
    world.sent[world.length] = '\0';
    world.room -= world.room == SIZE_MAX ? 0 : count;
    return (int)count;
}

static uint32_t tell_time(void *context)
{
    (void)context;
    return world.time;
}

static const struct atb_port port = {.write = take, .now = tell_time};

static inline void keep_status(void *app, int status)
{
    (void)app;
    world.status = status;
}

/* Four modems, just switched on. */
static int set_up(void **state)
{
    (void)state;
    memset(&world, 0, sizeof world);
    world.room = SIZE_MAX;
    world.status = UNTOLD;
    assert_int_equal(quectel_init(&world.quectel, &port, world.memory[0], MEMORY, NULL, 0, NULL),
                     ATB_OK);
    assert_int_equal(simcom_init(&world.simcom, &port, world.memory[1], MEMORY, NULL, 0, NULL),
                     ATB_OK);
    assert_int_equal(fibocom_init(&world.fibocom, &port, world.memory[2], MEMORY, NULL, 0, NULL),
                     ATB_OK);
    assert_int_equal(onemo_init(&world.onemo, &port, world.memory[3], MEMORY, NULL, 0, NULL),
                     ATB_OK);
    return 0;
}

static inline void hear(struct atb_session *session, const char *text)
{
    assert_int_equal(atb_feed(session, text, strlen(text)), ATB_OK);
}

static inline void wait_ms(struct atb_session *session, uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms; passed += 10) {
        world.time += 10;
        assert_int_equal(atb_tick(session), ATB_OK);
    }
}

/* What left since the last look. */
static inline void assert_sent(const char *text)
{
    assert_string_equal(world.sent, text);
    world.length = 0;
    world.sent[0] = '\0';
}

static inline void assert_ended(int status)
{
    assert_int_equal(world.status, status);
    world.status = UNTOLD;
}

#define assert_runs() assert_ended(UNTOLD)

/* No command starts, and no byte goes out. */
static inline void assert_refuses(struct atb_session *session, int status)
{
    world.length = 0;
    assert_int_equal(atb_raw(session, "AT", NULL, keep_status, NULL), status);
    assert_int_equal(world.length, 0);
}

/* Transparent mode begins when the modem says that it has opened. */
static inline void start_quectel_transparent(void)
{
    assert_int_equal(quectel_qiopen_start(&world.quectel, NULL, keep_status, NULL, 1, 0, "TCP",
                                          "192.0.2.7", 7, 0, 2),
                     ATB_OK);
}

static inline void start_fibocom_transparent(void)
{
    assert_int_equal(fibocom_mipodm_start(&world.fibocom, NULL, keep_status, NULL, 1, ATB_EMPTY,
                                          "example.com", 7, 0, 1),
                     ATB_OK);
}

/* Ends a call of a start: where its end is told. */
#define TELL       keep_status, NULL
#define TEST(name) cmocka_unit_test_setup(name, set_up)

#endif
