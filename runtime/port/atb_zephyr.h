/* SPDX-License-Identifier: MIT */
/*
 * A port on Zephyr's UART API, driven by interrupts: a ring for what comes in, one
 * for what goes out, a semaphore on which the thread sleeps while a call waits. The
 * tree's devicetree sets the baud rate.
 */
#ifndef ATB_ZEPHYR_H
#define ATB_ZEPHYR_H

#include <zephyr/device.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/ring_buffer.h>

#include "atb_session.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ATB_ZEPHYR_RING 512 /**< bytes each way; at 115200 baud it fills in 44 ms */

/** A session's way to a UART of Zephyr; all but `port` and `lost` is private. */
struct atb_zephyr {
    struct atb_port port; /**< for <dialect>_init(); `context` points to this structure, which must
                             stay where it is */
    const struct device *uart;
    struct ring_buf in, out;
    struct k_sem stirred; /**< bytes have come, or all are gone */
    uint32_t lost;        /**< bytes that found the ring full, and how often the UART has told that
                             it had lost or misread some: what has been added since you looked is for
                             atb_overrun() */
    int errors;           /**< what it told last */
    uint8_t in_bytes[ATB_ZEPHYR_RING], out_bytes[ATB_ZEPHYR_RING];
};

/** Takes the UART over. 0, or the negative errno of the driver (-ENODEV: it is not ready). */
int atb_zephyr_init(struct atb_zephyr *zephyr, const struct device *uart);

/** For another thread that has queued work for the session's: its atb_poll() under way, or the next
 * one, returns early. */
void atb_zephyr_wake(struct atb_zephyr *zephyr);

#ifdef __cplusplus
}
#endif
#endif
