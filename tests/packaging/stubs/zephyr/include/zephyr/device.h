/* SPDX-License-Identifier: MIT */
/* Stub: the signatures that runtime/port/atb_zephyr.c needs of Zephyr's API. */
#ifndef STUB_DEVICE_H
#define STUB_DEVICE_H
#include <stdbool.h>
#include <stdint.h>
struct device {
    const char *name;
};
bool device_is_ready(const struct device *dev);
#endif
