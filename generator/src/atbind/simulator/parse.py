# SPDX-License-Identifier: MIT
"""A command line as a modem reads it: which form it is, and whether the table allows its values."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from atbind.model.dialect import Dialect, Form, Position, Test
from atbind.model.parameter import Parameter
from atbind.notation.line import EXTENDED, dialled_value
from atbind.simulator.values import Value, Values


@dataclass(frozen=True)
class Request:
    """A form, and the values that it was typed with: `values` says how each is read."""

    form: Form
    values: Values = field(default_factory=Values)

    def number(self, name: str, default: int | None = None) -> int:
        return self.values.number(name, default)

    def optional(self, name: str) -> int | None:
        return self.values.optional(name)

    def text(self, name: str, default: str = "") -> str:
        return self.values.text(name, default)

    def data(self, name: str) -> bytes:
        return self.values.data(name)


class Refused(Exception):
    """The table does not allow this line; `by_range`: a number of it is too small or too large."""

    def __init__(self, why: str, by_range: bool = False):
        super().__init__(why)
        self.by_range = by_range

    def beside(self, earlier: Refused) -> Refused:
        """Which of two says more: firmware that forgives quotes forgives no number."""
        return earlier if earlier.by_range else self


_NAME = re.compile(
    rf"AT(D[0-9*#]+|[{re.escape(EXTENDED)}]?[A-Z0-9]+)\s*(=\?|\?|=|$)(.*)",
    re.IGNORECASE | re.DOTALL,
)


def command_of(line: str) -> str:
    """The name of the command, as the tables write it; empty of what is none."""
    match = _NAME.match(line.strip())
    return match[1].upper() if match else ""


class Parser:
    """Reads command lines of one dialect, or of one model: Dialect.on().

    A lenient one takes what firmware takes beyond the table: what is optional may be
    empty, quotes may be missing or too many, words may be in small letters.
    """

    def __init__(self, dialect: Dialect, lenient: bool = False):
        self._lenient = lenient
        self._forgives = False  # while a line that the table refuses is read again
        self.forms: dict[tuple[str, str], list[Form]] = {}
        for command in dialect.known_commands:
            for form in command.forms:
                self.forms.setdefault((command.name, form.type), []).append(form)
        self._dialled = [c.name for c in dialect.known_commands if "<" in c.name]

    def knows(self, line: str) -> bool:
        """Whether the tables have the command, in whatever form."""
        wanted, _ = self._value_within(command_of(line))
        return any(wanted == name for name, _ in self.forms)

    def _value_within(self, name: str) -> tuple[str, list[str]]:
        """Of D*99***1# the command D*99***<cid>#, and 1; of others the name itself."""
        for command in self._dialled:
            value = dialled_value(command, name)
            if value is not None:
                return command, [value]
        return name, []

    def parse(self, line: str) -> Request:
        match = _NAME.match(line.strip())
        if not match:
            raise Refused(line)
        name, dialled = self._value_within(match[1].upper())
        kind = {"=?": "test", "?": "read", "=": "set", "": "execute"}[match[2]]
        forms = self.forms.get((name, kind), [])
        tokens = split(match[3]) if kind == "set" and match[3].strip() else dialled
        try:
            return self._first(forms, tokens)
        except Refused as refused:
            if not self._lenient or refused.by_range:
                raise
        self._forgives = True
        try:
            return self._first(forms, tokens)
        finally:
            self._forgives = False

    def _first(self, forms: list[Form], tokens: list[str]) -> Request:
        """The first form that takes these values."""
        refusal = Refused("no such command")
        for form in forms:
            try:
                return Request(form, self._values(form, tokens))
            except Refused as refused:
                refusal = refused.beside(refusal)
        raise refusal

    def _values(self, form: Form, tokens: list[str]) -> Values:
        if len(tokens) > len(form.positions):
            raise Refused("too many parameters")
        values = Values()
        for index, position in enumerate(form.positions):
            token = tokens[index] if index < len(tokens) else None
            if position.grouped and index == len(tokens):
                raise Refused(f"{position.parameter.name} goes with what stands before it")
            self._take(position, token, values)
        for rule in form.rules:
            if (rule.when is None or holds(rule.when, values)) and not holds(rule.must, values):
                raise Refused(rule.text)
        return values

    def _take(self, position: Position, token: str | None, values: Values) -> None:
        if position.literal is not None:
            if not self._is_literal(token or "", position.literal):
                raise Refused(f"{position.literal} expected")
        elif token is None:
            if not position.optional:
                raise Refused(f"{position.parameter.name} is missing")
        elif token == "":
            if not position.may_be_empty and not (self._forgives and position.optional):
                raise Refused(f"{position.parameter.name} is empty")
        else:
            self._take_value(position, token, values)

    def _is_literal(self, token: str, literal: str) -> bool:
        if self._forgives and token:
            return token.strip('"').lower() == literal.strip('"').lower()
        return token == literal

    def _take_value(self, position: Position, token: str, values: Values) -> None:
        refusal = Refused(token)
        for parameter in position.parameters:
            try:
                values[parameter.name] = self.value(parameter, token)
                return
            except Refused as refused:
                refusal = refused.beside(refusal)
        raise refusal

    def value(self, parameter: Parameter, token: str) -> Value:
        if parameter.unsupported:
            raise Refused(f"the model lacks {parameter.name}")
        if parameter.type == "integer":
            return self._integer(parameter, token)
        return self._text(parameter, token)

    def _integer(self, parameter: Parameter, token: str) -> int:
        if self._forgives:
            token = token.strip('"')
        if not re.fullmatch(r"-?\d+", token):
            raise Refused(f"{parameter.name} is not a number")
        number = int(token)
        low, high = parameter.minimum, parameter.maximum
        if parameter.values and number not in parameter.values:
            raise Refused(f"{parameter.name} is not one of its values")
        if (low is not None and number < low) or (high is not None and number > high):
            raise Refused(f"{parameter.name} is out of range", by_range=True)
        return number

    def _text(self, parameter: Parameter, token: str) -> Value:
        quoted = len(token) >= 2 and token[0] == token[-1] == '"'
        text = token[1:-1] if quoted else token
        if (parameter.quoted or parameter.type == "data") != quoted and not self._forgives:
            raise Refused(f"{parameter.name}: quotes")
        if parameter.type == "data":
            return text.encode("latin-1")
        if parameter.values:
            text = self._word(parameter, text)
        self._length(parameter, text)
        if parameter.type in _ADDRESSES and (text or parameter.min_length != 0):
            _address(text, parameter.type)
        elif parameter.type == "domain" and not _DOMAIN.fullmatch(text):
            raise Refused(f"{text} is no domain name")
        return text

    def _word(self, parameter: Parameter, text: str) -> str:
        """One of the parameter's values, in whatever letters a modem that forgives gets it."""
        words = list(map(str, parameter.values or ()))
        if self._forgives:
            text = next((word for word in words if word.lower() == text.lower()), text)
        if text not in words:
            raise Refused(f"{parameter.name} is not one of its values")
        return text

    def _length(self, parameter: Parameter, text: str) -> None:
        low = parameter.min_length or 0
        high = parameter.max_length
        if len(text) < low or (high is not None and len(text) > high):
            raise Refused(f"{parameter.name} is too short or too long")


_DOMAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}(\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*")


_ADDRESSES: dict[str, Callable[[str], object]] = {
    "ip": ipaddress.ip_address,
    "ipv4": ipaddress.IPv4Address,
    "ipv6": ipaddress.IPv6Address,
}


def _address(text: str, kind: str) -> None:
    try:
        _ADDRESSES[kind](text)
    except ValueError:
        raise Refused(f"{text} is no address") from None


def holds(test: Test, values: Values) -> bool:
    """Whether one comparison of a rule is true."""
    given = test.parameter in values
    if test.op in ("given", "absent"):
        return given == (test.op == "given")
    if not given:
        return test.op == "!="
    value = values[test.parameter]
    if test.op in ("=", "!="):
        return (value == test.value) == (test.op == "=")
    number, limit = int(value), int(test.value or 0)
    return number >= limit if test.op == ">=" else number <= limit


_PLACE = re.compile(r'(?:[^",]|"[^"]*"?)*')


def split(text: str) -> list[str]:
    """The places between commas that stand outside quotes."""
    places, at = [], 0
    while True:
        match = _PLACE.match(text, at)
        assert match
        places.append(match[0].strip())
        at = match.end() + 1
        if at > len(text):
            return places
