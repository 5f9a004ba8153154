/* SPDX-License-Identifier: MIT */
/* Says hello to a TCP server every minute, through a Quectel modem on Serial1. */
#include <atb_arduino.h>
#include <quectel.h>

static struct atb_arduino uart;
static struct quectel modem;
static char memory[QUECTEL_MEMORY];

static int say_hello()
{
  int status = quectel_qiopen(&modem, NULL, 1, 0, "TCP", "192.0.2.7", 7);
  if (status == ATB_OK) {
    status = quectel_qisend(&modem, 0, "hello", 5);
  }
  quectel_qiclose(&modem, 0);
  return status;
}

void setup()
{
  Serial.begin(115200);
  Serial1.begin(115200);
  atb_arduino_init(&uart, Serial1);
  int status = quectel_init(&modem, &uart.port, memory, sizeof memory, NULL, 0, NULL);
  if (status == ATB_OK) {
    status = quectel_qiact(&modem, 1);
  }
  Serial.println(atb_status_text(status));
}

void loop()
{
  Serial.println(atb_status_text(say_hello()));
  const uint32_t start = millis();
  while (millis() - start < 60000) {
    quectel_poll(&modem, 100);  /* URCs arrive here */
  }
}
