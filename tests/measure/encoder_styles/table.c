/* SPDX-License-Identifier: MIT */
/* The style that was taken: constants for each form, and one interpreter, atb_writer. */
#include "atb_writer.h"
#include "quectel.h"

int encode(const struct atb_command *command, char *buffer, size_t size,
           struct atb_refusal *refusal)
{
    return atb_encode(command, buffer, size, refusal);
}

/* ---- what is measured ---- */

const struct atb_form *const forms[] = {
#if COMMANDS >= 4
#include "all_forms.h" /* made by run */
#endif
    &quectel_qisend_form,
#if COMMANDS >= 2
    &quectel_qicsgp_form,
#endif
#if COMMANDS >= 3
    &quectel_qiopen_form,
#endif
};
