/* SPDX-License-Identifier: MIT */
/* A line longer than the buffer: it is told in pieces, and is nobody's answer. */
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_scan.h"

/* The first line that begins so, or the one that the command under way waits for; or ATB_NO_LINE.
 */
static uint8_t line_of(struct atb_session *session, const char *text, const char *end)
{
    struct atb_subject subject;
    subject.index = ATB_NO_LINE;
    if (atb_recognise(&subject, session, text, end)) {
        const struct atb_chapter *chapter = subject.chapter;
        subject.index = chapter->candidates[subject.keyword->first];
    }
    if (session->pending.form != NULL) {
        session->engine->lose(&subject);
    }
    return subject.index;
}

static void report(struct atb_session *session, const char *text, size_t length, size_t remaining)
{
    struct atb_event event;
    atb_set_event(&event, ATB_EVENT_OVERLONG, text, length);
    event.line = session->payload_line;
    event.remaining = remaining;
    atb_report(session, &event);
}

/* Its keyword tells whether the command under way loses its answer. */
void atb_begin_overlong(struct atb_session *session)
{
    struct atb_framer *framer = &session->framer;
    char *end = framer->line + framer->size;
    *end = '\n';
    session->payload_line = line_of(session, framer->line, end);
    framer->mode = ATB_FRAME_OVERLONG;
    (void)atb_take_overlong(session, framer->line, end);
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
