"""A release as a Word document: named styles, real lists, fields and headers, in any direction of writing.

The text is written as WordprocessingML (ECMA-376, part 1, section 17) by `match`, so that the type checker proves that
no kind of block is forgotten. Word rejects children in the wrong order, so they are written in the order of the schema
and never sorted afterwards. python-docx opens the document that the text goes into: our own slim one in `docx_base/`, or
the embassy's letterhead, and keeps its parts and relationships in order.

The text proper stands in the body; what the letterhead prints stands in paragraphs of the `FURNITURE` styles, in
headers and in footers, so that a reader of the file can tell them apart.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime
import functools
import io
import itertools
import re
import string
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple, cast
from xml.sax.saxutils import escape, quoteattr

from communique.diagnostics import Code, Diagnostic, Location, TextProblems
from communique.direction import isolate
from communique.model import (
    Block,
    Direction,
    Emphasis,
    Heading,
    Inline,
    Isolate,
    Lead,
    Letterhead,
    LineBreak,
    Link,
    Listing,
    PageMark,
    Paragraph,
    Quotation,
    Release,
    Signature,
    Strong,
    Superscript,
    Table,
    Text,
    Unready,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.parts.story import StoryPart

FURNITURE = ("Kind", "Release Number", "Dateline", "Embargo", "Unready", "End Mark", "Contact")
"""The styles of those paragraphs of the body that are not the statement's text."""
TEXT_MARK = "{text}"
"""The paragraph of an embassy's own letterhead.docx that the text takes the place of; without one it is appended."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_WORD}"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_BODY_SIZE = 11
"""Points; the size of `Body Text` in the base document."""
_TWIPS = 20
"""Twentieths of a point in a point."""
_EMBLEM_HEIGHT = 2.2
"""Centimetres."""
_LONGEST_PROPERTY = 255
"""Characters that python-docx takes for a document property."""

_COMMON_FONT = "Noto Serif"
_FONTS = {
    "Arab": "Noto Naskh Arabic",
    "Aran": "Noto Nastaliq Urdu",
    "Armn": "Noto Serif Armenian",
    "Beng": "Noto Serif Bengali",
    "Deva": "Noto Serif Devanagari",
    "Geor": "Noto Serif Georgian",
    "Hans": "Noto Serif CJK SC",
    "Hant": "Noto Serif CJK TC",
    "Hebr": "Noto Serif Hebrew",
    "Jpan": "Noto Serif CJK JP",
    "Kore": "Noto Serif CJK KR",
    "Thai": "Noto Serif Thai",
}
_EAST_ASIAN = frozenset({"Hans", "Hant", "Jpan", "Kore"})
_COMPLEX = frozenset({"Arab", "Aran", "Beng", "Deva", "Hebr", "Thai"})
"""Scripts that Word sets with the font, size, weight and language "for complex scripts"."""
_WIDE_PUNCTUATION = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts in which “ ” — … are as wide as a letter; Word takes them for Latin unless it is told."""
_COMPLEX_SIZE = {"Arab": 1.15, "Aran": 1.1}
"""Scripts whose letters look small beside Latin ones of the same size."""
_SCRIPT_NAMED = frozenset({"az", "bs", "sr", "uz"})
"""Languages that Word knows by their script too: `az-Latn-AZ`."""


class _Digits(NamedTuple):
    """How Word is told to count: in a list, in a field, and the digit 1 to show until it counts."""

    numbering: str
    switch: str
    one: str


_EUROPEAN = _Digits("decimal", "", "1")
_DIGITS = {
    "devanagari": _Digits("hindiNumbers", "\\* HINDIARABIC ", "१"),
    "thai": _Digits("thaiNumbers", "\\* THAIARABIC ", "๑"),
}
"""By CSS counter style. Word has no format for other digits; it draws 1, 2, 3 as the reader's own settings say."""


