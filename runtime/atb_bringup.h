/* SPDX-License-Identifier: MIT */
/*
 * From power-on to an active data context, and back after any loss: runs the list
 * of steps that a dialect's table gives (spec/<dialect>/bringup.yaml). Nothing
 * here waits; it works in atb_tick(), beside the application's own commands.
 *
 *     static const struct atb_bringup_setup setup = {.apn = "internet"};
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

/** A word or two for an enum atb_stage, for logs: a constant, never NULL. */
const char *atb_stage_text(int stage);

/* ---- what the application has ----------------------------------------------------- */

/** Presses a key, or lets it go. */
typedef void atb_pin(void *context, bool pressed);

/** What the application can do to the modem; each may be NULL. None of them may call bring-up or
 * the session. */
struct atb_pins {
    atb_pin *power_key;
    atb_pin *reset;
    /** Sets the UART's speed: the one in the set-up once the modem has it; 0: the modem's own.
     * While nothing answers, both in turn. */
    void (*speed)(void *context, uint32_t baud);
    void *context;
};

/** What is not NULL or 0 is used; steps that need what is not given are left out. */
struct atb_bringup_setup {
    const char *apn, *user, *password, *pin; /* as ATB_BRINGUP_APN and so on count them */
    struct atb_pins pins;
    uint32_t baud;     /**< up to 2,147,483,647 */
    uint16_t ask_s;    /**< seconds between two questions while data can flow, for a modem that
                          sleeps between; 0: as the list says, 20 s */
    bool flow_control; /**< RTS and CTS */
};

/** Hears each enum atb_stage as it begins: in a tick or a feed, as any callback does, or as part of
 * the call of the application that begins it. */
typedef void atb_on_stage(void *app, int stage);

/* ---- the list: constants -------------------------------------------------------------- */

/** What its commands leave open: texts, and numbers, by letter (atb_prepared.h). */
enum { ATB_BRINGUP_APN, ATB_BRINGUP_USER, ATB_BRINGUP_PASSWORD, ATB_BRINGUP_PIN };
enum { ATB_BRINGUP_BAUD };

/** What a step does, and when it has succeeded: an odd one, once its answer says what is wanted
 * (enum atb_bringup_role); another one with its command, or its key. */
enum atb_step_kind {
    ATB_STEP_COMMAND = 0,
    ATB_STEP_WANTS = 1,   /**< a command that asks */
    ATB_STEP_FLOW = 2,    /**< a command; only where the application wants flow control */
    ATB_STEP_SIM = 3,     /**< asks for the card's state; the next step sends the PIN */
    ATB_STEP_PIN = 4,     /**< sends the PIN; only when it was asked for, and never a refused one */
    ATB_STEP_SPEED = 6,   /**< tells the modem its speed, then the application's UART */
    ATB_STEP_RESTART = 8, /**< starts the modem anew by a command; at its own speed behind that */
    ATB_STEP_POWER = 10,  /**< presses the power key; so too behind that */
    ATB_STEP_RESET = 12   /**< presses reset, after a pause */
};

/** One row of a list: a command, a wait or a key, and where to go from there. */
struct atb_step {
    uint8_t command;     /**< of the list's forms */
    uint8_t kind;        /**< enum atb_step_kind */
    uint8_t stage;       /**< enum atb_stage */
    uint8_t tries;       /**< before it has failed */
    uint8_t then, fails; /**< the next step: after success; after the last try, or no key */
    uint8_t every;       /**< between two tries, or how long a key is pressed, in 100 ms */
    uint8_t limit;       /**< of one try, in 100 ms; 0: the command's own */
};

/** What a line means. A number below: a loss for those alone who came up in that way. */
enum atb_bringup_role {
    ATB_LINE_LOSES = 0xfa, /**< go to a step behind us */
    ATB_LINE_BOOTS,        /**< so too, for the modem has started again, as its table knows */
    ATB_LINE_ENDS,         /**< so too; the session is told of it */
    ATB_LINE_ANSWERS,      /**< from here on answers: the step has what it wants */
    ATB_LINE_ASKS,         /**< the card wants its PIN */
    ATB_LINE_LOCKS         /**< it wants what nobody here has */
};

/** What the words of +CPIN mean (27.007 8.3). */
enum atb_card {
    ATB_CARD_READY, /**< READY; SIM PIN2 and SIM PUK2, for the card is open */
    ATB_CARD_ASKS,  /**< SIM PIN */
    ATB_CARD_LOCKS, /**< SIM PUK, and PH-SIM PIN and other codes of the phone */
    ATB_CARD_ELSE   /**< may pass: NOT READY, NOT INSERTED, BLOCKED and others */
};

