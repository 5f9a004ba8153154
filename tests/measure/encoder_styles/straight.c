/* SPDX-License-Identifier: MIT */
/*
 * The style that was not taken: a straight-line function for each form, over a
 * small argument writer. Same checks and same refusals as the generated tables
 * and runtime/atb_writer.c give.
 */
#include <string.h>

#include "atb.h"

struct writer {
    char *at, *end;
    struct atb_refusal *refusal;
    int status;
};

static bool refuse(struct writer *w, int status, unsigned place, int32_t min, int32_t max)
{
    if (w->status == ATB_OK) {
        w->status = status;
        w->refusal->place = (uint8_t)place;
        w->refusal->status = (int8_t)status;
        w->refusal->min = min;
        w->refusal->max = max;
    }
    return false;
}

static void put(struct writer *w, const char *text, size_t length)
{
    if (w->status != ATB_OK) {
        return;
    }
    if ((size_t)(w->end - w->at) < length) {
        w->status = ATB_NO_ROOM;
        return;
    }
    memcpy(w->at, text, length);
    w->at += length;
}

static void put_text(struct writer *w, const char *text)
{
    put(w, text, strlen(text));
}

static bool check_number(struct writer *w, const struct atb_value *value, unsigned place,
                         int32_t min, int32_t max)
{
    if (value->kind != ATB_NUMBER) {
        return refuse(w, value->kind == ATB_ABSENT ? ATB_MISSING : ATB_BAD_VALUE, place, min, max);
    }
    bool inside = value->number >= min && value->number <= max;
    return inside || refuse(w, ATB_BAD_RANGE, place, min, max);
}

static void put_number(struct writer *w, int32_t number)
{
    char digits[11];
    char *at = digits + sizeof digits;
    uint32_t rest = number < 0 ? 0u - (uint32_t)number : (uint32_t)number;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (number < 0) {
        *--at = '-';
    }
    put(w, at, (size_t)(digits + sizeof digits - at));
}

static bool check_string(struct writer *w, const struct atb_value *value, unsigned place,
                         int32_t min, int32_t max)
{
    if (value->kind != ATB_STRING || value->text == NULL) {
        return refuse(w, ATB_MISSING, place, min, max);
    }
    for (const char *c = value->text; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F || *c == '"' || *c == '\\') {
            return refuse(w, ATB_BAD_CHARACTER, place, min, max);
        }
    }
    int32_t length = (int32_t)strlen(value->text);
    return (length >= min && length <= max) || refuse(w, ATB_BAD_LENGTH, place, min, max);
}

static void put_quoted(struct writer *w, const char *text)
{
    put(w, "\"", 1);
    put_text(w, text);
    put(w, "\"", 1);
}

static int finish(struct writer *w, char *buffer)
{
    put(w, "\r", 2);
    return w->status == ATB_OK ? (int)(w->at - buffer) - 1 : w->status;
}

static void check_word(struct writer *w, const struct atb_value *value, unsigned place,
                       const char *const *words, unsigned count)
{
    unsigned i = 0;
    if (value->kind != ATB_STRING || value->text == NULL) {
        refuse(w, ATB_MISSING, place, 0, 0);
        return;
    }
    while (i < count && strcmp(value->text, words[i]) != 0) {
        i++;
    }
    if (i == count) {
        refuse(w, ATB_BAD_VALUE, place, 0, 0);
    }
}

#if COMMANDS >= 4
#include "all_straight.h" /* made by make_straight.py */
#endif

/* What the generator would write for each form from here on. */

static int find_service_type(const char *word)
{
    static const char *const words[] = {"TCP", "UDP", "TCP LISTENER", "UDP SERVICE"};
    for (int i = 0; i < 4; i++) {
        if (strcmp(word, words[i]) == 0) {
            return i;
        }
    }
    return -1;
}

