"""Marked content in a PDF that WeasyPrint is about to write: where it stands, whose it is, and what its glyphs say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""What a glyph says that stands for no letter: readers do not agree on it, so that the words must be put beside it."""


def object_at(pdf: Any, reference: bytes) -> Any:
    """What a reference such as `12 0 R` stands for."""
    return pdf.objects[int(reference.split()[0])]


def owners_of_marks(pdf: Any) -> Iterator[tuple[int, Any]]:
    """For each page, the references of the structure elements of its marked contents."""
    numbers = object_at(pdf, object_at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for page, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if isinstance(owners, list):
            yield page, owners


def streams(pdf: Any) -> Iterator[tuple[int, Any]]:
    """The number of each page, and what is drawn on it."""
    for page, reference in enumerate(pdf.page_references):
        yield page, object_at(pdf, object_at(pdf, reference)["Contents"])


def marks(stream: Any) -> Iterator[tuple[int, int, Any]]:
    """Each piece of marked content: its place in the stream, its MCID and its properties."""
    for place, item in enumerate(stream.stream):
        if isinstance(item, dict) and "MCID" in item and stream.stream[place + 1] == b"BDC":
            yield place, item["MCID"], item


def shown(pdf: Any) -> Iterator[tuple[int, int, Any, str]]:
    """Page, MCID and properties of each marked content, and what its glyphs say to whoever copies them."""
    letters = _letters(pdf)
    for page, stream in streams(pdf):
        marked = [*marks(stream)]
        ends = [place for place, _, _ in marked[1:]] + [len(stream.stream)]
        for (place, mark, properties), end in zip(marked, ends, strict=True):
            yield page, mark, properties, _read(stream.stream[place:end], letters)


def _read(operators: list[Any], letters: dict[str, dict[str, str]]) -> str:
    """What the glyphs of a piece of marked content say; each piece names its fonts itself."""
    font: dict[str, str] = {}
    found = []
    for operator in operators:
        if operator == b"EMC":
            break
        if not isinstance(operator, bytes):
            continue
        if operator.endswith(b" Tf"):
            font = letters[operator.split()[0].decode()]
        elif operator.endswith(b"] TJ"):
            glyphs = "".join(re.findall("<([0-9a-f]+)>", operator.decode()))
            found += [font.get(glyphs[at : at + 4]) or _UNKNOWN for at in range(0, len(glyphs), 4)]
    return "".join(found)


def _letters(pdf: Any) -> dict[str, dict[str, str]]:
    """The ToUnicode table of each font by its name in the page: glyph (four hexadecimal digits) to letters."""
    resources = object_at(pdf, object_at(pdf, pdf.page_references[0])["Resources"])
    fonts = object_at(pdf, resources["Font"])
    return {f"/{name}": _table(object_at(pdf, object_at(pdf, font)["ToUnicode"])) for name, font in fonts.items()}


def _table(stream: Any) -> dict[str, str]:
    lines = (line.decode().split() for line in stream.stream if line.startswith(b"<") and line.endswith(b">"))
    return {
        glyph[1:-1]: bytes.fromhex(letters[1:-1]).decode("utf-16-be") for glyph, letters in lines if len(glyph) == 6
    }
