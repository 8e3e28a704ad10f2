"""Signs that stand for others: digits that are no digits to a search, and letters under a heap of marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from communique.checks.pair import Finding, Pair
from communique.diagnostics import Code

PILE = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}")
"""More than four marks: Vietnamese and pointed Hebrew need two on one letter, cantillated Hebrew three."""
DISGUISED = re.compile("[\U0001d7ce-\U0001d7ff\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\U0001fbf0-\U0001fbf9]+")
"""Mathematical, circled and segmented digits."""
RAISED = re.compile(
    "(?<=[0-9])[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+|[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+(?=[0-9])"
)


def piled_marks(pair: Pair) -> Iterator[Finding]:
    """A letter under more marks than any language sets, which run over the lines around it."""
    for found in PILE.finditer(pair.words) if not pair.words.isascii() else ():
        what = f"{len(found[0])} marks stand on one letter"
        yield Finding(found.start(), Code.PILED_MARKS, what, "delete them, and type the letter again")


def disguised_digits(pair: Pair) -> Iterator[Finding]:
    """Signs that look like digits and are none: no rule and no reader of figures counts them."""
    if pair.words.isascii():
        return
    for found in DISGUISED.finditer(pair.words):
        plain = unicodedata.normalize("NFKC", found[0])
        yield Finding(
            found.start(), Code.DIGITS, f"`{found[0]}` looks like `{plain}` and is no number", "type the digits"
        )
    for found in RAISED.finditer(pair.words):
        what = f"`{found[0]}` beside digits is read as part of the number or not at all"
        yield Finding(found.start(), Code.DIGITS, what, "raise digits with `^…^`, and keep them off figures")
