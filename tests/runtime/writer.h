/* SPDX-License-Identifier: MIT */
/* Commands as atb_encode() writes or refuses them, one call at a time; what an earlier refusal left
 * is none of this one's. */
#ifndef WRITER_H
#define WRITER_H

#include "bench.h"

#include <stdio.h>

#include "atb_kind.h"
#include "atb_writer.h"

static char line[4096];

static inline void assert_line(struct atb_command command, const char *expected)
{
    struct atb_refusal refusal = {NULL, 11, 12, ATB_BAD_VALUE, 7};
    int length = atb_encode(&command, line, sizeof line, &refusal);
    assert_int_equal(refusal.status, ATB_OK);
    assert_null(toy_parameter_name(&refusal));
    assert_string_equal(line, expected);
    assert_int_equal(length, strlen(expected));
}

/* Refused, and nothing written. */
static inline struct atb_refusal assert_refused(struct atb_command command, int status,
                                                const char *parameter)
{
    struct atb_refusal refusal = {NULL, 11, 12, ATB_BAD_VALUE, 7};
    memset(line, '#', sizeof line);
    assert_int_equal(atb_encode(&command, line, sizeof line, &refusal), status);
    assert_int_equal(atb_encode(&command, line, sizeof line, NULL), status);
    assert_int_equal(refusal.status, status);
    if (parameter == NULL) {
        assert_null(toy_parameter_name(&refusal));
    } else {
        assert_string_equal(toy_parameter_name(&refusal), parameter);
    }
    for (size_t i = 0; i < sizeof line; i++) {
        assert_int_equal(line[i], '#');
    }
    return refusal;
}

static inline struct atb_command open_to(const char *address)
{
    return command_of(&toy_qiopen_form, 5, number(1), number(0), text("TCP"), text(address),
                      number(7));
}

/* Payload inside the line; `length` 0: left empty. */
static inline struct atb_command inline_data(int32_t length, const char *data, size_t size)
{
    struct atb_command command = command_of(&toy_mipsend_form, 3, number(0),
                                            length != 0 ? number(length) : empty, data_here);
    command.payload = data;
    command.payload_length = size;
    return command;
}

#endif
