/* SPDX-License-Identifier: MIT */
/*
 * Which line is it? Several layouts may share one keyword. What decides, in this
 * order: how well number and type of the fields fit, with the settings that this
 * session made; the command under way; the line's role (an information response
 * nobody asked for is the last choice). A first pass takes only exact fits, a
 * second also lines with more fields than documented or with a condition unmet.
 */
#ifndef ATB_MATCH_H
#define ATB_MATCH_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Text behind a keyword. */
struct atb_subject {
    const char *fields;
    size_t length;
    uint8_t keyword;
    bool head;         /**< the line so far, up to a comma: only lines with payload behind it fit */
};

/** The layout found. */
struct atb_found {
    const struct atb_line *line; /**< NULL: none fits */
    uint8_t index;               /**< of the line; of the nearest one where none fits */
    bool awaited;                /**< the command under way waits for it */
    bool text;                   /**< none fits, and the keyword alone means nothing */
    int8_t status;               /**< why none fits */
    uint8_t field;               /**< which field does not */
};

void atb_match(const struct atb_session *session, const struct atb_subject *subject,
               struct atb_found *found);

/** Whether the command under way lists the line, on the side of OK where it is now. */
bool atb_is_listed(const struct atb_session *session, uint8_t index);

/** Where the element that `index` selects lies in the session's settings, or -1: there is none. */
int atb_setting_slot(const struct atb_session *session, uint8_t first, int32_t index,
                     uint8_t elements);

/** The value there, or what is assumed while it is unknown; -1 for no slot. */
int32_t atb_setting(const struct atb_session *session, int slot);

/** Number of comma-counted field `field`; 0 where it is ATB_NO_INDEX or no number. */
int32_t atb_index_at(const struct atb_subject *subject, uint8_t field);

/** States of the command under way; diagram in atb_engine.c. */
enum atb_state {
    ATB_IDLE,
    ATB_MARKING,   /**< AT+CSQ is sent: what comes before its answer belongs to an abandoned command */
    ATB_MARKED,    /**< +CSQ: was there, its OK is awaited */
    ATB_GUARDING,  /**< silence before +++ */
    ATB_ESCAPING,  /**< +++ is sent */
    ATB_SENDING,   /**< the command line is being sent */
    ATB_PROMPTING, /**< the prompt is awaited */
    ATB_PAYING,    /**< payload is being sent */
    ATB_WAITING,   /**< the final result code is awaited */
    ATB_AFTER_OK   /**< the result line, the second OK or CONNECT is awaited */
};

#ifdef __cplusplus
}
#endif
#endif
