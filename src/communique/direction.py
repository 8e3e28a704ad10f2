"""Phrases that run against the text around them, set apart so that their order survives.

The layout engine of the PDF orders each inline element by itself, and word processors order each run by itself: inside
Arabic, `Human *Rights* Watch` would come out as "Watch Rights Human" and `34^th^` as "th34". Each such phrase is
therefore wrapped in an `Isolate` node, in every format, so that all formats show the same order.

The order aimed at is that of the Unicode bidirectional algorithm (UAX #9) with isolates (its section 2.4), put where
https://www.w3.org/TR/alreq/ (section on bidirectional text) wants them. Two habits of readers go beyond it: a number
beside a Latin word is part of the name or date ("Boeing 747", "20 January"), and a telephone number, a signed number or
a range in European or Persian digits runs left to right. A range in Arabic-Indic digits runs right to left, as Arabic
readers write it, and needs nothing.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeAlias

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

Span: TypeAlias = tuple[int, int]
"""Start and end of a phrase, counted in characters of the plain text."""

_LETTERS: dict[Direction, re.Pattern[str]] = {
    Direction.LTR: re.compile(r"L(?:[^R|]*L)?"),
    Direction.RTL: re.compile(r"R(?:[^L|]*R)?"),
}
"""From the first to the last letter of one direction, matched against the kinds of the characters (`_kinds`)."""

_DIGITS = "[0-9\N{EXTENDED ARABIC-INDIC DIGIT ZERO}-\N{EXTENDED ARABIC-INDIC DIGIT NINE}]"
_SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
_DASH = "[-\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]"
_NUMBER = rf"{_DIGITS}+(?:[.,:/\N{{ARABIC DECIMAL SEPARATOR}}\N{{ARABIC THOUSANDS SEPARATOR}}]{_DIGITS}+)*"
_TOKENS = re.compile(
    "|".join(
        (
            r"(?:https?://|www\.)[^\s<>\"“”«»|\u0590-\u08ff]+",
            r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
            rf"\+{_DIGITS}(?:[ ()./\N{{NO-BREAK SPACE}}-]*{_DIGITS})*",
            rf"\(?{_DIGITS}+\)?(?:(?:{_SPACE}|-){_DIGITS}+){{2,}}",
            rf"{_NUMBER}(?:{_DASH}{_NUMBER})+",
            rf"(?<!\w)[-\N{{MINUS SIGN}}±$€£¥]{_NUMBER}",
        )
    )
)
"""What runs left to right without a letter that says so, or beyond its last letter."""

_HEADS = {
    Direction.LTR: re.compile(
        rf"(?:(?<![\w.,])(?:[0-9]{{1,2}}{_DASH})?[0-9]{{1,2}}{_SPACE}|[#@$€£¥]?[0-9][0-9.,]*{_DASH}?|[#@])$"
    ),
    Direction.RTL: re.compile(rf"[\u0660-\u0669]+{_SPACE}?$"),
}
_TAILS = {
    Direction.LTR: re.compile(rf"(?:{_SPACE}|{_DASH})?{_NUMBER}(?:, [0-9]{{4}}(?![0-9]))?|[+#]{{1,2}}(?!\w)"),
    Direction.RTL: re.compile(rf"{_SPACE}?[\u0660-\u0669]+"),
}
_GAP = re.compile(rf"(?:: ?|{_SPACE})")
_BRACKETS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_SENTENCE_MARKS = ".,;:!?…'"

_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_BARRIER = "\N{LINE SEPARATOR}"
_KINDS = {"L": "L", "R": "R", "AL": "R", "EN": "0", "AN": "9", "NSM": "", "BN": ""} | dict.fromkeys(
    ("B", "S", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"), "|"
)
"""Bidirectional class to kind; the empty kind is that of the character before, what is not listed is neutral."""


def isolate(content: tuple[Inline, ...], base: Direction) -> tuple[Inline, ...]:
    """Wrap every phrase that runs against its surroundings in an `Isolate`; the plain text stays the same.

    Phrases that are isolated already are left alone, so that doing it twice changes nothing. A node that is only partly
    inside a phrase is split in two.

    Args:
        content: The finished text of one paragraph, cell, title or line.
        base: The direction of that paragraph.
    """
    flat = _flat(content)
    opposite = Direction.LTR if base is Direction.RTL else Direction.RTL
    for start, end in reversed(_phrases(flat, opposite)):
        content = _wrapped(content, start, end, opposite)
    return content


# --- finding ---------------------------------------------------------------------------------------------------------


def _phrases(flat: str, opposite: Direction) -> list[Span]:
    kinds = _kinds(flat)
    letters = (_grown(flat, match.span(), opposite) for match in _LETTERS[opposite].finditer(kinds))
    tokens = _tokens(flat) if opposite is Direction.LTR else iter(())
    return [_closed(flat, span) for span in _joined(flat, sorted(itertools.chain(letters, tokens)))]


def _kinds(flat: str) -> str:
    """One letter a character: L and R for letters, 0 and 9 for the two kinds of digits, | where a phrase must end."""
    kinds: list[str] = []
    for character in flat:
        kind = "|" if character == _BARRIER else _KINDS.get(unicodedata.bidirectional(character), " ")
        kinds.append(kind or (kinds[-1] if kinds else " "))
    return "".join(kinds)


def _grown(flat: str, span: Span, direction: Direction) -> Span:
    """Take in the numbers that belong to the first and the last word."""
    start, end = span
    head = _HEADS[direction].search(flat, 0, start)
    tail = _TAILS[direction].match(flat, end)
    return head.start() if head else start, tail.end() if tail else end


def _tokens(flat: str) -> Iterator[Span]:
    for match in _TOKENS.finditer(flat):
        token = match.group().rstrip(_SENTENCE_MARKS)
        while token.endswith(")") and token.count("(") < token.count(")"):
            token = token[:-1].rstrip(_SENTENCE_MARKS)
        yield match.start(), match.start() + len(token)


def _joined(flat: str, spans: Sequence[Span]) -> list[Span]:
    """Make one phrase of those that overlap or have only a space or a colon between them."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and (start <= joined[-1][1] or _GAP.fullmatch(flat, joined[-1][1], start)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _closed(flat: str, span: Span) -> Span:
    """Take in the bracket that pairs with one inside, so that a pair is never torn apart (UAX #9, rule N0)."""
    start, end = span
    open_brackets: list[str] = []
    for character in flat[start:end]:
        if character in _BRACKETS:
            open_brackets.append(_BRACKETS[character])
        elif open_brackets and character == open_brackets[-1]:
            open_brackets.pop()
        elif start and _BRACKETS.get(flat[start - 1]) == character:
            start -= 1
    while open_brackets and flat[end : end + 1] == open_brackets[-1]:
        open_brackets.pop()
        end += 1
    return start, end


