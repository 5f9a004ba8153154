/* SPDX-License-Identifier: MIT */
#include "atb_kind.h"

#include "atb_character.h"
#include "atb_writer.h"

/* ---- numbers -------------------------------------------------------------- */

static bool spans(const struct atb_parameter *parameter, int32_t number)
{
    return number >= parameter->span.min && number <= parameter->span.max;
}

static void put_number(struct atb_walk *walk, int32_t number)
{
    char digits[11];
    unsigned count = 0;
    uint32_t rest = number < 0 ? 0u - (uint32_t)number : (uint32_t)number;
    if (number < 0) {
        atb_put_character(walk, '-');
    }
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    while (count > 0) {
        atb_put_character(walk, digits[--count]);
    }
}

static int32_t written(const struct atb_walk *walk, const struct atb_value *value)
{
    return value == walk->stated ? walk->count : value->number;
}

static int put_integer(struct atb_walk *walk, const struct atb_parameter *parameter,
                       const struct atb_value *value)
{
    put_number(walk, written(walk, value));
    return spans(parameter, value->number) ? ATB_OK : ATB_BAD_RANGE;
}

static int put_wide_integer(struct atb_walk *walk, const struct atb_parameter *parameter,
                            const struct atb_value *value)
{
    put_number(walk, written(walk, value));
    return atb_is_within(parameter->range, value->number) ? ATB_OK : ATB_BAD_RANGE;
}

static int put_integers(struct atb_walk *walk, const struct atb_parameter *parameter,
                        const struct atb_value *value)
{
    const struct atb_range *run = parameter->range + 1;
    while (run->min <= run->max && !atb_is_within(run, value->number)) {
        run++;
    }
    int status = put_wide_integer(walk, parameter, value);
    return run->min > run->max && status == ATB_OK ? ATB_BAD_VALUE : status;
}

const struct atb_kind atb_integer = {.put = put_integer, .value = ATB_NUMBER};
const struct atb_kind atb_wide_integer = {
    .put = put_wide_integer, .value = ATB_NUMBER, .wide = true};
const struct atb_kind atb_integers = {.put = put_integers, .value = ATB_NUMBER, .wide = true};

/* ---- texts ----------------------------------------------------------------- */

static bool is_one_of(const char *runs, char c)
{
    for (; *runs != '\0'; runs += 2) {
        if ((unsigned char)c >= (unsigned char)runs[0] &&
            (unsigned char)c <= (unsigned char)runs[1]) {
            return true;
        }
    }
    return false;
}

static void put_quote(struct atb_walk *walk, const struct atb_parameter *parameter)
{
    if (parameter->kind->quoted) {
        atb_put_character(walk, '"');
    }
}

/* Puts it with its quotes, and returns its length; below 0: a character may not stand here. */
static int32_t put_characters(struct atb_walk *walk, const struct atb_parameter *parameter,
                              const char *text)
{
    const char *runs = parameter->kind->characters;
    int32_t length = 0;
    put_quote(walk, parameter);
    for (; *text != '\0'; text++) {
        length = length < 0 || !is_one_of(runs, *text) ? -1 : length + 1;
        atb_put_character(walk, *text);
    }
    put_quote(walk, parameter);
    return length;
}

static int put_text(struct atb_walk *walk, const struct atb_parameter *parameter,
                    const struct atb_value *value)
{
    if (value->text == NULL) {
        return ATB_MISSING;
    }
    int32_t length = put_characters(walk, parameter, value->text);
    if (length < 0) {
        return ATB_BAD_CHARACTER;
    }
    return spans(parameter, length) ? ATB_OK : ATB_BAD_LENGTH;
}

/* A text that must be more than its characters and its length say. */
static int put_checked(struct atb_walk *walk, const struct atb_parameter *parameter,
                       const struct atb_value *value, int (*check)(const char *text))
{
    int status = put_text(walk, parameter, value);
    bool stands = status == ATB_OK || status == ATB_BAD_LENGTH;
    int checked = stands && value->text[0] != '\0' ? check(value->text) : ATB_OK;
    return checked != ATB_OK ? checked : status;
}

/* Control characters, quotes, DEL never; commas and semicolons only between quotes. Each is an
 * object of its own: of literals the linker keeps all where it keeps one. */
