/* SPDX-License-Identifier: MIT */
#include "atb_kind.h"

/* ---- numbers -------------------------------------------------------------- */

static bool is_in(const struct atb_range *range, int32_t number)
{
    return number >= range->min && number <= range->max;
}

static int check_integer(const struct atb_parameter *parameter, const struct atb_value *value)
{
    return is_in(parameter->range, value->number) ? ATB_OK : ATB_BAD_RANGE;
}

static int check_integers(const struct atb_parameter *parameter, const struct atb_value *value)
{
    const struct atb_range *run = parameter->range + 1;
    while (run->min <= run->max && !is_in(run, value->number)) {
        run++;
    }
    if (run->min <= run->max) {
        return ATB_OK;
    }
    return check_integer(parameter, value) == ATB_OK ? ATB_BAD_VALUE : ATB_BAD_RANGE;
}

const struct atb_kind atb_integer = {.check = check_integer, .value = ATB_NUMBER};
const struct atb_kind atb_integers = {.check = check_integers, .value = ATB_NUMBER};

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

/* The length, or -1: a character that may not stand here. */
static int32_t measure(const char *runs, const char *text)
{
    int32_t length = 0;
    for (; text[length] != '\0'; length++) {
        if (!is_one_of(runs, text[length])) {
            return -1;
        }
    }
    return length;
}

static int check_text(const struct atb_parameter *parameter, const struct atb_value *value)
{
    const struct atb_kind *kind = parameter->kind;
    int32_t length = value->text == NULL ? 0 : measure(kind->characters, value->text);
    if (value->text == NULL || length < 0) {
        return value->text == NULL ? ATB_MISSING : ATB_BAD_CHARACTER;
    }
    int status = kind->form != NULL && length > 0 ? kind->form(value->text) : ATB_OK;
    return status == ATB_OK && !is_in(parameter->range, length) ? ATB_BAD_LENGTH : status;
}

/* Control characters, quotes, DEL never; commas and semicolons only between quotes. */
#define IN_QUOTES         " !#[]~\x80\xFF"
#define WITH_BACKSLASH    " !#~\x80\xFF"
#define OUTSIDE_QUOTES    " !#+-:<[]~\x80\xFF"
#define OUT_AND_BACKSLASH " !#+-:<~\x80\xFF"
#define HOST_CHARACTERS   "-.0:AZ__az"

const struct atb_kind atb_quoted = {
    .check = check_text, .characters = IN_QUOTES, .value = ATB_STRING, .quoted = true};
const struct atb_kind atb_quoted_backslash = {
    .check = check_text, .characters = WITH_BACKSLASH, .value = ATB_STRING, .quoted = true};
const struct atb_kind atb_bare = {
    .check = check_text, .characters = OUTSIDE_QUOTES, .value = ATB_STRING};
const struct atb_kind atb_bare_backslash = {
    .check = check_text, .characters = OUT_AND_BACKSLASH, .value = ATB_STRING};
const struct atb_kind atb_hex_text = {
    .check = check_text, .characters = "09AFaf", .value = ATB_STRING};
const struct atb_kind atb_host = {
    .check = check_text, .characters = HOST_CHARACTERS, .value = ATB_STRING, .quoted = true};

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

static int check_word(const struct atb_parameter *parameter, const struct atb_value *value)
{
    if (value->text == NULL) {
        return ATB_MISSING;
    }
    return atb_find_word(parameter->words, value->text) < 0 ? ATB_BAD_VALUE : ATB_OK;
}

const struct atb_kind atb_words = {
    .check = check_word, .value = ATB_STRING, .quoted = true, .listed = true};
const struct atb_kind atb_bare_words = {.check = check_word, .value = ATB_STRING, .listed = true};

/* ---- IP addresses -------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "192.0.2.7", each part 0 to 255, up to the final NUL. */
static bool is_ipv4(const char *at)
{
    for (unsigned part = 0; part < 4; part++) {
        unsigned value = 0;
        unsigned digits = 0;
        for (; is_digit(*at) && digits < 4; at++, digits++) {
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

const struct atb_kind atb_ip = {.check = check_text,
                                .form = check_ip,
                                .characters = HOST_CHARACTERS,
                                .value = ATB_STRING,
                                .quoted = true};
const struct atb_kind atb_ipv4 = {.check = check_text,
                                  .form = check_ipv4,
                                  .characters = HOST_CHARACTERS,
                                  .value = ATB_STRING,
                                  .quoted = true};

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

const struct atb_kind atb_domain = {.check = check_text,
                                    .form = check_labels,
                                    .characters = "-.09AZaz",
                                    .value = ATB_STRING,
                                    .quoted = true};

/* ---- payload, and either of two ----------------------------------------------- */

/* The payload is checked on its own. */
static int check_data(const struct atb_parameter *parameter, const struct atb_value *value)
{
    (void)parameter;
    (void)value;
    return ATB_OK;
}

const struct atb_kind atb_data = {.check = check_data, .value = ATB_BYTES, .quoted = true};

static bool takes(const struct atb_parameter *parameter, const struct atb_value *value)
{
    return parameter->kind->value == value->kind &&
           parameter->kind->check(parameter, value) == ATB_OK;
}

/* The first if it takes the value, or alone is of its kind. */
static const struct atb_parameter *choose(const struct atb_parameter *parameter,
                                          const struct atb_value *value)
{
    const struct atb_parameter *first = parameter->either[0];
    const struct atb_parameter *other = parameter->either[1];
    if (first->kind->value != value->kind) {
        return other;
    }
    return takes(first, value) || !takes(other, value) ? first : other;
}

const struct atb_kind atb_either = {.choose = choose};
