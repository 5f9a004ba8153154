/* SPDX-License-Identifier: MIT */
/*
 * Replays the manuals' transcripts into the generated C, cut in every way, and
 * compares the events with those of the uncut run:
 *
 *     replay SCRIPT [URC]      SCRIPT from make_script.py
 *
 * Each chunk ends at an unreadable page, so that one byte read too far ends the
 * program. URC is a line that is put between any two lines; its event has to
 * appear, and all others have to stay as they were.
 */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "../pieces.h"
#include "atb_tool.h"

enum { STEPS = 8192, LOG = 1 << 16, LINE = 8192 };

struct step {
    char kind;
    char *text;     /* E, T: text; S: name */
    uint8_t *bytes; /* F */
    size_t length;
    int element;
    int32_t value;
};

static struct step steps[STEPS];
static size_t step_count;
static const char *script_path;
static const char *urc;

/* ---- the script --------------------------------------------------------- */

static void take_bytes(struct step *step, const char *hex)
{
    step->length = strlen(hex) / 2;
    step->bytes = malloc(step->length + 1);
    for (size_t i = 0; i < step->length; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], 0};
        step->bytes[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
}

static void take_setting(struct step *step, const char *text)
{
    char name[64];
    int value = 0;
    assert_int_equal(sscanf(text, "%63s %d %d", name, &step->element, &value), 3);
    step->text = strdup(name);
    step->value = value;
}

static void take_step(const char *line)
{
    struct step *step = &steps[step_count++];
    assert_true(step_count <= STEPS);
    step->kind = line[0];
    if (step->kind == 'F') {
        take_bytes(step, line + 2);
    } else if (step->kind == 'S') {
        take_setting(step, line + 2);
    } else if (step->kind != 'B') {
        step->text = strdup(line + 2);
    }
}

static int read_script(void **state)
{
    static char line[LINE];
    FILE *script = fopen(script_path, "r");
    (void)state;
    if (script == NULL) {
        return -1;
    }
    while (fgets(line, sizeof line, script) != NULL) {
        line[strcspn(line, "\n")] = 0;
        take_step(line);
    }
    fclose(script);
    return step_count > 0 ? 0 : -1;
}

/* ---- the events of one run ------------------------------------------------ */

struct log {
    size_t length;
    int last;
    char text[LOG];
};

static struct log *current;
static const char *ignored; /* id of the event that was put in, and how often it came */
static size_t ignored_count;
static bool putting_urc; /* it is being fed just now */
static bool transparent; /* it came as the peer's data */

static void append(const void *bytes, size_t length)
{
    assert_true(current->length + length < LOG);
    memcpy(current->text + current->length, bytes, length);
    current->length += length;
}

static void append_fields(const struct atb_tool_event *event)
{
    char field[64];
    for (uint32_t i = 0; i < event->value_count; i++) {
        const struct atb_tool_value *value = &event->values[i];
        int length = snprintf(field, sizeof field, " %.40s=%d", value->name,
                              value->text == NULL && value->present ? (int)value->number : -9999);
        append(field, (size_t)length);
        if (value->text != NULL) {
            append(value->text, value->length);
        }
    }
}

static void on_event(const struct atb_tool_event *event)
{
    bool continues = comes_in_pieces(event->kind) && current->last == event->kind;
    transparent = transparent || (putting_urc && event->kind == ATB_EVENT_DATA);
    if (ignored != NULL && event->id != NULL && strcmp(event->id, ignored) == 0) {
        ignored_count++;
        return;
    }
    if (!continues) {
        char head[128];
        int length = snprintf(head, sizeof head, "\n%u %s: ", event->kind,
                              event->id == NULL ? "-" : event->id);
        append(head, (size_t)length);
        append_fields(event);
        append(" |", 2);
    }
    append(event->text, event->length);
    current->last = event->kind == ATB_EVENT_PAYLOAD && event->remaining == 0 ? -1 : event->kind;
}

/* ---- feeding ---------------------------------------------------------------- */

