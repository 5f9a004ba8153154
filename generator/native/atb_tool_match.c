/* SPDX-License-Identifier: MIT */
#include "atb_tool_match.h"

#include "atb_kind.h"
#include "atb_validate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Values must be NUL-terminated: copies of the arguments, one after the other. */
static char copies[2 * ATB_TOOL_LINE_MAX];
static size_t copied;

static const char *copy(const char *text, size_t length)
{
    char *at = copies + copied;
    memcpy(at, text, length);
    at[length] = '\0';
    copied += length + 1;
    return at;
}

/* ---- one place ----------------------------------------------------------- */

static bool is_number(const struct argument *argument)
{
    size_t i = argument->length > 0 && argument->at[0] == '-' ? 1 : 0;
    if (argument->quoted || i == argument->length) {
        return false;
    }
    while (i < argument->length && isdigit((unsigned char)argument->at[i])) {
        i++;
    }
    return i == argument->length;
}

static long long number_of(const struct argument *argument)
{
    return strtoll(copy(argument->at, argument->length), NULL, 10);
}

/** What does not fit into 32 bits becomes the number that is in no range. */
static int32_t wire_number(const struct argument *argument)
{
    long long number = number_of(argument);
    return number > INT32_MAX || number < INT32_MIN ? INT32_MIN : (int32_t)number;
}

/** Could a person have meant this parameter? */
static bool suits(const struct atb_parameter *parameter, const struct argument *argument)
{
    if (parameter->kind->value == ATB_NUMBER) {
        return is_number(argument);
    }
    return parameter->kind->quoted == argument->quoted;
}

static bool only(const struct argument *argument, const char *characters)
{
    for (size_t i = 0; i < argument->length; i++) {
        if (strchr(characters, argument->at[i]) == NULL) {
            return false;
        }
    }
    return argument->length > 0;
}

/** IPv4 or IPv6 by its characters; whether it is a right one, the writer says. */
static bool is_address(const struct argument *argument)
{
    return only(argument, "0123456789.") || (only(argument, "0123456789abcdefABCDEF:.") &&
                                             memchr(argument->at, ':', argument->length) != NULL);
}

static bool is_address_kind(const struct atb_kind *kind)
{
    return kind == &atb_ip || kind == &atb_ipv4 || kind == &atb_ipv6;
}

/** Two kinds in one place: the one that was meant. */
static const struct atb_parameter *meant(const struct atb_parameter *parameter,
                                         const struct argument *argument)
{
    if (parameter->kind != &atb_either) {
        return parameter;
    }
    const struct atb_parameter *first = parameter->either[0], *second = parameter->either[1];
    if (!suits(second, argument)) {
        return first;
    }
    if (!suits(first, argument) || (is_address_kind(first->kind) && !is_address(argument)) ||
        (is_address_kind(second->kind) && is_address(argument))) {
        return second;
    }
    return first;
}

/** Of two parameters in one place: the name of what was typed. One kind takes an address and a
 * name alike. */
static const char *told_name(const struct match *match, unsigned place,
                             const struct atb_parameter *known, const struct argument *argument)
{
    const struct atb_place_name *names = &match->form->places[place];
    const bool second = known->kind == &atb_either ? meant(known, argument) == known->either[1]
                                                   : names->other != NULL && !is_address(argument);
    return second ? names->other : names->name;
}

static void remember(struct match *match, const char *name, const struct argument *argument,
                     bool number)
{
    if (name == NULL || match->value_count == ATB_TOOL_VALUES) {
        return;
    }
    struct atb_tool_value *value = &match->values[match->value_count++];
    *value = (struct atb_tool_value){.name = name, .present = 1};
    if (number) {
        value->number = number_of(argument);
    } else {
        value->text = copy(argument->at, argument->length);
        value->length = argument->length;
    }
}

static void misfit(struct match *match, enum fit fit, unsigned place, unsigned cost)
{
    if (match->cost == 0) {
        match->fit = fit;
        match->place = (uint8_t)place;
    }
    match->cost += cost;
}

