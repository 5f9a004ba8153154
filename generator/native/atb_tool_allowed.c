/* SPDX-License-Identifier: MIT */
#include "atb_tool_allowed.h"

#include "atb_kind.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void say(struct atb_tool_command *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t used = strlen(out->message);
    (void)vsnprintf(out->message + used, sizeof out->message - used, format, arguments);
    va_end(arguments);
}

const struct atb_parameter *known_at(const struct match *match, unsigned place)
{
    unsigned index = 0;
    for (unsigned i = 0; i < place; i++) {
        index += match->form->places[i].literal == NULL ? 1u : 0u;
    }
    if (place >= match->form->place_count || match->form->places[place].literal != NULL) {
        return NULL;
    }
    return match->form->form->parameters[index];
}

/** A form like another one, with a literal at this place. */
static bool has_literal(const struct atb_form_name *form, const struct atb_form_name *like,
                        unsigned place)
{
    return strcmp(form->command, like->command) == 0 && strcmp(form->type, like->type) == 0 &&
           place < form->place_count && form->places[place].literal != NULL;
}

void say_literals(struct atb_tool_command *out, const struct match *match, unsigned place)
{
    const char *last = "", *comma = "";
    const struct atb_form_name *form = NULL;
    for (unsigned i = 0; (form = atb_tool_form(i)) != NULL; i++) {
        if (!has_literal(form, match->form, place) ||
            strcmp(form->places[place].literal, last) == 0) {
            continue;
        }
        last = form->places[place].literal;
        say(out, "%s%s", comma, last[0] != '\0' ? last : "nothing");
        comma = ", ";
    }
}

static bool has_this(const struct atb_form_name *form, unsigned place, const char *parameter)
{
    const char *name = form->places[place].name;
    return !form->form->lacking && name != NULL && strcmp(name, parameter) == 0;
}

void say_elsewhere(struct atb_tool_command *out, const struct match *match, unsigned place,
                   const char *parameter)
{
    const char *last = "", *before = "; in another form ";
    const struct atb_form_name *form = NULL;
    for (unsigned i = 0; (form = atb_tool_form(i)) != NULL; i++) {
        if (!has_literal(form, match->form, place) || !has_this(form, place, parameter) ||
            strcmp(form->places[place].literal, last) == 0) {
            continue;
        }
        last = form->places[place].literal;
        say(out, "%s%s", before, last);
        before = ", ";
    }
}

static void say_words(struct atb_tool_command *out, const char *const *words)
{
    for (unsigned i = 0; words[i] != NULL; i++) {
        say(out, "%s%s", i > 0 ? ", " : "", words[i]);
    }
}

static void say_runs(struct atb_tool_command *out, const struct atb_range *run)
{
    const char *comma = "";
    for (; run->min <= run->max; run++) {
        for (int32_t number = run->min; number <= run->max; number++) {
            say(out, "%s%ld", comma, (long)number);
            comma = ", ";
        }
    }
}

void say_span(struct atb_tool_command *out, int32_t least, int32_t most)
{
    say(out, "%ld", (long)least);
    if (most != least) {
        say(out, " to %ld", (long)most);
    }
}

void say_allowed(struct atb_tool_command *out, const struct atb_parameter *parameter)
{
    if (parameter->kind->listed) {
        say(out, "one of ");
        say_words(out, parameter->words);
        return;
    }
    if (parameter->kind == &atb_integers) {
        say(out, "one of ");
        say_runs(out, parameter->range + 1);
        return;
    }
    const struct atb_range range = atb_range_of(parameter);
    const bool number = parameter->kind->value == ATB_NUMBER;
    if (number && range.max == INT32_MAX) {
        say(out, "%ld or more", (long)range.min);
        return;
    }
    say_span(out, range.min, range.max);
    if (!number) {
        say(out, " bytes");
    }
}

static void say_kind(struct atb_tool_command *out, const struct atb_parameter *parameter)
{
    if (parameter->kind == &atb_data) {
        say(out, "data in quotes");
        return;
    }
    if (parameter->kind->value == ATB_NUMBER) {
        say(out, "a number, ");
    } else if (!parameter->kind->quoted) {
        say(out, "a text without quotes, ");
    } else {
        say(out, "a text in quotes, ");
    }
    say_allowed(out, parameter);
}

void say_kinds(struct atb_tool_command *out, const struct atb_parameter *known)
{
    const bool either = known->kind == &atb_either;
    say_kind(out, either ? known->either[0] : known);
    if (either) {
        say(out, ", or ");
        say_kind(out, known->either[1]);
    }
}
