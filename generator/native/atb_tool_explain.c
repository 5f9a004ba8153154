/* SPDX-License-Identifier: MIT */
#include "atb_tool_parse.h"
#include "atb_writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** One form's judgement of a line. */
struct verdict {
    struct match match;
    struct atb_refusal refusal;
    int status;          /**< of atb_encode, once the shape fits */
    unsigned wrong_place;/**< the first place that is wrong; beyond the last when all is right */
};

static void say(struct atb_tool_command *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t used = strlen(out->message);
    (void)vsnprintf(out->message + used, sizeof out->message - used, format, arguments);
    va_end(arguments);
}

const char *atb_tool_model(void)
{
    return ATB_TOOL_NAMES.model;
}

/* ---- which form was meant --------------------------------------------- */

static unsigned place_of(const struct match *match, const char *parameter)
{
    unsigned index = 0;
    for (unsigned place = 0; place < match->form->place_count && parameter != NULL; place++) {
        if (match->form->places[place].literal != NULL) {
            continue;
        }
        const struct atb_position *position = &match->form->form->positions[index++];
        if (strcmp(position->parameter->name, parameter) == 0 ||
            (position->alternative != NULL &&
             strcmp(position->alternative->name, parameter) == 0)) {
            return place;
        }
    }
    return match->form->place_count;
}

/** Can the validator say something although an argument is missing, or one too many? */
static bool is_countable(const struct match *match)
{
    return match->cost == 0 || match->fit == FIT_MISSING || match->fit == FIT_EXTRA;
}

static bool is_about_value(int status)
{
    return status == ATB_BAD_RANGE || status == ATB_BAD_VALUE || status == ATB_BAD_LENGTH ||
           status == ATB_BAD_CHARACTER;
}

/** A wrong value says more than a wrong number of arguments. */
static void weigh(struct verdict *out)
{
    if (out->match.cost > 0 && is_about_value(out->status)) {
        out->match.cost += COST_LITERAL;
        out->match.fit = FIT_RIGHT;
    } else if (out->match.cost > 0) {
        out->status = ATB_OK;
    }
}

/** How well the line fits, and the generated validator's word on its values. */
static void judge(const struct typed_line *line, const struct atb_form_name *form,
                  struct verdict *out)
{
    static char wire[2 * ATB_TOOL_LINE_MAX];
    match_form(line, form, &out->match);
    out->refusal = (struct atb_refusal){0};
    out->status = ATB_OK;
    out->wrong_place = out->match.cost > 0 ? out->match.place : form->place_count + 1u;
    if (!is_countable(&out->match)) {
        return;
    }
    int length = atb_encode(&out->match.command, wire, sizeof wire, &out->refusal);
    out->status = length < 0 ? length : ATB_OK;
    weigh(out);
    if (out->status != ATB_OK) {
        out->wrong_place = place_of(&out->match, out->refusal.parameter);
    }
}

static bool is_lacking(const struct verdict *verdict)
{
    return (verdict->match.form->form->flags & ATB_FORM_LACKING) != 0;
}

/** Shape first, then what the model has, then whatever gets further; the first of equals. */
static bool better(const struct verdict *one, const struct verdict *other)
{
    bool right = one->match.cost == 0 && one->status == ATB_OK;
    bool other_right = other->match.cost == 0 && other->status == ATB_OK;
    if (right != other_right) {
        return right;
    }
    if (one->match.cost != other->match.cost) {
        return one->match.cost < other->match.cost;
    }
    if (is_lacking(one) != is_lacking(other)) {
        return is_lacking(other);
    }
    return one->wrong_place > other->wrong_place;
}

static bool same_name(const struct atb_form_name *form, const struct typed_line *line)
{
    size_t i = 0;
    for (; form->command[i] != '\0' && line->name[i] != '\0'; i++) {
        char letter = form->command[i];
        if (letter >= 'a' && letter <= 'z') {
            letter = (char)(letter - 'a' + 'A');
        }
        if (letter != line->name[i]) {
            return false;
        }
    }
    return form->command[i] == line->name[i];
}

