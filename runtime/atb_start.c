/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_validate.h"
#include "atb_writer.h"

/* How the payload leaves in the form's coding, after what the settings say. */
static uint8_t coding_of(const struct atb_session *session, const struct atb_command *command)
{
    const struct atb_form *form = command->form;
    if (form->coding != ATB_BY_SETTING) {
        return form->coding;
    }
    int32_t index = form->coding_index < form->position_count
                        ? atb_value_number(command, form->coding_index)
                        : 0;
    int32_t coding =
        atb_setting(session, atb_setting_slot(session, form->coding_setting, index, 0));
    return coding == ATB_HEX || coding == ATB_ESCAPED ? (uint8_t)coding : (uint8_t)ATB_RAW;
}

static void keep_numbers(struct atb_pending *pending, const struct atb_command *command)
{
    for (unsigned i = 0; i < command->form->position_count; i++) {
        if (atb_is_given(command, i)) {
            pending->given = (uint8_t)(pending->given | 1u << i);
            pending->numbers[i] = atb_value_number(command, i);
        }
    }
}

static void set_pending(struct atb_session *session, const struct atb_command *command)
{
    struct atb_pending *pending = &session->pending;
    const uint8_t serial = (uint8_t)(pending->serial + 1);
    memset(pending, 0, sizeof *pending);
    memset(&session->answer, 0, sizeof session->answer);
    pending->serial = serial;
    pending->form = command->form;
    pending->payload = command->payload;
    pending->payload_length = command->payload_length;
    keep_numbers(pending, command);
    if (atb_has(pending, ATB_EFFECTS_AT_ONCE)) {
        atb_apply_form(session);
    }
}

static bool write_command(struct atb_session *session, const struct atb_command *command,
                          uint8_t coding)
{
    size_t head = 0;
    size_t length = atb_write(command, coding, NULL, &head);
    if (length > session->command_size) {
        return false;
    }
    session->command_length = (uint16_t)atb_write(command, coding, session->command, &head);
    session->command_head = (uint16_t)head;
    return true;
}

/* Nothing else under way, and the line in the mode that the form is for. */
static int check_free(const struct atb_session *session, const struct atb_form *form)
{
    bool escape = (form->flags & ATB_ESCAPE_SEQUENCE) != 0;
    if (session->pending.form != NULL || (atb_in_data_mode(session) && !escape)) {
        return ATB_BUSY;
    }
    return escape && !atb_in_data_mode(session) ? ATB_NOT_IN_DATA_MODE : ATB_OK;
}

static int prepare(struct atb_session *session, const struct atb_command *command, uint8_t coding)
{
    int status = check_free(session, command->form);
    if (status == ATB_OK) {
        status = atb_validate(command, coding, &session->refusal);
    }
    if (status == ATB_OK && atb_prompts(command->form) && command->payload == NULL) {
        session->refusal.parameter = "data";
        status = ATB_MISSING;
    }
    if (status == ATB_OK && !write_command(session, command, coding)) {
        status = ATB_NO_ROOM;
    }
    session->refusal.status = (int8_t)status;
    return status;
}

int atb_start(struct atb_session *session, const struct atb_command *command,
              struct atb_answer *answer, atb_done *done, void *app)
{
    struct atb_pending *pending = &session->pending;
    uint8_t coding = coding_of(session, command);
    memset(&session->refusal, 0, sizeof session->refusal);
    int status = prepare(session, command, coding);
    if (status != ATB_OK) {
        return status;
    }
    set_pending(session, command);
    pending->done = done;
    pending->done_app = app;
    pending->coding =
        atb_has(pending, ATB_ETX_ESCAPES) && coding == ATB_RAW ? ATB_ETX_CODED : coding;
    if (answer != NULL) {
        session->answer = *answer;
        session->answer.count = 0;
        session->answer.data_length = 0;
    }
    if (atb_has(pending, ATB_ESCAPE_SEQUENCE)) {
        pending->state = ATB_GUARDING;
    } else if (session->stale) {
        atb_begin_marked(session);
    } else {
        atb_begin(session);
    }
    if (!atb_send_on(session)) {
        atb_drop(session);
        return ATB_IO;
    }
    return ATB_OK;
}

void atb_expect(struct atb_session *session, const struct atb_command *command)
{
    bool escape = (command->form->flags & ATB_ESCAPE_SEQUENCE) != 0;
    atb_drop(session);
    if (!escape && atb_in_data_mode(session)) {
        atb_leave_data_mode(session);
    }
    set_pending(session, command);
    if (!write_command(session, command, coding_of(session, command))) {
        session->command_length = 0;
        session->command_head = 0;
    }
    session->pending.expected = true;
    session->pending.payload = NULL;
    session->pending.state = escape ? ATB_ESCAPING : ATB_SENDING;
    atb_sent(session);
}
