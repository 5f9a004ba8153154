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

/* The word, and steps behind it. */
static struct atb_value take_word(const char **words)
{
    const struct atb_value value = {*words, 0, ATB_STRING};
    while (**words != '\0') {
        (*words)++;
    }
    (*words)++;
    return value;
}

static struct atb_value take_value(const char **at, const char **words,
                                   const struct atb_arguments *arguments)
{
    char letter = **at;
    if (is_digit(letter)) {
        return (struct atb_value){NULL, take_number(at), ATB_NUMBER};
    }
    (*at)++;
    switch (letter) {
    case 'w':
        return take_word(words);
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
    const char *words = prepared->words;
    if (prepared->form == NULL) {
        return ATB_UNSUPPORTED;
    }
    for (unsigned i = 0; *at != '\0' && i < ATB_VALUES_MAX; i++) {
        command.values[i] = take_value(&at, &words, arguments);
    }
    return atb_start(session, &command, NULL, done, app);
}
