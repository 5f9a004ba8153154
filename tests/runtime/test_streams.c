/* SPDX-License-Identifier: MIT */
/*
 * Every stream, cut at every single place and into pieces of every size, from
 * memory that ends at an unreadable page and with a line buffer that does: the
 * same events, and the ones that are written here.
 */
#define _DEFAULT_SOURCE 1
#include "bench.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- memory that ends at an unreadable page ------------------------------------- */

static char *guarded_page(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(memory, MAP_FAILED);
    assert_int_equal(mprotect(memory + page, page, PROT_NONE), 0);
    return memory + page;
}

/* ---- streams ---------------------------------------------------------------------- */

enum { EXPECT_MAX = 4 };

/* Bytes received, with the commands that stand before some of them. */
struct stream {
    const char *name;
    const char *bytes;
    size_t length;
    const char *log;
    const struct atb_form *expect[EXPECT_MAX]; /* taken at each '\1' in the bytes */
    int32_t settings[TOY_SETTINGS];            /* 0: unknown; else 1 + the value */
    size_t command_size; /* beside the line buffer: what of a command line tells its connection */
};

static struct atb_command any_command(const struct atb_form *form)
{
    static struct atb_value values[ATB_VALUES_MAX];
    for (unsigned i = 0; i < ATB_VALUES_MAX; i++) {
        values[i] = number(1);
    }
    return (struct atb_command){.form = form, .values = values};
}

struct run {
    const struct stream *stream;
    struct bench *bench;
    char *chunk_end;
    unsigned expected;
};

static void feed_at_guard(struct run *run, const char *bytes, size_t length)
{
    char *chunk = run->chunk_end - length;
    memcpy(chunk, bytes, length);
    atb_feed(&run->bench->session, chunk, length);
    memset(chunk, 'x', length);
}

/* Feeds one piece; a '\1' in it is no byte but the moment of a command. */
static void feed_piece(struct run *run, const char *bytes, size_t length)
{
    const char *mark;
    while ((mark = memchr(bytes, 1, length)) != NULL) {
        size_t before = (size_t)(mark - bytes);
        feed_at_guard(run, bytes, before);
        struct atb_command command = any_command(run->stream->expect[run->expected++]);
        atb_expect(&run->bench->session, &command);
        bytes = mark + 1;
        length -= before + 1;
    }
    feed_at_guard(run, bytes, length);
}

static void begin(struct run *run)
{
    static char *line_end;
    static char *chunk_end;
    line_end = line_end != NULL ? line_end : guarded_page();
    chunk_end = chunk_end != NULL ? chunk_end : guarded_page();
    const size_t size = TOY_LINE_MAX + 2 + run->stream->command_size;
    bench_init(run->bench, line_end - size, size);
    for (unsigned i = 0; i < TOY_SETTINGS; i++) {
        if (run->stream->settings[i] != 0) {
            atb_set_setting(&run->bench->session, i, run->stream->settings[i] - 1);
        }
    }
    run->chunk_end = chunk_end;
    run->expected = 0;
}

static void check(struct run *run, const char *how, size_t where)
{
    run->bench->log[run->bench->log_length] = '\0';
    if (strcmp(run->bench->log, run->stream->log) != 0) {
        print_error("%s, %s %zu\n", run->stream->name, how, where);
    }
    assert_string_equal(run->bench->log, run->stream->log);
}

static void check_stream(const struct stream *stream)
{
    static struct bench bench;
    struct run run = {.stream = stream, .bench = &bench};
    for (size_t cut = 0; cut <= stream->length; cut++) {
        begin(&run);
        feed_piece(&run, stream->bytes, cut);
        feed_piece(&run, stream->bytes + cut, stream->length - cut);
        check(&run, "cut at", cut);
    }
    for (size_t size = 1; size < stream->length; size++) {
        begin(&run);
        for (size_t at = 0; at < stream->length; at += size) {
            size_t left = stream->length - at;
            feed_piece(&run, stream->bytes + at, left < size ? left : size);
        }
        check(&run, "pieces of", size);
    }
}

#define STREAM(text) .bytes = "" text, .length = sizeof(text) - 1

