/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_validate.h"
#include "atb_writer.h"

/* How the payload leaves in the form's coding, after what the settings say. */
static uint8_t coding_of(const struct atb_session *session, const struct atb_command *command)
{
    const struct atb_form_rest *rest = atb_rest(command->form);
    if (rest->coding != ATB_BY_SETTING) {
        return rest->coding;
    }
    int32_t index = rest->coding_index < command->form->position_count
                        ? atb_value_number(command, rest->coding_index)
                        : 0;
    int32_t coding =
        atb_setting(session, atb_setting_slot(session, rest->coding_setting, index, 0));
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
    pending->payload_length = (uint16_t)command->payload_length;
    keep_numbers(pending, command);
    pending->oks = command->form->oks;
    pending->results = command->form->results;
    session->error = (struct atb_error){ATB_UNKNOWN, ATB_ERROR_NONE};
    if (atb_rest(command->form)->chapter != NULL) {
        atb_use(session, command->form->rest->chapter);
    }
    if (command->form->at_once) {
        atb_apply_form(session);
    }
    session->engine = &atb_engine;
}

static bool write_command(struct atb_session *session, const struct atb_command *command,
                          uint8_t coding)
{
    size_t head = 0;
    size_t length = atb_write(command, coding, NULL, &head);
    if (length > session->command_size) {
        return false;
    }
    session->command_length = (uint16_t)atb_write(command, coding, atb_command_of(session), &head);
    session->command_head = (uint16_t)head;
    return true;
}

/* Nothing else under way, and the line in the mode that the form is for. */
int atb_check_free(const struct atb_session *session, const struct atb_form *form)
{
    if (session->dialect == NULL) {
        return ATB_MISSING;
    }
    if (session->reset_needed) {
        return ATB_RESET_NEEDED;
    }
    if (session->pending.form != NULL || (atb_in_data_mode(session) && !form->escapes)) {
        return ATB_BUSY;
    }
    return form->escapes && !atb_in_data_mode(session) ? ATB_NOT_IN_DATA_MODE : ATB_OK;
}

static int prepare(struct atb_session *session, const struct atb_command *command, uint8_t coding)
{
    int status = atb_validate(command, coding, &session->refusal);
    if (status == ATB_OK && atb_prompts(command->form) && command->payload == NULL) {
        session->refusal.parameter = "data";
        status = ATB_MISSING;
    }
    if (status == ATB_OK && command->payload_length > UINT16_MAX) {
        session->refusal = (struct atb_refusal){"data", 0, UINT16_MAX, ATB_BAD_LENGTH};
        status = ATB_BAD_LENGTH;
    }
    if (status == ATB_OK && !write_command(session, command, coding)) {
        status = ATB_NO_ROOM;
    }
    return status;
}

static void set_answer(struct atb_session *session, const struct atb_answer *answer)
{
    if (answer != NULL) {
        session->answer = *answer;
        session->answer.count = 0;
        session->answer.data_length = 0;
        session->answer.total = 0;
        session->answer.data_total = 0;
    }
}

void atb_begin_paced(struct atb_session *session)
{
    uint32_t rest = session->pace != NULL ? session->pace->rest_ms(session, session->pace) : 0;
    if (rest > 0) {
        session->pending.state = ATB_RESTING;
        session->pending.deadline = atb_now(session) + rest;
    } else if (session->stale) {
        atb_begin_marked(session);
    } else {
        atb_begin(session);
    }
}

int atb_launch(struct atb_session *session, const struct atb_command *command, uint8_t coding,
               const struct atb_answer *answer, atb_done *done, void *app)
{
    struct atb_pending *pending = &session->pending;
    set_pending(session, command);
    pending->coding = command->form->etx && coding == ATB_RAW ? ATB_ETX_CODED : coding;
    set_answer(session, answer);
    session->latest = atb_now(session) + session->limit_ms;
    if (command->form->escapes) {
        pending->state = ATB_GUARDING;
    } else {
        atb_begin_paced(session);
    }
    if (!atb_send_on(session)) {
        atb_break(session, ATB_IO); /* tells nobody: the caller sees it here */
        return ATB_IO;
    }
    pending->done = done;
    pending->done_app = app;
    return ATB_OK;
}

int atb_start(struct atb_session *session, const struct atb_command *command,
              struct atb_answer *answer, atb_done *done, void *app)
{
    memset(&session->refusal, 0, sizeof session->refusal);
    int status = atb_check_free(session, command->form);
    uint8_t coding = status == ATB_OK ? coding_of(session, command) : (uint8_t)ATB_RAW;
    status = status == ATB_OK ? prepare(session, command, coding) : status;
    session->refusal.status = (int8_t)status;
    return status == ATB_OK ? atb_launch(session, command, coding, answer, done, app) : status;
}

void atb_expect(struct atb_session *session, const struct atb_command *command)
{
    const bool escape = command->form->escapes;
    atb_drop(session);
    if (!escape) {
        atb_back_to_lines(session);
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
