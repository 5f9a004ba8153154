/* SPDX-License-Identifier: MIT */
/* What tests of the layers beside each other share: one of each, and what they tell. */
#ifndef LAYERS_H
#define LAYERS_H

#include "script.h"

#include "atb_bringup.h"
#include "atb_lookup.h"
#include "atb_socket.h"

static struct atb_bringup bringup;
static struct atb_net net;
static struct atb_socket connection;
static struct atb_lookup lookup;
static char memory[2048];
static unsigned closed;

static void on_stage(void *app, int stage)
{
    (void)app;
    (void)stage;
}

static void on_socket(void *app, struct atb_socket *socket, int event)
{
    (void)app;
    (void)socket;
    closed += event == ATB_SOCKET_CLOSED;
}

static void on_lookup(struct atb_lookup *which, int status)
{
    (void)which;
    world.status = status;
}

#endif
