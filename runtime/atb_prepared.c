/* SPDX-License-Identifier: MIT */
#include "atb_prepared.h"

#include "atb_engine.h"

/* What the letter stands for. False: it is not given. */
static bool fill(struct atb_value *value, char letter, const struct atb_arguments *arguments)
{
    if (letter >= 'a') {
        value->kind = ATB_NUMBER;
        value->number = arguments->numbers[letter - 'a'];
        return value->number != ATB_UNKNOWN;
    }
    if (letter >= 'A') {
        value->kind = ATB_STRING;
        value->text = arguments->texts[letter - 'A'];
        return value->text != NULL;
    }
    value->kind = ATB_BYTES;
    return arguments->payload != NULL;
}

int atb_start_prepared(struct atb_session *session, const struct atb_prepared *prepared,
                       const struct atb_arguments *arguments, atb_done *done, void *app)
{
    struct atb_command command;
    atb_clear(&command, sizeof command);
    command.form = prepared->form;
    command.payload = arguments->payload;
    command.payload_length = arguments->payload_length;
    struct atb_value *value = command.values;
    if (prepared->form == NULL) {
        return ATB_UNSUPPORTED;
    }
    for (const char *letter = prepared->places; *letter != '\0'; letter++, value++) {
        if (!fill(value, *letter, arguments)) {
            return ATB_MISSING;
        }
    }
    return atb_start_alone(session, &command, done, app);
}

int32_t atb_event_number(const struct atb_event *event, uint8_t field)
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
