/* SPDX-License-Identifier: MIT */
/* Time limits that are no fixed number: a parameter times a unit, a product, a setting. */
#include "atb_engine.h"

static uint32_t multiply(uint32_t a, int32_t b)
{
    if (b <= 0) {
        return 0;
    }
    return a <= ATB_LONGEST_MS / (uint32_t)b ? a * (uint32_t)b : ATB_LONGEST_MS;
}

static uint32_t times(const struct atb_limit *limit, uint32_t unit_ms, int32_t count)
{
    uint32_t ms = multiply(unit_ms, count) + limit->extra_ms;
    return ms < ATB_LONGEST_MS ? ms : ATB_LONGEST_MS;
}

static int32_t count_of(const struct atb_session *session, const struct atb_limit *limit)
{
    return atb_number_of(session, limit->parameter, limit->default_value);
}

uint32_t atb_limit_parameter(struct atb_session *session, const struct atb_limit *limit)
{
    return times(limit, limit->unit_ms, count_of(session, limit));
}

uint32_t atb_limit_product(struct atb_session *session, const struct atb_limit *limit)
{
    int32_t factor = atb_number_of(session, limit->factor, limit->default_factor);
    session->pending.alone = factor == 1;
    return times(limit, multiply(limit->unit_ms, factor), count_of(session, limit));
}

uint32_t atb_limit_setting(struct atb_session *session, const struct atb_limit *limit)
{
    int32_t count = session->settings[limit->parameter];
    return times(limit, limit->unit_ms, count != ATB_UNKNOWN ? count : limit->default_value);
}
