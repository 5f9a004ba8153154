/* SPDX-License-Identifier: MIT */
/* The answer of the command under way, asked for in a struct: lines and payload for it. */
#include <string.h>

#include "atb_deliver.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

/* Read again, so that its texts are copied, by what stands where nobody else wants the values. */
static void keep_line(struct atb_subject *subject, const struct atb_record *record, char *item)
{
    struct atb_reading *reading = &subject->values.again;
    atb_begin_reading(subject, reading, item);
    reading->keep = item + record->text;
    reading->room = (uint16_t)(record->size - record->text);
    (void)atb_read(reading, atb_shape_of(subject->chapter, subject->line));
}

/* Into the caller's next item. */
static void fill_item(struct atb_subject *subject, struct atb_answer *answer)
{
    const struct atb_record *record = answer->record;
    char *item = (char *)answer->items + (size_t)answer->count * record->size;
    if (record->text != 0) {
        keep_line(subject, record, item);
    } else {
        memcpy(item, subject->values.bytes, record->size);
    }
    subject->event.handled = true;
    answer->count++;
}

/* The line that the answer of the command under way wants, whatever its setting. */
static bool is_wanted(const struct atb_subject *subject)
{
    const struct atb_record *wanted = subject->session->answer.record;
    return wanted != NULL && (wanted->line == subject->index || wanted->twin == subject->index);
}

bool atb_fill_answer(struct atb_subject *subject)
{
    struct atb_answer *answer = &subject->session->answer;
    if (!is_wanted(subject)) {
        return false;
    }
    if (answer->items != NULL && answer->count < answer->capacity) {
        fill_item(subject, answer);
    }
    answer->total++;
    return true;
}

/* What fits of a piece of payload goes to the answer: how much. */
static size_t keep_piece(struct atb_session *session, const char *text, size_t length)
{
    struct atb_answer *answer = &session->answer;
    size_t room = (size_t)(answer->data_size - answer->data_length);
    size_t kept = room < length ? room : length;
    if (answer->data == NULL) {
        return 0;
    }
    memcpy((char *)answer->data + answer->data_length, text, kept);
    answer->data_length = (uint16_t)(answer->data_length + kept);
    const uint32_t total = (uint32_t)length + answer->data_total;
    answer->data_total = (uint16_t)(total < UINT16_MAX ? total : UINT16_MAX);
    return kept;
}

bool atb_keep_payload(struct atb_session *session, struct atb_event *event)
{
    const size_t remaining = event->remaining;
    const size_t kept = keep_piece(session, event->text, event->length);
    const size_t left = event->length - kept;
    if (kept == 0) {
        return false;
    }
    event->length = kept;
    event->remaining += remaining == SIZE_MAX ? 0 : left;
    event->handled = true;
    atb_report(session, event);
    event->text += kept;
    event->length = left;
    event->remaining = remaining;
    event->handled = false;
    return left == 0;
}

/* ---- who asks for one ---------------------------------------------------------------- */

static const struct atb_taker taker = {ATB_TAKES_ANSWERS};

/* Nothing of it comes before the next bytes are fed. */
int atb_start(struct atb_session *session, const struct atb_command *command,
              struct atb_answer *answer, atb_done *done, void *app)
{
    int status = atb_start_alone(session, command, done, app);
    if (status == ATB_OK && answer != NULL) {
        memcpy(&session->answer, answer, offsetof(struct atb_answer, count)); /* no results yet */
        session->taker = session->taker != NULL ? session->taker : &taker;
    }
    return status;
}
