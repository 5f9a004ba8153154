# SPDX-License-Identifier: MIT
"""`atbind simulate`: options to modems on a pseudo-terminal or a TCP port."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import random
from pathlib import Path

from atbind.build.spec import load
from atbind.model.manual import require_model
from atbind.modem.ending import run_until_ended
from atbind.simulator.control.channel import Control
from atbind.simulator.device import Device
from atbind.simulator.doors import Log, Port, Pty
from atbind.simulator.faults import Faults, Noise
from atbind.simulator.modem import Modem
from atbind.simulator.network import names
from atbind.simulator.own import own_class
from atbind.simulator.setup import Identity, Setup


def run(args: argparse.Namespace) -> int:
    run_until_ended(serve(args))
    return 0


async def serve(args: argparse.Namespace) -> None:
    """A modem as the options say, until it is cancelled."""
    setup = setup_of(args)
    control = Control(args.control, args.console)
    await control.open()
    try:
        if args.pty:
            await _on_pty(args, setup, control)
        else:
            await _on_port(args, setup, control)
    finally:
        control.close()


def modem_class(dialect: str) -> type[Modem]:
    """The dialect's own behaviour, or tables alone."""
    try:
        module = importlib.import_module(f"{__package__}.{dialect}.modem")
    except ModuleNotFoundError:
        return Modem
    found: type[Modem] = getattr(module, dialect.capitalize())
    return found


def setup_of(args: argparse.Namespace) -> Setup:
    dialect = load(args.spec, args.dialect, args.overlay)[0]
    require_model(dialect.name, args.model, (model.name for model in dialect.models))
    return Setup(
        dialect,
        args.model,
        args.strict,
        random.randrange(1 << 31) if args.seed is None else args.seed,
        boot=None if args.boot is None else args.boot / 1000,
        register=args.register / 1000,
        address=args.address,
        ppp=args.ppp or 0,
        pin=args.pin or "",
        names=names.read(args.names) if args.names else {},
        identity=_identity(args),
        faults=_faults(args),
        behaviour=own_class(args.behaviour, dialect) if args.behaviour else None,
    )


def _identity(args: argparse.Namespace) -> Identity:
    """What the options say; --model is a model of the tables, --model-name what it says it is."""
    told = {name: getattr(args, name) for name in Identity.__dataclass_fields__ if name != "model"}
    told["model"] = args.model_name
    return Identity(**{name: value for name, value in told.items() if value})


def _faults(args: argparse.Namespace) -> Faults:
    return Faults(
        split=args.split or "none",
        delay=args.delay / 1000,
        heard_split=args.split_host or "none",
        heard_delay=args.delay_host / 1000,
        said=Noise(args.drop, args.corrupt),
        heard=Noise(args.drop_host, args.corrupt_host),
        urc=args.urc,
    )


def _make(device: Device) -> Modem:
    made = device.setup.behaviour or modem_class(device.setup.dialect.name)
    return made(device)


def _announce(setup: Setup, where: object) -> None:
    print(f"{setup.dialect.name} modem on {where}", flush=True)
    print(f"seed {setup.seed}", flush=True)


async def _on_pty(args: argparse.Namespace, setup: Setup, control: Control) -> None:
    door = Pty(Path(args.pty), Log(args.verbose))
    try:
        device = Device(setup, door, _make)
        control.device = device
        door.listen(device.hear)
        _announce(setup, args.pty)
        await device.run()
    finally:
        door.close()


async def _on_port(args: argparse.Namespace, setup: Setup, control: Control) -> None:
    """A new modem for each connection; the control channel has the last."""
    host, _, port = args.listen.rpartition(":")
    log = Log(args.verbose)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        device = Device(setup, Port(writer, log), _make)
        control.device = device
        living = asyncio.ensure_future(device.run())
        try:
            while data := await reader.read(65536):
                log.heard(data)
                device.hear(data)
        except OSError:
            pass  # the host's connection broke
        finally:
            living.cancel()
            writer.close()

    server = await asyncio.start_server(connected, host or "127.0.0.1", int(port))
    bound = server.sockets[0].getsockname()
    _announce(setup, f"{bound[0]}:{bound[1]}")
    async with server:
        await server.serve_forever()
