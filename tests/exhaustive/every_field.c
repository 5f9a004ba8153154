/* SPDX-License-Identifier: MIT */
/*
 * All texts up to N characters of ten that mean something, along every shape of all tables: what
 * the short way reads, the long way reads as well, to the same values, and finds nothing odd about
 * it.
 *
 *     test_every_field N
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atb_read.h"
#include "cellular.h"
#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

enum { TEXT_MAX = 16 };

static const char alphabet[] = {'0', '1', '9', '-', '"', ',', ' ', '\r', 'a', ':'};

struct values {
    union {
        struct atb_text align;
        char bytes[ATB_VALUES_ROOM];
    };
};

static char text[TEXT_MAX + 1];
static long read_shortly;

static void fail(const char *shape, size_t length)
{
    printf("not the same along \"%s\": \"%.*s\"\n", shape, (int)length, text);
    exit(1);
}

static void compare(const struct atb_chapter *chapter, const char *shape, size_t length)
{
    struct values one = {.bytes = {0}};
    struct values other = {.bytes = {0}};
    struct atb_reading reading = {
        .at = text, .end = text + length + 1, .flag = other.bytes, .chapter = chapter};
    text[length] = '\n';
    if (atb_read_plain(text, shape, chapter->ranges, one.bytes) == NULL) {
        return;
    }
    read_shortly++;
    if (atb_read(&reading, shape) != ATB_OK || (reading.found & ~ATB_LITERAL) != 0 ||
        memcmp(&one, &other, sizeof one) != 0) {
        fail(shape, length);
    }
}

static void try_texts(const struct atb_chapter *chapter, const char *shape, size_t at,
                      size_t length)
{
    if (at == length) {
        compare(chapter, shape, length);
        return;
    }
    for (size_t i = 0; i < sizeof alphabet; i++) {
        text[at] = alphabet[i];
        try_texts(chapter, shape, at + 1, length);
    }
}

/* A shape that the chapter has for an earlier line has been tried. */
static bool is_first(const struct atb_chapter *chapter, unsigned line)
{
    unsigned i = 0;
    while (chapter->lines[i].shape != chapter->lines[line].shape) {
        i++;
    }
    return i == line;
}

static void try_chapter(const struct atb_chapter *chapter, size_t most)
{
    const unsigned lines = (unsigned)chapter->line_count + chapter->layout_count;
    for (unsigned line = 0; line < lines; line++) {
        const char *shape = atb_shape_of(chapter, &chapter->lines[line]);
        for (size_t length = 0; is_first(chapter, line) && length <= most; length++) {
            try_texts(chapter, shape, 0, length);
        }
    }
}

int main(int argc, char **argv)
{
    const struct atb_chapter *const chapters[] = {&quectel_dialect.own, &simcom_dialect.own,
                                                  &fibocom_dialect.own, &onemo_dialect.own,
                                                  &cellular_chapter};
    const long most = argc > 1 ? strtol(argv[1], NULL, 10) : 4;
    if (most < 1 || most > TEXT_MAX) {
        return 2;
    }
    for (size_t i = 0; i < ATB_LENGTH(chapters); i++) {
        try_chapter(chapters[i], (size_t)most);
    }
    printf("%ld texts read in both ways\n", read_shortly);
    return read_shortly == 0;
}