/** A line that matters when its field has one of the values. */
struct atb_bringup_line {
    /** Bit v: the field is v; bit 15: it is above 14, or no number. Without a field: a bit for each
     * enum atb_card. */
    uint16_t values;
    uint8_t line, field; /**< ATB_NO_INDEX: the line's text */
    uint8_t role;        /**< enum atb_bringup_role */
    uint8_t step;
};

/** Restarts in a row that have a pause each; further ones have the last. */
enum { ATB_BRINGUP_PAUSES = 7 };

/**
 * Commands from `way_commands` on stand in groups of `ways`, which ask for the same in different
 * networks: a step that names the first of a group goes on with the next where its answer is not
 * what it wants, and all stay with the one that went well.
 */
struct atb_bringup_list {
    const struct atb_step *steps;
    const struct atb_form *forms;           /**< of the commands (atb_prepared.h) */
    const struct atb_bringup_line *lines;   /**< the last is ATB_NO_LINE */
    uint8_t pauses_min[ATB_BRINGUP_PAUSES]; /**< before each restart, the last for all others */
    uint8_t way_commands, ways;
    uint8_t reset;        /**< the step that starts the modem anew */
    uint8_t again;        /**< where atb_bringup_again() begins */
    uint8_t echo;         /**< the step that turns the echo off */
    uint16_t command_max; /**< bytes of the longest command, its CR and a NUL */
};

/* ---- state ------------------------------------------------------------------------------ */

/** The application may read `stage` and `resets`; all else is private. Bytes come first: Thumb
 * reaches them in short. */
struct atb_bringup {
    struct atb_watcher watcher;
    uint8_t at;        /**< the step, counted in the list */
    uint8_t tries;     /**< of it that have failed */
    uint8_t way;       /**< of steps with several commands: the one that went well last */
    uint8_t stage;     /**< enum atb_stage */
    uint8_t resets;    /**< since data could flow last, as far as pauses differ */
    uint8_t answered;  /**< what the answer said, by enum atb_bringup_role; 0: nothing */
    bool running;      /**< a command of ours is under way */
    uint8_t patience;  /**< how often the card may still ask for the PIN that went out; 0: for none,
                            or one that was right */
    uint8_t echoes;    /**< 2: this command was repeated; 1: the last one was */
    bool rebooted;     /**< the modem has started again: the next tick tells the session */
    bool pauses;       /**< not before `reset_at` it is started anew */
    uint8_t losses;    /**< of the context, since it lasted */
    uint32_t reset_at; /**< while data can flow: since when it does */
    struct atb_session *session;
    const struct atb_bringup_list *list;
    const struct atb_step *step;
    const struct atb_bringup_setup *setup;
    atb_pin *key; /**< that is pressed, or NULL */
    atb_on_stage *on_stage;
    void *app;
};

/**
 * Watches the session, which must be initialised, and begins with the first step; anew, where it
 * was under way or stands still. `on_stage` is never NULL; it hears the first stage before this
 * returns. The session, the list, the set-up with its texts, and `bringup` itself must live as long
 * as the session is used; `bringup` need not be prepared.
 *
 * ATB_OK; ATB_NO_ROOM: the session's memory is less than <DIALECT>_BRINGUP_MEMORY, a command of the
 * list might not fit. Nothing has begun then.
 */
int atb_bringup_start(struct atb_bringup *bringup, struct atb_session *session,
                      const struct atb_bringup_list *list, const struct atb_bringup_setup *setup,
                      atb_on_stage *on_stage, void *app);

/** Leaves the modem alone, say before it is switched off: nothing is sent, pressed or told before
 * atb_bringup_start(), which begins anew. A command of it that is under way goes on to its end.
 * Behind atb_bringup_start(). */
void atb_bringup_stop(struct atb_bringup *bringup);

/** Makes the context anew: connections fail though nothing was said. Behind atb_bringup_start();
 * nothing happens before the context was reached. */
void atb_bringup_again(struct atb_bringup *bringup);

/** Starts the modem anew, after the pause that is due, also from ATB_STAGE_LOCKED; behind
 * atb_bringup_start(). Nothing happens where it was stopped. */
void atb_bringup_reset(struct atb_bringup *bringup);

#ifdef __cplusplus
}
#endif
#endif
