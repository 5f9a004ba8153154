/* SPDX-License-Identifier: MIT */
/* Events that come in more or fewer pieces where the stream is cut: their sum counts. */
#ifndef PIECES_H
#define PIECES_H

#include "atb_heard.h"

static inline bool comes_in_pieces(int kind)
{
    return kind == ATB_EVENT_PAYLOAD || kind == ATB_EVENT_DATA || kind == ATB_EVENT_OVERLONG;
}

#endif
