/* SPDX-License-Identifier: MIT */
#include "atb_writer.h"

#include "atb_kind.h"
#include "atb_validate.h"

/* Where characters go; without memory they are only counted. */
struct sink {
    char *at;
    size_t length;
    size_t head; /* what precedes payload; 0: none seen */
    uint8_t coding;
    /* Puts payload, too; NULL: it goes another way. */
    void (*payload)(struct sink *sink, const struct atb_command *command);
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
    if (coding == ATB_ETX_CODED && (byte == ATB_CTRL_Z || byte == ATB_ESC || byte == ATB_ETX)) {
        out[0] = ATB_ETX;
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

static void put_payload(struct sink *sink, const struct atb_command *command)
{
    const uint8_t *bytes = command->payload;
    for (size_t i = 0; i < command->payload_length; i++) {
        char out[2];
        unsigned count = atb_code(command->form, sink->coding, bytes[i], out);
        put(sink, out[0]);
        if (count > 1) {
            put(sink, out[1]);
        }
    }
}

/* The length of escaped payload is stated as it stands in the line. */
static int32_t written_number(const struct sink *sink, const struct atb_command *command,
                              unsigned position)
{
    int32_t number = command->values[position].number;
    bool recounted =
        position == atb_rest(command->form)->length_position && sink->coding == ATB_ESCAPED;
    return recounted && number > 0 ? (int32_t)atb_counted_length(command, sink->coding) : number;
}

static void put_value(struct sink *sink, const struct atb_command *command, unsigned position)
{
    const struct atb_value *value = &command->values[position];
    if (!atb_is_given(command, position)) {
        return;
    }
    bool quoted = atb_meant(command->form->parameters[position], value)->kind->quoted;
    if (quoted) {
        put(sink, '"');
    }
    if (value->kind == ATB_NUMBER) {
        put_number(sink, written_number(sink, command, position));
    } else if (value->kind == ATB_STRING) {
        put_text(sink, value->text);
    } else {
        sink->head = sink->length;
        if (sink->payload != NULL) {
            sink->payload(sink, command);
        }
    }
    if (quoted) {
        put(sink, '"');
    }
}

static void put_line(struct sink *sink, const struct atb_command *command)
{
    unsigned next = 0;
    for (const char *at = command->form->text; *at != '\0'; at++) {
        if (atb_is_mark(*at)) {
            continue;
        }
        if (*at != '%') {
            put(sink, *at);
        } else if (atb_ends_before(command, next)) {
            sink->length -= at[-1] == ',' ? 1 : 0;
            break;
        } else {
            put_value(sink, command, next++);
        }
    }
    if (!command->form->escapes) {
        put(sink, '\r');
    }
}

const char atb_no_text[] = "";

size_t atb_write(const struct atb_command *command, uint8_t coding, char *buffer, size_t *head)
{
    struct sink sink = {.coding = coding};
    sink.at = buffer;
    put_line(&sink, command);
    *head = sink.head != 0 ? sink.head : sink.length;
    return sink.length;
}

int atb_encode(const struct atb_command *command, char *buffer, size_t size,
               struct atb_refusal *refusal)
{
    struct atb_refusal unused = {0};
    uint8_t coding = atb_rest(command->form)->coding;
    struct sink sink = {.coding = coding == ATB_BY_SETTING ? (uint8_t)ATB_RAW : coding,
                        .payload = put_payload};
    refusal = refusal != NULL ? refusal : &unused;
    int status = atb_validate(command, sink.coding, refusal);
    if (status != ATB_OK) {
        return status;
    }
    put_line(&sink, command);
    if (sink.length >= size) {
        return atb_refuse(refusal, NULL, ATB_NO_ROOM);
    }
    sink.at = buffer;
    sink.length = 0;
    put_line(&sink, command);
    buffer[sink.length] = '\0';
    return (int)sink.length;
}
