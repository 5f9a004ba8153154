/* SPDX-License-Identifier: MIT */
#include "toy_dialect.h"

#include "atb_kind.h"
#include "atb_validate.h"
#include "atb_writer.h"

#define LENGTH(array) (uint8_t) ATB_LENGTH(array)

/* ---- the scanner ------------------------------------------------------------ */

/*
 * In a pattern a blank stands for any number of blanks, a quote for one or none,
 * '$' for the line's end, '#' for a digit to come; letters match in either case.
 */
static const struct {
    const char *pattern;
    uint8_t keyword;
} patterns[] = {
    {"OK$", 1},
    {"ERROR$", 2},
    {"+CME ERROR: ", 3},
    {"SEND OK$", 4},
    {"SEND FAIL$", 5},
    {"CONNECT FAIL$", 6},
    {"CONNECT$", 7},
    {"CONNECT #", 7},
    {"NO CARRIER$", 8},
    {"CLOSED$", 9},
    {"+QIURC: \"recv\",", 10},
    {"+QIURC: \"closed\",", 11},
    {"+QIRD: ", 12},
    {"+QIOPEN: ", 13},
    {"+QPING: ", 14},
    {"+MIPURC: \"rtcp\",", 15},
    {"+MIPRD: ", 16},
    {"+MIPRTCP: ", 17},
    {"+MIPOPEN: 0$", 18},
    {"+MIPOPEN: ", 19},
    {"+CIPOPEN: ", 20},
    {"+CIPERROR: ", 21},
    {"RECV FROM: ", 22},
    {"+IPD#", 23},
    {"+MIPPUSH: ", 24},
    {"+HMSEND: ", 25},
    {"MIPXOFF: ", 26},
    {"+MIPODM: ", 27},
    {"+MIPREAD: ", 28},
    {"+FORMAT: ", 29},
    {"+TEST: ", 30},
    {"+CELL: ", 31},
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static const char *match(const char *pattern, const char *at)
{
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == ' ' && pattern[1] != 'F' && pattern[1] != 'O' && pattern[1] != 'C' &&
            pattern[1] != 'E') {
            while (*at == ' ') {
                at++;
            }
        } else if (*pattern == '"') {
            at += *at == '"';
        } else if (*pattern == '#') {
            return *at >= '0' && *at <= '9' ? at : NULL;
        } else if (*pattern == '$') {
            return *at == '\r' || *at == '\n' ? at : NULL;
        } else if (upper(*pattern) == upper(*at)) {
            at++;
        } else {
            return NULL;
        }
    }
    return at;
}

/* Takes all of a keyword, and what may follow it. */
static unsigned scan(const char **cursor)
{
    for (unsigned i = 0; i < ATB_LENGTH(patterns); i++) {
        const char *behind = match(patterns[i].pattern, *cursor);
        if (behind != NULL) {
            *cursor = behind;
            return patterns[i].keyword;
        }
    }
    return 0;
}

/* ---- lines ------------------------------------------------------------------- */

#define NONE ATB_NO_INDEX
/* What most lines have in common. */
#define PLAIN                                                                                      \
    .setting = NONE, .setting_index = NONE, .length_field = NONE, .coding_index = NONE,            \
    .error_field = NONE
#define WITHOUT_ERROR .error_field = NONE
#define ALWAYS        .setting = NONE, .setting_index = NONE

#define ID            "i\001" /* 0 to 5 */
#define REPLY         "i\002" /* 0 to 1 */
#define SOCKET        "d\003" /* 1 to 6, a hint */

static const struct atb_range ranges[] = {{0, 5}, {0, 1}, {1, 6}};

static const struct atb_line_more ends_data = {PLAIN, .ends_data = true};
static const struct atb_line_more error_in_first = {.setting = NONE,
                                                    .length_field = NONE,
                                                    .error_field = 0,
                                                    .error_set = ATB_ERROR_DIALECT,
                                                    .success = ATB_SUCCESS_EQUALS,
                                                    .success_field = 0};
