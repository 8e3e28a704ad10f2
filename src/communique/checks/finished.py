"""Rules over finished texts: what shows only when every placeholder is filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from communique.diagnostics import Code, Diagnostic, Location
from communique.fill import Words, plain
from communique.model import (
    Block,
    Heading,
    Lead,
    Listing,
    Note,
    Paragraph,
    Quotation,
    Release,
    Signature,
    Table,
    Unready,
)

MARKS = re.compile(r"\*+|\[\[|\]\]|\^\S+\^|\{\s*[a-z_.]+\s*\}")
"""What markup, switches and placeholders look like when they were not understood as such."""


def texts(block: Block) -> tuple[Words, ...]:
    """Every text of a finished block, each cell and item by itself."""
    match block:
        case Heading(content=content) | Lead(content=content) | Paragraph(content=content):
            return (content,)
        case Signature(content=content) | Note(content=content):
            return (content,)
        case Quotation(paragraphs=paragraphs, attribution=attribution):
            return (*paragraphs, *([attribution] if attribution else []))
        case Listing(items=items):
            return items
        case Table(header=header, rows=rows):
            return (*header, *(cell for row in rows for cell in row))
        case Unready(block=inner):
            return texts(inner)


def name_of(block: Block) -> str:
    """The id of the message a block was made from."""
    return name_of(block.block) if isinstance(block, Unready) else block.id


def left_over_markup(release: Release, places: Mapping[str, Location]) -> Iterator[Diagnostic]:
    """Asterisks, carets and brackets that markup left behind: an emphasis not closed, a switch not understood."""
    blocks = [
        ("title", (release.title,)),
        *((name_of(block), texts(block)) for block in (*release.blocks, *release.notes)),
    ]
    for name, parts in blocks:
        for found in (MARKS.search(plain(part)) for part in parts):
            if found:
                hint = "close or remove it; a sign meant as such is written with a backslash before it"
                what = f"`{found[0]}` is left over in the finished text of `{name}`"
                yield Diagnostic(Code.LEFT_OVER_MARKUP, what, places[name], hint, locale=release.locale, block=name)


def empty_block(release: Release, places: Mapping[str, Location]) -> Iterator[Diagnostic]:
    """A block of which no words are left, such as one whose only placeholder is an empty fact."""
    for block in (*release.blocks, *release.notes):
        filled = isinstance(block, Table) or all(plain(part).strip() for part in texts(block))
        if not filled or not texts(block):
            name = name_of(block)
            what = f"`{name}` would come out empty"
            hint = "give it words, or leave it out of this edition with `years`"
            yield Diagnostic(Code.EMPTY_BLOCK, what, places[name], hint, locale=release.locale, block=name)
