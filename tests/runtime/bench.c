/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <ctype.h>
#include <stdio.h>

#include "../pieces.h"
#include "atb_names.h"

extern const struct atb_names toy_names;

const struct atb_value empty = {.kind = ATB_EMPTY_POSITION};
const struct atb_value absent = {.kind = ATB_ABSENT};
const struct atb_value data_here = {.kind = ATB_BYTES};

struct atb_value number(int32_t value)
{
    return (struct atb_value){.number = value, .kind = ATB_NUMBER};
}

struct atb_value text(const char *value)
{
    return (struct atb_value){.text = value, .kind = ATB_STRING};
}

/* ---- the port ------------------------------------------------------------------ */

static int take_bytes(void *context, const void *from, size_t length)
{
    struct bench *bench = context;
    size_t count = length < bench->takes ? length : bench->takes;
    if (bench->fails) {
        return -1;
    }
    if (bench->once && bench->taken > 0) {
        bench->taken = 0;
        return 0;
    }
    bench->taken++;
    assert_true(bench->sent_length + count <= sizeof bench->sent);
    memcpy(bench->sent + bench->sent_length, from, count);
    bench->sent_length += count;
    return (int)count;
}

static int give_bytes(void *context, void *to, size_t size, uint32_t wait_ms)
{
    struct bench *bench = context;
    size_t count = bench->input_length < size ? bench->input_length : size;
    if (bench->read_fails) {
        return -1;
    }
    count = count < bench->reads_at_once ? count : bench->reads_at_once;
    if (count > 0) {
        memcpy(to, bench->input, count);
        bench->input += count;
        bench->input_length -= count;
    }
    bench->time += count == 0 ? wait_ms : 0;
    return (int)count;
}

static uint32_t tell_time(void *context)
{
    return ((struct bench *)context)->time;
}

/* ---- the log -------------------------------------------------------------------- */

static void append(struct bench *bench, const char *format, ...)
{
    va_list arguments;
    size_t room = sizeof bench->log - bench->log_length;
    va_start(arguments, format);
    int length = vsnprintf(bench->log + bench->log_length, room, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && (size_t)length < room);
    bench->log_length += (size_t)length;
}

static void append_bytes(struct bench *bench, const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)at[i];
        append(bench, c < ' ' || c > '~' || c == '\\' ? "\\%02x" : "%c", c);
    }
}

static const char *kind_name(uint8_t kind)
{
    static const char *const names[] = {"echo",      "final",    "info",   "urc",
                                        "prompt",    "payload",  "data",   "text",
                                        "malformed", "overlong", "overrun"};
    return names[kind];
}

/* toy_urc_recv is RECV, toy_final_ok is OK, toy_qird_info is QIRD_INFO. */
static const char *line_name(unsigned line)
{
    static const char *const roles[] = {"urc_", "final_"};
    static char name[40];
    if (line >= toy_names.line_count) {
        return "-";
    }
    const char *id = toy_names.lines[line].id + strlen("toy_");
    for (size_t i = 0; i < ATB_LENGTH(roles); i++) {
        id += strncmp(id, roles[i], strlen(roles[i])) == 0 ? strlen(roles[i]) : 0;
    }
    for (size_t i = 0; i == 0 || id[i - 1] != '\0'; i++) {
        name[i] = (char)toupper((unsigned char)id[i]);
    }
    return name;
}

/* "urc RECV! |0|": kind, line, '!' where nobody handled it, text behind the keyword or all. */
static void on_event(void *app, const struct atb_event *event)
{
    struct bench *bench = app;
    bool goes_on = comes_in_pieces(event->kind) && bench->last_kind == event->kind &&
                   bench->last_line == (event->line << 1 | event->handled);
    const char *from = event->fields != NULL ? event->fields : event->text;
    bench->last_kind = -1;
    if (comes_in_pieces(event->kind)) {
        bench->last_kind = event->kind;
        bench->last_line = event->line << 1 | event->handled;
    }
    if (goes_on) {
        bench->log_length--; /* the line feed */
    } else {
        append(bench, "%s %s%s ", kind_name(event->kind), line_name(event->line),
               event->handled ? "" : "!");
        if (event->kind == ATB_EVENT_MALFORMED) {
            append(bench, "%d@%d ", event->status,
                   event->field == ATB_NO_INDEX ? -1 : event->field);
        }
    }
    append_bytes(bench, from, event->length - (size_t)(from - event->text));
    append(bench, "\n");
    if (event->remaining == 0 && event->kind != ATB_EVENT_DATA) {
        bench->last_kind = -1;
    }
}

