"""Characters that no value may hold, wherever it comes from: nobody sees them, and they change what is read.

The rules of texts (`checks.characters`) know more, because they know the language; this is what holds for every value of
every file, names of office-holders and labels too, which are filled into texts and read by no rule.
"""

from __future__ import annotations

import re
import unicodedata

ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u2065\u206a-\u206f\u3164\ufeff\ufff9-\ufffb\ufffd"
    "\ud800-\uf8ff\U000e0000-\U0010ffff]"
)
"""Controls, turned directions, signs without a shape, tags and private use."""
BLANK = re.compile("[\u3164\ufffd\U000e0000-\U0010ffff]")
"""Those of them that Python takes for printable; it does not take an unassigned character for one."""
ISOLATE = re.compile("[\u2066-\u2069]")
CLOSING = "\u2069"


def first_unseen(text: str) -> tuple[int, str] | None:
    """Where the first such character stands, and what it is called; None if there is none."""
    if text.isprintable() and not BLANK.search(text):
        return None
    odd = ODD.search(text)
    at = odd.start() if odd else _unpaired(text)
    if at is None:
        at = next((at for at, sign in enumerate(text) if sign > "\x7f" and unicodedata.category(sign) == "Cn"), None)
    return None if at is None else (at, called(text[at]))


def called(sign: str) -> str:
    """A character as people look it up: U+202E RIGHT-TO-LEFT OVERRIDE."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def _unpaired(text: str) -> int | None:
    """An isolate without the other of its pair."""
    opened: list[int] = []
    for mark in ISOLATE.finditer(text):
        if mark[0] != CLOSING:
            opened.append(mark.start())
        elif not opened:
            return mark.start()
        else:
            opened.pop()
    return opened[0] if opened else None
