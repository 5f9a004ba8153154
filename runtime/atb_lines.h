/* SPDX-License-Identifier: MIT */
/*
 * What the modem says, as constants: each line's role, its shape in letters, and beside it
 * what few lines have (payload, a condition, settings it tells). Matching and
 * decoding read the same shape; the struct that a line becomes follows from it.
 *
 * A shape is a string, which all lines with the same fields share. If the struct has flags, it
 * begins with how many: `1` up to `<`, which stands for 12. Then come the fields between the commas
 * behind the keyword:
 *
 *   n   a number              i.  an id or length: must lie in range number .
 *   q   a text in quotes      d.  a number with a documented range, which only helps to choose
 *   w   a word                s.  a word of at most . characters, which tells layouts apart
 *                             =.  the number that the character . is
 *                             counted from '0' on (-47 to 207), and no other
 *   r   all the rest          x   crossed out: read past
 *   ?   the next field may be left out, with all behind it, or be empty
 *   ~   the next field may be empty, but its commas are there
 *   !   the struct has the next field, the line has not: another layout of it does
 *   *.  the next field comes one to . times, up to the line's end
 *   :   behind a field: it ends at the last colon, and the next one is what follows; a blank
 *       there: at the last blank
 *
 * The `.` of a range, a fixed number, a length and a count are one character each; generated
 * code writes the first with a macro, so that "1" IN_0_TO_11 "n?n" is a line with an id, a number,
 * and a number that may be missing.
 *
 * In the struct come first the flags: a bool for each field with ?, ~ or !, a uint8_t
 * that counts for each with *. Then the values, a number as int32_t, all else as struct
 * atb_text; both in the order of the shape.
 */
#ifndef ATB_LINES_H
#define ATB_LINES_H

#include "atb_tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a line is to the command under way. Where layouts compete, the first two give way. */
enum atb_role {
    ATB_TEST_INFO, /**< the answer of AT+X=? */
    ATB_INFO,      /**< an answer, before the final result code */
    ATB_RESULT,    /**< behind OK */
    ATB_URC,       /**< nothing: it comes unasked */
    ATB_SUCCESS,   /**< from here on: final result codes */
    ATB_FAILURE,
    ATB_CONNECT
};

/** Where a line's payload begins: nowhere, behind its end, inside it behind a comma; or all of it
 * up to its end. */
enum atb_payload_where { ATB_NO_PAYLOAD, ATB_AFTER_LINE, ATB_INLINE, ATB_TO_LINE_END };

/** Whose error code it is. A dialect's own sets are numbered from ATB_ERROR_DIALECT on. */
enum atb_error_set { ATB_ERROR_NONE, ATB_ERROR_CME, ATB_ERROR_CMS, ATB_ERROR_DIALECT };

/** What a line must say for the command that it answers to have succeeded. */
enum atb_success {
    ATB_SUCCESS_ALWAYS,
    ATB_SUCCESS_EQUALS,  /**< a number is success_value; one that is absent counts as 0 */
    ATB_SUCCESS_REACHES, /**< it is not below another number */
    ATB_SUCCESS_GIVEN,   /**< a field is there */
    ATB_SUCCESS_NEVER
};

/**
 * What a few lines have: payload, or a layout that holds under a setting only. Numbers of the line
 * are named by where they stand in its struct, in bytes; such a place is below ATB_NO_INDEX, which
 * names none.
 */
struct atb_framing {
    uint16_t payload_max; /**< bytes, where they are counted; more is taken for a damaged line */
    uint8_t payload;      /**< enum atb_payload_where */
    uint8_t length;       /**< the number that counts the payload's bytes, or ATB_NO_INDEX */
    uint8_t length_field; /**< the same, by commas: what a wrong one is reported by */
    uint8_t coding;       /**< ATB_RAW, ATB_HEX or ATB_BY_SETTING */
    uint8_t coding_setting, coding_index, coding_elements; /**< as the condition's */
    uint8_t setting;          /**< condition: first index in the settings, or ATB_NO_INDEX */
    uint8_t setting_index;    /**< the number that selects the element, or ATB_NO_INDEX */
    uint8_t setting_values;   /**< bit v: the line has this layout while the setting is v */
    uint8_t setting_elements; /**< an index from there on never fits; 0: not checked */
};

