/* SPDX-License-Identifier: MIT */
/* What make_commands.py writes of a dialect: its calls, how a modem answers them, its lines. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "atb_session.h"

/* One thing that the modem says; a result behind OK may say whose it is, and a result line may
 * begin transparent mode as CONNECT does. */
enum said_kind { SAID_LINE, SAID_RESULT, SAID_ONLINE, SAID_PROMPT, SAID_FINAL, SAID_CONNECT };
struct said {
    uint8_t kind;
    const char *bytes;
    uint16_t length;
};

/* One way to answer a call, and whether the call then succeeds. */
struct answer {
    const struct said *said;
    uint8_t count;
    bool good;
};

enum payload_mode { PAYLOAD_NONE, PAYLOAD_LENGTH, PAYLOAD_CTRL_Z, PAYLOAD_TIMEOUT, PAYLOAD_INLINE };

/* A call of a form with certain arguments. */
struct call {
    const char *name;
    int (*start)(void *modem, atb_done *done, void *app);
    const struct answer *answers;
    size_t answer_count;
    uint8_t payload_mode;
    uint16_t payload_length;
    uint32_t limit_ms;     /* of all its phases together */
    uint32_t least_ms;     /* no phase is shorter */
    bool open_ended;       /* its answer may have no last line */
    bool connects;         /* it may begin transparent mode */
    const uint8_t *finals; /* the success codes that it may end with, */
    uint8_t final_count;
    uint8_t oks; /* and how many of them at least */
    int32_t key; /* the id that its result behind OK repeats, or ATB_UNKNOWN */
};

enum line_role { ROLE_SUCCESS, ROLE_FAILURE, ROLE_CONNECT, ROLE_INFO, ROLE_RESULT, ROLE_URC };
struct line {
    const char *bytes;
    uint16_t length;
    uint8_t role;
    bool unasked; /* may come at any time, whatever is set */
};

struct spoken {
    const struct atb_dialect *dialect;
    const struct call *calls;
    size_t call_count;
    const struct line *lines;
    size_t line_count;
    const struct atb_handler *handlers;
    size_t handler_count;
    const uint8_t *handled; /* a handler's line each */
    const uint8_t *boots;   /* lines that say: switched on */
    size_t boot_count;
    int (*escape)(void *modem, atb_done *done, void *app); /* +++ */
};

extern const struct spoken spoken_quectel, spoken_simcom, spoken_fibocom, spoken_onemo;

/* The fuzzer's: a typed handler was called, with these values one after the other. */
void took(void *app, uint8_t line);
void took_number(void *app, int32_t value);
void took_text(void *app, struct atb_text text);
void took_payload(void *app, uint8_t line, const void *bytes, size_t length, size_t remaining);

/* Values that the compiler cannot know. */
int32_t number(int32_t value);
const char *text(const char *value);

#endif
