# SPDX-License-Identifier: MIT
"""`atbind fuzz`: options to a fuzzing modem on a pseudo-terminal or a TCP port."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from atbind.build.spec import load
from atbind.fuzz.delivery import Transcript
from atbind.fuzz.modem import FuzzModem
from atbind.model.manual import require_model
from atbind.modem.ending import run_until_ended
from atbind.simulator.doors import Door, Log, Port, Pty


def run(args: argparse.Namespace) -> int:
    with _opened(args.transcript) as file:
        run_until_ended(_Fuzz(args, Transcript(file)).serve())
    return 0


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    with open(path, "w", encoding="latin-1") as file:
        yield file


class _Fuzz:
    def __init__(self, args: argparse.Namespace, transcript: Transcript):
        self.args = args
        self.transcript = transcript
        self.dialect = load(args.spec, args.dialect, args.overlay)[0]
        self.seed = random.randrange(1 << 31) if args.seed is None else args.seed
        self.log = Log(args.verbose)
        require_model(args.dialect, args.model, (model.name for model in self.dialect.models))

    def modem(self, door: Door) -> FuzzModem:
        late = self.args.late / 1000
        return FuzzModem(
            self.dialect, self.args.model, door.write, self.transcript, self.seed, late
        )

    def announce(self, where: object) -> None:
        self.transcript.add("#", f"{self.dialect.name}, seed {self.seed}")
        print(f"{self.dialect.name} fuzzing modem on {where}", flush=True)
        print(f"seed {self.seed}", flush=True)

    async def serve(self) -> None:
        await (self._on_pty() if self.args.pty else self._on_port())

    async def _on_pty(self) -> None:
        door = Pty(Path(self.args.pty), self.log)
        try:
            modem = self.modem(door)
            door.listen(modem.host.feed)
            self.announce(self.args.pty)
            await modem.run()
        finally:
            door.close()

    async def _on_port(self) -> None:
        """A new modem, with the same seed, for each connection."""
        host, _, port = self.args.listen.rpartition(":")
        server = await asyncio.start_server(self._connected, host or "127.0.0.1", int(port))
        bound = server.sockets[0].getsockname()
        self.announce(f"{bound[0]}:{bound[1]}")
        async with server:
            await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        modem = self.modem(Port(writer, self.log))
        living = asyncio.ensure_future(modem.run())
        try:
            while data := await reader.read(65536):
                self.log.heard(data)
                modem.host.feed(data)
        except OSError:
            pass  # the host's connection broke
        finally:
            living.cancel()
            writer.close()
