/* SPDX-License-Identifier: MIT */
/* A line without keyword: an answer of the command under way, by its table. */
#include <string.h>

#include "atb_deliver.h"
#include "atb_engine.h"
#include "atb_field.h"

/* The name of the command under way, which some modems put before its answer. */
static size_t name_at(const struct atb_form *form, const char *text, const char *end)
{
    const char *name = atb_text_of(form);
    size_t length = strcspn(name, "=?");
    if (length == 0 || (size_t)(end - text) < length || memcmp(text, name, length) != 0) {
        return 0;
    }
    if (text + length == end || text[length] != ':') {
        return 0; /* ATI has a short name: "IMEI: 3516…" does not begin with it */
    }
    length++;
    while (text + length < end && text[length] == ' ') {
        length++;
    }
    return length;
}

/* Whether so many digits stand in a row: RING in the midst of AT+CIMI is no IMSI. */
static bool has_digits(const char *at, const char *end, unsigned wanted)
{
    unsigned row = 0;
    while (at < end && row < wanted) {
        row = atb_is_digit(*at) ? row + 1 : 0;
        at++;
    }
    return row >= wanted;
}

/* The line without a keyword that the command waits for, if this text can be it, or ATB_NO_LINE.
 * Only the shared chapter has such lines. */
static uint8_t awaited(const struct atb_session *session, const char *text, const char *end)
{
    const struct atb_form *form = session->pending.form;
    for (unsigned i = 0; form != NULL && i < form->line_count; i++) {
        uint8_t id = (uint8_t)form->text[(size_t)2 * i];
        if (id >= ATB_SHARED_LINE && atb_place(session, id) != 0) {
            const struct atb_line *line = &session->shared->lines[id - ATB_SHARED_LINE];
            const struct atb_line_more *more = atb_more_of(session->shared, line);
            if (more->bare && has_digits(text, end, more->key)) {
                return id;
            }
        }
    }
    return ATB_NO_LINE;
}

/* Whether it is the answer that the command waits for. */
static bool recognise(struct atb_subject *subject, const char *text, const char *end)
{
    const uint8_t id = awaited(subject->session, text, end);
    if (id == ATB_NO_LINE || text == end) {
        return false;
    }
    size_t name = name_at(subject->session->pending.form, text, end);
    if (name == 0 && strchr("+*^%#$!_@", *text) != NULL) {
        return false; /* another line, which no table knows */
    }
    subject->chapter = subject->session->shared;
    subject->fields = text + name;
    subject->reading.end = end;
    atb_take_for(subject, id);
    return true;
}

void atb_take_bare(struct atb_subject *subject, const char *text, const char *end)
{
    if (recognise(subject, text, end)) {
        atb_deliver(subject, text, end);
    } else {
        atb_report(subject->session, &subject->event);
    }
}
