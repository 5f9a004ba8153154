# SPDX-License-Identifier: MIT
"""What the fifth modem's commands do, with real sockets of this machine: for `--behaviour`."""

from atbind.simulator.modem import Fails, Modem
from atbind.simulator.network.names import NoSuchName

NOT_OPEN, OPEN_ALREADY, NOT_REACHED, NO_CONTEXT, NOTHING = 1, 2, 3, 4, 5


class Socket:
    """What has come waits here until it is fetched."""

    def __init__(self, connection):
        self.connection = connection
        self.waiting = b""

    def fetch(self, most):
        data, self.waiting = self.waiting[:most], self.waiting[most:]
        return data


class Fifth(Modem):
    def __init__(self, device):
        super().__init__(device)
        self.active = False
        self.sockets = {}

    def do_sgact(self, request):
        self.active = request.number("state") == 1
        if self.active and not self.is_registered:
            raise Fails(NO_CONTEXT)
        if self.active:
            self.say("sgact_info", address=self.setup.address)
        else:
            self.drop_all()
        self.ok()

    def drop_all(self):
        for socket in self.sockets.values():
            socket.connection.close()
        self.sockets.clear()

    async def do_sd(self, request):
        number = request.number("socket")
        if not self.active:
            raise Fails(NO_CONTEXT)
        if number in self.sockets:
            raise Fails(OPEN_ALREADY)
        made = self.net.connection(
            lambda data, peer: self.received(number, data), lambda: self.closed(number)
        )
        self.sockets[number] = Socket(made)
        try:
            host = await self.resolve(request.text("host"))
            await made.connect(host, request.number("port"))
        except (OSError, NoSuchName):
            del self.sockets[number]
            raise Fails(NOT_REACHED) from None
        self.ok()
        made.deliver()

    def received(self, number, data):
        self.sockets[number].waiting += data
        self.say("urc_sring", socket=number, count=len(data))

    def closed(self, number):
        if number in self.sockets:
            self.say("urc_ended", socket=number)

    def socket(self, request):
        number = request.number("socket")
        if number not in self.sockets:
            raise Fails(NOT_OPEN)
        return self.sockets[number]

    async def do_ssend(self, request):
        connection = self.socket(request).connection
        connection.send(await self.payload(request.form, request.number("count")))
        self.ok()

    def do_srecv(self, request):
        data = self.socket(request).fetch(request.number("most"))
        if not data:
            raise Fails(NOTHING)
        self.say("srecv_info", data + b"\r\n", socket=request.number("socket"), count=len(data))
        self.ok()

    def do_si(self, request):
        waiting = self.socket(request).connection.unacknowledged
        self.say("si_info", socket=request.number("socket"), waiting=waiting)
        self.ok()

    def do_sh(self, request):
        self.socket(request).connection.close()
        del self.sockets[request.number("socket")]
        self.ok()
