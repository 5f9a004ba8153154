/* SPDX-License-Identifier: MIT */
/* What lines mean for a bring-up: answers to its questions, losses, restarts that nobody noticed.
 */
#include "atb_bringup_private.h"
#include "atb_engine.h"

enum { PATIENCE_MS = 10000 };

/* By letters that no other word has there: "BUSY", "BLOCKED", "SIM REMOVED" are none of these. */
static unsigned card_of(const char *word, ptrdiff_t length)
{
    if (length < 5) { /* shorter than READY */
        return ATB_CARD_ELSE;
    }
    if ((word[4] | ' ') == 'y') { /* seen in small letters, too */
        return ATB_CARD_READY;
    }
    if (word[0] == 'P') {
        return ATB_CARD_LOCKS;
    }
    if (word[4] != 'P') {
        return ATB_CARD_ELSE;
    }
    if (length > 7 && word[7] == '2') {
        return ATB_CARD_READY; /* but for what needs PIN2 or PUK2 */
    }
    return word[5] == 'I' ? ATB_CARD_ASKS : ATB_CARD_LOCKS;
}

/* What a card's state means, or a field's number: 0 to 15. */
static unsigned bit_of(const struct atb_event *event, uint8_t field)
{
    const char *at = event->fields;
    if (field != ATB_NO_INDEX) {
        uint32_t number = (uint32_t)atb_event_number(event, field);
        return number < 15 ? (unsigned)number : 15;
    }
    if (*at == '"') {
        at++;
    }
    return card_of(at, event->text + event->length - at);
}

/* "+CEREG: 0,1" may be a state with its place, or an answer that comes late: asking tells. */
static bool is_doubtful(const struct atb_bringup *bringup, const struct atb_event *event,
                        const struct atb_bringup_line *row)
{
    return row->role < ATB_LINE_BOOTS && bringup->stage == ATB_STAGE_UP &&
           atb_event_number(event, row->field + 1u) != ATB_UNKNOWN;
}

static void hear_row(struct atb_bringup *bringup, const struct atb_event *event,
                     const struct atb_bringup_line *row)
{
    if ((row->values >> bit_of(event, row->field) & 1) == 0) {
        return;
    }
    if (row->role >= ATB_LINE_ANSWERS) {
        bringup->answered = row->role;
        return;
    }
    bringup->rebooted &= row->role != ATB_LINE_BOOTS; /* of which the session knows itself */
    if (event->kind != ATB_EVENT_URC || row->step >= bringup->at ||
        (row->role < ATB_LINE_LOSES && row->role != bringup->way)) {
        return;
    }
    if (!is_doubtful(bringup, event, row)) {
        atb_bringup_fall_back(bringup, row->step, row->role);
    } else if (!bringup->running) {
        atb_bringup_look_again_in(bringup, 0);
    }
}

/* A modem that repeats a command, and has not repeated the last one, has started again, unnoticed.
 * There are some that repeat them all. */
static void hear_echo(struct atb_bringup *bringup)
{
    if (bringup->stage == ATB_STAGE_UP && bringup->echoes == 0) {
        atb_bringup_fall_back(bringup, bringup->list->echo, ATB_LINE_ENDS);
    }
    bringup->echoes = 2;
}

/* Lost bytes may have been the answer that is awaited, for minutes, or a loss. */
static void hear_overrun(struct atb_bringup *bringup)
{
    if (bringup->running) {
        atb_hurry(bringup->session, PATIENCE_MS);
    } else if (bringup->stage == ATB_STAGE_UP) {
        atb_bringup_look_again_in(bringup, 0);
    }
}

void atb_bringup_on_event(struct atb_watcher *watcher, const struct atb_event *event)
{
    struct atb_bringup *bringup = (struct atb_bringup *)watcher;
    const struct atb_bringup_line *rows = bringup->list->lines;
    if (event->kind == ATB_EVENT_ECHO) {
        hear_echo(bringup);
    } else if (event->kind == ATB_EVENT_OVERRUN) {
        hear_overrun(bringup);
    } else if (event->kind <= ATB_EVENT_URC) {
        for (unsigned i = 0; rows[i].line != ATB_NO_LINE; i++) {
            if (rows[i].line == event->line) {
                hear_row(bringup, event, rows + i);
            }
        }
    }
}
