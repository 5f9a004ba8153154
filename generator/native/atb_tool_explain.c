/* SPDX-License-Identifier: MIT */
#include "atb_kind.h"
#include "atb_tool_allowed.h"
#include "atb_tool_say.h"
#include "atb_writer.h"

#include <ctype.h>
#include <string.h>

const char *atb_tool_model(void)
{
    return ATB_TOOL_NAMES.model;
}

/* ---- which form was meant --------------------------------------------- */

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
        out->wrong_place = place_of(&out->match, out->refusal.place - 1u);
    }
}

static bool is_right(const struct verdict *verdict)
{
    return verdict->match.cost == 0 && verdict->status == ATB_OK;
}

static bool is_lacking(const struct verdict *verdict)
{
    return verdict->match.form->form->lacking;
}

static unsigned literals(const struct verdict *verdict)
{
    const struct atb_form_name *form = verdict->match.form;
    unsigned count = 0;
    for (unsigned i = 0; i < form->place_count; i++) {
        count += form->places[i].literal != NULL ? 1u : 0u;
    }
    return count;
}

/** Shape first, then what the model has, then whatever gets further; the first of equals. */
static bool better(const struct verdict *one, const struct verdict *other)
{
    if (is_right(one) != is_right(other)) {
        return is_right(one);
    }
    if (one->match.cost != other->match.cost) {
        return one->match.cost < other->match.cost;
    }
    if (is_lacking(one) != is_lacking(other)) {
        return is_lacking(other);
    }
    if (is_lacking(one) && literals(one) != literals(other)) {
        return literals(one) > literals(other);
    }
    return one->wrong_place > other->wrong_place;
}

/** Whether one name ends behind the letter of a basic command, where the other has its number 0,
 * which may be left out (V.250 5.3.1). */
static bool leaves_zero_out(const char *end, const char *other)
{
    return *end == '\0' && isalpha((unsigned char)other[-1]) && strcmp(other, "0") == 0;
}

static bool same_name(const struct atb_form_name *form, const struct typed_line *line)
{
    const char *known = form->command;
    const char *typed = line->name;
    while (*known != '\0' && toupper((unsigned char)*known) == *typed) {
        known++;
        typed++;
    }
    if (*known == '<') {
        return strcmp(typed + dialled_length(typed), strchr(known, '>') + 1) == 0;
    }
    bool basic =
        (isalpha((unsigned char)line->name[0]) || line->name[0] == '&') && typed > line->name;
    return *known == *typed ||
           (basic && (leaves_zero_out(typed, known) || leaves_zero_out(known, typed)));
}

/** The best form of this command and type. Returns NULL when there is none. */
static const struct atb_form_name *best_form(const struct typed_line *line, const char *type,
                                             struct verdict *best)
{
    static struct verdict next;
    const struct atb_form_name *found = NULL;
    const struct atb_form_name *form = NULL;
    for (unsigned i = 0; (form = atb_tool_form(i)) != NULL; i++) {
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
    const struct atb_form_name *form = NULL;
    unsigned i = 0;
    while ((form = atb_tool_form(i)) != NULL && !same_name(form, line)) {
        i++;
    }
    return form;
}

/** What a line of this type could be mistaken for, or NULL. */
static const char *sister_type(const char *type)
{
    if (strcmp(type, "execute") == 0) {
        return "set";
    }
    return strcmp(type, "set") == 0 ? "execute" : NULL;
}

/**
 * `AT+X` where only `AT+X=...` exists is that, with everything missing, and the reverse.
 * Where nothing is missing, the line is right but for the '=' and stays a line of its own.
 */
static const struct atb_form_name *meant_form(const struct typed_line *line, struct verdict *best)
{
    const struct atb_form_name *form = best_form(line, line->type, best);
    const char *sister = sister_type(line->type);
    if (form == NULL && sister != NULL) {
        form = best_form(line, sister, best);
        return form != NULL && is_right(best) ? NULL : form;
    }
    return form;
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
        say(out, "AT%s has no %s form; it has %s", line->name, line->type, other->syntax);
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

/** V.250 5.2.1 lets `;` join commands; inside quotes it is a character like others, and at the end
 * of ATD it asks for a voice call. */
static const char *semicolon(const char *line, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        quoted = line[i] == '"' ? !quoted : quoted;
        if (line[i] == ';' && !quoted) {
            return i + 1 < length ? "several commands, joined by ';': each has a line of its own"
                                  : "leave out the ';': nothing follows it";
        }
    }
    return NULL;
}

static bool is_dialled(const char *line, size_t length)
{
    return length > 2 && (line[2] == 'D' || line[2] == 'd') && line[length - 1] == ';';
}

/** What a driver's source or a PDF leaves in a line, outside of texts, and what would be right. */
static const struct {
    const char *mark, *remedy;
} left[] = {
    {"\\r", "leave out \\r and \\n: the line ends by itself"},
    {"\\n", "leave out \\r and \\n: the line ends by itself"},
    {"'", "a text stands between two \", not '"},
    {"\xe2\x80\x9c", "curly quotes; a modem knows straight ones alone"},
    {"\xe2\x80\x9d", "curly quotes; a modem knows straight ones alone"},
};

static const char *left_at(const char *at, size_t length)
{
    for (unsigned i = 0; i < ATB_LENGTH(left); i++) {
        size_t mark = strlen(left[i].mark);
        if (length >= mark && memcmp(at, left[i].mark, mark) == 0) {
            return left[i].remedy;
        }
    }
    return NULL;
}

static const char *left_in(const char *line, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        quoted = line[i] == '"' ? !quoted : quoted;
        const char *remedy = quoted ? NULL : left_at(line + i, length - i);
        if (remedy != NULL) {
            return remedy;
        }
    }
    return NULL;
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
    if (left_in(line, length) != NULL) {
        return refuse(out, "syntax", left_in(line, length));
    }
    if (semicolon(line, length) != NULL && !is_dialled(line, length)) {
        return refuse(out, "syntax", semicolon(line, length));
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
