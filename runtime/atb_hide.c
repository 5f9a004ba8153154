/* SPDX-License-Identifier: MIT */
/*
 * A secret is known by the keyword and the commas before it. A modem repeats its line, though, and
 * other lines may cut that anywhere: so the record remembers what it saw leave, and hides what
 * reads like a piece of it.
 */
#include "atb_hide.h"

#include <string.h>

#include "atb_character.h"

/* So many characters of a secret are known wherever they stand; fewer where they are a line. */
enum { SECRET_DIGITS = 14, CARD_DIGITS = 6, PIECE_MIN = 3, SECRET = 0x80 };

static bool is_space(char c)
{
    return c == ' ' || atb_is_line_end(c);
}

/* The shape stays (quotes are no part of what is masked), so that the line is read as before. */
static void mask(char *at, size_t length)
{
    for (; length > 0; length--, at++) {
        if (!is_space(*at)) {
            *at = atb_is_digit(*at) ? '0' : '*';
        }
    }
}

/* ---- by keyword ------------------------------------------------------------------------------ */

/* What came last of the line, whatever cut it. Programs that are recorded may write small letters,
 * and blanks. */
static void note_last(struct atb_tap_side *side, char c)
{
    if (c == ' ') {
        return;
    }
    memmove(side->last, side->last + 1, sizeof side->last - 1);
    side->last[sizeof side->last - 1] = atb_capital(c);
}

/* Whether the keyword ends here. */
static bool ends_with(const struct atb_tap_side *side, const char *keyword)
{
    const size_t length = strlen(keyword);
    return length <= sizeof side->last &&
           memcmp(side->last + sizeof side->last - length, keyword, length) == 0;
}

/* The fields to be hidden behind a keyword that ends here. */
static uint8_t secret_behind(const struct atb_tap *tap, const struct atb_tap_side *side)
{
    for (unsigned i = 0; i < tap->secret_count; i++) {
        if (ends_with(side, tap->secrets[i].keyword)) {
            return tap->secrets[i].fields;
        }
    }
    return 0;
}

/* Wherever in the line the command stands ("ATE0;+CPIN=1234"), and also in a line's next piece. A
 * comma between quotes separates nothing. */
static void mask_fields(const struct atb_tap *tap, struct atb_tap_side *side)
{
    for (size_t i = 0; i < side->length; i++) {
        char c = side->bytes[i];
        if (c == '"') {
            side->quoted = !side->quoted;
        } else if (c == ',' && !side->quoted) {
            side->secret = (uint8_t)(side->secret >> 1);
        } else if (c == ';' && !side->quoted) {
            side->secret = 0;
        } else {
            mask(side->bytes + i, side->secret & 1u);
        }
        note_last(side, c);
        const uint8_t found = c == '=' || c == ':' ? secret_behind(tap, side) : (uint8_t)0;
        if (found != 0) {
            side->secret = found;
            side->quoted = false; /* whatever stood before */
        }
    }
}

/* Whether the next character goes on a number of so many: a digit; behind the first six of a
 * card's, which begins with 89, a letter, too: 898600C6112051005816. */
static bool goes_on(const char *number, size_t length)
{
    const char next = atb_capital(number[length]);
    return atb_is_digit(next) ||
           (length >= CARD_DIGITS && memcmp(number, "89", 2) == 0 && next >= 'A' && next <= 'F');
}

static void mask_numbers(char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && goes_on(bytes + i - count, count)) {
            count++;
        } else {
            mask(bytes + i - count, count >= SECRET_DIGITS ? count : 0);
            count = 0;
        }
    }
}

void atb_hide(const struct atb_tap *tap, struct atb_tap_side *side)
{
    mask_fields(tap, side);
    mask_numbers(side->bytes, side->length);
}

/* ---- by what was said ------------------------------------------------------------------------ */

/* Of a line that is longer than its room the end is kept. */
static void say(struct atb_tap_said *said, char c, bool secret)
{
    if (said->length == sizeof said->bytes) {
        said->length--;
        memmove(said->bytes, said->bytes + 1, said->length);
    }
    said->bytes[said->length++] = (uint8_t)((uint8_t)c | (secret ? SECRET : 0));
}

/* What looks like a mask is masked by it all the same. */
static char unlike_masks(char c)
{
    return (char)(c == '0' || c == '*' ? c + 1 : c);
}

void atb_hide_learn(struct atb_tap *tap, bool begins)
{
    struct atb_tap_said *said = &tap->said;
    const struct atb_tap_side *side = &tap->sent;
    struct atb_tap_side hidden = *side;
    said->length = begins ? 0 : said->length;
    for (size_t i = 0; i < side->length; i++) {
        hidden.bytes[i] = unlike_masks(side->bytes[i]);
    }
    atb_hide(tap, &hidden);
    for (size_t i = 0; i < side->length; i++) {
        say(said, side->bytes[i], hidden.bytes[i] != unlike_masks(side->bytes[i]));
    }
}

/* How far the text goes on as what was said from `at` on; `secret` of that is secret. */
static size_t agree(const struct atb_tap_said *said, size_t at, struct atb_text text,
                    size_t *secret)
{
    size_t count = 0;
    *secret = 0;
    while (count < text.length && at + count < said->length &&
           (said->bytes[at + count] & 0x7F) == (uint8_t)text.at[count]) {
        *secret += said->bytes[at + count] >> 7;
        count++;
    }
    return count;
}

/* The text is what was said from `at` on. */
static void mask_as_said(const struct atb_tap_said *said, size_t at, char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        mask(text + i, said->bytes[at + i] >> 7);
    }
}

/* What begins here and is said as well; `whole` where it is all of a line. */
static void hide_piece(const struct atb_tap_said *said, char *text, size_t length, bool whole)
{
    for (size_t at = 0; at < said->length; at++) {
        size_t secret;
        size_t count = agree(said, at, (struct atb_text){text, (uint16_t)length}, &secret);
        if (secret >= PIECE_MIN || (whole && count == length)) {
            mask_as_said(said, at, text, count);
        }
    }
}

/* These say nothing, though a password have such letters in it. */
static bool is_final(const char *text, size_t length)
{
    return (length == 2 && memcmp(text, "OK", 2) == 0) ||
           (length == 5 && memcmp(text, "ERROR", 5) == 0);
}

void atb_hide_repeated(const struct atb_tap_said *said, struct atb_tap_side *side)
{
    char *text = side->bytes;
    size_t length = side->length;
    for (; length > 0 && is_space(text[length - 1]); length--) {
    }
    for (; length > 0 && is_space(*text); length--) {
        text++;
    }
    if (is_final(text, length)) {
        return;
    }
    for (size_t i = 0; i < length; i++) {
        hide_piece(said, text + i, length - i, i == 0);
    }
}
