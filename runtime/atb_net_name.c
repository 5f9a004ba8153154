/* SPDX-License-Identifier: MIT */
/* For kinds whose modem takes addresses alone: the host's name is looked up before it is opened. */
#include "atb_net_private.h"

#include <string.h>

/* No name has a colon, or digits and dots alone. */
static bool is_address(const char *host)
{
    return strchr(host, ':') != NULL || host[strspn(host, "0123456789.")] == '\0';
}

/* The address stands behind the socket's ring. */
static void take_address_of(struct atb_socket *socket, const struct atb_text address)
{
    char *room = (char *)socket->memory + socket->size;
    if (address.length > 0 && address.length < ATB_ADDRESS_SIZE) {
        memcpy(room, address.at, address.length);
        room[address.length] = '\0';
        socket->host = room;
    }
}

bool atb_net_look_up(struct atb_socket *socket, const struct atb_event *event, uint8_t field)
{
    if (event != NULL) {
        take_address_of(socket, atb_event_text(event, field));
    }
    return socket->host == NULL || !is_address(socket->host);
}