/** What three lines in four have nothing of. Numbers are named as in struct atb_framing. */
struct atb_line_more {
    uint8_t framing : 5; /**< 1 + which of the chapter's `framings`; 0: no payload, no condition */
    uint8_t success : 3; /**< enum atb_success: what an answered command takes for success */
    uint8_t error_set : 5; /**< enum atb_error_set, or one of the dialect's own */
    bool bare : 1;         /**< has no keyword: only an awaited line can be it */
    bool boots : 1;        /**< the modem has started: what it was doing is forgotten */
    bool ends_data : 1;    /**< NO CARRIER, CLOSED: ends transparent mode */
    uint8_t told_first : 5, told_count : 3; /**< into the chapter's `told`: settings it tells */
    uint8_t error_code;    /**< the number that is one of that set, or ATB_NO_INDEX: in words */
    uint8_t success_at;    /**< the number, or for ATB_SUCCESS_GIVEN the flag, that says so */
    uint8_t key;           /**< 1 + the id that tells whose late result it is; 0: it has none. Of a
                                line without a keyword: how many digits in a row it has at least */
    int16_t success_value; /**< what it must be; for ATB_SUCCESS_REACHES: where the other stands */
};

/** One layout of a line. Small members, for there are many. */
struct atb_line {
    uint8_t role;   /**< enum atb_role */
    uint8_t more;   /**< which of the chapter's `more` */
    uint16_t shape; /**< where in the chapter's `shapes` it begins */
};

/** A setting that a line tells to the command that waits for the line. */
struct atb_told {
    int32_t min, max; /**< another value is not believed */
    uint8_t setting;  /**< first index in the session's settings */
    uint8_t elements; /**< of the setting: an index beyond is ignored; 0: not checked */
    uint8_t index;    /**< where the number that selects the element stands, or ATB_NO_INDEX */
    uint8_t value;    /**< where the value does; ATB_NO_INDEX: it is always `min` */
};

/** What follows a keyword. Behind all but the second the line may end. */
enum atb_behind {
    ATB_BEHIND_COLON,   /**< `+QIRD: 5`: blanks, then fields */
    ATB_BEHIND_COMMA,   /**< `+RECEIVE,0,5`: fields; nothing is looked at, the text may end here */
    ATB_BEHIND_WORD,    /**< `CONNECT 115200`: a blank, then fields */
    ATB_BEHIND_PREFIX,  /**< `+IPD16`: a number */
    ATB_BEHIND_LITERAL, /**< `"recv",0`: a quote or none, blanks, a comma, then fields */
};

/** A keyword, and the lines that may begin with it: some of the chapter's candidates. */
struct atb_keyword {
    uint16_t behind : 3; /**< enum atb_behind */
    uint16_t inside : 1; /**< some line has payload that begins inside it */
    uint16_t alike : 1;  /**< `straight` holds while no command waits for a line: then the first
                              that fits exactly is it, and none of the others can fit better */
    uint16_t tail : 11;  /**< its rest, behind what the automaton needs to see: where in `tails` */
    uint8_t first, count : 4; /**< candidates */
    uint8_t straight : 4;     /**< so many, the first, can be taken for no other: without choice */
};

/** Ids of lines: below, the dialect's own; from here on, the shared chapter's. */
#define ATB_SHARED_LINE 128u
#define ATB_NO_LINE     255u

struct atb_subject;

/**
 * Takes a line that no scanner knows for the answer without a keyword that the command under
 * way waits for (the IMEI behind AT+CGSN), or reports it as it stands in the event. Linked with a
 * chapter only.
 */
typedef void atb_take_unknown(struct atb_subject *subject, const char *text, const char *end);
void atb_take_bare(struct atb_subject *subject, const char *text, const char *end);

struct atb_reading;

/**
 * Reads a field of a shape from a letter that few dialects have, `*` or `!`, on: ATB_OK, or as
 * atb_read(). `may_lack`: it may be left out. Linked only with a chapter that has such lines: the
 * second one where all of them are `!`, which only other layouts of the line have.
 */
typedef int atb_rare_letter(struct atb_reading *reading, const char *letter, bool may_lack);
int atb_read_rare(struct atb_reading *reading, const char *letter, bool may_lack);
int atb_read_absent(struct atb_reading *reading, const char *letter, bool may_lack);

/** Calls the handler of a line that has values: gives `call` back the type that it was before. */
typedef void atb_call_handler(void *app, const void *values, void (*call)(void), unsigned line);

