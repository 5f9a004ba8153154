/* SPDX-License-Identifier: MIT */
#include "atb_framer.h"

#include <string.h>

enum { NO_DIGIT = 16, WORD_MAX = 24 };

void atb_framer_init(struct atb_framer *framer, char *memory, size_t size)
{
    memset(framer, 0, sizeof *framer);
    framer->line = memory;
    framer->size = (uint16_t)(size - 1);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Hands out `length` bytes at *at and steps over them. */
static void cut_here(struct atb_cut *cut, uint8_t kind, const char **at, size_t length)
{
    cut->kind = kind;
    cut->text = *at;
    cut->length = length;
    cut->remaining = 0;
    *at += length;
}

/* ---- lines ----------------------------------------------------------------- */

static bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

static void append(struct atb_framer *framer, const char **at, size_t length)
{
    memcpy(framer->line + framer->length, *at, length);
    framer->length = (uint16_t)(framer->length + length);
    *at += length;
}

/* Where the line ends, or where payload may begin: the first LF or wanted comma; `end` if there is
 * none. */
static const char *find_stop(const struct atb_framer *framer, const char *at, const char *end)
{
    if (!framer->commas || framer->settled) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        return lf != NULL ? lf : end;
    }
    while (at < end && *at != '\n' && *at != ',') {
        at++;
    }
    return at;
}

/* The text of a line without the CRs before its LF. */
static bool cut_line(struct atb_framer *framer, struct atb_cut *cut, const char *text,
                     size_t length)
{
    while (length > 0 && text[length - 1] == '\r') {
        length--;
    }
    cut_here(cut, ATB_CUT_LINE, &text, length);
    framer->length = 0;
    framer->scanned = 0;
    framer->settled = false;
    return true;
}

/* A stop inside the chunk: the line's end, or a comma in it. */
static bool cut_at_stop(struct atb_framer *framer, const char **at, const char *stop,
                        struct atb_cut *cut)
{
    size_t length = (size_t)(stop + 1 - *at);
    const char *text = *at;
    bool in_place = framer->length == 0;
    if (!in_place) {
        append(framer, at, length);
        text = framer->line;
        length = framer->length;
    }
    if (*stop == ',') {
        framer->scanned = in_place ? (uint16_t)length : 0;
        cut_here(cut, ATB_CUT_COMMA, &text, length);
        return true;
    }
    *at = stop + 1;
    return cut_line(framer, cut, text, length - 1);
}

/* Steps over what may stand before a line: line ends, and the blank behind a prompt. */
static const char *skip_to_line(struct atb_framer *framer, const char *at, const char *end)
{
    if (framer->after_prompt) {
        framer->after_prompt = false;
        at += *at == ' ';
    }
    while (at < end && is_line_end(*at)) {
        at++;
    }
    return at;
}

static bool cut_prompt(struct atb_framer *framer, const char **at, struct atb_cut *cut)
{
    framer->prompt = false;
    framer->after_prompt = true;
    cut_here(cut, ATB_CUT_PROMPT, at, 1);
    return true;
}

/* The line is longer than the buffer: as much as fits is its first piece. */
static bool cut_overlong(struct atb_framer *framer, struct atb_cut *cut)
{
    const char *text = framer->line;
    framer->line[framer->length] = '\n';
    cut_here(cut, ATB_CUT_OVERLONG, &text, framer->length);
    cut->remaining = SIZE_MAX;
    framer->length = 0;
    framer->settled = false;
    framer->mode = ATB_FRAME_OVERLONG;
    return true;
}

/* The part of a line that is in the chunk, up to a stop, its end, or the buffer's. */
static bool next_part(struct atb_framer *framer, const char **at, const char *end,
                      struct atb_cut *cut)
{
    const char *from = *at + framer->scanned;
    size_t room = framer->size + 1u - framer->length - framer->scanned;
    const char *limit = from + smaller(room, (size_t)(end - from));
    bool full = limit == from + room;
    const char *stop = find_stop(framer, from, limit);
    if (stop < limit && (*stop == '\n' || !full || stop + 1 < limit)) {
        return cut_at_stop(framer, at, stop, cut);
    }
    framer->scanned = 0;
    append(framer, at, smaller((size_t)(limit - *at), (size_t)framer->size - framer->length));
    return full && cut_overlong(framer, cut);
}

