/* SPDX-License-Identifier: MIT */
/*
 * The shapes of the generated constants: what a command form looks like on the
 * wire, and what a received line looks like. All of it is const data in flash,
 * one object per form or line, so that the linker drops what a program does
 * not name. Two interpreters read it: atb_writer (forms) and atb_fields (lines).
 */
#ifndef ATB_TABLES_H
#define ATB_TABLES_H

#include "atb.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- commands: application to modem --------------------------------- */

struct atb_parameter;

enum atb_type {
    ATB_INTEGER,  /**< decimal number; min..max are wire numbers */
    ATB_QUOTED,   /**< "string"; min..max are bytes between the quotes */
    ATB_BARE,     /**< string without quotes; ',' and ';' are refused too */
    ATB_HEX_TEXT, /**< hex digits without quotes */
    ATB_IP,       /**< "IPv4 or IPv6 address" */
    ATB_IPV4,     /**< "IPv4 address" */
    ATB_HOST,     /**< "host name or address" */
    ATB_DOMAIN,   /**< "domain name": labels of letters, digits and hyphens, joined by points */
    ATB_DATA,     /**< payload inside the command line, coded as the form's payload says */
    ATB_REST      /**< received lines only: everything up to the line's end */
};

/** The lowest and the highest number, or length in bytes. */
struct atb_range {
    int32_t min, max;
};

/** What kind of parameter: one object a kind, so that a check that no form names is not linked. */
struct atb_kind {
    /** Of a value of this kind: ATB_OK, or what is wrong. */
    int (*check)(const struct atb_parameter *parameter, const struct atb_value *value);
    /** What a text of this kind must be beside its characters and its length, or NULL. */
    int (*form)(const char *text);
    /** The characters of a text: the first and the last of each run of them. */
    const char *characters;
    /** Of two kinds in one place: the parameter that this value is for; NULL: it is one kind. */
    const struct atb_parameter *(*choose)(const struct atb_parameter *parameter,
                                          const struct atb_value *value);
    uint8_t value; /**< enum atb_value_kind */
    bool quoted;   /**< stands between quotes */
    bool listed;   /**< has `words` instead of a range */
};

/** A parameter as the manual's parameter table defines it; shared by the forms that use it. */
struct atb_parameter {
    const char *name;            /**< the manual's spelling */
    const struct atb_kind *kind; /**< one of atb_text.h */
    union {
        const struct atb_range *range;             /**< of numbers, or of a text's length */
        const char *const *words;                  /**< the allowed words, and a NULL */
        const struct atb_parameter *const *either; /**< two that may stand in the same place */
    };
};

/** What stands before the comma of a place in the text of a form: see there. */
enum atb_place_flag {
    ATB_OPTIONAL = 1,     /**< [ may be left out, with all that follows */
    ATB_MAY_BE_EMPTY = 2, /**< ~ may stay empty between commas: ATB_EMPTY */
    ATB_GROUPED = 4,      /**< & comes together with the place before it, or not at all */
    ATB_LACKING = 8       /**< ! the selected model lacks it */
};

/** Comparisons of a rule. Enumerated strings are compared by their index in `words`. */
enum atb_test {
    ATB_ALWAYS,
    ATB_GIVEN,
    ATB_NOT_GIVEN,
    ATB_EQUAL,
    ATB_NOT_EQUAL,
    ATB_AT_LEAST,
    ATB_AT_MOST
};

/** "if values[a] <when> a_value then values[b] <must> b_value", or refused with ATB_BAD_COMBINATION
 * on b. */
struct atb_rule {
    int32_t a_value, b_value;
    uint8_t a, when, b, must;
};

/** A time limit, in milliseconds: `ms`, or `ms` times parameter times parameter, or a setting of
 * the session. */
enum atb_limit_kind { ATB_LIMIT_FIXED, ATB_LIMIT_PARAMETER, ATB_LIMIT_PRODUCT, ATB_LIMIT_SETTING };

