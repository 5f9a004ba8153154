/* SPDX-License-Identifier: MIT */
/* Payload that does not leave as it is: in hex digits, with backslashes, with ETX before Ctrl-Z. */
#include "atb_engine.h"
#include "atb_validate.h"
#include "atb_writer.h"

static uint8_t choose(const struct atb_session *session, const struct atb_command *command)
{
    const struct atb_form_checks *checks = atb_checks_of(command->form);
    int32_t coding = checks->coding;
    if (coding == ATB_BY_SETTING) {
        int32_t index = checks->coding_index < command->form->position_count
                            ? atb_value_number(command, checks->coding_index)
                            : 0;
        coding = atb_setting(session, atb_setting_slot(session, checks->coding_setting, index, 0));
    }
    if (coding == ATB_HEX || coding == ATB_ESCAPED) {
        return (uint8_t)coding;
    }
    return checks->etx ? (uint8_t)ATB_ETX_CODED : (uint8_t)ATB_RAW;
}

static unsigned two(char out[2], char first, char second)
{
    out[0] = first;
    out[1] = second;
    return 2;
}

static unsigned code(uint8_t coding, uint8_t byte, char out[2])
{
    static const char digits[] = "0123456789ABCDEF";
    static const char named[] = "\"\"\\\\\rr\nn\tt"; /* each followed by what stands for it */
    if (coding == ATB_HEX) {
        return two(out, digits[byte >> 4], digits[byte & 15]);
    }
    if (coding == ATB_ETX_CODED && (byte == ATB_CTRL_Z || byte == ATB_ESC || byte == ATB_ETX)) {
        return two(out, ATB_ETX, (char)byte);
    }
    for (const char *at = named; coding == ATB_ESCAPED && *at != '\0'; at += 2) {
        if ((char)byte == *at) {
            return two(out, '\\', at[1]);
        }
    }
    out[0] = (char)byte;
    return 1;
}

static size_t counted(const struct atb_command *command, uint8_t coding)
{
    const uint8_t *bytes = command->payload;
    size_t length = command->payload_length;
    for (size_t i = 0; coding == ATB_ESCAPED && i < command->payload_length; i++) {
        char out[2];
        length += code(coding, bytes[i], out) - 1;
    }
    return length;
}

/* Escapes count as they stand in the line. */
static void state(struct atb_walk *walk)
{
    const struct atb_command *command = walk->command;
    const uint8_t position = atb_checks_of(command->form)->length_position;
    if (walk->coding == ATB_ESCAPED && atb_is_given(command, position) &&
        command->values[position].number > 0) {
        walk->stated = &command->values[position];
        walk->count = (int32_t)counted(command, walk->coding);
    }
}

/* The port may take the first character of two. */
static int send(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    char out[2];
    unsigned count = atb_code(pending->form, pending->coding, pending->payload[pending->sent], out);
    int taken = atb_put(session, out + pending->skip, count - pending->skip);
    if (taken > 0) {
        const unsigned all = (unsigned)pending->skip + (unsigned)taken;
        pending->sent = (uint16_t)(pending->sent + all / count);
        pending->skip = all < count;
    }
    return taken;
}

const struct atb_coder atb_coder = {
    .choose = choose, .code = code, .counted = counted, .state = state, .send = send};

/* Ctrl-Z alone ends the payload before its first byte, and not in the midst of it. */
static uint8_t what_cancels(const struct atb_pending *pending)
{
    if (atb_checks_of(pending->form)->esc_cancels) {
        return ATB_ESC;
    }
    bool untouched = pending->state == ATB_PROMPTING ||
                     (pending->part == ATB_PART_PAYLOAD && pending->sent == 0);
    return untouched ? ATB_CTRL_Z : 0;
}

static bool cancel(struct atb_session *session)
{
    struct atb_pending *pending = &session->pending;
    const bool at_prompt = pending->state == ATB_PROMPTING || pending->state == ATB_PAYING;
    const uint8_t with = at_prompt && !pending->expected ? what_cancels(pending) : 0;
    if (with == 0) {
        return false;
    }
    session->late.cancel = with;
    session->late.cancel_due = true;
    pending->part = ATB_PART_NONE;
    pending->state = ATB_WAITING;
    return true;
}

/* Ctrl-Z would end it, ESC cancel it. */
static bool ends_early(const struct atb_command *command)
{
    const uint8_t *byte = command->payload;
    size_t left = command->payload_length;
    while (left > 0 && *byte != ATB_CTRL_Z && *byte != ATB_ESC) {
        byte++;
        left--;
    }
    return left > 0;
}

const struct atb_coder atb_ctrl_z = {.cancel = cancel, .ends_early = ends_early};
const struct atb_coder atb_etx_coder = {
    .choose = choose, .code = code, .counted = counted, .send = send, .cancel = cancel};
