/* SPDX-License-Identifier: MIT */
#include "atb_tool_say.h"

#include "atb_kind.h"
#include "atb_tool_allowed.h"
#include "atb_writer.h"

#include <string.h>

/* ---- which parameter it is ------------------------------------------------------ */

/** The parameter that was refused, or NULL. */
static const struct atb_parameter *refused(const struct verdict *verdict)
{
    const struct match *match = &verdict->match;
    const struct atb_parameter *known = known_at(match, verdict->wrong_place);
    const bool either = known != NULL && known->kind == &atb_either;
    return either ? known->either[is_other(match, verdict->wrong_place)] : known;
}

/** What it is called, or NULL. */
static const char *refused_name(const struct verdict *verdict)
{
    const struct match *match = &verdict->match;
    if (verdict->refusal.place == ATB_PAYLOAD_PLACE) {
        return "data";
    }
    return is_other(match, verdict->wrong_place) ? other_name(match, verdict->wrong_place)
                                                 : place_name(match, verdict->wrong_place);
}

static bool are_numbers(const struct atb_parameter *known)
{
    const bool either = known->kind == &atb_either;
    const struct atb_parameter *first = either ? known->either[0] : known;
    const struct atb_parameter *second = either ? known->either[1] : known;
    return first->kind->value == ATB_NUMBER && second->kind->value == ATB_NUMBER;
}

/** Of two parameters in one place the second, where nothing tells which was meant; or NULL. Of two
 * numbers nothing does; what stands in quotes is an address or a name. */
static const char *also_refused(const struct verdict *verdict)
{
    const struct atb_parameter *known = known_at(&verdict->match, verdict->wrong_place);
    const bool untold = verdict->status == ATB_MISSING || (known != NULL && are_numbers(known));
    return untold ? other_name(&verdict->match, verdict->wrong_place) : NULL;
}

/* ---- the shape ------------------------------------------------------------------ */

/** The head of the message; `other` is the second of two parameters in one place, or NULL. */
static void say_parameter(struct atb_tool_command *out, const struct match *match,
                          const char *other)
{
    say(out, "AT%s", strcmp(match->form->command, "+++") == 0 ? "" : match->form->command);
    if (out->param != NULL) {
        say(out, " <%s>", out->param);
    }
    if (other != NULL) {
        say(out, "/<%s>", other);
    }
    say(out, ": ");
}

static void say_shape(struct atb_tool_command *out, const struct match *match)
{
    const struct atb_parameter *known = known_at(match, match->place);
    if (match->fit == FIT_EXTRA) {
        say(out, "takes no more than in %s", match->form->syntax);
    } else if (match->fit == FIT_OPEN_QUOTE) {
        say(out, "the closing quote is missing");
    } else if (match->fit == FIT_NOT_HEX) {
        say(out, "two hex digits for each byte");
    } else {
        say(out, match->fit == FIT_MISSING ? "missing: " : "must be ");
        if (known != NULL) {
            say_kinds(out, known);
            say_elsewhere(out, match, match->place, place_name(match, match->place));
        } else {
            say_literals(out, match, match->place);
        }
    }
}

void explain_shape(struct atb_tool_command *out, const struct match *match)
{
    static const char *const reasons[] = {"",           "value",   "value", "syntax",
                                          "characters", "missing", "extra"};
    out->reason = reasons[match->fit];
    out->param = place_name(match, match->place);
    say_parameter(out, match, other_name(match, match->place));
    say_shape(out, match);
}

static bool is_enumeration(const struct match *match, unsigned place)
{
    return place < match->form->place_count && match->form->places[place].enumeration;
}

static const char *reason_of(int status, bool enumeration)
{
    switch (status) {
    case ATB_BAD_RANGE:
        return enumeration ? "value" : "range";
    case ATB_BAD_VALUE:
        return "value";
    case ATB_BAD_LENGTH:
        return "length";
    case ATB_BAD_CHARACTER:
        return "characters";
    case ATB_MISSING:
        return "missing";
    case ATB_EXTRA:
        return "extra";
    case ATB_BAD_COMBINATION:
        return "combination";
    case ATB_UNSUPPORTED:
        return "unsupported_by_model";
    default:
        return "syntax";
    }
}

static void say_length(struct atb_tool_command *out, const struct verdict *verdict,
                       const struct atb_parameter *parameter)
{
    const struct atb_form *form = verdict->match.form->form;
    if (parameter != NULL && parameter->kind == &atb_data && stated_length(&verdict->match) > 0) {
        say(out, "%lu bytes, but <%s> says otherwise",
            (unsigned long)verdict->match.command.payload_length,
            place_name(&verdict->match,
                       place_of(&verdict->match, atb_checks_of(form)->length_position)));
        return;
    }
    say_span(out, verdict->refusal.min, verdict->refusal.max);
    say(out, " bytes");
    if (parameter != NULL && parameter->kind == &atb_domain) {
        say(out, ", each label 63 at most");
    }
}

/** The characters that a text of this kind takes. */
static const char *characters_of(const struct atb_kind *kind)
{
    static const struct {
        const struct atb_kind *kind;
        const char *words;
    } known[] = {
        {&atb_domain, "labels of letters, digits and '-' that begin with a letter or digit"},
        {&atb_host, "ASCII letters, digits and . - : _"},
        {&atb_ip, "ASCII letters, digits and . - : _"},
        {&atb_ipv4, "digits and '.'"},
        {&atb_ipv6, "hex digits, ':' and '.'"},
        {&atb_hex_text, "hex digits"},
        {&atb_quoted, "no control character, '\"' or '\\'"},
        {&atb_quoted_backslash, "no control character or '\"'"},
        {&atb_bare, "no control character, '\"', '\\', ',' or ';'"},
        {&atb_bare_backslash, "no control character, '\"', ',' or ';'"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].kind == kind) {
            return known[i].words;
        }
    }
    return "a character that could break out of its place";
}

