/* SPDX-License-Identifier: MIT */
/* What the modem answers to the commands of the layer, from what it was asked. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OK    "\r\nOK\r\n"
#define ERROR "\r\nERROR\r\n"

/* A command as it was asked: its link, and how many bytes. */
struct asked {
    const char *line;
    unsigned id;
    int length;
};

static void say_words(struct scene *scene, const char *form, int a, int b, int c, int d)
{
    say(scene, form, (const int[4]){a, b, c, d});
}

static void say_text(struct scene *scene, const char *text)
{
    say_bytes(scene, text, strlen(text));
}

/* A program may have the modem refuse one command. */
static bool refuses(struct scene *scene)
{
    const bool refused = scene->modem.refuses;
    scene->modem.refuses = false;
    if (refused) {
        say_text(scene, ERROR);
    }
    return refused;
}

static bool is_packets(const struct scene *scene, const char *line)
{
    const char *last = strrchr(line, ',');
    return strstr(line, "\"UDP\"") != NULL ||
           (scene->dialect == &dialects[2] && last != NULL && strcmp(last, ",1") == 0);
}

/* ---- opening and closing ------------------------------------------------------------------- */

void say_opened(struct scene *scene, int id)
{
    say_words(scene, scene->words->opened, id, 0, 0, 0);
}

/* SIMCom's listeners have numbers of their own. */
static bool is_in_use(const struct scene *scene, unsigned id)
{
    const bool apart = scene->words->gives_again;
    return scene->modem.links[id] != NULL || (!apart && scene->modem.listeners[id] != NULL);
}

static void open_link(struct scene *scene, const struct asked *asked)
{
    struct modem *modem = &scene->modem;
    const bool used = is_in_use(scene, asked->id);
    modem_says_result(scene);
    if (refuses(scene)) {
        return;
    }
    say_text(scene, OK);
    if (used || connect_link(scene, &modem->links[asked->id]) == NULL) {
        say_words(scene, scene->words->refused, (int)asked->id, 0, 0, 0);
        return;
    }
    modem->links[asked->id]->packets = is_packets(scene, asked->line);
    modem->owed = (int)asked->id;
    if (!modem->slow) {
        modem_says_result(scene);
    }
}

/* SIMCom's says so by OK alone. */
static void listen_at(struct scene *scene, unsigned id, bool has_result)
{
    struct modem *modem = &scene->modem;
    if (modem->listeners[id] != NULL || (has_result && modem->links[id] != NULL) ||
        connect_link(scene, &modem->listeners[id]) == NULL) {
        say_text(scene, ERROR);
        return;
    }
    modem->listeners[id]->listens = true;
    say_text(scene, OK);
    if (has_result) {
        say_opened(scene, (int)id);
    }
}

static void open_it(struct scene *scene, const struct asked *asked)
{
    if (strstr(asked->line, "LISTENER") != NULL) {
        listen_at(scene, asked->id, true);
    } else {
        open_link(scene, asked);
    }
}

static void start_server(struct scene *scene, const struct asked *asked)
{
    if (!refuses(scene)) {
        listen_at(scene, (unsigned)asked->length % LINKS, false);
    }
}

static void stop_server(struct scene *scene, const struct asked *asked)
{
    scene->modem.listeners[asked->id] = NULL;
    say_words(scene, "\r\n+SERVERSTOP: %1,0\r\n" OK, (int)asked->id, 0, 0, 0);
}

static void close_it(struct scene *scene, const struct asked *asked)
{
    struct modem *modem = &scene->modem;
    const bool open = is_in_use(scene, asked->id);
    modem->owed = modem->owed == (int)asked->id ? -1 : modem->owed;
    if (modem->links[asked->id] != NULL) {
        modem->links[asked->id]->gone = modem->links[asked->id]->cut = true;
    }
    modem->links[asked->id] = NULL;
    if (scene->dialect == &dialects[0]) { /* the others' listeners have commands of their own */
        modem->listeners[asked->id] = NULL;
    }
    say_words(scene, open ? scene->words->closed : scene->words->not_open, (int)asked->id, 0, 0, 0);
}

