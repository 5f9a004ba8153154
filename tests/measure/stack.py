# SPDX-License-Identifier: MIT
"""How deep the stack goes, from what gcc -fcallgraph-info=su says of each function.

A call through a pointer is looked up in the source: scanners, thunks and other functions that
nobody calls by name are entered; the port and the application's callbacks come on top of these
figures, as does libc.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOTS = ("atb_feed", "atb_tick", "atb_start", "atb_run")
OUTSIDE = {
    "write",
    "read",
    "now",
    "done",
    "on_event",
    "call",
    "handler",
    "ATB_TAKE",
    "on_tick",
    "rest_ms",
    "wake",
    "wait",
    "call_data",
}
ENGINE = Path(__file__).resolve().parents[2] / "runtime" / "atb_answer.c"
ENTERED = {"hex": "atb_take_hex", "head": "atb_take_head", "bare": "atb_take_bare"}
TEXTS = ("check_ip", "check_ipv4", "check_labels")  # what a kind's text must be
KINDS = (
    {  # what a parameter's kind or a form's rest names (a kind's checks go no deeper than these)
        "check": (
            "check_text",
            "check_integers",
            "atb_check_rules",
            "atb_check_both",
            "atb_check_inline",
        ),
        "form": TEXTS,
        "choose": ("choose",),
        "code": ("atb_code_byte",),
        "payload": ("put_payload",),
    }
)
NODE = re.compile(r'node: \{ title: "([^"]+)" label: "([^"]+)"')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)" label: "([^"]+)"')


def pointer_called(place: str) -> str:
    """The member that is called at FILE:LINE:COLUMN."""
    file, line, _ = place.rsplit(":", 2)
    text = Path(file).read_text().splitlines()[int(line) - 1]
    found = re.findall(r"(\w+)\)?\(", text)
    members = [name for name in found if re.search(rf"(->|\.){name}\)?\(", text)]
    return (members or found or [""])[0]


class Graph:
    def __init__(self, folders: list[Path]):
        self.own: dict[str, int] = {}
        self.calls: dict[str, set[str]] = {}
        self.through: dict[str, set[str]] = {}
        self.known: dict[str, int] = {}
        self.engine = dict(re.findall(r"\.(\w+) = (\w+),", ENGINE.read_text()))
        for path in (p for folder in folders for p in sorted(folder.glob("*.ci"))):
            self.read(path.read_text())
        named = {to for targets in self.calls.values() for to in targets}
        public = re.compile(r"^atb_(?!plain|payload)|_text$")
        self.by_pointer = {f for f in self.own if f not in named and not public.search(f)}

    def read(self, text: str) -> None:
        for title, label in NODE.findall(text):
            size = re.search(r"(\d+) bytes", label)
            if size:
                self.own[title] = int(size.group(1))
        for source, target, place in EDGE.findall(text):
            if target == "__indirect_call":
                self.through.setdefault(source, set()).add(pointer_called(place))
            else:
                self.calls.setdefault(source, set()).add(target)

    def targets(self, name: str) -> set[str]:
        reached = set(self.calls.get(name, set()))
        for pointer in self.through.get(name, set()) - OUTSIDE:
            reached |= self.entered(pointer)
            if "atb_kind.c" in name:  # one kind asks another: single values alone
                reached = {f for f in reached if not f.startswith("atb_check_")}
        return reached & self.own.keys()

    def entered(self, pointer: str) -> set[str]:
        """The functions that stand behind a member of the tables or of the engine."""
        if pointer in self.engine:
            return {f for f in self.own if f.rsplit(":", 1)[-1] == self.engine[pointer]}
        if pointer in ENTERED:
            return {ENTERED[pointer]}
        if pointer in KINDS:
            return {f for f in self.own if f.rsplit(":", 1)[-1] in KINDS[pointer]}
        if pointer in ("scan", "take"):
            return {f for f in self.by_pointer | {"atb_take_plain"} if f.endswith("_" + pointer)}
        return self.by_pointer - {f for f in self.by_pointer if f.endswith(("_scan", "_take"))}

    def depth(self, name: str) -> int:
        """The deepest path; a function that stands above itself on it is not entered again."""
        if name not in self.known:
            self.known[name] = 0
            deeper = [self.depth(to) for to in self.targets(name)]
            self.known[name] = self.own[name] + max(deeper, default=0)
        return self.known[name]


def deepest(core: Path, parts: tuple[str, ...]) -> dict[str, int]:
    graph = Graph([core / part for part in parts])
    return {root: graph.depth(root) for root in ROOTS if root in graph.own}
