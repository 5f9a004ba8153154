/* SPDX-License-Identifier: MIT */
#include "atb_tap.h"

#include <string.h>

enum { SECRET_DIGITS = 15 };

/* ---- secrets -------------------------------------------------------------------------- */

/* Bit i: field i behind the keyword is nobody's business. */
static const struct secret {
    const char *keyword;
    uint8_t fields;
} secrets[] = {
    {"AT+CPIN=", 0x03},   {"AT+CLCK=", 0x04},    {"AT+CPWD=", 0x06}, {"AT+QICSGP=", 0x18},
    {"AT+CGAUTH=", 0x0c}, {"AT+MIPCALL=", 0x0c}, {"+QICSGP:", 0x0c}, {"+CGAUTH:", 0x0c},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The shape stays, so that the line is read as before. */
static void mask(char *at, size_t length)
{
    for (; length > 0; length--, at++) {
        bool shape = *at == '"' || *at == ' ' || *at == '\r' || *at == '\n';
        if (!shape) {
            *at = is_digit(*at) ? '0' : '*';
        }
    }
}

static void mask_fields(char *at, const char *end, unsigned fields)
{
    char *start = at;
    for (; at < end; at++) {
        if (*at == ',') {
            mask(start, (fields & 1) != 0 ? (size_t)(at - start) : 0);
            fields >>= 1;
            start = at + 1;
        }
    }
    mask(start, (fields & 1) != 0 ? (size_t)(end - start) : 0);
}

static void mask_numbers(char *bytes, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && is_digit(bytes[i])) {
            digits++;
        } else {
            mask(bytes + i - digits, digits >= SECRET_DIGITS ? digits : 0);
            digits = 0;
        }
    }
}

/* Programs that are recorded may write commands in small letters. */
static bool begins(const struct atb_tap_side *side, const char *keyword, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = side->bytes[i];
        if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != keyword[i]) {
            return false;
        }
    }
    return true;
}

static void hide(const struct atb_tap *tap, struct atb_tap_side *side)
{
    for (size_t i = 0; i < ATB_LENGTH(secrets) && !tap->shows_secrets; i++) {
        size_t length = strlen(secrets[i].keyword);
        if (side->length > length && begins(side, secrets[i].keyword, length)) {
            mask_fields(side->bytes + length, side->bytes + side->length, secrets[i].fields);
        }
    }
    mask_numbers(side->bytes, tap->shows_secrets ? 0 : side->length);
}

/* ---- lines of the transcript ------------------------------------------------------------- */

static void put_text(const struct atb_tap *tap, const char *text)
{
    tap->put(tap->context, text, strlen(text));
}

static void put_line(const struct atb_tap *tap, const char *sign, const char *text, size_t length)
{
    put_text(tap, sign);
    tap->put(tap->context, text, length);
    put_text(tap, "\n");
}

static bool is_plain(char c)
{
    return c >= ' ' && c <= '~' && c != '\\';
}

/* Received bytes as they are, with escapes. */
static void put_escaped(const struct atb_tap *tap, const char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    put_text(tap, "<< ");
    for (; length > 0; length--, bytes++) {
        const uint8_t byte = (uint8_t)*bytes;
        const char escape[4] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        tap->put(tap->context, is_plain(*bytes) ? bytes : escape, is_plain(*bytes) ? 1 : 4);
    }
    put_text(tap, "\n");
}

/* ---- what was sent -------------------------------------------------------------------------- */

/* Payload, one byte at least, is only shown: `decode` has no use for its bytes. */
static void put_payload(const struct atb_tap *tap, struct atb_tap_side *side)
{
    bool ends = side->bytes[side->length - 1] == '\x1A';
    side->length = (uint16_t)(side->length - ends);
    for (unsigned i = 0; i < side->length; i++) {
        if (!is_plain(side->bytes[i])) {
            side->bytes[i] = '.';
        }
    }
    put_text(tap, ">> ");
    tap->put(tap->context, side->bytes, side->length);
    put_text(tap, ends ? "<CTRL+Z>\n" : "\n");
}

static void end_sent(struct atb_tap *tap)
{
    struct atb_tap_side *side = &tap->sent;
    if (side->length == 0) {
        return;
    }
    hide(tap, side);
    if (tap->prompted) {
        put_payload(tap, side);
    } else {
        put_line(tap, "> ", side->bytes, side->length);
    }
    side->length = 0;
}