static const struct atb_line_more error_in_second = {.setting = NONE,
                                                     .length_field = NONE,
                                                     .error_field = 1,
                                                     .error_set = ATB_ERROR_DIALECT,
                                                     .success = ATB_SUCCESS_EQUALS,
                                                     .success_field = 1,
                                                     .key_field = 1};
static const struct atb_line_more key_in_first = {PLAIN, .key_field = 1};
static const struct atb_line_more counted_by_first = {ALWAYS, WITHOUT_ERROR,
                                                      .payload = ATB_AFTER_LINE, .length_field = 0};
static const struct atb_line_more counted_by_second = {
    ALWAYS, WITHOUT_ERROR, .payload = ATB_AFTER_LINE, .length_field = 1, .payload_max = 1500};
static const struct atb_line_more inside_by_third = {ALWAYS, WITHOUT_ERROR, .payload = ATB_INLINE,
                                                     .length_field = 2};
static const struct atb_line_more pushed = {.setting = TOY_ACCESS_MODE,
                                            .setting_index = 0,
                                            .setting_values = 3,
                                            .setting_elements = 6,
                                            .payload = ATB_INLINE,
                                            .length_field = 1,
                                            .coding = ATB_BY_SETTING,
                                            .coding_setting = TOY_FORMAT,
                                            .coding_index = 0,
                                            .coding_elements = 6,
                                            WITHOUT_ERROR};
static const struct atb_line_more buffered = {.setting = TOY_ACCESS_MODE,
                                              .setting_index = 0,
                                              .setting_values = 4,
                                              .setting_elements = 6,
                                              .length_field = NONE,
                                              WITHOUT_ERROR};
static const struct atb_line_more hex_to_the_end = {.setting = TOY_IPRFMT,
                                                    .setting_index = NONE,
                                                    .setting_values = 1,
                                                    .payload = ATB_TO_LINE_END,
                                                    .length_field = NONE,
                                                    .coding = ATB_HEX,
                                                    WITHOUT_ERROR};
static const struct atb_line_more raw_inside = {.setting = TOY_IPRFMT,
                                                .setting_index = NONE,
                                                .setting_values = 4,
                                                .payload = ATB_INLINE,
                                                .length_field = 1,
                                                WITHOUT_ERROR};
static const struct atb_line_more tells_online = {PLAIN, .told_first = 0, .told_count = 1};
static const struct atb_line_more tells_format = {PLAIN, .told_first = 1, .told_count = 1};

