/* SPDX-License-Identifier: MIT */
#include "atb_read.h"
#include "atb_tool_match.h"
#include "atb_walk.h"

#include <stdlib.h>
#include <string.h>

enum { SETTINGS_MAX = 256, MEMORY = 16384, RECORD_MAX = 4096 };

static struct atb_session session;
static int32_t settings[SETTINGS_MAX];
static char memory[MEMORY];
static atb_tool_on_event *report;

/* ---- a port that leads nowhere ------------------------------------------ */

static int swallow(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return (int)length;
}

static uint32_t clock_ms; /* stands still until the end */

static uint32_t stand_still(void *context)
{
    (void)context;
    return clock_ms;
}

static const struct atb_port port = {.write = swallow, .now = stand_still};

/* ---- struct -> named values ----------------------------------------------- */

static void add(struct atb_tool_event *out, struct atb_tool_value value)
{
    if (out->value_count < ATB_TOOL_VALUES) {
        out->values[out->value_count++] = value;
    }
}

static void add_literal(struct atb_tool_event *out, const struct atb_field_name *name)
{
    const char *text = name->literal;
    struct atb_tool_value value = {.name = name->name, .present = 1};
    size_t length = strlen(text);
    if (text[0] == '"' && length >= 2) {
        value.text = text + 1;
        value.length = length - 2;
    } else if (strspn(text, "0123456789") == length && length > 0) {
        value.number = strtol(text, NULL, 10);
    } else {
        value.text = text;
        value.length = length;
    }
    add(out, value);
}

static struct atb_tool_value value_at(const struct atb_walk *walk, const unsigned char *record,
                                      unsigned element)
{
    struct atb_tool_value value = {.present = 1};
    if (!walk->is_text) {
        int32_t number;
        memcpy(&number, record + walk->value + element * sizeof number, sizeof number);
        value.number = number;
        return value;
    }
    struct atb_text text;
    memcpy(&text, record + walk->value + element * sizeof text, sizeof text);
    value.text = text.at != NULL ? text.at : "";
    value.length = text.length;
    return value;
}

static void add_list(struct atb_tool_event *out, const char *name, const struct atb_walk *walk,
                     const unsigned char *record)
{
    unsigned count = record[walk->flag];
    if (count == 0) {
        add(out, (struct atb_tool_value){.name = name, .list = 1});
    }
    for (unsigned i = 0; i < count && i < walk->many; i++) {
        struct atb_tool_value value = value_at(walk, record, i);
        value.name = name;
        value.list = 1;
        add(out, value);
    }
}

static void add_field(struct atb_tool_event *out, const char *name, const struct atb_walk *walk,
                      const unsigned char *record)
{
    if (walk->many != 0) {
        add_list(out, name, walk, record);
        return;
    }
    struct atb_tool_value value = value_at(walk, record, 0);
    if (walk->lacking != '\0' && !record[walk->flag]) {
        value = (struct atb_tool_value){0};
    }
    value.name = name;
    add(out, value);
}

/* A literal that belongs to the keyword has no place in the shape. */
static bool is_in_shape(const struct atb_line_name *line, unsigned index)
{
    return index > 0 || line->fields[index].literal == NULL || !line->keyword_has_literal;
}

static void add_fields(struct atb_tool_event *out, const struct atb_line_name *line,
                       const char *shape, const unsigned char *record)
{
    struct atb_walk walk = atb_walk_along(shape);
    for (unsigned i = 0; i < line->field_count; i++) {
        const struct atb_field_name *name = &line->fields[i];
        if (line->record != NULL && is_in_shape(line, i)) {
            (void)atb_walk_on(&walk);
        }
        if (name->literal == NULL) {
            add_field(out, name->name, &walk, record);
        } else if (name->name != NULL) {
            add_literal(out, name);
        }
    }
}

/** The name of a field, counted by the commas behind the keyword. */
static const char *nth_name(const struct atb_line_name *line, unsigned index)
{
    unsigned comma = 0;
    for (unsigned i = 0; i < line->field_count; i++) {
        if (is_in_shape(line, i) && !line->fields[i].absent && comma++ == index) {
            return line->fields[i].name;
        }
    }
    return NULL;
}

/* ---- events ---------------------------------------------------------------- */

static bool has_fields(unsigned kind)
{
    return kind == ATB_EVENT_FINAL || kind == ATB_EVENT_INFO || kind == ATB_EVENT_URC ||
           kind == ATB_EVENT_MALFORMED;
}

/* Where the fields end along one layout, or NULL: they are not of it. */
static const char *fields_end(const struct atb_chapter *chapter, const char *shape,
                              const struct atb_event *event, void *record)
{
    struct atb_reading reading = {.at = event->fields,
                                  .end = event->text + event->length,
                                  .flag = record,
                                  .chapter = chapter};
    bool fits = atb_read(&reading, shape) == ATB_OK && (reading.found & ATB_BEYOND) == 0;
    return fits ? reading.at : NULL;
}

