/* SPDX-License-Identifier: MIT */
#include "atb_prepared.h"

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Reads a number and steps behind it, and behind the comma that parts it from the next. */
static int32_t take_number(const char **at)
{
    int32_t number = 0;
    while (is_digit(**at)) {
        number = number * 10 + (**at - '0');
        (*at)++;
    }
    *at += **at == ',';
    return number;
}

static struct atb_value take_value(const struct atb_prepared *prepared,
                                   const struct atb_arguments *arguments, const char **at)
{
    struct atb_value value = {NULL, 0, ATB_NUMBER};
    char letter = **at;
    if (is_digit(letter)) {
        value.number = take_number(at);
        return value;
    }
    (*at)++;
    switch (letter) {
    case 'w':
        return (struct atb_value){prepared->word, 0, ATB_STRING};
    case '-':
        return (struct atb_value){NULL, 0, ATB_EMPTY_POSITION};
    case '$':
        return (struct atb_value){arguments->payload, (int32_t)arguments->payload_length,
                                  ATB_BYTES};
    default:
        return arguments->values[letter - 'a'];
    }
}

int atb_start_prepared(struct atb_session *session, const struct atb_prepared *prepared,
                       const struct atb_arguments *arguments, atb_done *done, void *app)
{
    struct atb_command command = {.form = prepared->form,
                                  .payload = arguments->payload,
                                  .payload_length = arguments->payload_length};
    const char *at = prepared->values;
    if (prepared->form == NULL) {
        return ATB_UNSUPPORTED;
    }
    for (unsigned i = 0; *at != '\0' && i < ATB_VALUES_MAX; i++) {
        command.values[i] = take_value(prepared, arguments, &at);
    }
    return atb_start(session, &command, NULL, done, app);
}