/* ---- bench ------------------------------------------------------------------------ */

void bench_init(struct bench *bench, void *memory, size_t memory_size)
{
    memset(bench, 0, sizeof *bench);
    bench->port.write = take_bytes;
    bench->port.read = give_bytes;
    bench->port.now = tell_time;
    bench->port.context = bench;
    bench->takes = SIZE_MAX;
    bench->reads_at_once = SIZE_MAX;
    bench->done = NOT_DONE;
    bench->last_kind = -1;
    bench->time = 0xFFFFF000u; /* the clock wraps early in every test */
    assert_int_equal(atb_init(&bench->session, &toy_dialect, bench->settings, &bench->port,
                              memory != NULL ? memory : bench->memory,
                              memory != NULL ? memory_size : sizeof bench->memory, NULL, 0, bench),
                     ATB_OK);
    atb_set_on_event(&bench->session, on_event);
    atb_allow_transparent(&bench->session);
}

void bench_handlers(struct bench *bench, const struct atb_handler *handlers, size_t count)
{
    assert_int_equal(atb_init(&bench->session, &toy_dialect, bench->settings, &bench->port,
                              bench->memory, sizeof bench->memory, handlers, count, bench),
                     ATB_OK);
    atb_set_on_event(&bench->session, on_event);
    atb_allow_transparent(&bench->session);
}

/* From memory of exactly this size, so that the sanitizer sees a byte too many. */
void bench_feed(struct bench *bench, const char *from, size_t length)
{
    char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    memcpy(copy, from, length);
    atb_feed(&bench->session, copy, length);
    free(copy);
}

void bench_wait(struct bench *bench, uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms; passed += 10) {
        bench->time += 10;
        atb_tick(&bench->session);
    }
}

struct atb_command command_of(const struct atb_form *form, size_t count, ...)
{
    static struct atb_value of_some_commands[16][ATB_VALUES_MAX];
    static unsigned next;
    struct atb_value *values = of_some_commands[next++ % ATB_LENGTH(of_some_commands)];
    va_list given;
    memset(values, 0, sizeof of_some_commands[0]);
    va_start(given, count);
    for (size_t i = 0; i < count; i++) {
        values[i] = va_arg(given, struct atb_value);
    }
    va_end(given);
    return (struct atb_command){.form = form, .values = values};
}

void bench_done(void *app, int status)
{
    struct bench *bench = app;
    bench->done = status;
    bench->done_count++;
}

int bench_start(struct bench *bench, const struct atb_command *command, struct atb_answer *answer)
{
    bench->done = NOT_DONE;
    return atb_start(&bench->session, command, answer, bench_done, bench);
}

void assert_sent(struct bench *bench, const char *from, size_t length)
{
    bench->sent[bench->sent_length] = '\0';
    if (strlen(from) == length) {
        assert_string_equal(bench->sent, from);
    }
    assert_int_equal(bench->sent_length, length);
    assert_memory_equal(bench->sent, from, length);
    bench->sent_length = 0;
}

void assert_log(struct bench *bench, const char *log)
{
    bench->log[bench->log_length] = '\0';
    assert_string_equal(bench->log, log);
    bench->log_length = 0;
    bench->last_kind = -1;
}

struct atb_command qiopen(int32_t connect_id)
{
    return command_of(&toy_qiopen_form, 5, number(1), number(connect_id), text("TCP"),
                      text("192.0.2.7"), number(7));
}

struct atb_command qisend(int32_t connect_id, const char *data, size_t length)
{
    struct atb_command command =
        command_of(&toy_qisend_form, 2, number(connect_id), number((int32_t)length));
    command.payload = data;
    command.payload_length = length;
    return command;
}
