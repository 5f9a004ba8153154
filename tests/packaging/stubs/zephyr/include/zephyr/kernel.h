/* SPDX-License-Identifier: MIT */
#ifndef STUB_KERNEL_H
#define STUB_KERNEL_H
#include <stdint.h>
typedef struct {
    int64_t ticks;
} k_timeout_t;
#define K_MSEC(ms) ((k_timeout_t){(int64_t)(ms)})
struct k_sem {
    unsigned int count, limit;
};
int k_sem_init(struct k_sem *sem, unsigned int initial_count, unsigned int limit);
int k_sem_take(struct k_sem *sem, k_timeout_t timeout);
void k_sem_give(struct k_sem *sem);
void k_sem_reset(struct k_sem *sem);
uint32_t k_uptime_get_32(void);
#endif
