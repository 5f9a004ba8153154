/* SPDX-License-Identifier: MIT */
/* A command's start: judged, written into the memory of the session, under way. */
#include "atb_engine.h"
#include "atb_framer.h"
#include "atb_validate.h"
#include "atb_writer.h"

/* How the payload leaves. */
static uint8_t coding_of(const struct atb_session *session, const struct atb_command *command)
{
    const struct atb_coder *coder = atb_coder_of(command->form);
    bool coded = coder != NULL && coder->choose != NULL;
    return coded ? coder->choose(session, command) : (uint8_t)ATB_RAW;
}

/* Here and below members are set one by one: compilers make a store or two of it, or of one for all
 * a call of memset(), which costs a Cortex-M 50 instructions. */
static void clear_answer(struct atb_answer *answer)
{
    answer->record = NULL;
    answer->data = NULL;
    answer->count = answer->data_length = 0;
    answer->total = answer->data_total = 0;
}

static void clear_course(struct atb_pending *pending)
{
    pending->state = ATB_IDLE;
    pending->part = ATB_PART_NONE;
    pending->given_up = pending->expected = pending->echoes = pending->raw = false;
    pending->alone = pending->informed = pending->skip = pending->blind = false;
    pending->status = ATB_OK;
    pending->coding = ATB_RAW;
}

static void set_pending(struct atb_session *session, const struct atb_command *command)
{
    struct atb_pending *pending = &session->pending;
    const struct atb_form *form = command->form;
    const uint8_t key_field = (uint8_t)(form->key_field - 1); /* or ATB_NO_INDEX */
    clear_answer(&session->answer);
    session->error = (struct atb_error){ATB_UNKNOWN, ATB_ERROR_NONE};
    session->serial++;
    clear_course(pending);
    pending->form = form;
    pending->done = NULL;
    pending->sent = pending->echo_at = 0;
    pending->payload = command->payload;
    pending->payload_length = (uint16_t)command->payload_length;
    pending->oks = form->oks;
    pending->results = form->results;
    pending->key = atb_number_of(session, key_field, ATB_UNKNOWN);
    if (form->rest->use != NULL) {
        form->rest->use(session);
    }
    if (form->at_once) {
        atb_apply_form(session, false);
    }
    atb_use_engine(session);
}

static int write_command(struct atb_session *session, const struct atb_command *command,
                         uint8_t coding)
{
    struct atb_walk walk;
    walk.command = command;
    walk.refusal = &session->refusal;
    walk.at = atb_command_of(session);
    walk.size = session->pending.line_size;
    walk.stated = NULL;
    walk.coding = coding;
    walk.payload = NULL;
    int status = atb_write(&walk);
    session->pending.line_length = (uint16_t)walk.length;
    session->pending.line_head = (uint16_t)walk.head;
    return status == ATB_OK && walk.length > walk.size ? (int)ATB_NO_ROOM : status;
}

/* Nothing else under way, and the line in the mode that the form is for. */
int atb_check_free(const struct atb_session *session, const struct atb_form *form)
{
    if (session->dialect == NULL) {
        return ATB_MISSING;
    }
    if (session->late.reset_needed) {
        return ATB_RESET_NEEDED;
    }
    const bool data = atb_takes_data(session);
    if (session->pending.form != NULL || (data && !form->escapes)) {
        return ATB_BUSY;
    }
    return form->escapes && !data ? ATB_NOT_TRANSPARENT : ATB_OK;
}

static int prepare(struct atb_session *session, const struct atb_command *command, uint8_t coding)
{
    int status = write_command(session, command, coding);
    if (status == ATB_OK && atb_prompts(command->form) && command->payload == NULL) {
        session->refusal.place = ATB_PAYLOAD_PLACE;
        status = ATB_MISSING;
    }
    return status;
}

int atb_launch(struct atb_session *session, const struct atb_command *command, uint8_t coding,
               atb_done *done, void *app)
{
    struct atb_pending *pending = &session->pending;
    set_pending(session, command);
    pending->coding = coding;
    session->latest = atb_now(session) + session->limit_ms;
    if (command->form->escapes) {
        session->transparent->guard(session);
    } else {
        atb_begin_paced(session);
    }
    if (!atb_send_on(session)) {
        return ATB_IO; /* nobody is told: the caller sees it here */
    }
    pending->done = done;
    pending->done_app = app;
    return ATB_OK;
}

static void begin_refusal(struct atb_refusal *refusal, const struct atb_form *form)
{
    refusal->form = form;
    refusal->min = refusal->max = 0;
    refusal->status = ATB_OK;
    refusal->place = 0;
}

int atb_start_alone(struct atb_session *session, const struct atb_command *command, atb_done *done,
                    void *app)
{
    begin_refusal(&session->refusal, command->form);
    int status = atb_check_free(session, command->form);
    if (status == ATB_OK) {
        const uint8_t coding = coding_of(session, command);
        status = prepare(session, command, coding);
        if (status == ATB_OK) {
            return atb_launch(session, command, coding, done, app);
        }
    }
    session->refusal.status = (int8_t)status;
    return status;
}

void atb_expect(struct atb_session *session, const struct atb_command *command)
{
    const bool escape = command->form->escapes;
    if (session->dialect == NULL) {
        return; /* its set-up was refused */
    }
    atb_drop(session);
    if (!escape) {
        atb_back_to_lines(session);
    }
    (void)write_command(session, command, coding_of(session, command));
    if (session->pending.line_length > session->pending.line_size) {
        session->pending.line_length = 0;
        session->pending.line_head = 0;
    }
    set_pending(session, command);
    session->pending.expected = true;
    session->pending.state = escape ? ATB_ESCAPING : ATB_SENDING;
    atb_sent(session);
}
