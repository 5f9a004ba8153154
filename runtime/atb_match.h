/* SPDX-License-Identifier: MIT */
/*
 * Which line is it? Several layouts may share one keyword. The generator marks those
 * that cannot be taken for another one: they need no choice. Of the others, exact fits
 * (number and type of the fields, and the settings that this session made) come before
 * loose ones (more fields than documented, quotes missing, a condition unmet); among
 * them the line that the command under way waits for; then the one whose first field
 * is in its documented range; then by role: an answer that nobody asked for comes last.
 */
#ifndef ATB_MATCH_H
#define ATB_MATCH_H

#include <string.h>

#include "atb_read.h"
#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A line whose keyword is known, and the layout it turned out to have. */
struct atb_subject {
    /* False till it turns out otherwise: one store. */
    bool head;       /**< the line so far, up to a comma: only lines with payload behind it fit */
    bool failed;     /**< it is awaited, and says that the command has failed */
    bool waited;     /**< the command under way waits for it, or for any final result code */
    uint8_t awaited; /**< where it waits for the line, or 0 (enum atb_place) */
    uint8_t index;   /**< of the line */
    uint8_t found;   /**< while its values were read: of enum atb_found */
    uint8_t field;   /**< likewise: which one is wrong, or ATB_NO_INDEX */
    union {
        struct atb_event event;     /**< what the application sees of it, */
        struct atb_reading reading; /**< and before, as long as its layout is sought; its `end`
                                       stands behind the event and is good all the time */
    };
    struct atb_session *session;
    const struct atb_chapter *chapter; /**< that knows the keyword */
    const struct atb_keyword *keyword;
    const struct atb_line *line; /**< that it is, or the nearest where none fits */
    const struct atb_line *read; /**< whose values have been read, or NULL */
    const char *fields;
    /** Its values, as its struct has them; or what copies them to the answer that takes them. */
    union {
        struct atb_text align;
        char bytes[ATB_VALUES_ROOM];
        struct atb_reading again;
    } values;
};

_Static_assert(offsetof(struct atb_reading, end) >= sizeof(struct atb_event),
               "the end of the text outlives the reading");

/** Lines of one group stand side by side in the manual, and mostly in a program's table. */
static inline unsigned atb_handler_group(unsigned key)
{
    return key / 8 % ATB_HANDLER_GROUPS;
}

/** The first handler of the key from that one of the table on, or NULL. */
static inline const struct atb_handler *
atb_handler_from(const struct atb_session *session, const struct atb_handler *from, unsigned key)
{
    const struct atb_handler *end = session->handlers + session->handler_count;
    do {
        if (from->key == key) {
            return from;
        }
        from++;
    } while (from < end);
    return NULL;
}

/** The first handler of the key, or NULL. */
static inline const struct atb_handler *atb_find_handler(const struct atb_session *session,
                                                         unsigned key)
{
    unsigned row = session->first_rows[atb_handler_group(key)];
    return row != 0 ? atb_handler_from(session, session->handlers + row - 1, key) : NULL;
}

/** The same, where it is not asked for with every line. */
const struct atb_handler *atb_handler_of(const struct atb_session *session, unsigned key);

/** Where the fields begin behind the keyword at the start of `text`, if the chapter knows it,
 * written as the manual writes it; or NULL. */
const char *atb_knows(struct atb_subject *subject, const struct atb_chapter *chapter,
                      const char *text);

/** Whether the shared chapter knows it, or one that its dialect has in other letters. */
bool atb_knows_otherwise(struct atb_subject *subject, const char *text);

/** Recognises the keyword at the start of `text`; the line feed, or `end`, is behind it. */
static inline bool atb_recognise(struct atb_subject *subject, struct atb_session *session,
                                 const char *text, const char *end)
{
    subject->session = session;
    subject->reading.end = end;
    subject->head = subject->failed = subject->waited = false;
    subject->awaited = 0;
    subject->read = NULL;
    return atb_knows(subject, &session->dialect->own, text) != NULL ||
           atb_knows_otherwise(subject, text);
}

/** How the payload of a line of the subject's chapter comes and when the line has this layout;
 * NULL: none, and always. */
const struct atb_framing *atb_framing_of(const struct atb_subject *subject,
                                         const struct atb_line *line);

/** Finds the layout: sets line and index. False: none fits; they are of the nearest one. */
bool atb_match(struct atb_subject *subject);

/** Whether a line that names its connection, as a result does, may be for the command under way:
 * another one's is not. One whose values could not be read may be. */
bool atb_key_agrees(const struct atb_subject *subject, const struct atb_line *line);

/** Sets index and line of a layout, which is one of the subject's chapter. */
static inline void atb_take_for(struct atb_subject *subject, uint8_t index)
{
    subject->index = index;
    subject->line = &subject->chapter->lines[index % ATB_SHARED_LINE];
}

/** Reads the line's fields, which are written just as documented, into the subject's values. As
 * atb_read_plain(). */
static inline const char *atb_read_as_documented(struct atb_subject *subject,
                                                 const struct atb_line *line)
{
    const char *stop = atb_read_plain(subject->fields, atb_shape_of(subject->chapter, line),
                                      subject->chapter->ranges, subject->values.bytes);
    subject->read = stop != NULL ? line : NULL;
    subject->found = 0;
    return stop;
}

/** Whether settings and the command under way let a line whose fields were read be this one. */
bool atb_is_meant(const struct atb_subject *subject);

/** Reads the fields of the subject's line into its values, if that has not been done: ATB_OK, or as
 * atb_read(), or ATB_BAD_RANGE: all is read, but an id or a length is out of its range. Which field
 * it is stands in the subject then, which has no event yet. */
int atb_read_line(struct atb_subject *subject);

/** Prepares to read the line's fields into the struct at `out`, where texts point into the line. */
static inline void atb_begin_reading(const struct atb_subject *subject, struct atb_reading *reading,
                                     char *out)
{
    reading->at = subject->fields;
    reading->end = subject->reading.end;
    reading->chapter = subject->chapter;
    reading->flag = out;
    reading->keep = NULL;
}

/**
 * Why no layout fits: ATB_MISSING, ATB_BAD_VALUE or ATB_BAD_RANGE, and in the subject the field; or
 * ATB_OK: the line is no known one after all ("OKAY"; payload under a setting that forbids it).
 */
int atb_misfit(struct atb_subject *subject);

/** Where the element that `index` selects lies in the session's settings, or -1: there is none. */
int atb_setting_slot(const struct atb_session *session, uint8_t first, int32_t index,
                     uint8_t elements);

/** The value there, or what is assumed while it is unknown; -1 for no slot. */
int32_t atb_setting(const struct atb_session *session, int slot);

/** A number of the line, whose values have been read: the one that stands there among them. */
static inline int32_t atb_number_in(const struct atb_subject *subject, unsigned place)
{
    int32_t number;
    memcpy(&number, subject->values.bytes + place, sizeof number);
    return number;
}

/** The number that selects an element: 0 where `place` is ATB_NO_INDEX. */
static inline int32_t atb_index_in(const struct atb_subject *subject, uint8_t place)
{
    return place == ATB_NO_INDEX ? 0 : atb_number_in(subject, place);
}

#ifdef __cplusplus
}
#endif
#endif
