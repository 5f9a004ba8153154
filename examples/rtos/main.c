/* SPDX-License-Identifier: MIT */
/*
 * A task that blocks: while a call waits for the modem, the task sleeps on a semaphore which the
 * UART's interrupts give, and other tasks run. Nothing polls. Here on a POSIX system, with what
 * the port needs of FreeRTOS in freertos/; on a board main() is the function of a task.
 *
 *     rtos DEVICE
 */
#include <stdio.h>

#include "board.h"
#include "cellular.h"
#include "quectel.h"

int main(int argc, char **argv)
{
    static struct atb_freertos uart;
    static struct quectel modem;
    static char memory[QUECTEL_MEMORY];
    struct cellular_csq_info quality;
    if (argc != 2) {
        fprintf(stderr, "usage: %s DEVICE\n", argv[0]);
        return 2;
    }
    if (board_open(&uart, argv[1]) != 0) {
        perror(argv[1]);
        return 1;
    }
    int status = quectel_init(&modem, &uart.port, memory, sizeof memory, NULL, 0, NULL);
    if (status == ATB_OK) {
        status = cellular_ate0(&modem);
    }
    if (status == ATB_OK) {
        status = cellular_csq(&modem, &quality);
    }
    if (status != ATB_OK) {
        printf("%s\n", atb_status_text(status));
        return 1;
    }
    printf("signal %d, and the task slept %u times\n", (int)quality.rssi, semaphore_sleeps());
    return 0;
}
