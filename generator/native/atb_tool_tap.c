/* SPDX-License-Identifier: MIT */
#include "atb_tool.h"

static struct atb_tap tap;

void atb_tool_tap_begin(atb_put *put, int shows_secrets)
{
    atb_tap_init(&tap, NULL, put, NULL);
    tap.shows_secrets = shows_secrets != 0;
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
