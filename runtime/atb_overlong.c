/* SPDX-License-Identifier: MIT */
/* A line longer than the buffer: it is told in pieces, and is nobody's answer. */
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_scan.h"

/* The line that begins so and that the command under way waits for; else the first that does; or
 * ATB_NO_LINE. */
static uint8_t line_of(struct atb_session *session, const char *text, const char *end)
{
    struct atb_subject subject;
    if (!atb_recognise(&subject, session, text, end)) {
        return ATB_NO_LINE;
    }
    const struct atb_keyword *keyword = &subject.chapter->keywords[subject.keyword];
    const uint8_t *candidates = subject.chapter->candidates + keyword->first;
    for (unsigned i = 0; i < keyword->count; i++) {
        if (atb_place(session, candidates[i]) != 0) {
            return candidates[i];
        }
    }
    return candidates[0];
}

static void report(struct atb_session *session, const char *text, size_t length, size_t remaining)
{
    struct atb_event event;
    atb_set_event(&event, ATB_EVENT_OVERLONG, text, length);
    event.line = session->framer.payload_line;
    event.remaining = remaining;
    atb_report(session, &event);
}

/* Its keyword tells whether the command under way loses its answer. */
void atb_begin_overlong(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    char *end = framer->line + framer->size;
    *end = '\n';
    framer->payload_line = line_of(session, framer->line, end);
    if (atb_place(session, framer->payload_line) != 0) {
        session->pending.status = ATB_MALFORMED;
    } else if (session->pending.raw && session->pending.status == ATB_OK) {
        session->pending.status = ATB_TRUNCATED;
    }
    framer->mode = ATB_FRAME_OVERLONG;
    report(session, framer->line, framer->size, SIZE_MAX);
}

const char *atb_take_overlong(struct atb_session *session, const char *at, const char *end)
{
    const char *stop = atb_find_byte(at, end, '\n');
    bool ends = stop < end;
    if (ends) {
        session->framer.mode = ATB_FRAME_LINE;
    }
    report(session, at, (size_t)(stop - at), ends ? 0 : SIZE_MAX);
    return stop + ends;
}
