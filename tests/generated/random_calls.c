/* SPDX-License-Identifier: MIT */
/*
 * Every form of a dialect with random arguments: refused with nothing written, or one
 * line that parses back to just these arguments. ATB_SEED and ATB_ROUNDS (in the
 * environment) make it another run, or a longer one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "atb_kind.h"
#include "atb_names.h"
#include "atb_validate.h"
#include "atb_writer.h"

extern const struct atb_names ATB_NAMES_OF;

enum { LINE = 8192, TEXT = 400, PAYLOAD = 1600 };

static char line[LINE];
static char texts[ATB_VALUES_MAX][TEXT + 1];
static char payload[PAYLOAD];
static uint32_t state = 1;

static uint32_t random_below(uint32_t limit)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % limit;
}

/* ---- arguments ---------------------------------------------------------------- */

static int32_t random_number(struct atb_range range)
{
    const int64_t width = (int64_t)range.max - range.min + 1;
    const int32_t near[] = {range.min, range.max, 0, 1, INT32_MIN, INT32_MAX};
    uint32_t choice = random_below(12);
    if (choice < ATB_LENGTH(near)) {
        return near[choice];
    }
    if (choice == 6) {
        return (int32_t)((uint32_t)range.max + 1u);
    }
    if (choice == 7) {
        return (int32_t)((uint32_t)range.min - 1u);
    }
    return (int32_t)(range.min + (int64_t)(state % (uint64_t)width));
}

static char random_character(void)
{
    static const char harmless[] = "abcxyzABCF0123456789.-";
    return random_below(60) == 0 ? (char)(1 + random_below(255))
                                 : harmless[random_below(sizeof harmless - 1)];
}

static const char *random_text(const struct atb_parameter *parameter, char *at)
{
    static const char *const addresses[] = {"192.0.2.7", "::1", "2001:db8::7", "a.example"};
    uint32_t most = 12;
    if (parameter->kind->listed && random_below(8) > 0) {
        unsigned count = 0;
        while (parameter->words[count] != NULL) {
            count++;
        }
        return parameter->words[random_below(count)];
    }
    if (random_below(4) == 0) {
        return addresses[random_below(ATB_LENGTH(addresses))];
    }
    if (!parameter->kind->listed) {
        most = (uint32_t)atb_range_of(parameter).max + 2;
    }
    uint32_t length = random_below(random_below(3) > 0 ? 12 : most < TEXT ? most : TEXT);
    for (uint32_t i = 0; i < length; i++) {
        at[i] = random_character();
    }
    at[length] = '\0';
    return at;
}

static struct atb_value random_value(const struct atb_parameter *parameter, unsigned place)
{
    const struct atb_range any = {-5, 70000};
    struct atb_value value = {.kind = ATB_ABSENT};
    if (parameter->kind == &atb_either) {
        parameter = parameter->either[random_below(2)];
    }
    value.kind = parameter->kind->value;
    if (random_below(24) == 0) {
        value.kind = (uint8_t)random_below(ATB_BYTES); /* perhaps none, perhaps of a wrong kind */
    }
    if (value.kind == ATB_NUMBER) {
        bool ranged = parameter->kind->value == ATB_NUMBER;
        value.number = random_number(ranged ? atb_range_of(parameter) : any);
    } else if (value.kind == ATB_STRING) {
        value.text = random_text(parameter, texts[place]);
    }
    return value;
}

static const struct atb_form_checks *checks_of(const struct atb_command *command)
{
    static const struct atb_form_checks none = {.length_position = ATB_NO_INDEX};
    return command->form->rest->checked ? atb_checks_of(command->form) : &none;
}

static void add_payload(struct atb_command *command)
{
    const struct atb_form_checks *checks = checks_of(command);
    const uint16_t limit = checks->payload_max;
    uint32_t most = limit > 0 && limit < PAYLOAD ? limit : 64;
    command->payload = payload;
    command->payload_length = random_below(most + 1);
    for (size_t i = 0; i < command->payload_length; i++) {
        payload[i] = random_below(40) == 0 ? random_character() : 'p';
    }
    for (unsigned i = 0; i < command->form->position_count; i++) {
        struct atb_value *value = &command->values[i];
        if (i == checks->length_position && random_below(8) > 0) {
            *value =
                (struct atb_value){.number = (int32_t)command->payload_length, .kind = ATB_NUMBER};
        }
        if (command->form->parameters[i]->kind == &atb_data) {
            *value = (struct atb_value){.kind = ATB_BYTES};
        }
    }
}

static struct atb_command random_command(const struct atb_form *form)
{
    static struct atb_value values[ATB_VALUES_MAX];
    struct atb_command command = {.form = form, .values = values};
    unsigned given = form->position_count;
    if (random_below(3) == 0) {
        given = random_below(given + 1u); /* the rest is left out */
    }
    memset(values, 0, sizeof values);
    for (unsigned i = 0; i < given; i++) {
        values[i] = random_value(form->parameters[i], i);
    }
    if (form->send == ATB_SEND_INLINE || (form->send != ATB_SEND_NONE && random_below(2) == 0)) {
        add_payload(&command);
    }
    return command;
}

/* ---- and back --------------------------------------------------------------------- */

static const char *take(const char *at, const char *expected, size_t length)
{
    return at != NULL && strncmp(at, expected, length) == 0 ? at + length : NULL;
}

static const char *take_number(const char *at, int32_t number)
{
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%ld", (long)number);
    return take(at, digits, strlen(digits));
}

