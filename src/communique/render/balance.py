"""Titles of several lines, broken so that the lines are about equally long.

A title whose last line is one word looks like an accident. CSS has `text-wrap: balance` for it, which WeasyPrint does not
know; so the title alone is laid out in narrower and narrower measures, until it would take another line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ATTEMPTS = 5
"""Each halves what is not known; after five, the measure is right to three hundredths."""


def narrowest(wanted: int, lines: Callable[[float], int]) -> float:
    """The smallest part of the measure, up to 1, in which a title takes no more than the `wanted` lines of all of it."""
    too_narrow, enough = 1 / wanted, 1.0
    for _ in range(_ATTEMPTS):
        between = (too_narrow + enough) / 2
        if lines(between) <= wanted:
            enough = between
        else:
            too_narrow = between
    return round(enough, 3)


def title_lines(document: Any) -> int:
    """How many lines the title takes, in a document of WeasyPrint."""
    from weasyprint.formatting_structure import boxes

    root = document.pages[0]._page_box.children[0]  # noqa: SLF001 - as in `fit`
    titles = (box for box in root.descendants() if box.element_tag == "h1")
    return sum(isinstance(child, boxes.LineBox) for title in titles for child in getattr(title, "children", ()))