def render(release: Release, letterhead: Letterhead) -> bytes:
    """Write a release as .docx; equal input gives equal bytes on any day.

    Raises:
        TextProblems: the letterhead's document or emblem cannot be read, or the text has a control character.
    """
    own = letterhead.document is not None
    document = _letterhead_document(release, letterhead) if own else _base_document(release, letterhead)
    _write_body(document, release, letterhead)
    if not own:
        _write_headers(document, release, letterhead)
    if release.draft:
        _mark_draft(document, release, letterhead)
    if release.direction is Direction.RTL:
        _turn_sections(document)
    _write_properties(document, release)
    return _saved(document, release)


def _saved(document: Document, release: Release) -> bytes:
    custom = _custom_part(document) if release.number else ""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if custom:
        parts[custom] = _with_number(parts[custom], release.number)
    return _zipped(parts)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """Zip without a trace of when or where; readers expect the list of content types first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return packed.getvalue()


# --- runs --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Manner:
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


_RTL = "<w:rtl/>"
_CS = "<w:cs/>"
_KINDS = {"L": "L", "R": "R", "AL": "R", "AN": "R", "EN": "0", "CS": ",", "WS": "_", "NSM": "", "BN": ""}
_EXCEPTIONS = {
    Direction.LTR: re.compile(r"(?P<cs>C(?:[C_]*C)?)|(?P<rtl>R(?:[^LC0]*R)?)"),
    Direction.RTL: re.compile(r"(?P<plain>L(?:[^RC]*L)?|0+(?:,0+)*)|(?P<cs>C(?:[C_]*C)?)"),
}
"""What is not set as its surroundings are, matched against the kinds of the characters.

