/* SPDX-License-Identifier: MIT */
/* What the cases use. */
#include <string.h>

#include "cellular.h"
#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

#define SIXTEEN   16
#define SEVENTEEN (SIXTEEN + 1)

/* A handler row as a statement. */
#define on(...)                                                                                    \
    for (const struct atb_handler row = __VA_ARGS__; used(&row);)                                  \
    break

enum choice { FIRST, SECOND };
struct bits {
    unsigned three : 3;
    int signed_five : 5;
    bool one : 1;
};

int function(void);
bool used(const struct atb_handler *row);
void done(void *app, int status);
void on_recv(void *app, const struct quectel_urc_recv *urc);
void on_answer(void *app, const struct quectel_qntp_result *answer);
void on_time(void *app, const struct quectel_qntp_result_received *time);
void on_payload(void *app, const void *bytes, size_t length, size_t remaining);

#define ARGUMENTS                                                                                  \
    struct quectel *q, struct onemo *o, struct fibocom *f, struct simcom *s, int number,           \
        const volatile int *watched, const char *text, bool flag, unsigned char byte, char letter, \
        short small, long large, unsigned long long huge_one, size_t size, struct bits bits,       \
        enum choice choice, const unsigned char words[64]

/* Begins a function with some cases: one with all of them takes an optimiser 20 s. */
#define CASES(name)                                                                                \
    void name(ARGUMENTS);                                                                          \
    void name(ARGUMENTS)                                                                           \
    {                                                                                              \
        static const char *const named = "TCP";                                                    \
        static const char array[] = "TCP";                                                         \
        const int constant = 5;                                                                    \
        char line[4096], buffer[64] = "192.0.2.7", small_buffer[8];                                \
        struct atb_refusal refusal;                                                                \
        struct quectel_qiopen_result opened;                                                       \
        struct quectel_qird_info read;                                                             \
        struct quectel_qiact_read_info contexts[3];                                                \
        (void)q, (void)o, (void)f, (void)s, (void)number, (void)watched, (void)text, (void)flag;   \
        (void)byte, (void)letter, (void)small, (void)large, (void)huge_one, (void)size;            \
        (void)bits, (void)choice, (void)constant, (void)line, (void)buffer, (void)small_buffer;    \
        (void)refusal, (void)opened, (void)read, (void)contexts, (void)named, (void)array;         \
        (void)words;
