/* SPDX-License-Identifier: MIT */
/*
 * A command that was abandoned may still be answered. Before the next one goes out, a
 * mark does: a harmless question whose answer names it. Whatever comes before that
 * answer belongs to the abandoned command. While a mark is still to be answered,
 * another question is asked, so that the answers cannot be taken for each other; an
 * abandoned command that is such a question counts as its mark. So it is where an answer is
 * lost: no command is given up, unsent, before two marks in a row were. When none is left, one
 * is asked again, but its answer says nothing: only a long silence does. It is then open
 * until its second answer; asked more often, until a silence, or another mark's answer.
 */
#include "atb_engine.h"

static const struct question {
    char text[10];
    uint8_t length;
    uint8_t name; /* of "+CSQ" in it, which its answer begins with */
} questions[] = {
    {"AT+CSQ\r", 7, 4},
    {"AT+CFUN?\r", 9, 5},
    {"AT+CMEE?\r", 9, 5},
    {{'A', 'T', '+', 'C', 'G', 'A', 'T', 'T', '?', '\r'}, 10, 6}, /* as a string it had no NUL */
};

enum { MARKS = ATB_LENGTH(questions), UNCOUNTED = 3, MARK_MS = 3000, SILENCE_MS = 12000 };

_Static_assert(2 * MARKS <= 8, "struct atb_late has two bits for each question");

/* How many answers to question number i are still to come; UNCOUNTED: nobody knows. */
static unsigned open_of(const struct atb_session *session, unsigned i)
{
    return (unsigned)session->late.marks >> 2 * i & 3u;
}

static uint8_t open_in_all(const struct atb_session *session)
{
    unsigned count = 0;
    for (unsigned i = 0; i < MARKS; i++) {
        count += open_of(session, i);
    }
    return (uint8_t)count;
}

/* The first one from there that is not open; from MARKS on: all are, and this one is asked again.
 */
static uint8_t next_mark(const struct atb_session *session, uint8_t mark)
{
    while (mark < 2 * MARKS - 1 && open_of(session, mark % MARKS) > mark / MARKS) {
        mark++;
    }
    return mark;
}

void atb_note_asked(struct atb_session *session, unsigned mark)
{
    const unsigned i = mark % MARKS;
    if (open_of(session, i) < UNCOUNTED) {
        session->late.marks = (uint8_t)(session->late.marks + (1u << 2 * i));
    }
    session->late.unanswered++;
}

static void wait_for_mark(struct atb_session *session)
{
    atb_set_deadline(session, session->pending.mark < MARKS ? MARK_MS : SILENCE_MS);
}

/* Sends the command line. No half line stands before it: who leaves one puts a mark between. */
static void begin_command(struct atb_session *session)
{
    session->pending.state = ATB_SENDING;
    session->pending.part = ATB_PART_HEAD;
    session->framer.prompt = atb_prompts(session->pending.form);
    atb_set_final_limit(session);
}

/* Sends a mark, behind the end of a line that was left half sent: the command line follows behind
 * its answer. */
static void begin_marked(struct atb_session *session, uint8_t first)
{
    session->pending.mark = next_mark(session, first);
    session->pending.state = ATB_MARKING;
    session->pending.part = session->late.half_line ? ATB_PART_END : ATB_PART_MARK;
    session->late.final_seen = false;
    wait_for_mark(session);
}

void atb_begin_paced(struct atb_session *session)
{
    uint32_t rest = session->pace != NULL ? session->pace->rest_ms(session, session->pace) : 0;
    if (rest > 0) {
        session->pending.state = ATB_RESTING;
        atb_set_deadline(session, rest);
    } else if (session->late.stale) {
        begin_marked(session, 0);
    } else {
        begin_command(session);
    }
}

const char *atb_mark_text(const struct atb_session *session, uint16_t *length)
{
    const struct question *question = &questions[session->pending.mark % MARKS];
    *length = question->length;
    return question->text;
}

void atb_note_mark(struct atb_session *session)
{
    for (unsigned i = 0; i < MARKS; i++) {
        if (session->pending.line_length == questions[i].length &&
            atb_same(atb_command_of(session), questions[i].text, questions[i].length)) {
            atb_note_asked(session, i);
        }
    }
}

/* "+CSQ:" answers "AT+CSQ", "+CFUN:" answers "AT+CFUN?". */
static bool answers(const struct atb_event *event, const struct question *question)
{
    return event->length > question->name &&
           atb_same(event->text, question->text + 2, question->name) &&
           event->text[question->name] == ':';
}

bool atb_hear_mark(struct atb_session *session, const struct atb_event *event)
{
    for (unsigned i = 0; i < MARKS; i++) {
        if (open_of(session, i) > 0 && answers(event, &questions[i])) {
            if (open_of(session, i) < UNCOUNTED) {
                session->late.marks = (uint8_t)(session->late.marks - (1u << 2 * i));
            }
            session->late.mark_heard = true;
            if (session->pending.state == ATB_MARKING && i == session->pending.mark) {
                session->pending.state = ATB_MARKED;
            }
            return true;
        }
    }
    return false;
}

/* No answer came; but the modem speaks, and has been silent since. */
static bool is_in_vain(const struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    return pending->state == ATB_MARKING &&
           (pending->mark < MARKS ? session->late.unanswered == 0 : session->late.final_seen);
}

static void do_without_mark(struct atb_session *session)
{
    if (session->pending.mark >= MARKS) {
        session->late.marks = 0;
    }
    session->late.unanswered = 0;
    session->late.stale = false;
    atb_begin_paced(session);
}

/* Of the first mark the line may have lost the answer, or its OK. */
bool atb_pass_silence(struct atb_session *session)
{
    const struct atb_pending *pending = &session->pending;
    if (pending->state > ATB_MARKED || pending->part != ATB_PART_NONE) {
        return false;
    }
    if (is_in_vain(session)) {
        do_without_mark(session);
        return true;
    }
    if (pending->mark != 0) {
        return false;
    }
    begin_marked(session, 1);
    return true;
}

/* A final result code of no mark's answer: it may be a mark's refusal. Behind an answer, what came
 * before it was said before the others were read. */
static void count_refusal(struct atb_session *session, bool heard)
{
    if (heard) {
        session->late.unanswered = open_in_all(session);
    } else if (session->late.unanswered > 0) {
        session->late.unanswered--;
    }
}

bool atb_end_mark(struct atb_session *session)
{
    bool heard = session->late.mark_heard;
    session->late.mark_heard = false;
    session->late.final_seen = true;
    count_refusal(session, heard);
    if (session->pending.state == ATB_MARKED) {
        session->late = (struct atb_late){0};
        atb_begin_paced(session);
    } else if (session->pending.state == ATB_MARKING) {
        wait_for_mark(session);
    }
    return heard;
}
