# SPDX-License-Identifier: MIT
"""Small helpers for writing C: strings, comments, aligned tables, macros over several lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

COLUMNS = 100


def c_string(text: str) -> str:
    """A C string literal."""
    out = []
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif " " <= char <= "~":
            out.append(char)
        else:
            out.extend(f"\\{byte:03o}" for byte in char.encode("utf-8"))
    return '"' + "".join(out).replace("??", '?""?') + '"'


def octal(number: int) -> str:
    """One character of a C string."""
    return f"\\{number:03o}"


def message(*parts: str) -> str:
    """Literals and macros one behind the other, neighbouring literals joined."""
    tokens: list[str] = []
    for part in parts:
        if tokens and part.startswith('"') and tokens[-1].endswith('"'):
            tokens[-1] = tokens[-1][:-1] + part[1:]
        else:
            tokens.append(part)
    return " ".join(tokens)


def optional_string(text: str | None) -> str:
    return "NULL" if text is None else c_string(text)


def c_bool(value: object) -> str:
    return "true" if value else "false"


def printed(text: str) -> str:
    """A line of a table as the manual prints it: no names of literals."""
    return re.sub(r"<[^<>=]+=([^<>]*)>", r"\1", text)


def comment(text: str) -> str:
    """Text that may stand inside a C comment."""
    return text.replace("*/", "* /").replace("/*", "/ *")


def table(rows: Iterable[Sequence[str]], indent: int = 4) -> str:
    """Initializers, one a line, with their columns aligned."""
    rows = [tuple(row) for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    lines = []
    for row in rows:
        cells = [
            (cell + ("," if i < len(row) - 1 else "")).ljust(widths[i] + 1)
            for i, cell in enumerate(row)
        ]
        lines.append(" " * indent + "{" + " ".join(cells).rstrip() + "},")
    return "\n".join(lines)


def columns(rows: Iterable[Sequence[str]], prefix: str = "", gap: str = " ") -> str:
    """Lines of words in aligned columns."""
    rows = [tuple(row) for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return "\n".join(
        (prefix + gap.join(cell.ljust(width) for cell, width in zip(row, widths))).rstrip()
        for row in rows
    )


def wrap(items: Iterable[str], indent: int = 4, columns: int = COLUMNS) -> str:
    """Items with commas between them, filled to the width of the page; none is broken."""
    lines = [" " * indent]
    for item in items:
        added = f"{item}, "
        if len(lines[-1]) + len(added) - 1 > columns and lines[-1].strip():
            lines.append(" " * indent)
        lines[-1] += added
    return "\n".join(line.rstrip() for line in lines).rstrip(",")


def paragraph(text: str, first: str = " * ", rest: str = " * ") -> list[str]:
    """A paragraph of a comment block, filled to the width of the page."""
    width = COLUMNS - 4
    lines = textwrap.wrap(
        comment(text),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    cut = [piece for line in lines for piece in at_commas(line, rest, width)]
    return cut or [first.rstrip()]


def at_commas(line: str, rest: str, width: int) -> list[str]:
    """A line of a table that is too long, broken before or behind commas."""
    if len(line) <= width:
        return [line]
    lines = [""]
    for piece in re.split(r"(?=\[,)|(?<=,)(?=[<\[])", line):
        if len(lines[-1]) + len(piece) > width and lines[-1].strip():
            lines.append(rest)
        lines[-1] += piece
    return lines


def syntax_paragraph(syntax: str) -> list[str]:
    """A syntax line of a table, as the manual prints it."""
    return at_commas(" * " + comment(printed(syntax)), " *     ", COLUMNS - 4)


def doc_comment(paragraphs: Sequence[list[str]]) -> str:
    """A documentation comment of ready lines."""
    lines = [line for part in paragraphs for line in part]
    if len(lines) == 1 and len(lines[0]) + 3 <= COLUMNS:
        return "/**" + lines[0][2:] + " */"
    return "\n".join(["/**", *lines, " */"])


def outside_strings(text: str) -> Iterator[tuple[int, str, int]]:
    """Each character that is in no string: its place, itself, and in how many parentheses it is;
    a parenthesis is not in its own."""
    depth, quoted = 0, False
    for place, char in enumerate(text):
        if char == '"' and text[place - 1] != "\\":
            quoted = not quoted
        elif not quoted:
            depth -= char == ")"
            yield place, char, depth
            depth += char == "("


def arguments(call: str) -> tuple[str, list[str]]:
    """NAME( and the arguments of a call, split at the commas between them."""
    opening = call.index("(")
    parts, start = [], opening + 1
    for place, char, depth in outside_strings(call):
        if (char, depth) in ((",", 1), (")", 0)):
            parts.append(call[start:place].strip())
            start = place + 1
        if (char, depth) == (")", 0):
            return call[: opening + 1], [*parts, call[place:]]
    raise ValueError(call)


def operands(text: str) -> list[str]:
    """Where a long argument may be broken: behind || and &&, between literals and macros."""
    parts, start = [], 0
    for place, char, depth in outside_strings(text):
        joined = text[place + 1 : place + 3] in ("||", "&&") or text[place - 1] == ","
        if char == " " and depth == 0 and not joined:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _pieces(parts: list[str], room: int) -> Iterator[str]:
    """Arguments with what stands behind each; one that finds no room, as its operands."""
    *inner, tail = parts
    for index, part in enumerate(inner):
        text = part + (tail if index == len(inner) - 1 else ",")
        yield from operands(text) if len(text) > room else [text]


def broken(call: str, indent: int, columns: int) -> list[str]:
    """A call, over several lines if one is too short for it."""
    if indent + len(call) <= columns or "(" not in call:
        return [" " * indent + call]
    head, parts = arguments(call)
    inside = indent + len(head)
    lines = [" " * indent + head]
    for piece in _pieces(parts, columns - inside):
        gap = "" if lines[-1].strip() == head or lines[-1].endswith("(") else " "
        if len(lines[-1]) + len(gap + piece) <= columns:
            lines[-1] += gap + piece
        elif inside + len(piece) <= columns or "(" not in piece:
            lines.append(" " * inside + piece)
        else:
            nested = broken(piece, inside, columns)
            if lines[-1].strip() == head.strip():
                nested[0] = lines.pop() + nested[0].lstrip()
            lines += nested
    if len(lines) > 1 and lines[0].strip() == head.strip():
        first = lines.pop(0)
        lines[0] = first + lines[0].lstrip()
    return lines


def macro(head: str, body: Sequence[str]) -> str:
    """A macro whose body takes one call an element, with the backslashes in one column."""
    columns = COLUMNS - 2
    if len(body) == 1 and len(head) + len(body[0]) + 9 <= COLUMNS:
        return f"#define {head} {body[0]}"
    lines = broken(f"#define {head}", 0, columns)
    for call in body:
        if "," not in call:
            lines.append(f"    {call}")
            continue
        extra = len(call) - len(call.lstrip(" ("))
        pieces = broken(call[extra:], 4 + extra, columns)
        pieces[0] = "    " + call[:extra] + pieces[0].lstrip()
        lines += pieces
    width = min(max(len(line) for line in lines[:-1]) + 1, columns)
    return "\n".join([(line + " ").ljust(width) + "\\" for line in lines[:-1]] + [lines[-1]])


def listing(items: Sequence[str], last: str = "or") -> str:
    """a, b or c."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + f" {last} {items[-1]}"


def c_flag(condition: object) -> str:
    return "true" if condition else ""


def stated(*members: tuple[str, str]) -> list[tuple[str, str]]:
    """What is 0 is left out."""
    return [(name, value) for name, value in members if value not in ("", "0")]
