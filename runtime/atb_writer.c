/* SPDX-License-Identifier: MIT */
#include "atb_writer.h"

#include <string.h>

enum { CTRL_Z = 0x1A, ESC = 0x1B, ETX = 0x03, DELETE = 0x7F };

bool atb_is_given(const struct atb_value *value)
{
    return value->kind != ATB_ABSENT && value->kind != ATB_EMPTY_POSITION;
}

/* ---- refusals ----------------------------------------------------------- */

static int refuse(struct atb_refusal *refusal, const char *parameter, int status, int32_t min,
                  int32_t max)
{
    refusal->parameter = parameter;
    refusal->min = min;
    refusal->max = max;
    refusal->status = (int8_t)status;
    return status;
}

static int refuse_value(struct atb_refusal *refusal, const struct atb_parameter *parameter,
                        int status)
{
    return refuse(refusal, parameter->name, status, parameter->min, parameter->max);
}

/* ---- characters ---------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_domain_character(char c)
{
    return is_digit(c) || is_letter(c) || c == '.' || c == '-';
}

static bool is_host_character(char c)
{
    return is_domain_character(c) || c == '_' || c == ':';
}

/* Every character that could end its place, or the command line. */
static bool breaks_out(char c)
{
    return (unsigned char)c < ' ' || c == DELETE || c == '"';
}

static bool is_allowed(const struct atb_parameter *parameter, char c)
{
    switch (parameter->type) {
    case ATB_HEX_TEXT:
        return is_hex(c);
    case ATB_IP:
    case ATB_IPV4:
    case ATB_HOST:
        return is_host_character(c);
    case ATB_DOMAIN:
        return is_domain_character(c);
    case ATB_BARE:
        if (c == ',' || c == ';') {
            return false;
        }
        break;
    default:
        break;
    }
    return !breaks_out(c) && (c != '\\' || parameter->backslash);
}

/* ---- IP addresses -------------------------------------------------------- */

/* "192.0.2.7", each part 0 to 255, up to the final NUL. */
static bool is_ipv4(const char *at)
{
    for (unsigned part = 0; part < 4; part++) {
        unsigned value = 0;
        unsigned digits = 0;
        for (; is_digit(*at) && digits < 4; at++, digits++) {
            value = value * 10 + (unsigned)(*at - '0');
        }
        if (digits == 0 || value > 255 || *at != (part < 3 ? '.' : '\0')) {
            return false;
        }
        at++;
    }
    return true;
}

static unsigned hex_digits(const char *at)
{
    unsigned digits = 0;
    while (is_hex(at[digits])) {
        digits++;
    }
    return digits;
}

/* What has been read of an IPv6 address. */
struct groups {
    const char *at;
    unsigned count;
    bool gap; /* "::" was there */
};

/* Takes ':' behind a group, or "::". False: that is no separator, or nothing follows it. */
static bool take_colons(struct groups *groups)
{
    if (*groups->at++ != ':' || *groups->at == '\0') {
        return false;
    }
    if (*groups->at != ':') {
        return true;
    }
    groups->at++;
    return !groups->gap && (groups->gap = true);
}

/* Eight groups of 1 to 4 hex digits; "::" once for any number of them; IPv4 for the last two. */
static bool is_ipv6(const char *text)
{
    struct groups groups = {text, 0, text[0] == ':' && text[1] == ':'};
    groups.at += groups.gap ? 2 : 0;
    while (*groups.at != '\0') {
        unsigned digits = hex_digits(groups.at);
        if (groups.at[digits] == '.') {
            return is_ipv4(groups.at) && (groups.gap ? groups.count <= 5 : groups.count == 6);
        }
        if (digits == 0 || digits > 4) {
            return false;
        }
        groups.count++;
        groups.at += digits;
        if (*groups.at != '\0' && !take_colons(&groups)) {
            return false;
        }
    }
    return groups.gap ? groups.count <= 7 : groups.count == 8;
}

/* ---- domain names --------------------------------------------------------- */

