# SPDX-License-Identifier: MIT
"""All C naming in one place: from the manual's spelling to identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atbind.model.manual import ErrorCode
from atbind.notation.line import EXTENDED

C_KEYWORDS = frozenset(
    """
    auto break case char const continue default do double else enum extern float for goto if
    inline int long register restrict return short signed sizeof static struct switch typedef
    union unsigned void volatile while bool true false
    alignas alignof and and_eq asm bitand bitor catch class compl const_cast constexpr decltype
    delete dynamic_cast explicit export friend mutable namespace new noexcept not not_eq nullptr
    operator or or_eq private protected public reinterpret_cast static_assert static_cast
    template this thread_local throw try typeid typename using virtual wchar_t xor xor_eq
    errno main linux unix size_t uint8_t int32_t uint32_t
    """.split()
)

# Names that the generated headers give to something else in every dialect.
TAKEN_BY_SESSION = ("init", "handler", "session", "models", "memory", "line_max", "names")

# Tags of structs and enumerations that every dialect's headers have.
TAGS = ("line", "set", "final", "setting", "recovery")

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def snake(name: str) -> str:
    """connectID → connect_id, User name → user_name; "" if no letter or digit is left."""
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    name = re.sub(r"([A-Z]{2,})([A-Z][a-z]{2,})", r"\1_\2", name)
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def c_name(name: str) -> str:
    """The name of an argument or struct member; C and C++ keywords get a `_` behind."""
    derived = snake(name)
    return derived + "_" if derived in C_KEYWORDS else derived


def is_identifier(name: str) -> bool:
    return bool(IDENTIFIER.fullmatch(name)) and name not in C_KEYWORDS


def constant(*parts: object) -> str:
    """QUECTEL_QIOPEN_MAX of ("quectel_qiopen", "max")."""
    return "_".join(filter(None, (snake(str(part)) for part in parts))).upper()


def command_name(command: str) -> str:
    """+QIOPEN → qiopen, #SD → sd, O → ato, +++ → escape."""
    if command == "+++":
        return "escape"
    return snake(command) if command[:1] in (*EXTENDED,) else "at" + snake(command)


def form_id(dialect: str, command: str, type_: str, given: str | None, has_set: bool) -> str:
    """The set form, or the execute form where there is none, has the plain name."""
    if given:
        return prefixed(dialect, given)
    plain = f"{dialect}_{command_name(command)}"
    if type_ in ("set", "data") or (type_ == "execute" and not has_set):
        return plain
    return f"{plain}_{type_}"


def prefixed(dialect: str, name: str) -> str:
    return name if name.startswith(dialect + "_") else f"{dialect}_{name}"


def info_id(form: str) -> str:
    return f"{form}_info"


def result_id(dialect: str, command: str) -> str:
    return f"{dialect}_{command_name(command)}_result"


def urc_id(dialect: str, name: str) -> str:
    return f"{dialect}_urc_{name}"


def final_id(dialect: str, prefix: str, suffix: str = "") -> str:
    """SEND OK → quectel_final_send_ok."""
    return "_".join(filter(None, (dialect, "final", snake(prefix), suffix)))


def handler_macro(dialect: str, line_id: str) -> str:
    """QUECTEL_ON_RECV, QUECTEL_ON_QIOPEN_RESULT."""
    name = line_id.removeprefix(dialect + "_").removeprefix("urc_").removeprefix("final_")
    return constant(dialect, "on", name)


def tags(dialect: str, error_codes: Iterable[ErrorCode]) -> set[str]:
    """What no line's struct and no enumeration of values may be called."""
    return {f"{dialect}_{name}" for name in (*TAGS, *(snake(row.set) for row in error_codes))}


def model_name(model: str) -> str:
    """MN316-S → mn316_s, MN316A → mn316a: as people spell it, capitals are no new word."""
    return re.sub(r"[^a-z0-9]+", "_", model.lower()).strip("_")


def error_names(dialect: str, codes: Iterable[ErrorCode]) -> list[str]:
    """Enumeration constants of error codes; codes of one text get their number behind it."""
    rows = list(codes)
    found = [constant(dialect, row.set, row.text) for row in rows]
    return [
        constant(name, row.code) if found.count(name) > 1 else name
        for name, row in zip(found, rows)
    ]