struct atb_limit {
    uint32_t ms;            /**< the limit, or the unit of the parameter or setting */
    uint32_t extra_ms;      /**< added in every case */
    int32_t default_value;  /**< stands for the (first) parameter when it is absent */
    int32_t default_factor; /**< ATB_LIMIT_PRODUCT: stands for the second one */
    uint8_t kind;           /**< enum atb_limit_kind */
    uint8_t parameter;      /**< index into values, or the setting's index */
    uint8_t factor;         /**< ATB_LIMIT_PRODUCT: index into values */
};

/** How payload leaves: after the prompt or inside the command line. */
enum atb_send {
    ATB_SEND_NONE,
    ATB_SEND_LENGTH,  /**< after the prompt; the modem counts */
    ATB_SEND_CTRL_Z,  /**< after the prompt; Ctrl-Z ends it */
    ATB_SEND_TIMEOUT, /**< after the prompt; the modem's own timer ends it */
    ATB_SEND_INLINE   /**< inside the command line, at the ATB_DATA position */
};

enum atb_coding {
    ATB_RAW,
    ATB_HEX,
    ATB_ESCAPED,   /**< inline text with backslashes that the modem interprets */
    ATB_BY_SETTING /**< a setting says: 0 raw, 1 hex, 2 escaped */
};

/** A setting of the session that a command changes once it succeeded, or that an answer tells. */
struct atb_effect {
    int32_t absent_value; /**< the value when the position was left out; ATB_KEEP: no change */
    uint8_t setting;      /**< first index in the session's settings */
    uint8_t index;        /**< position (or field) that selects the element, or ATB_NO_INDEX */
    uint8_t
        value; /**< position (or field) that carries the value; ATB_NO_INDEX: absent_value always */
    uint8_t elements; /**< elements of the setting: an index beyond is ignored; 0: not checked */
};
#define ATB_KEEP     INT32_MIN
#define ATB_NO_INDEX 255u

/** Where a line of an answer may stand, and what it settles of what the form owes. */
enum atb_place {
    ATB_BEFORE_OK = 1, /**< before the first OK */
    ATB_BEHIND_OK = 2,
    ATB_EITHER_SIDE = 3,
    ATB_PAYS = 4,      /**< it is the result that the command ends with */
    ATB_PAYS_ALONE = 8 /**< it is, where the factor of result_limit is 1: one of one reply */
};

/** A line that a form may answer with. */
struct atb_listed {
    uint8_t line;  /**< its id */
    uint8_t place; /**< of enum atb_place */
};

#define ATB_LINE_OK  0u   /**< every dialect's first line */
#define ATB_ANY_LINE 255u /**< atb_form.final: whatever the dialect calls success */

/** One form of one command, and what the modem owes when it was sent. */
struct atb_form {
    /**
     * The command line; '%' stands for the next place that a value fills. Marks
     * before its comma say what the place allows: "AT+X=%[~,%[,%&,%" has one
     * that may be left out or empty, then two that come together (enum
     * atb_place_flag). When a place and all behind it are absent, the ',' before
     * its '%' is left out and nothing more is written; '=' stays, for without it
     * the line is another command.
     */
    const char *text;
    const struct atb_parameter *const *parameters; /**< one a place */
    const struct atb_rule *rules;
    const struct atb_listed *lines;
    const struct atb_effect *effects;
    const struct atb_limit *limit;        /**< until the final result code */
    const struct atb_limit *result_limit; /**< from OK until the result line, or NULL */
    const struct atb_chapter *chapter;    /**< the shared one that knows its lines, or NULL */
    uint8_t position_count, rule_count, line_count, effect_count;
    /** Success is this final result code, so many times, and so many results, in any order that
     * the lines' places allow; or CONNECT in place of all. Each after the last byte has left. */
    uint8_t final;        /**< id of the line: OK, SEND OK */
    uint8_t oks;          /**< how often it is owed */
    uint8_t results;      /**< lines owed that pay */
    uint8_t send;         /**< enum atb_send */
    bool connects : 1;    /**< CONNECT pays everything; NO CARRIER is failure */
    bool lacking : 1;     /**< the selected model lacks the whole form */
    bool escapes : 1;     /**< +++: sent between silent guard times */
    bool etx : 1;         /**< Ctrl-Z, ESC and ETX in ATB_SEND_CTRL_Z payload follow an ETX */
    bool esc_cancels : 1; /**< ATB_SEND_CTRL_Z: at the prompt ESC means that nothing is sent */
    bool at_once : 1;     /**< its settings take effect when it is sent: they code its own answer */
    uint8_t coding;       /**< enum atb_coding */
    uint8_t coding_setting;  /**< ATB_BY_SETTING: first index in the settings */
    uint8_t coding_index;    /**< the position that selects the element */
    uint8_t length_position; /**< the position that states the payload's length, or ATB_NO_INDEX */
    uint8_t key_position;    /**< 1 + the position with the id that a late result repeats (see
                                  key_field); 0: any result line is this command's */
    uint16_t payload_max;    /**< bytes; 0: no limit known */
};