static const struct stream plain[] = {
    {.name = "lines, blank lines, line ends of all kinds",
     STREAM("\r\nOK\r\n\r\n\r\nERROR\r\r\n+QIOPEN: 0,0\nSEND OK\r\n"),
     .log = "final OK! \nfinal ERROR! \nurc QIOPEN_RESULT! 0,0\nfinal SEND_OK! \n"},
    {.name = "no blank, two blanks, no quotes, lower case, more fields",
     STREAM("+QIOPEN:0,0\r\n+qiopen:  1,0\r\n+QIURC: recv,3\r\n+QIURC:\"closed\",5,9\r\nok \r\n"),
     .log = "urc QIOPEN_RESULT! 0,0\nurc QIOPEN_RESULT! 1,0\nurc RECV! 3\n"
            "urc PEER_CLOSED! 5,9\nfinal OK! \n"},
    {.name = "text that no table knows",
     STREAM("RDY\r\n+CFUN: 1\r\n\0\xff>x\r\nOKAY\r\nCONNECTED\r\n> \r\n"),
     .log = "text -! RDY\ntext -! +CFUN: 1\ntext -! \\00\\ff>x\ntext -! OKAY\ntext -! CONNECTED\n"
            "text -! > \n"},
    {.name = "fields that do not fit",
     STREAM("+QIOPEN: 0\r\n+QIOPEN: x,0\r\n+QIOPEN: ,0\r\n+QIOPEN: 99999999999,0\r\n"
            "+QIURC: \"recv\",3,9999999\r\n+QIURC: \"recv\",0,-2\r\nOK\r\n"),
     .log = "malformed QIOPEN_RESULT! -7@1 0\nmalformed QIOPEN_RESULT! -4@0 x,0\n"
            "malformed QIOPEN_RESULT! -7@0 ,0\nmalformed QIOPEN_RESULT! -3@0 99999999999,0\n"
            "malformed RECV_DATA! -3@1 3,9999999\nmalformed RECV_DATA! -3@1 0,-2\n"
            "final OK! \n"},
    {.name = "a test answer's keyword, and a literal that differs, alone",
     STREAM("+MIPREAD: 1,x\r\n+MIPREAD: 1,5\r\n+TEST: 1\r\n+TEST: (1)\r\n+CELL: 1,7\r\n+CELL: "
            "1,0\r\n"),
     .log = "malformed READ_NEWS! -4@1 1,x\nurc READ_NEWS! 1,5\ntext -! +TEST: 1\ninfo "
            "TEST_TEST_INFO! "
            "(1)\n"
            "malformed CELL_NONE! -4@1 1,7\ninfo CELL_NONE! 1,0\n"},
    {.name = "more fields than bits",
     STREAM("+MIPOPEN: 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\r\n"
            "+MIPOPEN: 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,x\r\n+MIPOPEN: \"1\",\"2\"\r\n"),
     .log = "info MIPOPEN_INFO! 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n"
            "urc MIPOPEN_RESULT! 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,x\n"
            "urc MIPOPEN_RESULT! \"1\",\"2\"\n"},
    {.name = "names without plus or colon",
     STREAM("RECV FROM:1.2.3.4:5253\r\n+IPD16\r\n0123456789abcdef\r\nCLOSED\r\nNO CARRIER\r\n"
            "CONNECT FAIL\r\nMIPXOFF: 1\r\n"),
     .log = "urc RECV_FROM! 1.2.3.4:5253\nurc IPD! 16\npayload IPD! 0123456789abcdef\n"
            "urc CLOSED! \nfinal NO_CARRIER! \nfinal CONNECT_FAIL! \nurc XOFF! 1\n"},
    {.name = "an over-long line, and right again behind it",
     STREAM("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234"
            "5678901234567890,OK\r\nOK\r\n"),
     .log = "overlong -! 012345678901234567890123456789012345678901234567890123456789012345678901"
            "23456789012345678901234567890,OK\\0d\nfinal OK! \n"},
    {.name = "a known line that is too long",
     STREAM("+QIOPEN: 0,0,23456789012345678901234567890123456789012345678901234567890123456789012"
            "345678901234567890\nOK\r\n"),
     .log = "overlong QIOPEN_RESULT! +QIOPEN: 0,0,2345678901234567890123456789012345678901234567"
            "8901234567890123456789012345678901234567890\nfinal OK! \n"},
    {.name = "the answer that is waited for, behind another line of its keyword, is too long",
     STREAM(
         "\1+MIPOPEN: 1,2,3,4,5,6,1,2,3,4,5,6,1,2,3,4,5,6,1,2,3,4,5,6,1,2,3,4,5,6,1,2,3,4,5,6,1,2,"
         "3,4,5,6,1,2,3\nOK\r\n"),
     .expect = {&toy_mipopen_read_form},
     .log =
         "overlong MIPOPEN_INFO! +MIPOPEN: 1,2,3,4,5,6,1,2,3,4,5,6,1,2,3,4,5,6,1,2,3,4,5,6,1,2,3,"
         "4,5,6,1,2,3,4,5,6,1,2,3,4,5,6,1,2,3\nfinal OK \n"},
    {.name = "garbage without an end, then lines",
     STREAM("\x80garbage+QIURC: \"recv\",0\r\n+QIURC: \"recv\",1\r\n"),
     .log = "text -! \\80garbage+QIURC: \"recv\",0\nurc RECV! 1\n"},
};