/** Lines with the scanner that knows them: a dialect's own, or the chapter shared by all. */
struct atb_chapter {
    /** Reads a keyword at `*cursor` as far as it differs from others. 0: unknown. See atb_scan.h.
     */
    unsigned (*scan)(const char **cursor);
    const struct atb_keyword *keywords; /**< [0] is unused */
    const char *tails;                  /**< of keywords, one behind the other */
    const uint8_t *candidates;          /**< ids of lines, in the manual's order */
    const struct atb_line *lines;       /**< by id; of the shared chapter by id - ATB_SHARED_LINE */
    const char *shapes;                 /**< one behind the other */
    const struct atb_line_more *more;   /**< [0] is that of most lines: nothing */
    const struct atb_range *ranges;     /**< range number 1 of a shape is [0] */
    const struct atb_framing *framings; /**< number 1 of a line is [0] */
    const struct atb_told *told;
    atb_call_handler *call;   /**< its lines' handlers, or NULL: no line has values */
    const uint8_t *layout_of; /**< whose struct they become: layouts in `lines` behind its lines */
    atb_take_unknown *bare;   /**< atb_take_bare, or NULL: every line has a keyword */
    atb_rare_letter *rare;    /**< one of those two, or NULL: no shape has such a letter */
    uint8_t line_count;
    uint8_t layout_count; /**< so many of them: other orders of fields, say */
};

struct atb_session;

/** Payload as hex digits, payload inside a line: linked only with a dialect that has them. */
struct atb_hex {
    /** Whether the payload of a line that has been read is coded so. */
    bool (*codes)(const struct atb_subject *subject, const struct atb_framing *framing);
    /** Takes it from `at`; returns where it stopped. */
    const char *(*take_bytes)(struct atb_session *session, const char *at, const char *end);
};
extern const struct atb_hex atb_hex;
/** As atb_take_head(). */
typedef const char *atb_find_head(struct atb_session *session, const char *text, const char *from,
                                  const char *end);

/** Does payload begin behind a comma of the line at `text`, one from `from` on? Its head is taken
 * then: returns what is behind the comma. NULL: none does, up to the line's end or `end`. */
const char *atb_take_head(struct atb_session *session, const char *text, const char *from,
                          const char *end);

/** One dialect: its lines and settings. Const, generated. */
struct atb_dialect {
    struct atb_chapter own;
    const uint8_t *assumed; /**< what an unknown setting is taken for, where lines depend on it */
    const struct atb_hex *hex;                /**< &atb_hex, or NULL: no line has hex payload */
    atb_find_head *head;                      /**< atb_take_head, or NULL: none begins in a line */
    uint16_t guard_before_ms, guard_after_ms; /**< silence around +++ */
    uint16_t abi;                             /**< ATB_ABI */
    uint8_t setting_count;
    uint8_t lost_count;       /**< of them, how many are lost at a reboot: those come first */
    uint8_t connection_count; /**< of those, how many are a connection's: they come first */
    uint8_t
        online; /**< 1 + the setting that a line makes 1 when transparent mode begins; 0: none */
    uint16_t line_max; /**< <DIALECT>_LINE_MAX: the longest line, without its end */
};

/** How a line becomes a struct. Referenced by whoever decodes it; dropped by the linker otherwise.
 */
struct atb_record {
    const struct atb_chapter *chapter;
    uint16_t size; /**< of the struct */
    uint16_t text; /**< offset of the characters at its end that keep an answer's texts; 0: none */
    uint8_t line;  /**< its id */
    uint8_t twin;  /**< what it is under another setting, which fills the struct, too; or its id */
};

/** Whether a shape begins with how many flags there are. */
static inline bool atb_has_flags(const char *shape)
{
    return *shape >= '1' && *shape <= '<';
}

static inline bool atb_is_final(const struct atb_line *line)
{
    return line->role >= ATB_SUCCESS;
}

/** The shape of a line of the chapter. */
static inline const char *atb_shape_of(const struct atb_chapter *chapter,
                                       const struct atb_line *line)
{
    return chapter->shapes + line->shape;
}

/** What few lines of the chapter have, of one. */
static inline const struct atb_line_more *atb_more_of(const struct atb_chapter *chapter,
                                                      const struct atb_line *line)
{
    return &chapter->more[line->more];
}

#ifdef __cplusplus
}
#endif
#endif