int quectel_qiopen_straight(char *buffer, size_t size, struct atb_refusal *refusal,
                            const struct atb_value *v)
{
    struct writer w = {buffer, buffer + size, refusal, ATB_OK};
    int service_type = -1;
    check_number(&w, &v[0], 1, 1, 16);
    check_number(&w, &v[1], 2, 0, 11);
    if (check_string(&w, &v[2], 3, 0, 64)) {
        service_type = find_service_type(v[2].text);
        if (service_type < 0) {
            refuse(&w, ATB_BAD_VALUE, 3, 0, 0);
        }
    }
    check_string(&w, &v[3], 4, 1, 253);
    check_number(&w, &v[4], 5, 0, 65535);
    if (v[5].kind != ATB_ABSENT) {
        check_number(&w, &v[5], 6, 0, 65535);
    }
    if (v[6].kind != ATB_ABSENT) {
        check_number(&w, &v[6], 7, 0, 2);
    }
    if (service_type >= 2 && v[5].kind == ATB_ABSENT) {
        refuse(&w, ATB_BAD_COMBINATION, 6, 0, 65535);
    }
    if (w.status != ATB_OK) {
        return w.status;
    }
    put_text(&w, "AT+QIOPEN=");
    put_number(&w, v[0].number);
    put_text(&w, ",");
    put_number(&w, v[1].number);
    put_text(&w, ",");
    put_quoted(&w, v[2].text);
    put_text(&w, ",");
    put_quoted(&w, v[3].text);
    put_text(&w, ",");
    put_number(&w, v[4].number);
    if (v[5].kind != ATB_ABSENT) {
        put_text(&w, ",");
        put_number(&w, v[5].number);
    }
    if (v[6].kind != ATB_ABSENT) {
        put_text(&w, ",");
        put_number(&w, v[6].number);
    }
    return finish(&w, buffer);
}

int quectel_qicsgp_straight(char *buffer, size_t size, struct atb_refusal *refusal,
                            const struct atb_value *v)
{
    struct writer w = {buffer, buffer + size, refusal, ATB_OK};
    check_number(&w, &v[0], 1, 1, 16);
    check_number(&w, &v[1], 2, 1, 1);
    if (v[2].kind != ATB_EMPTY_POSITION) {
        check_string(&w, &v[2], 3, 0, 99);
    }
    if (v[3].kind != ATB_ABSENT) {
        check_string(&w, &v[3], 4, 0, 64);
        check_string(&w, &v[4], 5, 0, 64);
        if (v[2].kind == ATB_EMPTY_POSITION) {
            refuse(&w, ATB_BAD_COMBINATION, 3, 0, 99);
        }
    }
    if (v[5].kind != ATB_ABSENT) {
        check_number(&w, &v[5], 6, 0, 3);
    }
    if (w.status != ATB_OK) {
        return w.status;
    }
    put_text(&w, "AT+QICSGP=");
    put_number(&w, v[0].number);
    put_text(&w, ",");
    put_number(&w, v[1].number);
    put_text(&w, ",");
    if (v[2].kind != ATB_EMPTY_POSITION) {
        put_quoted(&w, v[2].text);
    }
    if (v[3].kind != ATB_ABSENT) {
        put_text(&w, ",");
        put_quoted(&w, v[3].text);
        put_text(&w, ",");
        put_quoted(&w, v[4].text);
    }
    if (v[5].kind != ATB_ABSENT) {
        put_text(&w, ",");
        put_number(&w, v[5].number);
    }
    return finish(&w, buffer);
}

int quectel_qisend_straight(char *buffer, size_t size, struct atb_refusal *refusal,
                            const struct atb_value *v)
{
    struct writer w = {buffer, buffer + size, refusal, ATB_OK};
    check_number(&w, &v[0], 1, 0, 11);
    check_number(&w, &v[1], 2, 1, 1460);
    if (w.status != ATB_OK) {
        return w.status;
    }
    put_text(&w, "AT+QISEND=");
    put_number(&w, v[0].number);
    put_text(&w, ",");
    put_number(&w, v[1].number);
    return finish(&w, buffer);
}

/* ---- what is measured ---- */

typedef int encoder(char *, size_t, struct atb_refusal *, const struct atb_value *);
encoder *const encoders[] = {
#if COMMANDS >= 4
    ALL_ENCODERS
#else
    quectel_qisend_straight,
#if COMMANDS >= 2
    quectel_qicsgp_straight,
#endif
#if COMMANDS >= 3
    quectel_qiopen_straight,
#endif
#endif
};