/* ---- sending --------------------------------------------------------------------------------- */

static void say_acked(struct scene *scene, const struct asked *asked)
{
    const struct connection *link = scene->modem.links[asked->id];
    const int took = link != NULL ? (int)link->took : 0;
    if (link == NULL) {
        say_text(scene, ERROR);
    } else {
        say_words(scene, scene->words->acked, (int)asked->id, took, took - took / 8, took / 8);
    }
}

/* OneMO's models without a prompt: the layer writes hex there, which has no CR in it. */
static void take_inline(struct scene *scene, const char *digits)
{
    unsigned byte;
    scene->modem.is_inline = true;
    while (scene->modem.in_payload && sscanf(digits, "%2x", &byte) == 1) {
        modem_is_paid(scene, (char)byte);
        digits += 2;
    }
    if (scene->modem.in_payload) { /* a line that was cut: there is less than it says */
        scene->modem.in_payload = false;
        say_text(scene, ERROR);
    }
}

static void send_it(struct scene *scene, const struct asked *asked)
{
    struct modem *modem = &scene->modem;
    struct connection *link = modem->links[asked->id];
    const char *data = strchr(asked->line, '"');
    if (asked->length == 0) {
        say_acked(scene, asked);
    } else if (link == NULL || link->gone) {
        say_text(scene, ERROR);
    } else if (!refuses(scene)) {
        modem->paid = link;
        modem->paid_id = (int)asked->id;
        modem->due = (size_t)asked->length;
        modem->payload = 0;
        modem->in_payload = true;
        modem->is_inline = false;
        if (data != NULL && scene->words->sent_inline != NULL) {
            take_inline(scene, data + 1);
        } else {
            say_text(scene, scene->words->prompt);
        }
    }
}

/* One that is full takes nothing, or a part where its dialect can say so; a packet is taken whole.
 */
void answer_payload(struct scene *scene)
{
    struct modem *modem = &scene->modem;
    struct connection *paid = modem->paid;
    const bool full = modem->is_full;
    const size_t part = scene->words->takes_part && !paid->packets ? modem->due / 2 : 0;
    const size_t taken = full ? part : modem->due;
    paid->took += taken;
    modem->is_full = false;
    const struct words *words = scene->words;
    const char *sent = modem->is_inline ? words->sent_inline : words->sent;
    say_words(scene, full ? words->full : sent, modem->paid_id, (int)modem->due, (int)taken, 0);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* How much one read gives: of packets, one. */
static size_t readable(const struct connection *link, int asked)
{
    const size_t most = asked > 0 ? (size_t)asked : 1500u;
    const size_t left = link->wrote - link->read;
    if (link->packets) {
        return link->packet_count > 0 ? link->packet[0] : 0;
    }
    return left < most ? left : most;
}

static void drop_packet(struct connection *link)
{
    if (link->packets) {
        link->packet_count--;
        memmove(link->packet, link->packet + 1, link->packet_count * sizeof link->packet[0]);
    }
}

static void say_data(struct scene *scene, const struct asked *asked, struct connection *link,
                     size_t count)
{
    char bytes[2048];
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (char)pattern(link, true, link->read + i);
    }
    link->starts[link->told++ % TOLD] = link->read;
    link->read += count;
    drop_packet(link);
    const int left = link->packets ? (int)link->packet_count : (int)(link->wrote - link->read);
    say_words(scene, scene->words->data, (int)asked->id, (int)count, left, 0);
    say_text(scene, scene->words->data_in_line ? "" : "\r\n");
    say_bytes(scene, bytes, count);
    say_text(scene, scene->words->data_in_line ? "\r\n" OK : OK);
}

