"""Blocks as paragraphs, lists and tables of one part of the document."""

from __future__ import annotations

import dataclasses
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from communique import locales
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
    Note,
    NoteReference,
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
from communique.render.addresses import address
from communique.render.docx.elements import style_ids
from communique.render.docx.footnotes import numbers_of_notes
from communique.render.docx.numbering import new_list, numbering_of
from communique.render.docx.runs import CS, RTL, Manner, words_of
from communique.render.docx.scripts import EUROPEAN, WIDE_PUNCTUATION, digits_of, language_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import XmlPart
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.parts.story import StoryPart

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


_TEXT_WIDTH = 8730
"""Twentieths of a point between the margins of our own document."""
_LONG = 44
"""Characters beyond which a cell of a table may as well take a second line."""
_PADDING = 5
"""Characters that the space on both sides of a cell is as wide as."""
_STRONG = {
    Direction.LTR: (("L",), "\N{LEFT-TO-RIGHT MARK}"),
    Direction.RTL: (("R", "AL"), "\N{RIGHT-TO-LEFT MARK}"),
}
"""The kinds of letters that say a direction, and the mark that says it without a letter."""


@dataclass(frozen=True, slots=True)
class Story:
    """Writes the text of one part of a document: the body, a header or a footer ("story" is Word's own word)."""

    part: StoryPart | XmlPart
    release: Release
    styles: Mapping[str, str]
    """The id of each style of the document by its name."""
    numbering: BaseOxmlElement
    inherits_direction: bool
    """The document may be set right-to-left by itself, so that a left-to-right paragraph must say so."""
    footnotes: Mapping[str, int]
    """The number that the document knows each note by."""

    def elsewhere(self, part: StoryPart) -> Story:
        """The same in another part of the document."""
        return dataclasses.replace(self, part=part)

    @property
    def manner(self) -> Manner:
        """How the text is set as a rule."""
        wide = self.release.script in WIDE_PUNCTUATION
        return Manner(self.release.direction, self.release.direction, wide=wide)

    def manner_in(self, locale: str) -> Manner:
        """How words of another language are set, in the direction of the document."""
        direction = Direction(locales.direction(locale))
        return Manner(self.release.direction, direction, language_of(locale))

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """The text; a signature never stands on a page without the words it signs."""
        for block, following in itertools.zip_longest(blocks, blocks[1:]):
            keep = isinstance(following, Signature)
            yield self.block(block, dataclasses.replace(self.manner, keep=keep))

    def block(self, block: Block, manner: Manner) -> str:
        """A block, whatever its kind."""
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
            case Note(_, content):
                return self.note(content, manner)
            case Unready():
                return self.unready(block)

    def line(self, style: str, words: str, *, keep: bool = False) -> str:
        """A line of the letterhead; nothing if there are no words."""
        content = isolate((Text(words),), self.release.direction)
        return self.paragraph(style, content, dataclasses.replace(self.manner, keep=keep)) if words else ""

    def contact(self, lines: tuple[str, ...]) -> str:
        """The contact block, on one page; a line that is an address can be followed."""
        contents = [isolate((Text(line),), self.release.direction) for line in lines]
        linked = [
            (Link(address(line), content),) if address(line) else content
            for line, content in zip(lines, contents, strict=True)
        ]
        keeps = [True] * (len(lines) - 1) + [False]
        return "".join(
            self.paragraph("Contact", content, dataclasses.replace(self.manner, keep=keep))
            for content, keep in zip(linked, keeps, strict=False)
        )

    def paragraph(self, style: str, content: tuple[Inline, ...], manner: Manner, numbering: str = "") -> str:
        """A paragraph in a named style."""
        return self.framed(style, self.inlines(content, manner), manner, numbering)

    def framed(self, style: str, runs: str, manner: Manner, numbering: str = "") -> str:
        """A paragraph around runs that are already written."""
        properties = (
            f"<w:pStyle w:val={quoteattr(self.styles[style.lower()])}/>",
            "<w:keepNext/>" if manner.keep else "",
            numbering,
            self.direction(manner),
        )
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{runs}</w:p>"

    def direction(self, manner: Manner) -> str:
        """The paragraph's direction. Its mark is set too: Word sets the number of a list item like the mark."""
        if manner.around is Direction.RTL:
            return f"<w:bidi/><w:rPr>{RTL}</w:rPr>"
        mark = f"<w:rPr>{CS}</w:rPr>" if digits_of(self.release) is not EUROPEAN else ""
        return ('<w:bidi w:val="0"/>' if self.inherits_direction else "") + mark

    def quotation(self, quotation: Quotation[Inline], manner: Manner) -> str:
        """A quotation; its last paragraph stays with its author."""
        *others, last = quotation.paragraphs
        attribution = quotation.attribution
        return (
            "".join(self.paragraph("Block Quotation", content, manner) for content in others)
            + self.paragraph("Block Quotation", last, dataclasses.replace(manner, keep=bool(attribution)))
            + (self.paragraph("Attribution", attribution, manner) if attribution else "")
        )

    def listing(self, listing: Listing[Inline], manner: Manner) -> str:
        """A list that counts from one."""
        number = new_list(self.numbering, "Communique numbers" if listing.ordered else "Communique bullets")
        numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        style = "List Number" if listing.ordered else "List Bullet"
        return "".join(self.paragraph(style, item, manner, numbering) for item in listing.items)

    def table(self, table: Table[Inline], manner: Manner) -> str:
        """A table as wide as the text."""
        # Fiftieths of a percent for the table, twentieths of a point for the grid, which Word fits to its content.
        properties = (
            f"<w:tblStyle w:val={quoteattr(self.styles['table'])}/>",
            "<w:bidiVisual/>" if manner.around is Direction.RTL else "",
            '<w:tblW w:w="5000" w:type="pct"/>',
            '<w:tblLook w:val="0020"/>',
        )
        shares = _shares(table)
        grid = "".join(f'<w:gridCol w:w="{round(_TEXT_WIDTH * share)}"/>' for share in shares)
        header = self.row(table.header, shares, "Table Heading", "<w:cantSplit/><w:tblHeader/>", manner)
        rows = "".join(self.row(row, shares, "Table Text", "<w:cantSplit/>", manner) for row in table.rows)
        # Word needs a paragraph behind a table, and makes one table of two that touch.
        space = self.framed("Table Space", "", manner)
        written = f"<w:tblPr>{''.join(properties)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{rows}"
        return f"{space}<w:tbl>{written}</w:tbl>{space}"

    def row(
        self, cells: Sequence[tuple[Inline, ...]], shares: Sequence[float], style: str, properties: str, manner: Manner
    ) -> str:
        """A row whose cells have their shares of the width."""
        widths = (f'<w:tcPr><w:tcW w:w="{round(5000 * share)}" w:type="pct"/></w:tcPr>' for share in shares)
        written = "".join(
            f"<w:tc>{width}{self.paragraph(style, cell, manner)}</w:tc>"
            for width, cell in zip(widths, cells, strict=True)
        )
        return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"

    def note(self, content: tuple[Inline, ...], manner: Manner) -> str:
        """A note at the foot of a page, behind its number."""
        mark = dataclasses.replace(manner, style=self.styles["footnote reference"])
        words = mark.run("<w:footnoteRef/>") + manner.text(" ") + self.inlines(content, manner)
        return self.framed("footnote text", words, manner)

    def unready(self, unready: Unready[Inline]) -> str:
        """A block of a draft in its own language, under a mark."""
        mark = self.line("Unready", self.release.furniture.unready or str(unready.state))
        style = self.styles["unready text"]
        manner = Manner(unready.direction, unready.direction, language_of(unready.locale), style)
        return mark + self.block(unready.block, manner)

    def inlines(self, content: Iterable[Inline], manner: Manner) -> str:
        """The runs of a finished text."""
        return "".join(self.inline(node, manner) for node in content)

    def inline(self, node: Inline, manner: Manner) -> str:
        """The runs of a node."""
        match node:
            case Text(text):
                return manner.text(text)
            case LineBreak():
                return manner.run("<w:br/>")
            case NoteReference(name):
                mark = dataclasses.replace(manner, style=self.styles["footnote reference"])
                return mark.run(f'<w:footnoteReference w:id="{self.footnotes[name]}"/>')
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

    def link(self, href: str, content: tuple[Inline, ...], manner: Manner) -> str:
        """Words that lead to an address, which is a relationship of the part."""
        relationship = self.part.relate_to(href, _HYPERLINK, is_external=True)
        runs = self.inlines(content, dataclasses.replace(manner, style=self.styles["hyperlink"]))
        return f'<w:hyperlink r:id="{relationship}" w:history="1">{runs}</w:hyperlink>'

    def isolated(self, content: tuple[Inline, ...], manner: Manner) -> str:
        """Write an isolated phrase, with a mark of its direction at an end that has no letter to say it.

        Word goes by the run, other programs by the Unicode algorithm; with the marks both keep "+994 12" in order, and
        with the one behind the phrase a year that follows it is not drawn into it (UAX #9, W7).
        `w:dir` would say it too, but programs that do not know it drop the words inside.
        """
        strong, mark = _STRONG[manner.direction]
        words = words_of(content) or mark
        before, after = (
            "" if unicodedata.bidirectional(end) in strong else manner.text(mark) for end in (words[0], words[-1])
        )
        outside = dataclasses.replace(manner, direction=manner.around)
        behind = "" if manner.around is manner.direction else outside.text(_STRONG[manner.around][1])
        return before + self.inlines(content, manner) + after + behind


def _shares(table: Table[Inline]) -> list[float]:
    """The part of the width that each column gets: by its longest cell, but none so little that words are torn."""
    columns = zip(table.header, *table.rows, strict=True)
    wanted = [min(max(len(words_of(cell)) for cell in column), _LONG) + _PADDING for column in columns]
    return [one / sum(wanted) for one in wanted]


def story_of(document: Document, part: StoryPart | XmlPart, release: Release, letterhead: Letterhead) -> Story:
    """Begin to write into a part of a document."""
    return Story(
        part,
        release,
        style_ids(document.styles.element),
        numbering_of(document),
        letterhead.document is not None,
        numbers_of_notes(document, release),
    )
