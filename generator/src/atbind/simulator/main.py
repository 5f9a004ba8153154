# SPDX-License-Identifier: MIT
"""`atbind simulate`: a modem on a pseudo-terminal or a TCP port."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import sys
import tty
from pathlib import Path

from atbind.build.spec import load
from atbind.tables.errors import Problem
from atbind.simulator.modem import Modem
from atbind.simulator.sockets import Names
from atbind.simulator.wire import Faults, Wire


def run(args: argparse.Namespace) -> int:
    try:
        asyncio.run(_serve(args))
    except KeyboardInterrupt:
        pass
    return 0


def modem_class(dialect: str) -> type[Modem]:
    """The dialect's own behaviour, or tables alone."""
    try:
        module = importlib.import_module(f"{__package__}.{dialect}")
    except ModuleNotFoundError:
        return Modem
    return getattr(module, dialect.capitalize())


def _names(path: str | None) -> Names:
    if path is None:
        return Names()
    rows = [line.split() for line in Path(path).read_text().splitlines() if line.strip()]
    if any(len(row) != 2 for row in rows):
        raise Problem(f"{path}: each line is a name and an address")
    return Names(dict(rows))


async def _serve(args: argparse.Namespace) -> None:
    dialect = load(args.spec, args.dialect, args.overlay)[0]
    if args.model and args.model not in [m.name for m in dialect.models]:
        known = ", ".join(m.name for m in dialect.models) or "none"
        raise Problem(f"{args.dialect} has no model {args.model} (known: {known})")
    faults = Faults(
        split=args.split or "none",
        delay=args.delay / 1000,
        drop=args.drop,
        corrupt=args.corrupt,
        urc=args.urc,
        seed=args.seed,
    )

    def make(write) -> Modem:
        return modem_class(dialect.name)(
            dialect, args.model, _names(args.names), Wire(write, faults)
        )

    if args.pty:
        await _on_pty(args, make)
    else:
        await _on_port(args, make)


def _log(args: argparse.Namespace, arrow: str, data: bytes) -> None:
    if args.verbose:
        print(arrow, repr(data)[2:-1], file=sys.stderr, flush=True)


async def _on_pty(args: argparse.Namespace, make) -> None:
    """A pseudo-terminal, reached through a link at the path the user names."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    os.set_blocking(ours, False)
    link = Path(args.pty)
    if link.is_symlink() or link.exists():
        link.unlink()
    link.symlink_to(os.ttyname(theirs))

    def write(data: bytes) -> None:
        _log(args, "<", data)
        while data:
            try:
                data = data[os.write(ours, data) :]
            except BlockingIOError:
                return

    modem = make(write)

    def arrived() -> None:
        try:
            data = os.read(ours, 4096)
        except OSError:
            return
        _log(args, ">", data)
        modem.host.feed(data)

    asyncio.get_running_loop().add_reader(ours, arrived)
    print(f"{args.dialect} modem on {link}", flush=True)
    try:
        await asyncio.gather(modem.wire.run(), modem.run())
    finally:
        link.unlink(missing_ok=True)


async def _on_port(args: argparse.Namespace, make) -> None:
    """A TCP port: a new modem for each connection."""
    host, _, port = args.listen.rpartition(":")

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def write(data: bytes) -> None:
            _log(args, "<", data)
            writer.write(data)

        modem = make(write)
        tasks = [asyncio.ensure_future(t) for t in (modem.wire.run(), modem.run())]
        while data := await reader.read(4096):
            _log(args, ">", data)
            modem.host.feed(data)
        for task in tasks:
            task.cancel()

    server = await asyncio.start_server(connected, host or "127.0.0.1", int(port))
    bound = server.sockets[0].getsockname()
    print(f"{args.dialect} modem on {bound[0]}:{bound[1]}", flush=True)
    async with server:
        await server.serve_forever()