static void read_it(struct scene *scene, const struct asked *asked)
{
    struct connection *link = scene->modem.links[asked->id];
    const size_t count = link != NULL ? readable(link, asked->length) : 0;
    if (link == NULL) {
        say_text(scene, ERROR);
    } else if (count == 0) {
        say_words(scene, scene->words->empty, (int)asked->id, 0, 0, 0);
    } else if (refuses(scene)) {
        link->cut = true; /* what it still has is then for nobody */
    } else {
        say_data(scene, asked, link, count);
    }
}

/* ---- all others ------------------------------------------------------------------------------ */

static void say_address(struct scene *scene, const struct asked *asked)
{
    if (refuses(scene)) {
        return;
    }
    if (strstr(asked->line, "\"a.example\"") == NULL) {
        modem_is_asked(scene, asked->line);
    } else { /* of a socket */
        say_text(scene, "\r\n+CDNSGIP: 1,\"a.example\",\"192.0.2.9\"\r\n" OK);
    }
}

static void say_signal(struct scene *scene, const struct asked *asked)
{
    (void)asked;
    say_text(scene, "\r\n+CSQ: 20,99\r\n" OK);
}

static void say_one(struct scene *scene, const struct asked *asked)
{
    say_text(scene, "\r\n+");
    say_bytes(scene, asked->line + 3, strcspn(asked->line + 3, "?"));
    say_text(scene, ": 1\r\n" OK);
}

static const struct verb {
    const char *begins; /* the link's number follows */
    void (*answer)(struct scene *scene, const struct asked *asked);
} verbs[] = {
    {"AT+QIOPEN=1,", open_it},       {"AT+QICLOSE=", close_it},
    {"AT+QISEND=", send_it},         {"AT+QIRD=", read_it},
    {"AT+CIPOPEN=", open_it},        {"AT+CIPCLOSE=", close_it},
    {"AT+CIPSEND=", send_it},        {"AT+CIPRXGET=2,", read_it},
    {"AT+CIPACK=", say_acked},       {"AT+SERVERSTART=", start_server},
    {"AT+SERVERSTOP=", stop_server}, {"AT+CDNSGIP=", say_address},
    {"AT+QIDNSGIP=", say_address},   {"AT+MIPDNS=", say_address},
    {"AT+MDNSGIP=", say_address},    {"AT+MIPOPEN=", open_it},
    {"AT+MIPCLOSE=", close_it},      {"AT+MIPSEND=", send_it},
    {"AT+MIPREAD=", read_it},        {"AT+GTSACK=", say_acked},
    {"AT+MIPRD=", read_it},          {"AT+MIPSACK=", say_acked},
    {"AT+CSQ", say_signal},          {"AT+CFUN?", say_one},
    {"AT+CMEE?", say_one},           {"AT+CGATT?", say_one},
};

/* A line whose rest did not leave in time is ended so, as one that no modem obeys. */
static bool is_spoilt(const char *line)
{
    static const char end[] = "\",?\"";
    const size_t length = strlen(line);
    return length >= sizeof end - 1 && strcmp(line + length - (sizeof end - 1), end) == 0;
}

/* What it has no row for changes nothing here; what does not begin with AT is no command. */
void answer_line(struct scene *scene, const char *line)
{
    if (is_spoilt(line)) {
        say_text(scene, ERROR);
        return;
    }
    if (answer_of_life(scene, line)) {
        return;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const size_t length = strlen(verbs[i].begins);
        if (strncmp(line, verbs[i].begins, length) == 0) {
            char *behind;
            const long id = strtol(line + length, &behind, 10);
            const int number = *behind == ',' ? atoi(behind + 1) : -1;
            verbs[i].answer(scene, &(struct asked){line, (unsigned)id % LINKS, number});
            return;
        }
    }
    if (strncmp(line, "AT", 2) == 0) {
        say_text(scene, OK);
    }
}
