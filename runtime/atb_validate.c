/* SPDX-License-Identifier: MIT */
#include "atb_validate.h"

#include "atb_kind.h"
#include "atb_writer.h"

const struct atb_form_rest atb_no_rest = {.checked = false};

int atb_refuse(struct atb_refusal *refusal, const struct atb_parameter *parameter, unsigned place,
               int status)
{
    refusal->status = (int8_t)status;
    refusal->place = (uint8_t)place;
    if (parameter != NULL && !parameter->kind->listed && parameter->kind->value != ATB_ABSENT) {
        const struct atb_range range = atb_range_of(parameter);
        refusal->min = range.min;
        refusal->max = range.max;
    }
    return status;
}

/* ---- places --------------------------------------------------------------- */

uint8_t atb_place_flags(const struct atb_form *form, unsigned position)
{
    uint8_t flags = 0;
    for (const char *at = atb_text_of(form); *at != '\0'; at++) {
        if (atb_is_mark(*at)) {
            flags = (uint8_t)(flags | *at);
        } else if (*at == '%' && position-- == 0) {
            return flags;
        } else if (*at == '%') {
            flags = 0;
        }
    }
    return 0;
}

bool atb_is_given(const struct atb_command *command, unsigned position)
{
    return position < command->form->position_count &&
           command->values[position].kind > ATB_EMPTY_POSITION;
}

/* ---- rules between positions ---------------------------------------------- */

int32_t atb_value_number(const struct atb_command *command, unsigned position)
{
    const struct atb_parameter *parameter = command->form->parameters[position];
    const struct atb_value *value = &command->values[position];
    if (value->kind == ATB_NUMBER) {
        return value->number;
    }
    return parameter->kind->listed ? atb_find_word(parameter->words, value->text) : 0;
}

static bool holds(const struct atb_command *command, unsigned test, unsigned position,
                  int32_t operand)
{
    unsigned found = ATB_NOT_GIVEN;
    if (atb_is_given(command, position)) {
        int32_t number = atb_value_number(command, position);
        found = number < operand ? 2 : number == operand ? 4 : 8;
    }
    return (test & found) != 0;
}

int atb_check_rules(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal)
{
    const struct atb_rule *rule = atb_checks_of(command->form)->rules;
    (void)coding;
    for (unsigned left = atb_checks_of(command->form)->rule_count; left > 0; left--, rule++) {
        if (holds(command, rule->when, rule->a, rule->a_value) &&
            !holds(command, rule->must, rule->b, rule->b_value)) {
            return atb_refuse(refusal, command->form->parameters[rule->b], rule->b + 1u,
                              ATB_BAD_COMBINATION);
        }
    }
    return ATB_OK;
}

/* ---- payload --------------------------------------------------------------- */

static int refuse_payload(const struct atb_command *command, unsigned place, int status,
                          struct atb_refusal *refusal)
{
    if (status != ATB_OK) {
        refusal->max = atb_checks_of(command->form)->payload_max;
        (void)atb_refuse(refusal, NULL, place, status);
    }
    return status;
}

static bool is_too_long(const struct atb_command *command)
{
    return command->payload_length > atb_checks_of(command->form)->payload_max;
}

/* ---- behind a prompt ---------------------------------------------------------- */

/* A stated length is that of the data. */
static bool states_length(const struct atb_command *command)
{
    unsigned position = atb_checks_of(command->form)->length_position;
    return !atb_is_given(command, position) ||
           command->values[position].number == (int32_t)command->payload_length;
}

int atb_check_payload(const struct atb_command *command, uint8_t coding,
                      struct atb_refusal *refusal)
{
    const struct atb_coder *coder = atb_checks_of(command->form)->coder;
    int status = ATB_OK;
    (void)coding;
    if (command->payload == NULL) {
        return ATB_OK;
    }
    if (is_too_long(command) || !states_length(command)) {
        status = ATB_BAD_LENGTH;
    } else if (coder != NULL && coder->ends_early != NULL && coder->ends_early(command)) {
        status = ATB_BAD_CHARACTER;
    }
    return refuse_payload(command, ATB_PAYLOAD_PLACE, status, refusal);
}

/* ---- inside the line ------------------------------------------------------------ */

/* The range of a stated length holds for what the line will say; 0 is "do not check". */
static bool states_coded_length(const struct atb_command *command, uint8_t coding)
{
    const struct atb_form *form = command->form;
    unsigned position = atb_checks_of(form)->length_position;
    if (!atb_is_given(command, position) || command->values[position].number == 0) {
        return true;
    }
    return states_length(command) && atb_counted_length(command, coding) <=
                                         (size_t)atb_range_of(form->parameters[position]).max;
}

/* No byte breaks out of its quotes, unless this coding writes it as two characters. */
static bool stays_inside(const struct atb_command *command, uint8_t coding)
{
    const uint8_t *bytes = command->payload;
    for (size_t i = 0; i < command->payload_length; i++) {
        char out[2];
        if (atb_breaks_out((char)bytes[i]) && atb_code(command->form, coding, bytes[i], out) == 1) {
            return false;
        }
    }
    return true;
}

/* The payload's, from 1 on: such a line has one. */
static unsigned data_place(const struct atb_form *form)
{
    unsigned place = 0;
    while (form->parameters[place++]->kind->value != ATB_BYTES) {
    }
    return place;
}

int atb_check_inline(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal)
{
    int status = ATB_OK;
    if (command->payload == NULL) {
        status = ATB_MISSING;
    } else if (is_too_long(command) || !states_coded_length(command, coding)) {
        status = ATB_BAD_LENGTH;
    } else if (!stays_inside(command, coding)) {
        status = ATB_BAD_CHARACTER;
    }
    return refuse_payload(command, data_place(command->form), status, refusal);
}

/* ---- both ------------------------------------------------------------------------- */

int atb_check_both(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal)
{
    int status = atb_check_rules(command, coding, refusal);
    return status == ATB_OK ? atb_check_payload(command, coding, refusal) : status;
}

int atb_check_both_inline(const struct atb_command *command, uint8_t coding,
                          struct atb_refusal *refusal)
{
    int status = atb_check_rules(command, coding, refusal);
    return status == ATB_OK ? atb_check_inline(command, coding, refusal) : status;
}
