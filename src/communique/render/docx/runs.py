"""The words of a paragraph as runs: one for each script, direction and manner of setting."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from communique.model import (
    Direction,
    Emphasis,
    Inline,
    Isolate,
    LineBreak,
    Link,
    NoteReference,
    Strong,
    Superscript,
    Text,
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are set. `around` is the direction of the paragraph, `direction` that of the phrase."""

    around: Direction
    direction: Direction
    language: str = ""
    """Empty for the language of the document."""
    style: str = ""
    wide: bool = False
    strong: bool = False
    emphasis: bool = False
    raised: bool = False
    keep: bool = False
    """The paragraph stays on the page of the one that follows."""

    def properties(self, script: str) -> str:
        """The run properties; `script` says that the words are right-to-left, or complex, or neither."""
        language = quoteattr(self.language)
        return "".join(
            (
                f'<w:rStyle w:val="{self.style}"/>' if self.style else "",
                '<w:rFonts w:hint="eastAsia"/>' if self.wide else "",
                "<w:b/><w:bCs/>" if self.strong else "",
                "<w:i/><w:iCs/>" if self.emphasis else "",
                '<w:vertAlign w:val="superscript"/>' if self.raised else "",
                script,
                f"<w:lang w:val={language} w:eastAsia={language} w:bidi={language}/>" if self.language else "",
            )
        )

    def run(self, content: str, script: str = "") -> str:
        """A run of words (already marked up) of one script."""
        properties = self.properties(script)
        return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"

    def text(self, words: str) -> str:
        """The runs of a text: one for each script in it."""
        return "".join(self.run(_marked_up(part), script) for script, part in _parts(words, self) if part)


def _marked_up(words: str) -> str:
    """The words as text of a run. Word shows U+00AD as a hyphen, its own soft hyphen only at a line's end."""
    pieces = words.split("\N{SOFT HYPHEN}")
    return "<w:softHyphen/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in pieces)


RTL = "<w:rtl/>"
CS = "<w:cs/>"
_LIKE_THE_ONE_BEFORE = "+"
"""The kind of combining marks and joiners."""
_KINDS = {"L": "L", "R": "R", "AL": "R", "AN": "R", "EN": "0", "CS": ",", "WS": "_"} | dict.fromkeys(
    ("NSM", "BN"), _LIKE_THE_ONE_BEFORE
)
_EXCEPTIONS = {
    Direction.LTR: re.compile(r"(?P<cs>C(?:[C_]*C)?)|(?P<rtl>R(?:[^LC0]*R)?)"),
    Direction.RTL: re.compile(r"(?P<plain>L(?:[^RC]*L)?|0+(?:,0+)*)|(?P<cs>C(?:[C_]*C)?)"),
}
"""What is not set as its surroundings are, matched against the kinds of the characters.

ECMA-376 (17.3.2.30) leaves open what Latin letters do in a right-to-left run and Arabic ones in any other; and Word may
draw European digits in a right-to-left run as Arabic ones, so they get runs of their own.
"""
_SCRIPTS = {"cs": CS, "rtl": RTL, "plain": ""}


def _parts(words: str, manner: Manner) -> Iterator[tuple[str, str]]:
    kinds = _kinds(words)
    if (manner.around, manner.direction) == (Direction.LTR, Direction.RTL):
        # Word has no embedding: digits in a run of their own would break up an Arabic phrase inside English.
        kinds = kinds.replace("0", "R")
    usual = RTL if manner.direction is Direction.RTL else ""
    end = 0
    for found in _EXCEPTIONS[manner.direction].finditer(kinds):
        yield usual, words[end : found.start()]
        yield _SCRIPTS[found.lastgroup or "plain"], words[found.start() : found.end()]
        end = found.end()
    yield usual, words[end:]


def _kinds(words: str) -> str:
    """One letter a character; a combining mark or a joiner is of the kind before it."""
    kinds = words.translate(_KIND_OF)
    return (
        kinds
        if _LIKE_THE_ONE_BEFORE not in kinds
        else "".join(itertools.accumulate(kinds, _or_before, initial=" "))[1:]
    )


def _or_before(before: str, kind: str) -> str:
    return before if kind == _LIKE_THE_ONE_BEFORE else kind


class _Kinds(dict[int, str]):
    """The kinds of the characters that were met."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _kind(chr(code)))


_KIND_OF = _Kinds()


def _kind(character: str) -> str:
    if "\u0900" <= character <= "\u109f" or "\u1780" <= character <= "\u17ff":
        return "C"
    if "\u06f0" <= character <= "\u06f9":
        return "R"
    return _KINDS.get(unicodedata.bidirectional(character), " ")


def words_of(content: Iterable[Inline]) -> str:
    """The letters of a finished text, without any mark; a line break is a space."""
    return "".join(map(_word, content))


def _word(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case LineBreak():
            return " "
        case NoteReference():
            return ""
        case Superscript(content) | Strong(content) | Emphasis(content) | Link(_, content) | Isolate(_, content):
            return words_of(content)
