/* SPDX-License-Identifier: MIT */
#include "atb_deliver.h"
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_payload.h"

/*
 * Payload that begins inside a line, behind one of its commas. Only the first few
 * commas are looked at, for no documented head has more: each look reads the head
 * once for each layout, so that no line costs more than a few dozen passes over it.
 */

static bool length_is_right(const struct atb_subject *subject)
{
    const struct atb_framing *framing = atb_framing_of(subject, subject->line);
    return framing->length == ATB_NO_INDEX ||
           atb_may_count(framing, atb_number_in(subject, framing->length));
}

/* Does payload begin behind this comma? Then its head is a line of its own. */
static bool take_head(struct atb_subject *subject, const char *text, const char *comma)
{
    struct atb_framer *framer = &subject->session->framer;
    subject->reading.end = comma;
    subject->head = true;
    const bool fits = atb_match(subject);
    if (!fits) {
        framer->commas--;
        return false;
    }
    (void)atb_read_line(subject); /* another layout may have been tried behind it */
    if (!length_is_right(subject)) {
        framer->commas = 0; /* a damaged number: no payload, the line will tell */
        return false;
    }
    framer->length = 0;
    atb_deliver(subject, text, comma);
    return true;
}

/* The line so far, up to a comma. */
static bool try_head(struct atb_session *session, const char *text, const char *comma)
{
    struct atb_subject subject;
    struct atb_framer *framer = &session->framer;
    bool begins = false;
    if (!atb_recognise(&subject, session, text, comma) || !subject.keyword->inside) {
        framer->commas = 0;
    } else if (subject.fields <= comma) {
        begins = take_head(&subject, text, comma);
    }
    if (begins) {
        framer->commas = ATB_COMMAS_MAX;
    }
    return begins;
}

const char *atb_take_head(struct atb_session *session, const char *text, const char *from,
                          const char *end)
{
    const struct atb_framer *framer = &session->framer;
    while (framer->commas > 0) {
        const char *lf = atb_find_byte(from, end, '\n');
        const char *comma = atb_find_byte(from, lf, ',');
        if (comma == lf || (size_t)(comma - text) >= framer->size) {
            return NULL;
        }
        if (try_head(session, text, comma)) {
            return comma + 1;
        }
        from = comma + 1;
    }
    return NULL;
}