/* What no layout of the line has a field for. */
static void add_extra(struct atb_tool_event *out, const struct atb_record *line,
                      const struct atb_event *event, void *record)
{
    const struct atb_chapter *chapter = line->chapter;
    const char *end = fields_end(chapter, atb_record_shape(line), event, record);
    for (unsigned i = 0; i < chapter->layout_count; i++) {
        const char *shape = atb_shape_of(chapter, &chapter->lines[chapter->line_count + i]);
        const char *other =
            chapter->layout_of[i] == line->line ? fields_end(chapter, shape, event, record) : NULL;
        end = other != NULL && (end == NULL || other > end) ? other : end;
    }
    if (end != NULL) {
        out->extra = end;
        out->extra_length = (size_t)(event->text + event->length - end);
    }
}

/* The engine has found them right, and hands them on as text: they are read once more. */
static void read_fields(struct atb_tool_event *out, const struct atb_line_name *line,
                        const struct atb_event *event)
{
    static _Alignas(max_align_t) unsigned char record[RECORD_MAX];
    if (line->record == NULL) {
        add_fields(out, line, "", record);
        return;
    }
    if (event->fields == NULL || line->record->size > sizeof record) {
        return;
    }
    add_extra(out, line->record, event, record);
    size_t length = (size_t)(event->text + event->length - event->fields);
    if (atb_decode(line->record, event->fields, length, record) == ATB_OK) {
        add_fields(out, line, atb_record_shape(line->record), record);
    }
}

static void on_event(void *app, const struct atb_event *event)
{
    static struct atb_tool_event out;
    (void)app;
    memset(&out, 0, sizeof out);
    out.kind = event->kind;
    out.text = event->text;
    out.length = event->length;
    out.remaining = event->remaining;
    out.status = event->status;
    const struct atb_line_name *line = atb_tool_line(event->line);
    if (line != NULL) {
        out.id = line->id;
        if (event->kind == ATB_EVENT_MALFORMED && event->field != ATB_NO_INDEX) {
            out.bad_field = nth_name(line, event->field);
        } else if (has_fields(event->kind)) {
            read_fields(&out, line, event);
        }
    }
    report(&out);
}

/* ---- what Python calls --------------------------------------------------- */

void atb_tool_begin(atb_tool_on_event *on_event_out)
{
    report = on_event_out;
    atb_init(&session, ATB_TOOL_NAMES.dialect, settings, &port, memory, sizeof memory, NULL, 0,
             NULL);
    atb_use(&session, ATB_TOOL_CHAPTER.chapter);
    atb_set_on_event(&session, on_event);
    atb_allow_connect(&session, true); /* a recording need not show who asked for it */
}

int atb_tool_expect(const char *line, size_t length)
{
    static struct atb_command command;
    if (!tool_command(line, length, &command)) {
        return 0;
    }
    atb_expect(&session, &command);
    return 1;
}

void atb_tool_feed(const char *bytes, size_t length)
{
    atb_feed(&session, bytes, length);
}

static bool is_called(const struct atb_place_name *place, const char *name)
{
    return (place->name != NULL && strcmp(place->name, name) == 0) ||
           (place->other != NULL && strcmp(place->other, name) == 0);
}

static bool is_parameter(const char *name)
{
    const struct atb_form_name *form = NULL;
    for (unsigned i = 0; (form = atb_tool_form(i)) != NULL; i++) {
        for (unsigned place = 0; place < form->place_count; place++) {
            if (is_called(&form->places[place], name)) {
                return true;
            }
        }
    }
    return false;
}

static const struct atb_setting_name *setting_of(const char *name)
{
    for (unsigned i = 0; i < ATB_TOOL_NAMES.setting_count; i++) {
        if (strcmp(ATB_TOOL_NAMES.settings[i].name, name) == 0) {
            return &ATB_TOOL_NAMES.settings[i];
        }
    }
    return NULL;
}

static bool may_be(const struct atb_range *values, int32_t value)
{
    bool anything = values->min > values->max;
    for (; values->min <= values->max; values++) {
        anything = anything || atb_is_within(values, value);
    }
    return anything;
}

const struct atb_range *atb_tool_setting_values(const char *name)
{
    const struct atb_setting_name *setting = setting_of(name);
    return setting != NULL ? setting->values : NULL;
}

int atb_tool_set(const char *name, int element, int32_t value)
{
    const struct atb_setting_name *setting = setting_of(name);
    if (setting == NULL) {
        return is_parameter(name) ? 1 : -1;
    }
    int slot = setting->index == NULL ? 0 : element - setting->first_index;
    if ((setting->index == NULL) != (element < 0) || slot < 0 || slot >= setting->count) {
        return -2;
    }
    if (!may_be(setting->values, value)) {
        return -3;
    }
    atb_set_setting(&session, (unsigned)setting->first + (unsigned)slot, value);
    return 0;
}

void atb_tool_end(void)
{
    for (int i = 0; i < 2; i++) { /* the first tick finds that it is quiet */
        clock_ms += 60000;
        atb_tick(&session);
    }
    if (session.framer.length > 0) {
        atb_feed(&session, "\n", 1); /* a last line without its end */
    }
}
