/* SPDX-License-Identifier: MIT */
/*
 * Every keyword of every chapter, with each of its characters replaced by every byte: the
 * scanner says what the list of keywords in the tables says, which knows no automaton.
 */
#include <ctype.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "atb.h"
#include "atb_scan.h"

/* A keyword of one line. */
struct keyword {
    const struct atb_chapter *chapter;
    unsigned line;      /* its id */
    const char *prefix; /* what the line begins with */
    const char *words;  /* behind it, without quotes; "": none, or a number */
    const char *text;   /* all of it, as the manual has it */
};

#include "keyword_rows.h"

/* Where a word ends that the text begins with, in letters of either case; NULL: it does not. */
static const char *behind(const char *text, const char *word)
{
    for (; *word != '\0'; word++, text++) {
        if (toupper((unsigned char)*text) != toupper((unsigned char)*word)) {
            return NULL;
        }
    }
    return text;
}

static bool begins(const char *text, const struct keyword *keyword)
{
    const char *rest = behind(text, keyword->prefix);
    if (rest == NULL || *keyword->words == '\0') {
        return rest != NULL;
    }
    rest += strspn(rest, " \t");
    rest += *rest == '"';
    return behind(rest, keyword->words) != NULL;
}

/* Whether the line is one of those that the scanner's keyword may begin. */
static bool may_begin(const struct atb_chapter *chapter, unsigned number, unsigned line)
{
    const struct atb_keyword *found = &chapter->keywords[number];
    return memchr(chapter->candidates + found->first, (int)line, found->count) != NULL;
}

/* Whether the text begins with the keyword of a line that the scanner found. */
static bool in_tables(const struct atb_chapter *chapter, unsigned number, const char *text)
{
    for (size_t i = 0; i < ATB_LENGTH(keywords); i++) {
        const struct keyword *keyword = &keywords[i];
        if (keyword->chapter == chapter && may_begin(chapter, number, keyword->line) &&
            begins(text, keyword)) {
            return true;
        }
    }
    return false;
}

/* A keyword with one character replaced is unknown, unless only the case of a letter is another,
 * or is what the text begins with; unchanged, it is itself. */
static bool is_right(const struct keyword *keyword, unsigned number, const char *text)
{
    if (number == 0) {
        return behind(text, keyword->text) == NULL;
    }
    const bool itself = memcmp(text, keyword->text, strlen(keyword->text)) == 0;
    return itself ? may_begin(keyword->chapter, number, keyword->line)
                  : in_tables(keyword->chapter, number, text);
}

static void scan(const struct keyword *keyword, const char *text)
{
    const char *fields = NULL;
    const unsigned number = atb_scan(keyword->chapter, text, &fields);
    const bool right = is_right(keyword, number, text);
    if (!right) {
        print_error("keyword %u: %.*s", number, (int)strlen(keyword->text) + 1, text);
    }
    assert_true(right);
}

static void replace_each_character(const struct keyword *keyword, char *text)
{
    for (char *at = text; *at != '\n'; at++) {
        const char own = *at;
        for (unsigned byte = 0; byte <= UCHAR_MAX; byte++) {
            *at = (char)byte;
            scan(keyword, text);
        }
        *at = own;
    }
}

static void every_keyword_with_every_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATB_LENGTH(keywords); i++) {
        const size_t length = strlen(keywords[i].text);
        char *text = malloc(length + 1); /* ends where the line ends, for the sanitizer */
        memcpy(text, keywords[i].text, length);
        text[length] = '\n';
        replace_each_character(&keywords[i], text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_keyword_with_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
