/* SPDX-License-Identifier: MIT */
#include "atb_tool.h"

static struct atb_tap tap;

void atb_tool_tap_begin(atb_put *put, int shows_secrets)
{
    static const struct atb_secret none = {"", 0};
    const struct atb_names *of = &ATB_TOOL_NAMES;
    const struct atb_secret *secrets = of->secrets != NULL ? of->secrets : &none;
    atb_tap_init(&tap, NULL, shows_secrets ? NULL : secrets, of->secret_count, put, NULL);
}

void atb_tool_tap_sent(const char *bytes, size_t length)
{
    atb_tap_sent(&tap, bytes, length);
}

void atb_tool_tap_received(const char *bytes, size_t length)
{
    atb_tap_received(&tap, bytes, length);
}

void atb_tool_tap_end(void)
{
    atb_tap_end(&tap);
}