static const struct stream payload[] = {
    {.name = "payload by length behind its line, holding lines and prompts",
     STREAM("\1\r\n+QIRD: 26\r\nOK\r\n+QIURC: \"recv\",0\r\n> \0\x1a\r\nOK\r\n"),
     .expect = {&toy_qird_form},
     .log = "info QIRD_INFO 26\npayload QIRD_INFO! OK\\0d\\0a+QIURC: \"recv\",0\\0d\\0a> \\00\\1a\n"
            "final OK \n"},
    {.name = "a line glued to payload",
     STREAM("+QIURC: \"recv\",0,4\r\ntest+QIURC: \"closed\",0\r\n"),
     .log = "urc RECV_DATA! 0,4\npayload RECV_DATA! test\nurc PEER_CLOSED! 0\n"},
    {.name = "no payload",
     STREAM("\1+QIRD: 0\r\n\r\nOK\r\n"),
     .expect = {&toy_qird_form},
     .log = "info QIRD_INFO 0\nfinal OK \n"},
    {.name = "raw payload inside the line, its end a line end or not",
     STREAM(
         "+MIPURC: \"rtcp\",0,10,01\r\nOK\r\n,9\r\n+MIPURC: \"rtcp\",1,2,ab+QIURC: \"recv\",1\r\n"),
     .log = "urc RTCP! 0,10\npayload RTCP! 01\\0d\\0aOK\\0d\\0a,9\nurc RTCP! 1,2\n"
            "payload RTCP! ab\nurc RECV! 1\n"},
    {.name = "payload inside lines that nothing parts",
     STREAM("+MIPURC: \"rtcp\",1,2,ab+MIPURC: \"rtcp\",1,2,ab+MIPURC: \"rtcp\",1,2,ab+MIPURC: "
            "\"rtcp\",1,2,ab+MIPURC: \"rtcp\",1,2,abOK\r\n"),
     .log = "urc RTCP! 1,2\npayload RTCP! ab\nurc RTCP! 1,2\npayload RTCP! ab\nurc RTCP! "
            "1,2\npayload RTCP! ab\nurc RTCP! 1,2\npayload RTCP! ab\nurc RTCP! 1,2\npayload RTCP! "
            "ab\nfinal OK! \n"},
    {.name = "hex payload inside the line",
     STREAM("+MIPURC: \"rtcp\",2,4,74657374\r\n+MIPURC: \"rtcp\",2,2,\"0D0a\"\r\n"),
     .settings = {[TOY_SETTING_FORMAT + 2] = 1 + 1},
     .log = "urc RTCP! 2,4\npayload RTCP! test\nurc RTCP! 2,2\npayload RTCP! "
            "\\0d\\0a\n"
            "text -! \"\n"},
    {.name = "the same line as a report, because the session knows the mode",
     STREAM("+MIPURC: \"rtcp\",0,10,10\r\n+MIPURC: \"rtcp\",1,2,10\r\n"),
     .settings = {[TOY_SETTING_ACCESS_MODE] = 1 + 2, [TOY_SETTING_ACCESS_MODE + 1] = 1 + 1},
     .log = "urc RTCP_BUFFERED! 0,10,10\nurc RTCP! 1,2\npayload RTCP! 10\n"},
    {.name = "hex payload to the line's end",
     STREAM("+MIPRTCP: 1,0,5465\r\n+MIPRTCP: 1,0,\r\n+MIPRTCP: 1,0\r\nOK\r\n"),
     .log = "urc RTCP_HEX! 1,0\npayload RTCP_HEX! Te\nurc RTCP_HEX! 1,0\npayload RTCP_HEX! \n"
            "urc RTCP_HEX! 1,0\nfinal OK! \n"},
    {.name = "hex payload of every digit",
     STREAM("+MIPRTCP: 1,0,30313233343536373839\r\n+MIPRTCP: 1,0,4a4b4c4d4e4F5a6A6B6C6D6E6f\r\n"),
     .log = "urc RTCP_HEX! 1,0\npayload RTCP_HEX! 0123456789\nurc RTCP_HEX! 1,0\n"
            "payload RTCP_HEX! JKLMNOZjklmno\n"},
    {.name = "raw payload with a length, by another setting",
     STREAM("+MIPRTCP: 1,5,5,\n5f\r\nOK\r\n"),
     .settings = {[TOY_SETTING_IPRFMT] = 1 + 2},
     .log = "urc RTCP_RAW! 1,5\npayload RTCP_RAW! 5,\\0a5f\nfinal OK! \n"},
    {.name = "a setting that cannot be framed gives text or malformed lines",
     STREAM("+MIPRTCP: 1,0,5465\r\nOK\r\n"),
     .settings = {[TOY_SETTING_IPRFMT] = 1 + 1},
     .log = "text -! +MIPRTCP: 1,0,5465\nfinal OK! \n"},
    {.name = "hex that is none, in an answer",
     STREAM("\1+HEXREAD: 1,5x\r\nOK\r\n"),
     .expect = {&toy_hexread_form},
     .log = "info HEXREAD_INFO 1\nmalformed HEXREAD_INFO! -6@-1 5\ntext -! x\nfinal OK \n"},
    {.name = "hex that is none",
     STREAM("+MIPRTCP: 1,0,54xx65\r\n+MIPRTCP: 1,0,545\r\nOK\r\n"),
     .log = "urc RTCP_HEX! 1,0\npayload RTCP_HEX! T\nmalformed RTCP_HEX! -6@-1 \ntext -! xx65\n"
            "urc RTCP_HEX! 1,0\npayload RTCP_HEX! T\nmalformed RTCP_HEX! -6@-1 5\nfinal OK! \n"},
    {.name = "a length without payload",
     STREAM("+MIPURC: \"rtcp\",0,4\r\n+MIPURC: \"rtcp\",0,0\r\n+MIPURC: \"rtcp\",0,0,\r\n"
            "+MIPURC: \"rtcp\",0,-4,xx\r\nOK\r\n"),
     .log = "malformed RTCP! -5@1 0,4\nurc RTCP! 0,0\nurc RTCP! 0,0\n"
            "malformed RTCP! -3@1 0,-4,xx\nfinal OK! \n"},
    {.name = "an id beyond the setting's elements never frames payload",
     STREAM("+MIPURC: \"rtcp\",9,4,5\r\nOK\r\n"),
     .log = "urc RTCP_BUFFERED! 9,4,5\nfinal OK! \n"},
};

