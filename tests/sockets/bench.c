/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include "fibocom.h"
#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

/* How a dialect opens a socket: what the modem hears, line by line, and answers. */
struct opening {
    const char *hears[3], *says[3];
};

struct words {
    const struct atb_socket_kind *tcp, *udp;
    struct opening opens_tcp, opens_udp;
};

struct atb_session *session;
struct atb_net net;
struct atb_socket sockets[SOCKETS];
uint8_t memory[SOCKETS][MEMORY];

static const struct words *words;
static char lines[8192], sent[8192], events[512];
static uint32_t now;
static bool broken;

#define OK "\r\nOK\r\n"

static const struct words quectel_words = {
    &quectel_tcp,
    &quectel_udp,
    {{"AT+QIOPEN=1,0,\"TCP\",\"192.0.2.7\",7,0,0\r"}, {OK "\r\n+QIOPEN: 0,0\r\n"}},
    {{"AT+QIOPEN=1,0,\"UDP\",\"192.0.2.7\",7,0,0\r"}, {OK "\r\n+QIOPEN: 0,0\r\n"}},
};
static const struct words simcom_words = {
    &simcom_tcp,
    &simcom_udp,
    {{"AT+CIPRXGET=1\r", "AT+CIPOPEN=0,\"TCP\",\"192.0.2.7\",7\r"},
     {OK, OK "\r\n+CIPOPEN: 0,0\r\n"}},
    {{"AT+CIPRXGET=1\r", "AT+CIPOPEN=0,\"UDP\",,,0\r"}, {OK, "\r\n+CIPOPEN: 0,0\r\n" OK}},
};
static const struct words fibocom_words = {
    &fibocom_tcp,
    &fibocom_udp,
    {{"AT+GTSET=\"IPRFMT\",5\r", "AT+MIPOPEN=1,,\"192.0.2.7\",7,0\r"},
     {OK, OK "\r\n+MIPOPEN: 1,1\r\n"}},
    {{"AT+GTSET=\"IPRFMT\",5\r", "AT+MIPOPEN=1,,\"192.0.2.7\",7,1\r"},
     {OK, OK "\r\n+MIPOPEN: 1,1\r\n"}},
};
static const struct words onemo_words = {
    &onemo_tcp,
    &onemo_udp,
    {{"AT+MIPCFG=\"encoding\",0,1,0\r", "AT+MIPCFG=\"autofree\",0,1\r",
      "AT+MIPOPEN=0,\"TCP\",\"192.0.2.7\",7,60,2\r"},
     {OK, OK, OK "\r\n+MIPOPEN: 0,0\r\n"}},
    {{"AT+MIPCFG=\"encoding\",0,1,0\r", "AT+MIPCFG=\"autofree\",0,1\r",
      "AT+MIPOPEN=0,\"UDP\",\"192.0.2.7\",7,60,3\r"},
     {OK, OK, OK "\r\n+MIPOPEN: 0,0\r\n"}},
};

/* ---- session, port, clock ------------------------------------------------------------- */

static int port_write(void *context, const void *bytes, size_t length)
{
    (void)context;
    assert_true(strlen(sent) + length < sizeof sent);
    strncat(sent, bytes, length);
    return broken ? -1 : (int)length;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return now;
}

static const struct atb_port port = {.write = port_write, .now = port_now};

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    static const char *const names[] = {"opened", "readable", "sent", "incoming", "closed"};
    size_t length = strlen(events);
    assert_ptr_equal(app, &net);
    snprintf(events + length, sizeof events - length, "%s %d, ", names[event],
             (int)(socket - sockets));
}

static int begin(struct atb_session *which, const struct atb_net_dialect *dialect,
                 const struct words *its)
{
    session = which;
    words = its;
    now = START_MS;
    broken = false;
    sent[0] = events[0] = '\0';
    memset(sockets, 0, sizeof sockets);
    memset(&net, 0xA5, sizeof net); /* wherever it lies, it need not be zeroed */
    atb_net_init(&net, session, dialect, on_socket, &net);
    net.poll_ms = 0;
    atb_net_up(&net, true);
    return 0;
}

int on_quectel(void **state)
{
    static struct quectel modem;
    (void)state;
    (void)quectel_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    return begin(&modem.session, &quectel_net, &quectel_words);
}

int on_simcom(void **state)
{
    static struct simcom modem;
    (void)state;
    (void)simcom_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    return begin(&modem.session, &simcom_net, &simcom_words);
}

int on_fibocom(void **state)
{
    static struct fibocom modem;
    (void)state;
    (void)fibocom_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    return begin(&modem.session, &fibocom_net, &fibocom_words);
}

int on_onemo(void **state)
{
    static struct onemo modem;
    (void)state;
    (void)onemo_init(&modem, &port, lines, sizeof lines, NULL, 0, NULL);
    return begin(&modem.session, &onemo_net, &onemo_words);
}

void pass(uint32_t ms)
{
    now += ms;
    (void)atb_tick(session);
}

void set_clock(uint32_t ms)
{
    now = ms;
}

void break_port(void)
{
    broken = true;
}

/* ---- what is said and heard ------------------------------------------------------------ */

void modem_says(const char *text)
{
    assert_int_equal(atb_feed(session, text, strlen(text)), ATB_OK);
}

void modem_hears(const char *text)
{
    assert_string_equal(sent, text);
    sent[0] = '\0';
}

void app_sends(const char *text)
{
    assert_int_equal(atb_socket_send(&sockets[0], text, strlen(text)), ATB_OK);
    pass(10);
}

void app_hears(const char *expected)
{
    assert_string_equal(events, expected);
    events[0] = '\0';
}

void takes(struct atb_socket *socket, size_t size, const char *text)
{
    char data[MEMORY + 1];
    size_t length = atb_socket_receive(socket, data, size);
    data[length] = '\0';
    assert_string_equal(data, text);
    assert_int_equal(length, strlen(text));
}

/* ---- opened sockets ------------------------------------------------------------------- */

int open_at(unsigned index, const struct atb_socket_kind *kind, size_t size)
{
    return atb_socket_open(&net, &sockets[index], kind, "192.0.2.7", 7, memory[index], size);
}

static void play(const struct opening *opening)
{
    pass(10);
    for (int i = 0; i < 3 && opening->hears[i] != NULL; i++) {
        modem_hears(opening->hears[i]);
        modem_says(opening->says[i]);
    }
    app_hears("opened 0, ");
}

void open_tcp(size_t size)
{
    assert_int_equal(open_at(0, words->tcp, size), ATB_OK);
    play(&words->opens_tcp);
}

void open_udp(size_t size)
{
    assert_int_equal(open_at(0, words->udp, size), ATB_OK);
    play(&words->opens_udp);
}

void open_two(size_t size)
{
    open_tcp(size);
    assert_int_equal(open_at(1, &quectel_tcp, size), ATB_OK);
    pass(10);
    modem_hears("AT+QIOPEN=1,1,\"TCP\",\"192.0.2.7\",7,0,0\r");
    modem_says(OK "\r\n+QIOPEN: 1,0\r\n");
    app_hears("opened 1, ");
}

void data_waits(void)
{
    modem_says("\r\n+QIURC: \"recv\",0\r\n");
    pass(10);
}

void nothing_is_left(void)
{
    modem_hears("AT+QIRD=0,64\r");
    modem_says("\r\n+QIRD: 0\r\n" OK);
}

void mark_passes(void)
{
    modem_hears("AT+CSQ\r");
    modem_says("\r\n+CSQ: 20,99\r\n" OK);
}
