"""The body of a document: the text between the lines that say what it is and those that say whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.model import Letterhead, Release
from communique.render.docx.elements import NAMESPACES, elements_of, named, parsed, reads
from communique.render.docx.footnotes import count_in_digits, footnote, footnotes_part, numbers_of_notes
from communique.render.docx.story import story_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

FURNITURE = ("Kind", "Release Number", "Dateline", "Embargo", "Unready", "End Mark", "Contact")
"""The styles of those paragraphs of the body that are not the statement's text."""
TEXT_MARK = "{text}"
"""The paragraph of an embassy's own letterhead.docx that the text takes the place of; without one it is appended."""


def write_body(document: Document, release: Release, letterhead: Letterhead) -> None:
    """Write the text between the lines that say what it is and those that say where it ends and whom to ask."""
    furniture = release.furniture
    story = story_of(document, document.part, release, letterhead)
    xml = (
        story.line("Kind", furniture.kind),
        story.line("Release Number", furniture.number),
        story.line("Dateline", furniture.dateline),
        story.line("Embargo", furniture.embargo),
        *(story.line("Embargo", mark) for mark in furniture.marks),
        story.paragraph("Title", release.title, story.manner),
        *story.blocks(release.blocks),
        story.line("End Mark", furniture.end_mark),
        story.contact(furniture.contact),
    )
    _fill(document.element.body, elements_of("".join(xml), release))
    if release.notes:
        _write_notes(document, release, letterhead)


def _write_notes(document: Document, release: Release, letterhead: Letterhead) -> None:
    numbers = numbers_of_notes(document, release).values()
    part = footnotes_part(document)
    story = story_of(document, part, release, letterhead)
    notes = (footnote(number, xml) for number, xml in zip(numbers, story.blocks(release.notes), strict=True))
    part.element.extend(elements_of("".join(notes), release))
    count_in_digits(document, release)


def _fill(body: BaseOxmlElement, elements: list[BaseOxmlElement]) -> None:
    """Put the text where the document says, or else behind what it holds already."""
    mark = next((one for one in body.iterchildren(named("w:p")) if reads(one) == TEXT_MARK), None)
    if mark is not None:
        for element in elements:
            mark.addprevious(element)
        body.remove(mark)
        return
    section = body.find(named("w:sectPr"))
    _remove_empty_end(body)
    body.extend(elements)
    if section is not None:
        body.append(section)


def _remove_empty_end(body: BaseOxmlElement) -> None:
    """Remove the empty paragraph that Word leaves at the end of a document without text."""
    content = [one for one in body if one.tag != named("w:sectPr")]
    for element in reversed(content):
        if element.tag != named("w:p") or list(element.iter(named("w:r"), named("w:sectPr"))):
            return
        body.remove(element)


def turn_sections(document: Document) -> None:
    """Make columns, gutter and page furniture run from right to left."""
    for section in document.element.iter(named("w:sectPr")):
        if section.find(named("w:bidi")) is None:
            turned = parsed(f"<w:bidi {NAMESPACES}/>")
            section.insert_element_before(turned, "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange")
