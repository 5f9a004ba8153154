/* SPDX-License-Identifier: MIT */
/*
 * Which line is it? Several layouts may share one keyword. Exact fits (number and
 * type of the fields, and the settings that this session made) come before loose
 * ones (more fields than documented, a condition unmet); among them the line that
 * the command under way waits for; then the one whose first field is in its
 * documented range; then by role: an answer that nobody asked for comes last.
 */
#ifndef ATB_MATCH_H
#define ATB_MATCH_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is known of a line; `id` is not ATB_NO_LINE. */
static inline const struct atb_line *atb_line_of(const struct atb_session *session, uint8_t id)
{
    return id < ATB_SHARED_LINE ? &session->dialect->own.lines[id]
                                : &session->shared->lines[id - ATB_SHARED_LINE];
}

/** Text behind a keyword, and the layout it turned out to have. */
struct atb_subject {
    const char *fields;
    size_t length;
    const struct atb_chapter *chapter; /**< that knows the keyword */
    const struct atb_line *line;       /**< NULL: none fits */
    uint8_t keyword;
    uint8_t index; /**< of the line; of the nearest one where none fits */
    bool head;     /**< the line so far, up to a comma: only lines with payload behind it fit */
    bool awaited;  /**< the command under way waits for the line */
};

/** Finds the layout: sets line, index and awaited. */
void atb_match(const struct atb_session *session, struct atb_subject *subject);

/**
 * Why no layout fits: ATB_MISSING, ATB_BAD_VALUE or ATB_BAD_RANGE and the field; or ATB_OK:
 * the line is no known one after all ("OKAY"; payload under a setting that forbids it).
 */
int atb_misfit(const struct atb_session *session, const struct atb_subject *subject,
               uint8_t *field);

/** Where the command under way lists the line (enum atb_place); 0: not on the side of OK where
 * it is now. */
uint8_t atb_place_of(const struct atb_session *session, uint8_t line);

static inline bool atb_is_listed(const struct atb_session *session, uint8_t line)
{
    return atb_place_of(session, line) != 0;
}

/** Where the element that `index` selects lies in the session's settings, or -1: there is none. */
int atb_setting_slot(const struct atb_session *session, uint8_t first, int32_t index,
                     uint8_t elements);

/** The value there, or what is assumed while it is unknown; -1 for no slot. */
int32_t atb_setting(const struct atb_session *session, int slot);

/** Number in the comma-counted field; 0 where it is ATB_NO_INDEX or no number. */
int32_t atb_index_at(const struct atb_subject *subject, uint8_t field);

#ifdef __cplusplus
}
#endif
#endif
