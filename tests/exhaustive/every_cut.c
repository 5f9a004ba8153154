/* SPDX-License-Identifier: MIT */
/*
 * All texts up to N characters of eight that mean something, at every place where
 * bytes arrive, in all their cuts: the events are the same, every byte is in one
 * of them, and nothing beyond a chunk or the session's memory is touched (both end
 * where a page begins that may not be).
 *
 *     test_every_cut N [PLACE]       PLACE: one of places.c, by number
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../pieces.h"
#include "../sink.h"
#include "places.h"

enum { PAGE = 4096, SETTINGS = 64, LOG = 2048, TEXT_MAX = 16, STILL_HERE = 10 };

static const char alphabet[] = {'\r', '\n', '>', ',', ' ', '"', '1', 'A'};
static const char flush[] = "\r\n\r\nA\r\n"; /* ends whatever is under way and may be ended */

struct log {
    size_t length;
    int last;
    size_t bytes; /* of events; line ends, blanks, commas and quotes may be in none */
    char text[LOG];
};

/* All that a session changes, so that it can be put back. */
struct world {
    struct atb_session session; /* first: a dialect's modem begins with it */
    int32_t settings[SETTINGS];
};

static struct world world, prepared;
static char *memory_end, *chunk_end;
static char prepared_memory[2 * PAGE];
static size_t memory_size, room;
static bool port_is_slow;
static struct log *current;
static unsigned long framings, failures;

/* ---- the events in a log -------------------------------------------------------- */

static void append(const void *bytes, size_t length)
{
    if (current->length + length > LOG) {
        fprintf(stderr, "the log is too small\n");
        exit(1);
    }
    memcpy(current->text + current->length, bytes, length);
    current->length += length;
}

static size_t substance(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += strchr("\r\n ,\"", text[i]) == NULL || text[i] == '\0';
    }
    return count;
}

/* Pieces are joined, so that only their sum counts; the last of a counted payload is marked. */
static void on_event(void *app, const struct atb_event *event)
{
    const int is = event->kind << 8 | event->line;
    const char head[] = {(char)event->kind, (char)event->line, (char)event->handled,
                         (char)event->status, (char)event->field};
    (void)app;
    if (!comes_in_pieces(event->kind) || current->last != is) {
        append(head, sizeof head);
    }
    append(event->text, event->length);
    current->bytes += substance(event->text, event->length);
    current->last = is;
    if (event->kind != ATB_EVENT_DATA && comes_in_pieces(event->kind) && event->remaining == 0) {
        append("|", 1);
    }
}

void note_done(void *app, int status)
{
    const char end[] = {'!', (char)status};
    (void)app;
    append(end, sizeof end);
}

/* ---- one framing ------------------------------------------------------------------ */

/* A slow port takes a command but for its last bytes; then a byte for each chunk that comes. With
 * the last of them the prompt would begin to count: that must not hang on the cuts. */
static int write_some(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    if (port_is_slow) {
        length = length < room ? length : room;
        room -= length;
    }
    return (int)length;
}