static const struct stream commands[] = {
    {.name = "the pending command decides between equal layouts",
     STREAM("+MIPOPEN: 2,3\r\n\1+MIPOPEN: 2,3\r\nOK\r\n\1\r\nOK\r\n+MIPOPEN: 1,3\r\n+MIPOPEN: "
            "2,3\r\n"),
     .expect = {&toy_mipopen_read_form, &toy_mipopen_form},
     .log = "urc MIPOPEN_RESULT! 2,3\ninfo MIPOPEN_INFO 2,3\nfinal OK \nfinal OK \n"
            "urc MIPOPEN_RESULT 1,3\nurc MIPOPEN_RESULT! 2,3\n"},
    {.name = "a line that is one literal",
     STREAM("\1+MIPOPEN: 0\r\n+MIPOPEN: 1,2,3,4,5,6\r\nOK\r\n"),
     .expect = {&toy_mipopen_read_form},
     .log = "info MIPOPEN_NONE 0\ninfo MIPOPEN_INFO 1,2,3,4,5,6\nfinal OK \n"},
    {.name = "a later literal tells the answer from news",
     STREAM("\1+MIPREAD: 1,32\r\n+MIPREAD: 1,\r\n+MIPREAD: 1,0\r\nOK\r\n"),
     .expect = {&toy_read_form},
     .log = "urc READ_NEWS! 1,32\nurc READ_NEWS! 1,\ninfo READ_EMPTY 1,0\nfinal OK \n"},
    {.name = "inline payload of an answer, and the query that has none",
     STREAM("\1+MIPRD: 1,0,5,a,b\r\n\r\nOK\r\n\1+MIPRD: 1,10\r\nOK\r\n"),
     .expect = {&toy_miprd_form, &toy_miprd_query_form},
     .log = "info MIPRD_INFO 1,0,5\npayload MIPRD_INFO! a,b\\0d\\0a\nfinal OK \n"
            "info MIPRD_QUERY_INFO 1,10\nfinal OK \n"},
    {.name = "a line between command and answer, and inside the answer",
     STREAM("\1+QIURC: \"recv\",1\r\n+QIRD: 2\r\nab\r\n+QIURC: \"closed\",1\r\nOK\r\n"),
     .expect = {&toy_qird_form},
     .log = "urc RECV! 1\ninfo QIRD_INFO 2\npayload QIRD_INFO! ab\nurc PEER_CLOSED! 1\n"
            "final OK \n"},
    {.name = "test answers",
     STREAM("+QIOPEN: (1-16),(0-11)\r\n\1+QIOPEN: 3,0\r\n+QIOPEN: (1-16),\"TCP\"\r\nOK\r\n"),
     .expect = {&toy_qiopen_test_form},
     .log = "info QIOPEN_TEST_INFO! (1-16),(0-11)\nurc QIOPEN_RESULT! 3,0\n"
            "info QIOPEN_TEST_INFO (1-16),\"TCP\"\nfinal OK \n"},
    {.name = "a result before OK, after it, before ERROR, and of another connection",
     STREAM("\1+CIPOPEN: 1,0\r\nOK\r\n\1OK\r\n+CIPOPEN: 2,0\r\n+CIPOPEN: 1,0\r\n"
            "\1+CIPERROR: 4\r\nERROR\r\n"),
     .expect = {&toy_cipopen_form, &toy_cipopen_form, &toy_cipopen_form},
     .command_size = sizeof "AT+CIPOPEN=1,\"UDP\",,,1",
     .log = "info CIPOPEN_RESULT 1,0\nfinal OK \nfinal OK \nurc CIPOPEN_RESULT! 2,0\n"
            "urc CIPOPEN_RESULT 1,0\ninfo CIPERROR 4\nfinal ERROR \n"},
    {.name = "the prompt, with and without a blank, and only when it is expected",
     STREAM("> >\r\n\1\r\n> \r\nOK\r\n\1\r\n>\r\nOK\r\n\1>>\r\nERROR\r\n"),
     .expect = {&toy_qisend_form, &toy_qisend_form, &toy_qisend_form},
     .log = "text -! > >\nprompt - >\nfinal OK \nprompt - >\nfinal OK \nprompt - >\ntext -! >\n"
            "final ERROR \n"},
    {.name = "two final result codes",
     STREAM("\1\r\n> \r\nOK\r\n+MIPPUSH: 1,0\r\n+HMSEND: 1,0,2048\r\nOK\r\nOK\r\n"),
     .expect = {&toy_hmsend_form},
     .log = "prompt - >\nfinal OK \ninfo PUSH 1,0\ninfo HMSEND_RESULT 1,0,2048\nfinal OK \n"
            "final OK! \n"},
};

