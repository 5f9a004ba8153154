/* SPDX-License-Identifier: MIT */
/*
 * Fields of a received line: one pass over the text behind the keyword, along the
 * line's shape (atb_lines.h), into a struct or only to see whether they fit. It is
 * tolerant where modems are: blanks, missing or extra quotes, more fields than
 * documented, numbers nobody documented. It is strict where an application would
 * come to harm: numbers too large, ids and lengths outside their range, required
 * fields that are missing.
 */
#ifndef ATB_READ_H
#define ATB_READ_H

#include "atb_lines.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a number is when its field is absent, and a setting while nobody knows it. */
#define ATB_UNKNOWN INT32_MIN

/** What one pass found beside the fields: as bits of how well a line fits (atb_match.c). */
enum atb_found {
    ATB_LOOSE = 64,  /**< tolerated what is not documented: more fields, quotes */
    ATB_BEYOND = 32, /**< an id or a length is out of its range, a number has more than 32 bits */
    ATB_OUTSIDE = 4, /**< the first number is out of its range, which only helps to choose */
    ATB_LITERAL = 8  /**< a number that tells layouts apart is as it must be */
};

/** One pass over the fields of a line. */
struct atb_reading {
    uint16_t room;                     /**< at `keep`, in bytes */
    uint8_t found;                     /**< out: of enum atb_found */
    uint8_t beyond;                    /**< out, with ATB_BEYOND: which field is */
    uint8_t field;                     /**< the one being read, by commas; the one that failed */
    bool more;                         /**< a field begins at `at` */
    bool quoted;                       /**< the field read last */
    uint8_t listed;                    /**< values of a list so far */
    int32_t number;                    /**< the field read last, if it is one */
    const char *at;                    /**< what is left of the text */
    const struct atb_chapter *chapter; /**< whose ranges and rare letters they are */
    const char *shape;                 /**< what is left of it */
    char *flag, *value;                /**< where the next ones go */
    char *keep;            /**< where texts are copied to; NULL: they stay in the line */
    const char *from, *to; /**< the text of the field read last */
    const char *end;       /**< of the whole text, or anywhere behind its line feed */
};

/** Room for the values of any line, without what an answer keeps of its texts: 24 numbers, or a
 * text for two of them, which takes as much where pointers are short. */
#define ATB_VALUES_ROOM                                                                            \
    (12 * (sizeof(struct atb_text) > 8 ? sizeof(struct atb_text) : 2 * sizeof(int32_t)))

/**
 * Reads from `at` along a shape into the struct at `flag`. ATB_OK,
 * ATB_MISSING, ATB_BAD_VALUE, or ATB_EXTRA: the shape has no fields, the text has.
 * Afterwards `at` is where the fields end.
 */
int atb_read(struct atb_reading *reading, const char *shape);

/**
 * Reads a line from `at`, behind which a line feed stands, along such a shape into the struct at
 * `out`. Where the fields end, or NULL: they are not written just as documented, or lie outside
 * their ranges, or the shape has letters for which atb_read() is there; `out` is spoilt then.
 */
const char *atb_read_plain(const char *at, const char *shape, const struct atb_range *ranges,
                           char *out);

/**
 * Reads `length` characters behind the keyword into the struct at `out`. Texts in it point into
 * the line. ATB_OK or ATB_MALFORMED.
 */
int atb_decode(const struct atb_record *record, const char *fields, size_t length, void *out);

/**
 * Takes the first group in brackets, `(2,"A","B","31026",0)`, and its comma off `left`, and reads
 * it into the struct at `out`, whose texts point there, too. False: no group stands next that fits.
 */
bool atb_next_group(const struct atb_record *record, struct atb_text *left, void *out);

/** The number in field `index`, counted by commas from 0; ATB_UNKNOWN: none. */
int32_t atb_number_at(const char *fields, const char *end, unsigned index);

/** The shape of the line that a record is of. */
const char *atb_record_shape(const struct atb_record *record);

#ifdef __cplusplus
}
#endif
#endif