static void match_literal(struct match *match, unsigned place, const struct argument *argument)
{
    const struct atb_place_name *name = &match->form->places[place];
    const char *literal = name->literal;
    bool quoted = literal[0] == '"';
    size_t length = strlen(literal) - (quoted ? 2 : 0);
    bool same = argument->quoted == quoted && argument->length == length &&
                memcmp(argument->at, literal + (quoted ? 1 : 0), length) == 0;
    if (!same) {
        misfit(match, FIT_WRONG_LITERAL, place, COST_LITERAL);
    }
    remember(match, name->name, argument, is_number(argument));
}

static struct atb_value value_of(const struct atb_parameter *parameter,
                                 const struct argument *argument)
{
    if (parameter->kind->value == ATB_NUMBER) {
        return (struct atb_value){.kind = ATB_NUMBER, .number = wire_number(argument)};
    }
    const char *text = copy(argument->at, argument->length);
    return (struct atb_value){.text = text, .kind = ATB_STRING};
}

int32_t stated_length(const struct match *match)
{
    const struct atb_form *form = match->form->form;
    const unsigned position =
        form->rest->checked ? atb_checks_of(form)->length_position : UINT8_MAX;
    if (position >= form->position_count) {
        return -1;
    }
    const struct atb_value *length = &match->command.values[position];
    return length->kind == ATB_NUMBER ? length->number : -1;
}

static const char *hex_copy(const struct argument *argument)
{
    char pair[3] = "";
    char *at = copies + copied;
    for (size_t i = 0; i + 1 < argument->length; i += 2) {
        memcpy(pair, argument->at + i, 2);
        at[i / 2] = (char)strtoul(pair, NULL, 16);
    }
    copied += argument->length / 2 + 1;
    return at;
}

/** Where a setting decides: twice the stated length; where none is, more than raw data may have. */
static bool has_two_a_byte(const struct match *match, const struct argument *argument)
{
    const int32_t stated = stated_length(match);
    return stated > 0 ? argument->length / 2 == (size_t)stated
                      : argument->length > atb_checks_of(match->form->form)->payload_max;
}

/** Payload as typed to payload as bytes. */
static void match_data(struct match *match, unsigned place, struct atb_value *value,
                       const struct argument *argument)
{
    struct atb_command *command = &match->command;
    unsigned coding = atb_checks_of(match->form->form)->coding;
    bool hex = argument->length % 2 == 0 && only(argument, "0123456789abcdefABCDEF");
    value->kind = ATB_BYTES;
    if (hex &&
        (coding == ATB_HEX || (coding == ATB_BY_SETTING && has_two_a_byte(match, argument)))) {
        command->payload = hex_copy(argument);
        command->payload_length = argument->length / 2;
        return;
    }
    if (coding == ATB_HEX && argument->length > 0) {
        misfit(match, FIT_NOT_HEX, place, COST_KIND);
    }
    command->payload = copy(argument->at, argument->length);
    command->payload_length = argument->length;
}

/** An empty place that must not be empty; the validator tells it where nothing else is wrong. */
static void note_hole(struct match *match, unsigned place, unsigned flags)
{
    if (match->hole == 0 && (flags & ATB_MAY_BE_EMPTY) == 0) {
        match->hole = (uint8_t)(place + 1u);
    }
}

static void match_value(struct match *match, unsigned place, unsigned index,
                        const struct argument *argument)
{
    struct atb_value *value = &match->command.values[index];
    if (argument->length == 0 && !argument->quoted) {
        value->kind = ATB_EMPTY_POSITION;
        note_hole(match, place, atb_place_flags(match->form->form, index));
        return;
    }
    const struct atb_parameter *known = match->form->form->parameters[index];
    const struct atb_parameter *parameter = meant(known, argument);
    const char *name = told_name(match, place, known, argument);
    if (argument->open || !suits(parameter, argument)) {
        misfit(match, argument->open ? FIT_OPEN_QUOTE : FIT_WRONG_KIND, place, COST_KIND);
        remember(match, name, argument, is_number(argument));
        return;
    }
    if (parameter->kind == &atb_data) {
        match_data(match, place, value, argument);
    } else {
        *value = value_of(parameter, argument);
    }
    remember(match, name, argument, parameter->kind->value == ATB_NUMBER);
}