static bool next_in_line(struct atb_framer *framer, const char **at, const char *end,
                         struct atb_cut *cut)
{
    if (framer->length == 0 && framer->scanned == 0) {
        *at = skip_to_line(framer, *at, end);
        if (*at == end) {
            return false;
        }
        if (framer->prompt && **at == '>') {
            return cut_prompt(framer, at, cut);
        }
    }
    return next_part(framer, at, end, cut);
}

static bool next_overlong(struct atb_framer *framer, const char **at, const char *end,
                          struct atb_cut *cut)
{
    const char *lf = memchr(*at, '\n', (size_t)(end - *at));
    cut_here(cut, ATB_CUT_OVERLONG, at, (size_t)((lf != NULL ? lf : end) - *at));
    cut->remaining = SIZE_MAX;
    if (lf != NULL) {
        cut->remaining = 0;
        *at += 1;
        framer->mode = ATB_FRAME_LINE;
    }
    return true;
}

/* ---- payload --------------------------------------------------------------- */

void atb_framer_payload(struct atb_framer *framer, size_t length, bool hex)
{
    framer->mode = length == SIZE_MAX ? ATB_FRAME_TO_LINE_END : ATB_FRAME_COUNTED;
    framer->left = length;
    framer->hex = hex || length == SIZE_MAX;
    framer->high = NO_DIGIT;
    framer->length = 0;
    framer->settled = false;
}

bool atb_framer_give_up(struct atb_framer *framer)
{
    bool coming = framer->left != 0 &&
                  (framer->mode == ATB_FRAME_COUNTED || framer->mode == ATB_FRAME_TO_LINE_END);
    if (coming) {
        framer->mode = ATB_FRAME_COUNTED;
        framer->left = 0;
    }
    return coming;
}

static bool cut_payload(struct atb_framer *framer, struct atb_cut *cut)
{
    cut->kind = ATB_CUT_PAYLOAD;
    cut->remaining = framer->left;
    if (framer->left == 0) {
        framer->mode = ATB_FRAME_LINE;
    }
    return true;
}

/* A character that is no part of the payload: the end of the line, or damage. */
static bool end_payload(struct atb_framer *framer, const char *at, struct atb_cut *cut)
{
    bool is_end =
        framer->mode == ATB_FRAME_TO_LINE_END && is_line_end(*at) && framer->high == NO_DIGIT;
    cut_here(cut, is_end ? ATB_CUT_PAYLOAD : ATB_CUT_BAD, &at, 0);
    framer->mode = ATB_FRAME_LINE;
    return true;
}

static bool next_raw(struct atb_framer *framer, const char **at, const char *end,
                     struct atb_cut *cut)
{
    size_t length = smaller(framer->left, (size_t)(end - *at));
    framer->left -= length;
    cut_here(cut, ATB_CUT_PAYLOAD, at, length);
    return cut_payload(framer, cut);
}

/* 0 to 15, or NO_DIGIT. */
static uint8_t digit_value(char c)
{
    char lower = (char)(c | 0x20);
    if (c >= '0' && c <= '9') {
        return (uint8_t)(c - '0');
    }
    return lower >= 'a' && lower <= 'f' ? (uint8_t)(lower - 'a' + 10) : (uint8_t)NO_DIGIT;
}

/* Joins two digits to a byte; a first digit alone is kept. */
static void take_digit(struct atb_framer *framer, uint8_t digit, struct atb_cut *cut)
{
    if (framer->high == NO_DIGIT) {
        framer->high = digit;
        return;
    }
    cut->decoded[cut->length++] = (uint8_t)(framer->high << 4 | digit);
    framer->high = NO_DIGIT;
    framer->left -= framer->mode == ATB_FRAME_COUNTED;
}

static bool next_hex(struct atb_framer *framer, const char **at, const char *end,
                     struct atb_cut *cut)
{
    const char *decoded = (const char *)cut->decoded;
    cut_here(cut, ATB_CUT_PAYLOAD, &decoded, 0);
    while (*at < end && framer->left > 0 && cut->length < ATB_DECODED_MAX) {
        uint8_t digit = digit_value(**at);
        if (digit == NO_DIGIT && **at != '"') {
            break;
        }
        if (digit != NO_DIGIT) {
            take_digit(framer, digit, cut);
        }
        (*at)++;
    }
    if (cut->length > 0) {
        return cut_payload(framer, cut);
    }
    return *at < end && end_payload(framer, *at, cut);
}

static bool next_payload(struct atb_framer *framer, const char **at, const char *end,
                         struct atb_cut *cut)
{
    return framer->hex ? next_hex(framer, at, end, cut) : next_raw(framer, at, end, cut);
}

