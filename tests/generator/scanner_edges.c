/* SPDX-License-Identifier: MIT */
/* Pieces of keywords in any order, in memory that ends with the text: the scanners stay inside it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

#include "atb_scan.h"

static const char *const pieces[] = {
    "+QIURC:", " ", "\"",   "recv",     "incoming full", "incoming", ",",        "+CIPRXGET:",
    "2",       "1", "rtcp", "OK",       "CONNECT",       " FAIL",    "+IPD",     "+RECEIVE,",
    "\t",      "-", "\r",   "+MIP",     "OPEN:",         "CFG:",     "encoding", "RECV FROM:",
    "\x01",    "~", "\xff", "SEND OK",  "+CDNSGIP:",     "transp",   "ktsize",   "+CME ERROR:",
    "+qiurc:", "0", "\"\"", "+MIPURC:",
};

static unsigned random_below(unsigned limit)
{
    static unsigned long long state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state % limit);
}

static size_t make(char *text)
{
    size_t length = 0;
    for (unsigned left = random_below(6); left > 0; left--) {
        const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
        size_t size = strlen(piece);
        size = random_below(5) == 0 ? random_below((unsigned)size + 1) : size;
        memcpy(text + length, piece, size);
        length += size;
    }
    text[length++] = random_below(2) == 0 ? ',' : '\n';
    return length;
}

static int check(const struct atb_dialect *dialect, const char *line, size_t length)
{
    const char *fields = NULL;
    unsigned keyword = atb_scan(&dialect->own, line, &fields);
    int inside = keyword == 0 || (fields > line && fields <= line + length);
    if (!inside) {
        printf("keyword %u in: %.*s\n", keyword, (int)length, line);
    }
    return inside;
}

int main(void)
{
    const struct atb_dialect *const dialects[] = {&quectel_dialect, &simcom_dialect,
                                                  &FIBOCOM_DIALECT, &ONEMO_DIALECT};
    char text[200];
    int good = 1;
    for (long round = 0; round < 200000; round++) {
        size_t length = make(text);
        char *line = malloc(length);
        memcpy(line, text, length);
        for (int i = 0; i < 4; i++) {
            good = check(dialects[i], line, length) && good;
        }
        free(line);
    }
    return good ? 0 : 1;
}
