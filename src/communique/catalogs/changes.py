"""What happened to a source text between two updates, in the classes that decide what becomes of its translation.

The words are compared, never the letters: that is what a translator sees as one change, and it takes a thousandth of the
time.
"""

from __future__ import annotations

import difflib
import enum
import re
import unicodedata
from collections.abc import Sequence

WORD = re.compile(r"\{[^{}\s]*\}|\w+")
"""A placeholder is one word."""
FORM = re.compile(r"(?<=\})@[a-z0-9.]*[a-z0-9]")
IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")
"""Chinese and Japanese write no spaces: each sign counts as a word."""
PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z][a-z0-9_.]*)\}")
FIGURE = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?!\d)|\d+(?:[.,\u00a0\u202f\u2009’'٬٫](?=\d{3}(?!\d))\d{3})*")
"""Digits, with the signs that part them into groups, of three or as in India."""
BREAK = re.compile(r"(?: {2,}|\\)\n")
SPACES = re.compile(r"[ \t]+")
QUOTES = dict.fromkeys(map(ord, "“”„‟«»‹›‘’‚‛′″'"), '"')
SIGNS = QUOTES | dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u200a"), " ") | {ord("…"): "..."}
DASH = re.compile(r"(?<!^)[–—‒−‐‑]", re.MULTILINE)
"""A dash within a line; at its beginning one makes a list, another names an author."""
HALF = 0.5
"""Below this a text is another one: its old translation would only tempt to take the fuzzy mark off."""
NEARLY_ALL = 0.9
FEWEST = 4
"""Words that a part must have to be recognised as a part."""


class Change(enum.StrEnum):
    """What happened to a source text; the letter is its class in the documentation."""

    SAME = "unchanged"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"
    FOUND = "translated elsewhere"
    SPACING = "spaces"
    TYPOGRAPHY = "typography"
    PUNCTUATION = "punctuation"
    FIGURES = "figures"
    WORDING = "wording"
    REWRITTEN = "rewritten"
    DIVIDED = "divided"
    JOINED = "joined"
    RESTORED = "restored"
    PLACEHOLDERS = "placeholders"

    @property
    def letter(self) -> str:
        """The class, A to J; nothing for what is no change of a text."""
        return LETTERS.get(self, "")


LETTERS = {
    Change.SPACING: "A",
    Change.TYPOGRAPHY: "B",
    Change.PUNCTUATION: "C",
    Change.FIGURES: "D",
    Change.WORDING: "E",
    Change.REWRITTEN: "F",
    Change.MOVED: "G",
    Change.DIVIDED: "H",
    Change.JOINED: "H",
    Change.RESTORED: "I",
    Change.PLACEHOLDERS: "J",
}


def change_of(before: str, after: str) -> tuple[Change, float]:
    """Say what happened to a text, and how much of its wording is alike (0 to 1)."""
    if before == after:
        return Change.SAME, 1.0
    if folded(before) == folded(after):
        return Change.SPACING, 1.0
    if _plain(before) == _plain(after):
        return Change.TYPOGRAPHY, 1.0
    alike = likeness(words(before), words(after))
    if words(before) == words(after):
        return Change.PUNCTUATION, alike
    if figureless(before) == figureless(after):
        return Change.FIGURES, alike
    if alike < HALF:
        return Change.REWRITTEN, alike
    return (Change.PLACEHOLDERS if placeholders(before) != placeholders(after) else Change.WORDING), alike


def folded(text: str) -> str:
    """A text without what no reader sees: composed letters, single spaces. Line ends and forced breaks shape it."""
    whole = BREAK.sub("\\\\\n", unicodedata.normalize("NFC", text))
    return "\n".join(SPACES.sub(" ", line).strip(" ") for line in whole.strip().split("\n"))


def _plain(text: str) -> str:
    return folded(DASH.sub("-", text.translate(SIGNS)))


def words(text: str) -> list[str]:
    """The words of a text for comparison: the case, the signs between them and the forms of placeholders do not count."""
    found = WORD.findall(unicodedata.normalize("NFC", FORM.sub("", text)).casefold())
    return [part for word in found for part in IDEOGRAPH.split(word) if part]


def figureless(text: str) -> str:
    """A text with every figure made the same."""
    return FIGURE.sub("0", folded(text))


def placeholders(text: str) -> frozenset[str]:
    """The names that a text uses."""
    return frozenset(PLACEHOLDER.findall(text))


def likeness(before: Sequence[str], after: Sequence[str]) -> float:
    """The share of the words that both texts have in the same order, from 0 to 1."""
    return difflib.SequenceMatcher(None, before, after, autojunk=False).ratio()


def is_part(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether nearly all words of one text stand in a longer one, in the same order."""
    if not FEWEST <= len(part) < len(whole):
        return False
    matcher = difflib.SequenceMatcher(None, part, whole, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) > NEARLY_ALL * len(part)
