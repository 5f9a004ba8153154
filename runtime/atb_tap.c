/* SPDX-License-Identifier: MIT */
#include "atb_hide.h"

#include <string.h>

#include "atb_character.h"

static void clear_line(struct atb_tap_side *side)
{
    side->length = 0;
    side->secret = 0;
    side->quoted = side->goes_on = false;
    memset(side->last, 0, sizeof side->last);
}

/* ---- lines of the transcript ------------------------------------------------------------- */

static void write_text(const struct atb_tap *tap, const char *text)
{
    tap->put(tap->context, text, strlen(text));
}

static void write_whole_line(const struct atb_tap *tap, const char *sign, const char *text,
                             size_t length)
{
    write_text(tap, sign);
    tap->put(tap->context, text, length);
    write_text(tap, "\n");
}

static bool is_plain(char c)
{
    return c >= ' ' && c <= '~' && c != '\\';
}

/* Received bytes as they are, with escapes. */
static void put_escaped(const struct atb_tap *tap, const char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    write_text(tap, "<< ");
    for (; length > 0; length--, bytes++) {
        const uint8_t byte = (uint8_t)*bytes;
        const char escape[4] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        tap->put(tap->context, is_plain(*bytes) ? bytes : escape, is_plain(*bytes) ? 1 : 4);
    }
    write_text(tap, "\n");
}

/* ---- pieces of lines --------------------------------------------------------------------- */

static bool is_word(char c)
{
    return atb_is_digit(c) || atb_is_capital(atb_capital(c)) || c == '+';
}

/* A command line, or the echo of one: which goes on until its end, whatever comes between. */
static bool is_command_line(const struct atb_tap_side *side)
{
    return side->length > 0 && atb_capital(side->bytes[0]) == 'A' &&
           (side->length == 1 || atb_capital(side->bytes[1]) == 'T');
}

/* Of what was received, a line that something may be hidden in: its rest will tell. */
static bool is_begun(const struct atb_tap_side *side)
{
    return is_command_line(side) ||
           (side->length > 0 &&
            (side->bytes[0] == '+' || atb_is_digit(side->bytes[side->length - 1])));
}

/* A line that has filled its room: what stands before its last word is written, which may be a
 * number or a keyword that wants to be seen whole. */
static void write_piece(struct atb_tap *tap, struct atb_tap_side *side,
                        void (*write)(struct atb_tap *tap, bool ends))
{
    const size_t all = side->length;
    size_t count = all;
    while (count > 0 && is_word(side->bytes[count - 1])) {
        count--;
    }
    count = count > 0 ? count : all;
    side->length = (uint16_t)count;
    write(tap, false);
    memmove(side->bytes, side->bytes + count, all - count);
    side->length = (uint16_t)(all - count);
    side->goes_on = true;
}

/* ---- what was sent -------------------------------------------------------------------------- */

/* From a prompt to the next command. */
static bool sends_payload(const struct atb_tap *tap)
{
    return tap->prompted && !(tap->answered && is_command_line(&tap->sent));
}

/* Payload, one byte at least, is only shown: `decode` has no use for its bytes. */
static void write_payload(const struct atb_tap *tap, struct atb_tap_side *side)
{
    bool ends = side->bytes[side->length - 1] == '\x1A';
    side->length = (uint16_t)(side->length - ends);
    for (unsigned i = 0; i < side->length; i++) {
        if (!is_plain(side->bytes[i])) {
            side->bytes[i] = '.';
        }
    }
    write_text(tap, ">> ");
    tap->put(tap->context, side->bytes, side->length);
    write_text(tap, ends ? "<CTRL+Z>\n" : "\n");
}

static void hide_echo(struct atb_tap *tap)
{
    if (tap->secrets != NULL) {
        atb_hide_repeated(&tap->said, &tap->received);
    }
}

/* What the modem may repeat from now on. */
static void learn(struct atb_tap *tap)
{
    struct atb_tap_side *side = &tap->sent;
    const bool begins = is_command_line(side) && side->length > 1 && !side->goes_on;
    if (begins) {
        side->secret = 0;
    }
    atb_hide_learn(tap, begins);
}

static void hide(const struct atb_tap *tap, struct atb_tap_side *side)
{
    if (tap->secrets != NULL) {
        atb_hide(tap, side);
    }
}

static void write_sent(struct atb_tap *tap, bool ends)
{
    struct atb_tap_side *side = &tap->sent;
    learn(tap);
    hide(tap, side);
    if (sends_payload(tap)) {
        write_payload(tap, side);
        return;
    }
    write_text(tap, side->goes_on ? "" : "> ");
    tap->put(tap->context, side->bytes, side->length);
    write_text(tap, ends ? "\n" : "");
    tap->prompted = false;
}

static void write_last(struct atb_tap *tap)
{
    if (tap->sent.length > 0 || (tap->sent.goes_on && !sends_payload(tap))) {
        write_sent(tap, true);
    }
}

static void end_sent(struct atb_tap *tap)
{
    write_last(tap);
    clear_line(&tap->sent);
}

