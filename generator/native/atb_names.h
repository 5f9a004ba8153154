/* SPDX-License-Identifier: MIT */
/*
 * Names for tools: what every form, line and setting of a dialect is called.
 * Firmware never needs them; `atbind decode` and `atbind explain` do. One
 * object per dialect, `<dialect>_names`, generated into <dialect>_names.c.
 */
#ifndef ATB_NAMES_H
#define ATB_NAMES_H

#include "atb_lines.h"
#include "atb_tap.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One place between the commas of a command line. */
struct atb_place_name {
    const char *name;    /**< the manual's name, or NULL (a literal without one) */
    const char *other;   /**< of the second of two parameters that may stand there, or NULL */
    const char *literal; /**< as on the wire, quotes included, "": always empty; NULL: the form's
                            next position */
    bool enumeration;    /**< the table lists its values */
};

struct atb_form_name {
    const struct atb_form *form;
    const char *id;      /**< quectel_qiopen */
    const char *command; /**< +QIOPEN */
    const char *type;    /**< test, read, set, execute, data */
    const char *syntax;  /**< AT+QIOPEN=<contextID>,... */
    const char *section; /**< of the manual */
    const struct atb_place_name *places;
    uint8_t place_count;
};

/** One field of a line, in order. */
struct atb_field_name {
    const char *name;    /**< the manual's name, or NULL (a literal without one) */
    const char *literal; /**< as on the wire, quotes included; NULL: the shape's next field */
    bool absent;         /**< only other layouts of the line have it */
};

struct atb_line_name {
    const char *id;   /**< quectel_urc_recv */
    const char *role; /**< info, result, urc, test, final */
    const char *syntax;
    const char *section;
    const char *data;                /**< name of the payload, or NULL */
    const struct atb_record *record; /**< NULL: a line without values */
    const struct atb_field_name *fields;
    uint8_t field_count;      /**< literals included */
    bool keyword_has_literal; /**< the first one is part of the keyword */
};

/** One setting: `count` values from `first` on in the session's settings. */
struct atb_setting_name {
    const char *name;
    const char *index;   /**< the parameter that selects the element, or NULL: one value */
    int16_t first_index; /**< number of the first element */
    uint8_t first, count;
    const struct atb_range *values; /**< those it may have, and {1, 0}; that alone: nobody knows */
};

struct atb_names {
    const char *name; /**< quectel */
    const char *title;
    const char *model;                 /**< "" when none is selected */
    const struct atb_dialect *dialect; /**< NULL: a chapter that all dialects share */
    const struct atb_chapter *chapter; /**< of the lines */
    const struct atb_form_name *forms;
    const struct atb_line_name *lines; /**< by line index */
    const struct atb_setting_name *settings;
    const struct atb_secret *secrets; /**< of the chapter, too */
    uint16_t form_count;
    uint16_t memory; /**< <DIALECT>_MEMORY */
    uint8_t line_count;
    uint8_t setting_count;
    uint8_t secret_count;
};

#ifdef __cplusplus
}
#endif
#endif
