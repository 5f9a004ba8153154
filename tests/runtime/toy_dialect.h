/* SPDX-License-Identifier: MIT */
/*
 * A dialect written by hand, for tests of the runtime alone: one row for each
 * thing that real modems do. It holds nothing that the generator made, so that a
 * failing test here points at the runtime.
 */
#ifndef TOY_DIALECT_H
#define TOY_DIALECT_H

#include "atb_session.h"

enum { TOY_LINE_MAX = 96, TOY_MEMORY = TOY_LINE_MAX + 2 + 96 };

/* Settings: one access mode and one format per connection, and three single ones. */
enum {
    TOY_ACCESS_MODE = 0, /* 6 elements: 0 and 1 pushed, 2 buffered */
    TOY_FORMAT = 6,      /* 6 elements: 0 raw, 1 hex, 2 escaped */
    TOY_IPRFMT = 12,     /* 0 hex to the line's end, 2 raw with a length */
    TOY_OPEN_MS = 13,    /* a time limit */
    TOY_ONLINE = 14,
    TOY_SETTINGS = 15
};

enum toy_line {
    TOY_OK,
    TOY_ERROR,
    TOY_CME_ERROR,
    TOY_CME_TEXT,
    TOY_SEND_OK,
    TOY_SEND_FAIL,
    TOY_CONNECT,
    TOY_CONNECT_FAIL,
    TOY_NO_CARRIER,
    TOY_CLOSED,
    TOY_URC_RECV,
    TOY_URC_RECV_DATA,
    TOY_URC_CLOSED,
    TOY_QIRD_INFO,
    TOY_QIRD_QUERY_INFO,
    TOY_QIOPEN_RESULT,
    TOY_QIOPEN_TEST_INFO,
    TOY_QPING_REPLY,
    TOY_QPING_SUMMARY,
    TOY_URC_RTCP,
    TOY_URC_RTCP_BUFFERED,
    TOY_MIPRD_INFO,
    TOY_MIPRD_QUERY_INFO,
    TOY_RTCP_HEX,
    TOY_RTCP_RAW,
    TOY_MIPOPEN_INFO,
    TOY_MIPOPEN_RESULT,
    TOY_MIPOPEN_NONE,
    TOY_CIPOPEN_RESULT,
    TOY_CIPERROR,
    TOY_RECV_FROM,
    TOY_IPD,
    TOY_PUSH,
    TOY_HMSEND_RESULT,
    TOY_XOFF,
    TOY_ODM_RESULT,
    TOY_READ_EMPTY,
    TOY_READ_NEWS,
    TOY_FORMAT_INFO,
    TOY_TEST_ONLY,
    TOY_CELL_NONE,
    TOY_LINES
};

struct toy_connection {
    int32_t connect_id;
    int32_t err;
};

extern const struct atb_dialect toy_dialect;
extern const struct atb_record toy_connection_record; /* of TOY_QIOPEN_RESULT */

extern const struct atb_form toy_at, toy_qiopen, toy_qiopen_test, toy_qird, toy_qird_query,
    toy_qiclose, toy_qping, toy_one_ping, toy_cipopen, toy_qisend, toy_qisend_ctrl_z, toy_cipsend,
    toy_send_timeout, toy_mipsend, toy_miprd, toy_miprd_query, toy_mipopen, toy_mipopen_read,
    toy_hmsend, toy_mipmode, toy_gtset, toy_escape, toy_ato, toy_odm, toy_read, toy_mipcall,
    toy_cipccfg, toy_lacking, toy_format, toy_broken_limit, toy_hexread;

const char *toy_line_name(unsigned line);

#endif
