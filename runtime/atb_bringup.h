/* SPDX-License-Identifier: MIT */
/*
 * From power-on to an active data context, and back after any loss: runs the list
 * of steps that a dialect's table gives (spec/<dialect>/bringup.yaml). Nothing
 * here waits; it works in atb_tick(), beside the application's own commands.
 *
 *     static const struct atb_bringup_setup setup = {.apn = "internet", .pins = &pins};
 *     atb_bringup_start(&bringup, &modem.session, &quectel_bringup, &setup, on_stage, app);
 *
 * runtime/BRINGUP.md says what it does when.
 */
#ifndef ATB_BRINGUP_H
#define ATB_BRINGUP_H

#include "atb_prepared.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How far it is. */
enum atb_stage {
    ATB_STAGE_POWER,    /**< the power key is pressed, an answer awaited */
    ATB_STAGE_RESET,    /**< the modem is started anew, after a pause that grows */
    ATB_STAGE_SET_UP,   /**< it answers */
    ATB_STAGE_SIM,      /**< the card is awaited, the PIN sent */
    ATB_STAGE_REGISTER, /**< the network is awaited */
    ATB_STAGE_CONTEXT,  /**< the data context is made active */
    ATB_STAGE_LOCKED,   /**< a PIN or PUK that we do not have, or that was refused: stands still */
    ATB_STAGE_LOST,     /**< the network is gone; what has arrived can still be read */
    ATB_STAGE_UP        /**< data can flow */
};

/** Whether sockets can be used: for atb_net_up(). */
static inline bool atb_stage_is_up(int stage)
{
    return stage >= ATB_STAGE_LOST;
}

/* ---- what the application has ----------------------------------------------------- */

/** What the application can do to the modem; each may be NULL. */
struct atb_pins {
    void (*power_key)(void *context, bool pressed);
    void (*reset)(void *context, bool pressed);
    /** Sets the UART's speed: the one in the set-up once the modem has it; 0: the modem's own. */
    void (*speed)(void *context, uint32_t baud);
    void *context;
};

/** What is not NULL or 0 is used; steps that need what is not given are left out. */
struct atb_bringup_setup {
    const char *apn, *user, *password;
    const char *pin;
    const struct atb_pins *pins;
    uint32_t baud;
    bool flow_control; /**< RTS and CTS */
};

typedef void atb_on_stage(void *app, int stage);

/* ---- the list: constants -------------------------------------------------------------- */

/** Arguments of its commands, by letter. */
enum {
    ATB_BRINGUP_APN,
    ATB_BRINGUP_USER,
    ATB_BRINGUP_PASSWORD,
    ATB_BRINGUP_PIN,
    ATB_BRINGUP_BAUD,
    ATB_BRINGUP_FLOW,
    ATB_BRINGUP_ARGUMENTS
};

enum atb_step_kind {
    ATB_STEP_COMMAND,
    ATB_STEP_SIM,   /**< asks for the card's state; the next step sends the PIN */
    ATB_STEP_PIN,   /**< sends the PIN; only when it was asked for, and never a refused one */
    ATB_STEP_POWER, /**< presses the power key */
    ATB_STEP_RESET, /**< presses reset, after a pause */
    ATB_STEP_SPEED  /**< tells the modem its speed, then the application's UART */
};

struct atb_step {
    struct atb_prepared command;
    uint16_t values;     /**< bit v: the field may be v; 0: any answer will do */
    uint8_t line;        /**< of the answer */
    uint8_t field;       /**< by commas */
    uint8_t kind : 4;    /**< enum atb_step_kind */
    uint8_t stage : 4;   /**< enum atb_stage */
    uint8_t tries;       /**< before it has failed */
    uint8_t then, fails; /**< the next step after success; after the last try, or without the key */
    uint8_t every;       /**< between two tries, or how long a key is pressed, in 100 ms */
    uint8_t limit;       /**< of one try, in 100 ms; 0: the command's own */
};

/** A line that means a loss: unless its field has one of the values, go to a step behind us. */
struct atb_loss {
    uint16_t values; /**< bit v: no loss; 0: always one */
    uint8_t line, field;
    uint8_t step;
    bool boots; /**< the modem has started again */
};

struct atb_bringup_list {
    const struct atb_step *steps;
    const struct atb_loss *losses;
    const uint16_t *pauses_s; /**< before each restart, the last for all others */
    uint8_t loss_count, pause_count;
    uint8_t reset; /**< the step that starts the modem anew */
    uint8_t again; /**< where atb_bringup_again() begins */
    uint8_t echo;  /**< the step that turns the echo off */
};

/* ---- state ------------------------------------------------------------------------------ */

/** Private, but for `stage` and `resets`. */
struct atb_bringup {
    struct atb_watcher watcher;
    struct atb_session *session;
    const struct atb_bringup_list *list;
    const struct atb_bringup_setup *setup;
    atb_on_stage *on_stage;
    void *app;
    uint32_t due; /**< when there is something to do */
    uint8_t step, tries;
    uint8_t stage;    /**< enum atb_stage */
    uint8_t resets;   /**< since data could flow last */
    bool running : 1; /**< a command of ours is under way */
    bool pressing : 1;
    bool answered : 1; /**< the line came, and said what it must */
    bool asked : 1;    /**< for the PIN */
    bool doubtful : 1; /**< the PIN: sent, and not accepted */
    bool locked : 1;
    bool echoed : 1;   /**< it was heard though it is off, and set off again */
    bool rebooted : 1; /**< the session is still to be told */
};

/** Watches the session, which must be initialised, and begins with the first step. */
void atb_bringup_start(struct atb_bringup *bringup, struct atb_session *session,
                       const struct atb_bringup_list *list, const struct atb_bringup_setup *setup,
                       atb_on_stage *on_stage, void *app);

/** Makes the context anew: connections fail though nothing was said. */
void atb_bringup_again(struct atb_bringup *bringup);

/** Starts the modem anew, after the pause that is due. */
void atb_bringup_reset(struct atb_bringup *bringup);

#ifdef __cplusplus
}
#endif
#endif