/* ---- transparent mode ------------------------------------------------------ */

/*
 * Only capitals alone in a line can end transparent mode. What may become such a
 * line (CR LF, capitals, CR LF; at the start of a line without the first CR LF)
 * is held in the line buffer until it is one, or is not.
 */
void atb_framer_data(struct atb_framer *framer, bool on)
{
    framer->mode = on ? ATB_FRAME_DATA : ATB_FRAME_LINE;
    framer->line_start = on;
    framer->length = 0;
    framer->prompt = false;
}

struct atb_text atb_framer_release(struct atb_framer *framer)
{
    struct atb_text held = {framer->line, framer->length};
    framer->line_start = held.length > 0 && held.at[held.length - 1] == '\n';
    framer->length = 0;
    return held;
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Whether `c` may follow the bytes held. */
static bool may_hold(const struct atb_framer *framer, char c)
{
    const char *end = framer->line + framer->length;
    if (framer->length == 0) {
        return c == '\r' || (framer->line_start && is_capital(c));
    }
    if (framer->length == WORD_MAX || framer->length == framer->size) {
        return false;
    }
    switch (end[-1]) {
    case '\r':
        return c == '\n';
    case '\n':
        return is_capital(c);
    default:
        return is_capital(c) || c == ' ' || c == '\r';
    }
}

/* The CR LF behind the word may begin the next line: it stays, in front of what is handed out. */
struct atb_text atb_framer_pass_word(struct atb_framer *framer)
{
    struct atb_text word = {framer->line + 2, (uint16_t)(framer->length - 2u)};
    for (size_t i = framer->length - 1u; i > 1; i--) {
        framer->line[i] = framer->line[i - 2];
    }
    framer->line[0] = '\r';
    framer->line[1] = '\n';
    framer->length = 2;
    return word;
}

/* Whether the bytes held are a whole line; then `start` is where its word begins. */
static bool holds_word(const struct atb_framer *framer, size_t *start)
{
    *start = framer->line[0] == '\r' ? 2 : 0;
    return framer->length > *start && framer->line[framer->length - 1] == '\n';
}

static bool cut_held(struct atb_framer *framer, struct atb_cut *cut)
{
    struct atb_text held = atb_framer_release(framer);
    cut_here(cut, ATB_CUT_DATA, &held.at, held.length);
    return true;
}

static bool next_data(struct atb_framer *framer, const char **at, const char *end,
                      struct atb_cut *cut)
{
    size_t start = 0;
    while (*at < end && may_hold(framer, **at)) {
        append(framer, at, 1);
        if (holds_word(framer, &start)) {
            const char *word = framer->line + start;
            cut_here(cut, ATB_CUT_WORD, &word, framer->length - start - 2u);
            return true;
        }
    }
    if (*at == end) {
        return false;
    }
    if (framer->length > 0) {
        return cut_held(framer, cut);
    }
    const char *stop = memchr(*at, '\r', (size_t)(end - *at));
    framer->line_start = false;
    cut_here(cut, ATB_CUT_DATA, at, (size_t)((stop != NULL ? stop : end) - *at));
    return true;
}

/* ---- one piece ------------------------------------------------------------- */

bool atb_framer_push(struct atb_framer *framer, char byte)
{
    bool stops = byte == '\n' || (byte == ',' && framer->commas);
    if (stops || framer->mode != ATB_FRAME_LINE || framer->length == 0 ||
        framer->length == framer->size) {
        return false;
    }
    framer->line[framer->length++] = byte;
    return true;
}

/* Behind the head of a line whose payload follows; none may be left. */
static void begin_other(struct atb_framer *framer, const char **at)
{
    *at += framer->scanned;
    framer->scanned = 0;
    if (framer->mode == ATB_FRAME_COUNTED && framer->left == 0) {
        framer->mode = ATB_FRAME_LINE;
    }
}

bool atb_framer_next(struct atb_framer *framer, const char **at, const char *end,
                     struct atb_cut *cut)
{
    if (framer->mode != ATB_FRAME_LINE) {
        begin_other(framer, at);
    }
    if (*at == end) {
        return false;
    }
    switch (framer->mode) {
    case ATB_FRAME_LINE:
        return next_in_line(framer, at, end, cut);
    case ATB_FRAME_OVERLONG:
        return next_overlong(framer, at, end, cut);
    case ATB_FRAME_DATA:
        return next_data(framer, at, end, cut);
    default:
        return next_payload(framer, at, end, cut);
    }
}