/* Labels with a point between them, 1 to 63 characters each; none begins with a hyphen. */
static int check_labels(const char *at)
{
    enum { LONGEST_LABEL = 63 };
    unsigned label = 0;
    for (; *at != '\0'; at++) {
        if (label == 0 && (*at == '.' || *at == '-')) {
            return ATB_BAD_CHARACTER;
        }
        label = *at == '.' ? 0 : label + 1;
        if (label > LONGEST_LABEL) {
            return ATB_BAD_LENGTH;
        }
    }
    return label > 0 ? ATB_OK : ATB_BAD_CHARACTER;
}

/* ---- one value ----------------------------------------------------------- */

static int check_number(const struct atb_parameter *parameter, int32_t number)
{
    if (number < parameter->min || number > parameter->max) {
        return ATB_BAD_RANGE;
    }
    for (unsigned i = 0; parameter->numbers != NULL; i++) {
        if (i == parameter->count) {
            return ATB_BAD_VALUE;
        }
        if (parameter->numbers[i] == number) {
            break;
        }
    }
    return ATB_OK;
}

/* Index of an enumerated word, or -1. */
static int find_word(const struct atb_parameter *parameter, const char *text, size_t length)
{
    for (int i = 0; i < parameter->count; i++) {
        const char *word = parameter->words[i];
        if (strlen(word) == length && memcmp(word, text, length) == 0) {
            return i;
        }
    }
    return -1;
}

/* What the text has to be beside its characters and its length. */
static int check_form(const struct atb_parameter *parameter, const char *text)
{
    switch (parameter->type) {
    case ATB_IP:
        return is_ipv4(text) || is_ipv6(text) ? ATB_OK : ATB_BAD_VALUE;
    case ATB_IPV4:
        return is_ipv4(text) ? ATB_OK : ATB_BAD_VALUE;
    case ATB_DOMAIN:
        return check_labels(text);
    default:
        return ATB_OK;
    }
}

static int check_text(const struct atb_parameter *parameter, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!is_allowed(parameter, text[i])) {
            return ATB_BAD_CHARACTER;
        }
    }
    if (parameter->words != NULL) {
        return find_word(parameter, text, length) >= 0 ? ATB_OK : ATB_BAD_VALUE;
    }
    int status = length > 0 ? check_form(parameter, text) : ATB_OK;
    bool fits = length >= (size_t)parameter->min && length <= (size_t)parameter->max;
    return status == ATB_OK && !fits ? ATB_BAD_LENGTH : status;
}

/* Numbers go to integer parameters, payload to its own place, strings to all others. */
static bool suits(const struct atb_parameter *parameter, const struct atb_value *value)
{
    switch (parameter->type) {
    case ATB_INTEGER:
        return value->kind == ATB_NUMBER;
    case ATB_DATA:
        return value->kind == ATB_BYTES;
    default:
        return value->kind == ATB_STRING;
    }
}

static int check_value(const struct atb_parameter *parameter, const struct atb_value *value)
{
    if (!suits(parameter, value)) {
        return ATB_BAD_VALUE;
    }
    if (value->kind == ATB_NUMBER) {
        return check_number(parameter, value->number);
    }
    if (value->kind == ATB_BYTES) {
        return ATB_OK; /* the payload is checked on its own */
    }
    return value->text == NULL ? ATB_MISSING
                               : check_text(parameter, value->text, strlen(value->text));
}

/* The parameter that a value is for: the alternative where only that one takes it. */
static const struct atb_parameter *meant(const struct atb_position *position,
                                         const struct atb_value *value)
{
    const struct atb_parameter *first = position->parameter;
    const struct atb_parameter *other = position->alternative;
    if (other == NULL || check_value(first, value) == ATB_OK) {
        return first;
    }
    return check_value(other, value) == ATB_OK || !suits(first, value) ? other : first;
}

/* ---- one position --------------------------------------------------------- */

static bool is_given_at(const struct atb_command *command, unsigned i)
{
    return i < command->form->position_count && atb_is_given(&command->values[i]);
}

/* Whether this value and all behind it are absent. */
static bool ends_before(const struct atb_command *command, unsigned i)
{
    for (; i < command->form->position_count; i++) {
        if (command->values[i].kind != ATB_ABSENT) {
            return false;
        }
    }
    return true;
}

