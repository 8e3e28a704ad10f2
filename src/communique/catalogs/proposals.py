"""A translation with the new figures in it, where only figures changed in its source. It is proposed, never taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from communique.catalogs.changes import FIGURE
from communique.grammar import Grammar

LONGEST = 15
"""Digits; a longer figure is a reference number, which nobody groups."""


def with_new_figures(translation: str, before: str, after: str, grammar: Grammar) -> str | None:
    """Put each figure that changed into a translation in its own notation; None where that cannot be done for sure.

    Each changed figure must stand in the translation exactly once, in digits, and must have stood once in the source.
    """
    changed = dict(_changed(before, after))
    if not changed or len(changed) != sum(1 for _ in _changed(before, after)):
        return None
    edits: list[tuple[int, int, str]] = []
    for old, new in changed.items():
        places = [found for found in FIGURE.finditer(translation) if _digits(found[0]) == _digits(old)]
        written = _written_like(places[0][0], _digits(new), grammar) if len(places) == 1 else None
        if written is None:
            return None
        edits.append((places[0].start(), places[0].end(), written))
    for start, end, written in sorted(edits, reverse=True):
        translation = translation[:start] + written + translation[end:]
    return translation


def _changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    pairs = zip(FIGURE.findall(before), FIGURE.findall(after), strict=True)
    yield from ((old, new) for old, new in pairs if old != new)


def _digits(figure: str) -> str:
    """A figure as its bare ASCII digits, whatever script and grouping it has."""
    return "".join(str(unicodedata.digit(sign)) for sign in figure if sign.isdigit())


def _written_like(sample: str, digits: str, grammar: Grammar) -> str | None:
    """Write a figure in the notation of another; None if that notation cannot be told from the sample."""
    grouped_by_us = len(digits) <= LONGEST and not digits.startswith("0")
    if grouped_by_us and sample == grammar.number(int(_digits(sample))):
        return grammar.number(int(digits))
    zero = next(ord(sign) - unicodedata.digit(sign) for sign in sample if sign.isdigit())
    own = "".join(chr(zero + int(digit)) for digit in digits)
    groups = re.split(r"\D", sample)
    if len(groups) == 1:
        return own
    separators = set(re.findall(r"\D", sample))
    return _grouped(own, separators.pop()) if len(separators) == 1 and {*map(len, groups[1:])} == {3} else None


def _grouped(digits: str, separator: str) -> str:
    first = len(digits) % 3 or 3
    return separator.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])
