"""What must not be torn apart at the end of a line: a date, a figure with its unit, and a word of Korean.

Korean is written with spaces and broken at them in print of any quality; WeasyPrint breaks it between any two syllables
and does not know `word-break: keep-all`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from communique.model import Inline, Text

UNBROKEN = "nobr"
"""The class of what stays on one line."""
_LETTER = r"[^\s\d.,;:!?…()\[\]/«»„“”\"،؛؟।。，、-]"
"""Not a class of letters, which would leave out the vowels of Indic and Arabic scripts and tear them off."""
_WORD = rf"{_LETTER}{{1,15}}(?!{_LETTER})"
_FIGURE = r"\d{1,3}(?:[.,٬’'\u00a0\u202f\u2009 ]\d{3})*(?:[.,٫]\d+)?"
"""A number that is no year. It is taken whole or not at all: the halves of a number change places between right-to-left
letters."""
_BEFORE = r"(?<![^\s(\[«„“])(?<!\d )"
_BEHIND = r"[.,;:!?…)\]»“”،؛؟।]{0,3}"
_DATE = rf"\d{{1,2}}\.?(?: {_LETTER}{{1,3}}\.?)? {_WORD}\.?,?(?: {_LETTER}{{1,3}}\.?)? \d{{3,4}}{_LETTER}{{0,8}}"
"""A day, a month and a year, with a short word between them as in Spanish: `20 de enero de 1990`."""
_YEAR = r"(?: (?:года|году|року|році|г\.|р\.))?"
"""The word "year", which Russian and Ukrainian put behind a date."""
_KOREAN = r"[^\s가-힣]{0,12}[가-힣][^\s]{1,15}(?!\S)"
_WHOLE = re.compile(rf"{_BEFORE}(?:{_DATE}{_YEAR}(?!{_LETTER}|\d)|{_FIGURE} {_WORD}){_BEHIND}(?!\d)|(?<!\S){_KOREAN}")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Take a text apart: each piece, and whether it must stay on one line."""
    end = 0
    for found in _WHOLE.finditer(text):
        yield text[end : found.start()], False
        end = _with_marks(text, found.end())
        yield text[found.start() : end], True
    yield text[end:], False


def _with_marks(text: str, end: int) -> int:
    """The end of a piece, behind the marks that stand on its last sign, whatever that is."""
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end


def joined(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Make one of neighbouring words: a figure and its unit come from different places."""
    result: list[Inline] = []
    for node in content:
        last = result[-1] if result else None
        if isinstance(node, Text) and isinstance(last, Text):
            result[-1] = Text(last.text + node.text)
        else:
            result.append(node)
    return tuple(result)