static const char *take_bytes(const char *at, const struct atb_command *command)
{
    const uint8_t *bytes = command->payload;
    uint8_t coding = checks_of(command)->coding;
    for (size_t i = 0; at != NULL && i < command->payload_length; i++) {
        char pair[4] = {(char)bytes[i]};
        if (coding == ATB_HEX) {
            (void)snprintf(pair, sizeof pair, "%02X", bytes[i]);
        } else if (coding == ATB_ESCAPED && (bytes[i] == '"' || bytes[i] == '\\')) {
            (void)snprintf(pair, sizeof pair, "\\%c", bytes[i]);
        }
        at = take(at, pair, strlen(pair));
    }
    return at;
}

/* Up to the next quote, or between commas: whoever reads the line finds this text again. */
static const char *take_text(const char *at, const char *text, bool quoted)
{
    size_t length = at != NULL ? strcspn(at, quoted ? "\"" : ",;\r") : 0;
    return length == strlen(text) ? take(at, text, length) : NULL;
}

static const char *take_value(const char *at, const struct atb_command *command, unsigned index)
{
    const struct atb_value *value = &command->values[index];
    const char *quote = at != NULL && *at == '"' ? "\"" : "";
    if (value->kind <= ATB_EMPTY_POSITION) {
        return at;
    }
    if (value->kind == ATB_NUMBER) {
        bool counts = index == checks_of(command)->length_position;
        bool escaped = checks_of(command)->coding == ATB_ESCAPED;
        return counts && escaped ? at + strspn(at, "0123456789") : take_number(at, value->number);
    }
    at = take(at, quote, strlen(quote));
    at = value->kind == ATB_BYTES ? take_bytes(at, command)
                                  : take_text(at, value->text, *quote != '\0');
    return take(at, quote, strlen(quote));
}

static bool rest_is_absent(const struct atb_command *command, unsigned index)
{
    while (index < command->form->position_count && command->values[index].kind == ATB_ABSENT) {
        index++;
    }
    return index == command->form->position_count;
}

/* Behind the "=": each place, or an end where nothing more was given. */
static const char *take_places(const char *at, const struct atb_form_name *name,
                               const struct atb_command *command)
{
    unsigned index = 0;
    for (unsigned place = 0; at != NULL && place < name->place_count; place++) {
        const char *literal = name->places[place].literal;
        if (literal == NULL && rest_is_absent(command, index)) {
            return at;
        }
        at = take(at, ",", place > 0 ? 1 : 0);
        at = at == NULL        ? NULL
             : literal != NULL ? take(at, literal, strlen(literal))
                               : take_value(at, command, index++);
    }
    return at;
}

static bool parses_back(const struct atb_form_name *name, const struct atb_command *command,
                        int length)
{
    bool data = strcmp(name->type, "data") == 0;
    const char *sign = strcmp(name->type, "test") == 0   ? "=?"
                       : strcmp(name->type, "read") == 0 ? "?"
                       : name->place_count > 0           ? "="
                                                         : "";
    const char *at = take(line, data ? "" : "AT", data ? 0 : 2);
    at = take(at, name->command, strlen(name->command));
    at = take(at, sign, strlen(sign));
    at = at == NULL ? NULL : take_places(at, name, command);
    at = take(at, "\r", data ? 0 : 1);
    return at == line + length && strlen(line) == (size_t)length && strchr(line, '\n') == NULL &&
           strcspn(line, "\r") + (data ? 0u : 1u) == (size_t)length;
}

/* The modem counts: a length that is stated is that of the data; 0 inside a line asks for no check.
 */
static bool length_is_right(const struct atb_command *command)
{
    unsigned position = checks_of(command)->length_position;
    if (command->payload == NULL || !atb_is_given(command, position)) {
        return true;
    }
    int32_t stated = command->values[position].number;
    return (size_t)stated == command->payload_length ||
           (stated == 0 && command->form->send == ATB_SEND_INLINE);
}

/* ---- one round ----------------------------------------------------------------------- */

static bool is_untouched(void)
{
    return line[0] == '#' && memcmp(line, line + 1, sizeof line - 1) == 0;
}

static void complain(const struct atb_form_name *name, int status)
{
    print_error("%s: %d, %.200s\n", name->id, status, line);
    fail();
}

/* 1: written, 0: refused. */
static int try_once(const struct atb_form_name *name)
{
    struct atb_refusal refusal = {0};
    const struct atb_command command = random_command(name->form);
    size_t room = random_below(16) == 0 ? random_below(64) : sizeof line;
    memset(line, '#', sizeof line);
    int status = atb_encode(&command, line, room, &refusal);
    bool right = status < 0 ? refusal.status == status && is_untouched()
                            : (size_t)status < room && length_is_right(&command) &&
                                  parses_back(name, &command, status);
    if (!right) {
        complain(name, status);
    }
    return status >= 0;
}

static void every_form_is_refused_or_parses_back(void **unused)
{
    const char *seed = getenv("ATB_SEED"), *rounds = getenv("ATB_ROUNDS");
    const unsigned count = rounds != NULL ? (unsigned)strtoul(rounds, NULL, 10) : 1500;
    (void)unused;
    for (unsigned i = 0; i < ATB_NAMES_OF.form_count; i++) {
        const struct atb_form_name *name = &ATB_NAMES_OF.forms[i];
        unsigned written = 0;
        state = 1 + i + (seed != NULL ? (uint32_t)strtoul(seed, NULL, 10) : 7u);
        for (unsigned round = 0; round < count; round++) {
            written += (unsigned)try_once(name);
        }
        if (written == 0 || (written == count && name->form->position_count > 0)) {
            print_error("%s: %u of %u were written\n", name->id, written, count);
            fail();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_form_is_refused_or_parses_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
