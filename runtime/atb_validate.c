/* SPDX-License-Identifier: MIT */
#include "atb_validate.h"

#include "atb_kind.h"
#include "atb_writer.h"

const struct atb_form_rest atb_no_rest = {.coding_index = ATB_NO_INDEX,
                                          .length_position = ATB_NO_INDEX};

int atb_refuse(struct atb_refusal *refusal, const struct atb_parameter *parameter, int status)
{
    refusal->status = (int8_t)status;
    refusal->parameter = NULL;
    if (parameter != NULL) {
        const struct atb_kind *kind = parameter->kind;
        refusal->parameter = parameter->name;
        if (!kind->listed && kind->choose == NULL && parameter->range != NULL) {
            refusal->min = parameter->range->min;
            refusal->max = parameter->range->max;
        }
    }
    return status;
}

/* ---- one place ------------------------------------------------------------ */

static uint8_t flag_of(char mark)
{
    switch (mark) {
    case '[':
        return ATB_OPTIONAL;
    case '~':
        return ATB_MAY_BE_EMPTY;
    case '&':
        return ATB_GROUPED;
    case '!':
        return ATB_LACKING;
    default:
        return 0;
    }
}

bool atb_is_mark(char c)
{
    return flag_of(c) != 0;
}

uint8_t atb_place_flags(const struct atb_form *form, unsigned position)
{
    uint8_t flags = 0;
    for (const char *at = form->text; *at != '\0'; at++) {
        if (*at != '%') {
            flags = (uint8_t)(flags | flag_of(*at));
        } else if (position-- == 0) {
            return flags;
        } else {
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

bool atb_ends_before(const struct atb_command *command, unsigned position)
{
    for (; position < command->form->position_count; position++) {
        if (command->values[position].kind != ATB_ABSENT) {
            return false;
        }
    }
    return true;
}

/* What is wrong with a value that its place has, or should have. */
static int judge(const struct atb_command *command, unsigned i, uint8_t flags,
                 const struct atb_parameter *parameter)
{
    const struct atb_value *value = &command->values[i];
    if (!atb_is_given(command, i)) {
        uint8_t needed = atb_ends_before(command, i) ? ATB_OPTIONAL : ATB_MAY_BE_EMPTY;
        return (flags & needed) != 0 ? ATB_OK : ATB_MISSING;
    }
    if ((flags & ATB_LACKING) != 0) {
        return ATB_UNSUPPORTED;
    }
    return parameter->kind->value == value->kind ? parameter->kind->check(parameter, value)
                                                 : ATB_BAD_VALUE;
}

static int check_place(const struct atb_command *command, unsigned i, uint8_t flags,
                       struct atb_refusal *refusal)
{
    const struct atb_parameter *parameter = command->form->parameters[i];
    bool given = atb_is_given(command, i);
    int status = ATB_MISSING;
    if ((flags & ATB_GROUPED) != 0 && given != atb_is_given(command, i - 1)) {
        parameter = given ? command->form->parameters[i - 1] : parameter;
    } else {
        parameter = given ? atb_meant(parameter, &command->values[i]) : parameter;
        status = judge(command, i, flags, parameter);
    }
    return status == ATB_OK ? ATB_OK : atb_refuse(refusal, parameter, status);
}

/* ---- rules between positions ---------------------------------------------- */

int32_t atb_value_number(const struct atb_command *command, unsigned position)
{
    const struct atb_parameter *parameter = command->form->parameters[position];
    const struct atb_value *value = &command->values[position];
    if (value->kind == ATB_NUMBER) {
        return value->number;
    }
    return parameter->kind->listed && value->kind == ATB_STRING && value->text != NULL
               ? atb_find_word(parameter->words, value->text)
               : 0;
}

/* A value that is not given equals nothing. */
static bool holds(const struct atb_command *command, unsigned test, unsigned position,
                  int32_t operand)
{
    if (test == ATB_ALWAYS) {
        return true;
    }
    if (!atb_is_given(command, position)) {
        return test == ATB_NOT_GIVEN || test == ATB_NOT_EQUAL;
    }
    int32_t number = atb_value_number(command, position);
    switch (test) {
    case ATB_GIVEN:
        return true;
    case ATB_EQUAL:
        return number == operand;
    case ATB_NOT_EQUAL:
        return number != operand;
    case ATB_AT_LEAST:
        return number >= operand;
    case ATB_AT_MOST:
        return number <= operand;
    default:
        return false;
    }
}

int atb_check_rules(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal)
{
    const struct atb_form_rest *rest = command->form->rest;
    (void)coding;
    for (unsigned i = 0; i < rest->rule_count; i++) {
        const struct atb_rule *rule = &rest->rules[i];
        if (holds(command, rule->when, rule->a, rule->a_value) &&
            !holds(command, rule->must, rule->b, rule->b_value)) {
            return atb_refuse(refusal, command->form->parameters[rule->b], ATB_BAD_COMBINATION);
        }
    }
    return ATB_OK;
}

/* ---- payload --------------------------------------------------------------- */

/* Bytes that would end or cancel the payload, or break out of its quotes, in this coding. */
static bool fits_in(const struct atb_form *form, uint8_t coding, uint8_t byte)
{
    if (coding == ATB_HEX) {
        return true;
    }
    if (form->send == ATB_SEND_CTRL_Z) {
        return form->etx || (byte != ATB_CTRL_Z && byte != ATB_ESC);
    }
    char out[2];
    return form->send != ATB_SEND_INLINE || !atb_breaks_out((char)byte) ||
           atb_code(form, coding, byte, out) > 1;
}

static bool fits_whole(const struct atb_command *command, uint8_t coding)
{
    const uint8_t *bytes = command->payload;
    for (size_t i = 0; i < command->payload_length; i++) {
        if (!fits_in(command->form, coding, bytes[i])) {
            return false;
        }
    }
    return true;
}

size_t atb_counted_length(const struct atb_command *command, uint8_t coding)
{
    const uint8_t *bytes = command->payload;
    size_t length = command->payload_length;
    for (size_t i = 0; coding == ATB_ESCAPED && i < command->payload_length; i++) {
        char out[2];
        length += atb_code(command->form, coding, bytes[i], out) - 1;
    }
    return length;
}

/* A stated length is that of the data, and its range holds for what the line will say. */
static bool states_right_length(const struct atb_command *command, uint8_t coding)
{
    const struct atb_form *form = command->form;
    unsigned position = form->rest->length_position;
    if (!atb_is_given(command, position)) {
        return true;
    }
    int32_t stated = command->values[position].number;
    if (stated == 0 && form->send == ATB_SEND_INLINE) {
        return true; /* "do not check" */
    }
    return stated == (int32_t)command->payload_length &&
           atb_counted_length(command, coding) <= (size_t)form->parameters[position]->range->max;
}

/* The name of the parameter that the payload is, or of one that stands for it. */
static const char *data_name(const struct atb_form *form)
{
    const char *name = "data";
    for (unsigned i = 0; i < form->position_count; i++) {
        if (form->parameters[i]->kind->value == ATB_BYTES) {
            name = form->parameters[i]->name;
        }
    }
    return name;
}

int atb_check_payload(const struct atb_command *command, uint8_t coding,
                      struct atb_refusal *refusal)
{
    const struct atb_form *form = command->form;
    const int32_t most = form->rest->payload_max;
    int status = ATB_OK;
    if (command->payload == NULL && form->send != ATB_SEND_INLINE) {
        return ATB_OK;
    }
    if (command->payload == NULL) {
        status = ATB_MISSING;
    } else if ((most != 0 && command->payload_length > (size_t)most) ||
               !states_right_length(command, coding)) {
        status = ATB_BAD_LENGTH;
    } else if (!fits_whole(command, coding)) {
        status = ATB_BAD_CHARACTER;
    }
    if (status != ATB_OK) {
        *refusal = (struct atb_refusal){data_name(form), 0, most, (int8_t)status};
    }
    return status;
}

int atb_check_both(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal)
{
    int status = atb_check_rules(command, coding, refusal);
    return status == ATB_OK ? atb_check_payload(command, coding, refusal) : status;
}

/* ---- the whole command ----------------------------------------------------- */

/* Along the form's text: a '%' is a place, the marks before it say what it allows. */
static int check_places(const struct atb_command *command, struct atb_refusal *refusal)
{
    unsigned place = 0;
    uint8_t flags = 0;
    int status = ATB_OK;
    for (const char *at = command->form->text; status == ATB_OK && *at != '\0'; at++) {
        flags = (uint8_t)(flags | flag_of(*at));
        if (*at == '%') {
            status = check_place(command, place++, flags, refusal);
            flags = 0;
        }
    }
    for (; status == ATB_OK && place < ATB_VALUES_MAX; place++) {
        if (command->values[place].kind != ATB_ABSENT) {
            status = atb_refuse(refusal, NULL, ATB_EXTRA);
        }
    }
    return status;
}

int atb_validate(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal)
{
    if (command->form->lacking) {
        return atb_refuse(refusal, NULL, ATB_UNSUPPORTED);
    }
    int status = check_places(command, refusal);
    const struct atb_form_rest *rest = command->form->rest;
    bool more = status == ATB_OK && rest != NULL && rest->check != NULL;
    return more ? rest->check(command, coding, refusal) : status;
}
