/* SPDX-License-Identifier: MIT */
/*
 * An ATmega2560 with 63 KB of memory, so that tests and their tables have room:
 *
 *     simulate PROGRAM
 *
 * prints what the program writes to GPIOR1.
 */
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <simavr/sim_io.h>
#include <stdio.h>

enum { GPIOR1 = 0x4a, MEMORY_END = 0xffff };

static void put(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *parameter)
{
    (void)avr;
    (void)address;
    (void)parameter;
    putchar(value);
}

int main(int argc, char **argv)
{
    elf_firmware_t program = {.frequency = 16000000};
    avr_t *avr = avr_make_mcu_by_name("atmega2560");
    if (argc != 2 || avr == NULL || elf_read_firmware(argv[1], &program) != 0) {
        return 2;
    }
    avr->ramend = MEMORY_END;
    avr_init(avr);
    avr_load_firmware(avr, &program);
    avr_register_io_write(avr, GPIOR1, put, NULL);
    int state = cpu_Running;
    while (state != cpu_Done && state != cpu_Crashed) {
        state = avr_run(avr);
    }
    return state == cpu_Done ? 0 : 1;
}
