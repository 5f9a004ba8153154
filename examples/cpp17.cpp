/* SPDX-License-Identifier: MIT */
/*
 * The same as tcp_client.c in C++17: a connection as an object that closes itself.
 *
 *     cpp17 DEVICE ADDRESS PORT      cpp17 /dev/ttyUSB2 192.0.2.7 7
 */
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "atb_posix.h"
#include "quectel.h"

namespace {

constexpr int context = 1; // 17 does not compile: AT+QIACT <contextID>: 1 to 16

void check(int status, const char *what)
{
    if (status < 0) {
        throw std::runtime_error{std::string{what} + ": " + atb_status_text(status)};
    }
}

/** A serial line, closed when it goes, also where what is made on it throws. */
class Line
{
public:
    explicit Line(const char *device)
    {
        if (atb_posix_open(&uart, device, 115200) != 0) {
            throw std::runtime_error{std::string{device} + ": cannot be opened"};
        }
    }
    ~Line() { atb_posix_close(&uart); }
    Line(const Line &) = delete;
    Line &operator=(const Line &) = delete;

    struct atb_posix uart = {};
};

/** A modem on it; its handlers fill `heard`. */
class Modem
{
public:
    struct Heard {
        bool data = false;   // the modem has buffered some for us
        bool closed = false; // by the peer or the network
    };

    explicit Modem(const char *device) : line{device}
    {
        check(quectel_init(&modem, &line.uart.port, memory.data(), memory.size(), handlers.data(),
                           handlers.size(), &heard),
              "quectel_init");
        check(quectel_qiact(&modem, context), "AT+QIACT");
    }
    ~Modem() { (void)quectel_qideact(&modem, context); }
    Modem(const Modem &) = delete;
    Modem &operator=(const Modem &) = delete;

    struct quectel modem = {};
    Heard heard;

private:
    static void on_recv(void *app, const struct quectel_urc_recv *)
    {
        static_cast<Heard *>(app)->data = true;
    }
    static void on_closed(void *app, const struct quectel_urc_closed *)
    {
        static_cast<Heard *>(app)->closed = true;
    }

    static const std::array<struct atb_handler, 2> handlers;
    Line line;
    std::array<char, QUECTEL_MEMORY> memory = {};
};

const std::array<struct atb_handler, 2> Modem::handlers = {
    {QUECTEL_ON_RECV(Modem::on_recv), QUECTEL_ON_CLOSED(Modem::on_closed)}};

/** A TCP connection: socket 0 of the modem. */
class Connection
{
public:
    Connection(Modem &with, const std::string &address, int port) : modem{with}
    {
        (void)quectel_qiclose(&modem.modem, 0); // where opening failed its number is still taken
        check(quectel_qiopen(&modem.modem, nullptr, context, 0, "TCP", address.c_str(), port),
              "AT+QIOPEN");
    }
    ~Connection() { (void)quectel_qiclose(&modem.modem, 0); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    void send(std::string_view text)
    {
        check(quectel_qisend(&modem.modem, 0, text.data(), text.size()), "AT+QISEND");
    }

    /** What has come in; nothing once the peer has closed. */
    std::optional<std::string> receive()
    {
        while (modem.heard.data || !modem.heard.closed) {
            if (!modem.heard.data) {
                check(quectel_poll(&modem.modem, 100), "modem");
            } else if (std::string data = read(); !data.empty()) {
                return data;
            }
        }
        return std::nullopt;
    }

private:
    /* The modem says that it has data once, until all of it has been read. */
    std::string read()
    {
        struct quectel_qird_info info = {};
        std::string data(1500, '\0');
        modem.heard.data = false; // before: more may be said while it is read
        check(quectel_qird(&modem.modem, &info, data.data(), data.size(), 0, 1500), "AT+QIRD");
        data.resize(static_cast<size_t>(info.read_actual_length));
        modem.heard.data = modem.heard.data || !data.empty();
        return data;
    }

    Modem &modem;
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4) {
        std::fprintf(stderr, "usage: %s DEVICE ADDRESS PORT\n", argv[0]);
        return 2;
    }
    try {
        Modem modem{argv[1]};
        Connection connection{modem, argv[2], std::atoi(argv[3])};
        connection.send("hello, modem");
        std::printf("received: %s\n", connection.receive().value_or("nothing").c_str());
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
