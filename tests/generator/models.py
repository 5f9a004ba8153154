# SPDX-License-Identifier: MIT
"""Hand-made models for tests of what reads them."""

from __future__ import annotations

from atbind.model.dialect import (
    Command,
    Dialect,
    Field,
    Form,
    Limit,
    Line,
    Outcome,
    Parameter,
    Position,
    Step,
)
from atbind.model.manual import ErrorCode, Model

CONTEXT = Parameter("contextID", "context_id", "integer", minimum=1, maximum=16)
MODE = Parameter(
    "access_mode",
    "access_mode",
    "integer",
    values={0: "buffer", 1: "direct push", 2: "transparent"},
    default=0,
)
ADDRESS = Parameter("IP_address", "ip_address", "ip")
DOMAIN = Parameter("domain_name", "domain_name", "host", min_length=1, max_length=99)
OK = Line("q_final_ok", "final", "OK", "OK", (), (), final="success")
RESULT = Line(
    "q_open_result",
    "result",
    "+OPEN: <contextID>,<err>",
    "+OPEN:",
    (),
    (
        Field("contextID", "context_id", CONTEXT, separator=""),
        Field("err", "err", Parameter("err", "err", "integer")),
    ),
)
RECV = Line(
    "q_urc_recv",
    "urc",
    '+URC: "recv",<contextID>',
    "+URC:",
    (),
    (
        Field("", "", None, literal='"recv"', separator=""),
        Field("contextID", "context_id", CONTEXT),
    ),
    payload=Parameter("data", "data", "data", data_length="len"),
    payload_where="after_line",
)


def form(**changes) -> Form:
    facts = {
        "id": "q_open",
        "type": "set",
        "syntax": "AT+OPEN=<mode=1>,<contextID>,<IP_address>/<domain_name>[,<access_mode>]",
        "command": "+OPEN",
        "positions": (
            Position(literal="1", literal_name="mode"),
            Position((CONTEXT,)),
            Position((ADDRESS, DOMAIN)),
            Position((MODE,), optional=True),
        ),
        "outcomes": (
            Outcome(
                (Step("final", OK), Step("line", line=RESULT)), "OK then +OPEN: <contextID>,<err>"
            ),
        ),
        "infos": (),
        "results": (RESULT,),
        "finals": (OK,),
        "timeout": Limit("150 s", 150_000),
    }
    return Form(**{**facts, **changes})


def dialect(*forms: Form, **changes) -> Dialect:
    facts = {
        "name": "q",
        "title": "Q",
        "manual_title": "Manual",
        "manual_version": "1.0",
        "models": (Model("M1", "m1"), Model("M2", "m2")),
        "settings": (),
        "commands": (Command("+OPEN", "Open", "2.4", "", forms or (form(),)),),
        "urcs": (RECV,),
        "finals": (OK,),
        "error_codes": (ErrorCode("err", 550, "Unknown error"),),
        "errata": (),
        "recovery": (),
        "transcripts": ("transcripts/a.txt",),
        "digest": "",
    }
    return Dialect(**{**facts, **changes})