static const struct stream transparent[] = {
    {.name = "transparent data, and its end by the network",
     STREAM("\1CONNECT\r\nab\r\n\r\nOK\r\nNO CAR\r\nRING\r\n\r\nNO CARRIER\r\nOK\r\n"),
     .expect = {&toy_ato_form},
     .log = "final CONNECT \ndata -! ab\\0d\\0a\\0d\\0aOK\\0d\\0aNO CAR\\0d\\0aRING\\0d\\0a\n"
            "final NO_CARRIER! \nfinal OK! \n"},
    {.name = "the end right behind CONNECT, with a rate",
     STREAM("\1CONNECT 115200\r\nCLOSED\r\nOK\r\n"),
     .expect = {&toy_ato_form},
     .log = "final CONNECT 115200\nurc CLOSED! \nfinal OK! \n"},
    {.name = "OK ends it behind +++ alone",
     STREAM("\1CONNECT\r\nOK\r\n\1x\r\nOK\r\nERROR\r\n"),
     .expect = {&toy_ato_form, &toy_escape_form},
     .log = "final CONNECT \ndata -! OK\\0d\\0ax\nfinal OK \nfinal ERROR! \n"},
    {.name = "capitals right before the modem's own line",
     STREAM("\1CONNECT\r\n\1HELLO CLIENT\r\nOK\r\n\1CONNECT\r\nHELLO CLIENT\r\nCLOSED\r\n"),
     .expect = {&toy_ato_form, &toy_escape_form, &toy_ato_form},
     .log =
         "final CONNECT \ndata -! HELLO CLIENT\nfinal OK \nfinal CONNECT \ndata -! HELLO CLIENT\n"
         "urc CLOSED! \n"},
    {.name = "a result line begins it",
     STREAM("\1OK\r\n+MIPODM: 1,1\r\n+QIURC: \"recv\",1\r\n\r\nNO CARRIER\r\nOK\r\n"),
     .expect = {&toy_odm_form},
     .log =
         "final OK \nurc ODM_RESULT 1,1\ndata -! +QIURC: \"recv\",1\\0d\\0a\nfinal NO_CARRIER! \n"
         "final OK! \n"},
    {.name = "words of capitals that are too long to hold",
     STREAM(
         "\1CONNECT\r\nABCDEFGHIJKLMNOPQRSTUVWXYZ\r\nNO CARRIERS\r\nNO CARRIER \r\n\r\nCLOSED\r\n"),
     .expect = {&toy_ato_form},
     .log =
         "final CONNECT \ndata -! ABCDEFGHIJKLMNOPQRSTUVWXYZ\\0d\\0aNO CARRIERS\nfinal NO_CARRIER! "
         "\nurc CLOSED! \n"},
};

