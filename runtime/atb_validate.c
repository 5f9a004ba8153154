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

static int refuse_payload(const struct atb_command *command, const char *name, int status,
                          struct atb_refusal *refusal)
{
    if (status != ATB_OK) {
        const int32_t most = command->form->rest->payload_max;
        *refusal = (struct atb_refusal){name, 0, most, (int8_t)status};
    }
    return status;
}

static bool is_too_long(const struct atb_command *command)
{
    const size_t most = command->form->rest->payload_max;
    return most != 0 && command->payload_length > most;
}

/* ---- behind a prompt ---------------------------------------------------------- */

/* A stated length is that of the data. */
static bool states_length(const struct atb_command *command)
{
    unsigned position = command->form->rest->length_position;
    return !atb_is_given(command, position) ||
           command->values[position].number == (int32_t)command->payload_length;
}

/* Ctrl-Z would end it, ESC cancel it. */
static bool ends_early(const struct atb_command *command)
{
    const uint8_t *bytes = command->payload;
    bool ends = false;
    for (size_t i = 0; i < command->payload_length; i++) {
        ends = ends || bytes[i] == ATB_CTRL_Z || bytes[i] == ATB_ESC;
    }
    return ends && command->form->send == ATB_SEND_CTRL_Z && !command->form->etx;
}

int atb_check_payload(const struct atb_command *command, uint8_t coding,
                      struct atb_refusal *refusal)
{
    int status = ATB_OK;
    if (command->payload == NULL) {
        return ATB_OK;
    }
    if (is_too_long(command) || !states_length(command)) {
        status = ATB_BAD_LENGTH;
    } else if (coding != ATB_HEX && ends_early(command)) {
        status = ATB_BAD_CHARACTER;
    }
    return refuse_payload(command, "data", status, refusal);
}

/* ---- inside the line ------------------------------------------------------------ */

/* The range of a stated length holds for what the line will say; 0 is "do not check". */
static bool states_coded_length(const struct atb_command *command, uint8_t coding)
{
    const struct atb_form *form = command->form;
    unsigned position = form->rest->length_position;
    if (!atb_is_given(command, position) || command->values[position].number == 0) {
        return true;
    }
    return states_length(command) &&
           atb_counted_length(command, coding) <= (size_t)form->parameters[position]->range->max;
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
    return refuse_payload(command, data_name(command->form), status, refusal);
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
