/* SPDX-License-Identifier: MIT */
/* Words for a stage of bring-up, in the order of enum atb_stage. */
#include "atb_bringup.h"

const char *atb_stage_text(int stage)
{
    static const char *const texts[] = {"power",   "reset",  "set up", "sim", "register",
                                        "context", "locked", "lost",   "up"};
    const size_t index = (size_t)stage;
    return index < ATB_LENGTH(texts) ? texts[index] : "unknown stage";
}