# --- wrapping --------------------------------------------------------------------------------------------------------


def _flat(content: tuple[Inline, ...]) -> str:
    """The text as one string in which every character of the tree has one place; what is isolated counts as one."""
    return "".join(map(_flat_node, content))


def _flat_node(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case LineBreak():
            return _BARRIER
        case Isolate() | NoteReference():
            return _OBJECT
        case Superscript(content) | Strong(content) | Emphasis(content) | Link(_, content):
            return _flat(content)


def _wrapped(content: tuple[Inline, ...], start: int, end: int, direction: Direction) -> tuple[Inline, ...]:
    """Isolate one phrase as deep in the tree as it fits whole, so that as few nodes as possible are split."""
    position = 0
    for index, node in enumerate(content):
        after = position + len(_flat_node(node))
        if position <= start and end <= after and isinstance(node, (Superscript, Strong, Emphasis, Link)):
            inner = _wrapped(node.content, start - position, end - position, direction)
            return (*content[:index], dataclasses.replace(node, content=inner), *content[index + 1 :])
        position = after
    left, rest = _split(content, start)
    phrase, right = _split(rest, end - start)
    return (*left, Isolate(direction, phrase), *right)


def _split(content: tuple[Inline, ...], at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    for index, node in enumerate(content):
        length = len(_flat_node(node))
        if at < length:
            left, right = _split_node(node, at) if at else ((), (node,))
            return (*content[:index], *left), (*right, *content[index + 1 :])
        at -= length
    return content, ()


def _split_node(node: Inline, at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    match node:
        case Text(text):
            return (Text(text[:at]),), (Text(text[at:]),)
        case LineBreak() | NoteReference() | Isolate():
            return (node,), ()
        case Superscript(content) | Strong(content) | Emphasis(content) | Link(_, content):
            left, right = _split(content, at)
            return (dataclasses.replace(node, content=left),), (dataclasses.replace(node, content=right),)
