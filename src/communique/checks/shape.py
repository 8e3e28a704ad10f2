"""The shape of a block: a translation has the items, cells, paragraphs and lines of its source, and fits its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from communique.agreement import phrases_of
from communique.checks.pair import Finding, Pair
from communique.checks.structure import block_of
from communique.diagnostics import Code, Passage, Severity
from communique.fill import Filling, Vocabulary, plain
from communique.model import BlockKind, LineBreak, Listing, Quotation, Table, Template, Text

MARK_OF_BLOCK = re.compile(r"(?:^|\n)[ ]{0,3}(#{1,6} |> |[-*+] )")
"""What opens another kind of block; a number does not, or every `34. Jahrestag` at a beginning would."""
BREAK = re.compile(r"\n[ \t]*\n")
PLAIN = " \t\n"
RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.LEAD, BlockKind.SIGNATURE})
LINES = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.NAME})
WIDEST = {BlockKind.TITLE: 120, BlockKind.HEADING: 90}
"""Columns, a wide letter taking two: a title of more is cut in the lists of mail programs and takes three
lines of a page, and so does a heading of more."""
UNCLOSED = re.compile(r"(?<!\\)`|(?<![\\\[])\[(?!\[)(?=[^\[\]]*$)|(?:^|(?<=\s))\](?!\])")


def differing_shape(pair: Pair) -> Iterator[Finding]:
    """A list with fewer items than its source, a table with other cells, a quotation with other paragraphs."""
    wanted, written = (_shape(block_of(pair.message, one)) for one in (pair.source, pair.translation))
    for name, count in wanted.items():
        if count != written.get(name, count):
            what = f"the source has {count} {name}, the translation {written[name]}"
            yield Finding(0, Code.SHAPE, what, "keep the shape of the source: one for one")


def _shape(block: Template) -> dict[str, int]:
    """What can be counted of a block."""
    match block:
        case Listing(items=items, ordered=ordered):
            return {"items": len(items), "numbered lists": int(ordered)}
        case Table(header=header, rows=rows):
            return {"rows": len(rows) + 1, "columns": len(header)}
        case Quotation(paragraphs=paragraphs, attribution=attribution):
            return {"paragraphs": len(paragraphs), "lines that say who is quoted": int(bool(attribution))}
        case _:
            return {}


def added_blocks(pair: Pair) -> Iterator[Finding]:
    """An empty line or a mark of another kind of block, which a paragraph or a heading cannot hold."""
    text, source = pair.translation.text, pair.source.text
    if pair.message.kind not in RUNNING | LINES:
        return
    if BREAK.search(source) is None and (found := BREAK.search(text)):
        what = "an empty line parts this block in two"
        yield Finding(found.start(), Code.SHAPE, what, "delete it; a paragraph of the source is one of the translation")
    # A heading's own mark is taken off before its words become a message.
    if not MARK_OF_BLOCK.search(source) and (found := MARK_OF_BLOCK.search(text)):
        what = f"`{found[1].strip()}` at the beginning of a line makes another kind of block"
        yield Finding(found.start(1), Code.SHAPE, what, "delete it, or write a backslash before it")


def differing_breaks(pair: Pair) -> Iterator[Finding]:
    """Forced line breaks that the translation has fewer or more of."""
    wanted, written = (_breaks(pair, passage) for passage in (pair.source, pair.translation))
    if wanted != written:
        what = f"the source has {wanted} forced line breaks, the translation {written}"
        yield Finding(0, Code.SHAPE, what, "break the same lines: a backslash at the end of a line", Severity.WARNING)


def _breaks(pair: Pair, passage: Passage) -> int:
    return sum(isinstance(one, LineBreak) for one in phrases_of(block_of(pair.message, passage)))


def outer_spaces(pair: Pair) -> Iterator[Finding]:
    """A space before the first word or behind the last that the source does not have."""
    text = pair.translation.text
    edges = (text[: len(text) - len(text.lstrip(PLAIN))], 0), (text[len(text.rstrip(PLAIN)) :], len(text.rstrip(PLAIN)))
    for stood, place in edges:
        if stood and pair.source.text == pair.source.text.strip():
            hint = "delete it, or run `communique check --fix`"
            yield Finding(place, Code.SPACING, "a space stands at the edge of the text", hint, Severity.WARNING)


def stray_marks(pair: Pair) -> Iterator[Finding]:
    """A bracket or a backtick that markup left without the other of its pair."""
    for phrase in phrases_of(block_of(pair.message, pair.translation)):
        if not isinstance(phrase, Text):
            continue
        if (found := UNCLOSED.search(phrase.text)) and not UNCLOSED.search(pair.source.text):
            what = f"`{found[0]}` has no other of its pair"
            place = max(0, pair.translation.text.find(found[0]))
            hint = "close it, delete it, or write a backslash before it"
            yield Finding(place, Code.LEFT_OVER_MARKUP, what, hint)


def too_long(pair: Pair) -> Iterator[Finding]:
    """A title or a heading that is longer, once filled in, than its place can hold."""
    widest = WIDEST.get(pair.message.kind)
    if widest and (width := _width(_filled(pair))) > widest:
        what = f"the {pair.message.kind} is {width} columns wide in this edition; {widest} fit"
        yield Finding(0, Code.TOO_LONG, what, "say it more shortly", Severity.WARNING)


def _filled(pair: Pair) -> str:
    name = next((one.passage.text for one in pair.edition.messages if one.id == "event.name"), "")
    vocabulary = Vocabulary(pair.edition, pair.language.grammar, pair.language.locale, (Text(name),))
    phrases = phrases_of(block_of(pair.message, pair.translation))
    return plain(Filling(vocabulary, pair.translation, pair.message.id, []).fill(phrases))


def _width(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text if not unicodedata.combining(sign)
    )