ECMA-376 (17.3.2.30) leaves open what Latin letters do in a right-to-left run and Arabic ones in any other; and Word may
draw European digits in a right-to-left run as Arabic ones, so they get runs of their own.
"""
_SCRIPTS = {"cs": _CS, "rtl": _RTL, "plain": ""}


def _parts(words: str, manner: _Manner) -> Iterator[tuple[str, str]]:
    kinds = "".join(_kinds(words))
    if (manner.around, manner.direction) == (Direction.LTR, Direction.RTL):
        # Word has no embedding: digits in a run of their own would break up an Arabic phrase inside English.
        kinds = kinds.replace("0", "R")
    usual = _RTL if manner.direction is Direction.RTL else ""
    end = 0
    for found in _EXCEPTIONS[manner.direction].finditer(kinds):
        yield usual, words[end : found.start()]
        yield _SCRIPTS[found.lastgroup or "plain"], words[found.start() : found.end()]
        end = found.end()
    yield usual, words[end:]


def _kinds(words: str) -> Iterator[str]:
    """One letter a character; a combining mark or a joiner is of the kind before it."""
    kind = " "
    for character in words:
        kind = _kind(character) or kind
        yield kind


def _kind(character: str) -> str:
    if "\u0900" <= character <= "\u109f" or "\u1780" <= character <= "\u17ff":
        return "C"
    if "\u06f0" <= character <= "\u06f9":
        return "R"
    return _KINDS.get(unicodedata.bidirectional(character), " ")


def _words(content: Iterable[Inline]) -> str:
    return "".join(map(_word, content))


def _word(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case LineBreak():
            return " "
        case Superscript(content) | Strong(content) | Emphasis(content) | Link(_, content) | Isolate(_, content):
            return _words(content)


# --- blocks ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Story:
    """Writes the text of one part of a document: the body, a header or a footer ("story" is Word's own word)."""

    part: StoryPart
    release: Release
    styles: Mapping[str, str]
    """The id of each style of the document by its name."""
    numbering: BaseOxmlElement
    inherits_direction: bool
    """The document may be set right-to-left by itself, so that a left-to-right paragraph must say so."""

    @property
    def manner(self) -> _Manner:
        """How the text is set as a rule."""
        wide = self.release.script in _WIDE_PUNCTUATION
        return _Manner(self.release.direction, self.release.direction, wide=wide)

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """The text; a signature never stands on a page without the words it signs."""
        for block, following in itertools.zip_longest(blocks, blocks[1:]):
            keep = isinstance(following, Signature)
            yield self.block(block, dataclasses.replace(self.manner, keep=keep))

    def block(self, block: Block, manner: _Manner) -> str:
        match block:
            case Heading(_, level, content):
                return self.paragraph(f"Heading {level}", content, manner)
            case Lead(_, content):
                return self.paragraph("Lead", content, manner)
            case Paragraph(_, content):
                return self.paragraph("Body Text", content, manner)
            case Quotation():
                return self.quotation(block, manner)
            case Listing():
                return self.listing(block, manner)
            case Table():
                return self.table(block, manner)
            case Signature(_, content):
                return self.paragraph("Signature", content, manner)
            case Unready():
                return self.unready(block)

    def line(self, style: str, words: str, *, keep: bool = False) -> str:
        """A line of the letterhead; nothing if there are no words."""
        content = isolate((Text(words),), self.release.direction)
        return self.paragraph(style, content, dataclasses.replace(self.manner, keep=keep)) if words else ""

    def paragraph(self, style: str, content: tuple[Inline, ...], manner: _Manner, numbering: str = "") -> str:
        return self.framed(style, self.inlines(content, manner), manner, numbering)

    def framed(self, style: str, runs: str, manner: _Manner, numbering: str = "") -> str:
        """A paragraph around runs that are already written."""
        properties = (
            f"<w:pStyle w:val={quoteattr(self.styles[style.lower()])}/>",
            "<w:keepNext/>" if manner.keep else "",
            numbering,
            self.direction(manner),
        )
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{runs}</w:p>"

    def direction(self, manner: _Manner) -> str:
        """The paragraph's direction. Its mark is set too: Word sets the number of a list item like the mark."""
        if manner.around is Direction.RTL:
            return f"<w:bidi/><w:rPr>{_RTL}</w:rPr>"
        mark = f"<w:rPr>{_CS}</w:rPr>" if _digits(self.release) is not _EUROPEAN else ""
        return ('<w:bidi w:val="0"/>' if self.inherits_direction else "") + mark

    def quotation(self, quotation: Quotation[Inline], manner: _Manner) -> str:
        *others, last = quotation.paragraphs
        attribution = quotation.attribution
        return (
            "".join(self.paragraph("Block Quotation", content, manner) for content in others)
            + self.paragraph("Block Quotation", last, dataclasses.replace(manner, keep=bool(attribution)))
            + (self.paragraph("Attribution", attribution, manner) if attribution else "")
        )

    def listing(self, listing: Listing[Inline], manner: _Manner) -> str:
        number = _new_list(self.numbering, "Communique numbers" if listing.ordered else "Communique bullets")
        numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        style = "List Number" if listing.ordered else "List Bullet"
        return "".join(self.paragraph(style, item, manner, numbering) for item in listing.items)

    def table(self, table: Table[Inline], manner: _Manner) -> str:
        # Fiftieths of a percent for the table, twentieths of a point for the grid, which Word fits to its content.
        properties = (
            f"<w:tblStyle w:val={quoteattr(self.styles['table'])}/>",
            "<w:bidiVisual/>" if manner.around is Direction.RTL else "",
            '<w:tblW w:w="5000" w:type="pct"/>',
            '<w:tblLook w:val="0020"/>',
        )
        grid = f'<w:gridCol w:w="{8700 // len(table.header)}"/>' * len(table.header)
        header = self.row(table.header, "Table Heading", "<w:cantSplit/><w:tblHeader/>", manner)
        rows = "".join(self.row(row, "Table Text", "<w:cantSplit/>", manner) for row in table.rows)
        # Word needs a paragraph behind a table, and makes one table of two that touch.
        space = self.framed("Table Space", "", manner)
        written = f"<w:tblPr>{''.join(properties)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{rows}"
        return f"{space}<w:tbl>{written}</w:tbl>{space}"

    def row(self, cells: tuple[tuple[Inline, ...], ...], style: str, properties: str, manner: _Manner) -> str:
        width = f'<w:tcPr><w:tcW w:w="{5000 // len(cells)}" w:type="pct"/></w:tcPr>'
        written = "".join(f"<w:tc>{width}{self.paragraph(style, cell, manner)}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"

    def unready(self, unready: Unready[Inline]) -> str:
        mark = self.line("Unready", self.release.furniture.unready or str(unready.state))
        style = self.styles["unready text"]
        manner = _Manner(unready.direction, unready.direction, _language(unready.locale), style)
        return mark + self.block(unready.block, manner)

    def inlines(self, content: Iterable[Inline], manner: _Manner) -> str:
        return "".join(self.inline(node, manner) for node in content)

    def inline(self, node: Inline, manner: _Manner) -> str:
        match node:
            case Text(text):
                return manner.text(text)
            case LineBreak():
                return manner.run("<w:br/>")
            case Superscript(content):
                return self.inlines(content, dataclasses.replace(manner, raised=True))
            case Strong(content):
                return self.inlines(content, dataclasses.replace(manner, strong=True))
            case Emphasis(content):
                return self.inlines(content, dataclasses.replace(manner, emphasis=self.release.typography.italics))
            case Link(href, content):
                return self.link(href, content, manner)
            case Isolate(direction, content):
                return self.isolated(content, dataclasses.replace(manner, direction=direction))

    def link(self, href: str, content: tuple[Inline, ...], manner: _Manner) -> str:
        relationship = self.part.relate_to(href, _HYPERLINK, is_external=True)
        runs = self.inlines(content, dataclasses.replace(manner, style=self.styles["hyperlink"]))
        return f'<w:hyperlink r:id="{relationship}" w:history="1">{runs}</w:hyperlink>'

    def isolated(self, content: tuple[Inline, ...], manner: _Manner) -> str:
        """Write an isolated phrase, with a mark of its direction at an end that has no letter to say it.

        Word goes by the run, other programs by the Unicode algorithm; with the marks both keep "+994 12" in order.
        `w:dir` would say it too, but programs that do not know it drop the words inside.
        """
        strong, mark = (("L",), "\u200e") if manner.direction is Direction.LTR else (("R", "AL"), "\u200f")
        words = _words(content) or mark
        before, after = (
            "" if unicodedata.bidirectional(end) in strong else manner.text(mark) for end in (words[0], words[-1])
        )
        return before + self.inlines(content, manner) + after


# --- the document ------------------------------------------------------------------------------------------------------


def _write_body(document: Document, release: Release, letterhead: Letterhead) -> None:
    """Write the text between the lines that say what it is and those that say where it ends and whom to ask."""
    furniture = release.furniture
    story = _story(document, document.part, release, letterhead)
    xml = (
        story.line("Kind", furniture.kind),
        story.line("Release Number", furniture.number),
        story.line("Dateline", furniture.dateline),
        story.line("Embargo", furniture.embargo),
        story.paragraph("Title", release.title, story.manner),
        *story.blocks(release.blocks),
        story.line("End Mark", furniture.end_mark),
        *(story.line("Contact", line, keep=True) for line in furniture.contact[:-1]),
        *(story.line("Contact", line) for line in furniture.contact[-1:]),
    )
    _fill(document.element.body, _elements("".join(xml), release))


def _story(document: Document, part: StoryPart, release: Release, letterhead: Letterhead) -> _Story:
    numbering = _numbering(document)
    return _Story(part, release, _style_ids(document.styles.element), numbering, letterhead.document is not None)


def _elements(xml: str, release: Release) -> list[BaseOxmlElement]:
    if illegal := re.search("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", xml):
        message = f"the text has the character U+{ord(illegal.group()):04X}, which no document can hold"
        hint = "search for it in the statement and its catalog, and delete it"
        raise TextProblems([Diagnostic(Code.GLYPH, message, Location(release.name), hint, locale=release.locale)])
    return list(_parsed(f"<w:body {_NAMESPACES}>{xml}</w:body>"))


def _parsed(xml: str) -> BaseOxmlElement:
    from docx.oxml.parser import parse_xml

    return parse_xml(xml.encode())


def _named(tag: str) -> str:
    """The tag as lxml writes it: `w:p` with its namespace."""
    return f"{{{_WORD}}}{tag.removeprefix('w:')}"


_VAL = _named("val")


def _fill(body: BaseOxmlElement, elements: list[BaseOxmlElement]) -> None:
    """Put the text where the document says, or else behind what it holds already."""
    mark = next((one for one in body.iterchildren(_named("w:p")) if _reads(one) == TEXT_MARK), None)
    if mark is not None:
        for element in elements:
            mark.addprevious(element)
        body.remove(mark)
        return
    section = body.find(_named("w:sectPr"))
    _remove_empty_end(body)
    body.extend(elements)
    if section is not None:
        body.append(section)


def _reads(paragraph: BaseOxmlElement) -> str:
    # Not `itertext`: it asks for `text`, which python-docx answers for runs and paragraphs too.
    return "".join(one.text or "" for one in paragraph.iter(_named("w:t"))).strip()


def _remove_empty_end(body: BaseOxmlElement) -> None:
    """Remove the empty paragraph that Word leaves at the end of a document without text."""
    content = [one for one in body if one.tag != _named("w:sectPr")]
    for element in reversed(content):
        if element.tag != _named("w:p") or list(element.iter(_named("w:r"), _named("w:sectPr"))):
            return
        body.remove(element)


def _style_ids(styles: BaseOxmlElement) -> dict[str, str]:
    """The id of each style by its name in lower case; names are the same in every language of Word, ids are not."""
    found = styles.iterchildren(_named("w:style"))
    return {_value(style, "w:name").lower(): str(style.get(_named("w:styleId"))) for style in found}


def _numbering(document: Document) -> BaseOxmlElement:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.parts.numbering import NumberingPart

    part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    return cast("BaseOxmlElement", cast("NumberingPart", part).element)


def _new_list(numbering: BaseOxmlElement, name: str) -> int:
    """Begin a list that counts from 1: every list is an instance of its own of the definition with that name."""
    definitions = numbering.findall(_named("w:abstractNum"))
    definition = next(one for one in definitions if _value(one, "w:name") == name).get(_named("w:abstractNumId"))
    number = _next(numbering, "w:num", "w:numId")
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    xml = f'<w:num {_NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{start}</w:num>'
    numbering.insert_element_before(_parsed(xml), "w:numIdMacAtCleanup")
    return number


def _next(numbering: BaseOxmlElement, tag: str, key: str) -> int:
    """The lowest number above all those given so far."""
    return 1 + max((int(one.get(_named(key), "0")) for one in numbering.iter(_named(tag))), default=0)


def _value(element: BaseOxmlElement, tag: str) -> str:
    child = element.find(_named(tag))
    return "" if child is None else str(child.get(_VAL))


def _turn_sections(document: Document) -> None:
    """Make columns, gutter and page furniture run from right to left."""
    for section in document.element.iter(_named("w:sectPr")):
        if section.find(_named("w:bidi")) is None:
            turned = _parsed(f"<w:bidi {_NAMESPACES}/>")
            section.insert_element_before(turned, "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange")


# --- our own base document ---------------------------------------------------------------------------------------------


def _base_document(release: Release, letterhead: Letterhead) -> Document:
    import docx

    words = _base_words(release, letterhead)
    parts = {name: string.Template(part).substitute(words).encode() for name, part in _base_parts().items()}
    parts[_STYLES] = _with_complex_sizes(parts[_STYLES].decode(), release.script).encode()
    return docx.Document(io.BytesIO(_zipped(parts)))


_STYLES = "word/styles.xml"
_NUMBERING = "word/numbering.xml"


@functools.cache
def _base_parts() -> Mapping[str, str]:
    """The parts of the base document, by their name in the package; `$name` stands for what a release decides."""
    root = resources.files(__package__).joinpath("docx_base")
    folders = {"": root, "_rels/": root / "_rels", "docProps/": root / "docProps", "word/": root / "word"}
    folders["word/_rels/"] = root / "word" / "_rels"
    return {
        prefix + file.name: file.read_text("utf-8")
        for prefix, folder in folders.items()
        for file in folder.iterdir()
        if file.is_file()
    }


def _base_words(release: Release, letterhead: Letterhead) -> dict[str, str]:
    script, typography = release.script, release.typography
    language = _language(release.locale)
    font = _FONTS.get(script, _COMMON_FONT)
    words = {
        "accent": letterhead.accent.removeprefix("#").upper(),
        "issuer": release.furniture.issuer,
        "latin_font": font if script in _EAST_ASIAN else _COMMON_FONT,
        "letter_font": _COMMON_FONT if script in _COMPLEX else font,
        "east_asian_font": font if script in _EAST_ASIAN else _COMMON_FONT,
        "complex_font": font if script in _COMPLEX else _COMMON_FONT,
        # Word's own documents call Latin letters among Chinese ones English; programs break lines by it.
        "language": "en-US" if script in _EAST_ASIAN else language,
        "east_asian_language": language if script in _EAST_ASIAN else "zh-CN",
        "complex_language": language if script in _COMPLEX else "ar-SA",
        "justification": "both" if typography.justify else "left",
        "hyphenate": "1" if typography.hyphenate else "0",
        "line": str(round(_BODY_SIZE * typography.line_height * _TWIPS)),
        "number_format": _digits(release).numbering,
    }
    return {name: escape(word) for name, word in words.items()}


def _with_complex_sizes(styles: str, script: str) -> str:
    """Give each size its twin for complex scripts, so that both always agree."""
    larger = _COMPLEX_SIZE.get(script, 1.0)
    return re.sub(r'<w:sz w:val="(\d+)"/>', lambda m: f'{m[0]}<w:szCs w:val="{round(int(m[1]) * larger)}"/>', styles)


def _digits(release: Release) -> _Digits:
    return _DIGITS.get(release.typography.page_counter, _EUROPEAN)


@functools.cache
def _language(locale: str) -> str:
    """A locale as Word knows it, with its likely region: `ar-EG`, `zh-CN`, `az-Latn-AZ` (UTS #35, likely subtags)."""
    from babel.core import get_global

    language, *rest = locale.split("-")
    script, region = (next((one for one in rest if len(one) in sizes), "") for sizes in ({4}, {2, 3}))
    likely: Mapping[str, str] = get_global("likely_subtags")
    maximal = likely.get(f"{language}_{script or region}") or likely.get(language) or f"{language}__"
    _, likely_script, likely_region = maximal.split("_")
    named = (script or likely_script) if language in _SCRIPT_NAMED else ""
    return "-".join(filter(None, (language, named, region or likely_region)))


def _write_headers(document: Document, release: Release, letterhead: Letterhead) -> None:
    section = document.sections[0]
    _write_first_header(document, section.first_page_header.part, release, letterhead)
    running = _story(document, section.header.part, release, letterhead)
    title = tuple(Text(" ") if isinstance(node, LineBreak) else node for node in release.title)
    running.part.element.extend(_elements(running.paragraph("Header", title, running.manner), release))
    for part in (section.first_page_footer.part, section.footer.part):
        footer = _story(document, part, release, letterhead)
        line = footer.framed("Footer", _page_line(release, footer.manner), footer.manner)
        part.element.extend(_elements(line, release))


def _write_first_header(document: Document, part: StoryPart, release: Release, letterhead: Letterhead) -> None:
    story = _story(document, part, release, letterhead)
    if letterhead.emblem_picture:
        emblem = story.framed("Letterhead", "<w:r><w:drawing/></w:r>", story.manner)
        part.element.extend(_elements(emblem, release))
        drawing = next(part.element.iter(_named("w:drawing")))
        drawing.append(_emblem(part, release, letterhead))
    part.element.extend(_elements(story.line("Issuer", release.furniture.issuer), release))


def _emblem(part: StoryPart, release: Release, letterhead: Letterhead) -> BaseOxmlElement:
    from docx.image import exceptions
    from docx.shared import Cm

    try:
        inline = part.new_pic_inline(io.BytesIO(letterhead.emblem_picture), height=Cm(_EMBLEM_HEIGHT))
    except (exceptions.InvalidImageStreamError, exceptions.UnrecognizedImageError, exceptions.UnexpectedEndOfFileError):
        message = "the picture of the emblem cannot be read"
        hint = "save the emblem as PNG, 512 pixels or more wide"
        raise TextProblems([Diagnostic(Code.LETTERHEAD, message, letterhead.location, hint)]) from None
    inline.docPr.set("name", "Emblem")
    inline.docPr.set("descr", release.furniture.emblem_alt)
    return inline


def _page_line(release: Release, manner: _Manner) -> str:
    digits = _digits(release)
    fields = {PageMark.PAGE: "PAGE", PageMark.PAGES: "NUMPAGES"}
    return "".join(
        _field(f" {fields[piece]} {digits.switch}", digits.one, manner)
        if isinstance(piece, PageMark)
        else manner.text(piece)
        for piece in release.furniture.page
    )


def _field(code: str, result: str, manner: _Manner) -> str:
    """A field that Word fills when it lays out the page (ECMA-376, 17.16.18)."""
    begin, separate, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    instruction = f'<w:instrText xml:space="preserve">{code}</w:instrText>'
    marked = (manner.run(content) for content in (begin, instruction, separate))
    return "".join(marked) + manner.text(result) + manner.run(end)


# --- the embassy's own letterhead.docx ---------------------------------------------------------------------------------


def _letterhead_document(release: Release, letterhead: Letterhead) -> Document:
    """Open the embassy's document and add what the text needs and the document lacks; its own looks win."""
    document = _opened(letterhead)
    words = _base_words(release, letterhead)
    styles, numbering = (string.Template(_base_parts()[name]).substitute(words) for name in (_STYLES, _NUMBERING))
    _adopt_styles(document.styles.element, _parsed(_with_complex_sizes(styles, release.script)))
    _adopt_lists(document, _parsed(numbering))
    _set_language(document.styles.element, words)
    return document


def _opened(letterhead: Letterhead) -> Document:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        return docx.Document(io.BytesIO(letterhead.document or b""))
    except (zipfile.BadZipFile, OpcError, XMLSyntaxError, KeyError, ValueError):
        message = "the letterhead's document is not a Word document"
        hint = "open it in Word and save it as .docx (not .doc, not .dotx)"
        raise TextProblems([Diagnostic(Code.LETTERHEAD, message, letterhead.location, hint)]) from None


def _adopt_styles(theirs: BaseOxmlElement, ours: BaseOxmlElement) -> None:
    """Copy the styles whose names are not there; an id that is taken by another style gets a number."""
    ids = _style_ids(theirs)
    missing = {name: identifier for name, identifier in _style_ids(ours).items() if name not in ids}
    ids |= {name: _free(identifier, set(ids.values())) for name, identifier in missing.items()}
    renamed = {identifier: ids[name] for name, identifier in _style_ids(ours).items()}
    for style in ours.findall(_named("w:style")):
        if style.get(_named("w:styleId")) in missing.values():
            adopted = copy.deepcopy(style)
            adopted.set(_named("w:styleId"), renamed[str(style.get(_named("w:styleId")))])
            for reference in adopted.iterchildren(_named("w:basedOn"), _named("w:next")):
                reference.set(_VAL, renamed[str(reference.get(_VAL))])
            theirs.append(adopted)


def _free(identifier: str, taken: set[str]) -> str:
    numbered = (f"{identifier}{number}" for number in itertools.count(2))
    return next(one for one in itertools.chain((identifier,), numbered) if one not in taken)


def _adopt_lists(document: Document, ours: BaseOxmlElement) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    try:
        theirs = _numbering(document)
    except KeyError:
        part = NumberingPart(PackURI(f"/{_NUMBERING}"), CONTENT_TYPE.WML_NUMBERING, ours, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return
    free = _next(theirs, "w:abstractNum", "w:abstractNumId")
    for number, definition in enumerate(ours.findall(_named("w:abstractNum")), free):
        definition.set(_named("w:abstractNumId"), str(number))
        theirs.insert_element_before(definition, "w:num", "w:numIdMacAtCleanup")


def _set_language(styles: BaseOxmlElement, words: Mapping[str, str]) -> None:
    """Say what language the text is in; the fonts stay the embassy's."""
    defaults = styles.find(f".//{_named('w:rPrDefault')}/{_named('w:rPr')}")
    if defaults is None:
        return
    for language in defaults.findall(_named("w:lang")):
        defaults.remove(language)
    attributes = f'w:val="{words["language"]}" w:eastAsia="{words["east_asian_language"]}"'
    defaults.append(_parsed(f'<w:lang {_NAMESPACES} {attributes} w:bidi="{words["complex_language"]}"/>'))


# --- drafts ------------------------------------------------------------------------------------------------------------


def _mark_draft(document: Document, release: Release, letterhead: Letterhead) -> None:
    """Say on every page, in words and across the page, that this is a draft."""
    for number, part in enumerate(_header_parts(document), 1):
        story = _story(document, part, release, letterhead)
        words = story.inlines(isolate((Text(release.furniture.draft),), release.direction), story.manner)
        mark = story.framed("Draft Mark", words + story.manner.run(_watermark(release, number)), story.manner)
        for element in _elements(mark, release):
            part.element.insert(0, element)


def _header_parts(document: Document) -> Iterator[StoryPart]:
    """Every header that a page can show; the first section gets those that it lacks."""
    even = document.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(document.sections):
        headers = [section.header]
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        headers += [section.even_page_header] if even else []
        yield from (header.part for header in headers if not (number and header.is_linked_to_previous))


def _watermark(release: Release, number: int) -> str:
    """Pale words across the page: WordArt in VML, which is what Word itself writes for a watermark."""
    words = release.furniture.draft
    width = 460
    height = max(36, min(110, 2 * width // (len(words) + 1)))
    place = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-1000;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    font = f"font-family:&quot;{_FONTS.get(release.script, _COMMON_FONT)}&quot;;font-size:1pt"
    return (
        '<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m0,0l21600,0m0,21600l21600,21600e">'
        '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="DraftMark{number}" type="#_x0000_t136" alt="" style="{place}" fillcolor="#e3c7c7" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="{font}" string={quoteattr(words)}/></v:shape></w:pict>'
    )


# --- properties --------------------------------------------------------------------------------------------------------


def _write_properties(document: Document, release: Release) -> None:
    furniture = release.furniture
    properties = document.core_properties
    properties.title = _words(release.title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = furniture.issuer[:_LONGEST_PROPERTY]
    properties.subject = properties.category = furniture.kind[:_LONGEST_PROPERTY]
    properties.keywords = ", ".join(filter(None, (furniture.kind, furniture.number)))[:_LONGEST_PROPERTY]
    properties.identifier = release.number or release.name
    properties.language = release.locale
    properties.content_status = furniture.draft[:_LONGEST_PROPERTY] if release.draft else ""
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = datetime.datetime.combine(release.released, datetime.time())


_NUMBER_PROPERTY = "ReleaseNumber"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_CUSTOM_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_KEY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""What marks a property as one that a user added ([MS-OLEPS] 2.25.2: FMTID_UserDefinedProperties)."""


def _custom_part(document: Document) -> str:
    """The name of the part with custom properties, which is added if the document has none."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    try:
        part = package.part_related_by(_CUSTOM_RELATIONSHIP)
    except KeyError:
        empty = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VARIANT}"/>'
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, empty.encode(), package)
        package.relate_to(part, _CUSTOM_RELATIONSHIP)
    return str(part.partname.membername)


def _with_number(properties: bytes, number: str) -> bytes:
    """Set the release number, also in place of the one that a letterhead's document brought."""
    from lxml import etree

    root = _parsed(properties.decode())
    for old in root.findall(f"{{{_CUSTOM}}}property"):
        if old.get("name") == _NUMBER_PROPERTY:
            root.remove(old)
    free = 1 + max((int(one.get("pid", "1")) for one in root), default=1)
    value = f'<vt:lpwstr xmlns:vt="{_VARIANT}">{escape(number)}</vt:lpwstr>'
    attributes = f'fmtid="{_CUSTOM_KEY}" pid="{free}" name="{_NUMBER_PROPERTY}"'
    root.append(_parsed(f'<property xmlns="{_CUSTOM}" {attributes}>{value}</property>'))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