static const struct atb_line lines[TOY_LINES] = {
    [TOY_OK] = {"+", NULL},
    [TOY_ERROR] = {"-", NULL},
    [TOY_CME_ERROR] = {"-n", &error_in_first},
    [TOY_CME_TEXT] = {"-r", NULL},
    [TOY_SEND_OK] = {"+", NULL},
    [TOY_SEND_FAIL] = {"-", NULL},
    [TOY_CONNECT] = {">4?w", NULL},
    [TOY_CONNECT_FAIL] = {"-", NULL},
    [TOY_NO_CARRIER] = {"-", &ends_data},
    [TOY_CLOSED] = {"u", &ends_data},
    [TOY_URC_RECV] = {"un", NULL},
    [TOY_URC_RECV_DATA] = {"unn", &counted_by_second},
    [TOY_URC_CLOSED] = {"un", NULL},
    [TOY_QIRD_INFO] = {"an", &counted_by_first},
    [TOY_QIRD_QUERY_INFO] = {"annn", NULL},
    [TOY_QIOPEN_RESULT] = {"r" ID "n", &error_in_second},
    [TOY_QIOPEN_TEST_INFO] = {"t", NULL},
    [TOY_QPING_REPLY] = {"r" REPLY "qn", NULL},
    [TOY_QPING_SUMMARY] = {"r4n?n?n", NULL},
    [TOY_URC_RTCP] = {"unn", &pushed},
    [TOY_URC_RTCP_BUFFERED] = {"unnn", &buffered},
    [TOY_MIPRD_INFO] = {"annn", &inside_by_third},
    [TOY_MIPRD_QUERY_INFO] = {"ann", NULL},
    [TOY_RTCP_HEX] = {"unn", &hex_to_the_end},
    [TOY_RTCP_RAW] = {"unn", &raw_inside},
    [TOY_MIPOPEN_INFO] = {"a4*\024" SOCKET, NULL},
    [TOY_MIPOPEN_RESULT] = {"rnn", &key_in_first},
    [TOY_MIPOPEN_NONE] = {"a", NULL},
    [TOY_CIPOPEN_RESULT] = {"rnn", &error_in_second},
    [TOY_CIPERROR] = {"an", &error_in_first},
    [TOY_RECV_FROM] = {"uw", NULL},
    [TOY_IPD] = {"un", &counted_by_first},
    [TOY_PUSH] = {"rnn", NULL},
    [TOY_HMSEND_RESULT] = {"rnnn", NULL},
    [TOY_XOFF] = {"un", NULL},
    [TOY_ODM_RESULT] = {"rnn", &tells_online},
    [TOY_READ_EMPTY] = {"an=0", NULL},
    [TOY_READ_NEWS] = {"u4n~n", NULL},
    [TOY_FORMAT_INFO] = {"ann", &tells_format},
    [TOY_TEST_ONLY] = {"t", NULL},
    [TOY_CELL_NONE] = {"an=0", NULL},
};

static const struct atb_told told[] = {
    {0, 1, TOY_ONLINE, 1, NONE, 1},
    {0, 2, TOY_FORMAT, 6, 0, 1},
};

static const uint8_t candidates[] = {
    TOY_OK, /* 0 */
    TOY_ERROR,
    TOY_CME_ERROR,
    TOY_CME_TEXT,
    TOY_SEND_OK,
    TOY_SEND_FAIL,
    TOY_CONNECT_FAIL,
    TOY_CONNECT,
    TOY_NO_CARRIER,
    TOY_CLOSED,
    TOY_URC_RECV, /* 10 */
    TOY_URC_RECV_DATA,
    TOY_URC_CLOSED, /* 12 */
    TOY_QIRD_INFO,
    TOY_QIRD_QUERY_INFO,
    TOY_QIOPEN_RESULT, /* 15 */
    TOY_QIOPEN_TEST_INFO,
    TOY_QPING_REPLY, /* 17 */
    TOY_QPING_SUMMARY,
    TOY_URC_RTCP, /* 19 */
    TOY_URC_RTCP_BUFFERED,
    TOY_MIPRD_INFO, /* 21 */
    TOY_MIPRD_QUERY_INFO,
    TOY_RTCP_HEX, /* 23 */
    TOY_RTCP_RAW,
    TOY_MIPOPEN_NONE, /* 25 */
    TOY_MIPOPEN_INFO,
    TOY_MIPOPEN_RESULT,
    TOY_CIPOPEN_RESULT, /* 28 */
    TOY_CIPERROR,
    TOY_RECV_FROM,
    TOY_IPD, /* 31 */
    TOY_PUSH,
    TOY_HMSEND_RESULT,
    TOY_XOFF,
    TOY_ODM_RESULT, /* 35 */
    TOY_READ_EMPTY,
    TOY_READ_NEWS,
    TOY_FORMAT_INFO, /* 38 */
    TOY_TEST_ONLY,
    TOY_CELL_NONE,
};