/* Whether the position may be without a value, given what stands around it. */
static bool may_lack(const struct atb_command *command, unsigned i)
{
    const struct atb_position *positions = command->form->positions;
    bool at_the_end = ends_before(command, i);
    if ((positions[i].flags & ATB_GROUPED) != 0 && is_given_at(command, i - 1)) {
        return false;
    }
    if (i + 1u < command->form->position_count && (positions[i + 1].flags & ATB_GROUPED) != 0 &&
        is_given_at(command, i + 1)) {
        return false;
    }
    return (positions[i].flags & (at_the_end ? ATB_OPTIONAL : ATB_MAY_BE_EMPTY)) != 0;
}

static int check_position(const struct atb_command *command, unsigned i,
                          struct atb_refusal *refusal)
{
    const struct atb_position *position = &command->form->positions[i];
    const struct atb_value *value = &command->values[i];
    const struct atb_parameter *parameter = position->parameter;
    int status = ATB_OK;
    if (!atb_is_given(value)) {
        status = may_lack(command, i) ? ATB_OK : ATB_MISSING;
    } else if ((position->flags & ATB_LACKING) != 0) {
        status = ATB_UNSUPPORTED;
    } else {
        parameter = meant(position, value);
        status = check_value(parameter, value);
    }
    return status == ATB_OK ? ATB_OK : refuse_value(refusal, parameter, status);
}

/* ---- rules between positions ---------------------------------------------- */

int32_t atb_value_number(const struct atb_command *command, unsigned position)
{
    const struct atb_parameter *parameter = command->form->positions[position].parameter;
    const struct atb_value *value = &command->values[position];
    if (value->kind == ATB_NUMBER) {
        return value->number;
    }
    if (value->kind != ATB_STRING || value->text == NULL || parameter->words == NULL) {
        return 0;
    }
    return find_word(parameter, value->text, strlen(value->text));
}

static bool holds(const struct atb_command *command, unsigned test, unsigned position,
                  int32_t operand)
{
    bool given = is_given_at(command, position);
    if (test == ATB_ALWAYS) {
        return true;
    }
    int32_t number = given ? atb_value_number(command, position) : 0;
    switch (test) {
    case ATB_GIVEN:
        return given;
    case ATB_NOT_GIVEN:
        return !given;
    case ATB_EQUAL:
        return given && number == operand;
    case ATB_NOT_EQUAL:
        return !given || number != operand;
    case ATB_AT_LEAST:
        return given && number >= operand;
    default:
        return given && number <= operand;
    }
}