static const char in_quotes[] = " !#[]~\x80\xFF";
static const char with_backslash[] = " !#~\x80\xFF";
static const char outside_quotes[] = " !#+-:<[]~\x80\xFF";
static const char out_and_backslash[] = " !#+-:<~\x80\xFF";
static const char of_hex[] = "09AFaf";
static const char of_hosts[] = "-.0:AZ__az";
static const char of_domains[] = "-.09AZaz";

const struct atb_kind atb_quoted = {
    .put = put_text, .characters = in_quotes, .value = ATB_STRING, .quoted = true};
const struct atb_kind atb_quoted_backslash = {
    .put = put_text, .characters = with_backslash, .value = ATB_STRING, .quoted = true};
const struct atb_kind atb_bare = {
    .put = put_text, .characters = outside_quotes, .value = ATB_STRING};
const struct atb_kind atb_bare_backslash = {
    .put = put_text, .characters = out_and_backslash, .value = ATB_STRING};
const struct atb_kind atb_hex_text = {.put = put_text, .characters = of_hex, .value = ATB_STRING};
const struct atb_kind atb_host = {
    .put = put_text, .characters = of_hosts, .value = ATB_STRING, .quoted = true};

/* ---- words ------------------------------------------------------------------ */

static bool is_same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

int32_t atb_find_word(const char *const *words, const char *text)
{
    for (int32_t i = 0; words[i] != NULL; i++) {
        if (is_same(words[i], text)) {
            return i;
        }
    }
    return -1;
}

static int put_word(struct atb_walk *walk, const struct atb_parameter *parameter,
                    const struct atb_value *value)
{
    if (value->text == NULL) {
        return ATB_MISSING;
    }
    (void)put_characters(walk, parameter, value->text);
    return atb_find_word(parameter->words, value->text) < 0 ? ATB_BAD_VALUE : ATB_OK;
}

const struct atb_kind atb_words = {
    .put = put_word, .characters = in_quotes, .value = ATB_STRING, .quoted = true, .listed = true};
const struct atb_kind atb_bare_words = {
    .put = put_word, .characters = in_quotes, .value = ATB_STRING, .listed = true};

/* ---- IP addresses -------------------------------------------------------- */

