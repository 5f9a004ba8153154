# SPDX-License-Identifier: MIT
"""Characters that come along where a line is copied from a PDF: curly quotes, dashes, odd blanks,
tabs; and what an escape of YAML's brings.

No modem sends or takes one, but a line that has one looks right and is never heard.
"""

from __future__ import annotations

import unicodedata

MEANT = {
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‘’‚‛′´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("‹〈⟨", "<"),
    **dict.fromkeys("›〉⟩", ">"),
}


def foreign(text: str, besides: str = "") -> tuple[int, str] | None:
    """Where the first character is that is neither printable ASCII nor `besides`, and what to say;
    None: nowhere. A text of several lines in YAML may end with one."""
    text = text.removesuffix("\n")
    if text.isascii() and text.isprintable():
        return None
    places = (at for at, char in enumerate(text) if not (" " <= char <= "~" or char in besides))
    at = next(places, None)
    return None if at is None else (at, _said(text[at]))


def control(char: str) -> str:
    """What to say of a control character."""
    if char == "\t":
        return "a tab stands here; write a blank"
    return f"a control character (U+{ord(char):04X}) stands here; remove it"


def _said(char: str) -> str:
    if char.isascii():
        return control(char)
    name = unicodedata.name(char, f"U+{ord(char):04X}")
    return f"`{char}` ({name}) is no ASCII; {_remedy(char)}"


def _remedy(char: str) -> str:
    meant = MEANT.get(char) or unicodedata.normalize("NFKC", char)
    if meant.isascii():
        return f"write `{meant}`"
    unseen = unicodedata.category(char) in ("Cf", "Cc")
    return "remove it" if unseen else "write what the modem sends"