static int check_rules(const struct atb_command *command, struct atb_refusal *refusal)
{
    const struct atb_form *form = command->form;
    for (unsigned i = 0; i < form->rule_count; i++) {
        const struct atb_rule *rule = &form->rules[i];
        if (holds(command, rule->when, rule->a, rule->a_value) &&
            !holds(command, rule->must, rule->b, rule->b_value)) {
            return refuse_value(refusal, form->positions[rule->b].parameter, ATB_BAD_COMBINATION);
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
    if (form->send_mode == ATB_SEND_CTRL_Z) {
        return (form->flags & ATB_ETX_ESCAPES) != 0 || (byte != CTRL_Z && byte != ESC);
    }
    if (form->send_mode != ATB_SEND_INLINE) {
        return true;
    }
    if (coding == ATB_ESCAPED) {
        return byte == '"' || byte == '\r' || byte == '\n' || byte == '\t' ||
               !breaks_out((char)byte);
    }
    return !breaks_out((char)byte);
}

static const struct atb_parameter *data_parameter(const struct atb_form *form)
{
    for (unsigned i = 0; i < form->position_count; i++) {
        if (form->positions[i].parameter->type == ATB_DATA) {
            return form->positions[i].parameter;
        }
    }
    return NULL;
}

/* In characters, as it stands in the line. */
static size_t coded_length(const struct atb_command *command, uint8_t coding)
{
    const uint8_t *bytes = command->payload;
    size_t length = 0;
    char out[2];
    for (size_t i = 0; i < command->payload_length; i++) {
        length += atb_code_byte(coding, bytes[i], out);
    }
    return length;
}

/* What a stated length counts: escapes as they stand in the line, hex in bytes. */
static size_t counted_length(const struct atb_command *command, uint8_t coding)
{
    bool escaped = coding == ATB_ESCAPED && command->payload != NULL;
    return escaped ? coded_length(command, coding) : command->payload_length;
}

/* A stated length is that of the data, and its range holds for what the line will say. */
static bool states_right_length(const struct atb_command *command, uint8_t coding)
{
    const struct atb_form *form = command->form;
    if (!is_given_at(command, form->length_position)) {
        return true;
    }
    int32_t stated = command->values[form->length_position].number;
    if (stated == 0 && form->send_mode == ATB_SEND_INLINE) {
        return true; /* "do not check" */
    }
    return stated == (int32_t)command->payload_length &&
           counted_length(command, coding) <=
               (size_t)form->positions[form->length_position].parameter->max;
}

static int check_payload_length(const struct atb_command *command, uint8_t coding)
{
    const struct atb_form *form = command->form;
    const struct atb_parameter *data = data_parameter(form);
    size_t length = command->payload_length;
    if (form->payload_max != 0 && length > form->payload_max) {
        return ATB_BAD_LENGTH;
    }
    if (data != NULL && data->max > 0 &&
        (length < (size_t)data->min || length > (size_t)data->max)) {
        return ATB_BAD_LENGTH;
    }
    return states_right_length(command, coding) ? ATB_OK : ATB_BAD_LENGTH;
}

static int check_payload(const struct atb_command *command, uint8_t coding,
                         struct atb_refusal *refusal)
{
    const struct atb_form *form = command->form;
    const struct atb_parameter *data = data_parameter(form);
    const char *name = data != NULL ? data->name : "data";
    const uint8_t *bytes = command->payload;
    int status = ATB_OK;
    if (form->send_mode == ATB_SEND_NONE || (bytes == NULL && form->send_mode != ATB_SEND_INLINE)) {
        return ATB_OK;
    }
    status = bytes == NULL ? ATB_MISSING : check_payload_length(command, coding);
    for (size_t i = 0; status == ATB_OK && i < command->payload_length; i++) {
        status = fits_in(form, coding, bytes[i]) ? ATB_OK : ATB_BAD_CHARACTER;
    }
    return status == ATB_OK ? ATB_OK : refuse(refusal, name, status, 0, form->payload_max);
}

/* ---- the whole command ----------------------------------------------------- */

static int check_extra(const struct atb_command *command, struct atb_refusal *refusal)
{
    for (unsigned i = command->form->position_count; i < ATB_VALUES_MAX; i++) {
        if (command->values[i].kind != ATB_ABSENT) {
            return refuse(refusal, NULL, ATB_EXTRA, 0, 0);
        }
    }
    return ATB_OK;
}

static int check_positions(const struct atb_command *command, struct atb_refusal *refusal)
{
    int status = check_extra(command, refusal);
    for (unsigned i = 0; status == ATB_OK && i < command->form->position_count; i++) {
        status = check_position(command, i, refusal);
    }
    return status;
}

int atb_validate(const struct atb_command *command, uint8_t coding, struct atb_refusal *refusal)
{
    if ((command->form->flags & ATB_FORM_LACKING) != 0) {
        return refuse(refusal, NULL, ATB_UNSUPPORTED, 0, 0);
    }
    int status = check_positions(command, refusal);
    if (status == ATB_OK) {
        status = check_rules(command, refusal);
    }
    return status == ATB_OK ? check_payload(command, coding, refusal) : status;
}

/* ---- writing --------------------------------------------------------------- */

/* Where characters go; without memory they are only counted. */
struct sink {
    char *at;
    size_t length;
    size_t head; /* what precedes payload; 0: none seen */
};

static void put(struct sink *sink, char c)
{
    if (sink->at != NULL) {
        sink->at[sink->length] = c;
    }
    sink->length++;
}

static void put_text(struct sink *sink, const char *text)
{
    while (*text != '\0') {
        put(sink, *text++);
    }
}

static void put_number(struct sink *sink, int32_t number)
{
    char digits[12];
    char *at = digits + sizeof digits - 1;
    uint32_t rest = number < 0 ? 0u - (uint32_t)number : (uint32_t)number;
    *at = '\0';
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) {
        *--at = '-';
    }
    put_text(sink, at);
}

static bool is_quoted(const struct atb_parameter *parameter)
{
    return parameter->type == ATB_QUOTED ||
           (parameter->type >= ATB_IP && parameter->type <= ATB_DATA);
}

static void put_value(struct sink *sink, const struct atb_position *position,
                      const struct atb_value *value)
{
    const struct atb_parameter *parameter = meant(position, value);
    if (!atb_is_given(value)) {
        return;
    }
    if (is_quoted(parameter)) {
        put(sink, '"');
    }
    if (value->kind == ATB_NUMBER) {
        put_number(sink, value->number);
    } else if (value->kind == ATB_STRING) {
        put_text(sink, value->text);
    } else {
        sink->head = sink->length;
    }
    if (is_quoted(parameter)) {
        put(sink, '"');
    }
}

/* The value as the application gave it, but for the length of escaped payload. */
static struct atb_value written_value(const struct atb_command *command, unsigned position,
                                      uint8_t coding)
{
    struct atb_value value = command->values[position];
    if (position == command->form->length_position && coding == ATB_ESCAPED && value.number > 0) {
        value.number = (int32_t)counted_length(command, coding);
    }
    return value;
}

static void put_line(struct sink *sink, const struct atb_command *command, uint8_t coding)
{
    unsigned next = 0;
    for (const char *at = command->form->text; *at != '\0'; at++) {
        if (*at != '%') {
            put(sink, *at);
        } else if (ends_before(command, next)) {
            sink->length -= at[-1] == ',' ? 1 : 0;
            break;
        } else {
            const struct atb_value value = written_value(command, next, coding);
            put_value(sink, &command->form->positions[next], &value);
            next++;
        }
    }
    if ((command->form->flags & ATB_ESCAPE_SEQUENCE) == 0) {
        put(sink, '\r');
    }
}

size_t atb_write(const struct atb_command *command, uint8_t coding, char *buffer, size_t *head)
{
    struct sink sink = {buffer, 0, 0};
    put_line(&sink, command, coding);
    *head = sink.head != 0 ? sink.head : sink.length;
    return sink.length;
}

unsigned atb_code_byte(uint8_t coding, uint8_t byte, char out[2])
{
    static const char digits[] = "0123456789ABCDEF";
    static const char named[] = "\"\"\\\\\rr\nn\tt"; /* each followed by what stands for it */
    out[0] = (char)byte;
    if (coding == ATB_HEX) {
        out[0] = digits[byte >> 4];
        out[1] = digits[byte & 15];
        return 2;
    }
    if (coding == ATB_ETX_CODED && (byte == CTRL_Z || byte == ESC || byte == ETX)) {
        out[0] = ETX;
        out[1] = (char)byte;
        return 2;
    }
    for (const char *at = named; coding == ATB_ESCAPED && *at != '\0'; at += 2) {
        if ((char)byte == *at) {
            out[0] = '\\';
            out[1] = at[1];
            return 2;
        }
    }
    return 1;
}

/* ---- into the caller's buffer ---------------------------------------------- */

/* Opens a gap behind the head and writes the coded payload into it. */
static void insert_payload(const struct atb_command *command, uint8_t coding, char *line,
                           size_t head, size_t length)
{
    const uint8_t *bytes = command->payload;
    size_t coded = coded_length(command, coding);
    char *at = line + head;
    memmove(at + coded, at, length - head);
    for (size_t i = 0; i < command->payload_length; i++) {
        char out[2];
        unsigned count = atb_code_byte(coding, bytes[i], out);
        memcpy(at, out, count);
        at += count;
    }
}

int atb_encode(const struct atb_command *command, char *buffer, size_t size,
               struct atb_refusal *refusal)
{
    struct atb_refusal unused;
    const struct atb_form *form = command->form;
    uint8_t coding = form->coding == ATB_BY_SETTING ? (uint8_t)ATB_RAW : form->coding;
    size_t head = 0;
    refusal = refusal != NULL ? refusal : &unused;
    int status = atb_validate(command, coding, refusal);
    if (status != ATB_OK) {
        return status;
    }
    bool is_inline = form->send_mode == ATB_SEND_INLINE;
    size_t length = atb_write(command, coding, NULL, &head);
    size_t coded = is_inline ? coded_length(command, coding) : 0;
    if (length + coded >= size) {
        return refuse(refusal, NULL, ATB_NO_ROOM, 0, 0);
    }
    atb_write(command, coding, buffer, &head);
    if (is_inline) {
        insert_payload(command, coding, buffer, head, length);
    }
    buffer[length + coded] = '\0';
    return (int)(length + coded);
}
