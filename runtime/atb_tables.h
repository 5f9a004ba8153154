/* SPDX-License-Identifier: MIT */
/*
 * What a command form looks like on the wire, and what the modem owes for it: const
 * data in flash, one object per form, so that the linker drops what a program does
 * not name. atb_validate, atb_writer and the engine read it. Of received lines tells
 * atb_lines.h.
 */
#ifndef ATB_TABLES_H
#define ATB_TABLES_H

#include "atb.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- commands: application to modem --------------------------------- */

struct atb_parameter;
struct atb_session;
struct atb_subject;
struct atb_walk;

/** The lowest and the highest number, or length in bytes. */
struct atb_range {
    int32_t min, max;
};

/** Whether a number lies in it. */
static inline bool atb_is_within(const struct atb_range *range, int32_t number)
{
    return number >= range->min && number <= range->max;
}

/** A range in 4 bytes: nearly all are small. */
struct atb_span {
    int16_t min;
    uint16_t max;
};

/** What kind of parameter: one object a kind, so that a check that no form names is not linked. */
struct atb_kind {
    /** Writes a value of this kind: ATB_OK, or what is wrong with it. */
    int (*put)(struct atb_walk *walk, const struct atb_parameter *parameter,
               const struct atb_value *value);
    /** The characters of a text: the first and the last of each run of them. */
    const char *characters;
    uint8_t value; /**< enum atb_value_kind; ATB_ABSENT: any, it is two kinds in one place */
    bool quoted;   /**< stands between quotes */
    bool listed;   /**< has `words` instead of a span */
    bool wide;     /**< has `range` instead */
};

/** What a parameter takes; shared by all that take the same. */
struct atb_parameter {
    const struct atb_kind *kind; /**< one of atb_kind.h */
    union {
        struct atb_span span;                      /**< of numbers, or of a text's length */
        const struct atb_range *range;             /**< of numbers beyond a span, or with gaps */
        const char *const *words;                  /**< the allowed words, and a NULL */
        const struct atb_parameter *const *either; /**< two that may stand in the same place */
    };
};

/** What its span or range says; nothing where it has neither. */
static inline struct atb_range atb_range_of(const struct atb_parameter *parameter)
{
    struct atb_range range = {parameter->span.min, parameter->span.max};
    return parameter->kind->wide ? *parameter->range : range;
}

/** What a place of a form allows; and as a mark before its comma in the text of the form. */
enum atb_place_flag {
    ATB_OPTIONAL = 1,     /**< may be left out, with all that follows */
    ATB_MAY_BE_EMPTY = 2, /**< may stay empty between commas: ATB_EMPTY */
    ATB_GROUPED = 4,      /**< comes together with the place before it, or not at all */
    ATB_LACKING = 8       /**< the selected model lacks it */
};
#define ATB_OR_END    "\1"
#define ATB_OR_EMPTY  "\2"
#define ATB_WITH_LAST "\4"
#define ATB_LACKED    "\10"

/** Tests of a rule: true of a value that is not given (1), below (2), equal (4), above (8).
 * Enumerated strings are compared by their index in `words`. */
enum atb_test {
    ATB_NOT_GIVEN = 1,
    ATB_EQUAL = 4,
    ATB_AT_MOST = 2 + 4,
    ATB_NOT_EQUAL = 1 + 2 + 8,
    ATB_AT_LEAST = 4 + 8,
    ATB_GIVEN = 2 + 4 + 8,
    ATB_ALWAYS = 1 + 2 + 4 + 8
};

/** "if values[a] <when> a_value then values[b] <must> b_value", or refused with ATB_BAD_COMBINATION
 * on b. */
struct atb_rule {
    int32_t a_value, b_value;
    uint8_t a, when, b, must;
};

/** A time limit that is no fixed number: parameter times unit, or what it is made of. */
struct atb_limit {
    /** One of these below: milliseconds, for the command under way. A product's factor counts
     * replies: where it is 1, one of them pays alone. */
    uint32_t (*ms)(struct atb_session *session, const struct atb_limit *limit);
    uint32_t unit_ms;       /**< of the parameter or setting */
    uint32_t extra_ms;      /**< added in every case */
    int32_t default_value;  /**< stands for the (first) parameter when it is absent */
    int32_t default_factor; /**< stands for the second one */
    uint8_t parameter;      /**< field of the command line, or the setting's index */
    uint8_t factor;         /**< field of the command line: of a product, or of what pays alone */
};
/** What `ms` may be: a parameter, a product of two, a setting; times the unit, in milliseconds up
 * to ATB_LONGEST_MS. */
