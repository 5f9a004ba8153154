/* SPDX-License-Identifier: MIT */
/*
 * What `atbind explain` and `atbind decode` call: reads a command line as a
 * person types it, lets the generated C judge it, and drives a session over
 * received bytes. One dialect per library; ATB_TOOL_NAMES is its names object.
 * For tools on a PC: static memory, one caller at a time.
 */
#ifndef ATB_TOOL_H
#define ATB_TOOL_H

#include "atb.h"
#include "atb_names.h"
#include "atb_session.h"
#include "atb_tap.h"

extern const struct atb_names ATB_TOOL_NAMES;
extern const struct atb_names ATB_TOOL_CHAPTER; /**< what all dialects share */

/** A form of the dialect or, behind its last one, of the chapter; NULL behind all. */
static inline const struct atb_form_name *atb_tool_form(unsigned i)
{
    if (i < ATB_TOOL_NAMES.form_count) {
        return &ATB_TOOL_NAMES.forms[i];
    }
    i -= ATB_TOOL_NAMES.form_count;
    return i < ATB_TOOL_CHAPTER.form_count ? &ATB_TOOL_CHAPTER.forms[i] : NULL;
}

/** The line of an id, or NULL. */
static inline const struct atb_line_name *atb_tool_line(unsigned id)
{
    if (id < ATB_SHARED_LINE) {
        return id < ATB_TOOL_NAMES.line_count ? &ATB_TOOL_NAMES.lines[id] : NULL;
    }
    id -= ATB_SHARED_LINE;
    return id < ATB_TOOL_CHAPTER.line_count ? &ATB_TOOL_CHAPTER.lines[id] : NULL;
}

/** The most values of one command or of one received line. */
#define ATB_TOOL_VALUES 64

/** A named value: a number, or bytes that live until the next call. */
struct atb_tool_value {
    const char *name;
    const char *text; /**< NULL: a number, or absent */
    size_t length;
    int64_t number; /**< as typed, or INT64_MIN/MAX beyond these */
    uint8_t present;
    uint8_t list; /**< one element of a list; an absent one stands for an empty list */
};

/** A command line, taken apart. `reason` is NULL when it is right. */
struct atb_tool_command {
    const char *id;     /**< of the form that fits best, or NULL */
    const char *name;   /**< "+QIOPEN", or NULL when the line is no command at all */
    const char *type;   /**< test, read, set, execute, data; or NULL */
    const char *reason; /**< range, value, length, … */
    const char *param;  /**< the parameter that is wrong, or NULL */
    struct atb_tool_value values[ATB_TOOL_VALUES];
    uint32_t value_count;
    char message[256];
};

/** Takes a command line apart and checks it. Returns 1 when it is right. */
int atb_tool_explain(const char *line, size_t length, struct atb_tool_command *out);

/** The model that the library was built for, "" for none. */
const char *atb_tool_model(void);

/** What came in, for the caller in Python; pointers live during the call. */
struct atb_tool_event {
    const char *id; /**< of the line, or NULL */
    const char *text;
    const char *bad_field; /**< malformed: the first field that does not fit, or NULL */
    const char *extra;     /**< what stands in the line behind its last field */
    size_t length;
    size_t extra_length;
    size_t remaining; /**< payload still to come; SIZE_MAX: up to the line's end */
    struct atb_tool_value values[ATB_TOOL_VALUES];
    uint32_t value_count;
    uint8_t kind;  /**< enum atb_event_kind */
    int8_t status; /**< malformed: why, enum atb_status */
};

typedef void atb_tool_on_event(const struct atb_tool_event *event);

/** Forgets everything and starts a session. */
void atb_tool_begin(atb_tool_on_event *on_event);

/** Makes a command pending as if it had been sent, right or wrong. Returns 0 when no form fits. */
int atb_tool_expect(const char *line, size_t length);

/** Takes received bytes. */
void atb_tool_feed(const char *bytes, size_t length);

/**
 * States a setting: "access_mode", element 0, or -1 for a setting without elements.
 * Returns 0; 1: a parameter on which no line depends; -1: unknown name; -2: bad element;
 * -3: none of atb_tool_setting_values().
 */
int atb_tool_set(const char *name, int element, int32_t value);

/** The ranges that a setting's values lie in, and {1, 0}; NULL: unknown name. */
const struct atb_range *atb_tool_setting_values(const char *name);

/* ---- a record of what passes, as a transcript -------------------------- */

void atb_tool_tap_begin(atb_put *put, int shows_secrets);
void atb_tool_tap_sent(const char *bytes, size_t length);
void atb_tool_tap_received(const char *bytes, size_t length);
void atb_tool_tap_end(void);

#endif
