/* SPDX-License-Identifier: MIT */
#include "atb_prepared.h"

#include "atb_engine.h"

/* What the letter stands for. False: it is not given. */
static bool fill(struct atb_value *value, char letter, const struct atb_arguments *arguments)
{
    if (letter >= 'a') {
        value->kind = ATB_NUMBER;
        value->number = arguments->numbers[(uint8_t)(letter - 'a')];
        return value->number != ATB_UNKNOWN;
    }
    if (letter >= 'A') {
        value->kind = ATB_STRING;
        value->text = arguments->texts[(uint8_t)(letter - 'A')];
        return value->text != NULL;
    }
    value->kind = ATB_BYTES;
    return arguments->payload != NULL;
}

/* Behind its text. */
static const char *letters_of(const struct atb_form *form)
{
    const char *at = atb_text_of(form);
    while (*at != '\0') {
        at++;
    }
    return at + 1;
}

int atb_start_prepared(struct atb_session *session, const struct atb_form *form,
                       const struct atb_arguments *arguments, atb_done *done, void *app)
{
    struct atb_value values[ATB_VALUES_MAX];
    struct atb_command command;
    if (form == NULL) {
        return ATB_UNSUPPORTED;
    }
    command.form = form;
    command.values = values;
    command.payload = arguments->payload;
    command.payload_length = arguments->payload_length;
    const char *letters = letters_of(form);
    for (unsigned place = 0; place < form->position_count; place++) {
        if (!fill(values + place, letters[place], arguments)) {
            return ATB_MISSING;
        }
    }
    return atb_start_alone(session, &command, done, app);
}

int32_t atb_event_number(const struct atb_event *event, unsigned field)
{
    if (event->fields == NULL) {
        return ATB_UNKNOWN;
    }
    return atb_number_at(event->fields, event->text + event->length, field);
}

struct atb_text atb_event_text(const struct atb_event *event, unsigned field)
{
    const char *at = event->fields;
    const char *end = at != NULL ? event->text + event->length : NULL;
    for (bool quoted = false; at < end && field > 0; at++) {
        quoted = quoted != (*at == '"');
        field -= *at == ',' && !quoted;
    }
    while (at < end && (*at == ' ' || *at == '"')) {
        at++;
    }
    const char *last = at;
    while (last < end && *last != ',' && *last != '"' && *last != ' ') {
        last++;
    }
    return (struct atb_text){at, (uint16_t)(last - at)};
}
