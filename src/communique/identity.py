"""The text of a finished file, read back and compared with the release: PDF, DOCX and HTML say the same, letter by letter.

The readers know the file formats and nothing of the code that wrote the files. What is read and what was released are
brought into one form before they are compared:

- Soft hyphens and marks of direction (UAX #9) are taken out: they are no letters, and each format has its own.
- White space is one space. In a PDF it is none: a line that was broken has no space at its end.
- Labels of list items and the marks of notes are not read: each format counts by itself.
- Notes are read behind the text, wherever a format prints them.

Everything else must be equal, also what looks equal: a no-break space in HTML and DOCX, an authored U+2010, a zero-width
joiner, letters composed or not.
"""

from __future__ import annotations

import bisect
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from communique.diagnostics import Code, Diagnostic, Location
from communique.fill import plain
from communique.model import (
    Block,
    Format,
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

_UNREAD = dict.fromkeys(map(ord, "\u00ad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""The soft hyphen and the marks of direction."""
_AROUND = 24
"""Characters shown before and after a difference."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one place: a title or a block, and its words."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """All that a release says, without its look: its title, and its blocks one after the other with nothing between them."""

    name: str
    locale: str
    title: str
    blocks: tuple[Part, ...]
    notes: tuple[Part, ...] = ()
    """They stand together too, at the end of a page or of the text."""


def text_of(release: Release) -> Text:
    """The text of a release, as its files must say it."""
    blocks, notes = (
        tuple(Part(_identifier(block), " ".join(_words(block, release))) for block in group)
        for group in (release.blocks, release.notes)
    )
    return Text(release.name, release.locale, plain(release.title), blocks, notes)


def differences(release: Release, contents: Mapping[Format, bytes]) -> tuple[Diagnostic, ...]:
    """Compare what the files of a release say with the release itself."""
    return misread(text_of(release), contents)


def misread(text: Text, contents: Mapping[Format, bytes]) -> tuple[Diagnostic, ...]:
    """Compare what files say with what they should say.

    Args:
        text: What they should say.
        contents: The files by format; one that is not PDF, DOCX or HTML is not read.

    Returns:
        A problem (`C075`) for each block of each file that reads otherwise, with both readings.
    """
    return tuple(
        problem
        for file_format, content in contents.items()
        if file_format in _READERS
        for problem in _compared(text, file_format, content)
    )


def read(content: bytes, file_format: Format) -> str:
    """Everything a file says, in reading order and in the form in which it is compared."""
    return _normal(_READERS[file_format](content), file_format)


def _normal(text: str, file_format: Format) -> str:
    """Bring a text into the form that is compared."""
    letters = text.translate(_UNREAD)
    return "".join(letters.split()) if file_format is Format.PDF else " ".join(re.split("[ \t\n\r]+", letters)).strip()


# --- comparing -------------------------------------------------------------------------------------------------------


def _compared(text: Text, file_format: Format, content: bytes) -> Iterator[Diagnostic]:
    title = Part("title", _normal(text.title, file_format))
    try:
        reading = read(content, file_format)
    except Exception:  # noqa: BLE001 - what the libraries raise has nothing in common, and such a file says nothing
        yield _problem(text, file_format, title, "the file cannot be read")
        return
    if title.words not in reading:
        yield _difference(text, file_format, title, reading)
    between = "" if file_format is Format.PDF else " "
    for group in (text.blocks, text.notes):
        parts = [Part(one.place, _normal(one.words, file_format)) for one in group]
        if between.join(part.words for part in parts if part.words) not in reading:
            yield from _different_parts(text, file_format, parts, reading)


def _different_parts(text: Text, file_format: Format, parts: list[Part], reading: str) -> Iterator[Diagnostic]:
    """The parts that are not there, or do not begin where the one before them ends."""
    start, in_step = 0, False
    for part in parts:
        place = reading.find(part.words, start)
        if place < 0:
            yield _difference(text, file_format, part, reading[start:])
        elif in_step and (between := reading[start:place].strip()):
            message = f"before `{part.place}` stands `{_excerpt(between, 0)}`, which is not in the release"
            yield _problem(text, file_format, part, message)
        start, in_step = (start, False) if place < 0 else (place + len(part.words), True)


def _difference(text: Text, file_format: Format, part: Part, reading: str) -> Diagnostic:
    ends = range(1, len(part.words) + 1)
    equal = bisect.bisect_left(ends, x=True, key=lambda end: part.words[:end] not in reading)
    found = _excerpt(reading, reading.find(part.words[:equal]) + equal)
    message = f"`{part.place}` reads `{found}`, and in the release `{_excerpt(part.words, equal)}`"
    return _problem(text, file_format, part, message)


def _problem(text: Text, file_format: Format, part: Part, message: str) -> Diagnostic:
    place = Location(f"{text.name}.{file_format}")
    hint = "let the page template and the styles of the letterhead show the text as it is; if they do, report this"
    return Diagnostic(Code.READS_OTHERWISE, message, place, hint, locale=text.locale, block=part.place)


def _excerpt(text: str, place: int) -> str:
    start, end = max(place - _AROUND, 0), place + _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


# --- the release -----------------------------------------------------------------------------------------------------


def _identifier(block: Block) -> str:
    return _identifier(block.block) if isinstance(block, Unready) else block.id


def _words(block: Block, release: Release) -> Iterator[str]:
    """The paragraphs of a block."""
    match block:
        case Heading(_, _, content) | Lead(_, content) | Paragraph(_, content) | Signature(_, content):
            yield plain(content)
        case Note(_, content):
            yield plain(content)
        case Quotation(_, paragraphs, attribution):
            yield from map(plain, paragraphs)
            yield plain(attribution)
        case Listing(_, _, items):
            yield from map(plain, items)
        case Table(_, header, rows):
            yield from (plain(cell) for row in (header, *rows) for cell in row)
        case Unready(_, _, _, inner):
            yield release.furniture.unready
            yield from _words(inner, release)


# --- HTML ------------------------------------------------------------------------------------------------------------

_INLINE = frozenset({"a", "b", "bdi", "bdo", "em", "i", "small", "span", "strong", "sub", "sup", "time", "u"})


_MARKS_OF_NOTES = frozenset({"doc-noteref", "doc-backlink"})


def _read_html(content: bytes) -> str:
    from lxml import html

    body = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8")).body
    return "".join(_html_texts(body))


def _html_texts(element: Any) -> Iterator[str]:
    """The words of an element; whatever is not part of a line stands apart."""
    apart = "" if element.tag in _INLINE else "\n"
    yield apart + (element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.get("role") not in _MARKS_OF_NOTES:
            yield from _html_texts(child)
        yield child.tail or ""
    yield apart


# --- DOCX ------------------------------------------------------------------------------------------------------------

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": "\t", f"{_WORD}noBreakHyphen": "\u2011"}


def _read_docx(content: bytes) -> str:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in ("word/document.xml", "word/footnotes.xml") if name in package.namelist()]
        parts = [etree.fromstring(package.read(name)) for name in names]
    paragraphs = (paragraph for part in parts for paragraph in part.iter(f"{_WORD}p"))
    return "\n".join("".join(map(_docx_text, paragraph.iter())) for paragraph in paragraphs)


def _docx_text(element: Any) -> str:
    return element.text or "" if element.tag == f"{_WORD}t" else _SIGNS.get(element.tag, "")


# --- PDF -------------------------------------------------------------------------------------------------------------


def _read_pdf(content: bytes) -> str:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as document:
        pages = {page.objgen: _marked_words(page) for page in document.pages}
        return "".join(_structure_texts(document.Root.StructTreeRoot, pages, {}))


def _structure_texts(element: Any, pages: Mapping[Any, Mapping[int, str]], words: Mapping[int, str]) -> Iterator[str]:
    """The words below a structure element (ISO 32000-1, 14.7.2); `words` are those of the page it begins on."""
    if element.get("/S") in {"/Lbl", "/Reference"}:
        return
    if "/ActualText" in element:
        yield str(element.ActualText)
        return
    words = pages.get(element.Pg.objgen, {}) if "/Pg" in element else words
    for kid in _kids(element):
        if isinstance(kid, int):
            yield words.get(kid, "")
        elif kid.get("/Type") == "/MCR":
            yield pages[kid.Pg.objgen].get(int(kid.MCID), "") if "/Pg" in kid else words.get(int(kid.MCID), "")
        elif kid.get("/Type") != "/OBJR":
            yield from _structure_texts(kid, pages, words)


def _kids(element: Any) -> list[Any]:
    import pikepdf

    kids = element.get("/K", [])
    return [*kids] if isinstance(kids, pikepdf.Array | list) else [kids]


def _marked_words(page: Any) -> dict[int, str]:
    """What the glyphs of each piece of marked content of a page say (ISO 32000-1, 9.10.2), by its number."""
    import pikepdf

    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    letters: dict[bytes, str] = {}
    marks: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf TJ Tj"):
        match str(instruction.operator):
            case "BDC" | "BMC":
                marks.append(_number(instruction.operands))
            case "EMC":
                marks.pop()
            case "Tf":
                letters = fonts[str(instruction.operands[0])]
            case _:
                mark = next((mark for mark in reversed(marks) if mark is not None), None)
                if mark is not None:
                    found[mark] = found.get(mark, "") + _shown(instruction.operands[0], letters)
    return found


def _number(operands: Any) -> int | None:
    properties = operands[1] if len(operands) > 1 else {}
    return int(properties["/MCID"]) if "/MCID" in properties else None


def _shown(operand: Any, letters: Mapping[bytes, str]) -> str:
    import pikepdf

    pieces = [operand] if isinstance(operand, pikepdf.String) else operand
    glyphs = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(letters.get(glyphs[at : at + 2], "\ufffd") for at in range(0, len(glyphs), 2))


_LETTERS = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*\n")


def _letters(font: Any) -> dict[bytes, str]:
    """The letters of each glyph of a font, by its two bytes."""
    table = font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2]
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for glyph, letters in _LETTERS.findall(table)
    }


_READERS: Mapping[Format, Callable[[bytes], str]] = {
    Format.HTML: _read_html,
    Format.PDF: _read_pdf,
    Format.DOCX: _read_docx,
}
