/* SPDX-License-Identifier: MIT */
/* Words for a status, in the order of enum atb_status. */
#include "atb_session.h"

const char *atb_status_text(int status)
{
    static const char *const texts[] = {
        "all right",
        "the modem refused",
        "no answer in time",
        "number out of range",
        "value not allowed",
        "too short or too long",
        "character not allowed",
        "parameter missing",
        "too many parameters",
        "parameters do not go together",
        "not supported by this model",
        "buffer too small",
        "another command is under way",
        "aborted",
        "port failed",
        "malformed answer",
        "not in transparent mode",
        "success out of order",
        "modem must be reset",
        "modem rebooted",
        "answer longer than its memory",
        "connection closed",
        "information missing",
    };
    size_t index = status < 0 ? (size_t)(-(long)status) : 0;
    return index < ATB_LENGTH(texts) ? texts[index] : "unknown status";
}
