"""WordprocessingML as text and as elements, and the few questions that are asked of elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.diagnostics import Code, Diagnostic, Location, TextProblems
from communique.model import Release

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (2.2) leaves out; named, because all that it lets in takes milliseconds to compile."""


def elements_of(xml: str, release: Release) -> list[BaseOxmlElement]:
    """Read paragraphs and tables that are written already.

    Raises:
        TextProblems: the text has a control character, which no document can hold (`C072`).
    """
    if illegal := _ILLEGAL.search(xml):
        message = f"the text has the character U+{ord(illegal.group()):04X}, which no document can hold"
        hint = "search for it in the statement and its catalog, and delete it"
        raise TextProblems([Diagnostic(Code.GLYPH, message, Location(release.name), hint, locale=release.locale)])
    return list(parsed(f"<w:body {NAMESPACES}>{xml}</w:body>"))


def parsed(xml: str) -> BaseOxmlElement:
    """Read XML into the classes of python-docx."""
    from docx.oxml.parser import parse_xml

    return parse_xml(xml.encode())


def named(tag: str) -> str:
    """The tag as lxml writes it: `w:p` with its namespace."""
    return f"{{{WORD}}}{tag.removeprefix('w:')}"


VAL = named("val")


def value(element: BaseOxmlElement, tag: str) -> str:
    """The `w:val` of a child; empty if there is none."""
    child = element.find(named(tag))
    return "" if child is None else str(child.get(VAL))


def reads(paragraph: BaseOxmlElement) -> str:
    """The words of a paragraph."""
    # Not `itertext`: it asks for `text`, which python-docx answers for runs and paragraphs too.
    return "".join(one.text or "" for one in paragraph.iter(named("w:t"))).strip()


def style_ids(styles: BaseOxmlElement) -> dict[str, str]:
    """The id of each style by its name in lower case; names are the same in every language of Word, ids are not."""
    found = styles.iterchildren(named("w:style"))
    return {value(style, "w:name").lower(): str(style.get(named("w:styleId"))) for style in found}