/* ---- all places ----------------------------------------------------------- */

/** The bytes of the payload position, where they can be told from its length. */
static bool payload_argument(const struct match *match, unsigned index, struct cursor *cursor,
                             struct argument *out)
{
    int32_t length = stated_length(match);
    if (match->form->form->parameters[index]->kind != &atb_data || length <= 0) {
        return false;
    }
    size_t count = (size_t)length;
    return counted_argument(cursor, count, out) || counted_argument(cursor, 2 * count, out);
}

/** Nothing is left for this place: what must have been there? */
static void match_nothing(struct match *match, unsigned place, unsigned index, bool tail_absent)
{
    const struct atb_form *form = match->form->form;
    const char *literal = match->form->places[place].literal;
    bool needed = literal != NULL
                      ? !tail_absent
                      : (atb_place_flags(form, index) & (ATB_OPTIONAL | ATB_GROUPED)) == 0;
    if (needed) {
        misfit(match, FIT_MISSING, place, COST_COUNT);
    }
}

static void match_places(struct match *match, struct cursor *cursor)
{
    unsigned index = 0;
    bool absent = false;
    for (unsigned place = 0; place < match->form->place_count; place++) {
        bool literal = match->form->places[place].literal != NULL;
        struct argument argument;
        if (!cursor->more) {
            match_nothing(match, place, index, absent);
            absent = absent || !literal;
        } else if (literal) {
            argument = next_argument(cursor);
            match_literal(match, place, &argument);
        } else {
            if (!payload_argument(match, index, cursor, &argument)) {
                argument = next_argument(cursor);
            }
            match_value(match, place, index, &argument);
        }
        index += literal ? 0 : 1;
    }
}

static void match_rest(struct match *match, struct cursor *cursor)
{
    while (cursor->more) {
        (void)next_argument(cursor);
        misfit(match, FIT_EXTRA, match->form->place_count, COST_COUNT);
    }
}

size_t dialled_length(const char *typed)
{
    return strspn(typed, "0123456789");
}

/** Whether the equals sign may end the line. */
static bool may_be_bare(const struct atb_form_name *form)
{
    return form->place_count > 0 && form->places[0].literal == NULL &&
           (atb_place_flags(form->form, 0) & ATB_OPTIONAL) != 0;
}

/** Behind the equals sign; of what is dialled, within the name. */
static struct cursor arguments_of(const struct typed_line *line, const struct atb_form_name *form)
{
    const size_t before = strcspn(form->command, "<");
    if (form->command[before] == '\0') {
        const bool bare = line->arguments == line->end && may_be_bare(form);
        return (struct cursor){line->arguments, line->end, strcmp(line->type, "set") == 0 && !bare};
    }
    const char *value = line->name + before;
    const size_t length = dialled_length(value);
    return (struct cursor){value, value + length, length > 0};
}

void match_form(const struct typed_line *line, const struct atb_form_name *form, struct match *out)
{
    copied = 0;
    *out = (struct match){.form = form, .command = {.form = form->form, .values = out->given}};
    struct cursor cursor = arguments_of(line, form);
    match_places(out, &cursor);
    match_rest(out, &cursor);
    if (out->fit == FIT_MISSING && out->hole != 0 && out->hole <= out->place) {
        out->place = (uint8_t)(out->hole - 1u);
    }
}

const char *place_name(const struct match *match, unsigned place)
{
    if (place >= match->form->place_count) {
        return NULL;
    }
    return match->form->places[place].name;
}

const char *other_name(const struct match *match, unsigned place)
{
    return place < match->form->place_count ? match->form->places[place].other : NULL;
}

bool is_other(const struct match *match, unsigned place)
{
    const char *other = other_name(match, place);
    bool found = false;
    for (uint32_t i = 0; other != NULL && i < match->value_count; i++) {
        found = found || strcmp(match->values[i].name, other) == 0;
    }
    return found;
}

unsigned place_of(const struct match *match, unsigned position)
{
    unsigned place = 0;
    for (; place < match->form->place_count; place++) {
        bool counts = match->form->places[place].literal == NULL;
        if (counts && position-- == 0) {
            break;
        }
    }
    return place;
}