/* `size` bytes that end where a page begins that may not be touched. */
static char *guarded(size_t pages)
{
    char *from =
        mmap(NULL, (pages + 1) * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (from == MAP_FAILED || mprotect(from + pages * PAGE, PAGE, PROT_NONE) != 0) {
        perror("mmap");
        exit(1);
    }
    return from + pages * PAGE;
}

static void prepare(const struct place *place)
{
    static const struct atb_port port = {write_some, NULL, no_time, NULL, NULL};
    static struct log ignored;
    struct atb_session *session = &world.session;
    current = &ignored;
    ignored.length = 0;
    port_is_slow = place->slow;
    room = sizeof "AT+QISEND=0,3\r" - 1 - STILL_HERE;
    memory_size = place->memory != 0 ? place->memory : place->dialect->line_max + 1024u;
    memset(&world, 0, sizeof world);
    atb_init(session, place->dialect, world.settings, &port, memory_end - memory_size, memory_size,
             NULL, 0, NULL);
    atb_set_on_event(session, on_event);
    for (unsigned i = 0; place->settings > 0 && i < place->dialect->setting_count; i++) {
        atb_set_setting(session, i, place->settings - 1);
    }
    if (place->prepare != NULL) {
        place->prepare(session);
    }
    prepared = world;
    memcpy(prepared_memory, memory_end - memory_size, memory_size);
}

static void feed(const char *bytes, size_t length)
{
    char *chunk = chunk_end - length;
    memcpy(chunk, bytes, length);
    room++;
    atb_feed(&world.session, chunk, length);
    memset(chunk, '#', length); /* nothing may be read behind the call */
}

/* Feeds `text`, cut behind character i where bit i of `cuts` is set. */
static void run(struct log *log, const char *text, size_t length, unsigned long cuts)
{
    size_t from = 0;
    world = prepared;
    memcpy(memory_end - memory_size, prepared_memory, memory_size);
    current = log;
    log->length = log->bytes = 0;
    log->last = -1;
    room = 0;
    for (size_t i = 0; i < length; i++) {
        if (i + 1 == length || (cuts >> i & 1) != 0) {
            feed(text + from, i + 1 - from);
            from = i + 1;
        }
    }
    feed(flush, sizeof flush - 1);
}

/* ---- all of them ------------------------------------------------------------------- */

static void print_text(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        printf(text[i] >= ' ' && text[i] <= '~' ? "%c" : "\\x%02x", (unsigned char)text[i]);
    }
    printf("\n");
}

static void fail(const struct place *place, const char *text, size_t length, unsigned long cuts,
                 const char *what)
{
    printf("%s, cut at 0x%lx: %s\n  ", place->name, cuts, what);
    print_text(text, length);
    failures++;
}

static void same_events(const struct place *place, const char *text, size_t length,
                        const struct log *whole, unsigned long cuts)
{
    static struct log cut;
    run(&cut, text, length, cuts);
    framings++;
    if (cut.length != whole->length || memcmp(cut.text, whole->text, whole->length) != 0) {
        fail(place, text, length, cuts, "other events than uncut");
        print_text(whole->text, whole->length);
        print_text(cut.text, cut.length);
    }
}

/* The text behind its head: whole, then in all cuts, the head apart or not, or byte by byte. */
static void all_cuts(const struct place *place, const char *text, size_t head, size_t length)
{
    static struct log whole;
    const unsigned long bytewise = (1ul << head) - 1;
    run(&whole, text, length, 0);
    framings++;
    if (!place->hex &&
        whole.bytes != substance(text, length) + substance(flush, sizeof flush - 1)) {
        fail(place, text, length, 0, "a byte is in no event, or in two");
        print_text(whole.text, whole.length);
    }
    for (unsigned long cuts = 1; cuts < 1ul << (length - head - 1); cuts++) {
        same_events(place, text, length, &whole, cuts << head);
    }
    if (head > 0) {
        same_events(place, text, length, &whole, bytewise);
        same_events(place, text, length, &whole, bytewise | ((1ul << length) - 1) << head);
    }
}

static void all_texts(const struct place *place, size_t longest)
{
    char text[TEXT_MAX + 48];
    size_t head = place->head != NULL ? strlen(place->head) : 0;
    memcpy(text, place->head != NULL ? place->head : "", head);
    prepare(place);
    if (place->slow && longest > STILL_HERE - 2) {
        longest = STILL_HERE - 2; /* and a chunk that flushes */
    }
    for (size_t length = 1; length <= longest; length++) {
        for (unsigned long number = 0; number < 1ul << 3 * length; number++) {
            for (size_t i = 0; i < length; i++) {
                text[head + i] = alphabet[number >> 3 * i & 7];
            }
            all_cuts(place, text, head, head + length);
            if (failures > 9) {
                return;
            }
        }
    }
}

int main(int argc, char **argv)
{
    size_t longest = argc > 1 ? (size_t)atoi(argv[1]) : 4;
    bool wrong = false;
    memory_end = guarded(2);
    chunk_end = guarded(1);
    for (size_t i = 0; i < place_count; i++) {
        if (argc < 3 || (size_t)atoi(argv[2]) == i) {
            framings = failures = 0;
            all_texts(&places[i], longest < TEXT_MAX ? longest : TEXT_MAX);
            printf("%-45s %12lu framings\n", places[i].name, framings);
            wrong = wrong || failures != 0;
        }
    }
    return wrong;
}
