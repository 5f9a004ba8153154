# SPDX-License-Identifier: MIT
"""How deep the stack goes, from what gcc -fcallgraph-info=su says of each function.

A call through a pointer is looked up in sources and headers: `x->check(…)` enters what some
constant names as its `.check`; what stands there without its member's name by its own name. What
the application, the port or a layer above (sockets, bring-up) hands over is listed here: it comes
on top of these figures, as does libc. Any other pointer that leads nowhere stops the measuring.
What a function does last may be a jump, before which its own room is given back: that stands in
the object.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOTS = ("atb_feed", "atb_tick", "atb_start", "atb_run")
UNNAMED = {"scan": r"(?!atb_)\w+_scan", "ms": r"atb_limit_\w+", "rest_ms": "atb_pace_rest"}
# Of the port; of the application; of who watches, and of what sockets and bring-up are given.
OUTSIDE = """write read now wait wake
done on_event on_text on_stage on_tick key pin speed ATB_CALL_LINE ATB_CALL_KEPT
look_up listen""".split()
ONCE = "put_either"  # stands once on a path: what it chooses from makes no choice itself
NODE = re.compile(r'node: \{ title: "([^"]+)" label: "([^"]+)"')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)" label: "([^"]+)"')
RISCV = ("R_RISCV_CALL", "R_RISCV_CALL_PLT")
MOVED = re.compile(
    r": (R_ARM_THM_JUMP24|R_ARM_THM_CALL|R_RISCV_CALL\w*)\s+(\w+)"
    r"(?:\n.*R_RISCV_RELAX.*)?(?:\n\s+\w+:\s+\w+\s+(\w+))?"
)
NAMED = re.compile(r"\.(\w+) = &?(\w+)\b")


def pointer_called(place: str) -> str:
    """The member that is called at FILE:LINE:COLUMN."""
    file, line, _ = place.rsplit(":", 2)
    text = Path(file).read_text().splitlines()[int(line) - 1]
    found = re.findall(r"(\w+)\)?\(", text)
    members = [name for name in found if re.search(rf"(->|\.){name}\)?\(", text)]
    return (members or found or [""])[0]


def without_part(title: str) -> str:
    """Without what the compiler appends to a part of a function: FILE:NAME or NAME."""
    return re.sub(r"\.(part|isra|constprop)(\.\d+)*$", "", title)


def bare(title: str) -> str:
    """As the object has it: a static function's title has its file before it."""
    return title.rpartition(":")[2]


def left_by_jump(objdump: str, path: Path) -> set[tuple[str, str]]:
    """A function, and one that it never calls but jumps to."""
    text = subprocess.run([objdump, "-dr", path], capture_output=True, text=True).stdout
    jumps: set[tuple[str, str]] = set()
    calls: set[tuple[str, str]] = set()
    for body in re.split(r"\n(?=[0-9a-f]+ <[\w.]+>:)", text)[1:]:
        function = re.match(r"[0-9a-f]+ <([\w.]+)>", body).group(1)
        for kind, target, way in MOVED.findall(body):
            jumped = kind == "R_ARM_THM_JUMP24" or (kind in RISCV and way == "jr")
            (jumps if jumped else calls).add((function, target))
    return jumps - calls


def members_of(path: Path) -> list[tuple[str, str]]:
    """The functions that constants name, each with the member that it becomes."""
    return NAMED.findall(path.read_text())


class Graph:
    def __init__(self, objdump: str, folders: list[Path], sources: list[Path]):
        self.own: dict[str, int] = {}
        self.calls: dict[str, set[str]] = {}
        self.through: dict[str, set[str]] = {}
        self.pointed: dict[str, set[str]] = {}
        self.left: set[tuple[str, str]] = set()
        self.null: set[str] = set()  # members that have a function in other programs
        for path in sources:
            for member, function in members_of(path):
                self.pointed.setdefault(member, set()).update({function, f"{path}:{function}"})
        for path in (p for folder in folders for p in sorted(folder.glob("*.ci"))):
            self.read(path.read_text())
            self.left |= left_by_jump(objdump, path.with_suffix(".o"))

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

    def behind(self, member: str) -> set[str]:
        """What a call of this member may enter."""
        named = self.pointed.get(member, set())
        pattern = UNNAMED.get(member, "")
        parts = {function: without_part(function) for function in self.own}
        found = {f for f, p in parts.items() if p in named or re.fullmatch(pattern, p)}
        if not found and member not in self.null:
            raise SystemExit(f"stack: nobody knows what is behind ->{member}()")
        return found

    def targets(self, name: str) -> set[str]:
        reached = set(self.calls.get(name, set()))
        for member in self.through.get(name, set()) - set(OUTSIDE):
            reached |= self.behind(member)
        return reached & self.own.keys()

    def depth(self, name: str, known: dict[str, int]) -> int:
        """The deepest path; a function that stands above itself on it is not entered again."""
        if name not in known:
            known[name] = 0
            again = {name: 0} if without_part(name).endswith(ONCE) else known
            deeper = {to: self.depth(to, again) for to in self.targets(name)}
            left = {to for to in deeper if (bare(name), bare(to)) in self.left}
            below = max((deeper[to] for to in deeper.keys() - left), default=0)
            known[name] = max(self.own[name] + below, *(deeper[to] for to in left), 0)
        return known[name]


def deepest(
    objdump: str, core: Path, parts: dict[str, Path], but: tuple[str, ...] = ()
) -> dict[str, int]:
    """`parts`: folders of objects below `core`, each with the folder of its sources. `but`: those
    that the program has not; what is named there alone is NULL in it."""
    sources = {part: sorted(folder.glob("*.[ch]")) for part, folder in parts.items()}
    there = [path for part in parts if part not in but for path in sources[part]]
    graph = Graph(objdump, [core / part for part in parts if part not in but], there)
    graph.null = {
        member for part in but for path in sources[part] for member, _ in members_of(path)
    }
    return {root: graph.depth(root, {}) for root in ROOTS if root in graph.own}