/** The best form of this command and type. Returns NULL when there is none. */
static const struct atb_form_name *best_form(const struct typed_line *line, const char *type,
                                             struct verdict *best)
{
    static struct verdict next;
    const struct atb_form_name *found = NULL;
    for (unsigned i = 0; i < ATB_TOOL_NAMES.form_count; i++) {
        const struct atb_form_name *form = &ATB_TOOL_NAMES.forms[i];
        if (strcmp(form->type, type) != 0 || !same_name(form, line)) {
            continue;
        }
        judge(line, form, &next);
        if (found == NULL || better(&next, best)) {
            *best = next;
            found = form;
        }
    }
    if (found != NULL) {
        judge(line, found, best); /* the copies of its arguments are the last ones */
    }
    return found;
}

static const struct atb_form_name *any_form(const struct typed_line *line)
{
    for (unsigned i = 0; i < ATB_TOOL_NAMES.form_count; i++) {
        if (same_name(&ATB_TOOL_NAMES.forms[i], line)) {
            return &ATB_TOOL_NAMES.forms[i];
        }
    }
    return NULL;
}

/** `AT+X` where only `AT+X=...` exists is that, with everything missing, and the reverse. */
static const struct atb_form_name *meant_form(const struct typed_line *line, struct verdict *best)
{
    const struct atb_form_name *form = best_form(line, line->type, best);
    if (form == NULL && strcmp(line->type, "execute") == 0) {
        form = best_form(line, "set", best);
    } else if (form == NULL && strcmp(line->type, "set") == 0) {
        form = best_form(line, "execute", best);
    }
    return form;
}

/* ---- what is wrong ------------------------------------------------------ */

static const struct atb_parameter *parameter_at(const struct match *match, unsigned place,
                                                const char *name)
{
    unsigned index = 0;
    for (unsigned i = 0; i < place; i++) {
        index += match->form->places[i].literal == NULL ? 1u : 0u;
    }
    if (place >= match->form->place_count || match->form->places[place].literal != NULL) {
        return NULL;
    }
    const struct atb_position *position = &match->form->form->positions[index];
    bool second = position->alternative != NULL && name != NULL &&
                  strcmp(position->alternative->name, name) == 0;
    return second ? position->alternative : position->parameter;
}

/** What stands at this place in the forms of the command: its sub-commands. */
static void say_literals(struct atb_tool_command *out, const struct match *match, unsigned place)
{
    const char *last = "", *comma = "";
    for (unsigned i = 0; i < ATB_TOOL_NAMES.form_count; i++) {
        const struct atb_form_name *form = &ATB_TOOL_NAMES.forms[i];
        if (strcmp(form->command, match->form->command) != 0 || form->place_count <= place ||
            strcmp(form->type, match->form->type) != 0 || form->places[place].literal == NULL ||
            strcmp(form->places[place].literal, last) == 0) {
            continue;
        }
        last = form->places[place].literal;
        say(out, "%s%s", comma, last[0] != '\0' ? last : "nothing");
        comma = ", ";
    }
}

static void say_choices(struct atb_tool_command *out, const struct atb_parameter *parameter)
{
    for (unsigned i = 0; i < parameter->count; i++) {
        const char *comma = i > 0 ? ", " : "";
        if (parameter->words != NULL) {
            say(out, "%s%s", comma, parameter->words[i]);
        } else {
            say(out, "%s%ld", comma, (long)parameter->numbers[i]);
        }
    }
}

/** "1 to 16", "one of 0, 1, 2", "1 to 99 bytes" */
static void say_allowed(struct atb_tool_command *out, const struct atb_parameter *parameter)
{
    if (parameter->words != NULL || parameter->numbers != NULL) {
        say(out, "one of ");
        say_choices(out, parameter);
        return;
    }
    if (parameter->type == ATB_INTEGER && parameter->max == INT32_MAX) {
        say(out, "%ld or more", (long)parameter->min);
        return;
    }
    say(out, "%ld to %ld", (long)parameter->min, (long)parameter->max);
    if (parameter->type != ATB_INTEGER) {
        say(out, " bytes");
    }
}

