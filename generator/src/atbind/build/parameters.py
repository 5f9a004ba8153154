# SPDX-License-Identifier: MIT
"""Parameter tables: rows to Parameter objects, with every rule about a single row."""

from __future__ import annotations

from dataclasses import replace

from atbind.build.scope import Context
from atbind.model import names
from atbind.model.parameter import Difference, Parameter
from atbind.notation.characters import foreign
from atbind.notation.phrases import PhraseError, likely_range, parse_coding, parse_range
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import List, Map
from atbind.tables.where import Where

INT32_MAX = 2**31 - 1
LEAST_MAX, LENGTH_MAX = 2**15 - 1, 2**16 - 1  # struct atb_span
TEXTS = ("string", "word", "hex", "ip", "ipv4", "ipv6", "host", "domain", "rest")
NATURAL_LENGTH = {"ip": 45, "ipv4": 15, "ipv6": 45, "host": 255, "domain": 254}
ONLY_FOR = {
    "range": ("integer",),
    "values": ("integer", "string", "word", "hex"),
    "length": (*TEXTS, "data"),
    "assumed_length": TEXTS,
    "closed": ("integer",),
    "received": ("integer",),
    "success": ("integer",),
    "backslash": TEXTS,
    "digits": ("rest", "word"),
    "counts": ("integer",),
    "coding": ("data",),
    "unit": ("integer", "hex", "string", "word"),
    "default": ("integer", *TEXTS),
}


def beyond(*numbers: int) -> str:
    """What is wrong with a number, or the two of a range, that C cannot hold; "" if it can."""
    text = "..".join(map(str, numbers))
    fits = max(abs(number) for number in numbers) <= INT32_MAX
    return "" if fits else f"`{text}` leaves 32 bits; the largest number is {INT32_MAX}"


