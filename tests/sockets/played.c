/* SPDX-License-Identifier: MIT */
#include "played.h"

#include "fibocom.h"
#include "fibocom_bringup.h"
#include "onemo.h"
#include "onemo_bringup.h"
#include "quectel.h"
#include "quectel_bringup.h"
#include "simcom.h"
#include "simcom_bringup.h"

#define OK    "\r\nOK\r\n"
#define ERROR "\r\nERROR\r\n"

struct played played;

static const struct language languages[] = {
    {"quectel", "\r\nRDY\r\n", "\r\n+QIURC: \"pdpdeact\",1\r\n", "\r\nPOWERED DOWN\r\n",
     "AT+QIACT=1\n", OK, "AT+QICSGP=", false},
    {"simcom", "\r\n*ATREADY: 1\r\n", "\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n",
     "\r\nNORMAL POWER DOWN\r\n", "AT+NETOPEN\n", OK "\r\n+NETOPEN: 0\r\n", "AT+CGDCONT=", false},
    {"fibocom", "\r\n+SIM READY\r\n", "\r\n+MIPCALL: 0\r\n", NULL, "AT+MIPCALL=1\n",
     OK "\r\n+MIPCALL: 192.0.2.1\r\n", "AT+CGDCONT=", false},
    {"onemo", "\r\n+MATREADY\r\n", "\r\n+MIPURC: \"disconn\",0,3\r\n", "\r\nPOWER OFF\r\n",
     "AT+CGACT=1,1\n", OK, "AT+CGDCONT=", true},
};

/* ---- what it hears, and says ---------------------------------------------------------------- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Another number for each seed: from 0 on, below `below`. */
static unsigned chance(unsigned below)
{
    played.seed = played.seed * 1103515245u + 12345u;
    return (played.seed >> 8) % below;
}

/* A bad line: bytes that are lost, or others than were sent. Returns how many are left. */
static size_t damage(char *bytes, size_t length)
{
    size_t left = 0;
    for (size_t i = 0; i < length; i++) {
        bool bad = played.noise != 0 && chance(1000) < played.noise;
        if (!bad || chance(2) == 0) {
            bytes[left++] = (char)(bad ? bytes[i] ^ (1 << chance(7)) : bytes[i]);
        }
    }
    bytes[left] = '\0';
    return left;
}

/* The receiver may keep what comes while the rest still starts. */
static bool is_received(void)
{
    bool awake = !played.hung && played.now >= played.boots_at;
    awake = awake && played.now >= played.deaf_until;
    return played.on && (awake || played.hoards) && played.baud == played.port_baud;
}

static bool is_heard(void)
{
    return is_received() && !played.hung && played.now >= played.boots_at;
}

void says(const char *text)
{
    char said[256];
    if (is_heard()) {
        assert_true(strlen(text) < sizeof said);
        strcpy(said, text);
        (void)atb_feed(played.session, said, damage(said, strlen(said)));
    }
}

static void boot(void)
{
    played.on = true;
    played.hung = false;
    if (played.late_ms == 0) {
        played.typed[0] = '\0';
    }
    played.thought_at = 0;
    played.echo = true;
    played.terse = NULL;
    played.boots_at = played.now + played.boot_ms;
    played.card = played.card == CARD_READY && played.wants_pin ? CARD_WANTS_PIN : played.card;
    played.baud = played.keeps_baud ? played.baud : (uint32_t)OWN_BAUD;
}

void switch_on(void)
{
    boot();
}

void reboot(void)
{
    boot();
}

static void take_pin(const char *pin)
{
    bool right = begins(pin, played.pin) && pin[strlen(played.pin)] == '"';
    if (played.card == CARD_WANTS_PIN) {
        played.tries = right ? PIN_TRIES : played.tries - 1;
        played.card = right ? CARD_READY : played.tries == 0 ? CARD_WANTS_PUK : CARD_WANTS_PIN;
        says(right ? OK : "\r\n+CME ERROR: 16\r\n");
    } else {
        says("\r\n+CME ERROR: 3\r\n");
    }
}

static void tell_card(void)
{
    static const char *const states[] = {"\r\n+CPIN: READY\r\n" OK, "\r\n+CPIN: SIM PIN\r\n" OK,
                                         "\r\n+CPIN: SIM PUK\r\n" OK};
    says(played.card == CARD_ELSE ? played.state : states[played.card]);
}

/* No network without a card. */
static void tell_register(const char *name, int stat)
{
    char line[64];
    snprintf(line, sizeof line, "\r\n%s: 0,%d\r\n" OK, name, played.card == CARD_READY ? stat : 0);
    says(stat < 0 ? ERROR : line);
}