/* Something came in between: what is secret in the line may go on behind it. */
static void cut_sent(struct atb_tap *tap)
{
    write_last(tap);
    tap->sent.length = 0;
    tap->sent.goes_on = false;
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

static bool is_prompt(const char *text, size_t length)
{
    return (length == 1 || (length == 2 && text[1] == ' ')) && text[0] == '>';
}

/* A prompt that nobody answered, an echo: the line end behind it begins the modem's next line. */
static bool goes_before_a_line(const struct atb_tap_side *side)
{
    const size_t length = side->length;
    if (length < 3 || memcmp(side->bytes + length - 2, "\r\n", 2) != 0) {
        return false;
    }
    return is_prompt(side->bytes, length - 2) ||
           (is_command_line(side) && side->bytes[length - 3] == '\r');
}

/* What is no line, nor prompt: it may be payload, of which no byte goes. */
static void put_bytes(struct atb_tap *tap, const struct atb_tap_side *side)
{
    const bool before = goes_before_a_line(side);
    const size_t length = side->length - (before ? 2u : 0u);
    end_blank(tap);
    if (length == 1 && before) {
        write_text(tap, "< >\n");
    } else {
        put_escaped(tap, side->bytes, length);
    }
    tap->prompted |= before && is_prompt(side->bytes, length);
    tap->blank = before;
}

/* A piece is over: at its line feed, because something is sent, or for its size. */
static void write_received(struct atb_tap *tap, bool ends)
{
    struct atb_tap_side *side = &tap->received;
    (void)ends; /* what has no line of its own is written as bytes */
    if (side->length == 2 && memcmp(side->bytes, "\r\n", 2) == 0) {
        end_blank(tap);
        tap->blank = true;
    } else if (tap->blank && is_line(side)) {
        hide_echo(tap);
        hide(tap, side);
        write_whole_line(tap, "< ", side->bytes, side->length - 2u);
        tap->blank = false;
    } else if (is_prompt(side->bytes, side->length)) {
        write_text(tap, "< >\n");
        tap->blank = tap->answered = false;
        tap->prompted = true;
    } else if (side->length > 0) {
        hide_echo(tap);
        hide(tap, side);
        put_bytes(tap, side);
    }
}

static void end_received(struct atb_tap *tap)
{
    write_received(tap, true);
    clear_line(&tap->received);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void add(struct atb_tap_side *side, char byte)
{
    side->bytes[side->length++] = byte;
}

static bool is_full(const struct atb_tap_side *side)
{
    return side->length == sizeof side->bytes;
}

/* A CR ends a command line, and is no payload where that is over. */
static bool ends_command(const struct atb_tap *tap, char byte)
{
    return byte == '\r' && (!sends_payload(tap) || (tap->answered && tap->sent.length == 0));
}

void atb_tap_sent(struct atb_tap *tap, const void *bytes, size_t length)
{
    const char *at = bytes;
    if (length > 0 && !is_begun(&tap->received)) {
        end_received(tap);
    }
    if (length > 0 && tap->sent.length == 0) {
        hide_echo(tap); /* what has not come to its end repeats what was sent before */
    }
    for (; length > 0; length--, at++) {
        if (ends_command(tap, *at)) {
            end_sent(tap);
            continue;
        }
        add(&tap->sent, *at);
        if (is_full(&tap->sent)) {
            write_piece(tap, &tap->sent, write_sent);
        }
    }
}

void atb_tap_received(struct atb_tap *tap, const void *bytes, size_t length)
{
    const char *at = bytes;
    if (length > 0 && (sends_payload(tap) || !(is_command_line(&tap->sent) || tap->sent.goes_on))) {
        cut_sent(tap);
    } else if (length > 0) {
        learn(tap);
    }
    for (; length > 0; length--, at++) {
        add(&tap->received, *at);
        if (*at == '\n') {
            tap->answered = true;
            end_received(tap);
        } else if (is_full(&tap->received)) {
            write_piece(tap, &tap->received, write_received);
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

/* What passed: nothing where the port failed, or says more than there was room for. */
static size_t passed(int count, size_t most)
{
    return count > 0 && (size_t)count <= most ? (size_t)count : 0;
}

static int tap_write(void *context, const void *bytes, size_t length)
{
    struct atb_tap *tap = context;
    int taken = tap->inner->write(tap->inner->context, bytes, length);
    atb_tap_sent(tap, bytes, passed(taken, length));
    return taken;
}

static int tap_read(void *context, void *bytes, size_t size, uint32_t wait_ms)
{
    struct atb_tap *tap = context;
    int count = tap->inner->read(tap->inner->context, bytes, size, wait_ms);
    atb_tap_received(tap, bytes, passed(count, size));
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

void atb_tap_init(struct atb_tap *tap, const struct atb_port *inner,
                  const struct atb_secret *secrets, size_t secret_count, atb_put *put,
                  void *context)
{
    memset(tap, 0, sizeof *tap);
    tap->inner = inner;
    tap->secrets = secrets;
    tap->secret_count = (uint8_t)(secrets != NULL ? secret_count : 0);
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