/* ---- what was received ----------------------------------------------------------------------- */

static void end_blank(struct atb_tap *tap)
{
    if (tap->blank) {
        put_escaped(tap, "\r\n", 2);
        tap->blank = false;
    }
}

static bool is_line(const struct atb_tap_side *side)
{
    size_t length = side->length;
    if (length < 3 || side->bytes[length - 2] != '\r' || side->bytes[length - 1] != '\n') {
        return false;
    }
    for (size_t i = 0; i + 2 < length; i++) {
        if (side->bytes[i] < ' ' || side->bytes[i] > '~') {
            return false;
        }
    }
    return side->bytes[0] != '>';
}

static bool is_prompt(const struct atb_tap_side *side)
{
    return (side->length == 1 || (side->length == 2 && side->bytes[1] == ' ')) &&
           side->bytes[0] == '>';
}

/* A piece is over: at its line feed, or because something is sent. */
static void end_received(struct atb_tap *tap)
{
    struct atb_tap_side *side = &tap->received;
    if (side->length == 2 && memcmp(side->bytes, "\r\n", 2) == 0) {
        end_blank(tap);
        tap->blank = true;
    } else if (tap->blank && is_line(side)) {
        hide(tap, side);
        put_line(tap, "< ", side->bytes, side->length - 2u);
        tap->blank = false;
    } else if (is_prompt(side)) {
        put_text(tap, "< >\n");
        tap->blank = false;
        tap->prompted = true;
    } else if (side->length > 0) {
        end_blank(tap);
        hide(tap, side);
        put_escaped(tap, side->bytes, side->length);
    }
    side->length = 0;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void add(struct atb_tap_side *side, char byte)
{
    side->bytes[side->length++] = byte;
}

void atb_tap_sent(struct atb_tap *tap, const void *bytes, size_t length)
{
    const char *at = bytes;
    if (length > 0) {
        end_received(tap);
    }
    for (; length > 0; length--, at++) {
        bool ends = *at == '\r' && !tap->prompted;
        if (!ends) {
            add(&tap->sent, *at);
        }
        if (ends || tap->sent.length == sizeof tap->sent.bytes) {
            end_sent(tap);
        }
    }
}

void atb_tap_received(struct atb_tap *tap, const void *bytes, size_t length)
{
    const char *at = bytes;
    if (length > 0) {
        end_sent(tap);
        tap->prompted = false;
    }
    for (; length > 0; length--, at++) {
        add(&tap->received, *at);
        if (*at == '\n' || tap->received.length == sizeof tap->received.bytes) {
            end_received(tap);
        }
    }
}

void atb_tap_end(struct atb_tap *tap)
{
    end_received(tap);
    end_blank(tap);
    end_sent(tap);
}

/* ---- the port -------------------------------------------------------------------------------- */

static int tap_write(void *context, const void *bytes, size_t length)
{
    struct atb_tap *tap = context;
    int taken = tap->inner->write(tap->inner->context, bytes, length);
    atb_tap_sent(tap, bytes, taken > 0 ? (size_t)taken : 0);
    return taken;
}

static int tap_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    struct atb_tap *tap = context;
    int count = tap->inner->read(tap->inner->context, bytes, size, wait_ms);
    atb_tap_received(tap, bytes, count > 0 ? (size_t)count : 0);
    return count;
}

static uint32_t tap_now(void *context)
{
    const struct atb_tap *tap = context;
    return tap->inner->now(tap->inner->context);
}

static void tap_wait(void *context, uint32_t ms)
{
    const struct atb_tap *tap = context;
    tap->inner->wait(tap->inner->context, ms);
}

void atb_tap_init(struct atb_tap *tap, const struct atb_port *inner, atb_put *put, void *context)
{
    memset(tap, 0, sizeof *tap);
    tap->inner = inner;
    tap->put = put;
    tap->context = context;
    tap->port.context = tap;
    tap->port.now = tap_now;
    tap->port.write = tap_write;
    if (inner != NULL && inner->read != NULL) {
        tap->port.read = tap_read;
    }
    if (inner != NULL && inner->wait != NULL) {
        tap->port.wait = tap_wait;
    }
}
