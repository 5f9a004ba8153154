/* SPDX-License-Identifier: MIT */
#include "atb_writer.h"

#include <string.h>

#include "atb_kind.h"
#include "atb_validate.h"

void atb_put_character(struct atb_walk *walk, char c)
{
    if (walk->length < walk->size) {
        walk->at[walk->length] = c;
    }
    walk->length++;
}

static void put_payload(struct atb_walk *walk)
{
    const struct atb_command *command = walk->command;
    const uint8_t *bytes = command->payload;
    for (size_t i = 0; bytes != NULL && i < command->payload_length; i++) {
        char out[2];
        unsigned count = atb_code(command->form, walk->coding, bytes[i], out);
        atb_put_character(walk, out[0]);
        if (count > 1) {
            atb_put_character(walk, out[1]);
        }
    }
}

/* ---- one place ------------------------------------------------------------ */

static bool is_there(const struct atb_value *value)
{
    return value->kind > ATB_EMPTY_POSITION;
}

/* What the place says of a value that is or is not there; `tail`: nor is any behind it. */
static int judge_place(const struct atb_value *value, unsigned flags, bool tail)
{
    if ((flags & ATB_GROUPED) != 0 && is_there(value) != is_there(value - 1)) {
        return ATB_MISSING;
    }
    if (is_there(value)) {
        return (flags & ATB_LACKING) != 0 ? ATB_UNSUPPORTED : ATB_OK;
    }
    return (flags & (tail ? ATB_OPTIONAL : ATB_MAY_BE_EMPTY)) != 0 ? ATB_OK : ATB_MISSING;
}

static void put_place(struct atb_walk *walk, unsigned place, unsigned flags, bool tail)
{
    const struct atb_command *command = walk->command;
    const struct atb_value *value = command->values + place;
    const bool there = is_there(value);
    int status = judge_place(value, flags, tail);
    place -= status == ATB_MISSING && there; /* it is the one before that is missing */
    walk->parameter = command->form->parameters[place];
    if (status == ATB_OK && there) {
        status = atb_put_value(walk, walk->parameter, value);
    }
    if (status != ATB_OK && walk->refusal->status == ATB_OK) {
        (void)atb_refuse(walk->refusal, walk->parameter, place + 1, status);
    }
}

/* ---- the line ------------------------------------------------------------- */

/* How many values there are, up to the last that is there. */
static unsigned count_values(const struct atb_command *command)
{
    unsigned count = 0;
    for (unsigned i = 0; i < command->form->position_count; i++) {
        count = command->values[i].kind != ATB_ABSENT ? i + 1 : count;
    }
    return count;
}

/* How far the text has been written. */
struct progress {
    unsigned count; /* of values */
    unsigned place; /* the next one, */
    unsigned flags; /* and what the marks before it allow */
    size_t end;     /* of the line, where no more values are; SIZE_MAX: not yet */
};

static void put_next_place(struct atb_walk *walk, struct progress *line, char before)
{
    const bool tail = line->place >= line->count;
    if (tail && line->end == SIZE_MAX) {
        line->end = walk->length - (before == ',');
    }
    put_place(walk, line->place, line->flags, tail);
    line->place++;
    line->flags = 0;
}

/* Along the text: a '%' is a place, the marks before it say what it allows. */
static void put_form_text(struct atb_walk *walk, struct progress *line)
{
    for (const char *at = atb_text_of(walk->command->form); *at != '\0'; at++) {
        if (atb_is_mark(*at)) {
            line->flags |= (unsigned char)*at;
        } else if (*at == '%') {
            put_next_place(walk, line, at[-1]);
        } else {
            atb_put_character(walk, *at);
        }
    }
    walk->length = line->end < walk->length ? line->end : walk->length;
}

static void put_line(struct atb_walk *walk)
{
    const bool escapes = walk->command->form->escapes;
    struct progress line = {.count = count_values(walk->command), .end = SIZE_MAX};
    walk->length = 0;
    walk->head = 0;
    if (!escapes) {
        atb_put_character(walk, 'A');
        atb_put_character(walk, 'T');
    }
    put_form_text(walk, &line);
    if (!escapes) {
        atb_put_character(walk, '\r');
    }
    walk->head = walk->head != 0 ? walk->head : walk->length;
}

int atb_write(struct atb_walk *walk)
{
    /* cppcheck-suppress ctuuninitvar; whoever calls has set it */
    const struct atb_form *form = walk->command->form;
    struct atb_refusal *refusal = walk->refusal;
    const struct atb_coder *coder = atb_coder_of(form);
    if (coder != NULL && coder->state != NULL) {
        coder->state(walk);
    }
    put_line(walk);
    if (form->lacking) {
        (void)atb_refuse(refusal, NULL, 0, ATB_UNSUPPORTED);
    }
    if (refusal->status != ATB_OK || !form->rest->checked) {
        return refusal->status;
    }
    return atb_checks_of(form)->check(walk->command, walk->coding, refusal);
}

const char atb_no_text[] = "";

int atb_encode(const struct atb_command *command, char *buffer, size_t size,
               struct atb_refusal *refusal)
{
    struct atb_refusal unused = {NULL, 0, 0, ATB_OK, 0};
    const struct atb_form *form = command->form;
    uint8_t coding = form->rest->checked ? atb_checks_of(form)->coding : (uint8_t)ATB_RAW;
    struct atb_walk walk = {.command = command, .payload = put_payload};
    walk.refusal = refusal != NULL ? refusal : &unused;
    walk.coding = coding == ATB_BY_SETTING ? (uint8_t)ATB_RAW : coding;
    *walk.refusal = (struct atb_refusal){.form = form};
    int status = atb_write(&walk);
    if (status == ATB_OK && walk.length >= size) {
        status = atb_refuse(walk.refusal, NULL, 0, ATB_NO_ROOM);
    }
    if (status != ATB_OK) {
        return status;
    }
    walk.at = buffer;
    walk.size = size;
    put_line(&walk);
    buffer[walk.length] = '\0';
    return (int)walk.length;
}
