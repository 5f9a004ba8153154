/* SPDX-License-Identifier: MIT */
/* Arguments of the generated calls: evaluated once, never wrapped into range. C and C++. */
#include <stdio.h>
#include <string.h>

#include "quectel.h"

static char line[600];
static struct atb_refusal refusal;
static int failures;

static void accepts(int length, const char *wanted, int at)
{
    if (length < 0 || strncmp(line, wanted, strlen(wanted)) != 0) {
        printf("line %d: %d instead of %s\n", at, length, wanted);
        failures++;
    }
}

static void refuses(int status, int wanted, int at)
{
    if (status != wanted) {
        printf("line %d: %d instead of %d\n", at, status, wanted);
        failures++;
    }
}

#define ACT(id)          quectel_qiact_encode(line, sizeof line, &refusal, id)
#define ACCEPTS(id, out) accepts(ACT(id), "AT+QIACT=" out "\r", __LINE__)
#define REFUSES(id)      refuses(ACT(id), ATB_BAD_RANGE, __LINE__)

static void numbers(void)
{
    int one = 1;
    int once = 3;
    unsigned long long wraps = (1ULL << 32) + 1;
    long long negative = -(1LL << 32) + 1;
    unsigned long top = (unsigned long)-1;
    size_t size = 16;
    bool flag = true;
    signed char minus = -1;
    char letter = 7;

    ACCEPTS(once++, "3");
    if (once != 4) {
        printf("evaluated %d times\n", once - 3);
        failures++;
    }
    ACCEPTS(one, "1");
    ACCEPTS(size, "16");
    ACCEPTS(flag, "1");
    ACCEPTS(letter, "7");
    REFUSES(wraps);
    REFUSES(negative);
    REFUSES(top);
    REFUSES(minus);
    REFUSES(size + 1);
    REFUSES(one - 1);
}

static const char *next(const char **list, int *taken)
{
    return list[(*taken)++];
}

static void strings(void)
{
    const char *list[] = {"TCP", "UDP"};
    const char *none = NULL;
    int taken = 0;
    int port = 7;

    accepts(quectel_qiopen_encode(line, sizeof line, &refusal, 1, 0, next(list, &taken),
                                  "192.0.2.7", port++),
            "AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7\r", __LINE__);
    if (taken != 1 || port != 8) {
        printf("evaluated %d and %d times\n", taken, port - 7);
        failures++;
    }
    refuses(quectel_qiopen_encode(line, sizeof line, &refusal, 1, 0, none, "192.0.2.7", 7),
            ATB_MISSING, __LINE__);
    accepts(quectel_qicsgp_encode(line, sizeof line, &refusal, 1, 1, ATB_EMPTY), "AT+QICSGP=1,1,\r",
            __LINE__);
}

int main(void)
{
    numbers();
    strings();
    return failures != 0;
}
