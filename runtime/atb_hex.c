/* SPDX-License-Identifier: MIT */
/* Payload as hex digits: two make a byte, which is handed on; what is no digit ends it. */
#include "atb_character.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

enum { DECODED_MAX = 16 };

/* Whether payload behind the line is coded so. */
static bool codes(const struct atb_subject *subject, const struct atb_framing *framing)
{
    const struct atb_session *session = subject->session;
    if (framing->coding != ATB_BY_SETTING) {
        return framing->coding == ATB_HEX;
    }
    int slot =
        atb_setting_slot(session, framing->coding_setting,
                         atb_index_in(subject, framing->coding_index), framing->coding_elements);
    return atb_setting(session, slot) == ATB_HEX;
}

/* 0 to 15, or ATB_NO_DIGIT. */
static uint8_t digit_value(char c)
{
    char lower = (char)(c | 0x20);
    if (atb_is_digit(c)) {
        return (uint8_t)(c - '0');
    }
    return lower >= 'a' && lower <= 'f' ? (uint8_t)(lower - 'a' + 10) : (uint8_t)ATB_NO_DIGIT;
}

/* A character that is no part of the payload: the end of the line, or damage. */
static void end_payload(struct atb_session *session, const char *at)
{
    struct atb_framer *framer = &session->framer;
    const bool line_end = atb_is_line_end(*at);
    framer->mode = ATB_FRAME_LINE;
    if (framer->left == SIZE_MAX && line_end && session->high == ATB_NO_DIGIT) {
        framer->left = 0;
        atb_hand_on_payload(session, at, 0);
        return;
    }
    struct atb_event event;
    atb_set_event(&event, ATB_EVENT_MALFORMED, framer->line, framer->length);
    framer->length = 0;
    event.line = session->payload_line;
    event.status = ATB_BAD_CHARACTER;
    atb_lose_payload(session);
    atb_report(session, &event);
}

/* Joins two digits to a byte; a first digit alone is kept, in the line buffer as it came. */
static size_t take_digit(struct atb_session *session, char c, uint8_t digit, uint8_t *decoded)
{
    struct atb_framer *framer = &session->framer;
    if (session->high == ATB_NO_DIGIT) {
        session->high = digit;
        framer->line[0] = c;
        framer->length = 1;
        return 0;
    }
    *decoded = (uint8_t)(session->high << 4 | digit);
    session->high = ATB_NO_DIGIT;
    framer->length = 0;
    framer->left -= framer->left != SIZE_MAX;
    return 1;
}

/* As many bytes as digits and room allow: how many. Quotes are passed over; else it stops. */
static size_t decode_digits(struct atb_session *session, const char **at, const char *end,
                            uint8_t *decoded)
{
    const struct atb_framer *framer = &session->framer;
    size_t length = 0;
    for (; *at < end && framer->left > 0 && length < DECODED_MAX; (*at)++) {
        uint8_t digit = digit_value(**at);
        if (digit != ATB_NO_DIGIT) {
            length += take_digit(session, **at, digit, decoded + length);
        } else if (**at != '"') {
            break;
        }
    }
    return length;
}

static const char *take_hex(struct atb_session *session, const char *at, const char *end)
{
    struct atb_framer *framer = &session->framer;
    uint8_t decoded[DECODED_MAX];
    size_t length = decode_digits(session, &at, end, decoded);
    if (framer->left == 0) {
        framer->mode = ATB_FRAME_LINE;
    }
    if (length > 0) {
        atb_hand_on_payload(session, (const char *)decoded, length);
    } else if (at < end) {
        end_payload(session, at);
    }
    return at;
}

const struct atb_hex atb_hex = {.codes = codes, .take_bytes = take_hex};
