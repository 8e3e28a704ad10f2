"""Lists: each is an instance of its own of one of two definitions, so that each counts from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from communique.render.docx.elements import NAMESPACES, named, parsed, value

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement


def numbering_of(document: Document) -> BaseOxmlElement:
    """The definitions and instances of the lists of a document.

    Raises:
        KeyError: the document has none.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.parts.numbering import NumberingPart

    part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    return cast("BaseOxmlElement", cast("NumberingPart", part).element)


def new_list(numbering: BaseOxmlElement, name: str) -> int:
    """Begin a list that counts from 1: every list is an instance of its own of the definition with that name."""
    definitions = numbering.findall(named("w:abstractNum"))
    definition = next(one for one in definitions if value(one, "w:name") == name).get(named("w:abstractNumId"))
    number = next_number(numbering, "w:num", "w:numId")
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    xml = f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{start}</w:num>'
    numbering.insert_element_before(parsed(xml), "w:numIdMacAtCleanup")
    return number


def next_number(numbering: BaseOxmlElement, tag: str, key: str) -> int:
    """The lowest number above all those given so far."""
    return 1 + max((int(one.get(named(key), "0")) for one in numbering.iter(named(tag))), default=0)
