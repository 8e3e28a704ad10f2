"""Signs of punctuation of another script, such as a Latin comma among Arabic letters, and the opening marks of Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.checks.pair import MASK, Finding, Pair
from communique.checks.tables import table
from communique.diagnostics import Code, Severity

ENDED = rf"(?=[\s*”“»«’\"')\]）】」』›{MASK}]|$)"
"""What follows a sign that closes something."""
BOUNDARY = ".!?…:;\n“”«»()¿¡"


def foreign_signs(pair: Pair) -> Iterator[Finding]:
    """A sign behind a letter that in this language has a shape of its own."""
    signs = table("languages")["punctuation"].get(pair.language.name)
    for found in _behind_letters(signs["letters"], signs["instead"]).finditer(pair.words) if signs else ():
        own = signs["instead"][found[0]]
        what = f"`{found[0]}` is written `{own}` in `{pair.language.locale}`"
        yield Finding(found.start(), Code.PUNCTUATION, what, f"write `{own}`", Severity.WARNING)


def _behind_letters(letters: str, signs: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<=[{letters}])[{re.escape(''.join(signs))}]{ENDED if ' ' not in letters else ''}")


def opening_marks(pair: Pair) -> Iterator[Finding]:
    """A question or an exclamation that is closed and was not opened, where the language opens them."""
    pairs = table("languages")["opening"].get(pair.language.name, {})
    for closing, opening in pairs.items():
        for found in re.finditer(re.escape(closing), pair.words):
            if opening not in _clause_before(pair.words, found.start(), opening):
                what = f"`{closing}` closes what no `{opening}` opens"
                hint = f"write `{opening}` where the question or the call begins"
                yield Finding(found.start(), Code.PUNCTUATION, what, hint, Severity.WARNING)


def _clause_before(words: str, offset: int, opening: str) -> str:
    """The words back to the sentence before; what is asked may begin anywhere in it."""
    start = max((words.rfind(sign, 0, offset) for sign in BOUNDARY if sign not in opening + ":;“”«»()"), default=-1)
    return words[max(start, words.rfind(opening, 0, offset), 0) : offset]