/* A page after which nothing may be read; chunks are laid against its end. */
static uint8_t *page_end(void)
{
    static uint8_t *end;
    if (end == NULL) {
        size_t size = (size_t)sysconf(_SC_PAGESIZE);
        uint8_t *pages =
            mmap(NULL, 3 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        assert_true(pages != MAP_FAILED);
        assert_int_equal(mprotect(pages + 2 * size, size, PROT_NONE), 0);
        end = pages + 2 * size;
    }
    return end;
}

static void feed(const uint8_t *bytes, size_t length)
{
    uint8_t *chunk = page_end() - length;
    memcpy(chunk, bytes, length);
    atb_tool_feed((const char *)chunk, length);
    memset(chunk, 0xA5, length); /* whoever kept a pointer will see it */
}

/* Where a run cuts: pieces of `size` bytes, and after `at` and `also` bytes of the transcript. */
struct cuts {
    size_t size;
    size_t at;
    size_t also; /* a second one, or 0 */
};

/* Of the `piece` bytes behind `from`, those before the cut. */
static size_t up_to(size_t cut, size_t from, size_t piece)
{
    return cut > from && cut < from + piece ? cut - from : piece;
}

static void feed_cut(const struct step *step, const struct cuts *cuts, size_t before)
{
    for (size_t done = 0; done < step->length;) {
        size_t piece = step->length - done;
        if (cuts->size > 0 && piece > cuts->size) {
            piece = cuts->size;
        }
        piece = up_to(cuts->at, before + done, piece);
        piece = up_to(cuts->also, before + done, piece);
        feed(step->bytes + done, piece);
        done += piece;
    }
}

static void feed_urc(void)
{
    putting_urc = true;
    feed((const uint8_t *)"\r\n", 2);
    feed((const uint8_t *)urc, strlen(urc));
    feed((const uint8_t *)"\r\n", 2);
    putting_urc = false;
}

/* One transcript from its T step on. Consecutive F steps are one stream for the cuts. */
static size_t replay(size_t from, const struct cuts *cuts, size_t urc_at, struct log *log)
{
    size_t before = 0;
    size_t boundary = 0;
    current = log;
    log->length = 0;
    log->last = -1;
    atb_tool_begin(on_event);
    for (size_t i = from + 1; i < step_count && steps[i].kind != 'T'; i++) {
        const struct step *step = &steps[i];
        if (step->kind == 'E') {
            atb_tool_expect(step->text, strlen(step->text));
            log->last = -1;
        } else if (step->kind == 'S') {
            assert_int_equal(atb_tool_set(step->text, step->element, step->value), 0);
        } else if (step->kind == 'F') {
            feed_cut(step, cuts, before);
            before += step->length;
        } else if (++boundary == urc_at) {
            feed_urc();
        }
    }
    log->text[log->length] = 0;
    return urc_at == 0 ? before : boundary;
}

static void assert_same(size_t from, const struct log *whole, const struct log *other,
                        const char *how, size_t number)
{
    if (whole->length != other->length || memcmp(whole->text, other->text, whole->length) != 0) {
        print_error("%s, %s %zu: events differ\n--- whole%s\n--- cut%s\n", steps[from].text, how,
                    number, whole->text, other->text);
        fail();
    }
}

/* ---- the tests ---------------------------------------------------------------- */

static struct log whole;
static struct log other;

static void test_every_single_cut(void **state)
{
    (void)state;
    for (size_t from = 0; from < step_count; from++) {
        if (steps[from].kind != 'T') {
            continue;
        }
        size_t length = replay(from, &(struct cuts){0, 0, 0}, 0, &whole);
        for (size_t at = 1; at < length; at++) {
            replay(from, &(struct cuts){0, at, 0}, 0, &other);
            assert_same(from, &whole, &other, "cut after byte", at);
        }
    }
}

/* Takes minutes: only where ATBIND_LONG is set (tests/long). */
static void test_every_pair_of_cuts(void **state)
{
    (void)state;
    for (size_t from = 0; getenv("ATBIND_LONG") != NULL && from < step_count; from++) {
        if (steps[from].kind != 'T') {
            continue;
        }
        size_t length = replay(from, &(struct cuts){0, 0, 0}, 0, &whole);
        for (size_t at = 1; at < length; at++) {
            for (size_t also = at + 1; also < length; also++) {
                replay(from, &(struct cuts){0, at, also}, 0, &other);
                assert_same(from, &whole, &other, "two cuts, the first after byte", at);
            }
        }
    }
}

static void test_every_chunk_size(void **state)
{
    (void)state;
    for (size_t from = 0; from < step_count; from++) {
        if (steps[from].kind != 'T') {
            continue;
        }
        replay(from, &(struct cuts){0, 0, 0}, 0, &whole);
        for (size_t size = 1; size <= 100; size++) {
            replay(from, &(struct cuts){size, 0, 0}, 0, &other);
            assert_same(from, &whole, &other, "chunks of", size);
        }
    }
}

/* The id of the event that the URC alone gives. */
static const char *id_of_urc(void)
{
    static char id[128];
    static struct log alone;
    current = &alone;
    alone.length = 0;
    atb_tool_begin(on_event);
    feed((const uint8_t *)urc, strlen(urc));
    feed((const uint8_t *)"\r\n", 2);
    alone.text[alone.length] = 0;
    assert_int_equal(sscanf(alone.text, "\n3 %127[^:]", id), 1); /* 3: ATB_EVENT_URC */
    return id;
}

static void put_urc_everywhere(size_t from)
{
    size_t boundaries = replay(from, &(struct cuts){0, 0, 0}, SIZE_MAX, &whole);
    size_t usual = ignored_count;
    for (size_t at = 1; at <= boundaries; at++) {
        ignored_count = 0;
        transparent = false;
        replay(from, &(struct cuts){0, 0, 0}, at, &other);
        if (!transparent) { /* there a URC would be the peer's data */
            assert_int_equal(ignored_count, usual + 1);
            assert_same(from, &whole, &other, "URC after line", at);
        }
    }
}

static void test_a_urc_between_any_two_lines(void **state)
{
    const char *id = id_of_urc();
    (void)state;
    ignored = id;
    for (size_t from = 0; from < step_count; from++) {
        if (steps[from].kind == 'T') {
            ignored_count = 0;
            put_urc_everywhere(from);
        }
    }
    ignored = NULL;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_single_cut),
        cmocka_unit_test(test_every_pair_of_cuts),
        cmocka_unit_test(test_every_chunk_size),
        cmocka_unit_test(test_a_urc_between_any_two_lines),
    };
    if (argc < 3) {
        fprintf(stderr, "usage: replay SCRIPT URC\n");
        return 2;
    }
    script_path = argv[1];
    urc = argv[2];
    return cmocka_run_group_tests(tests, read_script, NULL);
}