static void check_all(const struct stream *streams, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_stream(&streams[i]);
    }
}

static void lines_are_the_same_for_every_cut(void **state)
{
    (void)state;
    check_all(plain, ATB_LENGTH(plain));
}

static void payload_is_the_same_for_every_cut(void **state)
{
    (void)state;
    check_all(payload, ATB_LENGTH(payload));
}

static void answers_are_the_same_for_every_cut(void **state)
{
    (void)state;
    check_all(commands, ATB_LENGTH(commands));
}

static void transparent_mode_is_the_same_for_every_cut(void **state)
{
    (void)state;
    check_all(transparent, ATB_LENGTH(transparent));
}

/* The same line with more and more zeros before its payload, so that every part of it meets the
 * end of the line buffer once. */
static void the_end_of_the_line_buffer_is_the_same_for_every_cut(void **state)
{
    static struct bench whole;
    (void)state;
    for (int zeros = 60; zeros < 90; zeros++) {
        char bytes[160];
        int length =
            snprintf(bytes, sizeof bytes, "+MIPURC: \"rtcp\",%0*d,3,a\nb\r\r\nOK\r\n", zeros, 0);
        bench_init(&whole, NULL, 0);
        bench_feed(&whole, bytes, (size_t)length);
        whole.log[whole.log_length] = '\0';
        assert_int_equal(strncmp(whole.log, "overlong", 8) == 0, 16 + zeros + 3 > TOY_LINE_MAX + 1);
        struct stream stream = {
            .name = bytes, .bytes = bytes, .length = (size_t)length, .log = whole.log};
        check_stream(&stream);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_the_same_for_every_cut),
        cmocka_unit_test(payload_is_the_same_for_every_cut),
        cmocka_unit_test(answers_are_the_same_for_every_cut),
        cmocka_unit_test(transparent_mode_is_the_same_for_every_cut),
        cmocka_unit_test(the_end_of_the_line_buffer_is_the_same_for_every_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
