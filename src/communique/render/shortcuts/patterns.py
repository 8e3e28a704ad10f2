"""The patterns by which words are divided, each taken apart when a word asks for it.

Pyphen takes every pattern of a language apart before it divides the first word: for German that takes as long as laying
out ten statements.
"""

from __future__ import annotations

import pathlib
import re
from typing import Any

import pyphen

_DIGITS = re.compile("[0-9]")
_SIGN = re.compile("([0-9]?)([^0-9]?)")
_NEEDS_ITS_AUTHOR = re.compile(r"/.*=|\^\^")
"""Words whose letters change where they are divided, and letters written by number; both are rare."""

Found = tuple[int, tuple[int, ...]]
"""Where the values of a pattern begin, and the values."""


class _Lines(dict[str, str]):
    """The lines of a file of patterns by their letters."""

    def get(self, letters: str, default: Any = None) -> Any:
        line = super().get(letters)
        return default if line is None else _values(line)


def _values(line: str) -> Found | None:
    """What a pattern says of the places before its letters: `a1b` is 1 at the second; nothing if it says nothing."""
    values = tuple(int(value or "0") for value, _ in _SIGN.findall(line))
    told = [place for place, value in enumerate(values) if value]
    return (told[0], values[told[0] : told[-1] + 1]) if told else None


class Patterns(pyphen.HyphDict):  # type: ignore[misc]  # Pyphen ships no types
    """A dictionary of Pyphen that divides words as Pyphen's own does."""

    def __init__(self, path: pathlib.Path) -> None:
        with path.open("rb") as file:
            encoding = file.readline().decode().strip()
        text = path.read_text("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)
        if _NEEDS_ITS_AUTHOR.search(text):
            super().__init__(path)
            return
        lines = [line.strip() for line in text.split("\n")[1:]]
        lines = [line for line in lines if _DIGITS.search(line) and not line.startswith(pyphen.ignored)]
        letters = "\n".join(lines).encode().translate(None, b"0123456789").decode().split("\n")
        self.patterns = _Lines(zip(letters, lines, strict=True))
        self.maxlen = max(map(len, letters))
        self.cache: dict[str, Any] = {}
