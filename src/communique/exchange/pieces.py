"""A text with markup as a translator's tool can show it: words, codes that must stay whole, and spans with a look.

Nothing is interpreted for good here: `raw(pieces_of(text))` is the text again, whatever it holds. What is taken for a code
or a span only decides how it is shown and protected; whether a text that came back is sound is judged by `markup`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from communique.placeholders import FORM, NAME, NOTE, PlaceholderError, switch_at

TOKEN = re.compile(
    r"(?P<line>\\?[ \t]*\n\s*)"
    r"|(?P<escape>\\.|\{\{|\}\}|\[\[\[)"
    rf"|(?P<placeholder>\{{{NAME}\}}(?:@{FORM})?)"
    rf"|(?P<note>{NOTE.pattern.replace('?P<id>', '?:')})"
    r"|(?P<switch>\[\[)"
    r"|(?P<link>\[(?=[^\[\]\n]+\]\([^\s()]*\)))"
    r"|(?P<mark>\*+|\^)"
)


class CodeKind(enum.StrEnum):
    """What a code stands for."""

    PLACEHOLDER = "placeholder"
    SWITCH = "switch"
    NOTE = "note"
    LINE = "line"
    """The end of a line of a list or a table, or of a paragraph of a quotation."""


class SpanKind(enum.StrEnum):
    """How the words of a span look."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    RAISED = "raised"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Words:
    """What is translated, with escapes as they stand in the catalog."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something that is not translated and must not be changed."""

    raw: str
    kind: CodeKind

    @property
    def in_translation(self) -> str:
        """What it becomes when it is copied over: the form belongs to the source language, so it stays behind."""
        return self.raw.partition("@")[0] if self.kind is CodeKind.PLACEHOLDER else self.raw


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces between two marks."""

    kind: SpanKind
    opening: str
    closing: str
    content: tuple[Piece, ...]


Piece: TypeAlias = Words | Code | Span
MARKS = {"**": SpanKind.STRONG, "*": SpanKind.EMPHASIS, "^": SpanKind.RAISED}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark that may open or close a span."""

    mark: str
    opens: bool
    closes: bool


def pieces_of(text: str, *, is_source: bool = False) -> tuple[Piece, ...]:
    """Take a text apart. In a source, the form of a placeholder belongs to its code; in a translation it is words."""
    return _Scanner(text, is_source).pieces(0, len(text))


def raw(pieces: Iterable[Piece]) -> str:
    """The text that the pieces were taken from."""
    return "".join(_raw(piece) for piece in pieces)


def _raw(piece: Piece) -> str:
    match piece:
        case Words(text):
            return text
        case Code(code, _):
            return code
        case Span(_, opening, closing, content):
            return opening + raw(content) + closing


def codes_in(pieces: Iterable[Piece]) -> Iterator[Code | Span]:
    """Every code and span in the order in which they begin."""
    for piece in pieces:
        if isinstance(piece, Words):
            continue
        yield piece
        if isinstance(piece, Span):
            yield from codes_in(piece.content)


@dataclass(frozen=True, slots=True)
class _Scanner:
    text: str
    is_source: bool

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        items: list[Piece | _Mark] = []
        position = start
        while found := TOKEN.search(self.text, position, end):
            items.append(Words(self.text[position : found.start()]))
            position = self._item(found, items, end)
        items.append(Words(self.text[position:end]))
        return _paired(items)

    def _item(self, found: re.Match[str], items: list[Piece | _Mark], end: int) -> int:
        """Add what a token begins; the result is where the text goes on."""
        match found.lastgroup:
            case "line":
                items.append(Code(found[0], CodeKind.LINE))
            case "note":
                items.append(Code(found[0], CodeKind.NOTE))
            case "placeholder":
                code = found[0] if self.is_source else found[0].partition("@")[0]
                items.append(Code(code, CodeKind.PLACEHOLDER))
                return found.start() + len(code)
            case "switch":
                return self._switch(found.start(), items, end)
            case "link":
                return self._link(found.start(), items, end)
            case "mark" if found[0] in MARKS:
                after = self.text[found.end() : found.end() + 1]
                before = self.text[found.start() - 1 : found.start()]
                items.append(_Mark(found[0], bool(after.strip()), bool(before.strip())))
            case _:
                items.append(Words(found[0]))
        return found.end()

    def _switch(self, start: int, items: list[Piece | _Mark], end: int) -> int:
        try:
            _, clauses, switch_end = switch_at(self.text, start)
        except PlaceholderError:
            switch_end, clauses = end + 1, ()
        if switch_end > end:
            items.append(Words("[["))
            return start + 2
        position = start
        for clause in clauses:
            items.append(Code(self.text[position : clause.start], CodeKind.SWITCH))
            items.extend(self.pieces(clause.start, clause.end))
            position = clause.end
        items.append(Code(self.text[position:switch_end], CodeKind.SWITCH))
        return switch_end

    def _link(self, start: int, items: list[Piece | _Mark], end: int) -> int:
        words_end = self.text.index("](", start, end)
        link_end = self.text.index(")", words_end, end) + 1
        content = self.pieces(start + 1, words_end)
        items.append(Span(SpanKind.LINK, "[", self.text[words_end:link_end], content))
        return link_end


def _paired(items: Iterable[Piece | _Mark]) -> tuple[Piece, ...]:
    """Make spans of the marks that belong together; a mark without its other one is a word."""
    done: list[Piece | _Mark] = []
    for item in items:
        opening = _opening(done, item) if isinstance(item, _Mark) and item.closes else None
        if opening is not None and isinstance(item, _Mark):
            content = _merged(done[opening + 1 :])
            done[opening:] = [Span(MARKS[item.mark], item.mark, item.mark, content)]
        elif isinstance(item, _Mark) and not item.opens:
            done.append(Words(item.mark))
        else:
            done.append(item)
    return _merged(done)


def _opening(done: list[Piece | _Mark], closing: _Mark) -> int | None:
    for index in range(len(done) - 1, -1, -1):
        item = done[index]
        if isinstance(item, Code) and item.kind not in {CodeKind.PLACEHOLDER, CodeKind.NOTE}:
            return None
        if isinstance(item, _Mark) and item.mark == closing.mark:
            content = raw(_merged(done[index + 1 :]))
            raised = MARKS[closing.mark] is SpanKind.RAISED
            return index if content and not (raised and re.search(r"\s", content)) else None
    return None


def _merged(items: Iterable[Piece | _Mark]) -> tuple[Piece, ...]:
    result: list[Piece] = []
    for item in items:
        piece = Words(item.mark) if isinstance(item, _Mark) else item
        last = result[-1] if result else None
        if isinstance(piece, Words) and isinstance(last, Words):
            result[-1] = Words(last.text + piece.text)
        elif piece != Words(""):
            result.append(piece)
    return tuple(result)