class ParameterBuilder:
    """Makes one Parameter of one row."""

    def __init__(self, context: Context, name: str, row: Map, where: Where):
        self.context = context
        self.name = name
        self.row = row
        self.where = where
        self.type = str(row["type"])

    def wrong(self, key: str, message: str, row: Map | None = None) -> None:
        """What a key of the row says is wrong, or of one of its model's rows."""
        where = (self.row if row is None else row).at(key)
        self.context.mistake(where, f"<{self.name}>: {message}")

    def build(self) -> Parameter:
        row = self.row
        self._check_keys()
        values = self._values()
        minimum, maximum = self._numbers(values)
        least, most, assumed, counter = self._lengths()
        coding, setting, index = self._coding()
        parameter = Parameter(
            name=self.name,
            c_name=self._c_name(),
            type=self.type,
            minimum=minimum,
            maximum=maximum,
            values=values,
            min_length=least,
            max_length=most,
            assumed_length=assumed,
            default=row.get("default"),
            unit=row.get("unit"),
            doc=row.get("doc", ""),
            closed=bool(row.get("closed", False)),
            received=self._received(values),
            backslash=bool(row.get("backslash", False)),
            secret=bool(row.get("secret", False)),
            digits=int(row.get("digits", 0)),
            success=row.get("success"),
            counts=row.get("counts"),
            data_length=counter,
            data_coding=coding,
            data_setting=setting,
            data_index=index,
            where=self.where,
        )
        parameter = replace(parameter, models=self._models(parameter))
        self._check(parameter)
        return parameter

    def _check(self, parameter: Parameter) -> None:
        """What needs the whole parameter."""
        row = self.row
        if "default" in row:
            self._check_default(parameter, row["default"], row)
        if "success" in row and misfit(parameter, row["success"]):
            self.wrong("success", f"the success {misfit(parameter, row['success'])}")
        if "error" in row:
            check_error_set(str(row["error"]), row.at("error"), self.context)
            self.context.error_sets[id(parameter)] = str(row["error"])

    def _check_keys(self) -> None:
        for key, types in ONLY_FOR.items():
            if key in self.row and self.type not in types:
                self.wrong(
                    key,
                    f"`{key}` is for type {', '.join(types)}, not for {self.type}; "
                    "remove it or change the type",
                )
        if "range" in self.row and "values" in self.row:
            self.wrong("values", "`range` and `values` together; keep the one that is complete")

    def _c_name(self) -> str:
        given = self.row.get("c_name")
        if given is not None and not names.is_identifier(given):
            self.wrong("c_name", f"`{given}` is a C keyword; choose another name")
        name = given or names.c_name(self.name)
        if not name or name[0].isdigit():
            self.context.mistake(
                self.where, f"<{self.name}> gives no C name; add one with `c_name`"
            )
        return name

    def _values(self) -> dict[int | str, str] | None:
        values = self.row.get("values")
        if values is None or self.type not in ONLY_FOR["values"]:
            return None
        listed = self._listed(values) if isinstance(values, List) else values
        if self.type != "integer":
            return self._words(listed)
        return self._integers(listed)

    def _integers(self, listed: Map) -> dict[int | str, str]:
        """Without those that are none, so that lines are told apart by the others."""
        numbers: dict[int | str, str] = {}
        for value, meaning in listed.items():
            if isinstance(value, int):
                numbers[value] = meaning or ""
            else:
                words = "use type string or word for words"
                remedy = f"write {value} without quotes" if value.isdigit() else words
                message = f"<{self.name}>: `{value}` is no number; {remedy}"
                self.context.mistake(listed.at(value), message)
        return numbers

    def _words(self, listed: Map) -> dict[int | str, str]:
        for value in listed:
            if odd := foreign(str(value)):
                self.context.mistake(listed.at(value), f"<{self.name}>: {odd[1]}")
            elif '"' in str(value):
                message = (
                    f"<{self.name}>: `{value}` has a quote, where the modem would take it to end"
                )
                self.context.mistake(listed.at(value), f"{message}; remove it")
        return {str(value): meaning or "" for value, meaning in listed.items()}

    def _listed(self, values: List) -> Map:
        """[0, 2, 5]: values of which nothing more is said."""
        listed = Map(values.where)
        for value, where in zip(values, values.lines):
            if value in listed:
                self.context.mistake(where, f"<{self.name}>: `{value}` stands twice; keep one")
            listed.put(value, "", where)
        return listed

    def _numbers(self, values: dict[int | str, str] | None) -> tuple[int | None, int | None]:
        if self.type != "integer":
            return None, None
        if values:
            numbers = [value for value in values if isinstance(value, int)]
            for mistake in filter(None, map(beyond, numbers)):
                self.wrong("values", mistake)
            return min(numbers), max(numbers)
        if "range" not in self.row:
            return None, None
        try:
            low, high = parse_range(self.row["range"])
        except PhraseError as error:
            self.wrong("range", str(error))
            return likely_range(self.row["range"]) or (None, None)
        if mistake := beyond(low, high):
            self.wrong("range", mistake)
            return None, None
        return low, high

    def _received(self, values: dict[int | str, str] | None) -> tuple[int, int] | None:
        """Where values may lie that a modem sends and the table does not name."""
        if "received" not in self.row or self.type != "integer":
            return None
        try:
            low, high = parse_range(self.row["received"])
        except PhraseError as error:
            self.wrong("received", str(error))
            return None
        numbers = [value for value in values or () if isinstance(value, int)]
        if not numbers:
            self.wrong("received", "`received` is for `values`; write `closed: true` for a range")
        elif low > min(numbers) or high < max(numbers) or beyond(low, high):
            held = f"{min(numbers)}..{max(numbers)}"
            self.wrong("received", f"{low}..{high} must hold {held}, in 32 bits")
        return low, high

    def _lengths(self) -> tuple[int | None, int | None, int | None, str | None]:
        """Least and most bytes, our own limit, and for data the field that counts it."""
        length = self.row.get("length")
        if self.type == "data":
            return None, None, None, length
        least = most = assumed = None
        if length is not None and self.type in TEXTS:
            least, most = self._length_range("length", length)
        if "assumed_length" in self.row:
            if length is not None:
                self.wrong("assumed_length", "`length` is the manual's own; remove the assumption")
            given = self.row["assumed_length"]
            text = f"0..{given}" if isinstance(given, int) else given
            least, assumed = self._length_range("assumed_length", text)
            least = None if isinstance(given, int) else least  # 64 says nothing of the least
        elif length is None and not self.row.get("values"):
            assumed = NATURAL_LENGTH.get(self.type)
        return least, most, assumed, None

    def _length_range(self, key: str, text: object) -> tuple[int | None, int | None]:
        try:
            low, high = parse_range(text)
        except PhraseError as error:
            self.wrong(key, str(error))
            return None, None
        if low < 0:
            self.wrong(key, "a length cannot be negative; begin at 0")
        self._check_least(key, low, self.row)
        if high > LENGTH_MAX:
            self.wrong(key, f"{high} bytes are more than can be counted; the most is {LENGTH_MAX}")
        return low, high

    def _check_least(self, key: str, least: int, row: Map) -> None:
        if least > LEAST_MAX:
            told = f"that {least} bytes are too few cannot be counted"
            self.wrong(key, f"{told}; begin at {LEAST_MAX} or below", row)

    def _coding(self) -> tuple[str, str | None, str | None]:
        if self.type != "data" or "coding" not in self.row:
            return "raw", None, None
        try:
            coding, setting, index = parse_coding(self.row["coding"])
        except PhraseError as error:
            self.wrong("coding", str(error))
            return "raw", None, None
        if setting and setting not in self.context.settings:
            self.wrong("coding", unknown_setting(setting, self.context))
            return "raw", None, None
        return coding, setting, index

    def _check_default(self, parameter: Parameter, default: object, row: Map) -> None:
        if mistake := misfit(parameter, default):
            self.wrong("default", f"the default {mistake}", row)

    def _models(self, parameter: Parameter) -> dict[str, Difference]:
        found: dict[str, Difference] = {}
        for key, row in self.row.map("models").items():
            where = self.row.map("models").at(key)
            difference = self._difference(parameter, row)
            for name in expand_models(str(key), where, self.context):
                if name in found:
                    self.context.mistake(
                        where, f"<{self.name}>: {name} already has a difference above; join them"
                    )
                found[name] = difference
        for model in self.context.models.values():
            if model.like in found:
                found.setdefault(model.name, found[model.like])
        return found

    def _difference(self, parameter: Parameter, row: Map) -> Difference:
        low, high = self._inside(row, "range", parameter.minimum, parameter.maximum)
        widest = parameter.max_length or parameter.assumed_length
        least, most = self._inside(row, "length", parameter.min_length or 0, widest)
        self._check_least("length", least or 0, row)
        if without := tuple(row.get("without", ())):
            self._check_without(parameter, without, row)
        if "default" in row:
            self._check_default(parameter, row["default"], row)
        return Difference(
            unsupported=bool(row.get("unsupported", False)),
            no_effect=bool(row.get("no_effect", False)),
            minimum=low,
            maximum=high,
            without=without,
            min_length=least,
            max_length=most,
            default=row.get("default"),
            unknown=row.get("unknown", ""),
            note=row.get("note", ""),
        )

    def _check_without(
        self, parameter: Parameter, without: tuple[int | str, ...], row: Map
    ) -> None:
        values = parameter.values
        strange = [value for value in without if values and value not in values]
        if len(values or ()) < len(self.row.get("values", ())):
            return  # what is wrong with them is told
        if values is None:
            message = (
                "`without` is for `values`; give the model a `range`, or the parameter its values"
            )
        elif strange:
            message = f"{strange[0]} is not one of the values anyway"
        elif len(set(without)) == len(values):
            message = "no value is left; write `unsupported: true`"
        else:
            return
        self.wrong("without", message, row)

    def _inside(
        self, row: Map, key: str, least: int | None, most: int | None
    ) -> tuple[int | None, int | None]:
        """A model's own range or length, inside the general one; None: it has none."""
        if key not in row:
            return None, None
        try:
            low, high = parse_range(row[key])
        except PhraseError as error:
            self.context.mistake(row.at(key), str(error))
            return None, None
        if least is None or most is None:
            self.wrong(key, f"has no `{key}` of its own; give the widest one first", row)
        elif low < least or high > most:
            remedy = f"make the general {key} the widest"
            self.wrong(key, f"{low}..{high} leaves {least}..{most}; {remedy}", row)
        return low, high