static void say_character(struct atb_tool_command *out, const struct atb_parameter *parameter)
{
    say(out, "%s", characters_of(parameter != NULL ? parameter->kind : NULL));
}

/** One test of a rule as the tables write it: "<mode> = 0", "<local_port> given". */
static void say_test(struct atb_tool_command *out, const struct match *match, unsigned position,
                     unsigned test, int32_t operand)
{
    const struct atb_parameter *parameter = match->form->form->parameters[position];
    static const char *const words[] = {
        [ATB_ALWAYS] = "",    [ATB_GIVEN] = "given",  [ATB_NOT_GIVEN] = "absent",
        [ATB_EQUAL] = "=",    [ATB_NOT_EQUAL] = "!=", [ATB_AT_LEAST] = ">=",
        [ATB_AT_MOST] = "<=",
    };
    say(out, "<%s> %s", place_name(match, place_of(match, position)), words[test]);
    if (test == ATB_GIVEN || test == ATB_NOT_GIVEN) {
        return;
    }
    if (parameter->kind->listed && operand >= 0) {
        say(out, " \"%s\"", parameter->words[operand]);
    } else {
        say(out, " %ld", (long)operand);
    }
}

/** Does this rule alone make the validator refuse the command? */
static bool is_broken(const struct atb_command *command, const struct atb_rule *rule)
{
    static char wire[2 * ATB_TOOL_LINE_MAX];
    struct atb_form form = *command->form;
    struct atb_command alone = *command;
    struct atb_form_checks checks = *atb_checks_of(&form);
    checks.rules = rule;
    checks.rule_count = 1;
    form.rest = &checks.rest;
    alone.form = &form;
    return atb_encode(&alone, wire, sizeof wire, NULL) == ATB_BAD_COMBINATION;
}

static void say_rule(struct atb_tool_command *out, const struct match *match)
{
    const struct atb_form_checks *checks = atb_checks_of(match->command.form);
    unsigned i = 0;
    while (i < checks->rule_count && !is_broken(&match->command, &checks->rules[i])) {
        i++;
    }
    if (i == checks->rule_count) {
        say(out, "does not go with the other parameters");
        return;
    }
    const struct atb_rule *rule = &checks->rules[i];
    if (rule->when != ATB_ALWAYS) {
        say_test(out, match, rule->a, rule->when, rule->a_value);
        say(out, " requires ");
    }
    say_test(out, match, rule->b, rule->must, rule->b_value);
}

/** What is wrong, where the status alone says it. False: it is about what the value may be. */
static bool say_fault(struct atb_tool_command *out, const struct verdict *verdict,
                      const struct atb_parameter *parameter)
{
    switch (verdict->status) {
    case ATB_BAD_CHARACTER:
        say_character(out, parameter);
        return true;
    case ATB_BAD_COMBINATION:
        say_rule(out, &verdict->match);
        return true;
    case ATB_UNSUPPORTED:
        say(out, "%s does not have it", ATB_TOOL_NAMES.model);
        return true;
    case ATB_EXTRA:
        say(out, "takes no more than in %s", verdict->match.form->syntax);
        return true;
    case ATB_NO_ROOM:
        say(out, "too long");
        return true;
    case ATB_BAD_LENGTH:
        say_length(out, verdict, parameter);
        return true;
    default:
        return false;
    }
}

static void say_what_is_right(struct atb_tool_command *out, const struct verdict *verdict,
                              const struct atb_parameter *parameter)
{
    if (parameter == NULL) {
        say_span(out, verdict->refusal.min, verdict->refusal.max);
    } else if (verdict->status == ATB_MISSING) {
        say_kinds(out, known_at(&verdict->match, verdict->wrong_place));
    } else if (parameter->kind == &atb_ip) {
        say(out, "an IPv4 or IPv6 address");
    } else if (parameter->kind == &atb_ipv4) {
        say(out, "an IPv4 address");
    } else if (parameter->kind == &atb_ipv6) {
        say(out, "an IPv6 address");
    } else {
        say_allowed(out, parameter);
    }
    if (parameter != NULL) {
        say_elsewhere(out, &verdict->match, verdict->wrong_place, out->param);
    }
}

static void say_reason(struct atb_tool_command *out, const struct verdict *verdict)
{
    const struct atb_parameter *parameter = refused(verdict);
    if (say_fault(out, verdict, parameter)) {
        return;
    }
    if (verdict->status == ATB_MISSING) {
        say(out, "missing: ");
    }
    say_what_is_right(out, verdict, parameter);
}

void explain_refusal(struct atb_tool_command *out, const struct verdict *verdict)
{
    out->param = refused_name(verdict);
    out->reason = reason_of(verdict->status, is_enumeration(&verdict->match, verdict->wrong_place));
    say_parameter(out, &verdict->match, also_refused(verdict));
    say_reason(out, verdict);
    if (ATB_TOOL_NAMES.model[0] != '\0' && verdict->status != ATB_UNSUPPORTED) {
        say(out, " (%s)", ATB_TOOL_NAMES.model);
    }
}

void explain_lacking(struct atb_tool_command *out, const struct match *match)
{
    out->reason = "unsupported_by_model";
    for (unsigned i = 0; i < match->form->place_count && out->param == NULL; i++) {
        if (match->form->places[i].literal != NULL) {
            out->param = match->form->places[i].name;
        }
    }
    say_parameter(out, match, NULL);
    say(out, "%s lacks %s", ATB_TOOL_NAMES.model, match->form->syntax);
}