/* What else it knows, whole or up to a value, and always answers so; to anything else ERROR. */
static const char *const fixed[][2] = {
    {"AT\n", OK},
    {"ATE0\n", OK},
    {"ATQ0V1\n", OK},
    {"AT+CMEE=1\n", OK},
    {"AT+IPR=", OK},
    {"AT+IFC=2,2\n", OK},
    {"AT+CEREG=1\n", OK},
    {"AT+CGREG=1\n", OK},
    {"AT+CREG=1\n", OK},
    {"AT+QIDEACT=1\n", OK},
    {"AT+QICSGP=1,1,\"", OK},
    {"AT+CGDCONT=1,\"IP\",\"", OK},
    {"AT+CGAUTH=1,1,\"", OK},
    {"AT+CFUN=1,1\n", OK},
    {"AT+X\n", OK},
    {"AT+NETCLOSE\n", "\r\n+NETCLOSE: 2\r\n" ERROR},
    {"AT+CSQ\n", "\r\n+CSQ: 20,99\r\n" OK},
    {"AT+CFUN?\n", "\r\n+CFUN: 1\r\n" OK},
    {"AT+CMEE?\n", "\r\n+CMEE: 1\r\n" OK},
    {"AT+CGATT?\n", "\r\n+CGATT: 1\r\n" OK},
    {"", ERROR},
};

static const char *fixed_answer(const char *command)
{
    char line[sizeof played.typed];
    unsigned row = 0;
    snprintf(line, sizeof line, "%s\n", command);
    while (!begins(line, fixed[row][0])) {
        row++;
    }
    return begins(line, played.says->activate) ? played.says->activated : fixed[row][1];
}

static void tell_call(const char *command)
{
    says(command[strlen("AT+MIPCALL")] == '?' ? played.call : played.dialled);
    if (command[strlen("AT+MIPCALL")] == '=') {
        played.call = played.call_then;
    }
}

static void answer(const char *command)
{
    if (strcmp(command, "AT+CPIN?") == 0) {
        tell_card();
    } else if (begins(command, "AT+CPIN=\"")) {
        take_pin(command + strlen("AT+CPIN=\""));
    } else if (strcmp(command, "AT+CEREG?") == 0) {
        tell_register("+CEREG", played.stat[0]);
    } else if (strcmp(command, "AT+CGREG?") == 0) {
        tell_register("+CGREG", played.stat[1]);
    } else if (strcmp(command, "AT+CREG?") == 0) {
        tell_register("+CREG", played.stat[2]);
    } else if (played.call != NULL && begins(command, "AT+MIPCALL")) {
        tell_call(command);
    } else {
        says(fixed_answer(command));
    }
}

/* What becomes of the modem behind its answer. */
static void obey(const char *command)
{
    if (begins(command, "ATE0")) {
        played.echo = false;
    } else if (begins(command, "AT+IPR=")) {
        played.baud = (uint32_t)atol(command + strlen("AT+IPR="));
        played.deaf_until = played.now + played.deaf_ms;
    } else if (begins(command, "AT+CFUN=1,1")) {
        boot();
    }
}

/* A command line, without its CR. */
static void hear(const char *command)
{
    uint32_t speed = played.port_baud;
    strcat(strcat(played.heard, command), "\n");
    if (played.echo) {
        says(command);
        says("\r");
    }
    if (played.deaf != NULL && begins(command, played.deaf)) {
        played.port_baud = 0; /* nothing of the answer arrives */
    }
    if (begins(command, "ATQ0V1")) {
        played.terse = NULL;
    }
    if (played.refuse != NULL && begins(command, played.refuse)) {
        says(ERROR);
    } else if (played.terse != NULL) {
        says(played.terse);
    } else {
        answer(command);
        played.port_baud = played.port_baud == 0 ? speed : played.port_baud;
        obey(command);
    }
}

/* The first of the commands that are on the way. */
static bool has_arrived(void)
{
    if (played.late == 0) { /* or one whose end a bad line has made up */
        return true;
    }
    if (played.now - played.sent_at[0] < played.late_ms) {
        return false;
    }
    played.late--;
    memmove(played.sent_at, played.sent_at + 1, played.late * sizeof played.sent_at[0]);
    return true;
}

static bool has_thought(void)
{
    if (played.thought_at == 0) {
        played.thought_at = played.now + played.thinks_ms;
    }
    if (played.now < played.thought_at) {
        return false;
    }
    played.thought_at = 0;
    return true;
}

static void take_typed(void)
{
    char *end = strchr(played.typed, '\r');
    char command[sizeof played.typed];
    while (end != NULL && is_heard() && has_arrived() && has_thought()) {
        *end = '\0';
        strcpy(command, played.typed);
        memmove(played.typed, end + 1, strlen(end + 1) + 1);
        hear(command);
        end = strchr(played.typed, '\r');
    }
}