uint32_t atb_limit_parameter(struct atb_session *session, const struct atb_limit *limit);
uint32_t atb_limit_product(struct atb_session *session, const struct atb_limit *limit);
uint32_t atb_limit_setting(struct atb_session *session, const struct atb_limit *limit);

/** How payload leaves: after the prompt or inside the command line. */
enum atb_send {
    ATB_SEND_NONE,
    ATB_SEND_INLINE, /**< inside the command line, in the place of atb_data */
    ATB_SEND_LENGTH, /**< from here on after the prompt; the modem counts */
    ATB_SEND_CTRL_Z, /**< Ctrl-Z ends it */
    ATB_SEND_TIMEOUT /**< the modem's own timer ends it */
};

/** How the bytes of payload stand on the wire. */
enum atb_coding {
    ATB_RAW,       /**< as they are */
    ATB_HEX,       /**< two digits each */
    ATB_ESCAPED,   /**< inline text with backslashes that the modem interprets */
    ATB_BY_SETTING /**< a setting says: 0 raw, 1 hex, 2 escaped */
};

/** A setting of the session that a command changes once it succeeded. Fields are those of the
 * command line, which stands in its buffer until the next one: counted by commas behind the '='. */
struct atb_effect {
    int32_t absent_value; /**< the value when the field was left out; ATB_KEEP: no change */
    uint8_t setting;      /**< first index in the session's settings */
    uint8_t index;        /**< field that selects the element, or ATB_NO_INDEX */
    uint8_t value;        /**< field that carries the value; ATB_NO_INDEX: absent_value always */
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

#define ATB_ANY_LINE 255u /**< atb_form.final: whatever the dialect calls success */

/** How payload leaves that does not leave as it is. */
struct atb_coder {
    /** The coding that holds now: enum atb_coding, or ATB_ETX_CODED. NULL: always ATB_RAW. */
    uint8_t (*choose)(const struct atb_session *session, const struct atb_command *command);
    /** One byte, in any coding but ATB_RAW: 1 to 2 characters; returns how many. */
    unsigned (*code)(uint8_t coding, uint8_t byte, char out[2]);
    /** The payload's length as its command line states it. */
    size_t (*counted)(const struct atb_command *command, uint8_t coding);
    /** Before the line is written: a length that it states otherwise than its value says; or NULL.
     */
    void (*state)(struct atb_walk *walk);
    /** Offers the next byte of payload to the port: how many characters it took, or -1. */
    int (*send)(struct atb_session *session);
    /** Tells a modem at its prompt that no payload comes. False: it cannot now. NULL: never. */
    bool (*cancel)(struct atb_session *session);
    /** Whether a byte of the payload would end it early; NULL: none does. */
    bool (*ends_early)(const struct atb_command *command);
};
extern const struct atb_coder atb_coder;
extern const struct atb_coder atb_ctrl_z;    /**< of payload that Ctrl-Z ends, uncoded */
extern const struct atb_coder atb_etx_coder; /**< of such payload with ETX in it */

/** What most forms do not have; pointers, so that nothing of it is linked where no form has it. */
struct atb_form_rest {
    /** What its lines need the session for: settings that they tell (atb_use_told), the shared
     * chapter that knows them; or NULL. */
    void (*use)(struct atb_session *session);
    const struct atb_effect *effects;
    const struct atb_limit *limit; /**< see `limits_final`, `limits_result`; or NULL */
    uint8_t effect_count;
    bool checked;           /**< it begins a struct atb_form_checks */
    bool limits_final : 1;  /**< `limit` is until the final result code, not the form's time */
    bool limits_result : 1; /**< `limit` is from OK until the result line, not `result_time` */
    bool opens : 1;         /**< its one setting takes effect with OK: it is the connection's, whose
                                 lines may come before the result that it is open; if that says
                                 that it is not, the setting is as it was */
};

/** The rest of a form with rules or payload: what is checked beyond each value. */
struct atb_form_checks {
    struct atb_form_rest rest; /**< `checked` */
    /** One of atb_validate.h; NULL: it is no form of a table, and atb_raw() judges its line. */
    int (*check)(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal);
    const struct atb_coder *coder; /**< one of those above, or NULL: payload leaves as it is */
    const struct atb_rule *rules;
    uint16_t payload_max; /**< bytes; where no limit is known, as many as can be counted */
    uint8_t rule_count;
    uint8_t coding_setting;  /**< ATB_BY_SETTING: first index in the settings */
    uint8_t coding_index;    /**< the position that selects the element */
    uint8_t length_position; /**< the position that states the payload's length, or ATB_NO_INDEX */
    uint8_t coding : 3;      /**< enum atb_coding */
    bool etx : 1;            /**< Ctrl-Z, ESC and ETX in payload that Ctrl-Z ends follow an ETX */
    bool esc_cancels : 1;    /**< at the prompt ESC means that nothing is sent */
};

/** From now on the session takes over what lines tell of settings. */
void atb_use_told(struct atb_session *session);

/** The rest of a form that has none. */
extern const struct atb_form_rest atb_no_rest;

/** One form of one command, and what the modem owes when it was sent. */
struct atb_form {
    /**
     * The lines that it may answer with, two characters each: the line's id, and where it may stand
     * (enum atb_place). Behind them atb_text_of(): the command line behind AT; '%' stands for the
     * next place that a value fills. Marks before its comma say what the place allows: "+X=%"
     * ATB_OR_END ",%" ATB_WITH_LAST ",%" has two that come together or not at all. When a place and
     * all behind it are absent, the ',' before its '%' is left out and nothing more is written; '='
     * stays, for without it the line is another command.
     */
    const char *text;
    const struct atb_parameter *const *parameters; /**< one a place */
    const struct atb_form_rest *rest; /**< what most forms do not have: then atb_no_rest */
    uint8_t time;                     /**< until the final result code, in seconds; 0: 10 */
    uint8_t result_time;              /**< from OK until the result line, likewise */
    uint8_t position_count : 4;       /**< places */
    uint8_t line_count : 4;
    /** Success is this final result code, so many times, and so many results, in any order that
     * the lines' places allow; or CONNECT in place of all. Each after the last byte has left. */
    uint8_t final;       /**< id of the line: OK, SEND OK */
    uint8_t oks : 3;     /**< how often it is owed */
    bool closes_all : 1; /**< every connection: what was known of each is unknown after it */
    uint8_t results : 4; /**< lines owed that pay */
    uint8_t send : 3;    /**< enum atb_send */
    bool connects : 1;   /**< CONNECT pays everything; NO CARRIER is failure */
    bool lacking : 1;    /**< the selected model lacks the whole form */
    bool escapes : 1;    /**< +++: sent between silent guard times */
    bool informs : 1;    /**< a line that it lists must come before OK */
    bool at_once : 1;    /**< its settings take effect when it is sent: they code its own answer */
    uint8_t key_field;   /**< 1 + the field of the command line with the id that a late result
                              repeats (its line's `key`); 0: any result line is this command's */
    uint8_t fields;      /**< where in the command line the first place stands; 0: it has none */
};

/** The command line of a form behind AT, with its places. */
static inline const char *atb_text_of(const struct atb_form *form)
{
    return form->text + ATB_AS(size_t, 2) * form->line_count;
}

/** What is checked of a form whose rest is `checked`. */
static inline const struct atb_form_checks *atb_checks_of(const struct atb_form *form)
{
    const void *rest = form->rest; /* begins what is asked for */
    return ATB_AS(const struct atb_form_checks *, rest);
}

/** How its payload leaves, if not as it is; or NULL. */
static inline const struct atb_coder *atb_coder_of(const struct atb_form *form)
{
    return form->rest->checked ? atb_checks_of(form)->coder : NULL;
}

/** What stands for a time of more than 191 seconds: an even number of minutes. */
#define ATB_MINUTES(count) (ATB_LONG_TIME + ((count)-4) / 2)
#define ATB_LONG_TIME      192u

/* ---- names, for those who ask ------------------------------------------- */

/** What the parameters of a form are called. The form is known by its text: a program that asks
 * for names does not have all forms in it. */
struct atb_form_names {
    const char *text;  /**< atb_text_of() */
    const char *names; /**< one behind the other, each with its NUL */
};

/** The parameter that was refused, as the manual spells it, "data" for payload; NULL: none, or
 * its form is not among the `count` ones. */
const char *atb_parameter_name(const struct atb_form_names *forms, size_t count,
                               const struct atb_refusal *refusal);

#ifdef __cplusplus
}
#endif
#endif