/* ---- lines: modem to application ------------------------------------ */

enum atb_role { ATB_INFO, ATB_RESULT, ATB_URC, ATB_TEST_INFO, ATB_FINAL };

/** Whose error code it is. A dialect's own sets are numbered from ATB_ERROR_DIALECT on. */
enum atb_error_set { ATB_ERROR_NONE, ATB_ERROR_CME, ATB_ERROR_CMS, ATB_ERROR_DIALECT };

enum atb_final { ATB_FINAL_NONE, ATB_FINAL_SUCCESS, ATB_FINAL_FAILURE, ATB_FINAL_CONNECT };

enum atb_payload_where { ATB_NO_PAYLOAD, ATB_AFTER_LINE, ATB_INLINE, ATB_TO_LINE_END };

/**
 * What the scanner must know of a line, whether an application handles it or
 * not: how to tell it from others with the same keyword, and where payload
 * begins. Fields are counted by commas after the keyword.
 */
struct atb_line {
    int16_t first_min, first_max; /**< documented range of a numeric first field (a hint where lines
                                     compete); 0, 0: none */
    uint16_t
        integers; /**< bit i: field i is a number if it is not empty; bit 15: all from there on */
    uint16_t may_be_empty;   /**< bit i: field i may be empty; bit 15: all from there on */
    uint16_t payload_max;    /**< bytes; more is taken for a damaged line. 0: no limit known */
    int16_t literal;         /**< see literal_field */
    unsigned role : 3;       /**< enum atb_role */
    unsigned final : 2;      /**< enum atb_final */
    unsigned payload : 2;    /**< enum atb_payload_where */
    unsigned coding : 2;     /**< ATB_RAW, ATB_HEX or ATB_BY_SETTING */
    bool boots : 1;          /**< the modem has started: what it was doing is forgotten */
    bool ends_data : 1;      /**< NO CARRIER, CLOSED: ends transparent mode */
    bool first_closed : 1;   /**< a first field outside first_min..first_max fits only where nothing
                                else does */
    unsigned min_fields : 5; /**< payload not counted */
    unsigned max_fields : 8; /**< 255: a list */
    unsigned
        key_field : 4; /**< 1 + the field with the id that tells whose late result it is; 0: none */
    unsigned literal_field : 4; /**< 1 + a later field that must be the number `literal`; 0: none */
    uint8_t setting;            /**< condition: first index in the settings, or ATB_NO_INDEX */
    uint8_t setting_index;      /**< the field that selects the element, or ATB_NO_INDEX */
    uint8_t setting_values;     /**< bit v: holds when the setting's value is v */
    uint8_t
        setting_elements; /**< elements of `setting`: an index beyond never fits; 0: not checked */
    uint8_t length_field; /**< the field that counts payload bytes, or ATB_NO_INDEX */
    uint8_t coding_setting, coding_index;
    uint8_t coding_elements; /**< elements of `coding_setting`, likewise */
    uint8_t effect_first,
        effect_count;    /**< into the dialect's line_effects: settings this line tells */
    uint8_t error_field; /**< the field with an error code, or ATB_NO_INDEX */
    uint8_t error_set;   /**< enum atb_error_set, or one of the dialect's own */
    uint8_t success;     /**< enum atb_success: what an answered command takes for success */
    uint8_t success_field;
    int16_t success_value; /**< the number, or for ATB_SUCCESS_REACHES the other field */
};

