/* SPDX-License-Identifier: MIT */
#include "atb_text.h"

/* ---- characters ---------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_domain_character(char c)
{
    return is_digit(c) || is_letter(c) || c == '.' || c == '-';
}

static bool is_host_character(char c)
{
    return is_domain_character(c) || c == '_' || c == ':';
}

static bool is_allowed(const struct atb_parameter *parameter, char c)
{
    switch (parameter->type) {
    case ATB_HEX_TEXT:
        return is_hex(c);
    case ATB_IP:
    case ATB_IPV4:
    case ATB_HOST:
        return is_host_character(c);
    case ATB_DOMAIN:
        return is_domain_character(c);
    case ATB_BARE:
        if (c == ',' || c == ';') {
            return false;
        }
        break;
    default:
        break;
    }
    return !atb_breaks_out(c) && (c != '\\' || parameter->backslash);
}

/* ---- IP addresses -------------------------------------------------------- */

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

/* ---- texts ------------------------------------------------------------------ */

static bool is_same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

int atb_find_word(const struct atb_parameter *parameter, const char *text)
{
    for (int i = 0; i < parameter->count; i++) {
        if (is_same(parameter->words[i], text)) {
            return i;
        }
    }
    return -1;
}

/* What the text has to be beside its characters and its length. */
static int check_form(const struct atb_parameter *parameter, const char *text)
{
    bool right = true;
    switch (parameter->type) {
    case ATB_IP:
        right = is_ipv4(text) || is_ipv6(text);
        break;
    case ATB_IPV4:
        right = is_ipv4(text);
        break;
    case ATB_DOMAIN:
        return check_labels(text);
    default:
        break;
    }
    return right ? ATB_OK : ATB_BAD_VALUE;
}

int atb_check_text(const struct atb_parameter *parameter, const char *text)
{
    int32_t length = 0;
    for (; text[length] != '\0'; length++) {
        if (!is_allowed(parameter, text[length])) {
            return ATB_BAD_CHARACTER;
        }
    }
    if (parameter->words != NULL) {
        return atb_find_word(parameter, text) >= 0 ? ATB_OK : ATB_BAD_VALUE;
    }
    int status = length > 0 ? check_form(parameter, text) : ATB_OK;
    bool fits = length >= parameter->min && length <= parameter->max;
    return status == ATB_OK && !fits ? ATB_BAD_LENGTH : status;
}
