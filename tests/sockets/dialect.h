/* SPDX-License-Identifier: MIT */
/* Which dialect the client is built for: QUECTEL, SIMCOM, FIBOCOM or ONEMO is defined. */
#ifndef DIALECT_H
#define DIALECT_H

#if defined(QUECTEL)
#include "quectel.h"
#include "quectel_sockets.h"
#define DIALECT(name)          quectel_##name
#define quectel_modem          quectel
#define INIT                   quectel_init
#define LINE_MEMORY            QUECTEL_MEMORY
#define HAS_LISTENER           1
#define connect_network(modem) quectel_qiact(modem, 1)
#elif defined(SIMCOM)
#include "simcom.h"
#include "simcom_sockets.h"
#define DIALECT(name)          simcom_##name
#define simcom_modem           simcom
#define INIT                   simcom_init
#define LINE_MEMORY            SIMCOM_MEMORY
#define HAS_LISTENER           1
#define connect_network(modem) simcom_netopen(modem, NULL)
#elif defined(FIBOCOM)
#include "fibocom.h"
#include "fibocom_sockets.h"
#define DIALECT(name)          fibocom_##name
#define fibocom_modem          fibocom
#define INIT                   fibocom_init
#define LINE_MEMORY            FIBOCOM_MEMORY
#define connect_network(modem) fibocom_mipcall(modem, NULL, 1)
#else
#include "onemo.h"
#include "onemo_sockets.h"
#define DIALECT(name)          onemo_##name
#define onemo_modem            onemo
#define INIT                   onemo_init
#define LINE_MEMORY            ONEMO_MEMORY
#define connect_network(modem) ((void)(modem), ATB_OK)
#endif

#endif