def misfit(parameter: Parameter, value: object) -> str:
    """Why a value is not one of the parameter's; "" if it is."""
    if parameter.values is not None:
        if value in parameter.values:
            return ""
        return f"{value} is not one of its values ({alternatives(value, parameter.values)})"
    if parameter.type == "integer":
        if not isinstance(value, int):
            return f"`{value}` is not a number; write a wire number"
        if parameter.span and not parameter.span[0] <= value <= parameter.span[1]:
            return "{} is outside {}..{}".format(value, *parameter.span)
        return ""
    most = parameter.max_length or parameter.assumed_length
    if most is not None and len(str(value).encode()) > most:
        return f"`{value}` is longer than {most} bytes"
    return ""


def expand_models(key: str, where: Where, context: Context) -> list[str]:
    """`MN316, NB` → the models it names, groups expanded."""
    found: list[str] = []
    for name in (part.strip() for part in key.split(",")):
        if name in context.groups:
            found.extend(context.groups[name])
        elif name in context.models:
            found.append(name)
        else:
            known = [*context.models, *context.groups]
            context.misnamed = True
            context.mistake(where, f"`{name}` is not a model; {alternatives(name, known)}")
    return found


def unknown_setting(name: str, context: Context) -> str:
    return (
        f"`{name}` is not a setting; define it under `settings` "
        f"({alternatives(name, context.settings)})"
    )


def check_error_set(name: str, where: Where, context: Context) -> None:
    sets = {code.set for code in context.error_codes}
    if name not in sets:
        remedy = alternatives(name, sorted(sets))
        context.mistake(where, f"`{name}` is not a set of `error_codes`; {remedy}")


def build_parameters(table: Map, context: Context) -> dict[str, Parameter]:
    """All rows of a `parameters` section."""
    built = {}
    for name, row in table.items():
        where = table.at(name)
        if not isinstance(row, Map) or "type" not in row:
            continue  # the schema has told
        if str(name) != str(name).strip() or any(c in str(name) for c in "<>="):
            context.mistake(where, f"`{name}` cannot stand between < and >; write the bare name")
        told = len(context.report.mistakes)
        built[str(name)] = ParameterBuilder(context, str(name), row, where).build()
        if len(context.report.mistakes) > told:
            context.wrong.add(where)
    return built
