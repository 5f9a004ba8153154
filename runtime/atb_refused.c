/* SPDX-License-Identifier: MIT */
/* What a parameter that was refused is called, for messages to people. */
#include <string.h>

#include "atb_tables.h"

/* The name at a place from 1 on: so many NULs stand before it. */
static const char *nth_name(const char *names, unsigned place)
{
    for (; place > 1; place--) {
        names += strlen(names) + 1;
    }
    return names;
}

const char *atb_parameter_name(const struct atb_form_names *forms, size_t count,
                               const struct atb_refusal *refusal)
{
    if (refusal->place == ATB_PAYLOAD_PLACE) {
        return "data";
    }
    for (; refusal->place > 0 && count > 0; count--, forms++) {
        if (strcmp(forms->text, atb_text_of(refusal->form)) == 0) {
            return nth_name(forms->names, refusal->place);
        }
    }
    return NULL;
}
