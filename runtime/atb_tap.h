/* SPDX-License-Identifier: MIT */
/*
 * A tap between port and session: hands everything on, and writes what passes as
 * a transcript, which `atbind decode --transcript` reads.
 *
 *     static const struct atb_secret secrets[] = {QUECTEL_SECRETS};
 *     atb_tap_init(&tap, &uart, secrets, ATB_LENGTH(secrets), put, file);
 *     quectel_init(&modem, &tap.port, ...);
 *
 * What the tables call secret (PINs, user names, passwords), and numbers of 14 digits and more
 * (IMEI, IMSI, ICCID) are masked, also in payload and in what the modem repeats until the next
 * command begins, however lines cut it.
 */
#ifndef ATB_TAP_H
#define ATB_TAP_H

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Takes a line of the transcript with its line feed, or a part of one; borrowed until it returns.
 * It may not call the session. */
typedef void atb_put(void *context, const char *text, size_t length);

/** A command, or a line, with fields that nobody may read. QUECTEL_SECRETS and its like are rows of
 * these, from the tables; commands that no table has may stand behind them. */
struct atb_secret {
    const char *keyword; /**< with what ends it, in capitals: "+QMTCONN="; up to 16 characters */
    uint8_t fields;      /**< bit i: the field behind so many commas */
};

/** What goes one way and is not written yet. */
struct atb_tap_side {
    uint16_t length;
    uint8_t secret; /**< bit i: the i-th field from here is to be masked */
    bool quoted;    /**< a comma here separates nothing */
    bool goes_on;   /**< a line that a piece of is written already */
    char last[16];  /**< of the line, in capitals: a keyword may end there */
    char bytes[192];
};

/** What was sent last, with the top bit in what is secret of it: the modem may repeat it. */
struct atb_tap_said {
    uint16_t length;
    uint8_t bytes[192];
};

/** What stands between a session and its port, and keeps a record: see above. */
struct atb_tap {
    struct atb_port port; /**< for the session */
    const struct atb_port *inner;
    atb_put *put;
    void *context;
    const struct atb_secret *secrets; /**< NULL: nothing is masked */
    uint8_t secret_count;
    bool blank;    /**< a line end came, and may begin a line */
    bool prompted; /**< what is sent next is payload */
    bool answered; /**< until a command comes: a line came behind that prompt */
    struct atb_tap_side sent, received;
    struct atb_tap_said said;
};

/** Gives `tap->port` to the session; the tap, which must stay where it is, `inner`, `secrets`, up
 * to 255, and what `put` writes to must live as long. NULL for `secrets`: nothing is masked, not
 * even long numbers. */
void atb_tap_init(struct atb_tap *tap, const struct atb_port *inner,
                  const struct atb_secret *secrets, size_t secret_count, atb_put *put,
                  void *context);

/** Bytes that come in by atb_feed(), not by the port's read. */
void atb_tap_received(struct atb_tap *tap, const void *bytes, size_t length);

/** Bytes that went out by other ways than the port. */
void atb_tap_sent(struct atb_tap *tap, const void *bytes, size_t length);

/** Writes what is left: a line that has no end yet. */
void atb_tap_end(struct atb_tap *tap);

#ifdef __cplusplus
}
#endif
#endif