/** What a line must say for the command that it answers to have succeeded. */
enum atb_success {
    ATB_SUCCESS_ALWAYS,
    ATB_SUCCESS_EQUALS,  /**< success_field is success_value, or absent */
    ATB_SUCCESS_REACHES, /**< success_field is not below the field success_value */
    ATB_SUCCESS_GIVEN,   /**< success_field is there */
    ATB_SUCCESS_NEVER
};

enum atb_field_flag {
    ATB_FIELD_OPTIONAL = 1,
    ATB_FIELD_LIST = 2, /**< 1 to `count` values up to the line's end; the number at `has` */
    ATB_FIELD_UNTIL_COLON =
        4,               /**< ends at the last ':' of its token; the next field is the rest of it */
    ATB_FIELD_EMPTY = 8, /**< may be empty: absent then */
    ATB_FIELD_CLOSED =
        16,             /**< ids and lengths: a number outside the range makes the line malformed */
    ATB_FIELD_SKIP = 32 /**< a literal: read past, not kept */
};

/** One field of a line: where it goes in the struct. 8 to 12 bytes. */
struct atb_field {
    const struct atb_range *range; /**< or NULL: any */
    uint16_t offset;               /**< of the int32_t or struct atb_text */
    uint8_t type;                  /**< enum atb_type */
    uint8_t flags;                 /**< enum atb_field_flag */
    uint8_t has;                   /**< offset of the bool has_… or uint8_t …_count */
    uint8_t count;                 /**< ATB_FIELD_LIST: capacity */
};

/** How a line becomes a struct. Referenced by whoever decodes it; dropped by the linker otherwise.
 */
struct atb_record {
    const struct atb_field *fields;
    uint16_t size; /**< of the struct */
    uint8_t field_count;
    uint8_t line; /**< index into the dialect's lines */
    uint16_t
        text; /**< offset of a char array at the struct's end, where an answer keeps its strings */
    uint16_t text_size; /**< 0: none */
};

/** The lines that may begin with one keyword. */
struct atb_keyword {
    uint8_t first; /**< into the dialect's candidates */
    uint8_t count;
};

/** Ids of lines: below, the dialect's own; from here on, the shared chapter's. */
#define ATB_SHARED_LINE 128u
#define ATB_NO_LINE     255u

/** Lines with the scanner that knows them: a dialect's own, or the chapter shared by all. */
struct atb_chapter {
    /**
     * Recognises the keyword at the start of `line`, which ends with a line
     * feed (or, while a line is still arriving, with a comma). Sets `*fields`
     * behind the keyword and its blanks. 0: unknown.
     */
    unsigned (*scan)(const char *line, const char **fields);
    const struct atb_keyword *keywords; /**< [0] is unused */
    const uint8_t *candidates;          /**< ids of lines, in the manual's order */
    const struct atb_line *lines; /**< by id; of the shared chapter, by id - ATB_SHARED_LINE */
    const struct atb_effect *line_effects;
    uint8_t line_count;
};

/** One dialect: its lines and settings. Const, generated. */
struct atb_dialect {
    struct atb_chapter own;
    const int32_t *assumed;                   /**< what an unknown setting is taken for */
    uint16_t guard_before_ms, guard_after_ms; /**< silence around +++ */
    uint16_t abi;                             /**< ATB_ABI */
    uint8_t setting_count;
    bool has_inline_payload; /**< some line carries payload before its line end */
    uint8_t
        online; /**< 1 + the setting that a line makes 1 when transparent mode begins; 0: none */
    uint16_t line_max; /**< <DIALECT>_LINE_MAX: the longest line, without its end */
};

#ifdef __cplusplus
}
#endif
#endif
