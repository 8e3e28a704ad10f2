"""Notes at the foot of the page: a part of the package, with the lines that set them apart (ECMA-376, 17.11)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, cast

from communique.model import Block, Release, Unready
from communique.render.docx.elements import NAMESPACES, named, parsed
from communique.render.docx.scripts import EUROPEAN, digits_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import XmlPart
    from docx.oxml.xmlchemy import BaseOxmlElement

_PART = "/word/footnotes.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_LINES = {"separator": 0, "continuationSeparator": 1}
"""The lines that Word draws above notes, and above those that go on from the page before; by their numbers."""
_SPACING = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
_BEHIND = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping")
_LATER = ("w:shapeDefaults", "w:decimalSymbol", "w:listSeparator")
"""What stands behind the properties of notes in the settings (ECMA-376, 17.15.1.78)."""


def let_notes_be_read() -> None:
    """Let python-docx open the notes of a document as elements, which it otherwise keeps as bytes."""
    from docx.opc.part import PartFactory, XmlPart

    PartFactory.part_type_for[_TYPE] = XmlPart


def numbers_of_notes(document: Document, release: Release) -> dict[str, int]:
    """The number that the document knows each note by; what the reader sees is counted by Word."""
    part = _part(document)
    taken = [] if part is None else [int(one.get(named("id"), "0")) for one in part.element]
    names = (_id(note) for note in release.notes)
    return dict(zip(names, itertools.count(max([*taken, *_LINES.values()]) + 1), strict=False))


def _id(note: Block) -> str:
    return _id(note.block) if isinstance(note, Unready) else note.id


def footnotes_part(document: Document) -> XmlPart:
    """The part with the notes; a document without one gets it."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    found = _part(document)
    if found is not None:
        return found
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p>{_SPACING}<w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in _LINES.items()
    )
    part = XmlPart(
        PackURI(_PART), _TYPE, parsed(f"<w:footnotes {NAMESPACES}>{lines}</w:footnotes>"), document.part.package
    )
    document.part.relate_to(part, _RELATIONSHIP)
    _announce(document.settings.element)
    return part


def _part(document: Document) -> XmlPart | None:
    try:
        return cast("XmlPart", document.part.part_related_by(_RELATIONSHIP))
    except KeyError:
        return None


def _announce(settings: BaseOxmlElement) -> None:
    """Tell Word which notes are the lines between text and notes."""
    lines = "".join(f'<w:footnote w:id="{number}"/>' for number in _LINES.values())
    settings.insert_element_before(parsed(f"<w:footnotePr {NAMESPACES}>{lines}</w:footnotePr>"), *_BEHIND, *_LATER)


def footnote(number: int, paragraphs: str) -> str:
    """A note around the paragraphs that are already written."""
    return f'<w:footnote w:id="{number}">{paragraphs}</w:footnote>'


def count_in_digits(document: Document, release: Release) -> None:
    """Let Word count the notes in the digits of the language, where it can."""
    digits = digits_of(release)
    if digits is EUROPEAN:
        return
    for section in document.element.iter(named("w:sectPr")):
        counted = parsed(f'<w:footnotePr {NAMESPACES}><w:numFmt w:val="{digits.numbering}"/></w:footnotePr>')
        section.insert_element_before(counted, "w:endnotePr", "w:type", "w:pgSz")