static void say_kind(struct atb_tool_command *out, const struct atb_parameter *parameter)
{
    if (parameter->type == ATB_INTEGER) {
        say(out, "a number, ");
    } else if (parameter->type == ATB_BARE || parameter->type == ATB_HEX_TEXT) {
        say(out, "a text without quotes, ");
    } else {
        say(out, "a text in quotes, ");
    }
    say_allowed(out, parameter);
}

static void say_parameter(struct atb_tool_command *out, const struct match *match)
{
    say(out, "AT%s", strcmp(match->form->command, "+++") == 0 ? "" : match->form->command);
    if (out->param != NULL) {
        say(out, " <%s>", out->param);
    }
    say(out, ": ");
}

static void say_shape(struct atb_tool_command *out, const struct match *match)
{
    const struct atb_parameter *parameter = parameter_at(match, match->place, NULL);
    if (match->fit == FIT_EXTRA) {
        say(out, "takes no more than in %s", match->form->syntax);
    } else if (match->fit == FIT_OPEN_QUOTE) {
        say(out, "the closing quote is missing");
    } else if (match->fit == FIT_NOT_HEX) {
        say(out, "two hex digits for each byte");
    } else {
        say(out, match->fit == FIT_MISSING ? "missing: " : "must be ");
        if (parameter != NULL) {
            say_kind(out, parameter);
        } else {
            say_literals(out, match, match->place);
        }
    }
}

/** The shape is wrong: a literal, the kind of an argument, their number. */
static void explain_shape(struct atb_tool_command *out, const struct match *match)
{
    static const char *const reasons[] = {"",           "value",   "value", "syntax",
                                          "characters", "missing", "extra"};
    out->reason = reasons[match->fit];
    out->param = place_name(match, match->place);
    say_parameter(out, match);
    say_shape(out, match);
}

static bool is_enumeration(const struct match *match, unsigned place)
{
    return place < match->form->place_count && match->form->places[place].enumeration;
}

static const char *reason_of(int status, bool enumeration)
{
    switch (status) {
    case ATB_BAD_RANGE: return enumeration ? "value" : "range";
    case ATB_BAD_VALUE: return "value";
    case ATB_BAD_LENGTH: return "length";
    case ATB_BAD_CHARACTER: return "characters";
    case ATB_MISSING: return "missing";
    case ATB_EXTRA: return "extra";
    case ATB_BAD_COMBINATION: return "combination";
    case ATB_UNSUPPORTED: return "unsupported_by_model";
    default: return "syntax";
    }
}

static void say_length(struct atb_tool_command *out, const struct verdict *verdict,
                       const struct atb_parameter *parameter)
{
    const struct atb_form *form = verdict->match.form->form;
    if (parameter != NULL && parameter->type == ATB_DATA &&
        form->length_position < form->position_count) {
        say(out, "%lu bytes, but <%s> says otherwise",
            (unsigned long)verdict->match.command.payload_length,
            form->positions[form->length_position].parameter->name);
        return;
    }
    say(out, "%ld to %ld bytes", (long)verdict->refusal.min, (long)verdict->refusal.max);
}

static void say_reason(struct atb_tool_command *out, const struct verdict *verdict)
{
    const struct atb_parameter *parameter =
        parameter_at(&verdict->match, verdict->wrong_place, out->param);
    switch (verdict->status) {
    case ATB_BAD_CHARACTER: say(out, "a character that could break out of its place"); return;
    case ATB_BAD_COMBINATION: say(out, "does not go with the other parameters"); return;
    case ATB_UNSUPPORTED: say(out, "%s does not have it", ATB_TOOL_NAMES.model); return;
    case ATB_EXTRA: say(out, "takes no more than in %s", verdict->match.form->syntax); return;
    case ATB_NO_ROOM: say(out, "too long"); return;
    case ATB_BAD_LENGTH: say_length(out, verdict, parameter); return;
    default: break;
    }
    if (verdict->status == ATB_MISSING) {
        say(out, "missing: ");
    }
    if (parameter == NULL) {
        say(out, "%ld to %ld", (long)verdict->refusal.min, (long)verdict->refusal.max);
    } else if (verdict->status == ATB_MISSING) {
        say_kind(out, parameter);
    } else if (parameter->type == ATB_IP) {
        say(out, "an IPv4 or IPv6 address");
    } else {
        say_allowed(out, parameter);
    }
}

