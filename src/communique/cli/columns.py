"""Columns that line up in a terminal, whatever the script of what stands in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

FIRST_STRONG_ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
GAP = "  "


def width(text: str) -> int:
    """How many columns a terminal gives a text: two to a wide sign (UAX #11), none to what is set on another or unseen."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def isolated(text: str) -> str:
    """A text whose direction reaches no further than its end (UAX #9), where it holds right-to-left letters."""
    runs_left = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)
    return f"{FIRST_STRONG_ISOLATE}{text}{END_OF_ISOLATE}" if runs_left else text


def shortened(text: str, columns: int) -> str:
    """A text in one line that takes no more than so many columns, with `…` where it goes on."""
    words = " ".join(text.split())
    if width(words) <= columns:
        return words
    while width(words) >= columns:
        words = words[:-1]
    return f"{words.rstrip()}…"


def aligned(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[list[str]]:
    """Pad the cells to equal columns; those of `right` (from 0) end below each other, the others begin so."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [[_padded(cell, widths[number], right=number in right) for number, cell in enumerate(row)] for row in rows]


def line(cells: Sequence[str]) -> str:
    """One row as it is shown."""
    return GAP.join(cells).rstrip()


def _padded(cell: str, columns: int, *, right: bool) -> str:
    space = " " * (columns - width(cell))
    return space + cell if right else cell + space
