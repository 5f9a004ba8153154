/* SPDX-License-Identifier: MIT */
/*
 * The generator could lose a form's limit of payload, or shorten the constant that sizes
 * its buffer, and no test saw it: what they expected came from the same model. These
 * numbers are the manuals': tests/generator/test_payload_limits.py holds each of them to the
 * page that it stands on, and asks for one of every form with payload.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../sink.h"
#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

static char payload[8193];

static void ignore(void *app, int status)
{
    (void)app;
    (void)status;
}

/* What a start of this form with so much payload returns, in a session of its own. */
#define STARTED(dialect, form, ...)                                                                \
    (assert_int_equal(dialect##_init(&dialect##_modem, &sink, dialect##_memory,                    \
                                     sizeof dialect##_memory, NULL, 0, NULL),                      \
                      ATB_OK),                                                                     \
     form##_start(&dialect##_modem, __VA_ARGS__))

static struct quectel quectel_modem;
static char quectel_memory[QUECTEL_MEMORY];
static struct simcom simcom_modem;
static char simcom_memory[SIMCOM_MEMORY];
static struct fibocom fibocom_modem;
static char fibocom_memory[FIBOCOM_MEMORY];
static struct onemo onemo_modem;
static char onemo_memory[ONEMO_MEMORY];

#define TAKES_UP_TO(most, start)                                                                   \
    do {                                                                                           \
        size_t length = (most);                                                                    \
        int status = (start); /* not inside an assertion, which would print the whole call */      \
        assert_int_equal(status, ATB_OK);                                                          \
        length = (most) + 1;                                                                       \
        status = (start);                                                                          \
        assert_true(status == ATB_BAD_LENGTH || status == ATB_BAD_RANGE);                          \
    } while (0)

static void quectel_takes_1460_bytes(void **state)
{
    (void)state;
    TAKES_UP_TO(1460, STARTED(quectel, quectel_qisend, ignore, NULL, 0, payload, length));
    TAKES_UP_TO(1460, STARTED(quectel, quectel_qisend_ctrl_z, ignore, NULL, 0, payload, length));
    TAKES_UP_TO(1460, STARTED(quectel, quectel_qisend_to, ignore, NULL, 0, payload, length,
                              "192.0.2.7", 7));
}

static void simcom_takes_1500_bytes(void **state)
{
    struct simcom_cipsend_result sent;
    (void)state;
    TAKES_UP_TO(1500, STARTED(simcom, simcom_cipsend, &sent, ignore, NULL, 0, payload, length));
    TAKES_UP_TO(1500,
                STARTED(simcom, simcom_cipsend_length, &sent, ignore, NULL, 0, payload, length));
    TAKES_UP_TO(1500, STARTED(simcom, simcom_cipsend_udp, &sent, ignore, NULL, 0, "192.0.2.7", 7,
                              payload, length));
    TAKES_UP_TO(1500, STARTED(simcom, simcom_cipsend_udp_length, &sent, ignore, NULL, 0, payload,
                              length, "192.0.2.7", 7));
}

static void fibocom_takes_1024_bytes_in_hex_2048_behind_a_prompt(void **state)
{
    struct fibocom_mipsend_info info;
    struct fibocom_mipsend_sent sent;
    (void)state;
    TAKES_UP_TO(1024, STARTED(fibocom, fibocom_mipsend, &info, ignore, NULL, 1, payload, length));
    TAKES_UP_TO(2048,
                STARTED(fibocom, fibocom_mipsend_ctrl_z, &sent, ignore, NULL, 1, payload, length));
    TAKES_UP_TO(2048,
                STARTED(fibocom, fibocom_mipsend_length, &sent, ignore, NULL, 1, payload, length));
    TAKES_UP_TO(2048,
                STARTED(fibocom, fibocom_mipsend_timeout, &sent, ignore, NULL, 1, payload, length));
    /* AT+MIPSEND=n,"…" with two digits a byte */
    assert_true(FIBOCOM_MIPSEND_MAX > 2 * 1024 + 15);
}

static void onemo_takes_1460_bytes_8192_by_length(void **state)
{
    struct onemo_mipsend_info info;
    (void)state;
    TAKES_UP_TO(1460, STARTED(onemo, onemo_mipsend, &info, ignore, NULL, 0, payload, length));
    TAKES_UP_TO(1460, STARTED(onemo, onemo_mipsend_open, ignore, NULL, 0, payload, length));
    TAKES_UP_TO(8192, STARTED(onemo, onemo_mipsend_length, ignore, NULL, 0, payload, length));
    TAKES_UP_TO(1460, STARTED(onemo, onemo_mipsend_prompt, ignore, NULL, 0, payload, length));
}

static size_t received;

static void count_payload(void *app, const struct atb_event *event)
{
    (void)app;
    received += event->kind == ATB_EVENT_PAYLOAD ? event->length : 0;
}

/* Behind this head come `length` bytes inside the line. */
static size_t received_behind(const char *head, size_t length)
{
    assert_int_equal(
        onemo_init(&onemo_modem, &sink, onemo_memory, sizeof onemo_memory, NULL, 0, NULL), ATB_OK);
    onemo_on_event(&onemo_modem, count_payload);
    for (unsigned i = 0; i < onemo_dialect.setting_count; i++) {
        atb_set_setting(&onemo_modem.session, i, 0);
    }
    received = 0;
    onemo_feed(&onemo_modem, head, strlen(head));
    for (; length > 0; length--) {
        onemo_feed(&onemo_modem, "a", 1);
    }
    onemo_feed(&onemo_modem, "\r\n", 2);
    return received;
}

static void a_line_brings_as_much_as_its_length_can_say(void **state)
{
    (void)state;
    assert_int_equal(received_behind("+MIPURC: \"rtcp\",0,65535,", 65535), 65535);
    assert_int_equal(received_behind("+MIPURC: \"rtcp\",0,65536,", 65536), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quectel_takes_1460_bytes),
        cmocka_unit_test(simcom_takes_1500_bytes),
        cmocka_unit_test(fibocom_takes_1024_bytes_in_hex_2048_behind_a_prompt),
        cmocka_unit_test(onemo_takes_1460_bytes_8192_by_length),
        cmocka_unit_test(a_line_brings_as_much_as_its_length_can_say),
    };
    memset(payload, 'a', sizeof payload);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
