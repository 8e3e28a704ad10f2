"""The only syntax a translator meets: `{name}`, `{name}@form`, `[[count| one: … | other: … ]]` and `[^note]`.

No expressions, no attribute access, nothing that can be run. A placeholder keeps to what gettext calls
`python-brace-format`, so that `msgfmt -c`, Poedit and Weblate notice a lost one by themselves; the form stands outside
the braces for that reason. `{{`, `}}` and `[[[` stand for `{`, `}` and `[[`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NAME = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?"
FORM = r"[a-z][a-z0-9]*(?:\.[a-z0-9]+)*"
PLACEHOLDER = re.compile(rf"\{{({NAME})\}}(?:@({FORM}))?")
NOTE = re.compile(r"\[\^(?P<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\]")
"""A reference to a note, by the id of its block."""
CLAUSE = re.compile(r"\s*(?:=(\d{1,9})|(zero|one|two|few|many|other))\s*:")
SWITCH = re.compile(rf"\[\[\s*({NAME})\s*\|")
MARKS = re.compile(r"\\.|\[\[|\]\]|\|", re.DOTALL)
"""What shapes a switch; a mark behind a backslash is text."""
DEPTH = {"[[": 1, "]]": -1}
DEEPEST = 8
"""Switches inside switches beyond this are a mistake or an attack."""


class PlaceholderError(ValueError):
    """What cannot be read: `offset` and `end` bound it in the text, `hint` says what to write instead."""

    def __init__(self, offset: int, message: str, hint: str, end: int = 0) -> None:
        super().__init__(message)
        self.offset, self.message, self.hint, self.end = offset, message, hint, end or offset + 1


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a switch: for an exact number or for a plural category; the text lies from `start` to `end`."""

    exact: int | None
    category: str
    start: int
    end: int


def names(text: str) -> frozenset[str]:
    """Every name that a text may ask for, in placeholders and as the count of switches, without what follows a dot."""
    found = (*PLACEHOLDER.finditer(text), *SWITCH.finditer(text))
    return frozenset(name[1].partition(".")[0] for name in found)


def placeholder_at(text: str, offset: int) -> tuple[str, str, int]:
    """Read the placeholder at an opening brace: its name, its form ("" for none) and where it ends.

    Raises:
        PlaceholderError: the brace does not begin a placeholder.
    """
    found = PLACEHOLDER.match(text, offset)
    if found is None:
        stood = re.split(r"(?<=\})|\n", text[offset : offset + 40], maxsplit=1)[0]
        hint = "write `{name}`, or `{{` for a brace that is meant as such"
        raise PlaceholderError(offset, f"`{stood}` is not a placeholder", hint, offset + len(stood))
    return found[1], found[2] or "", found.end()


def switch_end(text: str, offset: int) -> int:
    """Find the `]]` that closes the switch opened at `offset`; the result lies behind it.

    Raises:
        PlaceholderError: it is never closed, or switches are nested too deep.
    """
    depth = 0
    for mark in MARKS.finditer(text, offset):
        depth += DEPTH.get(mark[0], 0)
        if depth > DEEPEST:
            raise PlaceholderError(offset, "switches are nested too deep", "write the clauses out in full", len(text))
        if depth == 0 and mark[0] == "]]":
            return mark.end()
    raise PlaceholderError(offset, "the switch is not closed", "write `]]` after its last clause")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at the `|` that stand outside inner switches."""
    depth, begin = 0, start
    for mark in MARKS.finditer(text, start, end):
        depth += DEPTH.get(mark[0], 0)
        if mark[0] == "|" and depth == 0:
            yield begin, mark.start()
            begin = mark.end()
    yield begin, end


def _clause(text: str, start: int, end: int) -> Clause:
    found = CLAUSE.match(text, start, end)
    if found is None:
        raise PlaceholderError(
            start,
            f"`{text[start:end].strip()[:30]}` is not a clause",
            "begin each clause with `one:`, `few:`, `many:`, `other:` or an exact number such as `=50:`",
        )
    inner = text[found.end() : end]
    first = found.end() + len(inner) - len(inner.lstrip())
    return Clause(int(found[1]) if found[1] else None, found[2] or "", first, max(first, first + len(inner.strip())))


def switch_at(text: str, offset: int) -> tuple[str, tuple[Clause, ...], int]:
    """Read the switch at `[[`: the name it counts by, its clauses and where it ends.

    Raises:
        PlaceholderError: it cannot be read, or says the same clause twice.
    """
    end = switch_end(text, offset)
    opening = SWITCH.match(text, offset)
    if opening is None:
        raise PlaceholderError(
            offset,
            f"`{text[offset : offset + 30]}` is not a switch",
            "write `[[n| one: … | other: … ]]`, or `[[[` for brackets that are meant as such",
            end,
        )
    clauses = tuple(_clause(text, *part) for part in _parts(text, opening.end(), end - 2))
    keys = [(clause.exact, clause.category) for clause in clauses]
    if len(set(keys)) < len(keys):
        raise PlaceholderError(offset, "the switch has the same clause twice", "keep one of the two", end)
    return opening[1], clauses, end