/** The shape is right, but the generated code refuses a value. */
static void explain_refusal(struct atb_tool_command *out, const struct verdict *verdict)
{
    out->param = verdict->refusal.parameter;
    out->reason = reason_of(verdict->status, is_enumeration(&verdict->match, verdict->wrong_place));
    say_parameter(out, &verdict->match);
    say_reason(out, verdict);
    if (ATB_TOOL_NAMES.model[0] != '\0' && verdict->status != ATB_UNSUPPORTED) {
        say(out, " (%s)", ATB_TOOL_NAMES.model);
    }
}

/** The model lacks the whole form: the manual's footnote stands at the literal that it names. */
static void explain_lacking(struct atb_tool_command *out, const struct match *match)
{
    out->reason = "unsupported_by_model";
    for (unsigned i = 0; i < match->form->place_count && out->param == NULL; i++) {
        if (match->form->places[i].literal != NULL) {
            out->param = match->form->places[i].name;
        }
    }
    say_parameter(out, match);
    say(out, "%s lacks %s", ATB_TOOL_NAMES.model, match->form->syntax);
}

/* ---- one line ------------------------------------------------------------ */

static int refuse(struct atb_tool_command *out, const char *reason, const char *text)
{
    out->reason = reason;
    say(out, "%s", text);
    return 0;
}

static int without_form(struct atb_tool_command *out, const struct typed_line *line)
{
    const struct atb_form_name *other = any_form(line);
    if (other == NULL) {
        say(out, "AT%s is not in the tables of %s", line->name, ATB_TOOL_NAMES.title);
        out->reason = "unknown_command";
    } else {
        say(out, "AT%s has no %s form; %s is one", line->name, line->type, other->syntax);
        out->reason = "syntax";
    }
    return 0;
}

static int report(struct atb_tool_command *out, const struct verdict *verdict)
{
    const struct match *match = &verdict->match;
    out->id = match->form->id;
    out->name = match->form->command;
    out->type = match->form->type;
    out->value_count = match->value_count;
    memcpy(out->values, match->values, sizeof out->values);
    if (is_lacking(verdict)) {
        explain_lacking(out, match);
    } else if (verdict->status != ATB_OK) {
        explain_refusal(out, verdict);
    } else if (match->cost > 0) {
        explain_shape(out, match);
    }
    return out->reason == NULL;
}

int atb_tool_explain(const char *line, size_t length, struct atb_tool_command *out)
{
    static struct typed_line typed;
    static struct verdict best;
    memset(out, 0, sizeof *out);
    if (length >= ATB_TOOL_LINE_MAX || memchr(line, '\0', length) != NULL) {
        return refuse(out, "syntax", "a command line has no NUL and is shorter than 32768 bytes");
    }
    if (!typed_line_cut(line, length, &typed)) {
        return refuse(out, "syntax", "a command line begins with AT");
    }
    out->name = typed.name[0] != '\0' ? typed.name : NULL;
    out->type = typed.type;
    if (typed.type == NULL) {
        return refuse(out, "syntax", "behind the name comes '=', '?', '=?' or nothing");
    }
    if (meant_form(&typed, &best) == NULL) {
        return without_form(out, &typed);
    }
    return report(out, &best);
}

bool tool_command(const char *line, size_t length, struct atb_command *out)
{
    static struct typed_line typed;
    static struct verdict best;
    if (length >= ATB_TOOL_LINE_MAX || !typed_line_cut(line, length, &typed) ||
        typed.type == NULL || meant_form(&typed, &best) == NULL) {
        return false;
    }
    *out = best.match.command;
    return true;
}
