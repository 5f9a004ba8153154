/* SPDX-License-Identifier: MIT */
/* A UART whose TX is wired to its RX: a hardware FIFO of four bytes; the interrupt comes when
 * somebody waits. */
#include <errno.h>
#include <string.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/ring_buffer.h>

static uint8_t fifo[4];
static int in_fifo;
static bool tx_enabled;
static uart_irq_callback_user_data_t callback;
static void *callback_data;
static uint32_t now;
static int errors; /* what the UART's flags say; below 0: a driver that cannot be asked */
static bool errors_stay;

/** A byte comes, and the UART says so of itself; `stays`: the driver never takes it back. */
void fake_error(int error, bool stays);

void fake_error(int error, bool stays)
{
    fifo[in_fifo++] = 0;
    errors = error;
    errors_stay = stays;
}

/* Asking takes the flags back, and so does reading a byte: as on an STM32. */
int uart_err_check(const struct device *dev)
{
    const int said = errors;
    (void)dev;
    errors = errors > 0 && !errors_stay ? 0 : errors;
    return said;
}

bool device_is_ready(const struct device *dev)
{
    return dev->name != NULL;
}

int uart_irq_callback_user_data_set(const struct device *dev, uart_irq_callback_user_data_t cb,
                                    void *data)
{
    (void)dev;
    callback = cb;
    callback_data = data;
    return 0;
}

int uart_fifo_read(const struct device *dev, uint8_t *data, const int size)
{
    int count = in_fifo < size ? in_fifo : size;
    (void)dev;
    memcpy(data, fifo, (size_t)count);
    memmove(fifo, fifo + count, (size_t)(in_fifo - count));
    in_fifo -= count;
    errors = errors > 0 && !errors_stay ? 0 : errors;
    return count;
}

int uart_fifo_fill(const struct device *dev, const uint8_t *data, int size)
{
    int room = (int)sizeof fifo - in_fifo;
    int count = size < room ? size : room;
    (void)dev;
    memcpy(fifo + in_fifo, data, (size_t)count);
    in_fifo += count;
    return count;
}

void uart_irq_rx_enable(const struct device *dev)
{
    (void)dev;
}
void uart_irq_tx_enable(const struct device *dev)
{
    (void)dev;
    tx_enabled = true;
}
void uart_irq_tx_disable(const struct device *dev)
{
    (void)dev;
    tx_enabled = false;
}
int uart_irq_update(const struct device *dev)
{
    (void)dev;
    return 1;
}
int uart_irq_rx_ready(const struct device *dev)
{
    (void)dev;
    return in_fifo > 0;
}
int uart_irq_tx_ready(const struct device *dev)
{
    (void)dev;
    return tx_enabled && in_fifo < (int)sizeof fifo;
}
int uart_irq_is_pending(const struct device *dev)
{
    return uart_irq_rx_ready(dev) || uart_irq_tx_ready(dev);
}

int k_sem_init(struct k_sem *sem, unsigned int count, unsigned int limit)
{
    sem->count = count;
    sem->limit = limit;
    return 0;
}

void k_sem_give(struct k_sem *sem)
{
    sem->count += sem->count < sem->limit;
}
void k_sem_reset(struct k_sem *sem)
{
    sem->count = 0;
}
uint32_t k_uptime_get_32(void)
{
    return now;
}

/* Waiting lets the hardware work. */
int k_sem_take(struct k_sem *sem, k_timeout_t timeout)
{
    static const struct device uart = {"uart"};
    if (uart_irq_is_pending(&uart)) {
        callback(&uart, callback_data);
    }
    if (sem->count == 0) {
        now += (uint32_t)timeout.ticks;
        return -EAGAIN;
    }
    sem->count--;
    return 0;
}

void ring_buf_init(struct ring_buf *buf, uint32_t size, uint8_t *data)
{
    *buf = (struct ring_buf){data, size, 0, 0};
}

bool ring_buf_is_empty(const struct ring_buf *buf)
{
    return buf->put == buf->got;
}

uint32_t ring_buf_put(struct ring_buf *buf, const uint8_t *data, uint32_t size)
{
    uint32_t count = 0;
    while (count < size && buf->put - buf->got < buf->size) {
        buf->buffer[buf->put++ % buf->size] = data[count++];
    }
    return count;
}

uint32_t ring_buf_get(struct ring_buf *buf, uint8_t *data, uint32_t size)
{
    uint32_t count = 0;
    while (count < size && buf->put != buf->got) {
        data[count++] = buf->buffer[buf->got++ % buf->size];
    }
    return count;
}

uint32_t ring_buf_get_claim(struct ring_buf *buf, uint8_t **data, uint32_t size)
{
    uint32_t held = buf->put - buf->got, to_end = buf->size - buf->got % buf->size;
    uint32_t count = held < to_end ? held : to_end;
    *data = buf->buffer + buf->got % buf->size;
    return count < size ? count : size;
}

int ring_buf_get_finish(struct ring_buf *buf, uint32_t size)
{
    buf->got += size;
    return 0;
}