static bool is_hex(char c)
{
    return atb_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "192.0.2.7", each part 0 to 255, up to the final NUL. */
static bool is_ipv4(const char *at)
{
    for (unsigned part = 0; part < 4; part++) {
        unsigned value = 0;
        unsigned digits = 0;
        for (; atb_is_digit(*at) && digits < 3; at++, digits++) {
            value = value * 10 + (unsigned)(*at - '0');
        }
        if (digits == 0 || value > 255 || *at != (part < 3 ? '.' : '\0')) {
            return false;
        }
        at++;
    }
    return true;
}

static unsigned hex_digits(const char *at)
{
    unsigned digits = 0;
    while (is_hex(at[digits])) {
        digits++;
    }
    return digits;
}

/* What has been read of an IPv6 address. */
struct groups {
    const char *at;
    unsigned count;
    bool gap; /* "::" was there */
};

/* Takes ':' behind a group, or "::". False: that is no separator, or nothing follows it. */
static bool take_colons(struct groups *groups)
{
    if (*groups->at++ != ':' || *groups->at == '\0') {
        return false;
    }
    if (*groups->at != ':') {
        return true;
    }
    groups->at++;
    return !groups->gap && (groups->gap = true);
}

/* Eight groups of 1 to 4 hex digits; "::" once for any number of them; IPv4 for the last two. */
static bool is_ipv6(const char *text)
{
    struct groups groups = {text, 0, text[0] == ':' && text[1] == ':'};
    groups.at += groups.gap ? 2 : 0;
    while (*groups.at != '\0') {
        unsigned digits = hex_digits(groups.at);
        if (groups.at[digits] == '.') {
            return is_ipv4(groups.at) && (groups.gap ? groups.count <= 5 : groups.count == 6);
        }
        if (digits == 0 || digits > 4) {
            return false;
        }
        groups.count++;
        groups.at += digits;
        if (*groups.at != '\0' && !take_colons(&groups)) {
            return false;
        }
    }
    return groups.gap ? groups.count <= 7 : groups.count == 8;
}

static int check_ip(const char *text)
{
    return is_ipv4(text) || is_ipv6(text) ? ATB_OK : ATB_BAD_VALUE;
}

static int check_ipv4(const char *text)
{
    return is_ipv4(text) ? ATB_OK : ATB_BAD_VALUE;
}

static int check_ipv6(const char *text)
{
    return is_ipv6(text) ? ATB_OK : ATB_BAD_VALUE;
}

static int put_ip(struct atb_walk *walk, const struct atb_parameter *parameter,
                  const struct atb_value *value)
{
    return put_checked(walk, parameter, value, check_ip);
}

static int put_ipv4(struct atb_walk *walk, const struct atb_parameter *parameter,
                    const struct atb_value *value)
{
    return put_checked(walk, parameter, value, check_ipv4);
}

static int put_ipv6(struct atb_walk *walk, const struct atb_parameter *parameter,
                    const struct atb_value *value)
{
    return put_checked(walk, parameter, value, check_ipv6);
}

const struct atb_kind atb_ip = {
    .put = put_ip, .characters = of_hosts, .value = ATB_STRING, .quoted = true};
const struct atb_kind atb_ipv4 = {
    .put = put_ipv4, .characters = of_hosts, .value = ATB_STRING, .quoted = true};
const struct atb_kind atb_ipv6 = {
    .put = put_ipv6, .characters = of_hosts, .value = ATB_STRING, .quoted = true};

/* ---- domain names --------------------------------------------------------- */

/* Labels with a point between them, 1 to 63 characters each; none begins with a hyphen. */
static int check_labels(const char *at)
{
    enum { LONGEST_LABEL = 63 };
    unsigned label = 0;
    for (; *at != '\0'; at++) {
        if (label == 0 && (*at == '.' || *at == '-')) {
            return ATB_BAD_CHARACTER;
        }
        label = *at == '.' ? 0 : label + 1;
        if (label > LONGEST_LABEL) {
            return ATB_BAD_LENGTH;
        }
    }
    return label > 0 ? ATB_OK : ATB_BAD_CHARACTER;
}

static int put_domain(struct atb_walk *walk, const struct atb_parameter *parameter,
                      const struct atb_value *value)
{
    return put_checked(walk, parameter, value, check_labels);
}

const struct atb_kind atb_domain = {
    .put = put_domain, .characters = of_domains, .value = ATB_STRING, .quoted = true};

/* ---- payload, and either of two ----------------------------------------------- */

/* The payload is checked on its own. */
static int put_data(struct atb_walk *walk, const struct atb_parameter *parameter,
                    const struct atb_value *value)
{
    (void)value;
    put_quote(walk, parameter);
    walk->head = walk->length;
    if (walk->payload != NULL) {
        walk->payload(walk);
    }
    put_quote(walk, parameter);
    return ATB_OK;
}

const struct atb_kind atb_data = {.put = put_data, .value = ATB_BYTES, .quoted = true};

int atb_put_value(struct atb_walk *walk, const struct atb_parameter *parameter,
                  const struct atb_value *value)
{
    const struct atb_kind *kind = parameter->kind;
    bool suits = kind->value == value->kind || kind->value == ATB_ABSENT;
    return suits ? kind->put(walk, parameter, value) : (int)ATB_BAD_VALUE;
}

static bool takes(const struct atb_parameter *parameter, const struct atb_value *value)
{
    struct atb_walk nowhere; /* what a kind looks at; all of it would be a call of memset() */
    nowhere.size = 0;
    nowhere.length = 0;
    nowhere.stated = NULL;
    nowhere.payload = NULL;
    return atb_put_value(&nowhere, parameter, value) == ATB_OK;
}

/* The first if it takes the value, or alone is of its kind. */
static const struct atb_parameter *choose_either(const struct atb_parameter *parameter,
                                                 const struct atb_value *value)
{
    const struct atb_parameter *first = parameter->either[0];
    const struct atb_parameter *other = parameter->either[1];
    if (first->kind->value != value->kind) {
        return other;
    }
    return takes(first, value) || !takes(other, value) ? first : other;
}

static int put_either(struct atb_walk *walk, const struct atb_parameter *parameter,
                      const struct atb_value *value)
{
    walk->parameter = choose_either(parameter, value);
    return atb_put_value(walk, walk->parameter, value);
}

const struct atb_kind atb_either = {.put = put_either};
