/* SPDX-License-Identifier: MIT */
/*
 * What a modem repeats while its echo is on: the command line, the question of a mark,
 * and payload as it is typed. A line of payload that reads OK or ERROR is no final
 * result code then. One that repeated no command line repeats no payload either.
 */
#include "atb_character.h"
#include "atb_engine.h"

bool atb_same(const char *a, const char *b, size_t length)
{
    while (length > 0 && *a == *b) {
        a++;
        b++;
        length--;
    }
    return length == 0;
}

/* Payload inside the line is not compared. A line that is not known has no characters, and without
 * its CR more than any. */
static bool repeats_command(const struct atb_session *session, const struct atb_event *event)
{
    const bool mark = session->pending.state == ATB_MARKING;
    const bool whole = mark || session->pending.line_head == session->pending.line_length;
    uint16_t sent;
    const char *line = atb_part_text(session, mark ? ATB_PART_MARK : ATB_PART_HEAD, &sent);
    const size_t length = (size_t)sent - whole; /* without its CR */
    return (whole ? event->length == length : event->length >= length) &&
           atb_same(event->text, line, length);
}

/* Whether a line may end there, or begin behind it. */
static bool is_line_edge(const struct atb_pending *pending, size_t at)
{
    return at >= pending->payload_length || atb_is_line_end((char)pending->payload[at]);
}

/* The next line of the payload that reads so; what precedes it has passed. */
static bool repeats_payload(struct atb_session *session, const struct atb_event *event)
{
    const struct atb_pending *pending = &session->pending;
    size_t length = event->length;
    for (size_t at = session->pending.echo_at; at + length <= pending->payload_length; at++) {
        if ((at == 0 || is_line_edge(pending, at - 1)) && is_line_edge(pending, at + length) &&
            atb_same((const char *)pending->payload + at, event->text, length)) {
            session->pending.echo_at = (uint16_t)(at + length);
            return true;
        }
    }
    return false;
}

/* Whether it repeats what was sent by the command under way. */
static bool is_echo(struct atb_session *session, const struct atb_event *event)
{
    struct atb_pending *pending = &session->pending;
    if (repeats_command(session, event)) {
        if (pending->state >= ATB_SENDING && !pending->expected) {
            pending->echoes = true;
        }
        return true;
    }
    return pending->echoes && pending->state >= ATB_PAYING && atb_prompts(pending->form) &&
           repeats_payload(session, event);
}

bool atb_is_own(struct atb_session *session, struct atb_event *event)
{
    if (session->pending.form != NULL && is_echo(session, event)) {
        event->kind = ATB_EVENT_ECHO;
        event->handled = true;
        return true;
    }
    event->handled = session->late.marks != 0 && atb_hear_mark(session, event);
    return event->handled;
}