static const struct atb_keyword keywords[] = {
    {"", 0, 0, 0, ATB_BEHIND_COMMA, false},  {"", 0, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 1, 1, 1, ATB_BEHIND_COMMA, false},  {"", 2, 2, 0, ATB_BEHIND_COMMA, false},
    {"", 4, 1, 1, ATB_BEHIND_COMMA, false},  {"", 5, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 6, 1, 1, ATB_BEHIND_COMMA, false},  {"", 7, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 8, 1, 1, ATB_BEHIND_COMMA, false},  {"", 9, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 10, 2, 2, ATB_BEHIND_COMMA, false}, {"", 12, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 13, 2, 0, ATB_BEHIND_COMMA, false}, {"", 15, 2, 1, ATB_BEHIND_COMMA, false},
    {"", 17, 2, 0, ATB_BEHIND_COMMA, false}, {"", 19, 2, 0, ATB_BEHIND_COMMA, true},
    {"", 21, 2, 0, ATB_BEHIND_COMMA, true},  {"", 23, 2, 0, ATB_BEHIND_COMMA, true},
    {"", 25, 1, 0, ATB_BEHIND_COMMA, false}, {"", 26, 2, 0, ATB_BEHIND_COMMA, false},
    {"", 28, 1, 1, ATB_BEHIND_COMMA, false}, {"", 29, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 30, 1, 1, ATB_BEHIND_COMMA, false}, {"", 31, 1, 0, ATB_BEHIND_COMMA, false},
    {"", 32, 1, 1, ATB_BEHIND_COMMA, false}, {"", 33, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 34, 1, 1, ATB_BEHIND_COMMA, false}, {"", 35, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 36, 2, 0, ATB_BEHIND_COMMA, false}, {"", 38, 1, 1, ATB_BEHIND_COMMA, false},
    {"", 39, 1, 0, ATB_BEHIND_COMMA, false}, {"", 40, 1, 1, ATB_BEHIND_COMMA, false},
};

static const int32_t assumed[TOY_SETTINGS] = {[TOY_IPRFMT] = 0, [TOY_OPEN_MS] = 1000};

const struct atb_dialect toy_dialect = {
    .own = {.scan = scan,
            .keywords = keywords,
            .candidates = candidates,
            .lines = lines,
            .ranges = ranges,
            .told = told,
            .line_count = TOY_LINES},
    .assumed = assumed,
    .hex = atb_take_hex,
    .head = atb_take_head,
    .guard_before_ms = 1000,
    .guard_after_ms = 1000,
    .abi = ATB_ABI,
    .setting_count = TOY_SETTINGS,
    .lost_count = TOY_SETTINGS,
    .online = 1 + TOY_ONLINE,
    .line_max = TOY_LINE_MAX,
};

static const char *const line_names[TOY_LINES] = {
    "OK",
    "ERROR",
    "CME_ERROR",
    "CME_TEXT",
    "SEND_OK",
    "SEND_FAIL",
    "CONNECT",
    "CONNECT_FAIL",
    "NO_CARRIER",
    "CLOSED",
    "URC_RECV",
    "URC_RECV_DATA",
    "URC_CLOSED",
    "QIRD_INFO",
    "QIRD_QUERY_INFO",
    "QIOPEN_RESULT",
    "QIOPEN_TEST_INFO",
    "QPING_REPLY",
    "QPING_SUMMARY",
    "URC_RTCP",
    "URC_RTCP_BUFFERED",
    "MIPRD_INFO",
    "MIPRD_QUERY_INFO",
    "RTCP_HEX",
    "RTCP_RAW",
    "MIPOPEN_INFO",
    "MIPOPEN_RESULT",
    "MIPOPEN_NONE",
    "CIPOPEN_RESULT",
    "CIPERROR",
    "RECV_FROM",
    "IPD",
    "PUSH",
    "HMSEND_RESULT",
    "XOFF",
    "ODM_RESULT",
    "READ_EMPTY",
    "READ_NEWS",
    "FORMAT_INFO",
    "TEST_ONLY",
    "CELL_NONE",
};

const char *toy_line_name(unsigned line)
{
    return line < TOY_LINES ? line_names[line] : "-";
}

/* ---- records --------------------------------------------------------------------- */

const struct atb_record toy_connection_record = {
    .chapter = &toy_dialect.own,
    .size = sizeof(struct toy_connection),
    .line = TOY_QIOPEN_RESULT,
};
