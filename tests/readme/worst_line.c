/* SPDX-License-Identifier: MIT */
/* Feeds one line again and again: what measured() takes is what it costs (test_worst_line.py). */
#include <string.h>

#include "onemo.h"

enum { TIMES = 200 };

static int take_nothing(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return 0;
}

static uint32_t stand_still(void *context)
{
    (void)context;
    return 0;
}

void measured(struct atb_session *session, const char *text, size_t length);

__attribute__((noinline)) void measured(struct atb_session *session, const char *text,
                                        size_t length)
{
    (void)atb_feed(session, text, length);
}

int main(int argc, char **argv)
{
    static const struct atb_port port = {.write = take_nothing, .now = stand_still};
    static struct onemo modem;
    static char memory[ONEMO_MEMORY];
    static char text[TIMES * 64];
    if (argc != 2 || strlen(argv[1]) > 61) {
        return 2;
    }
    for (unsigned i = 0; i < TIMES; i++) {
        strcat(strcat(text, argv[1]), "\r\n");
    }
    onemo_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL);
    measured(&modem.session, text, strlen(text));
    return 0;
}