unsigned count(const char *command)
{
    unsigned found = 0;
    for (const char *at = played.heard; *at != '\0'; at = strchr(at, '\n') + 1) {
        found += begins(at, command);
    }
    return found;
}

/* ---- port, keys, stages ---------------------------------------------------------------------- */

static void note_sent(bool whole)
{
    if (played.late_ms != 0 && whole) {
        assert_true(played.late < LATE_LINES);
        played.sent_at[played.late++] = played.now;
    }
}

static int port_write(void *context, const void *bytes, size_t length)
{
    char typed[256];
    (void)context;
    assert_true(length < sizeof typed);
    memcpy(typed, bytes, length);
    played.pins += length > 8 && begins(bytes, "AT+CPIN=\"");
    if (is_received() && strlen(played.typed) + length < sizeof played.typed) {
        strncat(played.typed, typed, damage(typed, length));
        note_sent(typed[length - 1] == '\r');
    }
    return (int)length;
}

static uint32_t port_now(void *context)
{
    (void)context;
    return played.now;
}

static const struct atb_port port = {.write = port_write, .now = port_now};

/* Half a second switches it on, or off. */
static void press_power(void *context, bool pressed)
{
    assert_ptr_equal(context, &played);
    strcat(played.keys, pressed ? "power " : "up ");
    if (pressed) {
        played.pressed_at = played.now;
    } else if (played.now - played.pressed_at >= 500) {
        played.on ? (void)(played.on = false) : boot();
    }
}

static void press_reset(void *context, bool pressed)
{
    assert_ptr_equal(context, &played);
    strcat(played.keys, pressed ? "reset " : "up ");
    if (!pressed && played.on) {
        boot();
    }
}

static void set_speed(void *context, uint32_t baud)
{
    assert_ptr_equal(context, &played);
    played.port_baud = baud != 0 ? baud : (uint32_t)OWN_BAUD;
}

const struct atb_pins all_pins = {press_power, press_reset, set_speed, &played};

static void on_stage(void *app, int stage)
{
    struct played *its = app;
    strcat(strcat(its->stages, atb_stage_text(stage)), ", ");
}

/* ---- time ------------------------------------------------------------------------------------ */

static void tick(void)
{
    played.now += 10;
    if (played.on && played.now == played.boots_at && !played.mute) {
        says(played.says->banner);
    }
    (void)atb_tick(played.session);
    take_typed();
}

void pass(uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms; passed += 10) {
        tick();
    }
}

uint32_t until(int stage, uint32_t ms)
{
    uint32_t passed = 0;
    while (played.bringup.stage != stage && passed < ms) {
        tick();
        passed += 10;
    }
    assert_string_equal(atb_stage_text(played.bringup.stage), atb_stage_text(stage));
    return passed;
}

/* ---- fixtures -------------------------------------------------------------------------------- */

static char lines[8192];

static void prepare(int which)
{
    static struct quectel quectel;
    static struct simcom simcom;
    static struct fibocom fibocom;
    static struct onemo onemo;
    static const struct atb_bringup_list *const lists[] = {&quectel_bringup, &simcom_bringup,
                                                           &fibocom_bringup, &onemo_bringup};
    struct atb_session *const sessions[] = {&quectel.session, &simcom.session, &fibocom.session,
                                            &onemo.session};
    (void)quectel_init(&quectel, &port, lines, sizeof lines, NULL, 0, NULL);
    (void)simcom_init(&simcom, &port, lines, sizeof lines, NULL, 0, NULL);
    (void)fibocom_init(&fibocom, &port, lines, sizeof lines, NULL, 0, NULL);
    (void)onemo_init(&onemo, &port, lines, sizeof lines, NULL, 0, NULL);
    played.session = sessions[which];
    played.list = lists[which];
    played.says = &languages[which];
}

int played_modem(void **state)
{
    memset(&played, 0, sizeof played);
    played.now = 1000;
    played.on = played.echo = true;
    played.baud = played.port_baud = OWN_BAUD;
    played.boot_ms = BOOT_MS;
    played.pin = "1234";
    played.tries = PIN_TRIES;
    played.stat[0] = played.stat[1] = played.stat[2] = 1;
    prepare(*(int *)*state);
    return 0;
}

void start_with(const struct atb_bringup_list *list, atb_on_stage *listener)
{
    assert_int_equal(
        atb_bringup_start(&played.bringup, played.session, list, &played.setup, listener, &played),
        ATB_OK);
}

void start_bringup(void)
{
    start_with(played.list, on_stage);
}
