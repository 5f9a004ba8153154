/* SPDX-License-Identifier: MIT */
/* What arrives, as the command under way sees it: its answer, and what it is told. */
#include <string.h>

#include "atb_deliver.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* ---- the answer ------------------------------------------------------------------------ */

/* Read again, into the caller's next item; its texts are copied. */
static void fill_item(struct atb_subject *subject, struct atb_answer *answer)
{
    const struct atb_record *record = answer->record;
    char *item = (char *)answer->items + (size_t)answer->count * record->size;
    struct atb_reading reading;
    atb_begin_reading(subject, &reading);
    reading.flag = item;
    if (record->text != 0) {
        reading.keep = item + record->text;
        reading.room = (uint16_t)(record->size - record->text);
    }
    (void)atb_read(&reading, subject->line->shape + 1);
    subject->event.handled = true;
    answer->count++;
}

/* The line that the answer wants. */
static void fill(struct atb_subject *subject)
{
    struct atb_answer *answer = &subject->session->answer;
    if (answer->items != NULL && answer->count < answer->capacity) {
        fill_item(subject, answer);
    }
    answer->total++;
}

/* What fits of a piece of payload goes to the answer: how much. */
static size_t keep(struct atb_session *session, const char *text, size_t length)
{
    struct atb_answer *answer = &session->answer;
    size_t room = (size_t)(answer->data_size - answer->data_length);
    size_t kept = room < length ? room : length;
    size_t most = UINT16_MAX - (size_t)answer->data_total;
    if (answer->data == NULL) {
        return 0;
    }
    memcpy((char *)answer->data + answer->data_length, text, kept);
    answer->data_length = (uint16_t)(answer->data_length + kept);
    answer->data_total = (uint16_t)(answer->data_total + (length < most ? length : most));
    return kept;
}

/* ---- what it tells ------------------------------------------------------------------------ */

static void tell(struct atb_subject *subject)
{
    struct atb_session *session = subject->session;
    const struct atb_line *line = subject->line;
    bool connects = atb_role(line) == ATB_CONNECT;
    if (session->tell != NULL && line->more != NULL && line->more->told_count != 0) {
        connects = session->tell(subject);
    }
    if (connects && (subject->awaited || atb_may_connect(session))) {
        atb_connect(session);
    }
}

static void go_on(const struct atb_subject *subject)
{
    struct atb_session *session = subject->session;
    if (session->reset_needed) {
        atb_need_reset(session, ATB_RESET_NEEDED); /* transparent mode that nobody allowed */
    } else if (atb_is_final(subject->line)) {
        atb_on_final(session, subject);
    } else if (subject->awaited) {
        atb_on_line(session, atb_place_of(session, subject->index), subject->failed);
    }
}

/* Its echo, or the answer to a mark. */
static bool is_own(struct atb_session *session, struct atb_event *event)
{
    if (session->pending.form != NULL && atb_is_echo(session, event)) {
        event->kind = ATB_EVENT_ECHO;
        event->handled = true;
        return true;
    }
    event->handled = session->marks != 0 && atb_hear_mark(session, event);
    return event->handled;
}

const struct atb_engine atb_engine = {
    .place_of = atb_place_of,
    .is_own = is_own,
    .fill = fill,
    .keep = keep,
    .tell = tell,
    .go_on = go_on,
    .on_line = atb_on_line,
    .on_prompt = atb_on_prompt,
    .send_on = atb_send_on,
    .reboot = atb_modem_rebooted,
};
